//! Patterns by the `regex` crate, in time linear in the text.

use super::pattern::Engine;

/// Compiles an expression in the language of the `regex` crate.
pub fn regex(expression: &str) -> Option<Engine> {
    let regex = regex::RegexBuilder::new(expression).size_limit(1 << 26).build().ok()?;
    Some(Box::new(move |text| regex.is_match(text)))
}
