//! Patterns with look-around or back-references, by the `regress` crate.
//!
//! It backtracks: a pattern with nested repetitions can take time exponential in the text, and the
//! crate has no limit to set.

use super::pattern::Engine;

/// Compiles an ECMA-262 expression, with the `u` flag if it allows for it.
pub fn regress(expression: &str) -> Option<Engine> {
    let strict = regress::Regex::with_flags(expression, "u");
    let regex = strict.or_else(|_| regress::Regex::new(expression)).ok()?;
    Some(Box::new(move |text| regex.find(text).is_some()))
}
