//! Texts that are borrowed from what they are read from.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserializer, Error, Visitor};
use serde_json::Value;

use super::access::ValueAccess;
use super::decode::Decode;
use super::encode::{Encode, ValueSink};
use super::extra::Extra;
use super::then::Then;
use super::violation::Violation;

/// Borrows the text; one with escapes, or one that the input can't lend, is owned.
impl<'de> Decode<'de> for Cow<'de, str> {
    #[inline]
    fn decode<In: ValueAccess<'de>>(input: In) -> Result<Self, In::Error> {
        input.into_serde().deserialize_str(CowVisitor)
    }

    #[inline]
    fn decode_if<In: ValueAccess<'de>>(
        input: In,
        keeps: impl FnOnce(&Self) -> Result<(), Violation>,
    ) -> Result<Self, In::Error> {
        input.into_serde().deserialize_str(Then(CowVisitor, keeps))
    }
}

struct CowVisitor;

impl<'de> Visitor<'de> for CowVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    #[inline]
    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(value))
    }
}

impl Encode for Cow<'_, str> {
    #[inline]
    fn encode<Out: ValueSink>(&self, output: Out) -> Result<Out::Ok, Out::Error> {
        output.text(self)
    }
}

/// A value that may borrow its texts, and can have texts of its own instead.
pub trait IntoOwned {
    /// The type of a value that borrows nothing.
    type Owned;

    /// The same value with texts of its own: it may outlive what it was read from.
    fn into_owned(self) -> Self::Owned;
}

impl IntoOwned for Cow<'_, str> {
    type Owned = Cow<'static, str>;

    fn into_owned(self) -> Cow<'static, str> {
        Cow::Owned(Cow::into_owned(self))
    }
}

impl<T: IntoOwned> IntoOwned for Option<T> {
    type Owned = Option<T::Owned>;

    fn into_owned(self) -> Self::Owned {
        self.map(T::into_owned)
    }
}

impl<T: IntoOwned> IntoOwned for Box<T> {
    type Owned = Box<T::Owned>;

    fn into_owned(self) -> Self::Owned {
        Box::new((*self).into_owned())
    }
}

impl<T: IntoOwned> IntoOwned for Vec<T> {
    type Owned = Vec<T::Owned>;

    fn into_owned(self) -> Self::Owned {
        self.into_iter().map(T::into_owned).collect()
    }
}

impl<T: IntoOwned> IntoOwned for BTreeMap<String, T> {
    type Owned = BTreeMap<String, T::Owned>;

    fn into_owned(self) -> Self::Owned {
        self.into_iter().map(|(name, value)| (name, value.into_owned())).collect()
    }
}

impl<T: IntoOwned> IntoOwned for Extra<T> {
    type Owned = Extra<T::Owned>;

    fn into_owned(self) -> Self::Owned {
        self.into_iter().map(|(name, value)| (name, value.into_owned())).collect()
    }
}

macro_rules! tuples {
    ($($($type:ident $index:tt),+;)*) => {$(
        impl<$($type: IntoOwned),+> IntoOwned for ($($type,)+) {
            type Owned = ($($type::Owned,)+);

            fn into_owned(self) -> Self::Owned {
                ($(self.$index.into_owned(),)+)
            }
        }
    )*};
}

tuples! {
    A 0;
    A 0, B 1;
    A 0, B 1, C 2;
    A 0, B 1, C 2, D 3;
    A 0, B 1, C 2, D 3, E 4;
    A 0, B 1, C 2, D 3, E 4, F 5;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11;
}

/// Implements `IntoOwned` for types that borrow nothing; they may stand beside a text in a tuple.
macro_rules! borrow_nothing {
    ($($type:ty)*) => {$(
        impl IntoOwned for $type {
            type Owned = Self;

            fn into_owned(self) -> Self {
                self
            }
        }
    )*};
}

borrow_nothing! { bool i8 i16 i32 i64 u8 u16 u32 u64 f64 Value }

#[cfg(test)]
mod tests {
    use super::super::from_json::read_json;
    use super::super::from_serde::FromSerde;
    use super::*;

    type Texts<'a> = (Cow<'a, str>, Vec<Option<Cow<'a, str>>>, BTreeMap<String, Cow<'a, str>>);

    const TEXT: &str = r#"["a", ["b", null, "c\n"], {"d": "e"}]"#;

    #[track_caller]
    fn is_lent(text: &str) {
        assert!(TEXT.as_bytes().as_ptr_range().contains(&text.as_ptr()));
    }

    #[test]
    fn borrows_what_has_no_escapes() {
        let straight: Texts<'_> = read_json(TEXT).unwrap();
        let by_serde = Texts::decode(FromSerde(&mut serde_json::Deserializer::from_str(TEXT))).unwrap();
        for (first, list, map) in [&straight, &by_serde] {
            is_lent(first);
            is_lent(list[0].as_ref().unwrap());
            is_lent(&map["d"]);
            assert!(matches!(&list[2], Some(Cow::Owned(text)) if text == "c\n"));
        }
        assert_eq!(straight, by_serde);
    }

    #[test]
    fn owns_what_the_input_does_not_lend() {
        let mut reader = serde_json::Deserializer::from_reader(TEXT.as_bytes());
        let copied = Texts::decode(FromSerde(&mut reader)).unwrap();
        assert!(matches!(&copied.0, Cow::Owned(text) if text == "a"));
        let value: Value = serde_json::from_str(TEXT).unwrap();
        assert_eq!(Texts::decode(FromSerde(value)).unwrap(), copied);
    }

    #[test]
    fn outlives_its_input() {
        let text = TEXT.to_owned();
        let kept: Texts<'static> = read_json::<Texts<'_>>(&text).unwrap().into_owned();
        drop(text);
        assert_eq!(kept, read_json(TEXT).unwrap());
        let extra: Extra<Cow<'_, str>> = [("a", Cow::Borrowed("b"))].into_iter().collect();
        assert_eq!((Box::new(true).into_owned(), extra.clone().into_owned()), (Box::new(true), extra));
    }
}
