//! Equality and order of JSON values as JSON Schema has them.

use std::cmp::Ordering;

use serde_json::{Number, Value};

/// Whether two values are the same JSON: `1` is `1.0`, and the order of members does not count.
///
/// Spec: Core 2020-12, §4.2.2.
pub fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => compare(a, b) == Ordering::Equal,
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| equal(a, b)))
        }
        _ => a == b,
    }
}

/// A text that two values share if and only if they are [`equal`]: for sets of values.
pub fn key(value: &Value) -> String {
    let all = |items: &[Value]| items.iter().map(key).collect::<Vec<_>>().join(",");
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => value.to_string(),
        Value::Number(number) => {
            let double = double(number);
            match number.as_i128() {
                Some(whole) => whole.to_string(),
                #[expect(clippy::cast_possible_truncation, reason = "integral, and below 10^30")]
                None if double.fract() == 0.0 && double.abs() <= 1e30 => (double as i128).to_string(),
                None => format!("{double:e}"),
            }
        }
        Value::Array(items) => format!("[{}]", all(items)),
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            let members = members.into_iter().map(|(name, it)| format!("{name:?}:{}", key(it)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
    }
}

/// Compares two numbers by value, without rounding.
pub fn compare(a: &Number, b: &Number) -> Ordering {
    match (a.as_i128(), b.as_i128()) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(a), None) => compare_mixed(a, double(b)),
        (None, Some(b)) => compare_mixed(b, double(a)).reverse(),
        // JSON has no NaN.
        (None, None) => double(a).partial_cmp(&double(b)).unwrap_or(Ordering::Equal),
    }
}

/// Whether a number is a whole multiple of another, by the decimals that both are written with.
///
/// Doubles count as their shortest decimal, so `0.3` is a multiple of `0.1`. Exponents are never
/// written out: the remainder is computed modulo the divisor's digits.
pub fn is_multiple(number: &Number, divisor: &Number) -> bool {
    let (digits, exponent) = decimal(number);
    let (divisor, divisor_exponent) = decimal(divisor);
    if digits == 0 || divisor == 0 {
        return digits == 0;
    }
    let shift = exponent - divisor_exponent;
    let power = shift.unsigned_abs();
    if shift >= 0 {
        return (digits % divisor * power_of_ten(power, divisor)).is_multiple_of(divisor);
    }
    // Beyond 10^38 no product of digits has so many zeros.
    let scaled = 10_u128.checked_pow(power).and_then(|it| it.checked_mul(divisor));
    scaled.is_some_and(|it| digits.is_multiple_of(it))
}

/// `10^power` modulo a number below 2^64.
fn power_of_ten(mut power: u32, modulus: u128) -> u128 {
    let (mut base, mut result) = (10 % modulus, 1 % modulus);
    while power > 0 {
        if power % 2 == 1 {
            result = result * base % modulus;
        }
        base = base * base % modulus;
        power /= 2;
    }
    result
}

/// Digits below 2^64 and an exponent of ten; the sign does not matter for divisibility.
fn decimal(number: &Number) -> (u128, i32) {
    if let Some(integer) = number.as_i128() {
        return (integer.unsigned_abs(), 0);
    }
    let text = format!("{:e}", double(number).abs());
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let places = i32::try_from(fraction.len()).unwrap_or_default();
    let digits = format!("{whole}{fraction}").parse().unwrap_or_default();
    (digits, exponent.parse::<i32>().unwrap_or_default() - places)
}

fn compare_mixed(integer: i128, double: f64) -> Ordering {
    // Serde's integers have 64 bits, so all beyond 10^30 is larger.
    if double.abs() > 1e30 {
        return if double > 0.0 { Ordering::Less } else { Ordering::Greater };
    }
    #[expect(clippy::cast_possible_truncation, reason = "below 10^30, so the whole part fits")]
    let whole = double.trunc() as i128;
    let fraction = 0.0_f64.partial_cmp(&double.fract()).unwrap_or(Ordering::Equal);
    integer.cmp(&whole).then(fraction)
}

fn double(number: &Number) -> f64 {
    number.as_f64().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{equal, is_multiple, key};

    #[track_caller]
    fn check(a: &Value, b: &Value, expect: bool) {
        assert_eq!(equal(a, b), expect);
        assert_eq!(equal(b, a), expect);
        assert_eq!(key(a) == key(b), expect);
    }

    #[test]
    fn equality() {
        check(&json!(1), &json!(1.0), true);
        check(&json!(9_007_199_254_740_993_i64), &json!(9_007_199_254_740_992.0), false);
        check(&json!(u64::MAX), &json!(18_446_744_073_709_551_615_u64), true);
        check(&json!(1), &json!(1.5), false);
        check(&json!(-1), &json!(-1.5), false);
        check(&json!({"a": [1], "b": 0}), &json!({"b": 0.0, "a": [1.0]}), true);
        check(&json!([1]), &json!([true]), false);
        check(&json!(0.0), &json!(-0.0), true);
    }

    #[track_caller]
    fn check_multiple(number: &Value, divisor: &Value, expect: bool) {
        let (Value::Number(number), Value::Number(divisor)) = (number, divisor) else {
            panic!("not numbers")
        };
        assert_eq!(is_multiple(number, divisor), expect, "{number} {divisor}");
    }

    #[test]
    fn multiples() {
        check_multiple(&json!(0.3), &json!(0.1), true);
        check_multiple(&json!(0.35), &json!(0.1), false);
        check_multiple(&json!(1e308), &json!(0.123_456_789), false);
        check_multiple(&json!(1e308), &json!(0.5), true);
        check_multiple(&json!(1e-300), &json!(3), false);
        check_multiple(&json!(12_391_239_123_i64), &json!(1e-8), true);
        check_multiple(&json!(0), &json!(7), true);
        check_multiple(&json!(-9), &json!(3), true);
        check_multiple(&json!(u64::MAX), &json!(u64::MAX), true);
    }
}
