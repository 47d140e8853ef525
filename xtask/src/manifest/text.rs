//! From the manifest's text to its types, and from a fault to its line, column and nearest known name.

use std::ops::Range;

use isotype::diagnostic::{Diagnostics, Place};

use super::Manifest;

/// Reads the manifest's text; what is wrong with it goes to `diagnostics`.
pub(crate) fn parse(file: &str, text: &str, diagnostics: &mut Diagnostics) -> Option<Manifest> {
    let error = match toml::from_str(text) {
        Ok(manifest) => return Some(manifest),
        Err(error) => error,
    };
    let place = place(file, text, error.span().unwrap_or(0..0));
    let message = error.message();
    match Unknown::in_message(message) {
        Some(Unknown { what, name, known }) => {
            let code = if what == "field" { "manifest-unknown-key" } else { "manifest-unknown-value" };
            let noun = if what == "field" { "key" } else { "value" };
            let help = match nearest(name, &known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known here: {}", known.join(", ")),
            };
            diagnostics.error(code, place, format!("unknown {noun} `{name}`")).help(help);
        }
        None if message.starts_with("missing field `") => {
            let key = message.split('`').nth(1).unwrap_or_default();
            diagnostics
                .error("manifest-missing-key", place, format!("the key `{key}` is missing"))
                .help(format!("add a line `{key} = …` here"));
        }
        None => {
            diagnostics.error("manifest-not-read", place, message.lines().collect::<Vec<_>>().join("; "));
        }
    }
    None
}

/// Where a byte range of the manifest stands.
pub(crate) fn place(file: &str, text: &str, span: Range<usize>) -> Place {
    let before = text.get(..span.start).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    Place {
        file: file.to_owned(),
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        pointer: String::new(),
    }
}

/// Serde's message about a name that it does not know, taken apart.
struct Unknown<'a> {
    what: &'a str,
    name: &'a str,
    known: Vec<&'a str>,
}

impl<'a> Unknown<'a> {
    /// Takes apart "unknown field 'a', expected one of 'b', 'c'" and the like, in backticks.
    fn in_message(message: &'a str) -> Option<Self> {
        let (what, rest) = message.strip_prefix("unknown ")?.split_once(' ')?;
        let mut quoted = rest.split('`').skip(1).step_by(2);
        let name = quoted.next()?;
        Some(Self { what, name, known: quoted.collect() })
    }
}

/// The known name that begins like this one, or is a few typing errors away at most.
pub(crate) fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let is_begun = |it: &&&str| name.len() >= BEGUN && it.starts_with(name);
    if let Some(whole) = known.iter().find(is_begun) {
        return Some(whole);
    }
    let limit = ((name.chars().count() + 1) / 3).max(1);
    let near = known.iter().map(|it| (distance(name, it), *it)).min()?;
    (near.0 <= limit).then_some(near.1)
}

/// Shorter names say nothing by what begins with them.
const BEGUN: usize = 4;

/// Levenshtein's distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, left) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], at + 1);
        for (column, right) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(left != *right);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::super::{AllFormats, AssertedFormats};
    use super::{nearest, parse};
    use isotype::config::{NumberType, OneOf, Policies};
    use isotype::diagnostic::Diagnostics;

    const GOOD: &str = r##"preset = "practical-2026-11"

