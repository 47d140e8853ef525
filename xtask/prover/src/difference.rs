//! Instances that one canonical schema may accept and another may refuse, found by walking both.
//!
//! For where the algebra can't write the difference down: each place where the two schemas differ is
//! tried alone, in the smallest instance of the first one.

use std::collections::BTreeSet;

use jsonschema::canonical::{ArrayView, CanonicalSchema, CanonicalView, ObjectView};
use serde_json::{Number, Value, json};

use crate::{sample, text};

/// The walk goes no deeper.
const DEPTH: u32 = 8;
/// Instances given at each place.
const MOST: usize = 200;

/// Instances worth trying: `given` may accept them, `taken` may not.
pub(crate) fn instances(given: &CanonicalSchema, taken: &CanonicalSchema) -> Vec<Value> {
    walk(given, taken, DEPTH)
}

fn walk(given: &CanonicalSchema, taken: &CanonicalSchema, depth: u32) -> Vec<Value> {
    if depth == 0 || given == taken {
        return Vec::new();
    }
    let mut found = match (given.view(), taken.view()) {
        (CanonicalView::Reference(uri), _) => {
            return given.definition(&uri).map_or_else(Vec::new, |it| walk(&it, taken, depth - 1));
        }
        (_, CanonicalView::Reference(uri)) => {
            return taken.definition(&uri).map_or_else(Vec::new, |it| walk(given, &it, depth - 1));
        }
        (CanonicalView::AnyOf(branches) | CanonicalView::OneOf(branches), _) => {
            branches.iter().flat_map(|it| walk(it, taken, depth - 1)).collect()
        }
        (
            _,
            CanonicalView::AnyOf(branches) | CanonicalView::OneOf(branches) | CanonicalView::AllOf(branches),
        ) => branches.iter().flat_map(|it| walk(given, it, depth - 1)).collect(),
        (CanonicalView::AllOf(branches), _) => {
            branches.iter().flat_map(|it| walk(it, taken, depth - 1)).collect()
        }
        (CanonicalView::Object(given), CanonicalView::Object(taken)) => objects(&given, &taken, depth - 1),
        (CanonicalView::Array(given), CanonicalView::Array(taken)) => arrays(&given, &taken, depth - 1),
        (_, taken) => outside(&taken),
    };
    found.extend(sample::instances(given));
    found.truncate(MOST);
    found
}

/// Values just outside of what a schema of scalars accepts.
fn outside(taken: &CanonicalView) -> Vec<Value> {
    let around = |bounds: [&Option<Number>; 2]| {
        let bounds = bounds.into_iter().flatten().filter_map(Number::as_f64);
        let near = bounds.flat_map(|it| [it - 1.0, it, it + 1.0, it - 0.5, it + 0.5]);
        near.chain([0.0, 1.0, 0.5]).filter_map(sample::number).collect()
    };
    match taken {
        CanonicalView::String(view) => text::texts_outside(view).into_iter().map(Value::String).collect(),
        CanonicalView::Integer(view) => around([&view.minimum, &view.maximum]),
        CanonicalView::Number(view) => around([&view.minimum, &view.maximum]),
        _ => sample::anything(),
    }
}

fn objects(given: &ObjectView, taken: &ObjectView, depth: u32) -> Vec<Value> {
    let Some(base) = sample::least_object(given, depth) else { return Vec::new() };
    let with = |name: &str, value: Value| {
        let mut object = base.clone();
        object.insert(name.to_owned(), value);
        Value::Object(object)
    };
    let mut found = vec![json!(base)];
    let names: BTreeSet<&String> = given.properties.keys().chain(taken.properties.keys()).collect();
    for name in &names {
        let ours = given.properties.get(*name).or(given.additional_properties.as_ref());
        let theirs = taken.properties.get(*name).or(taken.additional_properties.as_ref());
        let values = match (ours, theirs) {
            (Some(ours), Some(theirs)) => walk(ours, theirs, depth),
            (Some(ours), None) => sample::within(ours, depth),
            (None, Some(theirs)) => outside(&theirs.view()).into_iter().chain(sample::anything()).collect(),
            (None, None) => continue,
        };
        found.extend(values.into_iter().map(|it| with(name, it)));
    }
    let declared: Vec<String> = names.into_iter().cloned().collect();
    let name = sample::undeclared(&declared);
    let values = match (&given.additional_properties, &taken.additional_properties) {
        (Some(ours), Some(theirs)) => walk(ours, theirs, depth),
        _ => sample::member(given, &name, depth),
    };
    found.extend(values.into_iter().map(|it| with(&name, it)));
    found.extend(sample::NAMES.iter().map(|it| with(it, json!(null))));
    for (pattern, theirs) in &taken.pattern_properties {
        for name in text::matching(pattern).iter().take(3) {
            let values = outside(&theirs.view()).into_iter().chain(sample::anything());
            found.extend(values.map(|it| with(name, it)));
        }
    }
    let most = taken.max_properties.as_ref().and_then(Number::as_u64).filter(|it| *it < 100);
    if let Some(most) = most {
        let mut object = base.clone();
        for at in 0..=most {
            object.insert(format!("extra{at}"), json!(null));
        }
        found.push(Value::Object(object));
    }
    found
}

fn arrays(given: &ArrayView, taken: &ArrayView, depth: u32) -> Vec<Value> {
    let least = given.min_items.as_ref().and_then(Number::as_u64).unwrap_or(0);
    let Ok(least) = usize::try_from(least.min(100)) else { return Vec::new() };
    let item = |view: &ArrayView, at: usize| view.prefix_items.get(at).or(view.items.as_ref()).cloned();
    let values = |at: usize| item(given, at).map_or_else(sample::anything, |it| sample::within(&it, depth));
    let filled = |length: usize| -> Option<Vec<Value>> {
        (0..length).map(|at| values(at).into_iter().next()).collect()
    };
    let mut lengths = vec![least, least + 1, least + 2];
    let bounds = [&taken.min_items, &taken.max_items].into_iter().flatten().filter_map(Number::as_u64);
    lengths.extend(
        bounds
            .filter(|it| *it < 100)
            .filter_map(|it| usize::try_from(it).ok())
            .flat_map(|it| [it.saturating_sub(1), it + 1]),
    );
    let mut found: Vec<Value> = lengths.into_iter().filter_map(filled).map(Value::Array).collect();
    for at in 0..=given.prefix_items.len().max(taken.prefix_items.len()).min(16) {
        let Some(base) = filled(least.max(at + 1)) else { continue };
        let candidates = match (item(given, at), item(taken, at)) {
            (Some(ours), Some(theirs)) => walk(&ours, &theirs, depth),
            (Some(ours), None) => sample::within(&ours, depth),
            (None, _) => sample::anything(),
        };
        found.extend(candidates.into_iter().map(|it| {
            let mut items = base.clone();
            items[at] = it;
            Value::Array(items)
        }));
    }
    found
}
