//! Groups of branches: `anyOf` and `oneOf`.

use std::cell::Cell;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::rc::Rc;

use super::{Flat, Group, Normalizer, Term, keep};
use crate::schema::{Body, Keywords, SchemaId, TypeSet, compare, equal};

/// A group of branches that a term has still to be split by.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Alternatives {
    /// The schema that holds the group.
    pub(crate) owner: SchemaId,
    pub(crate) group: Group,
    pub(crate) branches: Vec<SchemaId>,
    /// The types that the branches name or imply, where each does.
    types: Option<TypeSet>,
}

/// One branch, together with what stands around its group.
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    pub(crate) schema: SchemaId,
    pub(crate) term: Term,
    pub(crate) flat: Rc<Flat>,
}

impl Alternatives {
    /// Whether no branch speaks of other types.
    pub(super) fn stays_within(&self, types: TypeSet) -> bool {
        self.types.is_none_or(|it| types.contains(it))
    }
}

/// Notes the groups of a term's schemas: those that shape types are kept as alternatives, those
/// that only compare what is declared elsewhere (`required`, `not`, ..) are left to the residual.
pub(super) fn fold(normalizer: &Normalizer<'_>, term: &Term, flat: &mut Flat) {
    for id in flat.atoms.clone() {
        let Some(keywords) = normalizer.keywords(id) else { continue };
        for (group, branches, name) in
            [(Group::AnyOf, &keywords.any_of, "anyOf"), (Group::OneOf, &keywords.one_of, "oneOf")]
        {
            if branches.len() < 2 || term.chosen.contains_key(&(id, group)) {
                continue;
            }
            let shapes: Vec<Outline> = branches.iter().map(|id| normalizer.outline(*id)).collect();
            if shapes.iter().any(|it| it.shapes) {
                let types = shapes.iter().try_fold(TypeSet::EMPTY, |all, it| Some(all | it.types?));
                flat.alternatives.push(Alternatives { owner: id, group, branches: branches.clone(), types });
            } else {
                flat.unsaid(name);
            }
        }
    }
}

/// The branches of a group that accept anything within the term.
pub(crate) fn branches(normalizer: &Normalizer<'_>, term: &Term, alternatives: &Alternatives) -> Vec<Branch> {
    let all = alternatives.branches.iter().map(|schema| {
        let term = term.choosing(normalizer.schemas, alternatives.owner, alternatives.group, *schema);
        let flat = normalizer.flat(&term);
        Branch { schema: *schema, term, flat }
    });
    all.filter(|branch| !branch.flat.is_empty(normalizer)).collect()
}

/// Branches within branches are looked into this deep.
const DEPTH: u32 = 6;

/// How many branches within branches are looked into for one term: groups that stand side by side multiply.
const LOOKS: u32 = 256;

impl Normalizer<'_> {
    /// The JSON types that a term can accept, as far as types of branches tell.
    pub(crate) fn possible_types(&self, term: &Term) -> TypeSet {
        self.types_within(term, DEPTH, &Cell::new(LOOKS))
    }

    /// A term for those types alone.
    pub(crate) fn possible(&self, term: &Term) -> Term {
        let possible = term.only(self.possible_types(term));
        let flat = self.flat(term);
        if possible != *term && flat.types == possible.types {
            // What is said is the same: most types are named where everything else is said.
            self.keep_flat(&possible, &flat);
        }
        possible
    }

    /// The branches of a term's first group. They are kept: one term is compared with many others.
    pub(super) fn first_branches(&self, term: &Term, flat: &Flat) -> Option<Rc<Vec<Branch>>> {
        let alternatives = flat.alternatives.first()?;
        if let Some(known) = self.branches.borrow().get(term) {
            return Some(Rc::clone(known));
        }
        let found = Rc::new(branches(self, term, alternatives));
        keep(&mut self.branches.borrow_mut(), term, &found);
        Some(found)
    }

    /// A schema at a glance, as a branch.
    fn outline(&self, id: SchemaId) -> Outline {
        if let Some(known) = self.outlines.borrow().get(&id) {
            return *known;
        }
        let outline = outline(self, id);
        self.outlines.borrow_mut().insert(id, outline);
        outline
    }

    fn types_within(&self, term: &Term, depth: u32, looks: &Cell<u32>) -> TypeSet {
        let flat = self.flat(term);
        if depth == 0 || looks.get() == 0 {
            return flat.types;
        }
        if depth + 1 < DEPTH {
            looks.update(|it| it - 1);
        }
        flat.alternatives.iter().fold(flat.types, |types, alternatives| {
            let mut any = TypeSet::EMPTY;
            for branch in &alternatives.branches {
                let branch = term.choosing(self.schemas, alternatives.owner, alternatives.group, *branch);
                any = any | self.types_within(&branch, depth - 1, looks);
                if any.contains(types) {
                    return types;
                }
            }
            types & any
        })
    }
}

