//! Schemas as the oracle reads them: it knows neither OpenAPI's `nullable` nor references that name
//! the place which a definition had in the document that it was taken from.

use isotype::config::Nullable;
use serde_json::{Map, Value, json};

/// The schema without `nullable`, identifiers that are bare fragments, and references to nowhere.
///
/// # Panics
///
/// Where `nullable` is to be read strictly.
pub fn translate(schema: &Value, nullable: Nullable) -> Value {
    assert_eq!(nullable, Nullable::Lenient, "the other reading has no case yet");
    let mut schema = schema.clone();
    let is_fragment = schema.get("$id").and_then(Value::as_str).is_some_and(|it| it.starts_with('#'));
    if is_fragment && let Value::Object(members) = &mut schema {
        members.shift_remove("$id");
    }
    let homes = schema.clone();
    subschemas(&mut schema, &|members| {
        if let Some(Value::String(reference)) = members.get_mut("$ref") {
            *reference = home(&homes, reference);
        }
        // The oracle wants as many members as there are names, those that stand there twice included.
        if let Some(Value::Array(names)) = members.get_mut("required") {
            let mut kept: Vec<Value> = Vec::new();
            names.retain(|it| {
                !kept.contains(it) && {
                    kept.push(it.clone());
                    true
                }
            });
        }
    });
    schema
}

/// The schema in which `contains` evaluates no items: in 2019-09 `items` and `additionalItems` do (Core, §9.3.1.3), and
/// for the oracle it does too.
pub fn without_evaluating_contains(schema: &Value) -> Value {
    let mut schema = schema.clone();
    subschemas(&mut schema, &|members| {
        let (counted, others): (Map<_, _>, Map<_, _>) = std::mem::take(members)
            .into_iter()
            .partition(|(keyword, _)| ["contains", "minContains", "maxContains"].contains(&keyword.as_str()));
        *members = others;
        if counted.is_empty() {
            return;
        }
        // What is evaluated within a `not` does not count outside.
        let counted = json!({"not": {"not": counted}});
        if let Value::Array(branches) = members.entry("allOf").or_insert_with(|| json!([])) {
            branches.push(counted);
        }
    });
    schema
}

/// A pointer into a schema as a pointer into its translation.
///
/// # Panics
///
/// Where the pointer leads nowhere.
pub fn translated_pointer(translated: &Value, pointer: &str) -> String {
    let mut value = translated;
    let mut walked = String::new();
    for token in pointer.split('/').skip(1) {
        if let (None, Some(inner)) = (part(value, token), part(value, WRAPPED)) {
            value = &inner[1];
            walked.push_str("/anyOf/1");
        }
        value = part(value, token).unwrap_or_else(|| panic!("{pointer}: {token} is not there"));
        walked.push('/');
        walked.push_str(token);
    }
    walked
}

/// The keyword that a `nullable` schema turns into, with the schema itself as its second branch.
const WRAPPED: &str = "anyOf";

fn part<'v>(value: &'v Value, token: &str) -> Option<&'v Value> {
    let token = token.replace("~1", "/").replace("~0", "~");
    match value {
        Value::Array(items) => items.get(token.parse::<usize>().ok()?),
        _ => value.get(token),
    }
}

/// `#/components/schemas/X` is `#/$defs/X` where only that exists.
fn home(root: &Value, reference: &str) -> String {
    let Some(name) = reference.strip_prefix("#/components/schemas/") else { return reference.to_owned() };
    let is_there = root.pointer(&reference[1..]).is_some();
    let mut moved = ["$defs", "definitions"].into_iter().map(|it| format!("#/{it}/{name}"));
    let moved = moved.find(|it| root.pointer(&it[1..]).is_some());
    moved.filter(|_| !is_there).unwrap_or_else(|| reference.to_owned())
}

/// Visits a schema and its subschemas, and turns `nullable` into a branch.
fn subschemas(schema: &mut Value, visit: &dyn Fn(&mut Map<String, Value>)) {
    let Value::Object(members) = schema else { return };
    for (keyword, value) in members.iter_mut() {
        match (keyword.as_str(), value) {
            (
                "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas"
                | "dependencies" | "schemas",
                Value::Object(named),
            ) => {
                for it in named.values_mut() {
                    subschemas(it, visit);
                }
            }
            ("allOf" | "anyOf" | "oneOf" | "prefixItems" | "items", Value::Array(branches)) => {
                for it in branches {
                    subschemas(it, visit);
                }
            }
            (
                "items"
                | "additionalItems"
                | "additionalProperties"
                | "propertyNames"
                | "contains"
                | "not"
                | "if"
                | "then"
                | "else"
                | "unevaluatedItems"
                | "unevaluatedProperties"
                | "components",
                value,
            ) => subschemas(value, visit),
            _ => {}
        }
    }
    visit(members);
    if members.shift_remove("nullable") == Some(Value::Bool(true)) {
        let anchors = ["$anchor", "$dynamicAnchor", "$recursiveAnchor"];
        let kept = ["$schema", "$id", "id", "$defs", "definitions", "components"];
        let is_kept = |keyword: &str| kept.contains(&keyword) || anchors.contains(&keyword);
        let (outer, inner): (Map<_, _>, Map<_, _>) =
            std::mem::take(members).into_iter().partition(|(keyword, _)| is_kept(keyword));
        *members = outer;
        members.insert(WRAPPED.to_owned(), json!([{"type": "null"}, inner]));
    }
}
