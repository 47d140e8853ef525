//! Which documents a schema needs: those that it refers to, and those that they refer to.

use std::collections::{BTreeMap, BTreeSet};

use fluent_uri::{Iri, IriRef};
use serde_json::Value;
use serde_json::value::RawValue;

/// The URIs of the documents that a schema needs, sorted.
///
/// What a reference means depends on the dialect's identifier keywords; every reading is followed,
/// so that a document too many may come along, but none is missing.
pub(crate) fn needed<'r>(
    schema: &RawValue,
    remotes: &'r BTreeMap<String, Box<RawValue>>,
) -> BTreeMap<&'r str, &'r RawValue> {
    let mut needed = BTreeMap::new();
    let mut open = vec![named(schema, None).references];
    while let Some(references) = open.pop() {
        for uri in references {
            let Some((uri, text)) = remotes.get_key_value(&uri) else { continue };
            if needed.insert(uri.as_str(), &**text).is_none() {
                open.push(named(text, Some(uri)).references);
            }
        }
    }
    needed
}

/// Whether a schema refers to a document at an address, one that it does not hold itself.
pub(crate) fn leaves(schema: &RawValue, address: &str) -> bool {
    let Named { references, identifiers } = named(schema, None);
    references.difference(&identifiers).any(|it| it.starts_with(address))
}

/// The URIs that a text names.
#[derive(Default)]
struct Named {
    references: BTreeSet<String>,
    identifiers: BTreeSet<String>,
}

fn named(text: &RawValue, base: Option<&str>) -> Named {
    let mut found = Named::default();
    if let Ok(value) = serde_json::from_str(text.get()) {
        collect(&value, &base.map(str::to_owned).into_iter().collect::<Vec<_>>(), &mut found);
    }
    found
}

/// `bases` are the identifiers around the value, any of which may be the base.
fn collect(value: &Value, bases: &[String], found: &mut Named) {
    match value {
        Value::Object(members) => {
            let mut bases = bases.to_vec();
            for id in ["$id", "id"].into_iter().filter_map(|it| members.get(it)?.as_str()) {
                let joined: Vec<String> = bases.iter().filter_map(|base| join(base, id)).collect();
                bases.extend(joined);
                bases.extend(absolute(id));
                found.identifiers.extend(bases.iter().cloned());
            }
            for reference in
                ["$ref", "$dynamicRef", "$schema"].into_iter().filter_map(|it| members.get(it)?.as_str())
            {
                found.references.extend(bases.iter().filter_map(|base| join(base, reference)));
                found.references.extend(absolute(reference));
            }
            members.values().for_each(|it| collect(it, &bases, found));
        }
        Value::Array(items) => items.iter().for_each(|it| collect(it, bases, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn absolute(uri: &str) -> Option<String> {
    Iri::parse(without_fragment(uri)).ok().map(|it| it.as_str().to_owned())
}

fn join(base: &str, reference: &str) -> Option<String> {
    let base = Iri::parse(without_fragment(base)).ok()?;
    let reference = IriRef::parse(without_fragment(reference)).ok()?;
    Some(reference.resolve_against(&base).ok()?.into_string())
}

fn without_fragment(uri: &str) -> &str {
    uri.split('#').next().unwrap_or(uri)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{leaves, needed};

    #[track_caller]
    fn check(schema: &str, expected: &[&str]) {
        let text = |text: &str| serde_json::from_str(text).expect("test data is JSON");
        let remotes = BTreeMap::from([
            ("http://h/a.json".to_owned(), text(r#"{"$ref": "b.json#/x"}"#)),
            ("http://h/b.json".to_owned(), text(r##"{"x": {"$ref": "#"}}"##)),
            ("http://h/folder/c.json".to_owned(), text(r#"{"$id": "http://h/z/", "$ref": "../a.json"}"#)),
        ]);
        let schema: Box<serde_json::value::RawValue> = text(schema);
        assert_eq!(needed(&schema, &remotes).into_keys().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn references_are_followed() {
        check(r#"{"$ref": "http://h/a.json"}"#, &["http://h/a.json", "http://h/b.json"]);
        check(r#"{"$ref": "http://h/other.json"}"#, &[]);
        check(r#"{"$id": "http://h/x", "items": {"$ref": "b.json"}}"#, &["http://h/b.json"]);
        check(
            r#"{"$id": "http://h/x", "items": {"id": "folder/", "items": {"$ref": "c.json"}}}"#,
            &["http://h/a.json", "http://h/b.json", "http://h/folder/c.json"],
        );
        check(r#"{"$schema": "http://h/b.json"}"#, &["http://h/b.json"]);
    }
    #[test]
    fn a_schema_may_hold_what_it_refers_to() {
        let is_left = |text| {
            let schema: Box<serde_json::value::RawValue> =
                serde_json::from_str(text).expect("test data is JSON");
            leaves(&schema, "http://h/")
        };
        assert!(is_left(r#"{"$ref": "http://h/a.json"}"#));
        assert!(!is_left(r#"{"$ref": "http://h/a.json", "$defs": {"a": {"$id": "http://h/a.json"}}}"#));
        assert!(!is_left(r#"{"$ref": "http://other/a.json"}"#));
    }
}
