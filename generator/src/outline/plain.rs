//! Schemas as their types read them, written in one dialect.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use crate::model::{Model, Origin, Plan, Reading, Shape, TagPlan, Type};
use crate::names::{free, pascal};
use crate::normalize::{Normalizer, Term};
use crate::schema::{Body, Keywords, SchemaId, TypeSet};

/// Writes schemas; those that others refer to become definitions.
pub(super) struct Plain<'a> {
    normalizer: &'a Normalizer<'a>,
    /// The types that stand for a whole schema.
    types: BTreeMap<SchemaId, &'a Type>,
    /// Schemas whose `oneOf` takes the first match without being a type of their own.
    first_match: BTreeSet<SchemaId>,
    /// The same of those that are parts of types.
    first_match_of_parts: &'a BTreeSet<SchemaId>,
    /// Schemas that are written once, under a name.
    shared: BTreeSet<SchemaId>,
    /// Definitions asked for; `None` until they are written.
    definitions: BTreeMap<(SchemaId, Mode), Option<Value>>,
    /// Whether `contains` may not count as evaluating items.
    has_unevaluated_items: bool,
    /// What definitions are called in a schema for people, who are also told what it is about.
    names: Option<BTreeMap<SchemaId, String>>,
}

/// How the type of a schema that names none is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mode {
    /// By policy: the schema describes an instance on its own.
    Whole,
    /// Not here: it describes an instance together with others. Parts of the instance are by policy.
    Part,
    /// Nowhere in it: it is a check, and checks are by the letter.
    Letter,
}

impl Mode {
    /// The mode of schemas for parts of the instance.
    fn below(self) -> Self {
        match self {
            Self::Whole | Self::Part => Self::Whole,
            Self::Letter => Self::Letter,
        }
    }

    /// The mode of schemas for the same instance, of which each is a part.
    fn beside(self) -> Self {
        match self {
            Self::Whole | Self::Part => Self::Part,
            Self::Letter => Self::Letter,
        }
    }
}

impl<'a> Plain<'a> {
    pub(super) fn new(normalizer: &'a Normalizer<'a>, model: &'a Model) -> Self {
        let keywords = || {
            normalizer.schemas.iter().filter_map(|(_, schema)| match &schema.body {
                Body::Keywords(keywords) => Some(keywords.as_ref()),
                Body::Boolean(_) => None,
            })
        };
        let whole = model.types.iter().filter(|it| it.origin.path.is_empty());
        let types: BTreeMap<SchemaId, &Type> = whole.map(|it| (it.origin.schema, it)).collect();
        let in_use = model.in_use.iter().filter(|it| matches!(it.reading, Reading::FirstMatch(_)));
        let first_match = in_use.filter(|it| it.origin.path.is_empty()).map(|it| it.origin.schema).collect();
        let targets = keywords().flat_map(|it| [it.reference, it.dynamic_reference]).flatten();
        Self {
            normalizer,
            shared: targets.chain(types.keys().copied()).collect(),
            types,
            first_match,
            first_match_of_parts: &model.first_match,
            definitions: BTreeMap::new(),
            names: None,
            has_unevaluated_items: keywords().any(|it| it.unevaluated_items.is_some()),
        }
    }

    /// Writes for people: definitions have names, annotations are kept.
    pub(super) fn for_people(mut self, types: impl Iterator<Item = (SchemaId, String)>) -> Self {
        let mut names: BTreeMap<SchemaId, String> = types.collect();
        let mut taken: BTreeSet<String> = names.values().cloned().collect();
        for id in self.shared.iter().filter(|it| !names.contains_key(it)).copied().collect::<Vec<_>>() {
            let tokens = self.normalizer.schemas[id].location.tokens();
            let wanted = tokens.last().map_or_else(|| "Document".to_owned(), |it| pascal(&it));
            let name = free(&wanted, "", |it| taken.contains(it));
            taken.insert(name.clone());
            names.insert(id, name);
        }
        self.names = Some(names);
        self
    }

