//! The error for members that an object may not have.

use serde::de::Error;

/// Lists are given up to this length.
const FEW: usize = 8;

/// The error for a member that the schema does not name: says which one may be meant.
#[cold]
pub fn unknown_member<E: Error>(name: &str, known: &[&str]) -> E {
    let near = known
        .iter()
        .map(|known| (distance(name, known), *known))
        .filter(|(distance, known)| *distance <= known.chars().count().max(3) / 3)
        .min();
    E::custom(match (near, known) {
        (Some((_, near)), _) => format!("unknown member `{name}`, did you mean `{near}`?"),
        (None, []) => format!("unknown member `{name}`, no members are allowed"),
        (None, [only]) => format!("unknown member `{name}`, only `{only}` is allowed"),
        (None, known) if known.len() <= FEW => {
            format!("unknown member `{name}`, expected one of `{}`", known.join("`, `"))
        }
        (None, _) => format!("unknown member `{name}`"),
    })
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
    use serde::de::value::Error as Plain;

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
    fn says_what_may_be_meant() {
        #[track_caller]
        fn check(name: &str, known: &[&str], expect: &str) {
            assert_eq!(unknown_member::<Plain>(name, known).to_string(), expect);
        }
        check("lable", &["label", "value"], "unknown member `lable`, did you mean `label`?");
        check("x", &["label", "value"], "unknown member `x`, expected one of `label`, `value`");
        check("x", &["label"], "unknown member `x`, only `label` is allowed");
        check("x", &[], "unknown member `x`, no members are allowed");
        check("xyz", &["aa"; 9], "unknown member `xyz`");
    }
}
