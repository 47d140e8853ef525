//! Places in JSON values.
//!
//! Spec: RFC 6901, §3; draft-bhutton-relative-json-pointer-00, §3.

use super::format::Format;

/// `/a~1b/0`, and the empty text for all of a value.
pub static JSON_POINTER: Format = Format::new("json-pointer", is_json_pointer);
/// `1/a`, `0#`, `2-1/b`
pub static RELATIVE_JSON_POINTER: Format = Format::new("relative-json-pointer", is_relative_json_pointer);

fn is_json_pointer(text: &str) -> bool {
    let escapes_are_known = || text.split('~').skip(1).all(|it| it.starts_with(['0', '1']));
    text.is_empty() || text.starts_with('/') && escapes_are_known()
}

fn is_relative_json_pointer(text: &str) -> bool {
    let Some(rest) = after_integer(text) else { return false };
    let rest = match rest.strip_prefix(['+', '-']) {
        Some(shift) if !shift.starts_with('0') => after_integer(shift),
        Some(_) => None,
        None => Some(rest),
    };
    rest.is_some_and(|rest| rest == "#" || is_json_pointer(rest))
}

/// What follows an integer without leading zeros.
fn after_integer(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|it: char| it.is_ascii_digit());
    let digits = text.len() - rest.len();
    (digits == 1 || digits > 1 && !text.starts_with('0')).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::{JSON_POINTER, RELATIVE_JSON_POINTER};

    #[test]
    fn pointers() {
        for text in ["", "/", "/a/0/~0~1", "//é"] {
            assert!(JSON_POINTER.accepts(text), "{text}");
        }
        for text in ["a", "#/a", "/~", "/~2", "/a~"] {
            assert!(!JSON_POINTER.accepts(text), "{text}");
        }
        for text in ["0", "1/a", "10#", "0/", "0+1", "2-1/b"] {
            assert!(RELATIVE_JSON_POINTER.accepts(text), "{text}");
        }
        for text in ["", "/a", "01/a", "-1/a", "+1/a", "0##", "1a", "0-0", "0+01"] {
            assert!(!RELATIVE_JSON_POINTER.accepts(text), "{text}");
        }
    }
}
