//! Texts of a certain form.

use super::pattern::Pattern;
use super::violation::Violation;

/// Checks `pattern`.
///
/// # Errors
///
/// If the text does not match it.
#[inline]
pub fn matches(text: &str, pattern: &Pattern) -> Result<(), Violation> {
    if pattern.is_match(text) {
        return Ok(());
    }
    Err(Violation::new(text, format_args!("does not match the pattern `{}`", pattern.source())))
}
