//! Definitions that say the same under the same name.
//!
//! Documents that are published one by one often bring their own copy of what they share. Types made of the copies
//! would differ in nothing but a number at the end of their names.

use std::collections::{BTreeMap, BTreeSet};

use super::document::Documents;
use super::location;
use super::resource::Index;
use super::{Body, Keywords, SchemaId, Schemas};
use crate::config::{Roots, Source};

/// Makes each definition that repeats an earlier one a reference to it.
///
/// They have the same key and the same text, are read by the same rules, and all that they refer to is the same in
/// turn. What the manifest corrects stays as it is, and so does what it asks for by name.
pub(super) fn share(source: &Source, documents: &Documents, index: &Index, schemas: &mut Schemas) {
    let mut first: BTreeMap<String, Vec<SchemaId>> = BTreeMap::new();
    let mut shared: BTreeMap<SchemaId, SchemaId> = BTreeMap::new();
    let is_corrected = |key: &str| source.overrides.iter().any(|it| it.at.contains(&format!("/{key}")));
    let is_asked_for = |id: &SchemaId| matches!(source.roots, Roots::Named(_)) && schemas.roots.contains(id);
    let definitions: Vec<(SchemaId, String)> =
        schemas.iter().filter_map(|(id, it)| Some((id, key(&it.location.pointer)?))).collect();
    for (id, key) in definitions {
        let known = first.entry(key.clone()).or_default();
        let same = known.iter().find(|it| are_same(documents, index, schemas, **it, id));
        match same {
            Some(earlier) if !is_corrected(&key) && !is_asked_for(&id) => {
                shared.insert(id, *earlier);
            }
            Some(_) => {}
            None => known.push(id),
        }
    }
    for (copy, original) in &shared {
        let reference = Keywords { reference: Some(*original), ..Keywords::default() };
        schemas.nodes[copy.0 as usize].body = Body::Keywords(Box::new(reference));
    }
    let original = |id: &mut SchemaId| *id = shared.get(id).copied().unwrap_or(*id);
    schemas.examples.iter_mut().for_each(|(id, _)| original(id));
    schemas.roots.iter_mut().for_each(original);
    let mut seen = BTreeSet::new();
    if !matches!(source.roots, Roots::Named(_)) {
        schemas.roots.retain(|id| seen.insert(*id));
    }
}

/// The key of a definition.
fn key(pointer: &str) -> Option<String> {
    let (holder, key) = pointer.rsplit_once('/')?;
    let keyword = holder.rsplit('/').next()?;
    let is_definition = ["$defs", "definitions", "schemas"].contains(&keyword);
    is_definition.then(|| location::unescape(key).into_owned())
}

/// Whether two schemas at different places say the same, and all that they lead to does.
fn are_same(documents: &Documents, index: &Index, schemas: &Schemas, a: SchemaId, b: SchemaId) -> bool {
    let mut assumed = BTreeSet::new();
    let mut open = vec![(a, b)];
    while let Some((a, b)) = open.pop() {
        if a == b || !assumed.insert((a, b)) {
            continue;
        }
        let (here, there) = (&schemas[a].location, &schemas[b].location);
        let rules = |location| index.resource(index.holding(location)).rules;
        let is_alike = here != there
            && key(&here.pointer) == key(&there.pointer)
            && rules(here) == rules(there)
            && documents.get(here) == documents.get(there);
        if !is_alike {
            return false;
        }
        match (&schemas[a].body, &schemas[b].body) {
            (Body::Boolean(one), Body::Boolean(other)) if one == other => {}
            (Body::Keywords(one), Body::Keywords(other)) => {
                let (ours, theirs): (Vec<_>, Vec<_>) = (parts(one).collect(), parts(other).collect());
                if ours.len() != theirs.len() {
                    return false;
                }
                open.extend(ours.into_iter().zip(theirs));
            }
            _ => return false,
        }
    }
    true
}

/// The schemas that one leads to.
fn parts(keywords: &Keywords) -> impl Iterator<Item = SchemaId> + '_ {
    let mapped = keywords.discriminator.iter().flat_map(|it| it.mapping.iter().map(|(_, id)| *id));
    keywords.subschemas().chain(mapped)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{read_all, source};
    use crate::config::Roots;

    /// Asserts which definitions of two documents are left.
    #[track_caller]
    fn check(one: &str, other: &str, expect: &[&str]) {
        let (read, _) = read_all(&source(&[("one.json", one), ("two.json", other)], Roots::Definitions));
        let (documents, schemas) = read.expect("the texts are JSON");
        let place = |id| {
            let it = documents.place(&schemas[id].location);
            format!("{}#{}", it.file, it.pointer)
        };
        let places: Vec<_> = schemas.roots.iter().map(|id| place(*id)).collect();
        assert_eq!(places, expect);
    }

    const ADDRESS: &str = r##"{"$defs": {"Address": {"properties": {"zip": {"$ref": "#/$defs/Zip"}}}, "Zip": {"minLength": 5}}}"##;

    #[test]
    fn copies_are_one() {
        check(ADDRESS, ADDRESS, &["one.json#/$defs/Address", "one.json#/$defs/Zip"]);
    }

    #[test]
    fn copies_that_refer_to_something_else_are_two() {
        let other = ADDRESS.replace('5', "6");
        let places = ["one.json#/$defs/Address", "one.json#/$defs/Zip"];
        let others = ["two.json#/$defs/Address", "two.json#/$defs/Zip"];
        check(ADDRESS, &other, &[places, others].concat());
    }

    #[test]
    fn copies_in_another_dialect_are_two() {
        let text = r#"{"$schema": "DIALECT", "definitions": {"A": {"items": [{"type": "string"}]}}}"#;
        let old = text.replace("DIALECT", "http://json-schema.org/draft-07/schema#");
        let new = text.replace("DIALECT", "https://json-schema.org/draft/2019-09/schema");
        check(&old, &new, &["one.json#/definitions/A", "two.json#/definitions/A"]);
    }

    #[test]
    fn copies_that_lead_back_to_themselves_are_one() {
        let text = r##"{"$defs": {"Node": {"properties": {"next": {"$ref": "#/$defs/Node"}}}}}"##;
        check(text, text, &["one.json#/$defs/Node"]);
    }
}
