//! Every way of matching agrees with `regress`, the oracle.

use super::simple::Step;
use super::*;
use crate::support::pattern::Walk;
use crate::support::pattern_regex::Regex;
use crate::support::pattern_regress::Regress;

/// Whether a text matches, by the steps that the rendered `static` takes.
fn is_match(kind: &Kind, source: &str, text: &str) -> bool {
    match kind {
        Kind::Always => true,
        Kind::Simple(sequences) => sequences.iter().any(|it| walk_through(it, text)),
        Kind::Every(parts) => {
            parts.iter().all(|part| is_match(&part.kind, &part.text, text) != part.negative)
        }
        Kind::Regex(expression) => Regex::new(expression.clone().leak()).is_match(text),
        Kind::Regress => Regress::new(source.to_owned().leak()).is_match(text),
    }
}

fn walk_through(sequence: &Sequence, text: &str) -> bool {
    let steps = &sequence.steps[..];
    match (sequence.from_start, sequence.to_end) {
        (true, true) if sequence.backwards => Walk::whole_from_end(text, |at| all_back(steps, at)),
        (true, true) => Walk::whole(text, |at| all(steps, at)),
        (true, false) => Walk::start(text, |at| all(steps, at)),
        (false, true) => Walk::end(text, |at| all(steps, at)),
        (false, false) => Walk::anywhere(text, |at| all(steps, at)),
    }
}

/// The steps in one of the directions.
macro_rules! steps {
    ($all:ident, $direction:literal, $steps:ident => $in_order:expr) => {
        fn $all($steps: &[Step], at: &mut Walk<'_, $direction>) -> bool {
            $in_order.all(|step| match step {
                Step::Text(text) => at.text(text),
                Step::Class(set, min, max) => {
                    let has = |it| set.ranges.iter().any(|(low, high)| (*low..=*high).contains(&it));
                    at.class(*min as usize, *max as usize, has)
                }
                Step::Group(steps, min, max) => at.group(*min as usize, *max as usize, |at| $all(steps, at)),
                Step::Choice(branches) => branches.iter().any(|steps| at.branch(|at| $all(steps, at))),
            })
        }
    };
}
steps!(all, false, steps => steps.iter());
steps!(all_back, true, steps => steps.iter().rev());

/// The name of the way that a pattern is matched.
fn way(kind: &Kind) -> &'static str {
    match kind {
        Kind::Always => "always",
        Kind::Simple(_) => "simple",
        Kind::Every(_) => "every",
        Kind::Regex(_) => "regex",
        Kind::Regress => "regress",
    }
}

#[track_caller]
fn check(source: &str, expect_way: &str, texts: &[&str]) {
    let plan = plan(source).expect("a pattern");
    assert_eq!(way(&plan.0), expect_way, "{source}: {:?}", plan.0);
    let oracle = Regress::new(source.to_owned().leak());
    for text in texts.iter().chain(&TEXTS) {
        assert_eq!(
            is_match(&plan.0, source, text),
            oracle.is_match(text),
            "{source} on {text:?}: {:?}",
            plan.0
        );
    }
}

/// Texts for every pattern.
const TEXTS: [&str; 60] = [
    "",
    "a",
    "b",
    "ab",
    "aa",
    "aab",
    "aaa",
    "abc",
    "abcabc",
    "ABC",
    "A",
    "Z",
    "foo",
    "foobar",
    "foobarbaz",
    "bar",
    "0",
    "00",
    "12345",
    "12345-6789",
    "123456",
    "1.5",
    "-1",
    "+1",
    "2025-12-31",
    "2025-12-31T23:59:59Z",
    "a-b",
    "a-b-c",
    "a--b",
    "-a",
    "a-",
    "a_b",
    "a.b",
    "a.b.c",
    "a/b",
    "a\\b",
    "a b",
    " ",
    "\t",
    "\n",
    "a\n",
    "\na",
    "a\r\nb",
    "\u{2028}",
    "\u{a0}",
    "\u{feff}",
    "é",
    "éa",
    "aé",
    "Ω",
    "😀",
    "a😀",
    "٣",
    "x@y.z",
    "{",
    "{2}",
    "a{2}",
    "[",
    "]",
    "&",
];

