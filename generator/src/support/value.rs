//! Exact reading of any JSON value.

use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::access::ValueAccess;
use super::decode::{Decode, Seed};
use super::from_serde::FromSerde;
use super::key::next_key;
use super::place::{duplicate, within};

/// Reads anything but an object with two members of the same name.
impl<'de> Decode<'de> for Value {
    fn decode<In: ValueAccess<'de>>(input: In) -> Result<Self, In::Error> {
        input.into_serde().deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, input: D) -> Result<Value, D::Error> {
        Value::decode(FromSerde(input))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut input: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) =
            input.next_element_seed(Seed::new()).map_err(|error| within(items.len(), error))?
        {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(key) = next_key(&mut map)? {
            let value = map.next_value_seed(Seed::new()).map_err(|error| within(&*key, error))?;
            if members.contains_key(&*key) {
                return Err(duplicate(&key));
            }
            members.insert(key.into(), value);
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::decode::tests::read;
    use super::*;

    #[test]
    fn reads_anything_once() {
        let text = r#"{"a": [null, true, 1, -1, 1.5, "x"], "b": {}}"#;
        assert_eq!(read::<Value>(text), Ok(json!({"a": [null, true, 1, -1, 1.5, "x"], "b": {}})));
        let error = read::<Value>(r#"[{"a": {"b": 1, "b": 1}}]"#).unwrap_err();
        assert_eq!(error, "/0/a: duplicate member `b` at line 1 column 23");
    }
}
