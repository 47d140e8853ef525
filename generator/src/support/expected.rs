//! What to say of a value that is none of the known ones.

use serde::ser::Serialize;

use super::excerpt::excerpt;

/// Lists are given up to this length.
pub(super) const FEW: usize = 8;

/// Of a longer list, as many are given.
const SOME: usize = 4;

/// Says what was expected in place of a value: the one that may be meant first.
#[cold]
pub fn instead_of<F: Serialize + ?Sized, T: Serialize>(found: &F, expected: &[T]) -> String {
    let found = serde_json::to_string(found).unwrap_or_default();
    let known: Vec<String> =
        expected.iter().map(|it| serde_json::to_string(it).unwrap_or_default()).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let list = list(expected);
    match closest(&found, &known) {
        Some(near) if known.len() > 1 => format!("did you mean {near}? (expected {list})"),
        _ => format!("expected {list}"),
    }
}

/// Values in a row, the first ones if they are many.
fn list<T: Serialize>(values: &[T]) -> String {
    let shown = if values.len() > FEW { SOME } else { values.len() };
    let mut texts: Vec<String> = values[..shown].iter().map(excerpt).collect();
    if shown < values.len() {
        texts.push(format!("{} others", values.len() - shown));
    }
    match texts.split_last() {
        None => "nothing".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, before)) => format!("{} or {last}", before.join(", ")),
    }
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
