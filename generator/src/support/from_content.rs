//! What an instance in memory gives, as the codecs read it.
//!
//! One way for all that is read more than once, or in another order than it stands: every type has one copy of its
//! codec for it, whatever the instance came from.

use std::borrow::Cow;
use std::slice::Iter;

use serde::de::{DeserializeSeed, Deserializer, Error, Expected, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::forward_to_deserialize_any;

use super::access::{FromItems, ItemAccess, MemberAccess, ValueAccess};
use super::content::{Content, ContentError};
use super::decode::Decode;
use super::key::buffered;
use super::memo::{Memo, Place};
use super::union_codec::UnionCodec;
use super::violation::Violation;

/// Reads a value from an instance in memory, which stays as it is.
///
/// # Errors
///
/// If the instance is not a value of this type.
#[inline]
pub fn decode_from<'de, T: Decode<'de>>(content: &Content<'de>) -> Result<T, ContentError> {
    T::decode(At::new(content, None))
}

/// A part of an instance in memory, and what was found out about all of its parts.
#[derive(Clone, Copy)]
pub struct At<'a, 'de> {
    pub(super) content: &'a Content<'de>,
    pub(super) memo: Option<&'a Memo>,
}

impl<'a, 'de> At<'a, 'de> {
    /// A part of the instance that the memo is about, if there is one.
    #[inline]
    pub(super) const fn new(content: &'a Content<'de>, memo: Option<&'a Memo>) -> Self {
        Self { content, memo }
    }
}

impl<'de> ValueAccess<'de> for At<'_, 'de> {
    type Error = ContentError;
    type Serde = Self;
    type Kept = Self;

    #[inline]
    fn into_serde(self) -> Self {
        self
    }

    fn keep_if(
        self,
        keeps: impl FnOnce(&Content<'de>) -> Result<(), Violation>,
    ) -> Result<Self, ContentError> {
        match keeps(self.content) {
            Ok(()) => Ok(self),
            Err(violation) => Err(ContentError::custom(violation)),
        }
    }

    #[inline]
    fn object<T: Decode<'de>>(self) -> Result<T, ContentError> {
        match self.content {
            Content::Object(members) => T::from_members(Members::of(self, members)),
            _ => Err(wrong(self.content, &T::EXPECTED)),
        }
    }

    #[inline]
    fn array<T: FromItems<'de>>(self) -> Result<T, ContentError> {
        match self.content {
            Content::Array(items) => T::from_items(Items(items.iter(), self.memo)),
            _ => Err(wrong(self.content, &"an array")),
        }
    }

    #[inline]
    fn option<T: Decode<'de>>(self) -> Result<Option<T>, ContentError> {
        match self.content {
            Content::Null => Ok(None),
            _ => T::decode(self).map(Some),
        }
    }

    fn union<T: UnionCodec<'de>>(self) -> Result<T, ContentError> {
        match self.content {
            Content::Null => T::null(self),
            Content::Bool(_) => T::boolean(self),
            Content::Uint(_) | Content::Int(_) | Content::Float(_) => T::number(self),
            Content::Text(_) => T::string(self),
            Content::Array(_) => T::array(self),
            Content::Object(members) => T::object(Members::of(self, members)),
        }
    }
}

/// The error for a value of another JSON type.
#[cold]
#[inline(never)]
fn wrong(content: &Content<'_>, expected: &dyn Expected) -> ContentError {
    let found = match content {
        Content::Null => Unexpected::Unit,
        Content::Bool(value) => Unexpected::Bool(*value),
        Content::Uint(value) => Unexpected::Unsigned(*value),
        Content::Int(value) => Unexpected::Signed(*value),
        Content::Float(value) => Unexpected::Float(*value),
        Content::Text(text) => Unexpected::Str(text),
        Content::Array(_) => Unexpected::Seq,
        Content::Object(_) => Unexpected::Map,
    };
    ContentError::invalid_type(found, expected)
}

macro_rules! deserialize_number {
    ($($method:ident)*) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ContentError> {
            self.deserialize_f64(visitor)
        }
    )*};
}