[[source]]
module = "workos"
files = ["workos/a.json"]
roots = "root"
dialect = "2020-12"
origin = "https://example.com/a"
retrieved = "2026-11-22"
[source.sha256]
"workos/a.json" = "00"
[source.policies]
one-of = "first-match"
[[source.type]]
at = "#/a"
rename = "A"
reason = "short"
"##;

    #[track_caller]
    fn check(from: &str, to: &str, expected: &str) {
        assert!(GOOD.contains(from), "{from}");
        let mut found = Diagnostics::default();
        let manifest = parse("schemas/manifest.toml", &GOOD.replacen(from, to, 1), &mut found);
        assert!(manifest.is_none());
        let found: Vec<String> = found.into_sorted().iter().map(ToString::to_string).collect();
        assert_eq!(found.join("\n"), expected);
    }

    #[test]
    fn policies_stand_over_the_preset() {
        let mut found = Diagnostics::default();
        let manifest = parse("m", GOOD, &mut found).expect("the manifest is good");
        let policies = manifest.sources[0].policies.over(manifest.preset.policies());
        assert_eq!(policies.one_of, OneOf::FirstMatch);
        assert_eq!(policies, Policies { one_of: OneOf::FirstMatch, ..Policies::PRACTICAL });
        assert_eq!(policies.number, NumberType::Double);
    }

    #[test]
    fn an_unknown_key_names_the_nearest() {
        check(
            "module =",
            "modul =",
            "error[manifest-unknown-key]: unknown key `modul`\n  --> schemas/manifest.toml:4:1\n  help: did you mean `module`?",
        );
        check(
            "one-of =",
            "oneof =",
            "error[manifest-unknown-key]: unknown key `oneof`\n  --> schemas/manifest.toml:13:1\n  help: did you mean `one-of`?",
        );
        check(
            "rename =",
            "colour =",
            "error[manifest-unknown-key]: unknown key `colour`\n  --> schemas/manifest.toml:16:1\n  help: known here: at, rename, open, one-of, reason",
        );
    }

    #[test]
    fn an_unknown_value_names_the_known_ones() {
        check(
            "practical-2026-11",
            "practical-2026-10",
            "error[manifest-unknown-value]: unknown value `practical-2026-10`\n  --> schemas/manifest.toml:1:10\n  help: did you mean `practical-2026-11`?",
        );
        check(
            "\"2020-12\"",
            "\"draft-03\"",
            "error[manifest-unknown-value]: unknown value `draft-03`\n  --> schemas/manifest.toml:7:11\n  help: did you mean `draft-04`?",
        );
        check(
            "\"root\"",
            "\"rot\"",
            "error[manifest-unknown-value]: unknown value `rot`\n  --> schemas/manifest.toml:6:9\n  help: did you mean `root`?",
        );
        check(
            "\"root\"",
            "true",
            "error[manifest-not-read]: invalid type: boolean `true`, expected `\"root\"`, `\"definitions\"` or a list of definition names\n  --> schemas/manifest.toml:6:9",
        );
    }

    #[test]
    fn formats_are_asserted_by_name_or_all_at_once() {
        let with = |formats: &str| {
            let text =
                GOOD.replacen("[[source.type]]", &format!("[source.formats]\n{formats}\n[[source.type]]"), 1);
            let mut found = Diagnostics::default();
            let mut manifest = parse("m", &text, &mut found).expect("the manifest is good");
            manifest.sources.remove(0).formats.assert.expect("the key is there")
        };
        assert!(matches!(with("assert = \"all\""), AssertedFormats::Word(AllFormats::All)));
        let AssertedFormats::List(names) = with("assert = [\"uuid\"]") else { panic!("a list of names") };
        assert_eq!(names[0].get_ref(), "uuid");
        check(
            "[[source.type]]",
            "[source.formats]\nassert = \"some\"\n[[source.type]]",
            "error[manifest-unknown-value]: unknown value `some`\n  --> schemas/manifest.toml:15:10\n  help: known here: all",
        );
    }

    #[test]
    fn other_faults_have_their_place_too() {
        check(
            "reason = \"short\"\n",
            "",
            "error[manifest-missing-key]: the key `reason` is missing\n  --> schemas/manifest.toml:14:1\n  help: add a line `reason = …` here",
        );
        check(
            "= [\"workos/a.json\"]",
            "= [",
            "error[manifest-not-read]: unexpected `=` in array, expected value, `]`\n  --> schemas/manifest.toml:6:7",
        );
    }

    #[test]
    fn nearest_is_not_far() {
        assert_eq!(nearest("reasn", &["reason", "rename"]), Some("reason"));
        assert_eq!(nearest("x", &["reason", "rename"]), None);
        assert_eq!(nearest("x", &[]), None);
        assert_eq!(nearest("practical", &["practical-2026-11"]), Some("practical-2026-11"));
    }
}
