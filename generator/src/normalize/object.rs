//! What a term says about objects.

use std::collections::BTreeSet;

use indexmap::{IndexMap, IndexSet};

use super::flat::{Flat, least};
use super::{Group, Normalizer, Term};
use crate::schema::{Body, Keywords, SchemaId};

/// What is said about objects.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ObjectRules {
    /// Members with a name, bases first; `required` ones among them even if nothing else is said.
    pub(crate) properties: IndexMap<String, Term>,
    pub(crate) required: IndexSet<String>,
    /// Members whose names match a pattern and are not in `properties`.
    pub(crate) patterns: IndexMap<String, Term>,
    /// All other members.
    pub(crate) rest: Term,
    pub(crate) min_properties: u64,
    pub(crate) max_properties: Option<u64>,
}

impl Default for ObjectRules {
    fn default() -> Self {
        Self {
            properties: IndexMap::new(),
            required: IndexSet::new(),
            patterns: IndexMap::new(),
            rest: Term::anything(),
            min_properties: 0,
            max_properties: None,
        }
    }
}

impl ObjectRules {
    pub(crate) fn is_free(&self) -> bool {
        self.properties.values().all(|term| term.schemas.is_empty())
            && self.required.is_empty()
            && self.patterns.is_empty()
            && self.rest.schemas.is_empty()
            && self.min_properties == 0
            && self.max_properties.is_none()
    }
}

/// Patterns that every name matches.
const EVERY_NAME: [&str; 6] = ["", "^", ".*", "^.*", "(.*)", "[\\s\\S]*"];

/// What one schema says about members: those it knows, and what it says of the others.
struct Members<'a> {
    properties: Properties<'a>,
    patterns: IndexMap<&'a str, Option<SchemaId>>,
    others: Option<SchemaId>,
}

/// The members that a schema knows by name.
enum Properties<'a> {
    /// Each with what is said about it.
    Said(&'a IndexMap<String, SchemaId>),
    /// Nothing is said about them but that they are known.
    Known(IndexSet<&'a str>),
}

impl Properties<'_> {
    fn names(&self) -> impl Iterator<Item = &str> {
        let (said, known) = match self {
            Self::Said(said) => (Some(said.keys()), None),
            Self::Known(known) => (None, Some(known.iter())),
        };
        said.into_iter().flatten().map(String::as_str).chain(known.into_iter().flatten().copied())
    }

    /// What is said about a member, if it is known.
    fn get(&self, name: &str) -> Option<&[SchemaId]> {
        match self {
            Self::Said(said) => said.get(name).map(std::slice::from_ref),
            Self::Known(known) => known.contains(name).then_some(&[]),
        }
    }
}

/// Folds what the flat's atoms say about objects.
///
/// Spec: Core 2020-12, §10.3.2, §11.3; Validation 2020-12, §6.5.
pub(super) fn fold(normalizer: &Normalizer<'_>, term: &Term, flat: &mut Flat) {
    let atoms = flat.atoms.clone();
    let mut all: Vec<Members<'_>> = Vec::new();
    for id in &atoms {
        let keywords = normalizer.keywords(*id).filter(|it| it.concerns_objects());
        let Some(keywords) = keywords else { continue };
        all.push(members(keywords));
        if keywords.property_names.is_some() {
            flat.unsaid("propertyNames");
        }
        if !keywords.dependent_required.is_empty() {
            flat.unsaid("dependentRequired");
        }
        if !keywords.dependent_schemas.is_empty() {
            flat.unsaid("dependentSchemas");
        }
        flat.object.required.extend(keywords.required.iter().cloned());
        flat.object.min_properties = flat.object.min_properties.max(keywords.min_properties.unwrap_or(0));
        flat.object.max_properties = least(flat.object.max_properties, keywords.max_properties);
        if let Some(unevaluated) = keywords.unevaluated_properties {
            match evaluated(normalizer, term, *id, &atoms) {
                Some(mut known) => {
                    known.others = known.others.or(Some(unevaluated));
                    all.push(known);
                }
                None => flat.unsaid("unevaluatedProperties"),
            }
        }
    }
    if all.is_empty() {
        return;
    }
    fold_properties(normalizer, &all, flat);
    fold_rest(normalizer, &all, flat);
}

