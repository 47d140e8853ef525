//! Keywords and formats that are nearly those of the specification: misspelled, in all likelihood.
//!
//! An unknown keyword is an annotation, and so is a misspelled one: the schema then says less than its
//! author thinks. Only keywords that can refuse an instance are looked for, and only with a value that
//! they could have; extensions (`x-…`) and the words of other vocabularies are left alone.

use serde_json::{Map, Value};

use super::dialect::Dialect;
use super::metaschema;
use crate::format::Format;

/// Words of other vocabularies that a keyword is near to.
const OTHERS: [&str; 6] =
    ["enumNames", "errorMessage", "links", "option", "propertyOrder", "tsAdditionalProperties"];

/// The keyword that was meant by one that no dialect knows, where one is near.
pub(super) fn meant_keyword(
    written: &str,
    map: &Map<String, Value>,
    dialect: Dialect,
) -> Option<&'static str> {
    if written.starts_with("x-") || OTHERS.contains(&written) || metaschema::is_keyword(written) {
        return None;
    }
    let value = map.get(written)?;
    // Beside the keyword itself, a word like it means something else.
    let known = metaschema::assertions(dialect, value).filter(|it| !map.contains_key(*it));
    nearest(written, known)
}

/// The format that was meant by one that the specification does not know, where one is near.
pub(super) fn meant_format(written: &str) -> Option<&'static str> {
    if Format::named(written).is_some() {
        return None;
    }
    nearest(written, Format::all().map(Format::name))
}

/// The known word that is nearest to one that was written, if any is near.
fn nearest(written: &str, known: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let bare = letters(written);
    let limit = match bare.len() {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    };
    known
        .filter(|it| it.len().abs_diff(written.len()) <= 4)
        .map(|it| (distance(&bare, &letters(it)), it))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, it)| it)
}

/// The letters of a word in the singular: case, `$`, `-` and `_` are easily got wrong.
fn letters(word: &str) -> Vec<u8> {
    let plain = word.bytes().filter(u8::is_ascii_alphanumeric).map(|it| it.to_ascii_lowercase());
    let mut letters: Vec<u8> = plain.collect();
    if letters.ends_with(b"ies") {
        letters.truncate(letters.len() - 3);
        letters.push(b'y');
    } else if letters.ends_with(b"s") {
        letters.pop();
    }
    letters
}

/// How many letters are to be put in, taken out, exchanged, or swapped with the next.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    rows[0] = (0..=b.len()).collect();
    for i in 1..=a.len() {
        rows[i][0] = i;
        for j in 1..=b.len() {
            let exchanged = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = exchanged.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = least;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::Dialect;
    use super::{meant_format, meant_keyword};

    #[track_caller]
    fn check(schema: &Value, expect: Option<&str>) {
        let map = schema.as_object().expect("a schema of keywords");
        let written = map.keys().next().expect("it has one");
        assert_eq!(meant_keyword(written, map, Dialect::Draft7), expect, "{written}");
    }

    #[test]
    fn keywords_that_are_nearly_right() {
        check(&json!({"propertes": {}}), Some("properties"));
        check(&json!({"requried": []}), Some("required"));
        check(&json!({"additionalProperty": false}), Some("additionalProperties"));
        check(&json!({"additional_properties": false}), Some("additionalProperties"));
        check(&json!({"patternproperties": {}}), Some("patternProperties"));
        check(&json!({"item": {}}), Some("items"));
        check(&json!({"oneof": []}), Some("oneOf"));
        check(&json!({"minLenght": 1}), Some("minLength"));
    }

    #[test]
    fn words_that_mean_something_else() {
        check(&json!({"propertes": "text"}), None);
        check(&json!({"item": {}, "items": {}}), None);
        check(&json!({"x-propertes": {}}), None);
        check(&json!({"markdownDescription": "text"}), None);
        check(&json!({"defaultSnippets": []}), None);
        check(&json!({"note": "text"}), None);
        check(&json!({"typeName": "text"}), None);
        check(&json!({"$defs": {}}), None);
        // It is a keyword of later dialects only.
        check(&json!({"unevaluatedPropertys": false}), None);
    }

    #[test]
    fn formats_that_are_nearly_right() {
        assert_eq!(meant_format("datetime"), Some("date-time"));
        assert_eq!(meant_format("host-name"), Some("hostname"));
        assert_eq!(meant_format("url"), None);
        assert_eq!(meant_format("int32"), None);
        assert_eq!(meant_format("uuid"), None);
    }
}
