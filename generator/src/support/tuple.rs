//! Exact reading and writing of tuples.

use serde::de::{Error, IgnoredAny};
use serde::ser::Serialize;

use super::access::{FromItems, ItemAccess, ValueAccess};
use super::decode::Decode;
use super::encode::{Encode, ValueSink};
use super::place::within;

/// Reads one item of a tuple.
fn item<'de, T: Decode<'de>, A: ItemAccess<'de>>(
    input: &mut A,
    index: usize,
    length: usize,
) -> Result<T, A::Error> {
    match input.item() {
        Ok(Some(item)) => Ok(item),
        Ok(None) => Err(wrong_length(index, length)),
        Err(error) => Err(within(index, error)),
    }
}

/// Makes sure that a tuple has no more items.
fn end<'de, A: ItemAccess<'de>>(input: &mut A, length: usize) -> Result<(), A::Error> {
    let mut found = length;
    while input.next_element::<IgnoredAny>()?.is_some() {
        found += 1;
    }
    if found == length { Ok(()) } else { Err(wrong_length(found, length)) }
}

#[cold]
fn wrong_length<E: Error>(found: usize, length: usize) -> E {
    let noun = if length == 1 { "item" } else { "items" };
    E::invalid_length(found, &format!("an array of {length} {noun}").as_str())
}

macro_rules! tuples {
    ($($length:literal: $($type:ident $index:literal),+;)*) => {$(
        impl<'de, $($type: Decode<'de>),+> Decode<'de> for ($($type,)+) {
            #[inline]
            fn decode<In: ValueAccess<'de>>(input: In) -> Result<Self, In::Error> {
                input.array()
            }
        }

        impl<'de, $($type: Decode<'de>),+> FromItems<'de> for ($($type,)+) {
            #[inline]
            fn from_items<Access: ItemAccess<'de>>(mut input: Access) -> Result<Self, Access::Error> {
                let items = ($(item::<$type, Access>(&mut input, $index, $length)?,)+);
                end(&mut input, $length)?;
                Ok(items)
            }
        }

        impl<$($type: Serialize),+> Encode for ($($type,)+) {
            fn encode<Out: ValueSink>(&self, output: Out) -> Result<Out::Ok, Out::Error> {
                output.by_serde(self)
            }
        }
    )*};
}

tuples! {
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

    #[test]
    fn reads_tuples_of_their_length() {
        assert_eq!(read::<(bool, String)>(r#"[true, "a"]"#), Ok((true, "a".to_owned())));
        assert_eq!(read::<(bool,)>("[true]"), Ok((true,)));
        let error = read::<(bool, bool)>("[true]").unwrap_err();
        assert_eq!(error, "invalid length 1, expected an array of 2 items at line 1 column 6");
        let error = read::<(bool,)>("[true, 1, 2]").unwrap_err();
        assert_eq!(error, "invalid length 3, expected an array of 1 item at line 1 column 12");
        let error = read::<(bool, bool)>("[true, 1]").unwrap_err();
        assert_eq!(error, "/1: invalid type: integer `1`, expected a boolean at line 1 column 8");
    }
}
