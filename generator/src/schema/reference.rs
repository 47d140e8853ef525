//! From a reference to the schema it means.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;
use serde_json::Value;

use super::document::{self, Documents};
use super::resource::{Index, ResourceId};
use super::{DocumentId, Location, metaschema, uri};
use crate::diagnostic::Diagnostics;

/// Where definitions stand, by the habits of all dialects.
pub(super) const DEFINITIONS: [&[&str]; 3] = [&["$defs"], &["definitions"], &["components", "schemas"]];

/// How many Reference Objects a pointer may lead through.
const HOPS: usize = 16;

/// The schema that a reference means.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// Where it stands.
    pub(super) location: Location,
    /// The resource that it belongs to.
    pub(super) resource: ResourceId,
    /// The name by which a `$dynamicAnchor` was met.
    pub(super) dynamic_anchor: Option<String>,
}

/// Which schema each dynamic anchor means: what the dynamic scope comes to.
///
/// Spec: Core 2020-12, §7.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ScopeId(usize);

/// Resolves references.
pub(super) struct Resolver<'d> {
    documents: &'d Documents,
    /// What the documents hold.
    pub(super) index: Index,
    scopes: IndexSet<BTreeMap<String, Location>>,
    /// The documents for which the reading of dangling references was reported.
    reported: BTreeSet<DocumentId>,
}

impl<'d> Resolver<'d> {
    /// A resolver that has resolved nothing.
    pub(super) fn new(documents: &'d Documents, index: Index) -> Self {
        let scopes = IndexSet::from([BTreeMap::new()]);
        Self { documents, index, scopes, reported: BTreeSet::new() }
    }

    /// The dynamic scope before any resource was entered.
    pub(super) const fn outermost() -> ScopeId {
        ScopeId(0)
    }

    /// The dynamic scope within a resource that is entered from another scope.
    ///
    /// Only names that some `$dynamicRef` uses are kept, so ordinary documents have one scope.
    pub(super) fn enter(&mut self, scope: ScopeId, resource: ResourceId) -> ScopeId {
        let names = &self.index.dynamic_names;
        let outer = &self.scopes[scope.0];
        let new: Vec<_> = self
            .index
            .anchors(resource)
            .filter(|(name, anchor)| anchor.dynamic && names.contains(*name) && !outer.contains_key(*name))
            .map(|(name, anchor)| (name.clone(), anchor.location.clone()))
            .collect();
        if new.is_empty() {
            return scope;
        }
        let mut inner = outer.clone();
        inner.extend(new);
        ScopeId(self.scopes.insert_full(inner).0)
    }

