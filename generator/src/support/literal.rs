//! Stand-in for the constants of the schema.

use super::content::Content;
use super::decimal::Number;

/// A JSON value of the schema.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Literal {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number below 0.
    Int(i64),
    /// A whole number from 0.
    Uint(u64),
    /// Any other number.
    Float(f64),
    /// A string.
    Text(&'static str),
    /// An array.
    Array(&'static [Literal]),
    /// An object.
    Object(&'static [(&'static str, Literal)]),
}

impl Literal {
    /// Whether the instance is this value, as JSON Schema compares.
    pub fn equals(&self, instance: &Content<'_>) -> bool {
        let same = |own, other| Number::compare(own, other).is_eq();
        match (self, instance) {
            (Self::Null, Content::Null) => true,
            (Self::Bool(own), Content::Bool(other)) => own == other,
            (Self::Text(own), Content::Text(other)) => own == other,
            (Self::Array(own), Content::Array(other)) => {
                own.len() == other.len() && own.iter().zip(other).all(|(own, other)| own.equals(other))
            }
            (Self::Object(own), Content::Object(other)) => {
                own.len() == other.len()
                    && own
                        .iter()
                        .all(|(name, own)| other.iter().any(|(key, other)| key == name && own.equals(other)))
            }
            (Self::Int(own), other) => Number::of(other).is_some_and(|it| same(Number::Int(*own), it)),
            (Self::Uint(own), other) => Number::of(other).is_some_and(|it| same(Number::Uint(*own), it)),
            (Self::Float(own), other) => Number::of(other).is_some_and(|it| same(Number::Float(*own), it)),
            _ => false,
        }
    }
}
