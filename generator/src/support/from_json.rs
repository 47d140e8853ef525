//! Reading straight from a JSON text.

use serde::de::value::{BorrowedStrDeserializer, StringDeserializer};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::access::{FromItems, ItemAccess, MemberAccess, ValueAccess, into_slot};
use super::content::Content;
use super::decode::{Decode, deserialize};
use super::kept::Own;
use super::memo::{self, Memo};
use super::reader::{Number, Place, Reader, Refused};
use super::union_codec::UnionCodec;
use super::violation::Violation;

/// Reading from a JSON text faster than by way of serde, and with the same outcome: the same texts
/// are accepted, the values are the same, and so are the errors.
pub trait FromJson<'de>: Sized {
    /// Reads a value from a text.
    ///
    /// # Errors
    ///
    /// What `serde_json::from_str` says.
    fn from_json_str(text: &'de str) -> Result<Self, serde_json::Error>;

    /// Reads a value from the bytes of a text.
    ///
    /// # Errors
    ///
    /// What `serde_json::from_slice` says.
    fn from_json_slice(bytes: &'de [u8]) -> Result<Self, serde_json::Error>;
}

impl<'de, T: Decode<'de>> FromJson<'de> for T {
    fn from_json_str(text: &'de str) -> Result<Self, serde_json::Error> {
        match read_json(text) {
            Ok(value) => Ok(value),
            Err(Refused) => read_by_serde(serde_json::Deserializer::from_str(text)),
        }
    }

    fn from_json_slice(bytes: &'de [u8]) -> Result<Self, serde_json::Error> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return read_by_serde(serde_json::Deserializer::from_slice(bytes));
        };
        match read_json(text) {
            Ok(value) => Ok(value),
            Err(Refused) => read_by_serde(serde_json::Deserializer::from_slice(bytes)),
        }
    }
}

/// Reads a value from a text if it is accepted, and does not look for what is wrong where it is not.
///
/// # Errors
///
/// Where `serde_json::from_str` has one.
#[inline]
pub fn read_json<'de, T: Decode<'de>>(text: &'de str) -> Result<T, Refused> {
    let mut reader = Reader::new(text);
    let value = T::decode(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// Says what is wrong.
#[cold]
fn read_by_serde<'de, T, R>(mut input: serde_json::Deserializer<R>) -> Result<T, serde_json::Error>
where
    T: Decode<'de>,
    R: serde_json::de::Read<'de>,
{
    let value = deserialize(&mut input)?;
    input.end()?;
    Ok(value)
}

impl<'de> ValueAccess<'de> for &mut Reader<'de> {
    type Error = Refused;
    type Serde = Self;
    type Kept = Own<'de>;

    #[inline]
    fn into_serde(self) -> Self {
        self
    }

    fn keep_if(
        self,
        keeps: impl FnOnce(&Content<'de>) -> Result<(), Violation>,
    ) -> Result<Own<'de>, Refused> {
        Content::decode_if(self, keeps).map(Own::from)
    }

    #[inline]
    fn object<T: Decode<'de>>(self) -> Result<T, Refused> {
        if self.peek() != b'{' {
            return Err(Refused);
        }
        let start = self.place();
        self.enter()?;
        let value = T::from_members(MembersOf { reader: self, start, separator: b'{' });
        self.leave(b'}');
        value
    }

    #[inline]
    fn array<T: FromItems<'de>>(self) -> Result<T, Refused> {
        if self.peek() != b'[' {
            return Err(Refused);
        }
        self.enter()?;
        let value = T::from_items(ItemsOf { reader: self, separator: b'[' });
        self.leave(b']');
        value
    }

    #[inline]
    fn option<T: Decode<'de>>(self) -> Result<Option<T>, Refused> {
        if self.peek() == b'n' { self.null().map(|()| None) } else { T::decode(self).map(Some) }
    }

    #[inline]
    fn union<T: UnionCodec<'de>>(self) -> Result<T, Refused> {
        match self.peek() {
            b'{' => {
                let start = self.place();
                self.enter()?;
                let value = T::object(MembersOf { reader: self, start, separator: b'{' });
                self.leave(b'}');
                value
            }
            b'"' => T::string(self),
            b'[' => T::array(self),
            b't' | b'f' => T::boolean(self),
            b'n' => T::null(self),
            _ => T::number(self),
        }
    }
}

macro_rules! deserialize_integer {
    ($($method:ident)*) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
            // Most integers are short.
            self.peek();
            match self.short_integer() {
                Some(value) => visitor.visit_u64(value),
                None => self.deserialize_f64(visitor),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Refused;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        match self.peek() {
            b'"' => self.deserialize_str(visitor),
            b'{' => {
                let start = self.place();
                self.enter()?;
                let value = visitor.visit_map(MembersOf { reader: self, start, separator: b'{' });
                self.leave(b'}');
                value
            }
            b'[' => {
                self.enter()?;
                let value = visitor.visit_seq(ItemsOf { reader: self, separator: b'[' });
                self.leave(b']');
                value
            }
            b't' | b'f' => self.deserialize_bool(visitor),
            b'n' => {
                self.null()?;
                visitor.visit_unit()
            }
            _ => self.deserialize_f64(visitor),
        }
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        if self.peek() != b'"' {
            return Err(Refused);
        }
        match self.plain_string() {
            Some(text) => visitor.visit_borrowed_str(text),
            None => visitor.visit_string(self.escaped_string()?),
        }
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        self.peek();
        visitor.visit_bool(self.boolean()?)
    }

    deserialize_integer! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64
    }

    #[inline]
    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        if !matches!(self.peek(), b'-' | b'0'..=b'9') {
            return Err(Refused);
        }
        match self.number()? {
            Number::Uint(value) => visitor.visit_u64(value),
            Number::Int(value) => visitor.visit_i64(value),
            Number::Float(value) => visitor.visit_f64(value),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        self.skip()?;
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        if self.peek() == b'n' {
            self.null()?;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        i128 u128 f32 char bytes byte_buf unit unit_struct newtype_struct seq tuple tuple_struct map struct
        enum identifier
    }
}

