//! Values in error messages.

use serde::ser::Serialize;

/// Longer texts are cut.
const SHOWN: usize = 40;

/// A value as JSON, cut after about 40 characters.
#[cold]
pub fn excerpt<T: Serialize + ?Sized>(value: &T) -> String {
    cut(&serde_json::to_string(value).unwrap_or_else(|_| "..".to_owned()))
}

/// A text, cut after about 40 characters.
#[inline(never)]
pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}..", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_long_values() {
        assert_eq!(excerpt("a\"b"), r#""a\"b""#);
        assert_eq!(excerpt(&"ö".repeat(50)), format!("\"{}..", "ö".repeat(39)));
        assert_eq!(excerpt(&[1, 2]), "[1,2]");
    }
}