#[test]
fn walks_from_the_end() {
    let emails = ["a@b.de", "a@b.c.de", "a@b", "@b.de", "a@@b.de", "a@b.de.", "a@b.abcdefghi", "é@b.de"];
    check("^[a-z0-9._]+@[a-z0-9.]+[.][a-z]{2,8}$", "simple", &emails);
    check(
        "^.+[.](jpe?g|gif)$",
        "simple",
        &["a.jpg", "a.jpeg", ".gif", "é.gif", "a.jpg.gif", "a.jpgg", "\n.gif"],
    );
    check("^[a-z]*[a-f]{2}$", "simple", &["ab", "zab", "abz", "a"]);
    check("^.*foo$", "simple", &["xfoo", "x\nfoo"]);
    check("^[a-z]*z$", "simple", &["az", "zz", "za"]);
    check("^a(b|bc)c$", "simple", &["abcc", "abc"]);
    check(r"^(\s|a)*\s$", "simple", &["a\u{feff}", "a\u{85}", "\u{180e}"]);
}

#[test]
fn walks_through_simple_patterns() {
    check("^[0-9]{5}(-[0-9]{4})?$", "simple", &["12345-678", "12345-67890"]);
    check(r"^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?$", "simple", &["2025-12-31T23:59Z"]);
    check("^[a-z]+(-[a-z]+)*$", "simple", &["a-b-", "a-b-c-d"]);
    check("^(foo|bar|baz)$", "simple", &["baz", "foo ", "fo"]);
    check("^(foobar|foo)$", "simple", &["foob"]);
    check("^(foo|foobar)baz$", "simple", &["foobaz"]);
    check("^(foo|foobar)x$", "simple", &["foox", "foobarx", "foobx"]);
    check("^foo|bar$", "simple", &["foox", "xbar", "barx"]);
    check("^(a|b|[c-e])+$", "simple", &["abcde", "abcdf"]);
    check("foo", "simple", &["xfoox"]);
    check("foo$", "simple", &["xfoo"]);
    check("^foo.*$", "simple", &["foo\n", "foo x"]);
    check("^a", "simple", &[]);
    check("^a*b", "simple", &["aaab", "aaac"]);
    check("^a{2}$|^b{2,}$|^$", "simple", &["bbb"]);
    check("a[0-9]{2}b?", "simple", &["xa12", "a1"]);
    check("^(a+)*$", "simple", &["aaaaab"]);
    check(r"^\S+$", "simple", &[]);
    check(r"^[^\s]+\s[^\s]+$", "simple", &["a\u{feff}b"]);
    check("^[^a]$", "simple", &[]);
    check("^(?:[a-z]{2}){2}$", "simple", &["abcd", "abcde"]);
    check(r"^(?<year>\d{4})$", "simple", &["2025"]);
    check(r"^\u0061\x62\u{63}$", "simple", &[]);
    check(r"^\uD83D\uDE00$", "simple", &[]);
    check(r"^\cJ$", "simple", &[]);
    check("^[]$|^[^]$", "simple", &[]);
    check("^.$", "simple", &[]);
    check("^x@y\\.z$", "simple", &[]);
    check(r"^a\/b$", "simple", &[]);
    check(r"^[a\-c]$", "simple", &["-"]);
    check(r"^[\w-]+$", "simple", &[]);
    check(r"^[a&&b\[]$", "simple", &[]);
    check("^[a-c--d]$", "simple", &["-", "+"]);
    check("^a??b*?$", "simple", &["abbb"]);
}