/// A branch at a glance.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outline {
    /// Whether it says what the parts of an instance are, not only which are there.
    shapes: bool,
    types: Option<TypeSet>,
}

fn outline(normalizer: &Normalizer<'_>, id: SchemaId) -> Outline {
    let mut all = Outline { shapes: false, types: None };
    let mut seen = BTreeSet::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        match &normalizer.schemas[id].body {
            Body::Boolean(accepts) => all.shapes |= *accepts,
            Body::Keywords(keywords) => {
                open.extend(keywords.reference.iter().chain(&keywords.dynamic_reference));
                open.extend(keywords.all_of.iter().chain(&keywords.any_of).chain(&keywords.one_of));
                let says = keywords.properties.values().any(|id| says_something(normalizer, *id))
                    || !keywords.pattern_properties.is_empty()
                    || keywords.additional_properties.is_some()
                    || keywords.values.is_some()
                    || !keywords.prefix_items.is_empty()
                    || keywords.items.is_some();
                // A bare `type: object` beside `required` repeats what stands around it.
                let types = keywords.types.filter(|it| *it != TypeSet::ALL);
                all.shapes |= says || types.is_some_and(|it| it != TypeSet::OBJECT);
                if let Some(types) = types.or_else(|| spoken_of(normalizer, keywords)) {
                    all.types = Some(all.types.map_or(types, |it| it & types));
                }
            }
        }
    }
    all
}

fn says_something(normalizer: &Normalizer<'_>, id: SchemaId) -> bool {
    !Term::of(normalizer.schemas, id).schemas.is_empty()
}

/// The types that a schema's values have, or its keywords speak of.
///
/// `additionalProperties: true` and `items: {}` alone speak of nothing: generators of schemas write
/// them where any value may stand.
pub(super) fn spoken_of(normalizer: &Normalizer<'_>, keywords: &Keywords) -> Option<TypeSet> {
    if let Some(values) = &keywords.values {
        return Some(values.iter().fold(TypeSet::EMPTY, |all, it| all | TypeSet::of(it)));
    }
    let says = |id: Option<SchemaId>| id.is_some_and(|id| says_something(normalizer, id));
    let spoken = [
        (keywords.concerns_numbers(), TypeSet::NUMBER),
        (keywords.concerns_strings(), TypeSet::STRING),
        (keywords.speaks_of_certain_items() || says(keywords.items), TypeSet::ARRAY),
        (keywords.speaks_of_certain_members() || says(keywords.additional_properties), TypeSet::OBJECT),
    ];
    let types =
        spoken.into_iter().filter(|(speaks, _)| *speaks).fold(TypeSet::EMPTY, |all, (_, it)| all | it);
    (!types.is_empty()).then_some(types)
}

impl Flat {
    /// Whether it is plain that no instance is accepted.
    pub(crate) fn is_empty(&self, normalizer: &Normalizer<'_>) -> bool {
        let no_values = self
            .values
            .as_ref()
            .is_some_and(|values| !values.iter().any(|it| self.types.contains(TypeSet::of(it))));
        self.types.is_empty()
            || no_values
            || (self.types == TypeSet::OBJECT && self.object_is_empty(normalizer))
    }

    fn object_is_empty(&self, normalizer: &Normalizer<'_>) -> bool {
        self.object.required.iter().any(|name| {
            self.object.properties.get(name).is_some_and(|term| {
                let flat_types = |id: &SchemaId| match &normalizer.schemas[*id].body {
                    Body::Boolean(accepts) => {
                        if *accepts {
                            TypeSet::ALL
                        } else {
                            TypeSet::EMPTY
                        }
                    }
                    Body::Keywords(keywords) => keywords.types.unwrap_or(TypeSet::ALL),
                };
                let types = term.schemas.iter().map(flat_types).fold(TypeSet::ALL, |all, it| all & it);
                let values = member_values(normalizer, term);
                types.is_empty() || values.is_some_and(|values| values.is_empty())
            })
        })
    }
}

