//! Runs instances through types. Part of the scratch crate, not of xtask.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

#[derive(Deserialize)]
struct Instance {
    ty: String,
    valid: bool,
    text: String,
}

/// Reads a text into `T` and writes it again; `None` where it is refused.
pub fn again<T: DeserializeOwned + Serialize>(text: &str) -> Option<String> {
    let read: T = serde_json::from_str(text).ok()?;
    Some(serde_json::to_string(&read).unwrap_or_default())
}

/// Prints how the instances on standard input fare with the types named.
pub fn run(types: &[(&str, fn(&str) -> Option<String>)]) {
    let instances: Vec<Instance> = serde_json::from_reader(std::io::stdin()).expect("xtask writes JSON");
    let (mut accepted, mut unchanged, mut wrongly_accepted) = (0, 0, 0);
    for instance in &instances {
        // A type that there is not accepts nothing.
        let ty = types.iter().find(|it| it.0 == instance.ty);
        let written = ty.and_then(|it| (it.1)(&instance.text));
        match (instance.valid, written) {
            (true, Some(written)) => {
                accepted += 1;
                let before: Value = serde_json::from_str(&instance.text).unwrap_or_default();
                let after = serde_json::from_str(&written);
                unchanged += usize::from(after.is_ok_and(|after| same(&before, &after)));
            }
            (false, Some(_)) => wrongly_accepted += 1,
            (_, None) => {}
        }
    }
    println!(r#"{{"accepted":{accepted},"unchanged":{unchanged},"wrongly_accepted":{wrongly_accepted}}}"#);
}

/// Equal as JSON: `1` and `1.0` are the same number.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}
