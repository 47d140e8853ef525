//! What the codecs read from: values, members and items, whoever gives them.
//!
//! `from_serde` takes them from serde, `from_json` straight from a text. As the codecs don't know which, both accept
//! the same.

use serde::de::{Deserializer, Error, MapAccess, SeqAccess};

use super::content::Content;
use super::decode::{Decode, Seed, decode_map};
use super::kept::KeptValue;
use super::key::KeyOf;
use super::memo::{Memo, Place};
use super::place::{duplicate, within};
use super::union_codec::UnionCodec;
use super::violation::Violation;

/// A value that is there to be read.
pub trait ValueAccess<'de>: Sized {
    /// Why it could not be read.
    type Error: Error;
    /// The same value for the visitors of serde.
    type Serde: Deserializer<'de, Error = Self::Error>;

    /// The same value, kept in memory.
    type Kept: KeptValue<'de>;

    /// Hands the value to serde: for what can't hold values of generated types.
    fn into_serde(self) -> Self::Serde;

    /// Keeps the value, so that it can be read more than once.
    ///
    /// # Errors
    ///
    /// If the input is not well-formed, or a member comes twice.
    fn keep(self) -> Result<Self::Kept, Self::Error> {
        self.keep_if(|_| Ok(()))
    }

    /// Keeps a value that has to keep something, as [`Decode::decode_if`] does.
    ///
    /// # Errors
    ///
    /// If the input is not well-formed, a member comes twice, or it does not keep that.
    fn keep_if(
        self,
        keeps: impl FnOnce(&Content<'de>) -> Result<(), Violation>,
    ) -> Result<Self::Kept, Self::Error>;

    /// Reads an object.
    ///
    /// # Errors
    ///
    /// If it is none, or not one of this type.
    fn object<T: Decode<'de>>(self) -> Result<T, Self::Error>;

    /// Reads an array.
    ///
    /// # Errors
    ///
    /// If it is none, or not one of this type.
    fn array<T: FromItems<'de>>(self) -> Result<T, Self::Error>;

    /// Reads an array that has to keep something, as [`Decode::decode_if`] does.
    ///
    /// # Errors
    ///
    /// If it is none, not one of this type, or it does not keep that.
    #[inline]
    fn array_if<T: FromItems<'de>>(
        self,
        keeps: impl FnOnce(&T) -> Result<(), Violation>,
    ) -> Result<T, Self::Error> {
        let value = self.array()?;
        match keeps(&value) {
            Ok(()) => Ok(value),
            Err(violation) => Err(Self::Error::custom(violation)),
        }
    }

    /// Reads `null` or a value.
    ///
    /// # Errors
    ///
    /// If it is neither.
    fn option<T: Decode<'de>>(self) -> Result<Option<T>, Self::Error>;

    /// Reads a union by the JSON type.
    ///
    /// # Errors
    ///
    /// If it is not one of this type.
    fn union<T: UnionCodec<'de>>(self) -> Result<T, Self::Error>;
}

/// What arrays are read as.
pub trait FromItems<'de>: Sized {
    /// Reads the items.
    ///
    /// # Errors
    ///
    /// If the array is not one of this type.
    fn from_items<A: ItemAccess<'de>>(items: A) -> Result<Self, A::Error>;
}

