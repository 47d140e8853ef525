//! Which schemas are asked for, and where they stand.

use serde_json::Value;

use super::assertions::ASSERTIONS;
use super::document::Documents;
use super::reference::{DEFINITIONS, Resolver, closest};
use super::rules::is_open_api;
use super::{Dialect, DocumentId, Location};
use crate::config::{Roots, Source};
use crate::diagnostic::{Diagnostics, Place};

/// Finds the roots of a source in its documents.
pub(super) fn find(
    documents: &Documents,
    own: &[DocumentId],
    source: &Source,
    resolver: &Resolver<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Location> {
    let written = |index: usize| source.written.roots.get(index);
    match &source.roots {
        Roots::Entry => own
            .first()
            .and_then(|id| document_root(documents, *id, written(0), diagnostics))
            .into_iter()
            .collect(),
        Roots::Root => {
            own.iter().filter_map(|id| document_root(documents, *id, written(0), diagnostics)).collect()
        }
        Roots::Definitions => {
            let is_split = own.iter().any(|id| is_open_api(documents.root(*id)));
            own.iter().flat_map(|id| all_schemas(documents, *id, is_split)).collect()
        }
        Roots::Named(names) => {
            let all: Vec<_> = own.iter().flat_map(|id| definitions(documents, *id)).collect();
            let mut found = Vec::new();
            for (index, name) in names.iter().enumerate() {
                let location = if name.contains('#') {
                    own.first().map_or(Err(String::new()), |first| resolver.locate(*first, name))
                } else {
                    named(&all, name)
                };
                match location {
                    Ok(location) => found.push(location),
                    Err(help) => {
                        let entry = || own.first().map(|id| documents.place(&top(*id))).unwrap_or_default();
                        let place = written(index).cloned().unwrap_or_else(entry);
                        let message = format!("the root `{name}` leads nowhere");
                        diagnostics.error("unknown-definition", place, message).help(help);
                    }
                }
            }
            found
        }
    }
}

fn document_root(
    documents: &Documents,
    id: DocumentId,
    written: Option<&Place>,
    diagnostics: &mut Diagnostics,
) -> Option<Location> {
    let root = top(id);
    if !is_open_api(documents.root(id)) {
        return Some(root);
    }
    let place = documents.place(&root);
    let found = diagnostics.error("no-root-schema", place, "an OpenAPI document has no root schema");
    if let Some(written) = written {
        found.related(written.clone(), "asked for here");
    }
    found.help("write `roots = \"definitions\"` in the manifest, or list some of them by name");
    None
}

/// The definitions of a document, then its root schema where it says anything.
///
/// A document beside an OpenAPI document may be a path item or a list of components as well.
fn all_schemas(documents: &Documents, id: DocumentId, may_be_no_schema: bool) -> Vec<Location> {
    let mut all: Vec<_> = definitions(documents, id).into_iter().map(|(_, location)| location).collect();
    let root = documents.root(id);
    if says_anything(root) && (!may_be_no_schema || has_keyword(root)) {
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

/// The definition with a name, or what to write instead.
fn named(all: &[(String, Location)], name: &str) -> Result<Location, String> {
    let found = all.iter().find(|(it, _)| it == name).map(|(_, location)| location.clone());
    found.ok_or_else(|| {
        closest(name, all.iter().map(|(it, _)| it.as_str())).map_or_else(
            || "the source has no such definition".to_owned(),
            |it| format!("the closest definition is `{it}`"),
        )
    })
}

/// Whether a root has a keyword that only schemas have.
fn has_keyword(root: &Value) -> bool {
    let Value::Object(members) = root else { return root.is_boolean() };
    members.iter().any(|(keyword, value)| match keyword.as_str() {
        "$ref" => members.len() == 1,
        // A parameter has the flag.
        "required" => value.is_array(),
        // A security scheme has other types.
        "type" => value
            .as_str()
            .is_none_or(|it| !["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"].contains(&it)),
        _ => ASSERTIONS.contains(&keyword.as_str()) || Dialect::Draft202012.holds(keyword).is_some(),
    })
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

fn top(document: DocumentId) -> Location {
    Location { document, pointer: String::new() }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{read_all, source};
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
}
