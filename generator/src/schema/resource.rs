//! The resources of the documents: base URIs, anchors, and the rules each is read by.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;
use serde_json::{Map, Value};

use super::dialect::{Dialect, Holds};
use super::document::Documents;
use super::members::member;
use super::rules::{self, Rules, is_open_api};
use super::{DocumentId, Location, metaschema, uri};
use crate::diagnostic::Diagnostics;

/// Index of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ResourceId(u32);

/// A schema with its own URI.
#[derive(Debug)]
pub(super) struct Resource {
    /// Absolute, without fragment.
    pub(super) uri: String,
    /// Its root schema.
    pub(super) root: Location,
    /// How it is read.
    pub(super) rules: Rules,
}

/// What an anchor names.
#[derive(Clone, Debug)]
pub(super) struct Anchor {
    /// The schema.
    pub(super) location: Location,
    /// Whether an outer resource may replace it.
    pub(super) dynamic: bool,
}

/// All resources and anchors of the documents.
#[derive(Debug, Default)]
pub(super) struct Index {
    resources: Vec<Resource>,
    by_uri: BTreeMap<String, ResourceId>,
    /// For each document the resources that begin in it, by pointer.
    by_pointer: BTreeMap<DocumentId, BTreeMap<String, ResourceId>>,
    /// By resource and name; `$recursiveAnchor: true` has the empty name.
    anchors: BTreeMap<ResourceId, BTreeMap<String, Anchor>>,
    /// For each document the pointers that are known to be schemas.
    known: BTreeMap<DocumentId, IndexSet<String>>,
    /// The names that some `$dynamicRef` uses.
    pub(super) dynamic_names: BTreeSet<String>,
    /// Whether some schema looks at what others have evaluated.
    pub(super) has_unevaluated: bool,
    /// Metaschemas that are referred to.
    wanted: BTreeSet<String>,
    /// The URI that each document was got by.
    retrieval: BTreeMap<DocumentId, String>,
}

/// Finds every resource of the documents, and adds the metaschemas they refer to.
pub(super) fn index(
    documents: &mut Documents,
    default: Option<Dialect>,
    diagnostics: &mut Diagnostics,
) -> Index {
    let mut index = Index::default();
    let own: Vec<_> = documents.ids().collect();
    let by_name: BTreeMap<String, DocumentId> =
        own.iter().flat_map(|id| rules::names(documents, *id).into_iter().map(|name| (name, *id))).collect();
    // What an OpenAPI document is split into is written in its dialect.
    let default = default.or_else(|| own.iter().find_map(|id| rules::of_open_api(documents.root(*id))));
    for id in own {
        let rules = rules::of_document(documents, id, default, &by_name, diagnostics);
        index.add_document(documents, id, rules, &by_name, diagnostics);
    }
    while let Some(uri) = index.wanted.pop_first() {
        if index.by_uri.contains_key(&uri) {
            continue;
        }
        let Some((value, dialect, parts)) = metaschema::built_in(&uri) else { continue };
        let id = documents.add_built_in(&uri, value);
        index.wanted.extend(parts);
        index.add_document(documents, id, Rules::of(dialect), &by_name, diagnostics);
    }
    index
}

impl Index {
    /// A resource.
    pub(super) fn resource(&self, id: ResourceId) -> &Resource {
        &self.resources[id.0 as usize]
    }

    /// The resource with this URI.
    pub(super) fn by_uri(&self, uri: &str) -> Option<ResourceId> {
        self.by_uri.get(uri).copied()
    }

    /// The URI that a document was got by.
    pub(super) fn retrieval_uri(&self, document: DocumentId) -> &str {
        self.retrieval.get(&document).map_or("", String::as_str)
    }

    /// An anchor of a resource.
    pub(super) fn anchor(&self, resource: ResourceId, name: &str) -> Option<&Anchor> {
        self.anchors.get(&resource)?.get(name)
    }

    /// All anchors of a resource.
    pub(super) fn anchors(&self, resource: ResourceId) -> impl Iterator<Item = (&String, &Anchor)> {
        self.anchors.get(&resource).into_iter().flatten()
    }

    /// The resource that begins at a location.
    pub(super) fn beginning_at(&self, location: &Location) -> Option<ResourceId> {
        self.by_pointer.get(&location.document)?.get(&location.pointer).copied()
    }

