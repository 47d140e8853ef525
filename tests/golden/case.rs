//! Runs a case's instances through its type.

use std::fmt::{Debug, Write as _};
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads each valid instance, writes it and compares the two; each other one must be refused.
///
/// `"variant"` names the variant that the instance becomes.
#[track_caller]
pub(crate) fn check<T: Debug + DeserializeOwned + Serialize>(case: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("{case}.json"));
    let text = std::fs::read_to_string(path).expect("the case can be read");
    let members: Value = serde_json::from_str(&text).expect("the case is JSON");
    let tests = members["tests"].as_array().expect("the case has tests");
    let mut wrong = String::new();
    for test in tests {
        let outcome = one::<T>(&test["data"], test["valid"] == true, test["variant"].as_str());
        if let Err(what) = outcome {
            let _ = writeln!(wrong, "{}: {what}: {}", test["description"], test["data"]);
        }
    }
    assert!(wrong.is_empty(), "{case}\n{wrong}");
}

fn one<T: Debug + DeserializeOwned + Serialize>(data: &Value, valid: bool, variant: Option<&str>) -> Result<(), String> {
    match serde_json::from_str::<T>(&data.to_string()) {
        Ok(_) if !valid => Err("accepted".to_owned()),
        Ok(value) => {
            let shown = format!("{value:?}");
            let actual = shown.split('(').next().unwrap_or_default();
            if variant.is_some_and(|it| it != actual) {
                return Err(format!("read as {actual}"));
            }
            let written = serde_json::to_string(&value).map_err(|error| format!("not written: {error}"))?;
            let after: Value = serde_json::from_str(&written).map_err(|_| format!("written as {written}"))?;
            if same(data, &after) { Ok(()) } else { Err(format!("came back as {after}")) }
        }
        Err(error) if valid => Err(format!("refused, {error}")),
        Err(_) => Ok(()),
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
