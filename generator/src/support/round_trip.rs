//! What the generated tests do with an instance.

use serde::{Deserialize, Serialize};
use serde_json::Value;

#[cfg(feature = "direct")]
use super::{from_json::FromJson, to_json::ToJson};

/// A type that reads instances.
#[cfg(not(feature = "direct"))]
pub trait Instance<'de>: Deserialize<'de> + Serialize {}

#[cfg(not(feature = "direct"))]
impl<'de, T: Deserialize<'de> + Serialize> Instance<'de> for T {}

/// A type that reads instances by way of serde and straight from their texts.
#[cfg(feature = "direct")]
pub trait Instance<'de>: Deserialize<'de> + Serialize + ToJson + FromJson<'de> {}

#[cfg(feature = "direct")]
impl<'de, T: Deserialize<'de> + Serialize + ToJson + FromJson<'de>> Instance<'de> for T {}

/// Reads the instance, writes it, and compares the two as JSON; numbers compare by value.
///
/// # Panics
///
/// When it is refused, or comes back changed.
#[track_caller]
pub fn comes_back<'de, T: Instance<'de>>(text: &'de str) {
    let written = match again::<T>(text) {
        Ok(written) => written,
        Err(error) => panic!("refused: {error}\n{text}"),
    };
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
pub fn is_refused<'de, T: Instance<'de>>(text: &'de str) {
    assert!(again::<T>(text).is_err(), "accepted: {text}");
}

/// What the instance is written as, or why it is refused.
fn again<'de, T: Instance<'de>>(text: &'de str) -> Result<String, String> {
    let read = serde_json::from_str::<T>(text).map_err(|error| error.to_string());
    let written = read.map(|it| serde_json::to_string(&it).expect("what was read can be written"));
    #[cfg(feature = "direct")]
    {
        let read = T::from_json_str(text).ok();
        let straight = read.map(|it| it.to_json_vec().expect("what was read can be written"));
        let bytes = written.clone().ok().map(String::into_bytes);
        // Errors may differ: those of lists and maps are the standard library's by way of serde.
        assert_eq!(straight, bytes, "not the same straight from the text as by serde: {text}");
    }
    written
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
