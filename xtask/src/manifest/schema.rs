//! The manifest's own JSON Schema, from its types, for editors. Only made by a test, so that nobody's build
//! of codegen waits for it.

use std::borrow::Cow;

use isotype::schema::ALLOWABLE;
use isotype_tests::expected;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::Manifest;
use super::names::{Names, Word};
use crate::workspace;

#[test]
fn the_schema_for_editors_is_the_types() {
    let generator = SchemaSettings::draft07().into_generator();
    let mut schema = generator.into_root_schema_for::<Manifest>();
    for_toml(schema.as_object_mut().expect("it is no boolean"));
    schema.insert("title".to_owned(), "The manifest of Isotype, schemas/manifest.toml".into());
    let text = format!("{:#}\n", schema.as_value());
    let path = workspace::root().join("docs/manifest.schema.json");
    expected::check(&[(path, text)].into(), &[]);
}

#[test]
fn the_manifest_of_the_project_names_its_schema_and_keeps_to_it() {
    let path = workspace::schemas().join("manifest.toml");
    let text = std::fs::read_to_string(path).expect("the manifest is there");
    assert!(text.starts_with("#:schema ../docs/manifest.schema.json\n"), "{}", &text[..80]);
}

/// TOML has no null, and editors show descriptions in one piece.
fn for_toml(schema: &mut serde_json::Map<String, Value>) {
    schema.retain(|keyword, value| keyword != "default" || !value.is_null());
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|it| it != "null");
        if let [only] = &types[..] {
            schema["type"] = only.clone();
        }
    }
    if let Some(Value::String(text)) = schema.get_mut("description") {
        *text = text.replace('\n', " ");
    }
    if let Some(Value::Array(branches)) = schema.get_mut("anyOf") {
        branches.retain(|it| it["type"] != "null");
        if let [only] = &branches[..] {
            let only = only.clone();
            schema.insert("allOf".to_owned(), Value::Array(vec![only]));
            schema.shift_remove("anyOf");
        }
    }
    for value in schema.values_mut() {
        match value {
            Value::Object(inner) => for_toml(inner),
            Value::Array(items) => items.iter_mut().filter_map(Value::as_object_mut).for_each(for_toml),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

impl<W: Word + JsonSchema> JsonSchema for Names<W> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("NamesOr{}", W::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let word = generator.subschema_for::<W>();
        json_schema!({"anyOf": [word, {"type": "array", "items": W::names()}]})
    }
}

/// A code that `allow` may hold.
pub(super) struct AllowedCode;

impl JsonSchema for AllowedCode {
    fn schema_name() -> Cow<'static, str> {
        "AllowedCode".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "enum": ALLOWABLE})
    }
}

/// Where a document can be fetched.
pub(super) struct Address;

impl JsonSchema for Address {
    fn schema_name() -> Cow<'static, str> {
        "Address".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^https://[!-~]+$"})
    }
}

/// An operation of a JSON Patch, as a table, or as JSON in a text.
pub(super) struct Operation;

impl JsonSchema for Operation {
    fn schema_name() -> Cow<'static, str> {
        "Operation".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let table = |op: &[&str], member: Option<&str>| {
            let mut table = json_schema!({
                "type": "object", "required": ["op", "path"], "additionalProperties": false,
                "properties": {"op": {"enum": op}, "path": {"type": "string"}},
            });
            if let (Some(member), Some(object)) = (member, table.as_object_mut()) {
                let of_member =
                    if member == "from" { serde_json::json!({"type": "string"}) } else { true.into() };
                object["properties"][member] = of_member;
                object["required"] = serde_json::json!(["op", "path", member]);
            }
            table
        };
        json_schema!({
            "description": "An operation of a JSON Patch (RFC 6902) as a table, or as JSON in a text where a null is needed.",
            "anyOf": [
                table(&["add", "replace", "test"], Some("value")),
                table(&["remove"], None),
                table(&["move", "copy"], Some("from")),
                {"type": "string"},
            ],
        })
    }
}
