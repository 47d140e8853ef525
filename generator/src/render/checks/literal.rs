//! JSON values as `runtime::Literal`.

use serde_json::{Number, Value};

use crate::render::expression::Expression;
use crate::render::pattern::text;

/// A constant of the schema.
pub(crate) fn literal(value: &Value) -> Expression {
    match value {
        Value::Null => Expression::words("Literal::Null"),
        Value::Bool(value) => Expression::call("Literal::Bool", [Expression::words(value.to_string())]),
        Value::Number(value) => {
            let name = match () {
                () if value.is_u64() => "Literal::Uint",
                () if value.is_i64() => "Literal::Int",
                () => "Literal::Float",
            };
            Expression::call(name, [Expression::words(number(value))])
        }
        Value::String(value) => Expression::call("Literal::Text", [quoted(value)]),
        Value::Array(items) => {
            Expression::call("Literal::Array", [Expression::slice(items.iter().map(literal))])
        }
        Value::Object(members) => {
            let pairs = members.iter().map(|(name, value)| Expression::tuple([quoted(name), literal(value)]));
            Expression::call("Literal::Object", [Expression::slice(pairs)])
        }
    }
}

/// A text as a literal.
pub(super) fn quoted(value: &str) -> Expression {
    Expression::words(text(value).to_string())
}

/// The digits of a number, with underscores between the thousands of long ones.
pub(crate) fn number(value: &Number) -> String {
    let spelled = match value.as_f64() {
        Some(double) if value.is_f64() => format!("{double:?}"),
        _ => value.to_string(),
    };
    let (sign, digits) = spelled.strip_prefix('-').map_or(("", spelled.as_str()), |digits| ("-", digits));
    let digits =
        if digits.bytes().all(|it| it.is_ascii_digit()) { grouped(digits) } else { digits.to_owned() };
    format!("{sign}{digits}")
}

fn grouped(digits: &str) -> String {
    if digits.len() < 6 {
        return digits.to_owned();
    }
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    grouped
}
