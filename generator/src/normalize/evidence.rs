//! What tells branches apart: facts that hold for every instance that a branch accepts.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value;

use super::alternatives::member_values;
use super::{Flat, Normalizer, Term};
use crate::schema::{Body, TypeSet, compare, equal, key};

/// Facts about the instances that a branch accepts.
#[derive(Clone, Debug)]
pub(crate) struct Evidence {
    pub(crate) types: TypeSet,
    /// The only values, where they are listed.
    pub(crate) values: Option<Vec<Value>>,
    /// Members with the only values that they can have.
    pub(crate) tags: BTreeMap<String, Vec<Value>>,
    /// Members that are there.
    pub(crate) required: BTreeSet<String>,
    /// Members that are declared.
    pub(crate) declared: BTreeSet<String>,
    /// Members that are not there, and whether no others than the declared ones are.
    pub(crate) forbidden: BTreeSet<String>,
    pub(crate) closed: bool,
}

/// Unions within unions are looked into this deep, for facts that all their branches share.
const DEPTH: u32 = 3;

/// Groups of more branches than this are not looked into.
const BRANCHES: usize = 32;

impl Normalizer<'_> {
    /// The facts about a term.
    pub(crate) fn evidence(&self, term: &Term) -> Rc<Evidence> {
        if let Some(facts) = self.evidence.borrow().get(term) {
            return Rc::clone(facts);
        }
        let facts = Rc::new(evidence(self, term, &self.flat(term), DEPTH));
        super::keep(&mut self.evidence.borrow_mut(), term, &facts);
        facts
    }
}

fn evidence(normalizer: &Normalizer<'_>, term: &Term, flat: &Flat, depth: u32) -> Evidence {
    if let (Some(alternatives), true) = (flat.alternatives.first(), depth > 0)
        && alternatives.branches.len() <= BRANCHES
    {
        let branches = super::branches(normalizer, term, alternatives);
        let facts = branches.iter().map(|it| evidence(normalizer, &it.term, &it.flat, depth - 1));
        if let Some(facts) = facts.reduce(Evidence::shared) {
            return facts;
        }
    }
    let mut facts = Evidence {
        types: flat.types,
        values: flat.values.clone(),
        tags: BTreeMap::new(),
        required: flat.object.required.iter().cloned().collect(),
        declared: BTreeSet::new(),
        forbidden: BTreeSet::new(),
        closed: flat.object.patterns.is_empty() && is_never(normalizer, &flat.object.rest),
    };
    if let Some(values) = &mut facts.values {
        values.retain(|it| normalizer.accepts(term, it));
        facts.types = facts.types & values.iter().fold(TypeSet::EMPTY, |all, it| all | TypeSet::of(it));
    }
    for (name, term) in &flat.object.properties {
        if is_never(normalizer, term) {
            facts.forbidden.insert(name.clone());
            continue;
        }
        facts.declared.insert(name.clone());
        if let Some(values) = member_values(normalizer, term) {
            facts.tags.insert(name.clone(), values);
        }
    }
    facts
}

pub(crate) fn is_never(normalizer: &Normalizer<'_>, term: &Term) -> bool {
    term.schemas.iter().any(|id| matches!(normalizer.schemas[*id].body, Body::Boolean(false)))
}

impl Evidence {
    /// What holds whichever of the two holds.
    fn shared(self, other: Self) -> Self {
        let forbidden = self.forbidden.union(&other.forbidden);
        let forbidden = forbidden.filter(|it| self.forbids(it) && other.forbids(it)).cloned().collect();
        let both = |values: Vec<Value>, mut others: Vec<Value>| {
            others.retain(|it| !values.iter().any(|value| equal(it, value)));
            [values, others].concat()
        };
        let mut others = other.tags;
        Self {
            types: self.types | other.types,
            values: self.values.zip(other.values).map(|(values, others)| both(values, others)),
            tags: self
                .tags
                .into_iter()
                .filter_map(|(name, values)| others.remove(&name).map(|it| (name, both(values, it))))
                .collect(),
            required: self.required.intersection(&other.required).cloned().collect(),
            declared: self.declared.union(&other.declared).cloned().collect(),
            forbidden,
            closed: self.closed && other.closed,
        }
    }

    /// Whether no instance has the member.
    pub(crate) fn forbids(&self, name: &str) -> bool {
        self.forbidden.contains(name) || (self.closed && !self.declared.contains(name))
    }
}

/// Whether it is plain that no instance is accepted by both terms.
pub(crate) fn disjoint(normalizer: &Normalizer<'_>, a: &Term, b: &Term) -> bool {
    let (a, b) = (Side::new(normalizer, a), Side::new(normalizer, b));
    apart(normalizer, &a, &b, APART, &Cell::new(STEPS))
}

/// Terms are compared this deep.
const APART: u32 = 4;

/// How many terms are compared for one question: members within branches within members multiply.
const STEPS: u32 = 100_000;

/// How many terms are compared to tell many branches apart, each with each.
const STEPS_OF_ALL: u32 = 1_000_000;