fn members(keywords: &Keywords) -> Members<'_> {
    if let (Some((pattern, id)), 1, true) = (
        keywords.pattern_properties.first(),
        keywords.pattern_properties.len(),
        keywords.properties.is_empty(),
    ) && EVERY_NAME.contains(&pattern.as_str())
    {
        let properties = Properties::Known(IndexSet::new());
        return Members { properties, patterns: IndexMap::new(), others: Some(*id) };
    }
    Members {
        properties: Properties::Said(&keywords.properties),
        patterns: keywords.pattern_properties.iter().map(|(name, id)| (name.as_str(), Some(*id))).collect(),
        others: keywords.additional_properties,
    }
}

/// What a schema with `unevaluatedProperties` has evaluated, where that is the same for every
/// instance: nothing but `$ref`, `allOf` and chosen `oneOf` branches apply in place, and they are
/// all that the term holds. `others` is set where members beyond the known ones are evaluated too.
fn evaluated<'a>(
    normalizer: &'a Normalizer<'_>,
    term: &Term,
    owner: SchemaId,
    atoms: &[SchemaId],
) -> Option<Members<'a>> {
    let (mut properties, mut patterns, mut others) = (IndexSet::new(), IndexMap::new(), None);
    let mut seen = BTreeSet::new();
    let mut open = vec![owner];
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let Body::Keywords(keywords) = &normalizer.schemas[id].body else { continue };
        if keywords.if_.is_some() || !keywords.dependent_schemas.is_empty() || keywords.not.is_some() {
            return None;
        }
        open.extend(keywords.reference.iter().chain(&keywords.dynamic_reference).chain(&keywords.all_of));
        for (group, branches) in [(Group::AnyOf, &keywords.any_of), (Group::OneOf, &keywords.one_of)] {
            match (&branches[..], term.chosen.get(&(id, group))) {
                ([], _) => {}
                ([only], _) => open.push(*only),
                (_, Some(branch)) if group == Group::OneOf => open.push(*branch),
                _ => return None,
            }
        }
        properties.extend(keywords.properties.keys().map(String::as_str));
        patterns.extend(keywords.pattern_properties.keys().map(|name| (name.as_str(), None)));
        // A schema for additional members evaluates all of them; its own check is made elsewhere.
        others = others.or(keywords.additional_properties);
        if id != owner {
            others = others.or(keywords.unevaluated_properties);
        }
    }
    // A cousin's members are not evaluated by the owner; when the term holds one, leave it.
    let known = || Members { properties: Properties::Known(properties), patterns, others };
    atoms.iter().all(|id| seen.contains(id)).then(known)
}

fn fold_properties(normalizer: &Normalizer<'_>, all: &[Members<'_>], flat: &mut Flat) {
    let mut names: IndexSet<&str> = all.iter().flat_map(|it| it.properties.names()).collect();
    names.extend(flat.object.required.iter().map(String::as_str));
    flat.object.properties.reserve(names.len());
    for name in names {
        let mut term = Term::anything();
        for members in all {
            let mut known = false;
            if let Some(ids) = members.properties.get(name) {
                known = true;
                term.add_all(normalizer.schemas, ids.iter().copied());
            }
            for (pattern, id) in &members.patterns {
                if normalizer.matches(pattern, name) {
                    known = true;
                    term.add_all(normalizer.schemas, *id);
                }
            }
            if let (false, Some(id)) = (known, members.others) {
                term.add(normalizer.schemas, id);
            }
        }
        flat.object.properties.insert(name.to_owned(), term);
    }
}

fn fold_rest(normalizer: &Normalizer<'_>, all: &[Members<'_>], flat: &mut Flat) {
    let schemas = normalizer.schemas;
    let limits =
        |members: &Members<'_>| members.others.is_some_and(|id| !Term::of(schemas, id).schemas.is_empty());
    for members in all {
        for (pattern, id) in &members.patterns {
            let term = flat.object.patterns.entry((*pattern).to_owned()).or_insert_with(Term::anything);
            term.add_all(schemas, *id);
        }
        flat.object.rest.add_all(schemas, members.others);
    }
    // A member that matches one schema's pattern may be another schema's additional member.
    let patterned = flat.object.patterns.len();
    for members in all.iter().filter(|members| limits(members) && members.patterns.len() < patterned) {
        if members.patterns.is_empty() {
            for term in flat.object.patterns.values_mut() {
                term.add_all(schemas, members.others);
            }
        } else {
            flat.unsaid("patternProperties");
        }
    }
    if flat.unsaid.contains(&"patternProperties") {
        flat.object.patterns.clear();
        flat.object.rest = Term::anything();
    }
}
