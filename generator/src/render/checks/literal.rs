//! JSON values as `runtime::Literal`.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Number, Value};

use crate::render::pattern::text;

/// A constant of the schema.
pub(crate) fn literal(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote!(Literal::Null),
        Value::Bool(value) => quote!(Literal::Bool(#value)),
        Value::Number(value) => {
            let number = number(value);
            match () {
                () if value.is_u64() => quote!(Literal::Uint(#number)),
                () if value.is_i64() => quote!(Literal::Int(#number)),
                () => quote!(Literal::Float(#number)),
            }
        }
        Value::String(value) => {
            let value = text(value);
            quote!(Literal::Text(#value))
        }
        Value::Array(items) => {
            let items = items.iter().map(literal);
            quote!(Literal::Array(&[#(#items),*]))
        }
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let (name, value) = (text(name), literal(value));
                quote!((#name, #value))
            });
            quote!(Literal::Object(&[#(#members),*]))
        }
    }
}

/// The digits of a number, with underscores between the thousands of long ones.
pub(crate) fn number(value: &Number) -> TokenStream {
    let spelled = match value.as_f64() {
        Some(double) if value.is_f64() => format!("{double:?}"),
        _ => value.to_string(),
    };
    let (sign, digits) = spelled.strip_prefix('-').map_or(("", spelled.as_str()), |digits| ("-", digits));
    let digits =
        if digits.bytes().all(|it| it.is_ascii_digit()) { grouped(digits) } else { digits.to_owned() };
    format!("{sign}{digits}").parse().unwrap_or_default()
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
