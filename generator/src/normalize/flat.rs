//! One schema out of many: what a term says, sorted by JSON type.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use serde_json::{Number, Value};

use super::alternatives::{self, Alternatives};
use super::object::{self, ObjectRules};
use super::{Group, Normalizer, Term};
use crate::config::ImpliedType;
use crate::format::Format;
use crate::schema::{Body, Keywords, SchemaId, TypeSet, compare, key};

/// What the schemas of a term say together.
///
/// Accepts at least what the schemas accept; exactly that when `unsaid` is empty.
#[derive(Clone, Debug)]
pub(crate) struct Flat {
    /// The JSON types that are left.
    pub(crate) types: TypeSet,
    /// Whether the types were taken from the keywords that stand there, by policy.
    pub(crate) implied: bool,
    /// The only values, where `enum` or `const` lists them.
    pub(crate) values: Option<Vec<Value>>,
    pub(crate) number: NumberRules,
    pub(crate) string: StringRules,
    pub(crate) array: ArrayRules,
    pub(crate) object: ObjectRules,
    /// Groups of branches that are still to be chosen from.
    pub(crate) alternatives: Vec<Alternatives>,
    /// Keywords that the rules above do not express, in order of appearance.
    pub(crate) unsaid: Vec<&'static str>,
    /// The schemas with keywords of their own, in order: bases first.
    pub(crate) atoms: Vec<SchemaId>,
}

/// A bound of numbers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bound {
    pub(crate) value: Number,
    pub(crate) exclusive: bool,
}

/// What is said about numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct NumberRules {
    pub(crate) minimum: Option<Bound>,
    pub(crate) maximum: Option<Bound>,
    pub(crate) multiple_of: Vec<Number>,
}

/// What is said about strings.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct StringRules {
    pub(crate) min_length: u64,
    pub(crate) max_length: Option<u64>,
    pub(crate) patterns: Vec<String>,
    /// Those that are asserted.
    pub(crate) formats: Vec<Format>,
}

/// What is said about arrays.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ArrayRules {
    /// The first items, each with what is said about it.
    pub(crate) prefix: Vec<Term>,
    /// The items after them.
    pub(crate) items: Term,
    pub(crate) min_items: u64,
    pub(crate) max_items: Option<u64>,
    pub(crate) unique: bool,
}

impl Flat {
    /// Whether nothing is said at all.
    pub(crate) fn is_anything(&self) -> bool {
        self.types == TypeSet::ALL
            && self.values.is_none()
            && self.alternatives.is_empty()
            && self.unsaid.is_empty()
            && self.types.parts().all(|part| self.leaves_free(part))
    }

    /// Whether nothing is left unsaid in two flats, and all that is said is the same.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        self.unsaid.is_empty()
            && other.unsaid.is_empty()
            && (self.types, self.implied) == (other.types, other.implied)
            && self.values == other.values
            && self.alternatives == other.alternatives
            && self.types.parts().all(|part| match part {
                TypeSet::STRING => self.string == other.string,
                TypeSet::ARRAY => self.array == other.array,
                TypeSet::OBJECT => self.object == other.object,
                part if part.meets(TypeSet::NUMBER) => self.number == other.number,
                _ => true,
            })
    }

    /// Whether nothing is said about instances of a type.
    pub(crate) fn leaves_free(&self, part: TypeSet) -> bool {
        if part.meets(TypeSet::NUMBER) {
            self.number == NumberRules::default() && part == TypeSet::NUMBER
        } else if part == TypeSet::STRING {
            self.string == StringRules::default()
        } else if part == TypeSet::ARRAY {
            self.array.is_free()
        } else if part == TypeSet::OBJECT {
            self.object.is_free()
        } else {
            true
        }
    }

    pub(crate) fn unsaid(&mut self, keyword: &'static str) {
        if !self.unsaid.contains(&keyword) {
            self.unsaid.push(keyword);
        }
    }
}

impl ArrayRules {
    fn is_free(&self) -> bool {
        self.prefix.is_empty()
            && self.items.schemas.is_empty()
            && self.min_items == 0
            && self.max_items.is_none()
            && !self.unique
    }