    /// The definition of a type; `None` where no schema of its own stands for it.
    pub(super) fn entry(&mut self, origin: &Origin) -> Option<String> {
        origin.path.is_empty().then(|| {
            self.shared.insert(origin.schema);
            self.name(origin.schema, Mode::Whole)
        })
    }

    /// Writes what was asked for, and all that refers to.
    pub(super) fn finish(mut self) -> Value {
        while let Some(at) = self.definitions.iter().find(|(_, it)| it.is_none()).map(|(at, _)| *at) {
            let value = self.body(at.0, at.1);
            self.definitions.insert(at, Some(value));
        }
        let named = self.definitions.iter().map(|((id, mode), value)| (self.key(*id, *mode), json!(value)));
        let definitions: Map<String, Value> = named.collect();
        json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": definitions })
    }

    fn name(&mut self, id: SchemaId, mode: Mode) -> String {
        self.definitions.entry((id, mode)).or_default();
        self.key(id, mode)
    }

    fn key(&self, id: SchemaId, mode: Mode) -> String {
        let name = self.names.as_ref().and_then(|it| it.get(&id));
        let name = name.map_or_else(|| id.0.to_string(), String::clone);
        match mode {
            Mode::Whole => name,
            Mode::Part => format!("{name}-part"),
            Mode::Letter => format!("{name}-letter"),
        }
    }

    fn reference(&mut self, id: SchemaId, mode: Mode) -> Value {
        json!({ "$ref": format!("#/$defs/{}", self.name(id, mode)) })
    }

    fn schema(&mut self, id: SchemaId, mode: Mode) -> Value {
        if self.shared.contains(&id) { self.reference(id, mode) } else { self.body(id, mode) }
    }

    fn body(&mut self, id: SchemaId, mode: Mode) -> Value {
        let normalizer = self.normalizer;
        match &normalizer.schemas[id].body {
            Body::Boolean(accepts) => json!(accepts),
            Body::Keywords(keywords) => self.keywords(id, keywords, mode),
        }
    }

    fn keywords(&mut self, id: SchemaId, keywords: &Keywords, mode: Mode) -> Value {
        let ty = self.types.get(&id).copied().filter(|_| mode != Mode::Letter);
        let has = |reading: &Reading| ty.is_some_and(|it| it.readings.contains(reading));
        let mut out = Map::new();
        if self.names.is_some() && mode != Mode::Letter {
            annotations(keywords, &mut out);
        }
        let mut types = keywords.types;
        if mode == Mode::Whole {
            let flat = self.normalizer.flat(&Term::of(self.normalizer.schemas, id));
            types = types.or(flat.implied.then_some(flat.types));
        }
        if let Some(types) = types {
            let names = type_names(types);
            let only = names.as_array().filter(|it| it.len() == 1 && self.names.is_some());
            let only = only.and_then(|it| it.first().cloned());
            out.insert("type".to_owned(), only.unwrap_or(names));
        }
        if let Some(values) = &keywords.values
            && !has(&Reading::Open)
        {
            match &values[..] {
                [only] if self.names.is_some() => out.insert("const".to_owned(), only.clone()),
                values => out.insert("enum".to_owned(), json!(values)),
            };
        }
        let first_match = (mode != Mode::Letter && self.first_match.contains(&id))
            || (mode == Mode::Part && self.first_match_of_parts.contains(&id))
            || ty.is_some_and(|it| it.readings.iter().any(|it| matches!(it, Reading::FirstMatch(_))));
        self.in_place(keywords, types.is_some(), mode, first_match, &mut out);
        scalars(keywords, &mut out);
        self.arrays(keywords, mode, &mut out);
        self.objects(keywords, mode, &mut out);
        let whole = Value::Object(out);
        match ty.filter(|_| has(&Reading::Open)).and_then(unknown_tags) {
            Some(unknown) => json!({ "anyOf": [whole, unknown] }),
            None => whole,
        }
    }