/// The members of the object that the reader is in.
struct MembersOf<'r, 'de> {
    reader: &'r mut Reader<'de>,
    /// Where the object begins.
    start: Place,
    /// What stands before the next part.
    separator: u8,
}

impl<'de> MembersOf<'_, 'de> {
    /// Goes to the next name, if there is one.
    #[inline]
    fn next(&mut self) -> Result<bool, Refused> {
        match self.reader.next_part(&mut self.separator, b'}')? {
            Some(b'"') => Ok(true),
            Some(_) => Err(Refused),
            None => Ok(false),
        }
    }

    #[inline]
    fn search<T: Decode<'de>>(
        &mut self,
        named: impl Fn(&str) -> Option<&'static str>,
    ) -> Result<Option<(&'static str, T)>, Refused> {
        while self.next()? {
            let name = match self.reader.plain_string() {
                Some(name) => named(name),
                None => named(&self.reader.escaped_string()?),
            };
            self.reader.take(b':')?;
            if let Some(name) = name {
                return T::decode(&mut *self.reader).map(|value| Some((name, value)));
            }
            self.reader.skip()?;
        }
        Ok(None)
    }
}

impl<'de> MapAccess<'de> for MembersOf<'_, 'de> {
    type Error = Refused;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Refused> {
        if !self.next()? {
            return Ok(None);
        }
        if let Some(name) = self.reader.plain_string() {
            self.reader.take(b':')?;
            return seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some);
        }
        let name = self.reader.escaped_string()?;
        self.reader.take(b':')?;
        seed.deserialize(StringDeserializer::new(name)).map(Some)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refused> {
        seed.deserialize(&mut *self.reader)
    }
}

impl<'de> MemberAccess<'de> for MembersOf<'_, 'de> {
    #[inline]
    fn value<T: Decode<'de>>(&mut self) -> Result<T, Refused> {
        T::decode(&mut *self.reader)
    }

    /// Where it stands, as one after the other is expected: what is faster than the rest is worth its length.
    #[inline]
    fn member<T: Decode<'de>>(&mut self, slot: &mut Option<T>, name: &'static str) -> Result<(), Refused> {
        into_slot(slot, name, self)
    }

    #[inline]
    fn next_is(&mut self, name: &'static str) -> bool {
        let is_next = self.reader.take_name(self.separator, name);
        if is_next {
            self.separator = b',';
        }
        is_next
    }

    #[inline]
    fn text_is(&mut self, text: &str) -> bool {
        self.reader.take_string_if(text)
    }

    #[inline]
    fn boolean_is(&mut self, value: bool) -> bool {
        self.reader.take_if(if value { b"true" } else { b"false" })
    }

    const LOOKS_AHEAD: bool = true;
    const EXPLAINS: bool = false;

    #[inline]
    fn look_ahead<T: Decode<'de>>(
        &mut self,
        named: impl Fn(&str) -> Option<&'static str>,
    ) -> Option<(&'static str, T)> {
        let (place, separator) = (self.reader.place(), self.separator);
        let found = self.search(named);
        self.reader.go_back(place);
        self.separator = separator;
        found.unwrap_or(None)
    }

    fn memo(&self) -> Option<(&Memo, memo::Place)> {
        Some((&self.reader.memo, self.start.at.into()))
    }

    fn again<T: Decode<'de>>(&mut self, _: Option<&Memo>) -> Result<T, Refused> {
        let before = self.reader.place();
        self.reader.go_back(self.start);
        match T::decode(&mut *self.reader) {
            // Left before the closing brace, as by who reads member by member.
            Ok(value) if !self.reader.is_far_off() => {
                self.reader.enter_at_end();
                Ok(value)
            }
            Ok(_) | Err(Refused) => {
                self.reader.go_back(before);
                Err(Refused)
            }
        }
    }
}

/// The items of the array that the reader is in.
struct ItemsOf<'r, 'de> {
    reader: &'r mut Reader<'de>,
    /// What stands before the next part.
    separator: u8,
}

impl<'de> SeqAccess<'de> for ItemsOf<'_, 'de> {
    type Error = Refused;

    #[inline]
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Refused> {
        if self.reader.next_part(&mut self.separator, b']')?.is_none() {
            return Ok(None);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }
}

impl<'de> ItemAccess<'de> for ItemsOf<'_, 'de> {
    #[inline]
    fn item<T: Decode<'de>>(&mut self) -> Result<Option<T>, Refused> {
        if self.reader.next_part(&mut self.separator, b']')?.is_none() {
            return Ok(None);
        }
        T::decode(&mut *self.reader).map(Some)
    }
}
