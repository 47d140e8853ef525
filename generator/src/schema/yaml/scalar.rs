//! What a plain scalar means: the core schema of YAML 1.2.

use serde_json::Value;

/// The value of a plain scalar; `None` for a number that JSON does not have.
///
/// `yes`, `on` and dates are texts, as everything is that the schema does not name.
///
/// Spec: YAML 1.2.2, §10.3.2.
pub(super) fn value(text: &str) -> Option<Value> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Some(Value::Null),
        "true" | "True" | "TRUE" => return Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => return Some(Value::Bool(false)),
        ".nan" | ".NaN" | ".NAN" => return None,
        _ => {}
    }
    if let Some((digits, base)) = in_base(text) {
        return u64::from_str_radix(digits, base).ok().map(Value::from);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return None;
    }
    match decimal(unsigned) {
        Some(digits) => {
            let sign = if text.starts_with('-') { "-" } else { "" };
            format!("{sign}{digits}").parse().ok().map(Value::Number)
        }
        None => Some(Value::String(text.to_owned())),
    }
}

/// Digits and base of `0o17` and `0x1F`.
fn in_base(text: &str) -> Option<(&str, u32)> {
    let (digits, base) = match text.split_at_checked(2)? {
        ("0o", digits) => (digits, 8),
        ("0x", digits) => (digits, 16),
        _ => return None,
    };
    let is_number = !digits.is_empty() && digits.chars().all(|it| it.is_digit(base));
    is_number.then_some((digits, base))
}

/// A decimal without sign, spelled as JSON spells it: `007` as `7`, `.5` as `0.5`, `1.` as `1.0`.
fn decimal(text: &str) -> Option<String> {
    let digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    let (number, exponent) = text.split_once(['e', 'E']).map_or((text, None), |(it, e)| (it, Some(e)));
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(it, f)| (it, Some(f)));
    let has_digits = !whole.is_empty() || fraction.is_some_and(|it| !it.is_empty());
    if !has_digits || !digits(whole) || !fraction.is_none_or(digits) {
        return None;
    }
    let mut out = whole.trim_start_matches('0').to_owned();
    if out.is_empty() {
        out.push('0');
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(if fraction.is_empty() { "0" } else { fraction });
    }
    if let Some(exponent) = exponent {
        let power = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if power.is_empty() || !digits(power) {
            return None;
        }
        out.push('e');
        out.push_str(exponent);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::value;

    #[track_caller]
    fn check(text: &str, expect: &Value) {
        assert_eq!(value(text).as_ref(), Some(expect), "{text}");
    }

    #[test]
    fn words() {
        check("", &json!(null));
        check("~", &json!(null));
        check("True", &json!(true));
        for text in ["yes", "no", "on", "Off", "y", "tRue", "nULL", "2024-01-01", "12:30:45", "<<", "="] {
            check(text, &json!(text));
        }
    }

    #[test]
    fn numbers() {
        check("0", &json!(0));
        check("+12", &json!(12));
        check("-007", &json!(-7));
        check("0o17", &json!(15));
        check("0x1F", &json!(31));
        check("18446744073709551615", &json!(18_446_744_073_709_551_615_u64));
        check("-9223372036854775808", &json!(-9_223_372_036_854_775_808_i64));
        check("1.", &json!(1.0));
        check("-.5", &json!(-0.5));
        check("1e3", &json!(1e3));
        check("1_000", &json!("1_000"));
        for text in [".", "1e", "1.2.3", "3.0.1", "0b1", "0x", "1e+", "+", "-", "e3", "+0x1F", "١"] {
            check(text, &json!(text));
        }
    }

    #[test]
    fn numbers_that_json_does_not_have() {
        for text in [".inf", "-.Inf", ".NaN", "1e999", "0xFFFFFFFFFFFFFFFFF"] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
