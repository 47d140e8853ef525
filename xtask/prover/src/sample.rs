//! Instances that look like what a canonical schema accepts.
//!
//! They are only worth trying: whoever uses one asks the validator first.

use jsonschema::JsonType;
use jsonschema::canonical::{
    ArrayView, CanonicalSchema, CanonicalView, IntegerView, NumberView, ObjectView, ObjectViolationView,
};
use serde_json::{Map, Number, Value, json};

use crate::text;

/// Instances nest no deeper.
const DEPTH: u32 = 6;
/// Instances made of one schema.
const MOST: usize = 64;
/// Arrays and objects with more parts are not made.
const LARGEST: u64 = 64;

/// Some instances, simple ones first.
pub(crate) fn instances(schema: &CanonicalSchema) -> Vec<Value> {
    within(schema, DEPTH)
}

/// As [`instances`], nested no deeper than this.
pub(crate) fn within(schema: &CanonicalSchema, depth: u32) -> Vec<Value> {
    let Some(below) = depth.checked_sub(1) else { return Vec::new() };
    let mut found: Vec<Value> = match schema.view() {
        CanonicalView::True | CanonicalView::Not(_) => anything(),
        CanonicalView::False | CanonicalView::Raw(_) => Vec::new(),
        CanonicalView::MultiType(types) => {
            anything().into_iter().filter(|it| types.contains(type_of(it))).collect()
        }
        CanonicalView::TypedGroup(group) => {
            let all = within(&group.body, depth).into_iter().chain(anything());
            all.filter(|it| is_of(group.ty, it)).collect()
        }
        CanonicalView::String(view) => text::texts(&view).into_iter().map(Value::String).collect(),
        CanonicalView::Integer(view) => integers(&view),
        CanonicalView::Number(view) => numbers(&view),
        CanonicalView::Array(view) => arrays(&view, below),
        CanonicalView::Object(view) => objects(&view, below),
        CanonicalView::Const(value) => vec![value],
        CanonicalView::Enum(values) => values,
        CanonicalView::AllOf(branches) => all_of(&branches, depth),
        CanonicalView::AnyOf(branches) | CanonicalView::OneOf(branches) => {
            let each = (MOST / branches.len().max(1)).max(2);
            branches.iter().flat_map(|it| within(it, depth).into_iter().take(each)).collect()
        }
        CanonicalView::Reference(uri) => {
            schema.definition(&uri).map_or_else(Vec::new, |it| within(&it, below))
        }
    };
    found.truncate(MOST);
    found
}

/// One instance of each JSON type, and some more.
pub(crate) fn anything() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(0),
        json!("a"),
        json!([]),
        json!({}),
        json!(0.5),
        json!(""),
        json!(false),
    ]
}

fn type_of(value: &Value) -> JsonType {
    match value {
        Value::Null => JsonType::Null,
        Value::Bool(_) => JsonType::Boolean,
        Value::Number(number) if number.is_f64() => JsonType::Number,
        Value::Number(_) => JsonType::Integer,
        Value::String(_) => JsonType::String,
        Value::Array(_) => JsonType::Array,
        Value::Object(_) => JsonType::Object,
    }
}

fn is_of(ty: JsonType, value: &Value) -> bool {
    type_of(value) == ty || (ty == JsonType::Number && value.is_number())
}

fn integers(view: &IntegerView) -> Vec<Value> {
    let least = view.minimum.as_ref().and_then(Number::as_i64);
    let most = view.maximum.as_ref().and_then(Number::as_i64);
    let steps = view.multiple_of.iter().filter_map(Number::as_i64).filter(|it| *it != 0);
    let near: Vec<i64> = [Some(0), least, most].into_iter().flatten().collect();
    let mut found = near.clone();
    found.extend(near.iter().flat_map(|it| [it.saturating_add(1), it.saturating_sub(1)]));
    for step in steps {
        found.extend(near.iter().flat_map(|it| {
            let whole = it.div_euclid(step).saturating_mul(step);
            [whole, whole.saturating_add(step)]
        }));
    }
    let fits = |it: &i64| least.is_none_or(|least| *it >= least) && most.is_none_or(|most| *it <= most);
    let mut kept: Vec<i64> = found.into_iter().filter(fits).collect();
    kept.dedup();
    let large = [&view.minimum, &view.maximum].into_iter().flatten().filter(|it| it.as_i64().is_none());
    kept.into_iter().map(|it| json!(it)).chain(large.map(|it| json!(it))).collect()
}

fn numbers(view: &NumberView) -> Vec<Value> {
    let bounds = [view.minimum.as_ref(), view.maximum.as_ref()].map(|it| it.and_then(Number::as_f64));
    let [least, most] = bounds;
    let mut found = vec![0.0, 1.0, 0.5, -1.0];
    for bound in bounds.into_iter().flatten() {
        found.extend([bound, bound + 1.0, bound - 1.0, bound + 0.5, bound - 0.5]);
    }
    if let (Some(least), Some(most)) = (least, most) {
        found.push(f64::midpoint(least, most));
    }
    let steps = view.multiple_of.iter().chain(&view.not_multiple_of).filter_map(Number::as_f64);
    for step in steps {
        found.extend([step, 2.0 * step, step / 2.0]);
        found.extend(least.map(|it| (it / step).ceil() * step));
    }
    found.into_iter().filter_map(number).collect()
}

