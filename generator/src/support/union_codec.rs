//! Unions, a function a JSON type.

use std::convert::Infallible;
use std::fmt;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

use super::access::{MemberAccess, ValueAccess};

/// A type that stands for one of several JSON values.
///
/// There is a function a JSON type; those of types that no branch has refuse the input.
pub trait UnionCodec<'de>: Sized {
    /// What the branches are.
    const EXPECTING: &'static str;

    /// Reads `null`.
    ///
    /// # Errors
    ///
    /// If no branch accepts it.
    fn null<In: ValueAccess<'de>>(input: In) -> Result<Self, In::Error> {
        Err(refuse(input, Self::EXPECTING))
    }

    /// Reads `true` or `false`.
    ///
    /// # Errors
    ///
    /// If no branch accepts it.
    fn boolean<In: ValueAccess<'de>>(input: In) -> Result<Self, In::Error> {
        Err(refuse(input, Self::EXPECTING))
    }

    /// Reads a number.
    ///
    /// # Errors
    ///
    /// If no branch accepts it.
    fn number<In: ValueAccess<'de>>(input: In) -> Result<Self, In::Error> {
        Err(refuse(input, Self::EXPECTING))
    }

    /// Reads a string.
    ///
    /// # Errors
    ///
    /// If no branch accepts it.
    fn string<In: ValueAccess<'de>>(input: In) -> Result<Self, In::Error> {
        Err(refuse(input, Self::EXPECTING))
    }

    /// Reads an array.
    ///
    /// # Errors
    ///
    /// If no branch accepts it.
    fn array<In: ValueAccess<'de>>(input: In) -> Result<Self, In::Error> {
        Err(refuse(input, Self::EXPECTING))
    }

    /// Reads an object.
    ///
    /// # Errors
    ///
    /// If no branch accepts it.
    fn object<A: MemberAccess<'de>>(map: A) -> Result<Self, A::Error> {
        drop(map);
        Err(A::Error::invalid_type(Unexpected::Map, &Self::EXPECTING))
    }
}

/// Says what was found instead of what was expected.
#[cold]
fn refuse<'de, In: ValueAccess<'de>>(input: In, expecting: &'static str) -> In::Error {
    match input.into_serde().deserialize_any(Refusal(expecting)) {
        Err(error) => error,
        Ok(accepted) => match accepted {},
    }
}

/// Accepts nothing: every kind of value goes the default way, to an error.
struct Refusal(&'static str);

impl Visitor<'_> for Refusal {
    type Value = Infallible;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