    fn in_place(
        &mut self,
        keywords: &Keywords,
        typed: bool,
        mode: Mode,
        first: bool,
        out: &mut Map<String, Value>,
    ) {
        let is_alias = keywords.alias().is_some();
        let same = if is_alias { mode } else { mode.beside() };
        let branch = if typed { mode.beside() } else { mode };
        let mut all_of: Vec<Value> = keywords.all_of.iter().map(|it| self.schema(*it, same)).collect();
        for target in [keywords.reference, keywords.dynamic_reference].into_iter().flatten() {
            all_of.push(self.reference(target, same));
        }
        match &mut all_of[..] {
            [] => {}
            [Value::Object(only)] if is_alias => out.append(only),
            _ => drop(out.insert("allOf".to_owned(), json!(all_of))),
        }
        let any_of = self.list(&keywords.any_of, branch);
        let one_of = self.list(&keywords.one_of, branch);
        let groups = [("anyOf", any_of), (if first { "anyOf" } else { "oneOf" }, one_of)];
        for (keyword, branches) in groups.into_iter().filter(|(_, it)| !it.is_empty()) {
            if !out.contains_key(keyword) {
                out.insert(keyword.to_owned(), json!(branches));
            } else if let Some(Value::Array(all)) = out.get_mut("allOf") {
                all.push(json!({ keyword: branches }));
            } else {
                out.insert("allOf".to_owned(), json!([{ keyword: branches }]));
            }
        }
        let checks =
            [("not", keywords.not), ("if", keywords.if_), ("then", keywords.then), ("else", keywords.else_)];
        self.put(checks, Mode::Letter, out);
        self.map("dependentSchemas", &keywords.dependent_schemas, Mode::Letter, out);
    }

    fn arrays(&mut self, keywords: &Keywords, mode: Mode, out: &mut Map<String, Value>) {
        let prefix = self.list(&keywords.prefix_items, mode.below());
        if !prefix.is_empty() {
            out.insert("prefixItems".to_owned(), json!(prefix));
        }
        self.put([("items", keywords.items)], mode.below(), out);
        let bounds = [("minItems", keywords.min_items), ("maxItems", keywords.max_items)];
        put_counts(bounds, out);
        if keywords.unique_items {
            out.insert("uniqueItems".to_owned(), json!(true));
        }
        let mut contains = Map::new();
        self.put([("contains", keywords.contains)], Mode::Letter, &mut contains);
        put_counts(
            [("minContains", keywords.min_contains), ("maxContains", keywords.max_contains)],
            &mut contains,
        );
        if self.has_unevaluated_items && !keywords.contains_evaluates && keywords.contains.is_some() {
            // What stands below `not` evaluates nothing.
            let both = out.remove("not").map_or_else(Vec::new, |it| vec![it]);
            let either: Vec<Value> = both.into_iter().chain([json!({ "not": contains })]).collect();
            out.insert("not".to_owned(), json!({ "anyOf": either }));
        } else {
            out.append(&mut contains);
        }
        self.put([("unevaluatedItems", keywords.unevaluated_items)], Mode::Letter, out);
    }

    fn objects(&mut self, keywords: &Keywords, mode: Mode, out: &mut Map<String, Value>) {
        self.map("properties", &keywords.properties, mode.below(), out);
        self.map("patternProperties", &keywords.pattern_properties, mode.below(), out);
        self.put([("additionalProperties", keywords.additional_properties)], mode.below(), out);
        let checks = [
            ("propertyNames", keywords.property_names),
            ("unevaluatedProperties", keywords.unevaluated_properties),
        ];
        self.put(checks, Mode::Letter, out);
        if !keywords.required.is_empty() {
            out.insert("required".to_owned(), json!(keywords.required.iter().collect::<Vec<_>>()));
        }
        put_counts(
            [("minProperties", keywords.min_properties), ("maxProperties", keywords.max_properties)],
            out,
        );
        if !keywords.dependent_required.is_empty() {
            let members: BTreeMap<&String, &Vec<String>> = keywords.dependent_required.iter().collect();
            out.insert("dependentRequired".to_owned(), json!(members));
        }
    }

    fn list(&mut self, ids: &[SchemaId], mode: Mode) -> Vec<Value> {
        ids.iter().map(|it| self.schema(*it, mode)).collect()
    }

