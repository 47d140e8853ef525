//! Names of members.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::access::ValueAccess;
use super::decode::{Decode, Seed};

/// The name of a member, borrowed from the input where possible.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key<'de>(Cow<'de, str>);

impl Deref for Key<'_> {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de> From<Key<'de>> for Cow<'de, str> {
    fn from(key: Key<'de>) -> Self {
        key.0
    }
}

impl From<Key<'_>> for String {
    fn from(key: Key<'_>) -> Self {
        key.0.into_owned()
    }
}

impl<'de> From<Cow<'de, str>> for Key<'de> {
    fn from(name: Cow<'de, str>) -> Self {
        Self(name)
    }
}

impl<'de> Decode<'de> for Key<'de> {
    #[inline]
    fn decode<In: ValueAccess<'de>>(input: In) -> Result<Self, In::Error> {
        input.into_serde().deserialize_str(KeyVisitor)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    #[inline]
    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Borrowed(value)))
    }

    #[inline]
    fn visit_str<E: Error>(self, value: &str) -> Result<Key<'de>, E> {
        Ok(owned(value))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Owned(value)))
    }
}

/// Names with escapes can't be borrowed from the input; they are rare.
#[cold]
#[inline(never)]
fn owned<'de>(name: &str) -> Key<'de> {
    Key(Cow::Owned(name.to_owned()))
}

/// Reads the name of the next member, if there is one.
///
/// # Errors
///
/// If the input is not well-formed.
#[inline]
pub fn next_key<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<Key<'de>>, A::Error> {
    map.next_key_seed(Seed::new())
}

/// A seed for the names of a type's members: borrowed from the input where possible, else from a buffer.
pub(super) struct KeyOf<'b, T>(&'b mut String, PhantomData<fn() -> T>);

impl<'b, T> KeyOf<'b, T> {
    #[inline]
    pub(super) const fn new(buffer: &'b mut String) -> Self {
        Self(buffer, PhantomData)
    }
}

impl<'de: 'b, 'b, T> DeserializeSeed<'de> for KeyOf<'b, T> {
    type Value = &'b str;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<&'b str, D::Error> {
        input.deserialize_str(self)
    }
}

impl<'de: 'b, 'b, T> Visitor<'de> for KeyOf<'b, T> {
    type Value = &'b str;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    #[inline]
    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<&'b str, E> {
        Ok(value)
    }

    #[inline]
    fn visit_str<E: Error>(self, value: &str) -> Result<&'b str, E> {
        Ok(buffered(self.0, value))
    }
}

/// Names with escapes can't be borrowed from the input; they are rare.
#[cold]
#[inline(never)]
pub(super) fn buffered<'b>(buffer: &'b mut String, name: &str) -> &'b str {
    buffer.clear();
    buffer.push_str(name);
    buffer
}

#[cfg(test)]
mod tests {
    use super::super::from_serde::FromSerde;
    use super::*;

    #[test]
    fn borrows() {
        let mut input = serde_json::Deserializer::from_str(r#""a" "a\n""#);
        assert!(matches!(Key::decode(FromSerde(&mut input)), Ok(Key(Cow::Borrowed("a")))));
        assert!(matches!(Key::decode(FromSerde(&mut input)), Ok(Key(Cow::Owned(name))) if name == "a\n"));
    }
}