    /// Resolves `$ref` (and the first step of `$dynamicRef`); reports a reference that dangles.
    pub(super) fn resolve(
        &mut self,
        from: ResourceId,
        at: &Location,
        reference: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Target> {
        match self.find(from, at.document, reference, HOPS) {
            Ok(found) => {
                if let Some(read_as) = &found.read_as
                    && self.reported.insert(at.document)
                {
                    let message = format!("`{reference}` dangles; it and its like are read as `#{read_as}`");
                    diagnostics
                        .warning("reference-read-as-definition", self.documents.place(at), message)
                        .help("the publisher moved the definitions and not the references; a fixup can mend them");
                }
                self.index.discover(self.documents, &found.location, diagnostics);
                let resource = self.index.holding(&found.location);
                Some(Target { location: found.location, resource, dynamic_anchor: found.dynamic_anchor })
            }
            Err(help) => {
                diagnostics
                    .error(
                        "dangling-reference",
                        self.documents.place(at),
                        format!("`{reference}` leads nowhere"),
                    )
                    .help(help);
                None
            }
        }
    }

    /// Resolves a reference quietly.
    pub(super) fn probe(&self, from: ResourceId, document: DocumentId, reference: &str) -> Option<Location> {
        self.find(from, document, reference, HOPS).ok().map(|it| it.location)
    }

    /// Resolves a reference that stands in no schema, as if in a document's root; help where it dangles.
    pub(super) fn locate(&self, document: DocumentId, reference: &str) -> Result<Location, String> {
        let root = Location { document, pointer: String::new() };
        self.find(self.index.holding(&root), document, reference, HOPS).map(|it| it.location)
    }

    /// Where `$dynamicRef` leads in a scope, given where it leads as a `$ref`.
    pub(super) fn in_scope(&self, target: Target, scope: ScopeId) -> Target {
        let name = target.dynamic_anchor.as_ref();
        let Some(location) = name.and_then(|it| self.scopes[scope.0].get(it)) else { return target };
        let resource = self.index.holding(location);
        Target { location: location.clone(), resource, dynamic_anchor: None }
    }

    /// Where `$recursiveRef` leads: the resource's root, or the outermost one that lets itself be
    /// extended.
    ///
    /// Spec: Core 2019-09, §8.2.4.2.
    pub(super) fn recursive(&self, from: ResourceId, scope: ScopeId) -> Target {
        let root = self.index.resource(from).root.clone();
        let extensible = self.index.anchor(from, "").is_some();
        let target = Target { location: root, resource: from, dynamic_anchor: extensible.then(String::new) };
        self.in_scope(target, scope)
    }

    fn find(
        &self,
        from: ResourceId,
        document: DocumentId,
        reference: &str,
        hops: usize,
    ) -> Result<Found, String> {
        let base = &self.index.resource(from).uri;
        let uri = uri::join(base, reference);
        let by_path = || self.index.by_uri(&uri::join(self.index.retrieval_uri(document), reference));
        let canonical = || self.index.by_uri(&metaschema::canonical(&uri)?);
        let Some(resource) = self.index.by_uri(&uri).or_else(canonical).or_else(by_path) else {
            let file = uri::without_fragment(reference);
            return Err(format!(
                "no document of the source is `{file}` (`{uri}`); add it to the source's documents"
            ));
        };
        let fragment = uri::fragment(reference);
        let root = &self.index.resource(resource).root;
        let found = |location| Found { location, dynamic_anchor: None, read_as: None };
        if fragment.is_empty() {
            return Ok(found(root.clone()));
        }
        if !fragment.starts_with('/') {
            let Some(anchor) = self.index.anchor(resource, &fragment) else {
                let names = self.index.anchors(resource).map(|(name, _)| name.as_str());
                return Err(closest(&fragment, names).map_or_else(
                    || "the document has no such anchor".to_owned(),
                    |name| format!("the closest anchor is `#{name}`"),
                ));
            };
            let dynamic_anchor = anchor.dynamic.then_some(fragment);
            return Ok(Found { location: anchor.location.clone(), dynamic_anchor, read_as: None });
        }
        let tokens: Vec<_> = Location { document, pointer: fragment }.tokens().collect();
        if let Some(location) = self.below(root, &tokens, hops) {
            return Ok(found(location));
        }
        let top = Location { document: root.document, pointer: String::new() };
        for start in [root, &top] {
            if let Some(location) = self.as_definition(start, &tokens) {
                let read_as = Some(location.pointer.clone());
                return Ok(Found { location, dynamic_anchor: None, read_as });
            }
        }
        Err(self.nearest(root, &tokens))
    }

    /// The location that tokens lead to, if something is there.
    ///
    /// A `$ref` outside of schemas is a Reference Object of OpenAPI: its target stands in its place.
    fn below(&self, root: &Location, tokens: &[String], hops: usize) -> Option<Location> {
        let mut value = self.documents.get(root)?;
        let mut location = root.clone();
        for (index, token) in tokens.iter().enumerate() {
            if let Some(part) = document::part(value, token) {
                (value, location) = (part, location.child(token));
                continue;
            }
            let reference = value.get("$ref").and_then(Value::as_str).filter(|_| hops > 0)?;
            if self.index.is_known(&location) {
                return None;
            }
            let from = self.index.holding(&location);
            let target = self.find(from, location.document, reference, hops - 1).ok()?;
            return self.below(&target.location, &tokens[index..], hops - 1);
        }
        Some(location)
    }

    /// Reads `#/components/schemas/X` as `#/$defs/X` and the like.
    fn as_definition(&self, root: &Location, tokens: &[String]) -> Option<Location> {
        let rest = DEFINITIONS.iter().find_map(|it| tokens.strip_prefix(as_tokens(it).as_slice()))?;
        DEFINITIONS.iter().find_map(|it| {
            let mut path = as_tokens(it);
            path.extend_from_slice(rest);
            self.below(root, &path, 0)
        })
    }

    /// Help for a pointer that leads nowhere: the closest name where it breaks off.
    fn nearest(&self, root: &Location, tokens: &[String]) -> String {
        let mut location = root.clone();
        for token in tokens {
            let here = self.documents.get(&location);
            let Some(Value::Object(members)) = here else { break };
            if !members.contains_key(token) {
                let name = closest(token, members.keys().map(String::as_str));
                return match name {
                    Some(name) => format!("the closest is `#{}`", location.child(name).pointer),
                    None => format!("`#{}` has nothing that is called so", location.pointer),
                };
            }
            location = location.child(token);
        }
        format!("`#{}` has no parts by name", location.pointer)
    }
}

struct Found {
    location: Location,
    dynamic_anchor: Option<String>,
    /// The pointer that was taken in place of the one that dangles.
    read_as: Option<String>,
}

fn as_tokens(path: &[&str]) -> Vec<String> {
    path.iter().map(|it| (*it).to_owned()).collect()
}

/// The name that takes the fewest edits; `None` where each takes too many to have been meant.
pub(crate) fn closest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let near = names.map(|it| (edits(name, it), it)).min_by_key(|(edits, _)| *edits)?;
    (near.0 <= (name.chars().count() / 2).max(2)).then_some(near.1)
}

