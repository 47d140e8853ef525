//! Exact reading: what a type accepts is what its schema accepts.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, Unexpected, Visitor};

use super::access::{ItemAccess, MemberAccess, ValueAccess};
use super::from_serde::{FromSerde, Whole};
use super::place::{or_null, reword};
use super::then::Then;
use super::violation::Violation;

/// A type that reads a JSON value without guessing: nothing is converted, ignored or filled in.
///
/// `serde::Deserialize` can't take this place, as it is lenient for the types of other crates.
pub trait Decode<'de>: Sized {
    /// What is expected instead, where the input is no object.
    const EXPECTED: &'static str = "an object";

    /// Reads a value: for those that say nothing else, an object.
    ///
    /// # Errors
    ///
    /// If the input is not a value of this type.
    #[inline]
    fn decode<In: ValueAccess<'de>>(input: In) -> Result<Self, In::Error> {
        input.object()
    }

    /// Reads the members of an object; only what is read as one is asked for this.
    ///
    /// # Errors
    ///
    /// If a member is missing, wrong, or there twice.
    fn from_members<A: MemberAccess<'de>>(members: A) -> Result<Self, A::Error> {
        drop(members);
        Err(A::Error::invalid_type(Unexpected::Map, &Self::EXPECTED))
    }

    /// Reads a value that has to keep something; where the type allows for it, errors tell the place in a text.
    ///
    /// # Errors
    ///
    /// If the input is not a value of this type, or it does not keep that.
    #[inline]
    fn decode_if<In: ValueAccess<'de>>(
        input: In,
        keeps: impl FnOnce(&Self) -> Result<(), Violation>,
    ) -> Result<Self, In::Error> {
        let value = Self::decode(input)?;
        match keeps(&value) {
            Ok(()) => Ok(value),
            Err(violation) => Err(In::Error::custom(violation)),
        }
    }
}

/// Hands [`Decode`] to the parts of serde that ask for a seed.
pub struct Seed<T>(PhantomData<fn() -> T>);

impl<T> Seed<T> {
    /// A seed for values of the type.
    #[inline]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T> Default for Seed<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'de, T: Decode<'de>> DeserializeSeed<'de> for Seed<T> {
    type Value = T;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<T, D::Error> {
        T::decode(FromSerde(input))
    }
}

/// Reads a value that serde gives, on its own: what `Deserialize` does for a type.
///
/// # Errors
///
/// If the input is not a value of this type.
#[inline]
pub fn deserialize<'de, T: Decode<'de>, D: Deserializer<'de>>(input: D) -> Result<T, D::Error> {
    // Changed where it lies: values are large.
    let mut read = T::decode(FromSerde(input));
    if let Err(error) = &mut read {
        reword(error);
    }
    read
}

/// Reads the value of the member whose key was read last.
///
/// # Errors
///
/// If the value is not one of this type.
#[inline]
pub fn next_value<'de, T: Decode<'de>, A: MemberAccess<'de>>(map: &mut A) -> Result<T, A::Error> {
    map.value()
}

/// Reads the next item of an array, if there is one.
///
/// # Errors
///
/// If the item is not a value of this type.
#[inline]
pub fn next_element<'de, T: Decode<'de>, A: ItemAccess<'de>>(items: &mut A) -> Result<Option<T>, A::Error> {
    items.item()
}

/// Reads an object from the access to its members.
///
/// # Errors
///
/// If the object is not a value of this type.
#[inline]
pub fn decode_map<'de, T: Decode<'de>, A: MemberAccess<'de>>(map: A) -> Result<T, A::Error> {
    T::decode(Whole(map))
}

impl<'de> Decode<'de> for bool {
    #[inline]
    fn decode<In: ValueAccess<'de>>(input: In) -> Result<Self, In::Error> {
        input.into_serde().deserialize_bool(BoolVisitor)
    }
}

struct BoolVisitor;

impl Visitor<'_> for BoolVisitor {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a boolean")
    }

    #[inline]
    fn visit_bool<E: Error>(self, value: bool) -> Result<bool, E> {
        Ok(value)
    }
}

