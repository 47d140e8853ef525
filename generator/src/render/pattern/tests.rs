//! Every way of matching agrees with `regress`, the oracle.

use super::*;
use crate::support::pattern::{Part as RunPart, Pattern, Sequence as RunSequence, Step as RunStep};
use crate::support::pattern_regex::regex;
use crate::support::pattern_regress::regress;

fn leak<T>(items: impl IntoIterator<Item = T>) -> &'static [T] {
    Box::leak(items.into_iter().collect())
}

fn leak_text(text: &str) -> &'static str {
    Box::leak(text.into())
}

/// What the rendered `static` would be.
fn build(kind: &Kind, source: &str) -> Pattern {
    let source = leak_text(source);
    match kind {
        Kind::Always => Pattern::simple(source, leak([RunSequence::anywhere(&[])])),
        Kind::Simple(sequences) => Pattern::simple(
            source,
            leak(sequences.iter().map(|it| {
                let steps = build_steps(&it.steps);
                match (it.from_start, it.to_end) {
                    (true, true) if it.backwards => RunSequence::whole_from_end(steps),
                    (true, true) => RunSequence::whole(steps),
                    (true, false) => RunSequence::start(steps),
                    (false, true) => RunSequence::end(steps),
                    (false, false) => RunSequence::anywhere(steps),
                }
            })),
        ),
        Kind::Every(parts) => Pattern::every(
            source,
            leak(parts.iter().map(|part| {
                let pattern = &leak([build(&part.kind, &part.text)])[0];
                if part.negative { RunPart::IsNot(pattern) } else { RunPart::Is(pattern) }
            })),
        ),
        Kind::Regex(expression) => {
            assert!(regex(expression).is_some(), "{source} as {expression}");
            Pattern::compiled(source, leak_text(expression), regex)
        }
        Kind::Regress => Pattern::compiled(source, source, regress),
    }
}

fn build_steps(steps: &[Step]) -> &'static [RunStep] {
    leak(steps.iter().map(|step| match step {
        Step::Text(text) => RunStep::Text(leak_text(text)),
        Step::Class(set, min, max) => RunStep::class(leak(set.ranges.iter().copied()), *min, *max),
        Step::Group(steps, min, max) => RunStep::Group(build_steps(steps), *min, *max),
        Step::Choice(branches) => RunStep::Choice(leak(branches.iter().map(|it| build_steps(it)))),
    }))
}

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
    let pattern = build(&plan.0, source);
    let oracle = regress(source).expect("a pattern");
    for text in texts.iter().chain(&TEXTS) {
        assert_eq!(pattern.is_match(text), oracle(text), "{source} on {text:?}: {:?}", plan.0);
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
        r##"static ID_PATTERN_PART_1: Pattern = Pattern::simple(
    r#"^[a-z]{3}(?:\"[0-9]+)?$"#,
    &[
        Sequence::whole(
            &[
                Step::class(&[('a', 'z')], 3, 3),
                Step::Group(
                    &[Step::Text("\""), Step::class(&[('0', '9')], 1, u32::MAX)],
                    0,
                    1,
                ),
            ],
        ),
    ],
);
static ID_PATTERN_PART_2: Pattern = Pattern::simple(
    "^ab",
    &[Sequence::start(&[Step::Text("ab")])],
);
static ID_PATTERN: Pattern = Pattern::every(
    r"^x\d$",
    &[Part::Is(&ID_PATTERN_PART_1), Part::IsNot(&ID_PATTERN_PART_2)],
);
"##
    );
}
