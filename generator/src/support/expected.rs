//! What to say of a value that is none of the known ones.

use serde::ser::Serialize;

use super::excerpt::cut;

/// Lists are given up to this length.
pub(super) const FEW: usize = 8;

/// Of a longer list, as many are given.
const SOME: usize = 4;

/// Says what was expected in place of a value: the one that may be meant first.
#[cold]
#[inline(never)]
pub fn instead_of<F: Serialize + ?Sized, T: Serialize>(found: &F, expected: &[T]) -> String {
    let mut known = Vec::new();
    for it in expected {
        known.push(serde_json::to_string(it).unwrap_or_default());
    }
    in_words(&serde_json::to_string(found).unwrap_or_default(), &known)
}

/// What does not depend on the type.
fn in_words(found: &str, expected: &[String]) -> String {
    let mut known = Vec::new();
    for it in expected {
        known.push(it.as_str());
    }
    let list = list(&known);
    match closest(found, &known) {
        Some(near) if known.len() > 1 => format!("did you mean {near}? (expected {list})"),
        _ => format!("expected {list}"),
    }
}

/// Values in a row, the first ones if they are many.
fn list(values: &[&str]) -> String {
    let shown = if values.len() > FEW { SOME } else { values.len() };
    let mut list = String::new();
    for (at, value) in values[..shown].iter().enumerate() {
        let separator = if at + 1 == values.len() { " or " } else { ", " };
        add_to(&mut list, separator, &cut(value));
    }
    match values.len() - shown {
        0 if values.is_empty() => "nothing".to_owned(),
        0 => list,
        others => format!("{list} or {others} others"),
    }
}

/// Adds an item to a list in words.
#[inline(never)]
pub(super) fn add_to(list: &mut String, separator: &str, item: &str) {
    if !list.is_empty() {
        list.push_str(separator);
    }
    list.push_str(item);
}

/// A list in words.
pub(super) fn joined(items: &[&str], separator: &str) -> String {
    let mut list = String::new();
    for item in items {
        add_to(&mut list, separator, item);
    }
    list
}

/// The known text that a text may be a misspelling of.
pub fn closest<'a>(text: &str, known: &[&'a str]) -> Option<&'a str> {
    let near = known.iter().map(|known| (distance(text, known), *known));
    near.filter(|(distance, known)| *distance <= known.chars().count().max(3) / 3).min().map(|(_, near)| near)
}

/// How many letters have to be changed, put in, taken out, or swapped with the next.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    let mut last = None;
    for (row, letter) in left.chars().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in right.iter().enumerate() {
            let changed = above[column] + usize::from(letter != *other);
            let mut best = changed.min(above[column + 1] + 1).min(current[column] + 1);
            let swapped = column > 0 && last == Some(*other) && right[column - 1] == letter;
            if swapped {
                best = best.min(before[column - 1] + 1);
            }
            current.push(best);
        }
        before = above;
        above = current;
        last = Some(letter);
    }
    above[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_changes() {
        for (left, right, expect) in
            [("", "", 0), ("a", "", 1), ("lable", "label", 1), ("kitten", "sitting", 3), ("ab", "ba", 1)]
        {
            assert_eq!(distance(left, right), expect, "{left} {right}");
            assert_eq!(distance(right, left), expect, "{right} {left}");
        }
    }

    #[test]
    fn lists_what_is_known() {
        #[track_caller]
        fn check(found: &str, expected: &[&str], expect: &str) {
            assert_eq!(instead_of(found, expected), expect);
        }
        check("x", &[], "expected nothing");
        check("strin", &["string"], "expected \"string\"");
        check("strin", &["alert", "string"], r#"did you mean "string"? (expected "alert" or "string")"#);
        check("x", &["cat", "dog", "cow"], r#"expected "cat", "dog" or "cow""#);
        check("x", &["cat"; 9], r#"expected "cat", "cat", "cat", "cat" or 5 others"#);
        assert_eq!(instead_of("true", &[true, false]), "expected true or false");
    }
}
