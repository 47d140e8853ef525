//! Instances that show something: here, that two branches overlap.

use serde_json::{Map, Number, Value};

use super::{Flat, Normalizer, Term, branches};
use crate::schema::{TypeSet, compare};

/// Objects and arrays nest no deeper in an instance that is made up.
const DEPTH: u32 = 6;

/// An instance that both terms accept, if a simple one can be made; that none is found proves nothing.
pub(crate) fn accepted_by_both(normalizer: &Normalizer<'_>, left: &Term, right: &Term) -> Option<Value> {
    let mut both = left.clone();
    both.add_all(normalizer.schemas, right.schemas.iter().copied());
    both.types = left.types & right.types;
    both.chosen.extend(right.chosen.iter().map(|(group, branch)| (*group, *branch)));
    let found = candidates(normalizer, &both, DEPTH);
    found.into_iter().find(|it| normalizer.accepts(left, it) && normalizer.accepts(right, it))
}

/// A few instances that look like what a term accepts, small ones first.
fn candidates(normalizer: &Normalizer<'_>, term: &Term, depth: u32) -> Vec<Value> {
    let flat = normalizer.flat(term);
    if let Some(values) = &flat.values {
        return values.iter().take(8).cloned().collect();
    }
    if let (Some(alternatives), true) = (flat.alternatives.first(), depth > 0) {
        let of_branches = branches(normalizer, term, alternatives).into_iter().take(8);
        return of_branches.flat_map(|it| candidates(normalizer, &it.term, depth - 1)).take(16).collect();
    }
    flat.types.parts().filter_map(|part| of_type(normalizer, &flat, part, depth)).collect()
}

fn of_type(normalizer: &Normalizer<'_>, flat: &Flat, part: TypeSet, depth: u32) -> Option<Value> {
    Some(match part {
        TypeSet::NULL => Value::Null,
        TypeSet::BOOLEAN => Value::Bool(true),
        TypeSet::STRING => {
            Value::String("a".repeat(usize::try_from(flat.string.min_length).ok()?.clamp(1, 64)))
        }
        TypeSet::ARRAY => {
            let length = usize::try_from(flat.array.min_items).ok().filter(|it| *it <= 8)?;
            let items = (0..length).map(|index| first(normalizer, flat.array.item(index), depth));
            Value::Array(items.collect::<Option<_>>()?)
        }
        TypeSet::OBJECT => {
            let mut object = Map::new();
            for name in &flat.object.required {
                let member = flat.object.properties.get(name).unwrap_or(&flat.object.rest);
                object.insert(name.clone(), first(normalizer, member, depth)?);
            }
            Value::Object(object)
        }
        _ => number(flat),
    })
}

fn first(normalizer: &Normalizer<'_>, term: &Term, depth: u32) -> Option<Value> {
    let found = candidates(normalizer, term, depth.checked_sub(1)?);
    found.into_iter().find(|it| normalizer.accepts(term, it))
}

/// A number near the lower bound, or the upper one, or 0.
fn number(flat: &Flat) -> Value {
    let zero = Number::from(0);
    let fits = |it: &Number| {
        flat.number.minimum.as_ref().is_none_or(|min| compare(it, &min.value).is_gt() || !min.exclusive)
            && flat.number.minimum.as_ref().is_none_or(|min| compare(it, &min.value).is_ge())
            && flat.number.maximum.as_ref().is_none_or(|max| compare(it, &max.value).is_le())
    };
    if fits(&zero) {
        return Value::Number(zero);
    }
    let bound = flat.number.minimum.as_ref().or(flat.number.maximum.as_ref());
    match bound.map(|it| (it.value.as_i64(), it.exclusive, flat.number.minimum.is_some())) {
        Some((Some(value), true, true)) => value.saturating_add(1).into(),
        Some((Some(value), true, false)) => value.saturating_sub(1).into(),
        _ => bound.map_or(Value::Number(zero), |it| Value::Number(it.value.clone())),
    }
}
