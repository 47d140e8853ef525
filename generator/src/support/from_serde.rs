//! What serde gives, as the codecs read it.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor,
};

use super::access::{FromItems, ItemAccess, MemberAccess, ValueAccess, into_slot};
use super::content::Content;
use super::decode::Decode;
use super::from_content::At;
use super::kept::Own;
use super::then::Then;
use super::union_codec::UnionCodec;
use super::violation::Violation;

/// A value, the members or the items that serde gives.
pub struct FromSerde<T>(pub T);

impl<'de, D: Deserializer<'de>> ValueAccess<'de> for FromSerde<D> {
    type Error = D::Error;
    type Serde = D;
    type Kept = Own<'de>;

    #[inline]
    fn into_serde(self) -> D {
        self.0
    }

    fn keep_if(
        self,
        keeps: impl FnOnce(&Content<'de>) -> Result<(), Violation>,
    ) -> Result<Own<'de>, D::Error> {
        Content::decode_if(self, keeps).map(Own::from)
    }

    #[inline]
    fn object<T: Decode<'de>>(self) -> Result<T, D::Error> {
        self.0.deserialize_map(MembersVisitor(PhantomData))
    }

    #[inline]
    fn array<T: FromItems<'de>>(self) -> Result<T, D::Error> {
        self.0.deserialize_seq(ItemsVisitor(PhantomData))
    }

    #[inline]
    fn array_if<T: FromItems<'de>>(
        self,
        keeps: impl FnOnce(&T) -> Result<(), Violation>,
    ) -> Result<T, D::Error> {
        self.0.deserialize_seq(Then(ItemsVisitor(PhantomData), keeps))
    }

    #[inline]
    fn option<T: Decode<'de>>(self) -> Result<Option<T>, D::Error> {
        self.0.deserialize_option(OptionVisitor(PhantomData))
    }

    #[inline]
    fn union<T: UnionCodec<'de>>(self) -> Result<T, D::Error> {
        self.0.deserialize_any(UnionVisitor(PhantomData))
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for FromSerde<A> {
    type Error = A::Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.0.next_value_seed(seed)
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MemberAccess<'de> for FromSerde<A> {
    #[inline]
    fn member<T: Decode<'de>>(&mut self, slot: &mut Option<T>, name: &'static str) -> Result<(), A::Error> {
        into_slot(slot, name, self)
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for FromSerde<A> {
    type Error = A::Error;

    #[inline]
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_element_seed(seed)
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: SeqAccess<'de>> ItemAccess<'de> for FromSerde<A> {}

struct MembersVisitor<T>(PhantomData<fn() -> T>);

impl<'de, T: Decode<'de>> Visitor<'de> for MembersVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::from_members(FromSerde(map))
    }
}

struct ItemsVisitor<T>(PhantomData<fn() -> T>);

impl<'de, T: FromItems<'de>> Visitor<'de> for ItemsVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<T, A::Error> {
        T::from_items(FromSerde(items))
    }
}

/// Serde's deserializers of plain values don't call `visit_some`, they hand over what they have.
struct OptionVisitor<T>(PhantomData<fn() -> T>);

impl<T> OptionVisitor<T> {
    #[inline]
    fn some<'de, D: Deserializer<'de>>(input: D) -> Result<Option<T>, D::Error>
    where
        T: Decode<'de>,
    {
        T::decode(FromSerde(input)).map(Some)
    }
}

impl<'de, T: Decode<'de>> Visitor<'de> for OptionVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    #[inline]
    fn visit_none<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    #[inline]
    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, input: D) -> Result<Option<T>, D::Error> {
        Self::some(input)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, input: D) -> Result<Option<T>, D::Error> {
        Self::some(input)
    }

    #[inline]
    fn visit_bool<E: Error>(self, value: bool) -> Result<Option<T>, E> {
        Self::some(value.into_deserializer())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Option<T>, E> {
        Self::some(value.into_deserializer())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Option<T>, E> {
        Self::some(value.into_deserializer())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Option<T>, E> {
        Self::some(value.into_deserializer())
    }

    #[inline]
    fn visit_str<E: Error>(self, value: &str) -> Result<Option<T>, E> {
        Self::some(value.into_deserializer())
    }

    #[inline]
    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Option<T>, E> {
        Self::some(BorrowedStrDeserializer::new(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Option<T>, A::Error> {
        Self::some(SeqAccessDeserializer::new(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Option<T>, A::Error> {
        Self::some(MapAccessDeserializer::new(map))
    }
}

/// What is neither object nor array is read from memory, so that there is one copy of the codec for all of it.
struct UnionVisitor<T>(PhantomData<fn() -> T>);

#[inline(never)]
fn scalar<'de, T: UnionCodec<'de>, E: Error>(content: &Content<'de>) -> Result<T, E> {
    At::new(content, None).union().map_err(E::custom)
}

impl<'de, T: UnionCodec<'de>> Visitor<'de> for UnionVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTING)
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        scalar(&Content::Null)
    }

    fn visit_none<E: Error>(self) -> Result<T, E> {
        scalar(&Content::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, input: D) -> Result<T, D::Error> {
        FromSerde(input).union()
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        scalar(&Content::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        scalar(&Content::Int(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        scalar(&Content::Uint(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        scalar(&Content::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        scalar(&Content::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<T, E> {
        scalar(&Content::Text(Cow::Borrowed(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<T, A::Error> {
        T::array(FromSerde(SeqAccessDeserializer::new(items)))
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::object(FromSerde(map))
    }
}

/// An object of which the members are there, as a value.
pub(super) struct Whole<A>(pub(super) A);

impl<'de, A: MemberAccess<'de>> ValueAccess<'de> for Whole<A> {
    type Error = A::Error;
    type Serde = MapAccessDeserializer<A>;
    type Kept = Own<'de>;

    #[inline]
    fn into_serde(self) -> MapAccessDeserializer<A> {
        MapAccessDeserializer::new(self.0)
    }

    fn keep_if(
        self,
        keeps: impl FnOnce(&Content<'de>) -> Result<(), Violation>,
    ) -> Result<Own<'de>, A::Error> {
        Content::decode_if(self, keeps).map(Own::from)
    }

    #[inline]
    fn object<T: Decode<'de>>(self) -> Result<T, A::Error> {
        T::from_members(self.0)
    }

    fn array<T: FromItems<'de>>(self) -> Result<T, A::Error> {
        Err(A::Error::invalid_type(Unexpected::Map, &"an array"))
    }

    #[inline]
    fn option<T: Decode<'de>>(self) -> Result<Option<T>, A::Error> {
        T::decode(self).map(Some)
    }

    #[inline]
    fn union<T: UnionCodec<'de>>(self) -> Result<T, A::Error> {
        T::object(self.0)
    }
}

#[cfg(test)]
mod tests {
    use serde::de::value::{BoolDeserializer, Error as Plain, StrDeserializer, UnitDeserializer};

    use super::*;

    #[test]
    fn reads_options_from_plain_values() {
        let plain = |value: bool| -> BoolDeserializer<Plain> { value.into_deserializer() };
        assert_eq!(Option::decode(FromSerde(plain(true))), Ok(Some(true)));
        assert_eq!(Option::<bool>::decode(FromSerde(UnitDeserializer::<Plain>::new())), Ok(None));
        let text: StrDeserializer<'_, Plain> = "a".into_deserializer();
        assert_eq!(Option::decode(FromSerde(text)), Ok(Some("a".to_owned())));
        assert_eq!(
            Option::decode(FromSerde(BorrowedStrDeserializer::<Plain>::new("a"))),
            Ok(Some("a".to_owned()))
        );
    }
}
