//! Regular expressions, by the `regress` crate.
//!
//! Spec: ECMA-262, §22.2.1 with the `u` flag: escapes without a meaning are refused.

use super::format::Format;

/// `^(a|b)+$`
pub static REGEX: Format = Format::new("regex", |text| regress::Regex::with_flags(text, "u").is_ok());

#[cfg(test)]
mod tests {
    use super::REGEX;

    #[test]
    fn expressions() {
        assert!(REGEX.accepts("(?<=a+)\\p{Letter}[^]") && REGEX.accepts(""));
        assert!(!REGEX.accepts("(") && !REGEX.accepts("\\a") && !REGEX.accepts("(?P<n>a)"));
    }
}
