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
    if pattern.is_match(text) { Ok(()) } else { Err(differs(text, pattern)) }
}

#[cold]
fn differs(text: &str, pattern: &Pattern) -> Violation {
    Violation::new(text, format_args!("does not match the pattern `{}`", pattern.source()))
}
