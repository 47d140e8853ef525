//! The type without values.

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny};
use serde::ser::{Serialize, Serializer};

use super::access::ValueAccess;
use super::decode::{Decode, deserialize};
use super::encode::encode_by_serde;

/// What the schema `false` allows: nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Never {}

impl<'de> Decode<'de> for Never {
    fn decode<In: ValueAccess<'de>>(input: In) -> Result<Self, In::Error> {
        IgnoredAny::deserialize(input.into_serde())?;
        Err(In::Error::custom("no value is allowed here"))
    }
}

impl<'de> Deserialize<'de> for Never {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        deserialize(input)
    }
}

encode_by_serde!(Never);

impl Serialize for Never {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        match *self {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::decode::tests::read;
    use super::*;

    #[test]
    fn reads_nothing() {
        for text in ["null", "1", "{}", "[]"] {
            assert_eq!(read::<Never>(text), Err("no value is allowed here".to_owned()));
        }
        assert_eq!(read::<Vec<Never>>("[]"), Ok(vec![]));
    }
}
