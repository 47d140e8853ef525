//! The error for members that an object may not have.

use serde::de::Error;

use super::expected::{FEW, closest, joined};

/// The error for a member that the schema does not name: says which one may be meant.
#[cold]
pub fn unknown_member<E: Error>(name: &str, known: &[&str]) -> E {
    E::custom(in_words(name, known))
}

fn in_words(name: &str, known: &[&str]) -> String {
    match (closest(name, known), known) {
        (Some(near), _) => format!("unknown member `{name}`, did you mean `{near}`?"),
        (None, []) => format!("unknown member `{name}`, no members are allowed"),
        (None, [only]) => format!("unknown member `{name}`, only `{only}` is allowed"),
        (None, known) if known.len() <= FEW => {
            format!("unknown member `{name}`, expected one of `{}`", joined(known, "`, `"))
        }
        (None, _) => format!("unknown member `{name}`"),
    }
}

#[cfg(test)]
mod tests {
    use serde::de::value::Error as Plain;

    use super::*;

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
