//! The types of a source as plain data, for tools that compare or explain them.
//!
//! No stage of generation uses it, but the generated crate can carry it. A type's instances are said as a schema of 2020-12, whatever its
//! document is written in: references, `nullable` and the readings of the policies are settled in it.
//!
//! Reading order: this file, `plain`, `same`.

mod plain;
mod same;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::plain::Plain;
use crate::config::Source;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Origin, Root};
use crate::normalize::Normalizer;
use crate::render::{Input, schemas_text};
use crate::schema::{DocumentId, Documents, Schemas};

pub use self::same::{definition, is_same};

/// The types of a source.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// The types that have a place in a document, in the order of the module.
    pub types: Vec<OutlinedType>,
    /// One schema of 2020-12 with an entry in `$defs` for each type, and for what they share.
    pub schema: Value,
    /// The documents by path, fixups applied.
    pub documents: BTreeMap<String, Value>,
}

/// A type and where it is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlinedType {
    /// Its Rust name.
    pub name: String,
    /// The document's path.
    pub file: String,
    /// The schema's place in it: a JSON Pointer, empty for the root.
    pub pointer: String,
    /// The type's entry in `$defs` of [`Outline::schema`].
    pub key: String,
}

/// The schemas of a source's types as one document.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct TypeSchemas {
    /// Types, with the lifetime of those that borrow; their names are entries of `$defs`.
    pub types: Vec<String>,
    /// A schema of 2020-12 that has `$defs` alone, the types and what else they refer to: JSON as it stands in the
    /// crate.
    pub text: String,
}

/// Outlines a source.
///
/// Gives nothing where a document can't be read; findings are those of [`generate`](crate::generate).
pub fn outline(source: &Source) -> (Option<Outline>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::default();
    let outline =
        crate::named(source, &mut diagnostics, &mut |_| (), |input, normalizer, _, _| of(input, normalizer));
    (outline, diagnostics.into_sorted())
}

fn of(input: &Input<'_>, normalizer: &Normalizer<'_>) -> Outline {
    let Input { documents, schemas, model, names, .. } = *input;
    let mut plain = Plain::new(normalizer, model);
    let mut outlined = |name: &str, origin: &Origin| {
        let key = plain.entry(origin)?;
        let location = &schemas[origin.schema].location;
        Some(OutlinedType {
            name: name.to_owned(),
            file: documents.path(location.document).to_owned(),
            pointer: location.pointer.clone(),
            key,
        })
    };
    let mut types: Vec<OutlinedType> =
        model.ids().filter_map(|id| outlined(&names[id].name, &model[id].origin)).collect();
    let aliases =
        model.roots.iter().zip(&names.roots).filter_map(|(root, name)| Some((root, name.as_ref()?)));
    let alias = |(root, name): (&Root, &String)| outlined(name, &Origin::of(root.schema));
    types.extend(aliases.filter_map(alias));
    Outline { types, schema: plain.finish(), documents: values(documents, schemas) }
}

/// The schemas of the types that have one of their own, for people and programs that use the types.
pub(crate) fn schemas(input: &Input<'_>, normalizer: &Normalizer<'_>) -> TypeSchemas {
    let Input { model, names, .. } = *input;
    let whole = || model.ids().filter(|id| model[*id].origin.path.is_empty());
    let named = || whole().map(|id| (model[id].origin.schema, names[id].name.clone()));
    let mut plain = Plain::new(normalizer, model).for_people(named());
    let types = whole().filter(|id| plain.entry(&model[*id].origin).is_some());
    let types = types.map(|id| names.with_lifetime(id, "'_")).collect();
    TypeSchemas { types, text: schemas_text(&plain.finish()) }
}