    fn map(
        &mut self,
        keyword: &str,
        members: &IndexMap<String, SchemaId>,
        mode: Mode,
        out: &mut Map<String, Value>,
    ) {
        let members: Map<String, Value> =
            members.iter().map(|(name, id)| (name.clone(), self.schema(*id, mode))).collect();
        if !members.is_empty() {
            out.insert(keyword.to_owned(), Value::Object(members));
        }
    }

    fn put<const N: usize>(
        &mut self,
        keywords: [(&str, Option<SchemaId>); N],
        mode: Mode,
        out: &mut Map<String, Value>,
    ) {
        for (keyword, id) in keywords {
            if let Some(id) = id {
                out.insert(keyword.to_owned(), self.schema(id, mode));
            }
        }
    }
}

/// What the schema says to people.
fn annotations(keywords: &Keywords, out: &mut Map<String, Value>) {
    let texts =
        [("title", &keywords.title), ("description", &keywords.description), ("format", &keywords.format)];
    for (keyword, text) in texts {
        if let Some(text) = text {
            out.insert(keyword.to_owned(), json!(text));
        }
    }
    if let Some(value) = &keywords.default {
        out.insert("default".to_owned(), value.clone());
    }
    if !keywords.examples.is_empty() {
        out.insert("examples".to_owned(), json!(keywords.examples));
    }
    let flags = [
        ("deprecated", keywords.deprecated),
        ("readOnly", keywords.read_only),
        ("writeOnly", keywords.write_only),
    ];
    for (keyword, _) in flags.into_iter().filter(|it| it.1) {
        out.insert(keyword.to_owned(), json!(true));
    }
}

fn scalars(keywords: &Keywords, out: &mut Map<String, Value>) {
    let bounds = [
        ("minimum", &keywords.minimum),
        ("maximum", &keywords.maximum),
        ("exclusiveMinimum", &keywords.exclusive_minimum),
        ("exclusiveMaximum", &keywords.exclusive_maximum),
        ("multipleOf", &keywords.multiple_of),
    ];
    for (keyword, bound) in bounds {
        if let Some(bound) = bound {
            out.insert(keyword.to_owned(), json!(bound));
        }
    }
    put_counts([("minLength", keywords.min_length), ("maxLength", keywords.max_length)], out);
    let format = keywords.asserted_format.map(|it| it.name().to_owned());
    for (keyword, text) in [("pattern", &keywords.pattern), ("format", &format)] {
        if let Some(text) = text {
            out.insert(keyword.to_owned(), json!(text));
        }
    }
}

fn put_counts<const N: usize>(counts: [(&str, Option<u64>); N], out: &mut Map<String, Value>) {
    for (keyword, count) in counts {
        if let Some(count) = count {
            out.insert(keyword.to_owned(), json!(count));
        }
    }
}

fn type_names(types: TypeSet) -> Value {
    let all = [
        ("null", TypeSet::NULL),
        ("boolean", TypeSet::BOOLEAN),
        ("number", TypeSet::NUMBER),
        ("integer", TypeSet::INTEGER),
        ("string", TypeSet::STRING),
        ("array", TypeSet::ARRAY),
        ("object", TypeSet::OBJECT),
    ];
    let has_fractions = types.contains(TypeSet::NUMBER);
    let names =
        all.into_iter().filter(|(name, it)| types.contains(*it) && !(has_fractions && *name == "integer"));
    json!(names.map(|(name, _)| name).collect::<Vec<_>>())
}

/// The objects that an open union keeps though it does not know their tag.
fn unknown_tags(ty: &Type) -> Option<Value> {
    let Shape::Union(union) = &ty.shape else { return None };
    let Some(Plan::Tag(TagPlan { tag, arms, .. })) = &union.plan.object else { return None };
    let known: Vec<&Value> = arms.iter().map(|(value, _)| value).collect();
    let with = |member: &str, it: Value| json!({ "type": "object", "required": [member], "properties": { member: it } });
    let unknown = json!({ "not": { "enum": known } });
    let inner = match &tag.inner {
        Some(inner) => with(inner, unknown),
        None => unknown,
    };
    Some(with(&tag.member, inner))
}
