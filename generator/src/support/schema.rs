//! The schemas of types, as data.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde_json::{Map, Value};

/// The schemas of a source's types: one document with an entry in `$defs` for each.
#[derive(Debug)]
pub struct Schemas {
    text: &'static str,
    definitions: OnceLock<Map<String, Value>>,
}

impl Schemas {
    /// The schemas of a text, which is read when one of them is asked for.
    pub const fn new(text: &'static str) -> Self {
        Self { text, definitions: OnceLock::new() }
    }

    /// The entries of `$defs`.
    pub fn definitions(&self) -> &Map<String, Value> {
        self.definitions.get_or_init(|| {
            let document: Option<Map<String, Value>> = serde_json::from_str(self.text).ok();
            match document.and_then(|mut it| it.remove("$defs")) {
                Some(Value::Object(definitions)) => definitions,
                _ => Map::new(),
            }
        })
    }

    /// The schema with a name, and the definitions that it needs.
    pub fn of(&self, name: &str) -> Value {
        let all = self.definitions();
        let own = all.get(name).cloned().unwrap_or_default();
        let mut needed: BTreeSet<String> = BTreeSet::new();
        let mut open = vec![own.clone()];
        while let Some(mut schema) = open.pop() {
            each_reference(&mut schema, &mut |it| {
                let Some(name) = it.get("$ref").and_then(target).map(str::to_owned) else { return };
                if needed.insert(name.clone()) {
                    open.extend(all.get(&name).cloned());
                }
            });
        }
        let mut schema = Map::new();
        schema.insert("$schema".to_owned(), Value::from("https://json-schema.org/draft/2020-12/schema"));
        match own {
            Value::Object(members) => schema.extend(members),
            Value::Bool(false) => _ = schema.insert("not".to_owned(), Value::Object(Map::new())),
            _ => {}
        }
        if !needed.is_empty() {
            let needed = needed.into_iter().filter_map(|name| Some((name.clone(), all.get(&name)?.clone())));
            schema.insert("$defs".to_owned(), Value::Object(needed.collect()));
        }
        Value::Object(schema)
    }
}

/// The name of the definition that a reference leads to.
pub fn target(reference: &Value) -> Option<&str> {
    reference.as_str()?.strip_prefix("#/$defs/")
}

/// Calls `each` with every schema that has a `$ref`, this one and those within.
pub fn each_reference(schema: &mut Value, each: &mut dyn FnMut(&mut Map<String, Value>)) {
    let Value::Object(members) = schema else { return };
    for (keyword, value) in members.iter_mut() {
        match (keyword.as_str(), value) {
            ("properties" | "patternProperties" | "dependentSchemas", Value::Object(named)) => {
                named.values_mut().for_each(|it| each_reference(it, each));
            }
            ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(all)) => {
                all.iter_mut().for_each(|it| each_reference(it, each));
            }
            (
                "additionalProperties" | "contains" | "else" | "if" | "items" | "not" | "propertyNames" | "then"
                | "unevaluatedItems" | "unevaluatedProperties",
                value,
            ) => each_reference(value, each),
            _ => {}
        }
    }
    if members.contains_key("$ref") {
        each(members);
    }
}

/// Gives types of a module their schemas.
///
/// ```text
/// schemas! {
///     shop, "shop.json", schemars {
///         Order,
///         OrderId,
///     }
/// }
/// ```
///
/// The file stands beside the one that says so. With `schemars`, the crate has a feature of this name, by which
/// the types implement `JsonSchema`.
macro_rules! schemas {
    ($module:ident, $file:literal $(, $feature:ident)? { $($type:ident $(<$lifetime:lifetime>)?,)+ }) => {
        static SCHEMAS: $crate::support::Schemas = $crate::support::Schemas::new(::core::include_str!($file));

        /// The types by name, and what gives the schema of each.
        pub const ALL: &[(&str, fn() -> ::serde_json::Value)] =
            &[$((::core::stringify!($type), $crate::$module::$type::schema),)+];

        $(
            impl $crate::$module::$type $(<$lifetime>)? {
                /// The schema of the type, as of 2020-12, with the definitions that it needs.
                ///
                /// It is what the type accepts; references and dialects of the source are settled in it.
                pub fn schema() -> ::serde_json::Value {
                    SCHEMAS.of(::core::stringify!($type))
                }
            }
        )+

        $crate::support::schemas!(@ $($feature)? $module { $($type $(<$lifetime>)?,)+ });
    };
    (@ $module:ident { $($type:ident $(<$lifetime:lifetime>)?,)+ }) => {};
    (@ schemars $module:ident { $($type:ident $(<$lifetime:lifetime>)?,)+ }) => {
        #[cfg(feature = "schemars")]
        $crate::support::json_schemas!($module { $($type $(<$lifetime>)?,)+ });
    };
}

pub(crate) use schemas;