/// The members of an object, to be read one after the other.
pub trait MemberAccess<'de>: MapAccess<'de> {
    /// Reads the name of the next member of a type, if there is one: from the input, or from the buffer if it has
    /// to be put together.
    ///
    /// Every type has its own copy, which the compiler can put in its place: names are half of what there is to read.
    ///
    /// # Errors
    ///
    /// If the input is not well-formed.
    #[inline]
    fn key<'b, T>(&mut self, buffer: &'b mut String) -> Result<Option<&'b str>, Self::Error>
    where
        'de: 'b,
    {
        self.next_key_seed(KeyOf::<T>::new(buffer))
    }

    /// Reads the value of the member whose key was read last.
    ///
    /// # Errors
    ///
    /// If it is not one of the type.
    #[inline]
    fn value<T: Decode<'de>>(&mut self) -> Result<T, Self::Error> {
        self.next_value_seed(Seed::new())
    }

    /// Reads the value of the member whose key was read last into its slot.
    ///
    /// A function for all members of one type: types are mostly calls of it, and most code of a program would
    /// be what it does.
    ///
    /// # Errors
    ///
    /// If the slot is taken already, or the value is not of the type.
    #[inline(never)]
    fn member<T: Decode<'de>>(&mut self, slot: &mut Option<T>, name: &'static str) -> Result<(), Self::Error>
    where
        Self: Sized,
    {
        into_slot(slot, name, self)
    }

    /// Whether the next member has this name, which is then read; it is given as it stands in a text, `"name":`.
    ///
    /// A guess that saves the search for a name: to say no is never wrong.
    #[inline]
    fn next_is(&mut self, name: &'static str) -> bool {
        let _ = name;
        false
    }

    /// Whether the value of the member whose key was read last is this text, which is then read.
    ///
    /// A guess as well: whoever says no reads the value in the usual way.
    #[inline]
    fn text_is(&mut self, text: &str) -> bool {
        let _ = text;
        false
    }

    /// The same for `true` and `false`.
    #[inline]
    fn boolean_is(&mut self, value: bool) -> bool {
        let _ = value;
        false
    }

    /// Whether [`Self::look_ahead`] finds anything.
    const LOOKS_AHEAD: bool = false;

    /// Looks for the first member that has one of the names, and leaves all where it is.
    ///
    /// A value that can't be read counts as not there: who reads on comes to it.
    #[inline]
    fn look_ahead<T: Decode<'de>>(
        &mut self,
        wanted: impl Fn(&str) -> Option<&'static str>,
    ) -> Option<(&'static str, T)> {
        let _ = wanted;
        None
    }

    /// Reads the whole object as a type, as often as asked for, if nothing else was read of it; the memo is for
    /// objects in memory that have none.
    ///
    /// # Errors
    ///
    /// If it is not one of the type; always where [`Self::LOOKS_AHEAD`] is false.
    fn again<T: Decode<'de>>(&mut self, memo: Option<&Memo>) -> Result<T, Self::Error> {
        let _ = memo;
        Err(Self::Error::custom("read already"))
    }

    /// Reads the members as an object of a type.
    ///
    /// # Errors
    ///
    /// If it is not one of the type.
    #[inline]
    fn whole<T: Decode<'de>>(self) -> Result<T, Self::Error>
    where
        Self: Sized,
    {
        decode_map(self)
    }

    /// What was found out about parts of an instance that is read again, and which of them the object is.
    fn memo(&self) -> Option<(&Memo, Place)> {
        None
    }

    /// Whether errors say anything: else nobody need put anything into words.
    const EXPLAINS: bool = true;
}

impl<'de, A: MemberAccess<'de>> MemberAccess<'de> for &mut A {
    #[inline]
    fn key<'b, T>(&mut self, buffer: &'b mut String) -> Result<Option<&'b str>, Self::Error>
    where
        'de: 'b,
    {
        (**self).key::<T>(buffer)
    }

    #[inline]
    fn value<T: Decode<'de>>(&mut self) -> Result<T, Self::Error> {
        (**self).value()
    }

    fn memo(&self) -> Option<(&Memo, Place)> {
        (**self).memo()
    }
}

/// Reads the value of a member into its slot.
///
/// # Errors
///
/// If the slot is taken already, or the value is not of the type.
#[inline]
pub(super) fn into_slot<'de, T, A>(
    slot: &mut Option<T>,
    name: &'static str,
    map: &mut A,
) -> Result<(), A::Error>
where
    T: Decode<'de>,
    A: MemberAccess<'de>,
{
    if slot.is_some() {
        return Err(duplicate(name));
    }
    match map.value() {
        Ok(value) => {
            *slot = Some(value);
            Ok(())
        }
        Err(error) => Err(within(name, error)),
    }
}

/// The items of an array, to be read one after the other.
pub trait ItemAccess<'de>: SeqAccess<'de> {
    /// Reads the next item, if there is one.
    ///
    /// # Errors
    ///
    /// If it is not one of the type.
    #[inline]
    fn item<T: Decode<'de>>(&mut self) -> Result<Option<T>, Self::Error> {
        self.next_element_seed(Seed::new())
    }
}
