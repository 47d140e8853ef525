//! A document of as many definitions as asked for, as an API of that size might have them.
//!
//! The same text each time: what a definition holds follows from its number.

use serde_json::{Map, Value, json};

const NOUNS: [&str; 12] = [
    "Account", "Invoice", "Shipment", "Customer", "Product", "Session", "Webhook", "Payment", "Report",
    "Member", "Channel", "Ticket",
];

/// The text of a document with `count` definitions.
pub(crate) fn document(count: usize) -> String {
    let definitions: Map<String, Value> = (0..count).map(|at| (name(at), definition(at, count))).collect();
    json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": definitions }).to_string()
}

fn name(at: usize) -> String {
    format!("{}{}", NOUNS[at % NOUNS.len()], at / NOUNS.len())
}

/// A number that looks drawn, and is the same each time.
fn drawn(at: usize, salt: usize, below: usize) -> usize {
    let mixed = (at as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(salt as u64 * 0x5851_f42d);
    usize::try_from((mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 40).unwrap_or(0) % below
}

fn reference(at: usize, salt: usize, count: usize) -> Value {
    json!({ "$ref": format!("#/$defs/{}", name(drawn(at, salt, count))) })
}

/// Of ten definitions six are plain objects, and one each an enum, a checked text, an object on a base, a union.
fn definition(at: usize, count: usize) -> Value {
    match at % 10 {
        6 => json!({
            "description": format!("How far {} is.", name(at)),
            "enum": (0..3 + drawn(at, 1, 6)).map(|it| format!("state_{it}")).collect::<Vec<_>>(),
        }),
        7 => json!({
            "description": format!("Identifies {}.", name(at)),
            "type": "string", "pattern": format!("^{}_[a-z0-9]+$", &name(at)[..3].to_lowercase()), "maxLength": 64,
        }),
        8 => json!({
            "description": format!("More than {}.", name(at - 8)),
            "allOf": [{ "$ref": format!("#/$defs/{}", name(at - 8)) }, object(at, count, 3)],
        }),
        9 => {
            let branches = ["opened", "closed", "moved"].map(|tag| branch(at, tag, count));
            json!({ "description": format!("One of what {} can be.", name(at)), "oneOf": branches })
        }
        _ => object(at, count, 4 + drawn(at, 2, 8)),
    }
}

fn branch(at: usize, tag: &str, count: usize) -> Value {
    let mut branch = object(at + tag.len() * 31, count, 2);
    branch["properties"]["kind"] = json!({ "const": tag });
    branch["required"] = json!(["kind"]);
    branch
}

fn object(at: usize, count: usize, members: usize) -> Value {
    let properties: Map<String, Value> = (0..members).map(|it| member(at, it, count)).collect();
    let required: Vec<&String> = properties.keys().step_by(2).collect();
    json!({
        "type": "object",
        "description": format!("{} as the service gives it.\n\nIt has {members} members.", name(at)),
        "required": required,
        "properties": properties,
    })
}

fn member(at: usize, index: usize, count: usize) -> (String, Value) {
    let (name, schema) = match drawn(at, 3 + index, 24) {
        0..=3 => ("title", json!({ "type": "string", "description": "What people call it." })),
        4 | 5 => ("amount", json!({ "type": "integer" })),
        6 | 7 => ("ratio", json!({ "type": "number" })),
        8 | 9 => ("active", json!({ "type": "boolean", "default": false })),
        10 | 11 => ("createdAt", json!({ "type": "string", "format": "date-time" })),
        12..=14 => ("parts", json!({ "type": "array", "items": reference(at, 40 + index, count) })),
        15..=18 => ("owner", reference(at, 60 + index, count)),
        19 | 20 => ("note", json!({ "type": ["string", "null"] })),
        21 => ("level", json!({ "type": "string", "enum": ["low", "middle", "high"] })),
        22 => ("percent", json!({ "type": "integer", "minimum": 0, "maximum": 100 })),
        _ => ("labels", json!({ "type": "object", "additionalProperties": { "type": "string" } })),
    };
    (format!("{name}{index}"), schema)
}
