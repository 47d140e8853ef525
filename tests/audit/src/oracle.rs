//! The oracle: the crate `jsonschema`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use isotype::config::Nullable;
use isotype::schema::Dialect;
use isotype_tests::translation::{translate, without_evaluating_contains};
use jsonschema::{Draft, Validator};
use serde_json::{Value, json};

/// Compiles a schema; `Err` says why the oracle refuses it.
pub(crate) fn validator(schema: &Value, dialect: Dialect) -> Result<Validator, String> {
    let draft = match dialect {
        Dialect::Draft4 | Dialect::OpenApi30 => Draft::Draft4,
        Dialect::Draft6 => Draft::Draft6,
        Dialect::Draft7 => Draft::Draft7,
        Dialect::Draft201909 => Draft::Draft201909,
        Dialect::Draft202012 | Dialect::OpenApi31 => Draft::Draft202012,
    };
    let mut schema = translate(schema, Nullable::Lenient);
    if says_2019(&schema, draft) {
        schema = without_evaluating_contains(&schema);
    }
    // Annotations, all three; draft-07 leaves it to the implementation.
    let mut options = jsonschema::options().with_draft(draft).should_validate_formats(false);
    options = options.without_content_media_type_support("application/json");
    for encoding in ["base64", "base64url", "base32", "base32hex", "base16"] {
        options = options.without_content_encoding_support(encoding);
    }
    let built = catch_unwind(AssertUnwindSafe(|| options.build(&schema).map_err(|error| error.to_string())));
    built.unwrap_or_else(|_| Err("the oracle panics".to_owned()))
}

/// Whether a schema is of 2019-09, by its own words or by what it is read as.
fn says_2019(schema: &Value, draft: Draft) -> bool {
    match schema.get("$schema").and_then(Value::as_str) {
        Some(written) => written.contains("/2019-09/"),
        None => draft == Draft::Draft201909,
    }
}

/// What the oracle says of an instance; `None` where it has no answer.
///
/// In draft-04 the oracle takes `1.0` for no integer, which the official suite leaves to the implementation
/// (`zeroTerminatedFloats`): there it is asked about `1`.
pub(crate) fn verdict(validator: &Validator, dialect: Dialect, instance: &Value) -> Option<bool> {
    let whole = matches!(dialect, Dialect::Draft4 | Dialect::OpenApi30).then(|| whole(instance));
    let instance = whole.as_ref().unwrap_or(instance);
    catch_unwind(AssertUnwindSafe(|| validator.is_valid(instance))).ok()
}

/// The instance with `1` for `1.0`.
fn whole(instance: &Value) -> Value {
    match instance {
        Value::Number(it) => match it.as_f64() {
            #[expect(clippy::cast_possible_truncation, reason = "the number is below 2^63")]
            Some(double) if it.is_f64() && double.fract() == 0.0 && double.abs() < 9.2e18 => {
                json!(double as i64)
            }
            _ => instance.clone(),
        },
        Value::Array(items) => items.iter().map(whole).collect(),
        Value::Object(members) => members.iter().map(|(name, it)| (name.clone(), whole(it))).collect(),
        Value::Null | Value::Bool(_) | Value::String(_) => instance.clone(),
    }
}

/// Whether a number stands in the instance that neither `i64` nor `f64` need hold.
pub(crate) fn has_big_numbers(instance: &Value) -> bool {
    match instance {
        Value::Number(it) => it.as_f64().is_some_and(|it| it.abs() >= 9_007_199_254_740_992.0),
        Value::Array(items) => items.iter().any(has_big_numbers),
        Value::Object(members) => members.values().any(has_big_numbers),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

/// Whether an integer stands in the instance that 64 bits don't hold, and that has more digits than a double keeps.
pub(crate) fn may_be_rounded(instance: &Value) -> bool {
    match instance {
        Value::Number(it) => it.as_f64().is_some_and(|double| {
            let is_large = !(-9_223_372_036_854_775_808.0..18_446_744_073_709_551_616.0).contains(&double);
            let digits =
                format!("{double:e}").bytes().take_while(|it| *it != b'e').filter(u8::is_ascii_digit).count();
            it.is_f64() && is_large && digits > 15
        }),
        Value::Array(items) => items.iter().any(may_be_rounded),
        Value::Object(members) => members.values().any(may_be_rounded),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

/// Whether a `multipleOf` in the schema is no whole number.
pub(crate) fn has_fractional_steps(schema: &Value) -> bool {
    match schema {
        Value::Array(items) => items.iter().any(has_fractional_steps),
        Value::Object(members) => members.iter().any(|(name, it)| {
            let is_step = name == "multipleOf" && it.as_f64().is_some_and(|it| it.fract() != 0.0);
            is_step || has_fractional_steps(it)
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contains_evaluates_items_since_2020() {
        let schema = json!({"contains": {"type": "integer"}, "maxContains": 2, "unevaluatedItems": false});
        let says = |dialect, instance: &Value| {
            let validator = validator(&schema, dialect).expect("it is a schema");
            verdict(&validator, dialect, instance)
        };
        assert_eq!(says(Dialect::Draft201909, &json!([1])), Some(false));
        assert_eq!(says(Dialect::Draft202012, &json!([1])), Some(true));
        assert_eq!(says(Dialect::Draft202012, &json!([1, 2, 3])), Some(false));
    }
}
