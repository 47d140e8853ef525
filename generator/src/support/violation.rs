//! Why a value can't be made.

use std::fmt::{self, Display};

use serde::ser::Serialize;

use super::excerpt::excerpt;

/// A value that breaks a constraint of its schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    message: Box<str>,
}

impl Violation {
    /// A value, and in words what is wrong with it: `"ab"` and `has fewer than 3 characters`.
    #[cold]
    pub fn new<T: Serialize + ?Sized>(value: &T, wrong: impl Display) -> Self {
        Self::because(format_args!("{} {wrong}", excerpt(value)))
    }

    /// What is wrong, where the value says nothing.
    #[cold]
    pub fn because(reason: impl Display) -> Self {
        Self { message: reason.to_string().into() }
    }
}

impl Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Violation {}