    /// The innermost resource that holds a location.
    pub(super) fn holding(&self, location: &Location) -> ResourceId {
        let resources = &self.by_pointer[&location.document];
        let mut pointer = location.pointer.as_str();
        loop {
            if let Some(id) = resources.get(pointer) {
                return *id;
            }
            pointer = pointer.rsplit_once('/').map_or("", |(outer, _)| outer);
        }
    }

    /// Whether a keyword says that a schema stands there, or a reference did so before.
    pub(super) fn is_known(&self, location: &Location) -> bool {
        self.known.get(&location.document).is_some_and(|it| it.contains(&location.pointer))
    }

    /// Takes a location for a schema although no keyword says so, because a reference does.
    pub(super) fn discover(
        &mut self,
        documents: &Documents,
        location: &Location,
        diagnostics: &mut Diagnostics,
    ) {
        if !self.is_known(location) {
            let resource = self.holding(location);
            self.walk(documents, location.clone(), resource, &BTreeMap::new(), diagnostics);
        }
    }

    fn add_document(
        &mut self,
        documents: &Documents,
        id: DocumentId,
        rules: Rules,
        by_name: &BTreeMap<String, DocumentId>,
        diagnostics: &mut Diagnostics,
    ) {
        let retrieval = uri::of_path(documents.path(id));
        let root = Location { document: id, pointer: String::new() };
        let value = documents.root(id);
        let own = value.get(rules.dialect.identifier()).and_then(Value::as_str);
        let base = own.map_or_else(|| retrieval.clone(), |it| uri::join(&retrieval, it));
        let resource = self.add_resource(documents, base, root.clone(), rules, diagnostics);
        self.by_uri.entry(retrieval.clone()).or_insert(resource);
        self.retrieval.insert(id, retrieval);
        self.known.insert(id, IndexSet::new());
        if is_open_api(value) {
            self.known.entry(id).or_default().insert(String::new());
        } else {
            self.walk(documents, root.clone(), resource, by_name, diagnostics);
        }
        let components = root.child("components").child("schemas");
        if let Some(Value::Object(members)) = documents.get(&components) {
            for name in members.keys() {
                self.walk(documents, components.child(name), resource, by_name, diagnostics);
            }
        }
    }

    fn add_resource(
        &mut self,
        documents: &Documents,
        uri: String,
        root: Location,
        rules: Rules,
        diagnostics: &mut Diagnostics,
    ) -> ResourceId {
        let id = ResourceId(u32::try_from(self.resources.len()).expect("fewer resources than bytes"));
        if let Some(other) = self.by_uri(&uri).filter(|it| self.resource(*it).uri == uri) {
            let other = documents.place(&self.resource(other).root);
            let where_ = format!("{}#{}", other.file, other.pointer);
            diagnostics
                .error(
                    "duplicate-identifier",
                    documents.place(&root),
                    format!("another schema has the URI `{uri}`"),
                )
                .related(other, "this one")
                .help(format!("the other one is {where_}; references can't tell them apart"));
        }
        self.by_uri.insert(uri.clone(), id);
        self.by_pointer.entry(root.document).or_default().insert(root.pointer.clone(), id);
        self.resources.push(Resource { uri, root, rules });
        id
    }

    /// Indexes a schema and all below it.
    fn walk(
        &mut self,
        documents: &Documents,
        start: Location,
        resource: ResourceId,
        by_name: &BTreeMap<String, DocumentId>,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(value) = documents.get(&start) else { return };
        let mut work = vec![(start, value, resource)];
        while let Some((location, value, outer)) = work.pop() {
            let Value::Object(map) = value else { continue };
            if !self.known.entry(location.document).or_default().insert(location.pointer.clone()) {
                continue;
            }
            let resource = self.identify(documents, &location, map, outer, by_name, diagnostics);
            self.note_references(resource, map);
            let dialect = self.resource(resource).rules.dialect;
            for (keyword, value) in map {
                let Some(holds) = dialect.holds(keyword) else { continue };
                let at = location.child(keyword);
                for (token, value) in subschemas(holds, value) {
                    let at = token.map_or_else(|| at.clone(), |it| at.child(&it));
                    work.push((at, value, resource));
                }
            }
        }
    }

