//! Texts as values of chrono, and back. The text stays what it is until it is asked for.

use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate, ParseError, Utc};

/// A text that chrono may understand: `token.expires_at.to_chrono::<DateTime<Utc>>()?`.
pub trait ToChrono {
    /// The value that the text stands for.
    ///
    /// # Errors
    ///
    /// If it stands for none.
    fn to_chrono<T: ChronoText>(&self) -> Result<T, ParseError>;
}

impl<S: AsRef<str> + ?Sized> ToChrono for S {
    fn to_chrono<T: ChronoText>(&self) -> Result<T, ParseError> {
        T::read(self.as_ref())
    }
}

/// A text that can be made of a value of chrono: `ExpiresAt::from_chrono(Utc::now())?`.
pub trait FromChrono: FromStr {
    /// The text of a value.
    ///
    /// # Errors
    ///
    /// If the type accepts another format, or keeps constraints that the text does not.
    fn from_chrono(value: impl ChronoText) -> Result<Self, Self::Err> {
        value.write().parse()
    }
}

impl<S: FromStr> FromChrono for S {}

/// The types of chrono that stand for texts: `date-time` and `date`.
pub trait ChronoText: Sized {
    /// Reads a text.
    ///
    /// # Errors
    ///
    /// If it stands for no value.
    fn read(text: &str) -> Result<Self, ParseError>;

    /// Writes the value.
    fn write(&self) -> String;
}

impl ChronoText for DateTime<FixedOffset> {
    fn read(text: &str) -> Result<Self, ParseError> {
        Self::parse_from_rfc3339(text)
    }

    fn write(&self) -> String {
        self.to_rfc3339()
    }
}

impl ChronoText for DateTime<Utc> {
    fn read(text: &str) -> Result<Self, ParseError> {
        DateTime::parse_from_rfc3339(text).map(|it| it.to_utc())
    }

    fn write(&self) -> String {
        self.to_rfc3339()
    }
}

impl ChronoText for NaiveDate {
    fn read(text: &str) -> Result<Self, ParseError> {
        text.parse()
    }

    fn write(&self) -> String {
        self.to_string()
    }
}
