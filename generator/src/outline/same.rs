//! Whether two schemas of outlines say the same, whatever their definitions are called.

use std::collections::BTreeSet;

use serde_json::Value;

/// Whether two schemas say the same word by word, but for the names of what they refer to.
///
/// Each is given with the schema whose `$defs` it refers to, see [`Outline::schema`](super::Outline::schema).
pub fn is_same((old, a): (&Value, &Value), (new, b): (&Value, &Value)) -> bool {
    Same { old, new, assumed: BTreeSet::new() }.values(a, b)
}

/// The name of the definition that a member of a schema refers to.
pub fn definition<'v>(keyword: &str, value: &'v Value) -> Option<&'v str> {
    (keyword == "$ref").then(|| value.as_str()?.strip_prefix("#/$defs/")).flatten()
}

struct Same<'a> {
    old: &'a Value,
    new: &'a Value,
    /// Definitions that are being compared, or were found to be the same.
    assumed: BTreeSet<(String, String)>,
}

impl Same<'_> {
    fn definitions(&mut self, a: &str, b: &str) -> bool {
        if !self.assumed.insert((a.to_owned(), b.to_owned())) {
            return true;
        }
        let (old, new) = (self.old, self.new);
        self.values(&old["$defs"][a], &new["$defs"][b])
    }

    fn values(&mut self, a: &Value, b: &Value) -> bool {
        match (a, b) {
            (Value::Object(a), Value::Object(b)) => {
                a.len() == b.len()
                    && a.iter().all(|(name, one)| {
                        let Some(other) = b.get(name) else { return false };
                        match (definition(name, one), definition(name, other)) {
                            (Some(one), Some(other)) => self.definitions(one, other),
                            (None, None) => self.values(one, other),
                            _ => false,
                        }
                    })
            }
            (Value::Array(a), Value::Array(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(one, other)| self.values(one, other))
            }
            _ => a == b,
        }
    }
}
