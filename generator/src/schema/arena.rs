//! Fills the arena: one node for each schema that is reached, its keywords typed, references ids.

use std::collections::{BTreeSet, VecDeque};

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::document::Documents;
use super::equality::key;
use super::left_out::Allowed;
use super::members::{Members, as_names, member};
use super::reference::{Resolver, ScopeId, Target};
use super::resource::ResourceId;
use super::rules::Rules;
use super::{
    Body, Discriminator, DocumentId, Keywords, Location, Schema, SchemaId, Schemas, TypeSet, annotations,
    assertions, nullable, open_api, same, spelling, words,
};
use crate::config::{Policies, Source};
use crate::diagnostic::Diagnostics;
use crate::format::{Format, Formats};

/// The arena while it is built.
pub(super) struct Arena<'d> {
    documents: &'d Documents,
    /// What was found while the current schema is read.
    diagnostics: Diagnostics,
    policies: Policies,
    /// Finds what references mean.
    resolver: Resolver<'d>,
    schemas: Schemas,
    ids: IndexMap<(Location, ScopeId), SchemaId>,
    work: VecDeque<Item>,
    /// Keywords reported as unknown to a document's dialect.
    foreign: BTreeSet<(DocumentId, String)>,
    /// Patterns that are known to be expressions.
    patterns: BTreeSet<String>,
}

/// A schema that was reached and is to be read.
#[derive(Clone)]
struct Item {
    id: SchemaId,
    location: Location,
    resource: ResourceId,
    scope: ScopeId,
}

impl<'d> Arena<'d> {
    /// An empty arena.
    pub(super) fn new(documents: &'d Documents, resolver: Resolver<'d>, policies: Policies) -> Self {
        Self {
            documents,
            diagnostics: Diagnostics::default(),
            policies,
            resolver,
            schemas: Schemas::default(),
            ids: IndexMap::new(),
            work: VecDeque::new(),
            foreign: BTreeSet::new(),
            patterns: BTreeSet::new(),
        }
    }

    /// Asks for a schema.
    pub(super) fn add_root(
        &mut self,
        location: Location,
        allowed: &mut Allowed<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        self.resolver.index.discover(self.documents, &location, &mut self.diagnostics);
        let resource = self.resolver.index.holding(&location);
        let id = self.node(Resolver::outermost(), Target { location, resource, dynamic_anchor: None });
        allowed.take(id, std::mem::take(&mut self.diagnostics), diagnostics);
        self.schemas.roots.push(id);
    }

