//! Texts that keep a format.

use super::format::Format;
use super::violation::Violation;

/// Checks `format`.
///
/// # Errors
///
/// If the text does not have it.
pub fn has_format(text: &str, format: &Format) -> Result<(), Violation> {
    if format.accepts(text) {
        return Ok(());
    }
    Err(Violation::new(text, format_args!("is not of the format `{}`", format.name())))
}
