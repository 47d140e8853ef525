//! Texts as values of the crate `time`, and back. The text stays what it is until it is asked for.

use std::error::Error;
use std::str::FromStr;

use time::error::{Format, Parse};
use time::format_description::well_known::Rfc3339;
use time::{Date, OffsetDateTime};

/// A text that `time` may understand: `token.expires_at.to_time::<OffsetDateTime>()?`.
pub trait ToTime {
    /// The value that the text stands for.
    ///
    /// # Errors
    ///
    /// If it stands for none.
    fn to_time<T: TimeText>(&self) -> Result<T, Parse>;
}

impl<S: AsRef<str> + ?Sized> ToTime for S {
    fn to_time<T: TimeText>(&self) -> Result<T, Parse> {
        T::read(self.as_ref())
    }
}

/// A text that can be made of a value of `time`: `ExpiresAt::from_time(OffsetDateTime::now_utc())?`.
pub trait FromTime: FromStr<Err: Error + Send + Sync + 'static> {
    /// The text of a value.
    ///
    /// # Errors
    ///
    /// If the value has no text, the type accepts another format, or it keeps constraints that the text does not.
    fn from_time(value: impl TimeText) -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(value.write()?.parse()?)
    }
}

impl<S: FromStr<Err: Error + Send + Sync + 'static>> FromTime for S {}

/// The types of `time` that stand for texts: `date-time` and `date`.
pub trait TimeText: Sized {
    /// Reads a text.
    ///
    /// # Errors
    ///
    /// If it stands for no value.
    fn read(text: &str) -> Result<Self, Parse>;

    /// Writes the value.
    ///
    /// # Errors
    ///
    /// If it has no text: its year is negative, or its offset has seconds.
    fn write(&self) -> Result<String, Format>;
}

impl TimeText for OffsetDateTime {
    fn read(text: &str) -> Result<Self, Parse> {
        Self::parse(text, &Rfc3339)
    }

    fn write(&self) -> Result<String, Format> {
        self.format(&Rfc3339)
    }
}

impl TimeText for Date {
    fn read(text: &str) -> Result<Self, Parse> {
        OffsetDateTime::parse(&format!("{text}T00:00:00Z"), &Rfc3339).map(OffsetDateTime::date)
    }

    fn write(&self) -> Result<String, Format> {
        let mut text = self.midnight().assume_utc().format(&Rfc3339)?;
        text.truncate("2025-12-31".len());
        Ok(text)
    }
}