    /// Reads all that was asked for, and what that refers to.
    pub(super) fn finish(
        mut self,
        source: &Source,
        allowed: &mut Allowed<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Schemas {
        while let Some(item) = self.work.pop_front() {
            let mut body = self.body(&item);
            if let Body::Keywords(it) = &mut body {
                it.settle();
            }
            allowed.take(item.id, std::mem::take(&mut self.diagnostics), diagnostics);
            self.schemas.nodes[item.id.0 as usize].body = body;
        }
        let ids = self.ids.into_iter().map(|((location, _), id)| (location, id));
        self.schemas.examples = open_api::examples(self.documents, &self.resolver, ids);
        words::hoist(&mut self.schemas);
        same::share(source, self.documents, &self.resolver.index, &mut self.schemas);
        self.schemas
    }

    /// The id of a schema as a scope sees it.
    fn node(&mut self, scope: ScopeId, target: Target) -> SchemaId {
        let scope = self.resolver.enter(scope, target.resource);
        let key = (target.location, scope);
        if let Some(id) = self.ids.get(&key) {
            return *id;
        }
        let (location, scope) = key.clone();
        let id = self.schemas.push(Schema { location: location.clone(), body: Body::Boolean(true) });
        self.work.push_back(Item { id, location, resource: target.resource, scope });
        self.ids.insert(key, id);
        id
    }

    /// A node of its own for part of what a schema says.
    fn beside(&mut self, item: &Item, mut keywords: Keywords) -> SchemaId {
        keywords.settle();
        let body = Body::Keywords(Box::new(keywords));
        self.schemas.push(Schema { location: item.location.clone(), body })
    }

    fn body(&mut self, item: &Item) -> Body {
        match self.documents.get(&item.location) {
            Some(Value::Bool(it)) => Body::Boolean(*it),
            Some(Value::Object(map)) => Body::Keywords(Box::new(self.object(item, map))),
            _ => {
                let place = self.documents.place(&item.location);
                self.diagnostics
                    .error("not-a-schema", place, "a schema is an object or a boolean")
                    .help("correct the schema, or the reference that leads here");
                Body::Boolean(true)
            }
        }
    }

    fn object(&mut self, item: &Item, map: &'d Map<String, Value>) -> Keywords {
        let rules = self.rules(item);
        let reading = nullable::reading(map, rules.dialect, self.policies.nullable);
        if reading == nullable::Reading::Invalid {
            self.members(item, map).invalid("nullable", "`true` or `false`");
        }
        let mut keywords = self.keywords(item, map);
        match reading {
            nullable::Reading::Absent | nullable::Reading::Invalid => keywords,
            nullable::Reading::Ignored => {
                let place = self.documents.place(&item.location.child("nullable"));
                self.diagnostics
                    .warning("nullable-ignored", place, "`nullable` says nothing here by the letter")
                    .help("set the policy `nullable` to `lenient` if null is meant to be accepted");
                keywords
            }
            nullable::Reading::Type => {
                nullable::add_to_type(&mut keywords);
                keywords
            }
            nullable::Reading::TypeAndValues => {
                nullable::add_to_type(&mut keywords);
                nullable::add_to_values(&mut keywords);
                keywords
            }
            nullable::Reading::Alternative => {
                let outer = nullable::annotations(&keywords);
                let null = Keywords { types: Some(TypeSet::NULL), ..Keywords::default() };
                let null = self.beside(item, null);
                let inner = self.beside(item, keywords);
                Keywords { any_of: vec![null, inner], ..outer }
            }
        }
    }

    fn keywords(&mut self, item: &Item, map: &'d Map<String, Value>) -> Keywords {
        let mut out = Keywords::default();
        let rules = self.rules(item);
        annotations::read(&mut self.members(item, map), &mut out);
        out.reference = self.reference(item, map, "$ref").map(|it| self.node(item.scope, it));
        if rules.dialect.ref_stands_alone() && member(map, "$ref").is_some_and(Value::is_string) {
            self.report_ignored(item, map);
            return out;
        }
        self.report_foreign(item, map);
        self.report_misspelled(item, map);
        out.dynamic_reference = self.dynamic_reference(item, map);
        self.in_place(item, map, &mut out);
        self.array_children(item, map, &mut out);
        self.object_children(item, map, &mut out);
        if rules.asserts {
            assertions::read(&mut self.members(item, map), rules.dialect, &mut out);
        }
        out.format = self.members(item, map).text("format");
        if let Some(format) = &out.format {
            self.report_format(item, format);
        }
        let formats = if rules.asserts_formats { Formats::ALL } else { self.policies.formats };
        out.asserted_format =
            out.format.as_deref().and_then(Format::named).filter(|it| formats.contains(*it));
        out.discriminator = self.discriminator(item, map);
        out
    }

    fn in_place(&mut self, item: &Item, map: &'d Map<String, Value>, out: &mut Keywords) {
        out.all_of = self.list(item, map, "allOf");
        out.any_of = self.list(item, map, "anyOf");
        out.one_of = self.list(item, map, "oneOf");
        out.not = self.single(item, map, "not");
        if self.knows(item, map, "if") {
            out.then = self.single(item, map, "then");
            out.else_ = self.single(item, map, "else");
            if out.then.is_some() || out.else_.is_some() || self.resolver.index.has_unevaluated {
                out.if_ = self.single(item, map, "if");
            }
        }
        out.dependent_schemas = self.map(item, map, "dependentSchemas");
        if self.knows(item, map, "dependencies") {
            self.dependencies(item, map, out);
        }
    }

    /// `dependencies`, which holds schemas and lists of names.
    ///
    /// Spec: Validation draft-07, §6.5.7.
    fn dependencies(&mut self, item: &Item, map: &'d Map<String, Value>, out: &mut Keywords) {
        let Some(members) = self.members(item, map).object("dependencies") else { return };
        for (name, value) in members {
            if value.is_array() {
                let Some(names) = as_names(value) else {
                    self.members(item, map)
                        .invalid("dependencies", "an object of schemas and arrays of names");
                    return;
                };
                if self.rules(item).asserts {
                    out.dependent_required.insert(name.clone(), names);
                }
            } else {
                let id = self.child(item, &["dependencies", name]);
                out.dependent_schemas.insert(name.clone(), id);
            }
        }
    }

    fn array_children(&mut self, item: &Item, map: &'d Map<String, Value>, out: &mut Keywords) {
        let dialect = self.rules(item).dialect;
        if dialect.holds("prefixItems").is_none() && member(map, "items").is_some_and(Value::is_array) {
            out.prefix_items = self.list(item, map, "items");
            out.items = self.single(item, map, "additionalItems");
        } else {
            out.prefix_items = self.list(item, map, "prefixItems");
            if member(map, "items").is_some_and(Value::is_array) {
                self.members(item, map)
                    .invalid("items", "a schema")
                    .help("a list of schemas stands under `prefixItems` since 2020-12");
            } else {
                out.items = self.single(item, map, "items");
            }
        }
        out.contains = self.single(item, map, "contains");
        out.unevaluated_items = self.single(item, map, "unevaluatedItems");
        out.contains_evaluates = dialect.contains_evaluates();
    }

    fn object_children(&mut self, item: &Item, map: &'d Map<String, Value>, out: &mut Keywords) {
        out.properties = self.map(item, map, "properties");
        out.pattern_properties = self.map(item, map, "patternProperties");
        let patterns: Vec<_> = out.pattern_properties.keys().cloned().collect();
        for pattern in patterns {
            if !self.members(item, map).compiles(&pattern, &["patternProperties", &pattern]) {
                out.pattern_properties.shift_remove(&pattern);
            }
        }
        out.additional_properties = self.single(item, map, "additionalProperties");
        out.property_names = self.single(item, map, "propertyNames");
        out.unevaluated_properties = self.single(item, map, "unevaluatedProperties");
    }

    fn reference(&mut self, item: &Item, map: &'d Map<String, Value>, keyword: &str) -> Option<Target> {
        let reference = self.members(item, map).text(keyword)?;
        let at = item.location.child(keyword);
        self.resolver.resolve(item.resource, &at, &reference, &mut self.diagnostics)
    }

    fn dynamic_reference(&mut self, item: &Item, map: &'d Map<String, Value>) -> Option<SchemaId> {
        if self.knows(item, map, "$recursiveRef") {
            let target = self.resolver.recursive(item.resource, item.scope);
            return Some(self.node(item.scope, target));
        }
        if !self.knows(item, map, "$dynamicRef") {
            return None;
        }
        let target = self.reference(item, map, "$dynamicRef")?;
        let target = self.resolver.in_scope(target, item.scope);
        Some(self.node(item.scope, target))
    }

    /// OpenAPI's `discriminator`; in other dialects an object with another meaning is left alone.
    fn discriminator(&mut self, item: &Item, map: &'d Map<String, Value>) -> Option<Discriminator> {
        let value = member(map, "discriminator")?;
        let property = value.get("propertyName")?.as_str()?.to_owned();
        let mut mapping = Vec::new();
        for (tag, reference) in value.get("mapping").and_then(Value::as_object).into_iter().flatten() {
            let Some(reference) = reference.as_str() else { continue };
            let component = format!("#/components/schemas/{reference}");
            let is_name = !reference.contains(['/', '#']);
            let at = item.location.document;
            let probe = |it: &str| self.resolver.probe(item.resource, at, it);
            let found = is_name.then(|| probe(&component)).flatten().or_else(|| probe(reference));
            let Some(location) = found else {
                let at = item.location.child("discriminator").child("mapping").child(tag);
                self.diagnostics
                    .warning(
                        "dangling-mapping",
                        self.documents.place(&at),
                        format!("`{reference}` leads nowhere"),
                    )
                    .help("the tag is left out; correct the mapping, or mend it by a fixup");
                continue;
            };
            self.resolver.index.discover(self.documents, &location, &mut self.diagnostics);
            let resource = self.resolver.index.holding(&location);
            let id = self.node(item.scope, Target { location, resource, dynamic_anchor: None });
            mapping.push((tag.clone(), id));
        }
        Some(Discriminator { property, mapping })
    }

    fn single(&mut self, item: &Item, map: &'d Map<String, Value>, keyword: &str) -> Option<SchemaId> {
        self.knows(item, map, keyword).then(|| self.child(item, &[keyword]))
    }

    fn list(&mut self, item: &Item, map: &'d Map<String, Value>, keyword: &str) -> Vec<SchemaId> {
        if !self.knows(item, map, keyword) {
            return Vec::new();
        }
        let Some(items) = self.members(item, map).array(keyword) else { return Vec::new() };
        if items.is_empty() && matches!(keyword, "allOf" | "anyOf" | "oneOf") {
            self.members(item, map).invalid(keyword, "an array of at least one schema");
        }
        (0..items.len()).map(|index| self.child(item, &[keyword, &index.to_string()])).collect()
    }

    fn map(&mut self, item: &Item, map: &'d Map<String, Value>, keyword: &str) -> IndexMap<String, SchemaId> {
        if !self.knows(item, map, keyword) {
            return IndexMap::new();
        }
        let Some(members) = self.members(item, map).object(keyword) else { return IndexMap::new() };
        members.keys().map(|name| (name.clone(), self.child(item, &[keyword, name]))).collect()
    }

    fn child(&mut self, item: &Item, path: &[&str]) -> SchemaId {
        let location = path.iter().fold(item.location.clone(), |at, it| at.child(it));
        let resource = self.resolver.index.beginning_at(&location).unwrap_or(item.resource);
        self.node(item.scope, Target { location, resource, dynamic_anchor: None })
    }

    fn knows(&self, item: &Item, map: &Map<String, Value>, keyword: &str) -> bool {
        member(map, keyword).is_some() && self.rules(item).dialect.holds(keyword).is_some()
    }

    fn rules(&self, item: &Item) -> Rules {
        self.resolver.index.resource(item.resource).rules
    }

    fn members<'r>(&'r mut self, item: &'r Item, map: &'d Map<String, Value>) -> Members<'d, 'r> {
        Members {
            map,
            location: &item.location,
            documents: self.documents,
            diagnostics: &mut self.diagnostics,
            patterns: &mut self.patterns,
        }
    }

