//! Runs a case's instances through its type, by serde and straight from their texts.

use std::fmt::{Debug, Write as _};
use std::path::Path;

use isotype_golden::runtime::{Decode, FromJson, ToJson, read_json};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a type makes of a text by serde: see [`by_serde`].
pub(crate) type BySerde = fn(&str) -> Result<Written, String>;
/// What a type makes of bytes in all ways: see [`all_ways`].
pub(crate) type AllWays = fn(&[u8]) -> Ways;

/// Reads each valid instance, writes it and compares the two; each other one must be refused.
///
/// `"variant"` names the variant that the instance becomes.
#[track_caller]
pub(crate) fn check(case: &str, by_serde: BySerde, all_ways: AllWays) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("{case}.json"));
    let text = std::fs::read_to_string(path).expect("the case can be read");
    let members: Value = serde_json::from_str(&text).expect("the case is JSON");
    let tests = members["tests"].as_array().expect("the case has tests");
    let mut wrong = String::new();
    for test in tests {
        let read = by_serde(&test["data"].to_string());
        let outcome = one(read, &test["data"], test["valid"] == true, test["variant"].as_str());
        let outcome = outcome.and_then(|()| both_ways(all_ways, &test["data"]));
        if let Err(what) = outcome {
            let _ = writeln!(wrong, "{}: {what}: {}", test["description"], test["data"]);
        }
    }
    assert!(wrong.is_empty(), "{case}\n{wrong}");
}

/// A value that was read by serde.
pub(crate) struct Written {
    shown: String,
    /// As serde writes it, and straight.
    texts: serde_json::Result<(String, Vec<u8>)>,
}

/// Reads a text by serde, and writes what was read.
pub(crate) fn by_serde<'de, T>(text: &'de str) -> Result<Written, String>
where
    T: Debug + Decode<'de> + Deserialize<'de> + Serialize + ToJson,
{
    let value = serde_json::from_str::<T>(text).map_err(|error| error.to_string())?;
    let texts = serde_json::to_string(&value).and_then(|text| Ok((text, value.to_json_vec()?)));
    Ok(Written { shown: format!("{value:?}"), texts })
}

fn one(
    read: Result<Written, String>,
    data: &Value,
    valid: bool,
    variant: Option<&str>,
) -> Result<(), String> {
    match read {
        Ok(_) if !valid => Err("accepted".to_owned()),
        Ok(Written { shown, texts }) => {
            let actual = shown.split('(').next().unwrap_or_default();
            if variant.is_some_and(|it| it != actual) {
                return Err(format!("read as {actual}"));
            }
            let (written, straight) = texts.map_err(|error| format!("not written: {error}"))?;
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

/// What reading comes to, as JSON: what is kept as a value has its members in any order.
pub(crate) struct Ways {
    by_serde: Result<Value, String>,
    straight: Result<Value, String>,
    /// Whether it is accepted without asking serde.
    alone: bool,
}

/// Reads bytes in all ways.
pub(crate) fn all_ways<'de, T>(bytes: &'de [u8]) -> Ways
where
    T: Decode<'de> + Deserialize<'de> + Serialize,
{
    let written = |value: T| serde_json::to_value(&value);
    Ways {
        by_serde: serde_json::from_slice(bytes).and_then(written).map_err(|error| error.to_string()),
        straight: T::from_json_slice(bytes).and_then(written).map_err(|error| error.to_string()),
        alone: std::str::from_utf8(bytes).is_ok_and(|text| read_json::<T>(text).is_ok()),
    }
}

/// Both ways of reading come to the same, in value or error: for the instance as it is, spread over lines, with
/// its members turned round, and damaged byte by byte.
fn both_ways(all_ways: AllWays, data: &Value) -> Result<(), String> {
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
        let Ways { by_serde, straight, alone } = all_ways(&text);
        // Serde has the last word: what it takes has to be taken without asking it.
        if by_serde != straight || alone != by_serde.is_ok() {
            let text = String::from_utf8_lossy(&text);
            return Err(format!("by serde {by_serde:?}, straight {straight:?}, alone {alone}, for {text}"));
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
