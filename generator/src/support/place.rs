//! Errors that say where in the instance they arose.

use std::fmt::Display;

use serde::de::Error;

/// Puts the name of a member, or the number of an item, in front of an error inside it.
///
/// Called on the way out, it builds up the JSON Pointer: `/tags/3: invalid type: ..`.
/// `serde_json` finds the line and column at the end of the text again.
///
/// Spec: RFC 6901.
#[cold]
#[inline(never)]
pub fn within<E: Error>(segment: impl Display, error: E) -> E {
    let inner = error.to_string();
    drop(error);
    E::custom(at(&segment.to_string(), inner))
}

/// The words are the same for all errors, and one copy of them does.
fn at(segment: &str, inner: String) -> String {
    let inner = worded(&inner).unwrap_or(inner);
    let mut message = String::with_capacity(inner.len() + 16);
    message.push('/');
    for character in segment.chars() {
        match character {
            '~' => message.push_str("~0"),
            '/' => message.push_str("~1"),
            other => message.push(other),
        }
    }
    if !inner.starts_with('/') {
        message.push_str(": ");
    }
    message.push_str(&inner);
    message
}

/// Words of serde, and those of JSON.
const WORDS: [(&str, &str); 3] = [("sequence", "array"), ("map", "object"), ("floating point", "number")];

/// Puts an error of a whole document into the words of JSON.
#[cold]
#[inline(never)]
pub fn reword<E: Error>(error: &mut E) {
    if let Some(message) = worded(&error.to_string()) {
        *error = E::custom(message);
    }
}

/// A message in the words of JSON, where it has some of serde's: it calls arrays sequences.
fn worded(message: &str) -> Option<String> {
    let found =
        ["invalid type: ", "invalid value: "].iter().filter_map(|it| Some(position(message, it)? + it.len()));
    let (before, rest) = message.split_at(found.min()?);
    let (theirs, ours) = WORDS.iter().find(|(theirs, _)| rest.starts_with(theirs))?;
    Some(format!("{before}{ours}{}", &rest[theirs.len()..]))
}

/// The error for a second member of the same name.
#[cold]
#[inline(never)]
pub fn duplicate<E: Error>(name: &str) -> E {
    E::custom(format_args!("duplicate member `{name}`"))
}

/// How `serde_json` tells a position.
const AT_LINE: &str = " at line ";
const COLUMN: &str = " column ";

/// Where a part begins in a text: the library's search is fast and long, and messages are short.
#[inline(never)]
pub(super) fn position(text: &str, part: &str) -> Option<usize> {
    text.as_bytes().windows(part.len().max(1)).position(|it| it == part.as_bytes())
}

/// Cuts off ` at line 1 column 2`, which `serde_json` puts at the end.
pub fn split_position(message: &str) -> (&str, &str) {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut starts = message.as_bytes().windows(AT_LINE.len());
    let start = starts.rposition(|it| it == AT_LINE.as_bytes()).filter(|start| {
        let numbers = &message[start + AT_LINE.len()..];
        position(numbers, COLUMN)
            .is_some_and(|end| is_number(&numbers[..end]) && is_number(&numbers[end + COLUMN.len()..]))
    });
    message.split_at(start.unwrap_or(message.len()))
}

/// Adds to an error about the JSON type of a value that null would do as well.
#[cold]
#[inline(never)]
pub fn or_null<E: Error>(error: E) -> E {
    match with_null(&error.to_string()) {
        Some(message) => {
            drop(error);
            E::custom(message)
        }
        None => error,
    }
}

fn with_null(inner: &str) -> Option<String> {
    let (message, position) = split_position(inner);
    let is_told = message.ends_with([')', '`']) || message.ends_with(" or null");
    (message.starts_with("invalid type: ") && !is_told).then(|| format!("{message} or null{position}"))
}

#[cfg(test)]
mod tests {
    use serde::de::value::Error as Plain;

    use super::*;

    #[test]
    fn builds_pointers() {
        let error: Plain = within("a/b", within(3, within("~", Plain::custom("too odd"))));
        assert_eq!(error.to_string(), "/a~1b/3/~0: too odd");
    }

    #[test]
    fn keeps_the_position() {
        let error = serde_json::from_str::<u8>("\n  x").unwrap_err();
        let error = within("a", within(0, error));
        assert_eq!(error.to_string(), "/a/0: expected value at line 2 column 3");
        assert_eq!((error.line(), error.column()), (2, 3));
    }

    #[test]
    fn speaks_of_json() {
        #[track_caller]
        fn check(inner: &str, expect: &str) {
            let mut error = Plain::custom(inner);
            reword(&mut error);
            assert_eq!(error.to_string(), expect);
            assert_eq!(within("a", Plain::custom(inner)).to_string(), format!("/a: {expect}"));
        }
        check("invalid type: map, expected a sequence", "invalid type: object, expected a sequence");
        check("`a` is 1: invalid type: sequence, expected b", "`a` is 1: invalid type: array, expected b");
        check("invalid value: floating point `1.5`, expected b", "invalid value: number `1.5`, expected b");
        check("invalid type: string \"map\", expected b", "invalid type: string \"map\", expected b");
        check("unknown value \"invalid type\"", "unknown value \"invalid type\"");
    }

    #[test]
    fn mentions_null() {
        #[track_caller]
        fn check(inner: &str, expect: &str) {
            assert_eq!(or_null(Plain::custom(inner)).to_string(), expect);
        }
        check(
            "invalid type: integer `1`, expected a string at line 1 column 2",
            "invalid type: integer `1`, expected a string or null at line 1 column 2",
        );
        check("/0: invalid type: map, expected a string", "/0: invalid type: map, expected a string");
        check("unknown value 1, expected 2", "unknown value 1, expected 2");
    }
}
