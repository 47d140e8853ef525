//! Exact reading of lists.

use super::access::{FromItems, ItemAccess, ValueAccess};
use super::decode::Decode;
use super::place::within;
use super::violation::Violation;

impl<'de, T: Decode<'de>> Decode<'de> for Vec<T> {
    #[inline]
    fn decode<In: ValueAccess<'de>>(input: In) -> Result<Self, In::Error> {
        input.array()
    }

    #[inline]
    fn decode_if<In: ValueAccess<'de>>(
        input: In,
        keeps: impl FnOnce(&Self) -> Result<(), Violation>,
    ) -> Result<Self, In::Error> {
        input.array_if(keeps)
    }
}

impl<'de, T: Decode<'de>> FromItems<'de> for Vec<T> {
    fn from_items<A: ItemAccess<'de>>(mut input: A) -> Result<Self, A::Error> {
        let mut items = Vec::new();
        loop {
            match input.item() {
                Ok(Some(item)) => {
                    // What `push` would come to, without the functions that make room in lists of any size.
                    if items.capacity() == 0 {
                        items = Vec::with_capacity(4);
                    }
                    items.push(item);
                }
                Ok(None) => return Ok(items),
                Err(error) => return Err(within(items.len(), error)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::decode::tests::read;

    #[test]
    fn reads_lists() {
        assert_eq!(read::<Vec<bool>>("[]"), Ok(vec![]));
        assert_eq!(read::<Vec<bool>>("[true, false]"), Ok(vec![true, false]));
        assert_eq!(
            read::<Vec<Vec<bool>>>("[[true], [true, 1]]"),
            Err("/1/1: invalid type: integer `1`, expected a boolean at line 1 column 17".to_owned())
        );
    }
}
