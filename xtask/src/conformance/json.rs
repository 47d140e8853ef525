//! Whether a JSON text says the same as another, number by number as they were written.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Whether nothing was lost: the members and items of `before` are those of `after`.
///
/// Members may come in another order, each once. An integer has to come back exactly; a number
/// with a fraction or an exponent, as the same double.
pub(crate) fn is_same(before: &str, after: &str) -> bool {
    match (before.trim(), after.trim()) {
        (before, after) if before == after => true,
        (before, after) if before.starts_with('{') && after.starts_with('{') => {
            let (Ok(before), Ok(after)) = (members(before), members(after)) else { return false };
            before.len() == after.len()
                && before.iter().all(|(name, value)| {
                    let mut same = after.iter().filter(|(other, _)| other == name);
                    same.next().is_some_and(|(_, other)| is_same(value.get(), other.get()))
                        && same.next().is_none()
                })
        }
        (before, after) if before.starts_with('[') && after.starts_with('[') => {
            let items = |text| serde_json::from_str::<Vec<&RawValue>>(text);
            let (Ok(before), Ok(after)) = (items(before), items(after)) else { return false };
            before.len() == after.len()
                && before.iter().zip(after).all(|(before, after)| is_same(before.get(), after.get()))
        }
        (before, after) if before.starts_with('"') && after.starts_with('"') => {
            let text = |text| serde_json::from_str::<String>(text).ok();
            text(before).is_some_and(|it| Some(it) == text(after))
        }
        (before, after) => is_same_number(before, after).unwrap_or(false),
    }
}

/// `None` where one is no number.
fn is_same_number(before: &str, after: &str) -> Option<bool> {
    let is_integer = |text: &str| !text.contains(['.', 'e', 'E']);
    let (one, other): (f64, f64) = (before.parse().ok()?, after.parse().ok()?);
    if is_integer(before) && is_integer(after) {
        // The texts differ, so the integers do, but for zero and its sign.
        return Some(one == 0.0 && other == 0.0);
    }
    if one.is_infinite() || other.is_infinite() {
        return Some(false);
    }
    // An integer that is no double must not come back rounded.
    let held = |text: &str, double: f64| !is_integer(text) || format!("{double:.0}") == text || double == 0.0;
    Some(
        one.total_cmp(&other).is_eq() && held(before, one) && held(after, other)
            || one == 0.0 && other == 0.0,
    )
}

fn members(text: &str) -> serde_json::Result<Vec<(String, &RawValue)>> {
    struct Members<'t>(Vec<(String, &'t RawValue)>);
    struct List;

    impl<'t> Visitor<'t> for List {
        type Value = Members<'t>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Members<'t>, A::Error> {
            let mut members = Vec::new();
            while let Some(member) = map.next_entry()? {
                members.push(member);
            }
            Ok(Members(members))
        }
    }

    impl<'t> Deserialize<'t> for Members<'t> {
        fn deserialize<D: Deserializer<'t>>(input: D) -> Result<Self, D::Error> {
            input.deserialize_map(List)
        }
    }

    Ok(serde_json::from_str::<Members<'_>>(text)?.0)
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[track_caller]
    fn check(before: &str, same: &[&str], different: &[&str]) {
        for after in same {
            assert!(is_same(before, after), "{before} is {after}");
        }
        for after in different {
            assert!(!is_same(before, after), "{before} is not {after}");
        }
    }

    #[test]
    fn numbers() {
        check("1.0", &["1", "1.00", "10e-1"], &["1.5", "-1", "\"1\""]);
        check("1e2", &["100", "100.0"], &["10"]);
        check("-0.0", &["0", "-0.0"], &["1"]);
        check(
            "12345678901234567890123",
            &["12345678901234567890123"],
            &["12345678901234567890124", "1.2345678901234568e22"],
        );
        check("9007199254740993", &["9007199254740993"], &["9007199254740992", "9007199254740992.0"]);
        check("1e400", &["1e400"], &["1e401", "null"]);
    }

    #[test]
    fn members_and_items() {
        check(
            r#"{"a": 1, "b": [1, {}]}"#,
            &[r#"{"b":[1.0,{}],"a":1}"#],
            &[r#"{"a":1}"#, r#"{"a":1,"b":[{},1]}"#],
        );
        check(r#"{"a": 1}"#, &[], &[r#"{"a":1,"a":1}"#, r#"{"a":1,"b":null}"#, "[]", "null"]);
        check(r#""\u0061""#, &[r#""a""#], &[r#""b""#]);
    }
}