/// The documents that hold a schema of the source.
fn values(documents: &Documents, schemas: &Schemas) -> BTreeMap<String, Value> {
    let ids: BTreeSet<DocumentId> = schemas.iter().map(|(_, schema)| schema.location.document).collect();
    ids.into_iter().map(|id| (documents.path(id).to_owned(), documents.root(id).clone())).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::outline;
    use crate::config::{InputFile, Override, Policies, Source};

    /// What the root's type accepts, references to other types left as they are.
    fn root(schema: &Value, policies: Policies, overrides: Vec<Override>) -> Value {
        let file = InputFile { path: "case.json".to_owned(), bytes: schema.to_string().into_bytes() };
        let source = Source { policies, overrides, ..Source::new("case", vec![file]) };
        let outline = outline(&source).0.expect("it is JSON");
        let root = outline.types.iter().find(|it| it.pointer.is_empty()).expect("the root is a type");
        outline.schema["$defs"][&root.key].clone()
    }

    #[track_caller]
    fn check(schema: &Value, expected: &Value) {
        assert_eq!(&root(schema, Policies::PRACTICAL, Vec::new()), expected);
    }

    #[test]
    fn types_that_keywords_imply_are_written_down() {
        let schema = json!({ "properties": { "a": { "maxLength": 3 } }, "not": { "required": ["b"] } });
        let read = root(&schema, Policies::PRACTICAL, Vec::new());
        assert_eq!(read["type"], json!(["object"]));
        assert_eq!(read["not"], json!({ "required": ["b"] }), "checks are by the letter");
        assert_eq!(root(&schema, Policies::LETTER, Vec::new()).get("type"), None);
    }

    #[test]
    fn a_part_of_all_of_implies_nothing_alone() {
        check(
            &json!({ "type": ["object", "string"], "allOf": [{ "required": ["a"] }] }),
            &json!({ "type": ["string", "object"], "allOf": [{ "required": ["a"] }] }),
        );
    }

    #[test]
    fn dialects_are_one() {
        let old = json!({
            "$schema": "http://json-schema.org/draft-04/schema#", "type": "number", "minimum": 0, "exclusiveMinimum": true,
        });
        check(&old, &json!({ "type": ["number"], "exclusiveMinimum": 0 }));
    }

    #[test]
    fn a_union_read_by_its_first_match_is_any_of() {
        let wide = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
        let narrow =
            json!({ "type": "object", "properties": { "a": { "type": "string" } }, "required": ["a"] });
        let read = root(&json!({ "oneOf": [narrow, wide] }), Policies::PRACTICAL, Vec::new());
        assert!(read.get("oneOf").is_none() && read["anyOf"].is_array(), "{read}");
        let part = json!({ "allOf": [{ "type": "object" }, { "oneOf": [narrow, wide] }] });
        let read = root(&part, Policies::PRACTICAL, Vec::new());
        assert!(read["allOf"][1].get("oneOf").is_none() && read["allOf"][1]["anyOf"].is_array(), "{read}");
        let read = root(&json!({ "oneOf": [narrow, wide] }), Policies::LETTER, Vec::new());
        assert!(read["oneOf"].is_array(), "{read}");
    }

    #[test]
    fn an_open_type_accepts_what_it_does_not_know() {
        let open = || {
            vec![Override {
                at: "#".to_owned(),
                rename: None,
                open: true,
                one_of: None,
                reason: "it grows".to_owned(),
            }]
        };
        let branch = |kind: &str| json!({ "type": "object", "properties": { "kind": { "const": kind } }, "required": ["kind"] });
        let union = json!({ "oneOf": [branch("a"), branch("b")] });
        let read = root(&union, Policies::PRACTICAL, open());
        let unknown = json!({
            "type": "object", "required": ["kind"], "properties": { "kind": { "not": { "enum": ["a", "b"] } } },
        });
        assert_eq!(read["anyOf"][1], unknown);
        let choice = json!({ "type": "string", "enum": ["a"] });
        assert_eq!(root(&choice, Policies::PRACTICAL, open()), json!({ "type": ["string"] }));
    }
}
