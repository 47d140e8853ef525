//! Lists whose first items have types of their own.

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, SerializeSeq, Serializer};

use super::access::{FromItems, ItemAccess, ValueAccess};
use super::decode::{Decode, deserialize};
use super::encode::{Encode, ValueSink};
use super::place::within;

/// A list that begins with the items of a tuple; any number of items of one type may follow.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Leading<T, R> {
    /// The first items.
    pub first: T,
    /// The items after them.
    pub rest: Vec<R>,
}

impl<T, R> Leading<T, R> {
    /// A list of the first items alone.
    pub const fn new(first: T) -> Self {
        Self { first, rest: Vec::new() }
    }
}

/// A tuple that is read item by item.
pub trait ReadItems<'de>: Length + Sized {
    /// Reads the items, which have to be there.
    ///
    /// # Errors
    ///
    /// If one of them is not, or has another type.
    fn read<A: ItemAccess<'de>>(input: &mut A) -> Result<Self, A::Error>;
}

/// A tuple that is written item by item.
pub trait WriteItems: Length {
    /// Writes the items.
    ///
    /// # Errors
    ///
    /// If the output fails.
    fn write<S: SerializeSeq>(&self, output: &mut S) -> Result<(), S::Error>;
}

/// How many items a tuple has.
pub trait Length {
    /// Their number.
    const LENGTH: usize;
}

impl<'de, T: ReadItems<'de>, R: Decode<'de>> Decode<'de> for Leading<T, R> {
    fn decode<In: ValueAccess<'de>>(input: In) -> Result<Self, In::Error> {
        input.array()
    }
}

impl<'de, T: ReadItems<'de>, R: Decode<'de>> Deserialize<'de> for Leading<T, R> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        deserialize(input)
    }
}

impl<'de, T: ReadItems<'de>, R: Decode<'de>> FromItems<'de> for Leading<T, R> {
    fn from_items<A: ItemAccess<'de>>(mut input: A) -> Result<Self, A::Error> {
        let mut all = Self::new(T::read(&mut input)?);
        loop {
            match input.item() {
                Ok(Some(item)) => all.rest.push(item),
                Ok(None) => return Ok(all),
                Err(error) => return Err(within(T::LENGTH + all.rest.len(), error)),
            }
        }
    }
}

impl<T: WriteItems, R: Serialize> Encode for Leading<T, R> {
    fn encode<Out: ValueSink>(&self, output: Out) -> Result<Out::Ok, Out::Error> {
        output.by_serde(self)
    }
}

impl<T: WriteItems, R: Serialize> Serialize for Leading<T, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut output = serializer.serialize_seq(Some(T::LENGTH + self.rest.len()))?;
        self.first.write(&mut output)?;
        for item in &self.rest {
            output.serialize_element(item)?;
        }
        output.end()
    }
}

/// Reads an item that has to be there.
fn item<'de, T: Decode<'de>, A: ItemAccess<'de>>(
    input: &mut A,
    index: usize,
    length: usize,
) -> Result<T, A::Error> {
    match input.item() {
        Ok(Some(item)) => Ok(item),
        Ok(None) => Err(A::Error::invalid_length(index, &format!("at least {length}").as_str())),
        Err(error) => Err(within(index, error)),
    }
}

macro_rules! items {
    ($($length:literal: $($type:ident $index:tt),+;)*) => {$(
        impl<'de, $($type: Decode<'de>),+> ReadItems<'de> for ($($type,)+) {
            fn read<Access: ItemAccess<'de>>(input: &mut Access) -> Result<Self, Access::Error> {
                Ok(($(item::<$type, Access>(input, $index, $length)?,)+))
            }
        }

        impl<$($type),+> Length for ($($type,)+) {
            const LENGTH: usize = $length;
        }

        impl<$($type: Serialize),+> WriteItems for ($($type,)+) {
            fn write<Output: SerializeSeq>(&self, output: &mut Output) -> Result<(), Output::Error> {
                $(output.serialize_element(&self.$index)?;)+
                Ok(())
            }
        }
    )*};
}

items! {
    1: A 0;
    2: A 0, B 1;
    3: A 0, B 1, C 2;
    4: A 0, B 1, C 2, D 3;
    5: A 0, B 1, C 2, D 3, E 4;
    6: A 0, B 1, C 2, D 3, E 4, F 5;
    7: A 0, B 1, C 2, D 3, E 4, F 5, G 6;
    8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7;
    9: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8;
    10: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9;
    11: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10;
    12: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11;
}

#[cfg(test)]
mod tests {
    use super::super::decode::tests::read;
    use super::*;

    type Numbers = Leading<(String, bool), u8>;

    #[test]
    fn reads_and_writes_all_items() {
        let list = read::<Numbers>(r#"["a", true, 1, 2]"#).unwrap();
        assert_eq!((&list.first, &list.rest), (&("a".to_owned(), true), &vec![1, 2]));
        assert_eq!(serde_json::to_string(&list).unwrap(), r#"["a",true,1,2]"#);
        let short = Numbers::new(("b".to_owned(), false));
        assert_eq!(serde_json::to_string(&short).unwrap(), r#"["b",false]"#);
    }

    #[test]
    fn says_what_is_wrong() {
        #[track_caller]
        fn check(text: &str, expect: &str) {
            assert_eq!(read::<Numbers>(text).unwrap_err(), expect);
        }
        check(r#"["a"]"#, "invalid length 1, expected at least 2 at line 1 column 5");
        check(r#"["a", 1]"#, "/1: invalid type: integer `1`, expected a boolean at line 1 column 7");
        check(
            r#"["a", true, 1, 300]"#,
            "/3: invalid value: integer `300`, expected an integer from 0 to 255 at line 1 column 18",
        );
    }
}
