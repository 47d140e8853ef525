//! Documents that are hardly more than references, out of bytes.

use serde_json::{Map, Value, json};

use crate::built::Bytes;

/// The files of a source.
pub(crate) const FILES: [&str; 3] = ["case.json", "other.json", "folder/third.json"];

/// Where a reference may begin.
const BASES: [&str; 14] = [
    "",
    "",
    "",
    "case.json",
    "other.json",
    "folder/third.json",
    "third.json",
    "../case.json",
    "https://example.com/a",
    "https://example.com/b/",
    "urn:example:b",
    "//[::1",
    "%",
    "?b",
];

/// Where it may lead from there.
const FRAGMENTS: [&str; 14] = [
    "",
    "#",
    "#/$defs/a",
    "#/$defs/b",
    "#/$defs/c",
    "#/definitions/a",
    "#/properties/a",
    "#/$defs/a/properties/b",
    "#/allOf/0",
    "#a",
    "#b",
    "#/%24defs/a",
    "#/~1",
    "#/$defs/a/enum/0",
];

const NAMES: [&str; 3] = ["a", "b", "c"];

/// A document: definitions, and what refers to them.
pub(crate) fn document(bytes: &mut Bytes) -> Value {
    let mut document = schema(bytes, 2);
    for keyword in ["$defs", "definitions"] {
        let definitions: Map<_, _> =
            NAMES[..bytes.below(4)].iter().map(|name| ((*name).to_owned(), schema(bytes, 1))).collect();
        if !definitions.is_empty() {
            document[keyword] = definitions.into();
        }
    }
    document
}

/// A schema of few keywords, in which schemas stand so many deep.
fn schema(bytes: &mut Bytes, depth: usize) -> Value {
    let mut members = Map::new();
    for _ in 0..bytes.below(4) {
        let (keyword, value) = match bytes.below(18) {
            0..4 => ("$ref", json!(reference(bytes))),
            4 => ("$dynamicRef", json!(reference(bytes))),
            5 => ("$recursiveRef", json!("#")),
            6 => ("$id", json!(reference(bytes))),
            7 => ("id", json!(reference(bytes))),
            8 => ("$anchor", json!(NAMES[bytes.below(3)])),
            9 => ("$dynamicAnchor", json!(NAMES[bytes.below(3)])),
            10 => ("$recursiveAnchor", json!(bytes.below(2) == 0)),
            11 => ("type", json!(["object", "string", "null"][bytes.below(3)])),
            // Where a schema has no place.
            12 => ("enum", json!([{"$ref": "#/nowhere"}, {"$id": "https://example.com/a"}])),
            _ if depth == 0 => continue,
            13 => ("properties", json!({"a": schema(bytes, depth - 1), "b": schema(bytes, depth - 1)})),
            14 => ("items", schema(bytes, depth - 1)),
            15 => ("allOf", json!([schema(bytes, depth - 1), schema(bytes, depth - 1)])),
            16 => ("anyOf", json!([schema(bytes, depth - 1), schema(bytes, depth - 1)])),
            _ => ("unevaluatedProperties", schema(bytes, depth - 1)),
        };
        members.insert(keyword.to_owned(), value);
    }
    members.into()
}

fn reference(bytes: &mut Bytes) -> String {
    format!("{}{}", BASES[bytes.below(BASES.len())], FRAGMENTS[bytes.below(FRAGMENTS.len())])
}
