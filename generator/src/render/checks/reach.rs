//! What is reached from the residual: by what kind of step, and what says nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::{Body, Keywords, SchemaId, Schemas};

/// Facts about every schema that is reached.
pub(super) struct Reach {
    facts: BTreeMap<SchemaId, Facts>,
}

#[derive(Debug, Default)]
struct Facts {
    /// Reached by a reference: it has a place, and as a rule a name, of its own.
    is_target: bool,
    /// Something that looks at unevaluated items or members may see it.
    is_watched: bool,
    /// It accepts less than everything.
    says_something: bool,
}

/// How a subschema is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Same instance, by reference.
    Reference,
    /// Same instance.
    InPlace,
    /// An item, a member, or a member's name.
    Child,
}

impl Reach {
    pub(super) fn new<'i>(schemas: &Schemas, roots: impl IntoIterator<Item = &'i SchemaId>) -> Self {
        let roots: Vec<SchemaId> = roots.into_iter().copied().collect();
        let mut reach = Self { facts: BTreeMap::new() };
        reach.find(schemas, &roots);
        reach.watch(schemas);
        reach.listen(schemas);
        reach
    }

    /// Whether it needs a `static` of its own.
    pub(super) fn is_shared(&self, id: SchemaId) -> bool {
        self.facts.get(&id).is_some_and(|it| it.is_target)
    }

    /// Whether what it evaluates matters.
    pub(super) fn is_watched(&self, id: SchemaId) -> bool {
        self.facts.get(&id).is_some_and(|it| it.is_watched)
    }

    /// Whether it accepts less than everything.
    pub(super) fn says_something(&self, id: SchemaId) -> bool {
        self.facts.get(&id).is_some_and(|it| it.says_something)
    }

    fn find(&mut self, schemas: &Schemas, roots: &[SchemaId]) {
        let mut open: Vec<SchemaId> = roots.to_vec();
        for root in roots {
            self.facts.entry(*root).or_default();
        }
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            for (step, target) in steps(schemas, id) {
                let facts = self.facts.entry(target).or_default();
                facts.is_target |= step == Step::Reference;
                open.push(target);
            }
        }
    }

    /// Spreads from `unevaluated…` to all that sees the same instance.
    fn watch(&mut self, schemas: &Schemas) {
        let looks = |id: &SchemaId| match &schemas[*id].body {
            Body::Keywords(it) => it.unevaluated_items.is_some() || it.unevaluated_properties.is_some(),
            Body::Boolean(_) => false,
        };
        let mut open: Vec<SchemaId> = self.facts.keys().copied().filter(looks).collect();
        while let Some(id) = open.pop() {
            let Some(facts) = self.facts.get_mut(&id) else { continue };
            if facts.is_watched {
                continue;
            }
            facts.is_watched = true;
            let in_place = steps(schemas, id).into_iter().filter(|(step, _)| *step != Step::Child);
            open.extend(in_place.map(|(_, target)| target));
        }
    }

    /// Spreads from schemas with assertions to all that pass them on.
    fn listen(&mut self, schemas: &Schemas) {
        let mut users: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
        let mut open = Vec::new();
        for id in self.facts.keys() {
            match &schemas[*id].body {
                Body::Boolean(accepts) => open.extend((!accepts).then_some(*id)),
                Body::Keywords(keywords) if asserts(keywords) => open.push(*id),
                Body::Keywords(keywords) => {
                    // A branch that accepts everything silences the others, and `if` never refuses.
                    let silenced: &[SchemaId] = match &keywords.any_of[..] {
                        branches if branches.iter().any(|id| says_nothing(schemas, *id)) => branches,
                        _ => &[],
                    };
                    let heard = steps(schemas, *id).into_iter().map(|(_, target)| target);
                    for target in heard.filter(|id| keywords.if_ != Some(*id) && !silenced.contains(id)) {
                        users.entry(target).or_default().push(*id);
                    }
                }
            }
        }
        while let Some(id) = open.pop() {
            let Some(facts) = self.facts.get_mut(&id) else { continue };
            if facts.says_something {
                continue;
            }
            facts.says_something = true;
            open.extend(users.get(&id).into_iter().flatten());
        }
    }
}

/// Whether a keyword refuses instances by itself, whatever its subschemas say.
pub(super) fn asserts(keywords: &Keywords) -> bool {
    let logic = keywords.not.is_some() || keywords.one_of.len() > 1 || keywords.contains.is_some();
    keywords.types.is_some() || keywords.values.is_some() || limits(keywords) || logic
}

/// Whether there is an assertion beside `type` and `enum`.
pub(super) fn limits(keywords: &Keywords) -> bool {
    let numbers = keywords.minimum.is_some()
        || keywords.maximum.is_some()
        || keywords.exclusive_minimum.is_some()
        || keywords.exclusive_maximum.is_some()
        || keywords.multiple_of.is_some();
    let strings = keywords.concerns_strings();
    let arrays = keywords.min_items.is_some() || keywords.max_items.is_some() || keywords.unique_items;
    let objects = !keywords.required.is_empty()
        || !keywords.dependent_required.is_empty()
        || keywords.min_properties.is_some()
        || keywords.max_properties.is_some();
    numbers || strings || arrays || objects
}

/// Whether a schema accepts everything by its looks.
fn says_nothing(schemas: &Schemas, id: SchemaId) -> bool {
    match &schemas[id].body {
        Body::Boolean(accepts) => *accepts,
        Body::Keywords(keywords) => !asserts(keywords) && !applies(keywords),
    }
}

/// Whether a keyword applies subschemas, references and `allOf` aside.
pub(super) fn applies_parts(it: &Keywords) -> bool {
    let in_place = !it.any_of.is_empty()
        || !it.one_of.is_empty()
        || it.not.is_some()
        || it.if_.is_some()
        || !it.dependent_schemas.is_empty();
    let items = !it.prefix_items.is_empty()
        || it.items.is_some()
        || it.contains.is_some()
        || it.unevaluated_items.is_some();
    let members = !it.properties.is_empty()
        || !it.pattern_properties.is_empty()
        || it.additional_properties.is_some()
        || it.property_names.is_some()
        || it.unevaluated_properties.is_some();
    in_place || items || members
}

/// Whether a keyword applies subschemas.
pub(super) fn applies(it: &Keywords) -> bool {
    it.reference.is_some() || it.dynamic_reference.is_some() || !it.all_of.is_empty() || applies_parts(it)
}

/// The subschemas of a schema, references first.
fn steps(schemas: &Schemas, id: SchemaId) -> Vec<(Step, SchemaId)> {
    let Body::Keywords(it) = &schemas[id].body else { return Vec::new() };
    let references = it.reference.iter().chain(&it.dynamic_reference);
    let one_child = [
        &it.items,
        &it.contains,
        &it.unevaluated_items,
        &it.additional_properties,
        &it.property_names,
        &it.unevaluated_properties,
    ];
    let children = it
        .prefix_items
        .iter()
        .chain(one_child.into_iter().flatten())
        .chain(it.properties.values())
        .chain(it.pattern_properties.values());
    let in_place = it
        .all_of
        .iter()
        .chain(&it.any_of)
        .chain(&it.one_of)
        .chain(&it.not)
        .chain(&it.if_)
        .chain(&it.then)
        .chain(&it.else_)
        .chain(it.dependent_schemas.values());
    let tagged = |step| move |id: &SchemaId| (step, *id);
    references
        .map(tagged(Step::Reference))
        .chain(in_place.map(tagged(Step::InPlace)))
        .chain(children.map(tagged(Step::Child)))
        .collect()
}