/// For visitors that say what they want: others are not called when there is something else.
///
/// What was borrowed from the text is lent on for as long as the text lives.
impl<'de> Deserializer<'de> for At<'_, 'de> {
    type Error = ContentError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ContentError> {
        match self.content {
            Content::Null => visitor.visit_unit(),
            Content::Bool(value) => visitor.visit_bool(*value),
            Content::Uint(value) => visitor.visit_u64(*value),
            Content::Int(value) => visitor.visit_i64(*value),
            Content::Float(value) => visitor.visit_f64(*value),
            Content::Text(text) => lend(text, visitor),
            Content::Array(items) => visitor.visit_seq(Items(items.iter(), self.memo)),
            Content::Object(members) => visitor.visit_map(Members::of(self, members)),
        }
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ContentError> {
        match self.content {
            Content::Text(text) => lend(text, visitor),
            _ => Err(wrong(self.content, &visitor)),
        }
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ContentError> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ContentError> {
        match self.content {
            Content::Bool(value) => visitor.visit_bool(*value),
            _ => Err(wrong(self.content, &visitor)),
        }
    }

    deserialize_number! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64
    }

    #[inline]
    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ContentError> {
        match self.content {
            Content::Uint(value) => visitor.visit_u64(*value),
            Content::Int(value) => visitor.visit_i64(*value),
            Content::Float(value) => visitor.visit_f64(*value),
            _ => Err(wrong(self.content, &visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ContentError> {
        match self.content {
            Content::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ContentError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ContentError> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i128 u128 f32 char bytes byte_buf unit unit_struct seq tuple tuple_struct map struct enum identifier
    }
}

/// Hands on a text, borrowed if it is.
#[inline]
fn lend<'de, V: Visitor<'de>>(text: &Cow<'de, str>, visitor: V) -> Result<V::Value, ContentError> {
    match text {
        Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
        Cow::Owned(text) => visitor.visit_str(text),
    }
}

/// A text as the name of a member.
struct Name<'a, 'de>(&'a Cow<'de, str>);

impl<'de> Deserializer<'de> for Name<'_, 'de> {
    type Error = ContentError;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ContentError> {
        lend(self.0, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// The members of an object in memory, in which nothing is ever used up.
struct Members<'a, 'de> {
    object: At<'a, 'de>,
    all: &'a [(Cow<'de, str>, Content<'de>)],
    next: usize,
}

impl<'a, 'de> Members<'a, 'de> {
    #[inline]
    fn of(object: At<'a, 'de>, all: &'a [(Cow<'de, str>, Content<'de>)]) -> Self {
        Self { object, all, next: 0 }
    }

    /// Goes to the next member, and gives its name.
    #[inline]
    fn step(&mut self) -> Option<&'a Cow<'de, str>> {
        let (name, _) = self.all.get(self.next)?;
        self.next += 1;
        Some(name)
    }

    /// The same, for types.
    #[inline(never)]
    fn name<'b>(&mut self, buffer: &'b mut String) -> Option<&'b str>
    where
        'de: 'b,
    {
        self.step().map(|name| match name {
            Cow::Borrowed(name) => *name,
            Cow::Owned(name) => buffered(buffer, name),
        })
    }

    /// The value of the member that it went to last.
    #[inline]
    fn current(&self) -> At<'a, 'de> {
        let content = match self.next.checked_sub(1).and_then(|at| self.all.get(at)) {
            Some((_, value)) => value,
            None => &Content::Null,
        };
        At { content, ..self.object }
    }
}

impl<'de> MapAccess<'de> for Members<'_, 'de> {
    type Error = ContentError;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ContentError> {
        match self.step() {
            Some(name) => seed.deserialize(Name(name)).map(Some),
            None => Ok(None),
        }
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ContentError> {
        seed.deserialize(self.current())
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.all.len() - self.next)
    }
}

impl<'de> MemberAccess<'de> for Members<'_, 'de> {
    #[inline]
    fn key<'b, T>(&mut self, buffer: &'b mut String) -> Result<Option<&'b str>, ContentError>
    where
        'de: 'b,
    {
        Ok(self.name(buffer))
    }

    #[inline]
    fn value<T: Decode<'de>>(&mut self) -> Result<T, ContentError> {
        T::decode(self.current())
    }

    const LOOKS_AHEAD: bool = true;

    fn look_ahead<T: Decode<'de>>(
        &mut self,
        wanted: impl Fn(&str) -> Option<&'static str>,
    ) -> Option<(&'static str, T)> {
        let found = self.all.iter().find_map(|(name, value)| Some((wanted(name)?, value)));
        found.and_then(|(name, value)| Some((name, T::decode(At::new(value, self.object.memo)).ok()?)))
    }

    fn again<T: Decode<'de>>(&mut self, memo: Option<&Memo>) -> Result<T, ContentError> {
        T::decode(At::new(self.object.content, self.object.memo.or(memo)))
    }

    #[inline]
    fn whole<T: Decode<'de>>(self) -> Result<T, ContentError> {
        T::decode(self.object)
    }

    fn memo(&self) -> Option<(&Memo, Place)> {
        Some((self.object.memo?, self.object.content.into()))
    }
}

/// The items of an array in memory.
struct Items<'a, 'de>(Iter<'a, Content<'de>>, Option<&'a Memo>);

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = ContentError;

    #[inline]
    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, ContentError> {
        match self.0.next() {
            Some(item) => seed.deserialize(At::new(item, self.1)).map(Some),
            None => Ok(None),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

impl<'de> ItemAccess<'de> for Items<'_, 'de> {
    #[inline]
    fn item<T: Decode<'de>>(&mut self) -> Result<Option<T>, ContentError> {
        match self.0.next() {
            Some(item) => T::decode(At::new(item, self.1)).map(Some),
            None => Ok(None),
        }
    }
}
