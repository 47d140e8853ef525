//! The lengths of texts.

use super::violation::Violation;

/// Checks `minLength`, in code points.
///
/// # Errors
///
/// If the text is shorter.
#[inline]
pub fn min_length(text: &str, min: u64) -> Result<(), Violation> {
    // A code point has up to four bytes: most texts need not be counted.
    let bytes = text.len() as u64;
    if bytes >= min && (bytes.div_ceil(4) >= min || text.is_ascii() || characters(text) >= min) {
        return Ok(());
    }
    Err(wrong(text, "fewer", min))
}

/// Checks `maxLength`, in code points.
///
/// # Errors
///
/// If the text is longer.
#[inline]
pub fn max_length(text: &str, max: u64) -> Result<(), Violation> {
    let bytes = text.len() as u64;
    if bytes <= max || (bytes.div_ceil(4) <= max && characters(text) <= max) {
        return Ok(());
    }
    Err(wrong(text, "more", max))
}

#[cold]
fn wrong(text: &str, side: &str, bound: u64) -> Violation {
    Violation::new(text, format_args!("has {side} than {bound} character{}", plural(bound)))
}

fn characters(text: &str) -> u64 {
    text.chars().count() as u64
}

fn plural(count: u64) -> &'static str {
    if count == 1 { "" } else { "s" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_code_points() {
        for text in ["", "a", "ab", "äöü", "💩💩", "a💩ö", "abcdefgh", "aaaaaaaaä"] {
            let length = text.chars().count() as u64;
            for bound in 0..12 {
                assert_eq!(min_length(text, bound).is_ok(), length >= bound, "{text} {bound}");
                assert_eq!(max_length(text, bound).is_ok(), length <= bound, "{text} {bound}");
            }
        }
        assert_eq!(min_length("ab", 3).unwrap_err().to_string(), r#""ab" has fewer than 3 characters"#);
        assert_eq!(max_length("ab", 1).unwrap_err().to_string(), r#""ab" has more than 1 character"#);
    }
}
