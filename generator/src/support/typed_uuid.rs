//! Texts as UUIDs, and back. The text stays what it is until it is asked for.

use std::str::FromStr;

use uuid::{Error, Uuid};

/// A text that may be a UUID: `it.id.to_uuid()?`.
pub trait ToUuid {
    /// The value that the text stands for.
    ///
    /// # Errors
    ///
    /// If it stands for none.
    fn to_uuid(&self) -> Result<Uuid, Error>;
}

impl<S: AsRef<str> + ?Sized> ToUuid for S {
    fn to_uuid(&self) -> Result<Uuid, Error> {
        self.as_ref().parse()
    }
}

/// A text that can be made of a UUID.
pub trait FromUuid: FromStr {
    /// The text of a value.
    ///
    /// # Errors
    ///
    /// If the type accepts another format, or keeps constraints that the text does not.
    fn from_uuid(value: &Uuid) -> Result<Self, Self::Err> {
        value.to_string().parse()
    }
}

impl<S: FromStr> FromUuid for S {}
