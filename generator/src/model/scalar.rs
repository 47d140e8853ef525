//! Strings, numbers, and enums over known values.

use std::collections::BTreeMap;

use serde_json::{Number, Value};

use super::lower::Lowering;
use super::object::wrap;
use super::{Check, Choice, ChoiceValue, Integer, Origin, Reading, Shape, TypeUse};
use crate::config::NumberType;
use crate::normalize::{Bound, Flat, NumberRules, Term};
use crate::schema::{SchemaId, TypeSet, key};

/// Lowers a term that accepts known values only.
pub(super) fn choice(
    ctx: &mut Lowering<'_>,
    term: &Term,
    place: &Origin,
    flat: &Flat,
    values: Vec<Value>,
) -> TypeUse {
    if values.is_empty() {
        return TypeUse::Never;
    }
    let all_booleans = values.iter().all(Value::is_boolean);
    if all_booleans && values.len() == 2 {
        return TypeUse::Boolean;
    }
    let atoms = || flat.atoms.iter().filter_map(|id| ctx.normalizer.keywords(*id));
    let names: BTreeMap<String, &String> = atoms().flat_map(|it| &it.value_names).map(by_value).collect();
    let mut words = branch_words(ctx, flat);
    words.extend(atoms().flat_map(|it| &it.value_descriptions).map(by_value));
    let values: Vec<ChoiceValue> = values
        .into_iter()
        .map(|value| {
            let key = key(&value);
            let (name, words) = (names.get(&key), words.get(&key));
            ChoiceValue {
                value,
                given_name: name.map(|it| (*it).clone()),
                description: words.map(|it| (*it).clone()),
            }
        })
        .collect();
    let texts = values.iter().all(|it| it.value.is_string());
    let asked: Vec<SchemaId> =
        term.schemas.iter().copied().filter(|id| ctx.overrides.open.contains(id)).collect();
    let open = texts && !asked.is_empty();
    // The values were judged by the schemas themselves, so nothing is left unsaid.
    let ty = ctx.define_with(term, place, flat, Shape::Choice(Choice { values, open }), None);
    if open {
        ctx.opened.extend(asked);
        ctx.add_reading(&ty, Reading::Open);
    }
    ty
}

fn by_value((value, words): &(Value, String)) -> (String, &String) {
    (key(value), words)
}

/// What branches that stand for one value say about it, the first of each.
fn branch_words<'a>(ctx: &Lowering<'a>, flat: &Flat) -> BTreeMap<String, &'a String> {
    let branches = flat.alternatives.first().into_iter().flat_map(|it| it.branches.iter().rev());
    branches
        .filter_map(|id| {
            let keywords = ctx.normalizer.keywords(*id)?;
            let [only] = keywords.values.as_deref()? else { return None };
            Some((key(only), keywords.description.as_ref().or(keywords.title.as_ref())?))
        })
        .collect()
}

/// Lowers a term that accepts strings only.
pub(super) fn string(ctx: &mut Lowering<'_>, term: &Term, place: &Origin, flat: &Flat) -> TypeUse {
    let rules = &flat.string;
    let mut checks = Vec::new();
    checks.extend((rules.min_length > 0).then_some(Check::MinLength(rules.min_length)));
    checks.extend(rules.max_length.map(Check::MaxLength));
    checks.extend(rules.patterns.iter().cloned().map(Check::Pattern));
    checks.extend(rules.formats.iter().copied().map(Check::Format));
    let residual = Lowering::residual(term, flat);
    if let (true, None, Some(values)) = (checks.is_empty(), &residual, known_values(ctx, flat)) {
        return ctx.define_with(term, place, flat, Shape::Choice(Choice { values, open: true }), None);
    }
    wrap(ctx, term, place, flat, TypeUse::String, checks, residual)
}

/// The values that `x-extensible-enum` lists: others are accepted too.
fn known_values(ctx: &Lowering<'_>, flat: &Flat) -> Option<Vec<ChoiceValue>> {
    let mut all: Vec<ChoiceValue> = Vec::new();
    for keywords in flat.atoms.iter().filter_map(|id| ctx.normalizer.keywords(*id)) {
        for value in keywords.known_values.iter().filter(|it| it.is_string()) {
            if !all.iter().any(|it| it.value == *value) {
                all.push(ChoiceValue { value: value.clone(), given_name: None, description: None });
            }
        }
    }
    (!all.is_empty()).then_some(all)
}