#[test]
fn sees_what_always_matches() {
    for source in ["", "^", "$", "a*", ".*", "a?|b", "(a|b)*"] {
        check(source, "always", &[]);
    }
    check("^.*$", "simple", &[]);
    check("^$", "simple", &[]);
}

#[test]
fn reads_leniently_what_the_flag_refuses() {
    check(r"^a\-b$", "simple", &[]);
    check(r"^a\_b\@?$", "simple", &["a_b@"]);
    check("^a{2}{$", "simple", &["aa{"]);
    check("^a{,2}$", "simple", &["a{,2}"]);
    check("^]$", "simple", &[]);
    check(r"^\Z$", "simple", &["Z"]);
    check(r"^[\w-.]+$", "simple", &["a-.b", "+"]);
}

#[test]
fn leaves_choices_to_an_engine() {
    check("^(a?)+$", "regex", &["aaaa"]);
    check(r"\bfoo\b", "regex", &["a foo b", "éfooé", "foo_"]);
    check(r"^\p{L}+$", "regex", &["Ωé"]);
    check(r"^\p{Letter}\P{Lu}$", "regex", &["Ωé", "ΩΩ"]);
    check(r"^[\p{Script=Greek}\d]+$", "regex", &["Ω1"]);
    check(r"^[^\p{L}\d]+$", "regex", &[]);
    check(r"^[^\P{L}]+$", "regex", &[]);
    check(r"[&&\-~~\[<>#]+[a-z]*z", "regex", &["&&z", "~z", "<az"]);
    check("^a|(b$)*c", "regex", &["c", "bc"]);
    check(r"foo\B", "regress", &["foobar", "foo"]);
    check(r"^(.)\1$", "regress", &["aa", "ab", "éé"]);
    check("a(?=b)", "regress", &["ab", "ac"]);
    check("(?<!a)b$", "regress", &["ab", "bb", "b"]);
    check(r"^(.{100}|é){1000}x$", "regress", &[]);
}

#[test]
fn takes_apart_what_looks_around_at_the_edges() {
    check("^(?!foo)[a-z]+$", "every", &["foox", "fo"]);
    check("^(?!.*--)[a-z-]+$", "every", &["a--", "a-b"]);
    check(r"^(?=.*[a-z])(?=.*\d).{2,}$", "every", &["a1", "1a", "aa", "1"]);
    check(r"(?!^a$)^[a-z]$", "every", &[]);
    check("^[a-z.]+(?<!\\.)$", "every", &["a.", ".a"]);
    check("^(?!a$|b$)", "every", &["ax"]);
    check("^a(?!b)", "regress", &["ab", "ac"]);
}

#[test]
fn knows_what_is_no_pattern() {
    for source in ["(", "a**", "^{2}$", "[b-a]", r"\u{110000}(?=", "(?i)a"] {
        assert_eq!(plan(source), None, "{source}");
    }
}

#[test]
fn writes_statics() {
    let plan = plan("^(?!ab)[a-z]{3}(\"\\d+)?$").expect("a pattern");
    let items: Vec<String> = plan.items("ID_PATTERN", "^x\\d$").iter().map(ToString::to_string).collect();
    let file = syn::parse_file(&items.join("\n")).expect("Rust");
    assert_eq!(
        prettyplease::unparse(&file),
        r##"static ID_PATTERN_PART_1: Pattern = Pattern::whole(
    r#"^[a-z]{3}(?:\"[0-9]+)?$"#,
    |at| {
        at.class(3, 3, |it| it.is_ascii_lowercase())
            && at.optional(|at| at.text("\"") && at.some(|it| it.is_ascii_digit()))
    },
);
static ID_PATTERN_PART_2: Pattern = Pattern::simple(
    "^ab",
    |text| text.starts_with("ab"),
);
static ID_PATTERN: Pattern = Pattern::simple(
    r"^x\d$",
    |text| ID_PATTERN_PART_1.is_match(text) && !ID_PATTERN_PART_2.is_match(text),
);
"##
    );
}