    /// What is said about the item at a place.
    pub(crate) fn item(&self, index: usize) -> &Term {
        self.prefix.get(index).unwrap_or(&self.items)
    }
}

/// Folds the schemas of a term, with all that they refer to in place, into one.
///
/// Spec: Core 2020-12, §7.7, §8.2.3.1, §10.2.1.1.
pub(super) fn flatten(normalizer: &Normalizer<'_>, term: &Term) -> Flat {
    let mut flat = Flat {
        types: TypeSet::ALL,
        implied: false,
        values: None,
        number: NumberRules::default(),
        string: StringRules::default(),
        array: ArrayRules {
            prefix: Vec::new(),
            items: Term::anything(),
            min_items: 0,
            max_items: None,
            unique: false,
        },
        object: ObjectRules::default(),
        alternatives: Vec::new(),
        unsaid: Vec::new(),
        atoms: Vec::new(),
    };
    let mut seen = BTreeSet::new();
    for id in &term.schemas {
        expand(normalizer, term, *id, &mut seen, &mut flat);
    }
    let keywords: Vec<&Keywords> = flat.atoms.iter().filter_map(|id| normalizer.keywords(*id)).collect();
    for keywords in &keywords {
        fold_scalars(keywords, &mut flat);
    }
    fold_arrays(normalizer, &keywords, &mut flat);
    object::fold(normalizer, term, &mut flat);
    alternatives::fold(normalizer, term, &mut flat);
    if normalizer.policies.implied_type == ImpliedType::Practical && flat.types == TypeSet::ALL {
        imply_type(normalizer, &keywords, &mut flat);
    }
    flat.types = flat.types & term.types;
    let types = flat.types;
    flat.unsaid.retain(|keyword| match *keyword {
        "contains" | "unevaluatedItems" => types.meets(TypeSet::ARRAY),
        "propertyNames"
        | "dependentRequired"
        | "dependentSchemas"
        | "unevaluatedProperties"
        | "patternProperties" => types.meets(TypeSet::OBJECT),
        _ => true,
    });
    flat
}

impl<'a> Normalizer<'a> {
    /// The keywords of an object schema.
    pub(crate) fn keywords(&self, id: SchemaId) -> Option<&'a Keywords> {
        match &self.schemas[id].body {
            Body::Boolean(_) => None,
            Body::Keywords(keywords) => Some(keywords),
        }
    }
}

/// Lists a schema and what it applies in place, bases first.
fn expand(
    normalizer: &Normalizer<'_>,
    term: &Term,
    id: SchemaId,
    seen: &mut BTreeSet<SchemaId>,
    flat: &mut Flat,
) {
    // An explicit stack: chains of references may be long.
    enum Step {
        Enter(SchemaId),
        Leave(SchemaId),
    }
    let mut steps = vec![Step::Enter(id)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Leave(id) => flat.atoms.push(id),
            Step::Enter(id) if !seen.insert(id) => {}
            Step::Enter(id) => match &normalizer.schemas[id].body {
                Body::Boolean(true) => {}
                Body::Boolean(false) => flat.types = TypeSet::EMPTY,
                Body::Keywords(keywords) => {
                    steps.push(Step::Leave(id));
                    let mut parts: Vec<SchemaId> = Vec::new();
                    parts.extend(keywords.reference);
                    parts.extend(keywords.dynamic_reference);
                    parts.extend(&keywords.all_of);
                    for (group, branches) in
                        [(Group::AnyOf, &keywords.any_of), (Group::OneOf, &keywords.one_of)]
                    {
                        if let (&[only], false) = (&branches[..], term.chosen.contains_key(&(id, group))) {
                            parts.push(only);
                        }
                    }
                    steps.extend(parts.into_iter().rev().map(Step::Enter));
                }
            },
        }
    }
}

