//! Runs a case's instances through its type, by serde and straight from their texts.

use std::fmt::{Debug, Write as _};
use std::path::Path;

use isotype_golden::runtime::{Decode, FromJson, ToJson, read_json};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads each valid instance, writes it and compares the two; each other one must be refused.
///
/// `"variant"` names the variant that the instance becomes.
#[track_caller]
pub(crate) fn check<T>(case: &str)
where
    T: Debug + for<'de> Decode<'de> + DeserializeOwned + Serialize + ToJson,
{
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("{case}.json"));
    let text = std::fs::read_to_string(path).expect("the case can be read");
    let members: Value = serde_json::from_str(&text).expect("the case is JSON");
    let tests = members["tests"].as_array().expect("the case has tests");
    let mut wrong = String::new();
    for test in tests {
        let outcome = one::<T>(&test["data"], test["valid"] == true, test["variant"].as_str());
        let outcome = outcome.and_then(|()| both_ways::<T>(&test["data"]));
        if let Err(what) = outcome {
            let _ = writeln!(wrong, "{}: {what}: {}", test["description"], test["data"]);
        }
    }
    assert!(wrong.is_empty(), "{case}\n{wrong}");
}

fn one<T>(data: &Value, valid: bool, variant: Option<&str>) -> Result<(), String>
where
    T: Debug + for<'de> Decode<'de> + DeserializeOwned + Serialize + ToJson,
{
    match serde_json::from_str::<T>(&data.to_string()) {
        Ok(_) if !valid => Err("accepted".to_owned()),
        Ok(value) => {
            let shown = format!("{value:?}");
            let actual = shown.split('(').next().unwrap_or_default();
            if variant.is_some_and(|it| it != actual) {
                return Err(format!("read as {actual}"));
            }
            let written = serde_json::to_string(&value).map_err(|error| format!("not written: {error}"))?;
            let straight = value.to_json_vec().map_err(|error| format!("not written: {error}"))?;
            if straight != written.as_bytes() {
                return Err(format!("written straight as {}", String::from_utf8_lossy(&straight)));
            }
            let after: Value = serde_json::from_str(&written).map_err(|_| format!("written as {written}"))?;
            if same(data, &after) { Ok(()) } else { Err(format!("came back as {after}")) }
        }
        Err(error) if valid => Err(format!("refused, {error}")),
        Err(_) => Ok(()),
    }
}

/// Both ways of reading come to the same, in value or error: for the instance as it is, spread over lines, with
/// its members turned round, and damaged byte by byte.
fn both_ways<T>(data: &Value) -> Result<(), String>
where
    T: for<'de> Decode<'de> + DeserializeOwned + Serialize,
{
    let mut texts = vec![serde_json::to_vec_pretty(data), serde_json::to_vec(&reversed(data))];
    let compact = data.to_string().into_bytes();
    for at in 0..compact.len().min(200) {
        texts.push(Ok(compact[..at].to_vec()));
        for byte in *b" \"\\0,}]:\n\xff" {
            let mut changed = compact.clone();
            changed[at] = byte;
            texts.push(Ok(changed));
            let mut longer = compact.clone();
            longer.insert(at, byte);
            texts.push(Ok(longer));
        }
    }
    texts.push(Ok(compact));
    for text in texts {
        let text = text.map_err(|error| error.to_string())?;
        // Compared as JSON: what is kept as a value has its members in any order.
        let written = |value: T| serde_json::to_value(&value);
        let by_serde = serde_json::from_slice(&text).and_then(written).map_err(|error| error.to_string());
        let from_json = T::from_json_slice(&text).and_then(written).map_err(|error| error.to_string());
        // Serde has the last word: what it takes has to be taken without asking it.
        let alone = std::str::from_utf8(&text).is_ok_and(|text| read_json::<T>(text).is_ok());
        if by_serde != from_json || alone != by_serde.is_ok() {
            let text = String::from_utf8_lossy(&text);
            return Err(format!("by serde {by_serde:?}, from JSON {from_json:?}, alone {alone}, for {text}"));
        }
    }
    Ok(())
}

/// The value with the members of its objects in the opposite order.
fn reversed(data: &Value) -> Value {
    match data {
        Value::Array(items) => items.iter().map(reversed).collect(),
        Value::Object(members) => {
            members.iter().rev().map(|(name, value)| (name.clone(), reversed(value))).collect()
        }
        scalar => scalar.clone(),
    }
}

/// Whether two JSON values are the same; numbers compare by value.
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
