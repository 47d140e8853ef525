//! One version of a definition: what accepts, and what can be reasoned about.

use std::collections::BTreeSet;

use jsonschema::canonical::{CanonicalSchema, options};
use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

/// A definition as both tools see it.
pub(crate) struct Side {
    /// A schema with the definition, and those that it refers to.
    pub(crate) schema: Value,
    /// The definition's name.
    pub(crate) name: String,
    validator: Validator,
    /// Its canonical form, or why there is none.
    pub(crate) canonical: Result<CanonicalSchema, String>,
}

impl Side {
    /// Takes a definition, with those that it refers to, out of a schema.
    pub(crate) fn new(schema: &Value, name: &str) -> Result<Self, String> {
        let alone = alone(schema, name);
        // Only asserted formats are written down.
        let validator = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .build(&alone)
            .map_err(|error| error.to_string())?;
        let canonical = options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .offline()
            .canonicalize(&alone)
            .map_err(|error| error.to_string());
        Ok(Self { schema: alone, name: name.to_owned(), validator, canonical })
    }

    pub(crate) fn accepts(&self, instance: &Value) -> bool {
        self.validator.is_valid(instance)
    }
}

fn alone(schema: &Value, name: &str) -> Value {
    let empty = Map::new();
    let all = schema["$defs"].as_object().unwrap_or(&empty);
    let mut names = BTreeSet::from([name.to_owned()]);
    let mut open = vec![name.to_owned()];
    while let Some(body) = open.pop().and_then(|name| all.get(&name)) {
        for name in references(body) {
            if names.insert(name.clone()) {
                open.push(name);
            }
        }
    }
    let definitions: Map<String, Value> = all
        .iter()
        .filter(|(name, _)| names.contains(*name))
        .map(|(name, it)| (name.clone(), it.clone()))
        .collect();
    json!({ "$schema": schema["$schema"], "$ref": format!("#/$defs/{name}"), "$defs": definitions })
}

/// The definitions that a schema refers to; what looks like a reference within a value does no harm.
fn references(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                let name = members.get("$ref").and_then(Value::as_str);
                found.extend(name.and_then(|it| it.strip_prefix("#/$defs/")).map(str::to_owned));
                open.extend(members.values());
            }
            Value::Array(items) => open.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    found
}