fn fold_scalars(keywords: &Keywords, flat: &mut Flat) {
    if let Some(types) = keywords.types {
        flat.types = flat.types & types;
    }
    if let Some(values) = &keywords.values {
        let kept = match flat.values.take() {
            Some(before) => {
                let known: BTreeSet<String> = values.iter().map(key).collect();
                before.into_iter().filter(|it| known.contains(&key(it))).collect()
            }
            None => values.clone(),
        };
        flat.values = Some(kept);
    }
    let number = &mut flat.number;
    for (value, exclusive) in [(&keywords.minimum, false), (&keywords.exclusive_minimum, true)] {
        if let Some(value) = value {
            tighten(&mut number.minimum, value, exclusive, Ordering::Greater);
        }
    }
    for (value, exclusive) in [(&keywords.maximum, false), (&keywords.exclusive_maximum, true)] {
        if let Some(value) = value {
            tighten(&mut number.maximum, value, exclusive, Ordering::Less);
        }
    }
    if let Some(step) = &keywords.multiple_of
        && !number.multiple_of.contains(step)
    {
        number.multiple_of.push(step.clone());
    }
    let string = &mut flat.string;
    string.min_length = string.min_length.max(keywords.min_length.unwrap_or(0));
    string.max_length = least(string.max_length, keywords.max_length);
    if let Some(pattern) = &keywords.pattern
        && !string.patterns.contains(pattern)
    {
        string.patterns.push(pattern.clone());
    }
    string.formats.extend(keywords.asserted_format.filter(|it| !string.formats.contains(it)));
    if keywords.not.is_some() {
        flat.unsaid("not");
    }
    if keywords.if_.is_some() {
        flat.unsaid("if");
    }
}

fn tighten(bound: &mut Option<Bound>, value: &Number, exclusive: bool, tighter: Ordering) {
    let new = Bound { value: value.clone(), exclusive };
    match bound {
        Some(old) => {
            let order = compare(value, &old.value);
            if order == tighter || (order.is_eq() && exclusive) {
                *bound = Some(new);
            }
        }
        None => *bound = Some(new),
    }
}

fn fold_arrays(normalizer: &Normalizer<'_>, all: &[&Keywords], flat: &mut Flat) {
    let schemas = normalizer.schemas;
    let length = all.iter().map(|it| it.prefix_items.len()).max().unwrap_or(0);
    for index in 0..length {
        let mut term = Term::anything();
        for keywords in all {
            if let Some(id) = keywords.prefix_items.get(index).copied().or(keywords.items) {
                term.add(schemas, id);
            }
        }
        flat.array.prefix.push(term);
    }
    for keywords in all {
        if let Some(id) = keywords.items {
            flat.array.items.add(schemas, id);
        }
        flat.array.min_items = flat.array.min_items.max(keywords.min_items.unwrap_or(0));
        flat.array.max_items = least(flat.array.max_items, keywords.max_items);
        flat.array.unique |= keywords.unique_items;
        if keywords.contains.is_some() {
            flat.unsaid("contains");
        }
        if keywords.unevaluated_items.is_some() {
            flat.unsaid("unevaluatedItems");
        }
    }
    // Items that can't be there end the array.
    let closed =
        |term: &Term| term.single().is_some_and(|id| matches!(schemas[id].body, Body::Boolean(false)));
    if closed(&flat.array.items) {
        flat.array.max_items = least(flat.array.max_items, Some(length as u64));
    }
    if let Some(end) = flat.array.prefix.iter().position(closed) {
        flat.array.max_items = least(flat.array.max_items, Some(end as u64));
    }
    if let Some(max) = flat.array.max_items {
        flat.array.prefix.truncate(usize::try_from(max).unwrap_or(usize::MAX));
    }
}

/// The smaller of two limits.
pub(crate) fn least(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Takes the type that the keywords speak of, where they speak of one and no `type` is given.
fn imply_type(normalizer: &Normalizer<'_>, all: &[&Keywords], flat: &mut Flat) {
    if flat.values.is_some() {
        return;
    }
    let types = all
        .iter()
        .filter_map(|it| alternatives::spoken_of(normalizer, it))
        .fold(TypeSet::EMPTY, |all, it| all | it);
    let one = types.parts().count() == 1;
    if one && flat.alternatives.iter().all(|it| it.stays_within(types)) {
        flat.types = types;
        flat.implied = true;
    }
}
