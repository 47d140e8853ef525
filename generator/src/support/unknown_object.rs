//! Objects that a union does not know.

use std::fmt;
use std::marker::PhantomData;

use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use super::encode::{Encode, ValueSink};

/// An object that is none of the kinds that the union `T` knows. Only reading makes one.
#[derive(Clone, PartialEq, Eq)]
pub struct UnknownObject<T> {
    value: Value,
    of: PhantomData<fn() -> T>,
}

impl<T> UnknownObject<T> {
    /// Keeps an object whose tag is none of the known ones.
    pub(crate) fn keep(value: Value) -> Self {
        Self { value, of: PhantomData }
    }

    /// The object as it was read.
    pub const fn as_value(&self) -> &Value {
        &self.value
    }

    /// The object as it was read.
    pub fn into_value(self) -> Value {
        self.value
    }
}

impl<T> fmt::Debug for UnknownObject<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T> Encode for UnknownObject<T> {
    fn encode<Out: ValueSink>(&self, output: Out) -> Result<Out::Ok, Out::Error> {
        output.value(&self.value)
    }
}

impl<T> Serialize for UnknownObject<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keeps_the_object() {
        let value = json!({"kind": "x", "a": [1]});
        let kept = UnknownObject::<bool>::keep(value.clone());
        assert_eq!((kept.as_value(), serde_json::to_value(&kept).unwrap()), (&value, value.clone()));
        assert_eq!(format!("{kept:?}"), format!("{value:?}"));
        assert_eq!(kept.clone().into_value(), value);
    }
}