    /// Reads the identifier and the anchors of a schema; returns the resource it belongs to.
    fn identify(
        &mut self,
        documents: &Documents,
        location: &Location,
        map: &Map<String, Value>,
        outer: ResourceId,
        by_name: &BTreeMap<String, DocumentId>,
        diagnostics: &mut Diagnostics,
    ) -> ResourceId {
        let mut rules = self.resource(outer).rules;
        let is_root = self.resource(outer).root == *location;
        if let Some(Value::String(schema)) = member(map, "$schema").filter(|_| !is_root) {
            let other = rules::by_schema(schema, documents, by_name).unwrap_or(rules);
            // A `$schema` counts only in the root of a resource.
            if member(map, other.dialect.identifier()).is_some_and(Value::is_string) {
                rules = other;
            }
        }
        let alone = rules.dialect.ref_stands_alone() && member(map, "$ref").is_some_and(Value::is_string);
        let own = member(map, rules.dialect.identifier()).and_then(Value::as_str).filter(|_| !alone);
        let mut resource = outer;
        if let Some(own) = own {
            if !uri::without_fragment(own).is_empty() && !is_root {
                let uri = uri::join(&self.resource(outer).uri, own);
                resource = self.add_resource(documents, uri, location.clone(), rules, diagnostics);
            }
            let fragment = uri::fragment(own);
            if rules.dialect.identifier_names_anchors() && !fragment.is_empty() && !fragment.starts_with('/')
            {
                self.add_anchor(resource, &fragment, location, Kind::Static);
            }
        }
        for (keyword, kind) in [("$anchor", Kind::Static), ("$dynamicAnchor", Kind::Dynamic)] {
            if let Some(Value::String(name)) =
                member(map, keyword).filter(|_| rules.dialect.holds(keyword).is_some())
            {
                self.add_anchor(resource, name, location, kind);
            }
        }
        let recursive = member(map, "$recursiveAnchor") == Some(&Value::Bool(true));
        if recursive
            && rules.dialect.holds("$recursiveAnchor").is_some()
            && self.resource(resource).root == *location
        {
            self.add_anchor(resource, "", location, Kind::Dynamic);
        }
        resource
    }

    fn add_anchor(&mut self, resource: ResourceId, name: &str, location: &Location, kind: Kind) {
        let anchor = Anchor { location: location.clone(), dynamic: kind == Kind::Dynamic };
        self.anchors.entry(resource).or_default().insert(name.to_owned(), anchor);
    }

    /// Notes what has to be known of all documents before the first schema is read.
    fn note_references(&mut self, resource: ResourceId, map: &Map<String, Value>) {
        let Resource { uri: base, rules, .. } = self.resource(resource);
        let mut wanted = None;
        for keyword in ["$ref", "$dynamicRef"] {
            if let Some(Value::String(reference)) = member(map, keyword) {
                let uri = uri::join(base, reference);
                wanted = wanted.or_else(|| metaschema::canonical(&uri));
            }
        }
        let knows = |keyword: &str| member(map, keyword).is_some() && rules.dialect.holds(keyword).is_some();
        let unevaluated = knows("unevaluatedItems") || knows("unevaluatedProperties");
        let recursive = knows("$recursiveRef");
        if let Some(Value::String(reference)) = member(map, "$dynamicRef") {
            self.dynamic_names.insert(uri::fragment(reference));
        }
        if recursive {
            self.dynamic_names.insert(String::new());
        }
        self.has_unevaluated |= unevaluated;
        self.wanted.extend(wanted);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Static,
    Dynamic,
}

/// The subschemas below a keyword, each with its name or index.
fn subschemas(holds: Holds, value: &Value) -> Vec<(Option<String>, &Value)> {
    let list = || value.as_array().into_iter().flatten().enumerate();
    let list = || list().map(|(index, it)| (Some(index.to_string()), it)).collect();
    match holds {
        Holds::Value => Vec::new(),
        Holds::List => list(),
        Holds::SchemaOrList if value.is_array() => list(),
        Holds::Schema | Holds::SchemaOrList => vec![(None, value)],
        Holds::Map | Holds::SchemasOrNames => {
            value.as_object().into_iter().flatten().map(|(name, it)| (Some(name.clone()), it)).collect()
        }
    }
}
