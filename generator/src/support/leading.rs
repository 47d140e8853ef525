//! Lists whose first items have types of their own.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeSeq, Serializer};

use super::decode::{Decode, next_element};
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

/// A tuple, item by item.
pub trait Items<'de>: Length + Sized {
    /// Reads the items, which have to be there.
    ///
    /// # Errors
    ///
    /// If one of them is not, or has another type.
    fn read<A: SeqAccess<'de>>(input: &mut A) -> Result<Self, A::Error>;
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

impl<'de, T: Items<'de>, R: Decode<'de>> Decode<'de> for Leading<T, R> {
    fn decode<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_seq(LeadingVisitor(PhantomData))
    }
}

impl<'de, T: Items<'de>, R: Decode<'de>> Deserialize<'de> for Leading<T, R> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Self::decode(input)
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

struct LeadingVisitor<T, R>(PhantomData<fn() -> (T, R)>);

impl<'de, T: Items<'de>, R: Decode<'de>> Visitor<'de> for LeadingVisitor<T, R> {
    type Value = Leading<T, R>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut input: A) -> Result<Leading<T, R>, A::Error> {
        let mut all = Leading { first: T::read(&mut input)?, rest: Vec::new() };
        loop {
            match next_element(&mut input) {
                Ok(Some(item)) => all.rest.push(item),
                Ok(None) => return Ok(all),
                Err(error) => return Err(within(T::LENGTH + all.rest.len(), error)),
            }
        }
    }
}

/// Reads an item that has to be there.
fn item<'de, T: Decode<'de>, A: SeqAccess<'de>>(
    input: &mut A,
    index: usize,
    length: usize,
) -> Result<T, A::Error> {
    match next_element(input) {
        Ok(Some(item)) => Ok(item),
        Ok(None) => Err(A::Error::invalid_length(index, &format!("at least {length}").as_str())),
        Err(error) => Err(within(index, error)),
    }
}

macro_rules! items {
    ($($length:literal: $($type:ident $index:tt),+;)*) => {$(
        impl<'de, $($type: Decode<'de>),+> Items<'de> for ($($type,)+) {
            fn read<Access: SeqAccess<'de>>(input: &mut Access) -> Result<Self, Access::Error> {
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
