//! Texts as URLs, and back. The text stays what it is until it is asked for.

use std::str::FromStr;

use url::{ParseError, Url};

/// A text that may be a URL: `it.callback.to_url()?`.
pub trait ToUrl {
    /// The value that the text stands for.
    ///
    /// # Errors
    ///
    /// If it stands for none.
    fn to_url(&self) -> Result<Url, ParseError>;
}

impl<S: AsRef<str> + ?Sized> ToUrl for S {
    fn to_url(&self) -> Result<Url, ParseError> {
        self.as_ref().parse()
    }
}

/// A text that can be made of a URL.
pub trait FromUrl: FromStr {
    /// The text of a value.
    ///
    /// # Errors
    ///
    /// If the type accepts another format, or keeps constraints that the text does not.
    fn from_url(value: &Url) -> Result<Self, Self::Err> {
        value.to_string().parse()
    }
}

impl<S: FromStr> FromUrl for S {}
