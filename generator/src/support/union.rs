//! Codecs of unions, which are read by their JSON type at first.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{BorrowedStrDeserializer, SeqAccessDeserializer, UnitDeserializer};
use serde::de::{Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor};

/// A type that stands for one of several JSON values.
///
/// There is a function a JSON type; those of types that no branch has refuse the input.
pub trait UnionCodec: Sized {
    /// What the branches are.
    const EXPECTING: &'static str;

    /// Reads `null`.
    ///
    /// # Errors
    ///
    /// If no branch accepts it.
    fn null<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        refuse(input, Self::EXPECTING)
    }

    /// Reads `true` or `false`.
    ///
    /// # Errors
    ///
    /// If no branch accepts it.
    fn boolean<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        refuse(input, Self::EXPECTING)
    }

    /// Reads a number.
    ///
    /// # Errors
    ///
    /// If no branch accepts it.
    fn number<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        refuse(input, Self::EXPECTING)
    }

    /// Reads a string.
    ///
    /// # Errors
    ///
    /// If no branch accepts it.
    fn string<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        refuse(input, Self::EXPECTING)
    }

    /// Reads an array.
    ///
    /// # Errors
    ///
    /// If no branch accepts it.
    fn array<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        refuse(input, Self::EXPECTING)
    }

    /// Reads an object.
    ///
    /// # Errors
    ///
    /// If no branch accepts it.
    fn object<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error> {
        drop(map);
        Err(A::Error::invalid_type(Unexpected::Map, &Self::EXPECTING))
    }
}

/// Reads a union.
///
/// # Errors
///
/// If no branch accepts the input.
#[inline]
pub fn decode_union<'de, T: UnionCodec, D: Deserializer<'de>>(input: D) -> Result<T, D::Error> {
    input.deserialize_any(UnionVisitor(PhantomData))
}

struct UnionVisitor<T>(PhantomData<fn() -> T>);

impl<'de, T: UnionCodec> Visitor<'de> for UnionVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTING)
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        T::null(UnitDeserializer::new())
    }

    fn visit_none<E: Error>(self) -> Result<T, E> {
        T::null(UnitDeserializer::new())
    }

    fn visit_some<D: Deserializer<'de>>(self, input: D) -> Result<T, D::Error> {
        decode_union(input)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        T::boolean(value.into_deserializer())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        T::number(value.into_deserializer())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        T::number(value.into_deserializer())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        T::number(value.into_deserializer())
    }

    #[inline]
    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        T::string(value.into_deserializer())
    }

    #[inline]
    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<T, E> {
        T::string(BorrowedStrDeserializer::new(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<T, A::Error> {
        T::array(SeqAccessDeserializer::new(items))
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::object(map)
    }
}

/// Says what was found instead of what was expected.
#[cold]
fn refuse<'de, T, D: Deserializer<'de>>(input: D, expecting: &'static str) -> Result<T, D::Error> {
    input.deserialize_any(Refusal { expecting, value: PhantomData })
}

/// Accepts nothing: every kind of value goes the default way, to an error.
struct Refusal<T> {
    expecting: &'static str,
    value: PhantomData<fn() -> T>,
}

impl<T> Visitor<'_> for Refusal<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expecting)
    }
}

/// Implements writing for an enum with a `UnionCodec` by a table of its variants, and what goes with that.
///
/// ```text
/// union_codec! {
///     Answer {
///         Text,
///         Order from Order,
///         = "none" => None,
///     }
/// }
/// ```
///
/// `from` makes a conversion from what only one variant can hold; `=` is for variants that hold nothing and
/// stand for one value. With `check = TABLE`, the instance has to pass the table as well.
macro_rules! union_codec {
    ($type:ident $(, check = $check:ident)? {
        $($variant:ident $(from $payload:ident)?,)*
        $(= $value:literal => $constant:ident,)*
    }) => {
        $crate::support::union_codec!(@decode $type $(, $check)?);
        $crate::support::encode_by!($type, value, output => match value {
            $(Self::$variant(it) => ::serde::Serialize::serialize(it, output),)*
            $(Self::$constant => ::serde::Serialize::serialize(&$value, output),)*
        });

        $($(
            impl ::core::convert::From<$payload> for $type {
                fn from(it: $payload) -> Self {
                    Self::$variant(it.into())
                }
            }
        )?)*
    };
    (@decode $type:ident) => {
        $crate::support::decode_by!($type, input => $crate::support::decode_union(input));
    };
    (@decode $type:ident, $check:ident) => {
        $crate::support::decode_by!($type, input => $crate::support::decode_checked(
            input,
            &$check,
            |content| $crate::support::decode_union(content),
        ));
    };
}

pub(crate) use union_codec;