/// Lowers a term that accepts numbers only.
pub(super) fn number(ctx: &mut Lowering<'_>, term: &Term, place: &Origin, flat: &Flat) -> TypeUse {
    let exact = ctx.policies().number == NumberType::Exact;
    let rules = &flat.number;
    let (inner, held) = match (flat.types.contains(TypeSet::FRACTION), exact) {
        (false, false) => held_integer(rules),
        (false, true) => (TypeUse::Integer(Integer::Wide), Held::default()),
        (true, false) => (TypeUse::Double, Held::default()),
        (true, true) => (TypeUse::Number, Held::default()),
    };
    let mut checks = Vec::new();
    if let (Some(Bound { value, exclusive }), false) = (&rules.minimum, held.minimum) {
        checks.push(if *exclusive {
            Check::ExclusiveMinimum(value.clone())
        } else {
            Check::Minimum(value.clone())
        });
    }
    if let (Some(Bound { value, exclusive }), false) = (&rules.maximum, held.maximum) {
        checks.push(if *exclusive {
            Check::ExclusiveMaximum(value.clone())
        } else {
            Check::Maximum(value.clone())
        });
    }
    let integral = !flat.types.contains(TypeSet::FRACTION);
    for step in &rules.multiple_of {
        if !(integral && step.as_f64() == Some(1.0)) {
            checks.push(Check::MultipleOf(step.clone()));
        }
    }
    let mut residual = Lowering::residual(term, flat);
    if flat.types == TypeSet::FRACTION {
        // No Rust type holds fractions only.
        residual.get_or_insert_with(|| super::Residual::of(term, vec!["type"]));
    }
    let narrowed =
        matches!(inner, TypeUse::Integer(it) if it != Integer::Wide) && !(held.minimum && held.maximum);
    let ty = wrap(ctx, term, place, flat, inner, checks, residual);
    if narrowed {
        ctx.add_reading(&ty, Reading::Bits64);
    }
    ty
}

/// Which bounds an integer type holds by itself.
#[derive(Default)]
struct Held {
    minimum: bool,
    maximum: bool,
}

/// The Rust integer that the bounds prove.
fn held_integer(rules: &NumberRules) -> (TypeUse, Held) {
    let whole = |bound: Option<&Bound>, step: i128| {
        let Bound { value, exclusive } = bound?;
        let at = integral(value)?;
        Some(if *exclusive { at + step } else { at })
    };
    let low = whole(rules.minimum.as_ref(), 1);
    let high = whole(rules.maximum.as_ref(), -1);
    let exact = [
        (Integer::U8, 0, i128::from(u8::MAX)),
        (Integer::U16, 0, i128::from(u16::MAX)),
        (Integer::U32, 0, i128::from(u32::MAX)),
        (Integer::U64, 0, i128::from(u64::MAX)),
        (Integer::I8, i128::from(i8::MIN), i128::from(i8::MAX)),
        (Integer::I16, i128::from(i16::MIN), i128::from(i16::MAX)),
        (Integer::I32, i128::from(i32::MIN), i128::from(i32::MAX)),
        (Integer::I64, i128::from(i64::MIN), i128::from(i64::MAX)),
    ];
    for (ty, min, max) in exact {
        if (low, high) == (Some(min), Some(max)) {
            return (TypeUse::Integer(ty), Held { minimum: true, maximum: true });
        }
    }
    match low {
        Some(0) => (TypeUse::Integer(Integer::U64), Held { minimum: true, maximum: false }),
        Some(1..) => (TypeUse::Integer(Integer::U64), Held::default()),
        _ => (TypeUse::Integer(Integer::I64), Held::default()),
    }
}

/// A number's value when it is integral and moderate.
fn integral(number: &Number) -> Option<i128> {
    if let Some(value) = number.as_i64() {
        return Some(i128::from(value));
    }
    if let Some(value) = number.as_u64() {
        return Some(i128::from(value));
    }
    let double = number.as_f64()?;
    // Up to 2^64 doubles convert without loss.
    #[expect(clippy::cast_possible_truncation, reason = "the value is integral and within i128")]
    (double.fract() == 0.0 && double.abs() <= 18_446_744_073_709_551_616.0).then_some(double as i128)
}
