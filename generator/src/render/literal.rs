//! JSON values as constants of the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

/// A value as an expression of the runtime's `Literal`.
pub(super) fn literal(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote!(Literal::Null),
        Value::Bool(value) => quote!(Literal::Bool(#value)),
        Value::Number(number) => {
            if let Some(value) = number.as_u64() {
                let value = Literal::u64_unsuffixed(value);
                quote!(Literal::Uint(#value))
            } else if let Some(value) = number.as_i64() {
                let value = Literal::i64_unsuffixed(value);
                quote!(Literal::Int(#value))
            } else {
                let value = Literal::f64_unsuffixed(number.as_f64().unwrap_or_default());
                quote!(Literal::Float(#value))
            }
        }
        Value::String(text) => quote!(Literal::Text(#text)),
        Value::Array(items) => {
            let items = items.iter().map(literal);
            quote!(Literal::Array(&[#(#items),*]))
        }
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let value = literal(value);
                quote!((#name, #value))
            });
            quote!(Literal::Object(&[#(#members),*]))
        }
    }
}
