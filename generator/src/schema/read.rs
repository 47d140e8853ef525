//! The entry of the stage: from a source to its arena.

use serde_json::Value;

use super::arena::Arena;
use super::document::{self, Documents};
use super::reference::{DEFINITIONS, closest};
use super::resource;
use super::rules::is_open_api;
use super::{DocumentId, Location, Schemas, cycle};
use crate::config::{Roots, Source};
use crate::diagnostic::Diagnostics;

/// Reads the documents of a source, and every schema that its roots reach.
///
/// Returns `None` when a document can't be parsed. Other findings leave the schema concerned with
/// fewer keywords; whoever writes files asks the diagnostics for errors first.
///
/// # Example
///
/// ```
/// use isotype::config::{InputFile, Policies, Roots, Source};
/// use isotype::diagnostic::Diagnostics;
///
/// let file = InputFile { path: "shop/order.json".to_owned(), bytes: br#"{"type": "object"}"#.to_vec() };
/// let source = Source {
///     module: "shop".to_owned(),
///     documents: vec![file],
///     dialect: None,
///     roots: Roots::Root,
///     policies: Policies::PRACTICAL,
///     overrides: Vec::new(),
///     examples: Vec::new(),
/// };
/// let mut diagnostics = Diagnostics::default();
/// let (_, schemas) = isotype::schema::read(&source, &mut diagnostics).expect("the document is JSON");
/// assert_eq!(schemas.roots.len(), 1);
/// ```
pub fn read(source: &Source, diagnostics: &mut Diagnostics) -> Option<(Documents, Schemas)> {
    let mut documents = Documents::default();
    let parsed: Vec<_> = source.documents.iter().map(|it| document::parse(it, diagnostics)).collect();
    for document in parsed {
        documents.add(document?);
    }
    let own: Vec<_> = documents.ids().collect();
    for id in &own {
        report_swagger(&documents, *id, diagnostics);
    }
    let index = resource::index(&mut documents, source.dialect, diagnostics);
    let roots = roots(&documents, &own, &source.roots, diagnostics);
    let mut arena = Arena::new(&documents, index, source.policies, diagnostics);
    for root in roots {
        arena.add_root(root);
    }
    let mut schemas = arena.finish();
    cycle::cut(&documents, &mut schemas, diagnostics);
    Some((documents, schemas))
}

fn roots(
    documents: &Documents,
    own: &[DocumentId],
    wanted: &Roots,
    diagnostics: &mut Diagnostics,
) -> Vec<Location> {
    match wanted {
        Roots::Entry => {
            own.first().and_then(|id| document_root(documents, *id, diagnostics)).into_iter().collect()
        }
        Roots::Root => own.iter().filter_map(|id| document_root(documents, *id, diagnostics)).collect(),
        Roots::Definitions => own.iter().flat_map(|id| all_schemas(documents, *id)).collect(),
        Roots::Named(names) => {
            let all: Vec<_> = own.iter().flat_map(|id| definitions(documents, *id)).collect();
            names.iter().filter_map(|name| named(documents, own, &all, name, diagnostics)).collect()
        }
    }
}

fn document_root(documents: &Documents, id: DocumentId, diagnostics: &mut Diagnostics) -> Option<Location> {
    let root = top(id);
    if !is_open_api(documents.root(id)) {
        return Some(root);
    }
    diagnostics
        .error("no-root-schema", documents.place(&root), "an OpenAPI document has no root schema")
        .help("ask for its definitions, or for some of them by name");
    None
}

/// The definitions of a document, then its root schema where it says anything.
fn all_schemas(documents: &Documents, id: DocumentId) -> Vec<Location> {
    let mut all: Vec<_> = definitions(documents, id).into_iter().map(|(_, location)| location).collect();
    if says_anything(documents.root(id)) {
        all.push(top(id));
    }
    all
}

/// Names and locations of a document's definitions, in its order.
fn definitions(documents: &Documents, id: DocumentId) -> Vec<(String, Location)> {
    let Value::Object(members) = documents.root(id) else { return Vec::new() };
    let mut found = Vec::new();
    for key in members.keys() {
        for path in DEFINITIONS.iter().filter(|it| it[0] == key) {
            let at = path.iter().fold(top(id), |at, it| at.child(it));
            if let Some(Value::Object(named)) = documents.get(&at) {
                found.extend(named.keys().map(|name| (name.clone(), at.child(name))));
            }
        }
    }
    found
}

