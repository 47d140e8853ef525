//! The keywords that compare an instance with a value: types, values, bounds, lengths, counts.

use serde_json::Value;

use super::arena::distinct;
use super::equality::equal;
use super::members::{Members, as_names};
use super::{Dialect, Keywords};

/// The keywords of this module that every dialect has.
pub(super) const ASSERTIONS: [&str; 16] = [
    "type",
    "enum",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "required",
    "minProperties",
    "maxProperties",
];

/// Reads the validation vocabulary.
///
/// Spec: Validation 2020-12, §6.
pub(super) fn read(members: &mut Members<'_, '_>, dialect: Dialect, out: &mut Keywords) {
    let knows = |keyword: &str| dialect.holds(keyword).is_some();
    out.types = members.types();
    out.values = values(members, dialect);
    bounds(members, dialect, out);
    out.multiple_of = members.positive("multipleOf");
    out.min_length = members.count("minLength");
    out.max_length = members.count("maxLength");
    out.pattern = members.pattern();
    if knows("minContains") {
        out.min_contains = members.count("minContains");
        out.max_contains = members.count("maxContains");
    }
    out.min_items = members.count("minItems");
    out.max_items = members.count("maxItems");
    out.unique_items = members.flag("uniqueItems").unwrap_or_default();
    out.required = members.required().into_iter().flatten().collect();
    out.min_properties = members.count("minProperties");
    out.max_properties = members.count("maxProperties");
    if knows("dependentRequired")
        && let Some(lists) = members.object("dependentRequired")
    {
        for (name, value) in lists {
            let Some(names) = as_names(value) else {
                members.invalid("dependentRequired", "an object of arrays of names");
                continue;
            };
            out.dependent_required.insert(name.clone(), names);
        }
    }
}

/// `enum` and `const`: the values that both allow.
fn values(members: &mut Members<'_, '_>, dialect: Dialect) -> Option<Vec<Value>> {
    let listed = members.array("enum").map(|it| distinct(it));
    let single = members.get("const").filter(|_| dialect.holds("const").is_some());
    match (listed, single) {
        (Some(listed), Some(single)) => Some(listed.into_iter().filter(|it| equal(it, single)).collect()),
        (listed, single) => listed.or_else(|| single.map(|it| vec![it.clone()])),
    }
}

fn bounds(members: &mut Members<'_, '_>, dialect: Dialect, out: &mut Keywords) {
    out.minimum = members.number("minimum");
    out.maximum = members.number("maximum");
    if !dialect.exclusive_is_flag() {
        out.exclusive_minimum = members.number("exclusiveMinimum");
        out.exclusive_maximum = members.number("exclusiveMaximum");
        return;
    }
    if members.flag("exclusiveMinimum") == Some(true) {
        out.exclusive_minimum = out.minimum.take();
    }
    if members.flag("exclusiveMaximum") == Some(true) {
        out.exclusive_maximum = out.maximum.take();
    }
}
