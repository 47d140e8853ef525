//! Patterns by the `regex` crate, in time linear in the text.

use std::sync::OnceLock;

/// An expression in the language of the `regex` crate, compiled when it is first needed.
#[derive(Debug)]
pub struct Regex {
    expression: &'static str,
    compiled: OnceLock<Option<regex::Regex>>,
}

impl Regex {
    /// The generator has compiled the expression before.
    pub const fn new(expression: &'static str) -> Self {
        Self { expression, compiled: OnceLock::new() }
    }

    /// Whether the expression matches, anywhere in the text if it is not anchored.
    pub fn is_match(&self, text: &str) -> bool {
        let compile = || regex::RegexBuilder::new(self.expression).size_limit(1 << 26).build().ok();
        self.compiled.get_or_init(compile).as_ref().is_some_and(|regex| regex.is_match(text))
    }
}
