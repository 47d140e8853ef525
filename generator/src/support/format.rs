//! Formats that a schema's author wants to be kept.

use std::fmt;

/// A form that texts have.
pub struct Format {
    name: &'static str,
    accepts: fn(&str) -> bool,
}

impl Format {
    /// A format by its name in schemas, and whether a text has it.
    pub const fn new(name: &'static str, accepts: fn(&str) -> bool) -> Self {
        Self { name, accepts }
    }

    /// Whether a text has it.
    pub fn accepts(&self, text: &str) -> bool {
        (self.accepts)(text)
    }

    /// Its name in schemas.
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Format").field(&self.name).finish()
    }
}