    /// Reports keywords beside a `$ref` that hides them.
    fn report_ignored(&mut self, item: &Item, map: &Map<String, Value>) {
        let dialect = self.rules(item).dialect;
        let hidden = map.keys().filter(|it| *it != "$ref" && is_assertion(dialect, it));
        let hidden: Vec<_> = hidden.map(|it| format!("`{it}`")).collect();
        if !hidden.is_empty() {
            let message =
                format!("keywords beside `$ref` say nothing in {}: {}", dialect.name(), hidden.join(", "));
            self.diagnostics
                .warning("ref-siblings-ignored", self.documents.place(&item.location.child("$ref")), message)
                .help("put the reference and its siblings into `allOf` if both are meant");
        }
    }

    /// Reports keywords that only another dialect knows, once a document.
    fn report_foreign(&mut self, item: &Item, map: &Map<String, Value>) {
        let dialect = self.rules(item).dialect;
        for keyword in map.keys().filter(|it| dialect.is_foreign(it)) {
            if self.foreign.insert((item.location.document, keyword.clone())) {
                let place = self.documents.place_of_name(&item.location.child(keyword));
                let message = format!("`{keyword}` says nothing in {}", dialect.name());
                self.diagnostics
                    .warning("keyword-of-other-dialect", place, message)
                    .help("declare the dialect that the schema was written for");
            }
        }
    }

