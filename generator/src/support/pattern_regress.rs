//! Patterns with look-around or back-references, by the `regress` crate.
//!
//! It backtracks: a pattern with nested repetitions can take time exponential in the text, and the
//! crate has no limit to set.

use std::sync::OnceLock;

/// An ECMA-262 expression, with the `u` flag if it allows for it, compiled when it is first needed.
#[derive(Debug)]
pub struct Regress {
    expression: &'static str,
    compiled: OnceLock<Option<regress::Regex>>,
}

impl Regress {
    /// The generator has compiled the expression before.
    pub const fn new(expression: &'static str) -> Self {
        Self { expression, compiled: OnceLock::new() }
    }

    /// Whether the expression matches, anywhere in the text if it is not anchored.
    pub fn is_match(&self, text: &str) -> bool {
        let strict = || regress::Regex::with_flags(self.expression, "u");
        let compile = || strict().or_else(|_| regress::Regex::new(self.expression)).ok();
        self.compiled.get_or_init(compile).as_ref().is_some_and(|regex| regex.find(text).is_some())
    }
}
