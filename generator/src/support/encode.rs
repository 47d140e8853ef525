//! Writing: by way of serde, or straight into a text.

use std::collections::BTreeMap;

use serde::ser::{Error, Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::members::{Escaped, Members};

/// A type that is written as what it was read from: most of them as an object, member by member.
///
/// What serde writes is the same; this trait knows more of the output, so that there is less to do for a text.
pub trait Encode: Serialize {
    /// The names that belong to the type where it is an object: unknown members can't have them.
    const MEMBERS: &'static [&'static str] = &[];
    /// Whether the names stand in texts as they are, so that they can be looked for there.
    const IN_ORDER: bool = have_no_escapes(Self::MEMBERS);

    /// Writes the value: for those that say nothing else, an object.
    ///
    /// # Errors
    ///
    /// If the value can't be written.
    #[inline]
    fn encode<Out: ValueSink>(&self, output: Out) -> Result<Out::Ok, Out::Error> {
        output.object(|sink| {
            if Self::IN_ORDER { Members::write(sink, self) } else { Members::write(&mut Escaped(sink), self) }
        })
    }

    /// Writes the members of an object; only what is written as one is asked for this.
    fn to_members<M: MemberSink>(&self, members: &mut Members<'_, M>) {
        let _ = members;
    }
}

/// Writes a value as serde does.
///
/// # Errors
///
/// If the value can't be written.
#[inline]
pub fn serialize<T: Encode, S: Serializer>(value: &T, output: S) -> Result<S::Ok, S::Error> {
    value.encode(ToSerde(output))
}

/// Whether names can be written between quotation marks as they are.
const fn have_no_escapes(names: &[&str]) -> bool {
    let mut name = 0;
    while name < names.len() {
        let bytes = names[name].as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] < 0x20 || bytes[at] == b'"' || bytes[at] == b'\\' {
                return false;
            }
            at += 1;
        }
        name += 1;
    }
    true
}

/// Where a value is written to.
pub trait ValueSink: Sized {
    /// What comes of it.
    type Ok;
    /// Why it could not be written.
    type Error: Error;
    /// Where the members of an object are written to.
    type Members: MemberSink<Error = Self::Error>;

    /// Writes a value as it is.
    ///
    /// # Errors
    ///
    /// If the value can't be written.
    fn value<T: Encode + ?Sized>(self, value: &T) -> Result<Self::Ok, Self::Error>;

    /// Writes what serde knows how to write.
    ///
    /// # Errors
    ///
    /// If the value can't be written.
    fn by_serde<T: Serialize + ?Sized>(self, value: &T) -> Result<Self::Ok, Self::Error>;

    /// Writes a text.
    ///
    /// # Errors
    ///
    /// If the output fails.
    fn text(self, text: &str) -> Result<Self::Ok, Self::Error>;

    /// Writes a list.
    ///
    /// # Errors
    ///
    /// If an item can't be written.
    fn items<T: Encode>(self, items: &[T]) -> Result<Self::Ok, Self::Error>;

    /// Writes an object member by member.
    ///
    /// # Errors
    ///
    /// If a member can't be written.
    fn object(
        self,
        write: impl FnOnce(&mut Self::Members) -> Result<(), Self::Error>,
    ) -> Result<Self::Ok, Self::Error>;
}

/// Where the members of an object are written to, one after the other.
pub trait MemberSink {
    /// Why a member could not be written.
    type Error: Error;

    /// Writes a member that the schema names; its name is also given as it stands behind another one, `,"name":`.
    ///
    /// # Errors
    ///
    /// If the value can't be written.
    fn named<T: Encode + ?Sized>(
        &mut self,
        name: &'static str,
        in_text: &'static str,
        value: &T,
    ) -> Result<(), Self::Error>;

    /// Writes a member of any name.
    ///
    /// # Errors
    ///
    /// If the value can't be written.
    fn other<T: Encode + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Self::Error>;
}