impl<'de> Decode<'de> for String {
    #[inline]
    fn decode<In: ValueAccess<'de>>(input: In) -> Result<Self, In::Error> {
        input.into_serde().deserialize_string(StringVisitor)
    }

    #[inline]
    fn decode_if<In: ValueAccess<'de>>(
        input: In,
        keeps: impl FnOnce(&Self) -> Result<(), Violation>,
    ) -> Result<Self, In::Error> {
        input.into_serde().deserialize_string(Then(StringVisitor, keeps))
    }
}

struct StringVisitor;

impl Visitor<'_> for StringVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    #[inline]
    fn visit_str<E: Error>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<String, E> {
        Ok(value)
    }
}

impl<'de, T: Decode<'de>> Decode<'de> for Box<T> {
    #[inline]
    fn decode<In: ValueAccess<'de>>(input: In) -> Result<Self, In::Error> {
        T::decode(input).map(Self::new)
    }
}

/// `null`, or a value.
impl<'de, T: Decode<'de>> Decode<'de> for Option<T> {
    #[inline]
    fn decode<In: ValueAccess<'de>>(input: In) -> Result<Self, In::Error> {
        input.option().map_err(or_null)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::content::Content;
    use super::super::from_content::decode_from;
    use super::super::from_json::{FromJson, read_json};
    use super::*;

    /// Reads the text both at once and through a buffer, which must come to the same.
    #[track_caller]
    pub(crate) fn read<T>(text: &str) -> Result<T, String>
    where
        T: for<'de> Decode<'de> + fmt::Debug,
    {
        let mut input = serde_json::Deserializer::from_str(text);
        let direct = deserialize::<T, _>(&mut input).and_then(|value| input.end().map(|()| value));
        let content = Content::decode(FromSerde(&mut serde_json::Deserializer::from_str(text)));
        if let Ok(content) = content {
            let buffered = decode_from::<T>(&content).map_err(|mut error| {
                reword(&mut error);
                error
            });
            match (&direct, &buffered) {
                (Ok(direct), Ok(buffered)) => assert_eq!(format!("{direct:?}"), format!("{buffered:?}")),
                (Err(direct), Err(buffered)) => {
                    let direct = direct.to_string();
                    let end = direct.rfind(" at line ").unwrap_or(direct.len());
                    assert_eq!(direct[..end], buffered.to_string());
                }
                _ => panic!("directly {direct:?}, from content {buffered:?}"),
            }
        }
        let copied = T::decode(FromSerde(&mut serde_json::Deserializer::from_reader(text.as_bytes())));
        if let Ok(direct) = &direct {
            assert_eq!(copied.map(|it| format!("{it:?}")).ok(), Some(format!("{direct:?}")));
        }
        let value: Result<serde_json::Value, _> = serde_json::from_str(text);
        if let (Ok(value), Ok(direct)) = (value, &direct) {
            let from_value = T::decode(FromSerde(value));
            if let Ok(from_value) = from_value {
                assert_eq!(format!("{direct:?}"), format!("{from_value:?}"));
            } else {
                panic!("directly {direct:?}, from a value {from_value:?}");
            }
        }
        let direct = direct.map_err(|error| error.to_string());
        let from_json = T::from_json_slice(text.as_bytes()).map_err(|error| error.to_string());
        assert_eq!(format!("{from_json:?}"), format!("{direct:?}"));
        assert_eq!(read_json::<T>(text).is_ok(), direct.is_ok(), "{text}");
        direct
    }

    #[test]
    fn reads_plain_values() {
        assert_eq!(read::<bool>("true"), Ok(true));
        assert_eq!(read::<String>(r#""a\nb""#), Ok("a\nb".to_owned()));
        assert_eq!(read::<Box<String>>(r#""a""#), Ok(Box::new("a".to_owned())));
        let error = "invalid type: integer `1`, expected a boolean at line 1 column 1";
        assert_eq!(read::<bool>("1"), Err(error.to_owned()));
    }

    #[test]
    fn reads_options_from_anything() {
        assert_eq!(read::<Option<bool>>("null"), Ok(None));
        assert_eq!(read::<Option<bool>>("true"), Ok(Some(true)));
        assert_eq!(read::<Option<Vec<bool>>>("[true]"), Ok(Some(vec![true])));
        assert!(read::<Option<bool>>("1").unwrap_err().contains("expected a boolean"));
    }
}