/// Whether it is plain that no two of the terms accept the same instance.
pub(crate) fn all_apart(normalizer: &Normalizer<'_>, all: &[Side<'_>]) -> bool {
    let steps = Cell::new(STEPS_OF_ALL);
    has_own_values(all)
        || all
            .iter()
            .enumerate()
            .all(|(at, one)| all[at + 1..].iter().all(|other| apart(normalizer, one, other, APART, &steps)))
}

/// Whether many objects each have values of their own in a member that all require.
fn has_own_values(all: &[Side<'_>]) -> bool {
    const MANY: usize = 16;
    let [first, ..] = all else { return false };
    let is_told_by = |name: &String| {
        let mut seen = BTreeSet::new();
        all.iter().all(|it| {
            let values = it.facts.tags.get(name).filter(|_| it.flat.object.properties.contains_key(name));
            it.facts.types == TypeSet::OBJECT
                && it.facts.values.is_none()
                && it.facts.required.contains(name)
                && values.is_some_and(|values| values.iter().all(|value| seen.insert(key(value))))
        })
    };
    all.len() > MANY && first.facts.tags.keys().any(is_told_by)
}

/// A term with what is known about it.
pub(crate) struct Side<'t> {
    pub(crate) term: &'t Term,
    pub(crate) flat: Rc<Flat>,
    pub(crate) facts: Rc<Evidence>,
}

impl<'t> Side<'t> {
    pub(crate) fn new(normalizer: &Normalizer<'_>, term: &'t Term) -> Self {
        let flat = normalizer.flat(term);
        Self { term, flat, facts: normalizer.evidence(term) }
    }
}

fn apart_within(
    normalizer: &Normalizer<'_>,
    left: &Term,
    right: &Term,
    depth: u32,
    steps: &Cell<u32>,
) -> bool {
    let (left, right) = (Side::new(normalizer, left), Side::new(normalizer, right));
    apart(normalizer, &left, &right, depth, steps)
}

fn apart(
    normalizer: &Normalizer<'_>,
    left: &Side<'_>,
    right: &Side<'_>,
    depth: u32,
    steps: &Cell<u32>,
) -> bool {
    if depth == 0 || steps.get() == 0 {
        return false;
    }
    steps.update(|it| it - 1);
    // A union is apart from what all its branches are apart from.
    for (side, other) in [(left, right), (right, left)] {
        if let Some(branches) = normalizer.first_branches(side.term, &side.flat)
            && branches.len() <= 16
            && branches.iter().all(|it| apart_within(normalizer, &it.term, other.term, depth - 1, steps))
        {
            return true;
        }
    }
    match (&left.facts.values, &right.facts.values) {
        (Some(values), Some(others)) => {
            return !values.iter().any(|it| others.iter().any(|other| equal(it, other)));
        }
        (Some(values), None) => return !values.iter().any(|it| normalizer.accepts(right.term, it)),
        (None, Some(values)) => return !values.iter().any(|it| normalizer.accepts(left.term, it)),
        (None, None) => {}
    }
    let shared = left.facts.types & right.facts.types;
    shared.parts().all(|part| {
        if part == TypeSet::OBJECT {
            objects_apart(normalizer, left, right, depth, steps)
        } else if part.meets(TypeSet::NUMBER) {
            bounds_apart(&left.flat, &right.flat) || bounds_apart(&right.flat, &left.flat)
        } else if part == TypeSet::STRING {
            lengths_apart(&left.flat, &right.flat) || lengths_apart(&right.flat, &left.flat)
        } else if part == TypeSet::ARRAY {
            arrays_apart(normalizer, &left.flat, &right.flat, depth, steps)
        } else {
            false
        }
    })
}

fn lengths_apart(short: &Flat, long: &Flat) -> bool {
    short.string.max_length.is_some_and(|max| max < long.string.min_length)
}

fn objects_apart(
    normalizer: &Normalizer<'_>,
    left: &Side<'_>,
    right: &Side<'_>,
    depth: u32,
    steps: &Cell<u32>,
) -> bool {
    left.facts.required.iter().any(|name| right.facts.forbids(name))
        || right.facts.required.iter().any(|name| left.facts.forbids(name))
        || left.facts.required.iter().chain(&right.facts.required).any(|name| {
            // Where one requires the member, the other must not be able to accept it.
            let member = |side: &Side<'_>| side.flat.object.properties.get(name).cloned();
            match (member(left), member(right)) {
                (Some(one), Some(other)) => apart_within(normalizer, &one, &other, depth - 1, steps),
                _ => false,
            }
        })
}

fn arrays_apart(normalizer: &Normalizer<'_>, x: &Flat, y: &Flat, depth: u32, steps: &Cell<u32>) -> bool {
    let (x, y) = (&x.array, &y.array);
    let least = x.min_items.max(y.min_items).min(8);
    x.max_items.is_some_and(|max| max < y.min_items)
        || y.max_items.is_some_and(|max| max < x.min_items)
        || (0..usize::try_from(least).unwrap_or(0))
            .any(|index| apart_within(normalizer, x.item(index), y.item(index), depth - 1, steps))
}

fn bounds_apart(low: &Flat, high: &Flat) -> bool {
    match (&low.number.maximum, &high.number.minimum) {
        (Some(max), Some(min)) => {
            let order = compare(&max.value, &min.value);
            order.is_lt() || (order.is_eq() && (max.exclusive || min.exclusive))
        }
        _ => false,
    }
}