/// Edit distance, with names cut at 64 characters.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::Dialect;
    use super::super::testing::{check_findings, check_verdicts};

    /// The schema says in one way or another that `1` is right and `"x"` is not.
    #[track_caller]
    fn check(documents: &[(&str, &str)]) {
        check_verdicts(documents, Dialect::Draft202012, &[json!(1)], &[json!("x")]);
    }

    #[test]
    fn pointers() {
        check(&[("x.json", r##"{"$ref": "#/$defs/a%25b~1c", "$defs": {"a%b/c": {"type": "integer"}}}"##)]);
        check(&[(
            "x.json",
            r##"{"$ref": "#/$defs/a::B<c d>", "$defs": {"a::B<c d>": {"type": "integer"}}}"##,
        )]);
        check(&[("x.json", r##"{"$ref": "#/x-parts/0", "x-parts": [{"type": "integer"}]}"##)]);
    }

    #[test]
    fn identifiers_and_anchors() {
        check(&[(
            "x.json",
            r#"{"$id": "http://a/b/c", "$ref": "d", "$defs": {"x": {"$id": "d", "type": "integer"}}}"#,
        )]);
        check(&[(
            "x.json",
            r#"{"$id": "urn:x:y", "$ref": "urn:x:y#n", "$defs": {"x": {"$anchor": "n", "type": "integer"}}}"#,
        )]);
        check(&[(
            "x.json",
            r##"{"$schema": "http://json-schema.org/draft-07/schema#", "allOf": [{"$ref": "#n"}],
                "definitions": {"x": {"$id": "#n", "type": "integer"}}}"##,
        )]);
        check(&[(
            "x.json",
            r##"{"$id": "#/components/schemas/X", "$ref": "#/$defs/x", "$defs": {"x": {"type": "integer"}}}"##,
        )]);
    }

    #[test]
    fn documents() {
        let other = r#"{"$id": "https://example.com/o.json", "$defs": {"x": {"type": "integer"}}}"#;
        check(&[("a/x.json", r#"{"$ref": "b/o.json#/$defs/x"}"#), ("a/b/o.json", other)]);
        check(&[("a/x.json", r#"{"$ref": "https://example.com/o.json#/$defs/x"}"#), ("o.json", other)]);
        check(&[
            ("a/x.json", r#"{"$id": "https://example.com/x.json", "$ref": "../o.json#/$defs/x"}"#),
            ("o.json", other),
        ]);
    }

    #[test]
    fn another_dialect() {
        let other = r#"{"$schema": "http://json-schema.org/draft-04/schema#", "id": "http://a/o",
            "type": "number", "minimum": 0, "exclusiveMinimum": true}"#;
        check_verdicts(
            &[("x.json", r#"{"$ref": "http://a/o"}"#), ("o.json", other)],
            Dialect::Draft202012,
            &[json!(1)],
            &[json!(0)],
        );
    }

    #[test]
    fn the_outermost_dynamic_anchor_wins() {
        let list = r##"{"$id": "http://a/list", "type": "array", "items": {"$dynamicRef": "#item"},
            "$defs": {"any": {"$dynamicAnchor": "item"}}}"##;
        let of_numbers = r#"{"$id": "http://a/numbers", "$ref": "list",
            "$defs": {"number": {"$dynamicAnchor": "item", "type": "number"}}}"#;
        let documents = [("numbers.json", of_numbers), ("list.json", list)];
        check_verdicts(&documents, Dialect::Draft202012, &[json!([1])], &[json!(["x"])]);
    }

    #[test]
    fn what_dangles() {
        check_findings(
            &[(
                "x.json",
                r##"{"$defs": {"Order": {}, "X": {"$ref": "#/$defs/Ordre"}, "Y": {"$ref": "y.json"}}}"##,
            )],
            &[
                "dangling-reference 1:39 `#/$defs/Ordre` leads nowhere",
                "dangling-reference 1:71 `y.json` leads nowhere",
            ],
        );
        check_findings(
            &[(
                "x.json",
                r##"{"$defs": {"A": {}, "X": {"$ref": "#/components/schemas/A"}, "Y": {"$ref": "#/definitions/A"}}}"##,
            )],
            &[
                "reference-read-as-definition 1:35 `#/components/schemas/A` dangles; it and its like are read as `#/$defs/A`",
            ],
        );
    }

    #[test]
    fn loops_end() {
        check_findings(
            &[(
                "x.json",
                r##"{"$defs": {"A": {"$ref": "#/$defs/B"}, "B": {"allOf": [{"$ref": "#/$defs/A"}]}}}"##,
            )],
            &[
                "endless-reference 1:56 the schema comes back to itself for the same instance; that reference is read as `true`",
            ],
        );
    }
}
