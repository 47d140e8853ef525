//! `null` as a type.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

use super::access::ValueAccess;
use super::decode::{Decode, deserialize};
use super::encode::encode_by_serde;

/// JSON's `null` and nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Null;

impl<'de> Decode<'de> for Null {
    fn decode<In: ValueAccess<'de>>(input: In) -> Result<Self, In::Error> {
        input.into_serde().deserialize_unit(NullVisitor)
    }
}

impl<'de> Deserialize<'de> for Null {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        deserialize(input)
    }
}

encode_by_serde!(Null);

impl Serialize for Null {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

struct NullVisitor;

impl Visitor<'_> for NullVisitor {
    type Value = Null;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("null")
    }

    fn visit_unit<E: Error>(self) -> Result<Null, E> {
        Ok(Null)
    }

    fn visit_none<E: Error>(self) -> Result<Null, E> {
        Ok(Null)
    }
}

#[cfg(test)]
mod tests {
    use super::super::decode::tests::read;
    use super::*;

    #[test]
    fn reads_null_alone() {
        assert_eq!(read::<Null>("null"), Ok(Null));
        let error = read::<Null>("0").unwrap_err();
        assert_eq!(error, "invalid type: integer `0`, expected null at line 1 column 1");
        assert_eq!(serde_json::to_string(&Null).unwrap(), "null");
    }
}
