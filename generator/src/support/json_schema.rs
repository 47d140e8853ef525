//! Schemas as schemars takes them.

use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value};

use super::schema::{Schemas, each_reference, target};

/// Adds a type's schema to what a generator knows; `None` where the source has no type of the name.
pub type Subschema = fn(&str, &mut SchemaGenerator) -> Option<Schema>;

/// The schema with a name, what it refers to by the generator's own names.
pub fn json_schema(
    source: &str,
    schemas: &Schemas,
    name: &str,
    subschema: Subschema,
    generator: &mut SchemaGenerator,
) -> Schema {
    let schema = schemas.definitions().get(name).cloned();
    let schema = resolved(source, schemas, schema.unwrap_or(Value::Bool(true)), subschema, generator);
    schema.try_into().unwrap_or_default()
}

fn resolved(
    source: &str,
    schemas: &Schemas,
    mut schema: Value,
    subschema: Subschema,
    generator: &mut SchemaGenerator,
) -> Value {
    each_reference(&mut schema, &mut |members| {
        let Some(name) = members.get("$ref").and_then(target).map(str::to_owned) else { return };
        let found = match subschema(&name, generator) {
            Some(found) => found.to_value(),
            None => shared(source, schemas, &name, subschema, generator),
        };
        refer(members, found);
    });
    schema
}

/// A reference to a schema that is no type's own.
fn shared(
    source: &str,
    schemas: &Schemas,
    name: &str,
    subschema: Subschema,
    generator: &mut SchemaGenerator,
) -> Value {
    let key = format!("{source}-{name}");
    if !generator.definitions().contains_key(&key) {
        // It is there before it is written: it may refer to itself.
        generator.definitions_mut().insert(key.clone(), Value::Bool(true));
        let schema = schemas.definitions().get(name).cloned().unwrap_or(Value::Bool(true));
        let schema = resolved(source, schemas, schema, subschema, generator);
        generator.definitions_mut().insert(key.clone(), schema);
    }
    let path = generator.settings().definitions_path.trim_start_matches('#');
    Value::Object(Map::from_iter([("$ref".to_owned(), Value::from(format!("#{path}/{key}")))]))
}

/// Puts what was found in place of a reference.
fn refer(members: &mut Map<String, Value>, found: Value) {
    members.remove("$ref");
    match found {
        Value::Object(found) if found.keys().all(|it| !members.contains_key(it)) => members.extend(found),
        Value::Bool(true) => {}
        found => {
            let all = members.entry("allOf").or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(all) = all {
                all.push(found);
            }
        }
    }
}

/// Implements `JsonSchema` for types of a module that has `SCHEMAS`.
macro_rules! json_schemas {
    ($module:ident { $($type:ident $(<$lifetime:lifetime>)?,)+ }) => {
        fn subschema(name: &str, generator: &mut ::schemars::SchemaGenerator) -> ::core::option::Option<::schemars::Schema> {
            ::core::option::Option::Some(match name {
                $(::core::stringify!($type) => generator.subschema_for::<$crate::$module::$type>(),)+
                _ => return ::core::option::Option::None,
            })
        }

        $(
            impl ::schemars::JsonSchema for $crate::$module::$type $(<$lifetime>)? {
                fn schema_name() -> ::std::borrow::Cow<'static, str> {
                    ::core::stringify!($type).into()
                }

                fn schema_id() -> ::std::borrow::Cow<'static, str> {
                    ::core::concat!(::core::module_path!(), "::", ::core::stringify!($type)).into()
                }

                fn json_schema(generator: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                    $crate::support::json_schema(
                        ::core::stringify!($module),
                        &SCHEMAS,
                        ::core::stringify!($type),
                        subschema,
                        generator,
                    )
                }
            }
        )+
    };
}

pub(crate) use json_schemas;
