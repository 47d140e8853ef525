//! Texts as values of jiff, and back. The text stays what it is until it is asked for.

use std::str::FromStr;

use jiff::civil::{Date, DateTime, Time};
use jiff::{Error, SignedDuration, Span, Timestamp};

/// A text that jiff may understand: `token.expires_at.to_jiff::<Timestamp>()?`.
pub trait ToJiff {
    /// The value that the text stands for.
    ///
    /// # Errors
    ///
    /// If it stands for none.
    fn to_jiff<T: JiffText>(&self) -> Result<T, Error>;
}

impl<S: AsRef<str> + ?Sized> ToJiff for S {
    fn to_jiff<T: JiffText>(&self) -> Result<T, Error> {
        self.as_ref().parse()
    }
}

/// A text that can be made of a value of jiff: `ExpiresAt::from_jiff(Timestamp::now())?`.
pub trait FromJiff: FromStr {
    /// The text of a value.
    ///
    /// # Errors
    ///
    /// If the type accepts another format, or keeps constraints that the text does not.
    fn from_jiff(value: impl JiffText) -> Result<Self, Self::Err> {
        value.to_string().parse()
    }
}

impl<S: FromStr> FromJiff for S {}

/// The types of jiff that stand for texts: `date-time`, `date`, `duration`, and times without an offset.
pub trait JiffText: FromStr<Err = Error> + ToString {}

impl JiffText for Timestamp {}
impl JiffText for Date {}
impl JiffText for DateTime {}
impl JiffText for Time {}
impl JiffText for Span {}
impl JiffText for SignedDuration {}