/// The only values that a member can have, where the schemas list them directly.
pub(super) fn member_values(normalizer: &Normalizer<'_>, term: &Term) -> Option<Vec<serde_json::Value>> {
    let mut kept: Option<Vec<serde_json::Value>> = None;
    let mut seen = BTreeSet::new();
    let mut open = term.schemas.clone();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let Some(keywords) = normalizer.keywords(id) else { continue };
        open.extend(keywords.reference.iter().chain(&keywords.dynamic_reference).chain(&keywords.all_of));
        let only_null = || (keywords.types == Some(TypeSet::NULL)).then(|| vec![serde_json::Value::Null]);
        if let Some(values) = keywords.values.clone().or_else(only_null) {
            kept = Some(match kept.take() {
                Some(before) => {
                    before.into_iter().filter(|it| values.iter().any(|value| equal(it, value))).collect()
                }
                None => values,
            });
        }
    }
    kept.map(|mut values| {
        values.retain(|value| normalizer.accepts(term, value));
        values
    })
}

/// Whether it is plain that `wide` accepts every instance that `narrow` accepts.
pub(crate) fn covers(normalizer: &Normalizer<'_>, wide: &Term, narrow: &Term) -> bool {
    covers_within(normalizer, wide, narrow, 8)
}

fn covers_within(normalizer: &Normalizer<'_>, wide: &Term, narrow: &Term, depth: u32) -> bool {
    if wide == narrow || (wide.schemas.is_empty() && wide.types.contains(narrow.types)) {
        return true;
    }
    let (a, b) = (normalizer.flat(wide), normalizer.flat(narrow));
    if depth == 0 || !a.unsaid.is_empty() || !a.alternatives.is_empty() {
        return false;
    }
    if let Some(values) = &b.values {
        return values
            .iter()
            .filter(|it| normalizer.accepts(narrow, it))
            .all(|it| a.types.contains(TypeSet::of(it)) && normalizer.accepts(wide, it));
    }
    let inner = |wide: &Term, narrow: &Term| covers_within(normalizer, wide, narrow, depth - 1);
    a.values.is_none()
        && a.types.contains(b.types)
        && b.types.parts().all(|part| {
            a.leaves_free(part)
                || (part.meets(TypeSet::NUMBER) && covers_numbers(&a, &b))
                || (part == TypeSet::STRING && covers_strings(&a, &b))
                || (part == TypeSet::ARRAY && covers_arrays(&a, &b, &inner))
                || (part == TypeSet::OBJECT && covers_objects(&a, &b, &inner))
        })
}

fn covers_numbers(a: &Flat, b: &Flat) -> bool {
    let (a, b) = (&a.number, &b.number);
    let tighter = |wide: &super::Bound, narrow: Option<&super::Bound>, outside: Ordering| {
        narrow.is_some_and(|narrow| {
            let order = compare(&wide.value, &narrow.value);
            order == outside || (order.is_eq() && (narrow.exclusive || !wide.exclusive))
        })
    };
    a.multiple_of.iter().all(|step| b.multiple_of.contains(step))
        && a.minimum.as_ref().is_none_or(|it| tighter(it, b.minimum.as_ref(), Ordering::Less))
        && a.maximum.as_ref().is_none_or(|it| tighter(it, b.maximum.as_ref(), Ordering::Greater))
}

fn covers_strings(a: &Flat, b: &Flat) -> bool {
    let (a, b) = (&a.string, &b.string);
    a.min_length <= b.min_length
        && a.max_length.is_none_or(|max| b.max_length.is_some_and(|it| it <= max))
        && a.patterns.iter().all(|pattern| b.patterns.contains(pattern))
        && a.formats.iter().all(|format| b.formats.contains(format))
}

fn covers_arrays(a: &Flat, b: &Flat, inner: &dyn Fn(&Term, &Term) -> bool) -> bool {
    let (a, b) = (&a.array, &b.array);
    let length = a.prefix.len().max(b.prefix.len());
    a.min_items <= b.min_items
        && a.max_items.is_none_or(|max| b.max_items.is_some_and(|it| it <= max))
        && (!a.unique || b.unique)
        && (0..=length).all(|index| inner(a.item(index), b.item(index)))
}

fn covers_objects(a: &Flat, b: &Flat, inner: &dyn Fn(&Term, &Term) -> bool) -> bool {
    let (a, b) = (&a.object, &b.object);
    a.patterns.is_empty()
        && b.patterns.is_empty()
        && a.min_properties <= b.min_properties
        && a.max_properties.is_none_or(|max| b.max_properties.is_some_and(|it| it <= max))
        && a.required.iter().all(|name| b.required.contains(name))
        && inner(&a.rest, &b.rest)
        && a.properties.iter().all(|(name, term)| inner(term, b.properties.get(name).unwrap_or(&b.rest)))
        && b.properties.iter().all(|(name, term)| inner(a.properties.get(name).unwrap_or(&a.rest), term))
}