    /// Reports keywords that are nearly known ones, once a document.
    fn report_misspelled(&mut self, item: &Item, map: &Map<String, Value>) {
        let dialect = self.rules(item).dialect;
        for keyword in map.keys() {
            let Some(meant) = spelling::meant_keyword(keyword, map, dialect) else { continue };
            if self.foreign.insert((item.location.document, keyword.clone())) {
                let place = self.documents.place_of_name(&item.location.child(keyword));
                self.diagnostics
                    .warning(
                        "unknown-keyword",
                        place,
                        format!("`{keyword}` is no keyword, so it says nothing"),
                    )
                    .help(format!("write `{meant}` if that is meant, or begin an extension with `x-`"));
            }
        }
    }

    /// Reports a format that is nearly a known one, once a document.
    fn report_format(&mut self, item: &Item, format: &str) {
        let Some(meant) = spelling::meant_format(format) else { return };
        if self.foreign.insert((item.location.document, format!("format: {format}"))) {
            let place = self.documents.place(&item.location.child("format"));
            self.diagnostics
                .warning("unknown-format", place, format!("`{format}` is no format of the specification"))
                .help(format!("write `{meant}` if that is meant"));
        }
    }
}

/// Whether a keyword can refuse an instance.
pub(super) fn is_assertion(dialect: super::Dialect, keyword: &str) -> bool {
    let elsewhere =
        ["$defs", "definitions", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "contentSchema"];
    (dialect.holds(keyword).is_some() && !elsewhere.contains(&keyword))
        || assertions::ASSERTIONS.contains(&keyword)
}

/// Values without repetition, by JSON Schema's equality.
pub(super) fn distinct(values: &[Value]) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    values.iter().filter(|it| seen.insert(key(it))).cloned().collect()
}