/// A serializer, or its map, as what values are written to.
pub struct ToSerde<S>(pub S);

impl<S: Serializer> ValueSink for ToSerde<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type Members = ToSerde<S::SerializeMap>;

    #[inline]
    fn value<T: Encode + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        value.serialize(self.0)
    }

    #[inline]
    fn by_serde<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        value.serialize(self.0)
    }

    #[inline]
    fn text(self, text: &str) -> Result<S::Ok, S::Error> {
        self.0.serialize_str(text)
    }

    #[inline]
    fn items<T: Encode>(self, items: &[T]) -> Result<S::Ok, S::Error> {
        self.0.collect_seq(items)
    }

    #[inline]
    fn object(
        self,
        write: impl FnOnce(&mut Self::Members) -> Result<(), S::Error>,
    ) -> Result<S::Ok, S::Error> {
        let mut members = ToSerde(self.0.serialize_map(None)?);
        write(&mut members)?;
        members.0.end()
    }
}

impl<M: SerializeMap> MemberSink for ToSerde<M> {
    type Error = M::Error;

    /// As one entry, which is a function for all members of one type: that a name is known the compiler would use to
    /// unroll the search for what has to be escaped, member by member.
    #[inline]
    fn named<T: Encode + ?Sized>(
        &mut self,
        name: &'static str,
        _: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        self.0.serialize_entry(name, value)
    }

    #[inline]
    fn other<T: Encode + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), M::Error> {
        self.0.serialize_entry(name, value)
    }
}

/// Implements writing for those whose way is serde's.
macro_rules! encode_by_serde {
    ($($type:ty)+) => {$(
        impl $crate::support::Encode for $type {
            #[inline]
            fn encode<Out>(&self, output: Out) -> Result<Out::Ok, Out::Error>
            where
                Out: $crate::support::ValueSink,
            {
                output.by_serde(self)
            }
        }
    )+};
}

pub(crate) use encode_by_serde;

encode_by_serde!(bool i8 i16 i32 i64 u8 u16 u32 u64 f64);

impl Encode for str {
    #[inline]
    fn encode<Out: ValueSink>(&self, output: Out) -> Result<Out::Ok, Out::Error> {
        output.text(self)
    }
}

impl Encode for String {
    #[inline]
    fn encode<Out: ValueSink>(&self, output: Out) -> Result<Out::Ok, Out::Error> {
        output.text(self)
    }
}

macro_rules! encode_behind {
    ($($pointer:ty)*) => {$(
        impl<T: Encode + ?Sized> Encode for $pointer {
            #[inline]
            fn encode<Out: ValueSink>(&self, output: Out) -> Result<Out::Ok, Out::Error> {
                output.value(&**self)
            }
        }
    )*};
}

encode_behind!(&T Box<T>);

impl<T: Encode> Encode for Option<T> {
    #[inline]
    fn encode<Out: ValueSink>(&self, output: Out) -> Result<Out::Ok, Out::Error> {
        match self {
            Some(value) => output.value(value),
            None => output.by_serde(&None::<()>),
        }
    }
}

impl<T: Encode> Encode for Vec<T> {
    #[inline]
    fn encode<Out: ValueSink>(&self, output: Out) -> Result<Out::Ok, Out::Error> {
        output.items(self)
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode<Out: ValueSink>(&self, output: Out) -> Result<Out::Ok, Out::Error> {
        output.object(|members| self.iter().try_for_each(|(name, value)| members.other(name, value)))
    }
}

impl Encode for Value {
    fn encode<Out: ValueSink>(&self, output: Out) -> Result<Out::Ok, Out::Error> {
        match self {
            Self::String(text) => output.text(text),
            Self::Array(items) => output.items(items),
            Self::Object(all) => {
                output.object(|members| all.iter().try_for_each(|(name, value)| members.other(name, value)))
            }
            Self::Null | Self::Bool(_) | Self::Number(_) => output.by_serde(self),
        }
    }
}
