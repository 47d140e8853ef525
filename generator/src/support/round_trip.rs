//! What the generated tests do with an instance.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads the instance, writes it, and compares the two as JSON; numbers compare by value.
///
/// # Panics
///
/// When it is refused, or comes back changed.
#[track_caller]
pub fn comes_back<T: DeserializeOwned + Serialize>(text: &str) {
    let value: T = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => panic!("refused: {error}\n{text}"),
    };
    let written = serde_json::to_string(&value).expect("what was read can be written");
    let before: Value = serde_json::from_str(text).expect("the instance is JSON");
    let after: Value = serde_json::from_str(&written).expect("what was written is JSON");
    assert!(same(&before, &after), "came back changed\nbefore: {before}\nafter:  {after}");
}

/// Reads the instance and expects an error.
///
/// # Panics
///
/// When it is accepted.
#[track_caller]
pub fn is_refused<T: DeserializeOwned>(text: &str) {
    assert!(serde_json::from_str::<T>(text).is_err(), "accepted: {text}");
}

fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        (a, b) => a == b,
    }
}