/// A number, written without a fraction where it has none.
#[expect(clippy::cast_possible_truncation, reason = "the number is an integer of less than 54 bits")]
pub(crate) fn number(value: f64) -> Option<Value> {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        return Some(json!(value as i64));
    }
    Number::from_f64(value).map(Value::Number)
}

fn arrays(view: &ArrayView, depth: u32) -> Vec<Value> {
    let least = view.min_items.as_ref().and_then(Number::as_u64).unwrap_or(0);
    if least > LARGEST {
        return Vec::new();
    }
    let least = usize::try_from(least).unwrap_or_default();
    let item = |at: usize| match view.prefix_items.get(at).or(view.items.as_ref()) {
        Some(schema) => within(schema, depth),
        None => anything(),
    };
    let first = |length: usize| -> Option<Vec<Value>> {
        (0..length)
            .map(|at| {
                let all = item(at);
                all.get(at % all.len().max(1)).or(all.first()).cloned()
            })
            .collect()
    };
    let mut found: Vec<Value> = [least, least + 1].into_iter().filter_map(first).map(Value::Array).collect();
    // All items the same, for what must repeat.
    let same = item(0).into_iter().next().filter(|_| least > 0);
    found.extend(same.map(|it| json!(vec![it; least])));
    for needed in &view.contains {
        for part in within(&needed.schema, depth).into_iter().take(4) {
            let count = needed.min_contains.as_ref().and_then(Number::as_u64).unwrap_or(1).min(LARGEST);
            let mut items = vec![part; usize::try_from(count).unwrap_or(1)];
            while items.len() < least {
                let Some(more) = item(items.len()).into_iter().next() else { break };
                items.push(more);
            }
            found.push(Value::Array(items));
        }
    }
    // Every way to fill one place.
    for at in 0..view.prefix_items.len().max(least).clamp(1, 8) {
        let Some(base) = first(least.max(at + 1)) else { continue };
        found.extend(item(at).into_iter().map(|it| {
            let mut items = base.clone();
            items[at] = it;
            Value::Array(items)
        }));
    }
    found
}

/// The members that an object can't do without, one way.
pub(crate) fn least_object(view: &ObjectView, depth: u32) -> Option<Map<String, Value>> {
    let mut object = Map::new();
    for name in &view.required {
        object.insert(name.clone(), member(view, name, depth).into_iter().next()?);
    }
    let least = view.min_properties.as_ref().and_then(Number::as_u64).unwrap_or(0);
    if least > LARGEST {
        return None;
    }
    let named = view.properties.keys().cloned().collect::<Vec<_>>().into_iter();
    for name in named.chain((1..=LARGEST).map(|it| format!("extra{it}"))) {
        if object.len() as u64 >= least {
            break;
        }
        if let (false, Some(value)) =
            (object.contains_key(&name), member(view, &name, depth).into_iter().next())
        {
            object.insert(name, value);
        }
    }
    Some(object)
}

/// Values that a member may have.
pub(crate) fn member(view: &ObjectView, name: &str, depth: u32) -> Vec<Value> {
    let declared = view.properties.get(name).or(view.additional_properties.as_ref());
    declared.map_or_else(anything, |schema| within(schema, depth))
}

fn objects(view: &ObjectView, depth: u32) -> Vec<Value> {
    let Some(base) = least_object(view, depth) else { return Vec::new() };
    let with = |name: &str, value: Value| {
        let mut object = base.clone();
        object.insert(name.to_owned(), value);
        Value::Object(object)
    };
    let mut found = vec![Value::Object(base.clone())];
    for violation in &view.violations {
        match violation {
            ObjectViolationView::NameFails(_) => {
                found.extend(NAMES.iter().map(|name| with(name, json!(null))));
            }
            ObjectViolationView::UndeclaredValueFails { names, .. } => {
                let name = undeclared(names);
                found.extend(
                    member(view, &name, depth).into_iter().chain(anything()).map(|it| with(&name, it)),
                );
            }
            ObjectViolationView::PatternValueFails { pattern, .. } => {
                for name in text::matching(pattern).iter().take(3) {
                    found.extend(anything().into_iter().map(|it| with(name, it)));
                }
            }
        }
    }
    // Every way to fill one member.
    for name in view.properties.keys() {
        found.extend(member(view, name, depth).into_iter().take(12).map(|it| with(name, it)));
    }
    found
}

/// Names of members that schemas may dislike.
pub(crate) const NAMES: [&str; 6] = [
    "extra",
    "",
    "A",
    "0",
    "a b",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
];

/// A name that is none of these.
pub(crate) fn undeclared(names: &[String]) -> String {
    let mut name = "extra".to_owned();
    while names.contains(&name) {
        name.push('_');
    }
    name
}

/// Instances of each branch, and objects that have the members of all.
fn all_of(branches: &[CanonicalSchema], depth: u32) -> Vec<Value> {
    let each: Vec<Vec<Value>> = branches.iter().map(|it| within(it, depth)).collect();
    let mut merged = Map::new();
    for object in each.iter().filter_map(|all| all.iter().find_map(Value::as_object)) {
        merged.extend(object.clone());
    }
    let mut found: Vec<Value> = each.into_iter().flatten().collect();
    for object in found.clone().iter().filter_map(Value::as_object) {
        let mut both = merged.clone();
        both.extend(object.clone());
        found.push(Value::Object(both));
    }
    found
}
