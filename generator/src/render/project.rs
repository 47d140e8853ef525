//! The model as typify's input: draft-07 definitions in a small closed subset.
//!
//! Every member is a reference to a definition or a Rust type by its path (`x-rust-type`), all
//! members are required, and no schema is written inline, so that nothing is left to typify's
//! heuristics. Keys of definitions and of members are our Rust names.

use std::collections::BTreeMap;

use schemars08::schema::Schema;
use serde_json::{Value, json};

use super::types::integer_name;
use crate::model::{Choice, Integer, Model, Payload, Presence, Rest, Shape, TypeId, TypeUse, Union};
use crate::names::Names;

/// A crate that does not exist: its paths stand for types that typify can't spell, see `items`.
pub(super) const STAND_IN: &str = "isotype_stand_in";

/// Writes each type of the model as a definition.
pub(super) fn project(model: &Model, names: &Names) -> BTreeMap<String, Schema> {
    model
        .ids()
        .map(|id| {
            let definition = definition(model, names, id);
            let schema = serde_json::from_value(definition).expect("the projection is a draft-07 schema");
            (names[id].name.clone(), schema)
        })
        .collect()
}

fn definition(model: &Model, names: &Names, id: TypeId) -> Value {
    let own = &names[id];
    match &model[id].shape {
        Shape::Record(record) => {
            let mut properties = serde_json::Map::new();
            for (field, name) in record.fields.iter().zip(&own.fields) {
                let ty = match field.presence {
                    Presence::Constant(_) => continue,
                    Presence::Required => type_schema(&field.ty, names),
                    Presence::Optional => native("std", "option::Option", &[type_schema(&field.ty, names)]),
                };
                properties.insert(name.clone(), ty);
            }
            match &record.rest {
                Rest::Closed => {}
                Rest::Open(ty) | Rest::Matching(_, ty) => {
                    properties.insert(own.rest.clone(), extra(ty, names));
                }
            }
            let required: Vec<&String> = properties.keys().collect();
            json!({ "type": "object", "required": required, "properties": properties, "additionalProperties": false })
        }
        Shape::Choice(choice) => choice_schema(choice, own),
        Shape::Union(union) => union_schema(union, names, id),
        Shape::Wrapper(_) => native(STAND_IN, "Inner", &[]),
    }
}

fn choice_schema(choice: &Choice, own: &crate::names::TypeNames) -> Value {
    let known = json!({ "type": "string", "enum": own.variants });
    if choice.open {
        let name = &own.unknown;
        let unknown = native(STAND_IN, "Inner", &[]);
        let unknown = json!({ "type": "object", "required": [name], "properties": { name.clone(): unknown }, "additionalProperties": false });
        return json!({ "oneOf": [known, unknown] });
    }
    known
}

fn union_schema(union: &Union, names: &Names, id: TypeId) -> Value {
    let branches = union.variants.iter().zip(&names[id].variants).map(|(variant, name)| {
        let payload = match &variant.payload {
            Payload::Type(ty) => type_schema(ty, names),
            Payload::Unknown => native(STAND_IN, "Inner", &[]),
            Payload::Constant(_) => return json!({ "type": "string", "enum": [name] }),
        };
        json!({ "type": "object", "required": [name], "properties": { name.clone(): payload }, "additionalProperties": false })
    });
    json!({ "oneOf": branches.collect::<Vec<_>>() })
}

fn extra(ty: &TypeUse, names: &Names) -> Value {
    match ty {
        TypeUse::Any => native(STAND_IN, "Extra", &[]),
        ty => native(STAND_IN, "Extra", &[type_schema(ty, names)]),
    }
}

fn type_schema(ty: &TypeUse, names: &Names) -> Value {
    let inner = |ty: &TypeUse| type_schema(ty, names);
    match ty {
        TypeUse::Named(id) => json!({ "$ref": format!("#/definitions/{}", names[*id].name) }),
        TypeUse::Null => native(STAND_IN, "Null", &[]),
        TypeUse::Boolean => native("std", "primitive::bool", &[]),
        TypeUse::Integer(Integer::Wide) => native(STAND_IN, "Integer", &[]),
        TypeUse::Integer(integer) => native("std", &format!("primitive::{}", integer_name(*integer)), &[]),
        TypeUse::Double => native("std", "primitive::f64", &[]),
        TypeUse::Number => native(STAND_IN, "Number", &[]),
        TypeUse::String => native("std", "string::String", &[]),
        TypeUse::Any => native("serde_json", "Value", &[]),
        TypeUse::Never => native(STAND_IN, "Never", &[]),
        TypeUse::Sequence(item) => native("std", "vec::Vec", &[inner(item)]),
        TypeUse::Map(item) => {
            native("std", "collections::BTreeMap", &[native("std", "string::String", &[]), inner(item)])
        }
        TypeUse::Tuple(items) => tuple(items, names),
        TypeUse::Leading(items, rest) => native(STAND_IN, "Leading", &[tuple(items, names), inner(rest)]),
        TypeUse::Nullable(item) => native("std", "option::Option", &[inner(item)]),
        TypeUse::Boxed(item) => native("std", "boxed::Box", &[inner(item)]),
    }
}

/// A Rust type by its path: typify writes it as it is.
fn native(krate: &str, path: &str, parameters: &[Value]) -> Value {
    let mut rust_type = json!({ "crate": krate, "version": "*", "path": format!("{krate}::{path}") });
    if !parameters.is_empty() {
        rust_type["parameters"] = parameters.into();
    }
    json!({ "x-rust-type": rust_type })
}

fn tuple(items: &[TypeUse], names: &Names) -> Value {
    native(STAND_IN, "Tuple", &items.iter().map(|it| type_schema(it, names)).collect::<Vec<_>>())
}
