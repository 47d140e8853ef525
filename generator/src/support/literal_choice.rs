//! Enums of any JSON values.

use std::mem::discriminant;

use serde::de::Error;
use serde::ser;

use super::access::ValueAccess;
use super::content::Content;
use super::encode::ValueSink;
use super::excerpt::excerpt;
use super::literal::Literal;

/// A type that stands for one of several JSON values: an enum without fields.
pub trait LiteralCodec: Sized + Copy + 'static {
    /// The values of the schema and the variants that stand for them.
    const LITERALS: &'static [(Self, Literal)];
}

/// Reads one of the values.
///
/// # Errors
///
/// If the input is none of them.
pub fn decode_literal<'de, T: LiteralCodec, In: ValueAccess<'de>>(input: In) -> Result<T, In::Error> {
    let content = input.keep()?;
    let found = T::LITERALS.iter().find(|(_, literal)| literal.equals(&content));
    found.map(|(value, _)| *value).ok_or_else(|| unknown(&content, T::LITERALS.iter().map(|it| it.1)))
}

/// Writes the value that a variant stands for.
///
/// # Errors
///
/// If the output fails.
pub fn encode_literal<T: LiteralCodec, Out: ValueSink>(value: T, output: Out) -> Result<Out::Ok, Out::Error> {
    match encoded(value) {
        Some(literal) => output.value(&literal),
        None => Err(ser::Error::custom("a variant without a value")),
    }
}

/// The value that a variant stands for.
pub fn encoded<T: LiteralCodec>(value: T) -> Option<Literal> {
    let found = T::LITERALS.iter().find(|(own, _)| discriminant(own) == discriminant(&value));
    found.map(|(_, literal)| *literal)
}

#[cold]
fn unknown<E: Error>(content: &Content<'_>, expected: impl Iterator<Item = Literal>) -> E {
    let expected: Vec<String> = expected.map(|literal| literal.to_string()).collect();
    let one_of = if expected.len() > 1 { "one of " } else { "" };
    let (found, expected) = (excerpt(content), expected.join(", "));
    E::custom(format_args!("unknown value {found}, expected {one_of}{expected}"))
}

/// Implements reading and writing for a type with a `LiteralCodec`; it prints as JSON.
macro_rules! literal_codec {
    ($type:ident) => {
        $crate::support::decode_by!($type, input => $crate::support::decode_literal(input));
        $crate::support::encode_by!($type, value, output => $crate::support::encode_literal(*value, output));

        impl ::core::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match $crate::support::encoded(*self) {
                    Some(literal) => ::core::fmt::Display::fmt(&literal, f),
                    None => Ok(()),
                }
            }
        }
    };
}

pub(crate) use literal_codec;
