//! Regular expressions, by the reader of patterns.
//!
//! Spec: ECMA-262, §22.2.1 with the `u` flag: escapes without a meaning are refused.

use super::format::Format;
use super::pattern_syntax::parse;

/// `^(a|b)+$`
pub static REGEX: Format = Format::new("regex", |text| parse(text).is_ok_and(|(_, is_strict)| is_strict));

#[cfg(test)]
mod tests {
    use super::REGEX;

    #[test]
    fn expressions() {
        assert!(REGEX.accepts("(?<=a+)\\p{Letter}[^]") && REGEX.accepts(""));
        assert!(!REGEX.accepts("(") && !REGEX.accepts("\\a") && !REGEX.accepts("(?P<n>a)"));
    }
}
