//! Enums of texts.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

use super::access::ValueAccess;
use super::excerpt::excerpt;
use super::expected::instead_of;

/// A type that stands for one of several texts.
pub trait ChoiceCodec: Sized + 'static {
    /// The texts of the schema, in its order.
    const EXPECTED: &'static [&'static str];

    /// The value that a text stands for.
    fn from_text(text: &str) -> Option<Self>;

    /// The text that the value stands for.
    fn as_text(&self) -> &str;
}

/// Reads a choice. Nothing is allocated.
///
/// # Errors
///
/// If the input is no text, or none of the expected ones.
#[inline]
pub fn decode_choice<'de, T: ChoiceCodec, In: ValueAccess<'de>>(input: In) -> Result<T, In::Error> {
    input.into_serde().deserialize_str(ChoiceVisitor(PhantomData))
}

/// Reads a choice from a text.
///
/// # Errors
///
/// If the text is none of the expected ones.
pub fn parse_choice<T: ChoiceCodec>(text: &str) -> Result<T, UnknownValue> {
    T::from_text(text).ok_or_else(|| UnknownValue { found: text.to_owned(), expected: T::EXPECTED })
}

struct ChoiceVisitor<T>(PhantomData<fn() -> T>);

impl<T: ChoiceCodec> Visitor<'_> for ChoiceVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    #[inline]
    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        T::from_text(value).ok_or_else(|| E::custom(unknown(value, T::EXPECTED)))
    }
}

/// A text that is none of those that the schema lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownValue {
    found: String,
    expected: &'static [&'static str],
}

impl UnknownValue {
    /// The texts that the schema lists.
    pub fn expected(&self) -> &'static [&'static str] {
        self.expected
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&unknown(&self.found, self.expected))
    }
}

impl std::error::Error for UnknownValue {}

#[cold]
fn unknown(found: &str, expected: &[&str]) -> String {
    format!("unknown value {}, {}", excerpt(found), instead_of(found, expected))
}

/// Implements reading, writing and the conversions for an enum by a table of its texts.
///
/// ```text
/// choice_codec! {
///     Reason {
///         "not_installed" => NotInstalled,
///         "needs_reauthorization" => NeedsReauthorization,
///         .. => Unknown(UnknownText),
///     }
/// }
/// ```
///
/// The last line is for a variant that keeps other texts, and what keeps them; without it they are refused.
macro_rules! choice_codec {
    ($type:ident { $($text:literal => $variant:ident,)+ }) => {
        impl $type {
            /// The text that stands for it in JSON.
            #[inline]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }

        impl $crate::support::ChoiceCodec for $type {
            const EXPECTED: &'static [&'static str] = &[$($text),+];

            fn from_text(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$variant),)+
                    _ => None,
                }
            }

            #[inline]
            fn as_text(&self) -> &str {
                self.as_str()
            }
        }

        impl From<$type> for &'static str {
            #[inline]
            fn from(value: $type) -> Self {
                value.as_str()
            }
        }

        $crate::support::choice_codec!(@common $type);
    };
    ($type:ident { $($text:literal => $variant:ident,)* .. => $unknown:ident($kept:ident), }) => {
        impl $type {
            /// The text that stands for it in JSON.
            #[inline]
            pub const fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::$unknown(text) => text.as_str(),
                }
            }
        }

        impl $crate::support::ChoiceCodec for $type {
            const EXPECTED: &'static [&'static str] = &[$($text),*];

            fn from_text(text: &str) -> Option<Self> {
                Some(match text {
                    $($text => Self::$variant,)*
                    _ => Self::$unknown($kept::keep(text)),
                })
            }

            #[inline]
            fn as_text(&self) -> &str {
                self.as_str()
            }
        }

        $crate::support::choice_codec!(@common $type);
    };
    (@common $type:ident) => {
        $crate::support::decode_by!($type, input => $crate::support::decode_choice(input));
        $crate::support::encode_by!($type, value, output => {
            output.text($crate::support::ChoiceCodec::as_text(value))
        });

        impl ::core::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::support::ChoiceCodec::as_text(self))
            }
        }

        impl AsRef<str> for $type {
            #[inline]
            fn as_ref(&self) -> &str {
                $crate::support::ChoiceCodec::as_text(self)
            }
        }

        $crate::support::like_text!($type, value => ::std::string::String::from(value.as_str()));

        impl ::core::str::FromStr for $type {
            type Err = $crate::support::UnknownValue;

            #[inline]
            fn from_str(text: &str) -> Result<Self, $crate::support::UnknownValue> {
                $crate::support::parse_choice(text)
            }
        }

        impl TryFrom<&str> for $type {
            type Error = $crate::support::UnknownValue;

            #[inline]
            fn try_from(text: &str) -> Result<Self, $crate::support::UnknownValue> {
                $crate::support::parse_choice(text)
            }
        }
    };
}

pub(crate) use choice_codec;
