//! Stand-in for the buffered instance.

use std::borrow::Cow;

/// A JSON instance that borrows from its text.
#[derive(Clone, Debug, PartialEq)]
pub enum Content<'de> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number from 0.
    Uint(u64),
    /// A whole number below 0.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// A string.
    Text(Cow<'de, str>),
    /// An array.
    Array(Vec<Content<'de>>),
    /// An object, its members in the order of the text.
    Object(Vec<(Cow<'de, str>, Content<'de>)>),
}