fn named(
    documents: &Documents,
    own: &[DocumentId],
    all: &[(String, Location)],
    name: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Location> {
    let found = all.iter().find(|(it, _)| it == name).map(|(_, location)| location.clone());
    if found.is_none() {
        let place = own.first().map(|id| documents.place(&top(*id))).unwrap_or_default();
        let help = closest(name, all.iter().map(|(it, _)| it.as_str())).map_or_else(
            || "the source has no definitions".to_owned(),
            |it| format!("the closest is `{it}`"),
        );
        diagnostics
            .error("unknown-definition", place, format!("no definition is called `{name}`"))
            .help(help);
    }
    found
}

/// Whether a root has keywords beside identifiers, annotations and definitions.
fn says_anything(root: &Value) -> bool {
    const SILENT: [&str; 21] = [
        "$schema",
        "$id",
        "id",
        "$anchor",
        "$dynamicAnchor",
        "$recursiveAnchor",
        "$vocabulary",
        "$comment",
        "$defs",
        "definitions",
        "components",
        "title",
        "description",
        "default",
        "example",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
        "$async",
        "format",
    ];
    let Value::Object(members) = root else { return root.is_boolean() };
    let is_silent = |it: &str| SILENT.contains(&it) || it.starts_with("x-");
    !is_open_api(root) && members.keys().any(|it| !is_silent(it))
}

fn report_swagger(documents: &Documents, id: DocumentId, diagnostics: &mut Diagnostics) {
    let version = documents.root(id).get("swagger");
    if version.is_some_and(|it| *it == "2.0" || it.as_f64() == Some(2.0)) {
        diagnostics
            .error(
                "swagger-2",
                documents.place(&top(id).child("swagger")),
                "Swagger 2.0 documents are not read",
            )
            .help("turn the document into OpenAPI 3 first");
    }
}

fn top(document: DocumentId) -> Location {
    Location { document, pointer: String::new() }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check_findings, read_all, source};
    use crate::config::Roots;

    #[track_caller]
    fn check(text: &str, roots: Roots, expect: &[&str]) {
        let (read, _) = read_all(&source(&[("x.json", text)], roots));
        let (_, schemas) = read.expect("the text is JSON");
        let found: Vec<_> = schemas.roots.iter().map(|id| schemas[*id].location.pointer.as_str()).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn definitions_come_first_and_a_silent_root_not_at_all() {
        let all = || Roots::Definitions;
        check(r#"{"type": "object", "$defs": {"B": {}, "A": {}}}"#, all(), &["/$defs/B", "/$defs/A", ""]);
        check(r#"{"title": "t", "definitions": {"A": {}}}"#, all(), &["/definitions/A"]);
        check(
            r#"{"openapi": "3.1.0", "paths": {}, "components": {"schemas": {"A": {}}}}"#,
            all(),
            &["/components/schemas/A"],
        );
    }

    #[test]
    fn named_definitions() {
        let names = Roots::Named(vec!["B".to_owned(), "C".to_owned()]);
        check(r#"{"$defs": {"A": {}, "B": {}}}"#, names, &["/$defs/B"]);
    }

    #[test]
    fn keywords_that_say_nothing_are_reported() {
        check_findings(
            &[(
                "x.json",
                r#"{"$schema": "http://json-schema.org/draft-04/schema#", "required": true, "const": 1}"#,
            )],
            &[
                "required-flag 1:68 `required` as a flag says nothing since draft-04",
                "keyword-of-other-dialect 1:83 `const` says nothing in draft-04",
            ],
        );
    }

    #[test]
    fn wrong_values_are_reported() {
        check_findings(
            &[(
                "x.json",
                r#"{"minLength": -1, "type": "any", "pattern": "(", "required": [1], "properties": 5}"#,
            )],
            &[
                "invalid-keyword 1:15 `minLength` must be an integer from 0, not this number",
                "unknown-type 1:27 `any` is no JSON type",
                "invalid-pattern 1:45 `(` is no ECMA-262 expression",
                "invalid-keyword 1:62 `required` must be an array of strings, not this array",
                "invalid-keyword 1:81 `properties` must be an object, not this number",
            ],
        );
    }

    #[test]
    fn swagger_is_refused() {
        check_findings(
            &[("x.json", r#"{"swagger": "2.0", "definitions": {}}"#)],
            &["swagger-2 1:13 Swagger 2.0 documents are not read"],
        );
    }
}
