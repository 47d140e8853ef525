//! Every way of matching agrees with `regress`, the oracle.

use super::*;

/// The name of the way that a pattern is matched.
fn way(plan: &Plan) -> &'static str {
    match plan {
        Plan::Always => "always",
        Plan::Simple(_) => "simple",
        Plan::Every(_) => "every",
        Plan::Table(_) => "table",
        Plan::Regex(_) => "regex",
        Plan::Automaton => "automaton",
    }
}

#[track_caller]
fn check(source: &str, expect_way: &str, texts: &[&str]) {
    let plan = plan(source).expect(source);
    assert_eq!(way(&plan), expect_way, "{source}: {plan:?}");
    let matcher = Matcher::new(source).expect(source);
    // Also where another way is taken.
    let table = by_table(source);
    let oracle = oracle(source);
    for text in texts.iter().chain(&TEXTS) {
        let expected = oracle.find(text).is_some();
        assert_eq!(matcher.is_match(text), expected, "{source} on {text:?}: {plan:?}");
        if let Some((plan, table)) = &table {
            assert_eq!(table.is_match(text), expected, "{source} on {text:?}: {plan:?}");
        }
    }
}

fn oracle(source: &str) -> regress::Regex {
    regress::Regex::with_flags(source, "u").or_else(|_| regress::Regex::new(source)).expect(source)
}

fn by_table(source: &str) -> Option<(Plan, Matcher)> {
    let (node, _) = parse(source).expect(source);
    let plan = Plan::Table(table::table(&node)?);
    Some((plan.clone(), Matcher::of(plan, source).expect(source)))
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
    for source in [r"\p{L}*", r"[\p{ASCII}]{0,8192}", "(a*|^b)c?", r"(?:(?!ab).)*"] {
        check(source, "always", &["ab", "é"]);
    }
    check("^.*$", "simple", &[]);
    check("^$", "simple", &[]);
}

#[test]
fn goes_on_only_where_it_has_to() {
    check("[^]{1,10000}", "simple", &["\n"]);
    check("(?:(?!ab).)*b$", "simple", &["ab", "b\n"]);
    check("^a(?:b(?:cd*|e)+)?", "simple", &["abe", "b"]);
    check("(?:a|b+|(?:cb){1,3})$", "simple", &["ccb", "cbcb", "c"]);
    check(r"[0-9a-z]+[0-9a-z\.\-]*[0-9a-z]+", "table", &["a", "a.", "a.b"]);
    check("(?:(?:ab){2,}c)+$", "simple", &["ababc", "abc", "cababcabc"]);
    check("^(?:a+|$)", "table", &["aa"]);
}

#[test]
fn knows_properties_that_never_change() {
    check(r"^\p{ASCII}{0,8192}$", "simple", &["\u{7f}\u{80}", "\0~"]);
    check(r"^[^\p{Cc}]+$", "simple", &["\u{9f}", "\u{a0}", "a\u{7f}"]);
    check(r"^\P{Any}$|^\p{Any}a\P{ASCII}$", "simple", &["😀aé", "aaa"]);
}

#[test]
fn reads_leniently_what_the_flag_refuses() {
    check(r"^a\-b$", "simple", &[]);
    check(r"^a\_b\@?$", "simple", &["a_b@"]);
    check("^a{2}{$", "simple", &["aa{"]);
    check("^a{,2}$", "simple", &["a{,2}"]);
    check("^]$", "simple", &[]);
    check(r"^[\w-.]+$", "simple", &["a-.b", "+"]);
}

#[test]
fn writes_small_automata_as_tables() {
    check("^(a?)+$", "table", &["aaaa"]);
    check(r"\bfoo\b", "table", &["a foo b", "éfooé", "foo_"]);
    check(r"foo\B", "table", &["foobar", "foo"]);
    check(r"[&&\-~~\[<>#]+[a-z]*z", "table", &["&&z", "~z", "<az"]);
    check("^a|x(b$)*c", "table", &["xc", "xbc"]);
    check(r"^\d+.\d+.\d+$", "table", &["1.2.3", "12345", "1234", "1\n2.3", "1é2😀3", "1\u{2028}2.3"]);
    check("^(?:[à-ë]é|é[à-ë])*$", "table", &["àéèé", "éééé", "éàé"]);
    check(
        r"[\u{d000}-\u{ffff}]+a[^\u{d7ff}]*b",
        "table",
        &["\u{d7ff}ab", "\u{e000}a\u{d7ff}b", "\u{10000}ab"],
    );
    check(r"a\bb|^$.", "table", &[]);
    check(
        r"^[+-]?[,-]?[--/]?[ -!]?x$",
        "table",
        &["+,-!x", "--. x", "/x", "--x", ".+x", "*x", "!-x", "\"x", "+-/x"],
    );
    check("^[a-z]([a-z-]{0,61}[a-z])?$", "table", &[&"a".repeat(63), &"a".repeat(64), "a-"]);
    check(r"(?:\B)+(?:(^)*|a){2}b", "table", &["ab", "b"]);
}

#[test]
fn writes_the_smallest_table() {
    let (node, _) = parse(r"^(?:a|b)+[ab]$|^\d$|^[13579]$").expect("a pattern");
    let table = table::table(&node).expect("a table");
    assert_eq!(table.kinds, ["0-9", "ab"]);
    assert_eq!(table.rows, ["a -bc-", "b ---+", "c --d-", "d --d+"]);
    let (node, _) = parse("a*").expect("a pattern");
    assert_eq!(table::table(&node).expect("a table").rows, ["a ++"]);
}

#[test]
fn leaves_what_is_large_to_an_engine() {
    for source in [
        // Too many states, when made, and when merged.
        "a(a|b){12}(x|xb?)b$",
        "^((ab?|a){130})?$",
        // Too many kinds of characters, and ranges of them.
        "^([!-~]x?)*(ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwyz0123456789:;?)$",
        r"^\p{Lu}?A$",
    ] {
        check(
            source,
            "regex",
            &["abababxb", "AxABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwyz0123456789:"],
        );
    }
}

const TIMES: [&str; 8] = ["", "", "", "*", "+", "?", "{2}", "{1,3}"];

/// Some atoms, and how often.
fn sequence(below: &mut impl FnMut(usize) -> usize) -> String {
    const ASSERTIONS: [&str; 4] = [r"\b", r"\B", "^", "$"];
    const ATOMS: [&str; 12] = ["a", "b", "c", "é", "_", ".", r"\d", r"\w", r"\S", "[^a]", "[a-cà-ü]", "1"];
    let mut atom = || match below(16) {
        // Nothing to repeat where nothing is taken.
        at @ 0..4 => ASSERTIONS[at].to_owned(),
        at => format!("{}{}", ATOMS[at - 4], TIMES[below(8)]),
    };
    (0..3).map(|_| atom()).collect()
}

/// Patterns and texts made up from few characters, so that many match.
#[test]
fn tables_and_plans_agree_with_the_oracle_on_what_is_made_up() {
    const CHARACTERS: [char; 10] = ['a', 'b', 'c', '1', '_', '-', 'é', '\n', '\u{2028}', '😀'];
    let mut state = 7_u64;
    let mut below = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits") % limit
    };
    let mut tables = 0;
    for _ in 0..300 {
        let groups: Vec<String> = (0..=below(4))
            .map(|_| {
                let alternatives: Vec<String> = (0..=below(3)).map(|_| sequence(&mut below)).collect();
                format!("(?:{}){}", alternatives.join("|"), TIMES[below(8)])
            })
            .collect();
        let source = groups.concat();
        let Some((plan, table)) = by_table(&source) else { continue };
        tables += 1;
        let oracle = oracle(&source);
        let planned = Matcher::new(&source).expect(&source);
        for _ in 0..40 {
            let text: String = (0..below(8)).map(|_| CHARACTERS[below(CHARACTERS.len())]).collect();
            let expected = oracle.find(&text).is_some();
            assert_eq!(table.is_match(&text), expected, "{source} on {text:?}: {plan:?}");
            assert_eq!(planned.is_match(&text), expected, "{source} on {text:?}, as planned");
        }
    }
    assert!(tables > 200, "{tables}");
}

#[test]
fn leaves_properties_to_an_engine() {
    check(r"^\p{L}+$", "regex", &["Ωé"]);
    check(r"^\p{Letter}\P{Lu}$", "regex", &["Ωé", "ΩΩ"]);
    check(r"^[\p{Script=Greek}\d]+$", "regex", &["Ω1"]);
    check(r"^[^\p{L}\d]+$", "regex", &[]);
    check(r"^[^\P{L}]+$", "regex", &[]);
    check("a(?=b)", "automaton", &["ab", "ac"]);
    check("(?<!a)b$", "automaton", &["ab", "bb", "b"]);
}

#[test]
fn takes_apart_what_looks_around_at_the_edges() {
    check("^(?!foo)[a-z]+$", "every", &["foox", "fo"]);
    check("^(?!.*--)[a-z-]+$", "every", &["a--", "a-b"]);
    check(r"^(?=.*[a-z])(?=.*\d).{2,}$", "every", &["a1", "1a", "aa", "1"]);
    check(r"(?!^a$)^[a-z]$", "every", &[]);
    check("^[a-z.]+(?<!\\.)$", "every", &["a.", ".a"]);
    check("^(?!a$|b$)", "every", &["ax"]);
    check("^a(?!b)", "automaton", &["ab", "ac"]);
}

#[test]
fn looks_around_anywhere() {
    let all =
        ["ab", "aab", "bab", "abab", "foo bar", "foo-bar", "bar-foo", "xay", "éab", "\u{1f600}a", "baab"];
    for source in [
        "a(?=b)",
        "a(?!b)",
        "(?<=a)b",
        "(?<!a)b",
        "^(?:a(?=b)|b(?!b))*$",
        "(?<=^a+)b(?!.)",
        "(?<=(?<!b)a)b",
        "(?=a(?!b(?=a)))[^b]",
        r"\b(?!foo)\w+\b",
        r"\Bb(?=.|$)",
        r"\B(?=a)",
        "^(?:(?!ab).)*b$",
        "(?=(?:a|b)*$)ab",
        "a(?=b){2}b",
        "(?<=a|ba|)b",
        "(?<=é)a",
        r"(?=\p{L})\P{Emoji}[^\p{Lu}a]",
        "(?!)|a(?=)",
        "(?<=a{2})b{1,2}(?=$)",
        "(?:(?=a)|b){2,3}(?:a|$)\\B",
        "(?<=[^]a)",
        "x(?=a*?y)|(?<=foo[ -])b",
    ] {
        check(source, "automaton", &all);
    }
}

#[test]
fn takes_time_linear_in_the_text() {
    let text = "a".repeat(20_000);
    let nested = "(?:".repeat(60) + "a" + &"*)".repeat(60);
    // The last but one is matched by `regress` 0.12 until there is no memory left.
    for source in [
        "(a|a)*(?!a)b",
        "(a+)+(?<!a)c",
        "(?=(a+)+b)a",
        "(?<=(a|aa)+b)a",
        "^(?:(?=(a*)*b)a)*b",
        "((a*)*(?!c))+b",
        &(nested + "*(?!a)b"),
    ] {
        let matcher = Matcher::new(source).expect(source);
        assert!(matches!(matcher, Matcher::Automaton(_)), "{source}");
        assert!(!matcher.is_match(&text), "{source}");
    }
}

#[test]
fn plans_nested_groups_in_no_time() {
    let nested = |depth: usize| format!("^{}a{}$", "(?:".repeat(depth), ",)+b".repeat(depth));
    check(&nested(6), "simple", &["a,b,b,b,b,b,b", "a,ba,b,b,b,b,b"]);
    assert!(matches!(plan(&nested(190)), Ok(Plan::Simple(_))));
}

#[test]
fn keeps_flags() {
    check("(?i:^ab$)", "simple", &["aB", "AB"]);
    check("^(?i:A)[bB]$", "simple", &["aB", "AB"]);
    check("^(?i:a(?-i:b))", "simple", &["aB", "Ab"]);
    check("^(?i:[^k\\d]s)$", "simple", &["\u{212a}s", "x\u{17f}", "KS", "1s", "éS"]);
    check(r"^(?i:\w)(?s:.)$", "simple", &["\u{212a}\n", "\u{17f}s", "é\n"]);
    check("(?m:^b$)", "automaton", &["a\nb\u{2028}c", "a b", "b\r"]);
}

#[test]
fn takes_flags_in_front() {
    for source in ["(?i)^ab$", "(?im)^ab$|^c\\-"] {
        let matcher = Matcher::new(source).expect(source);
        assert!(matcher.is_match("aB") && !matcher.is_match("abc"), "{source}");
    }
}

#[test]
fn takes_anchors_of_other_languages() {
    for source in [r"\Aa\z", r"\Aa\Z", r"(?:\A(?m:a\z)|b^)$"] {
        let matcher = Matcher::new(source).expect(source);
        assert!(matcher.is_match("a") && !matcher.is_match("AaZ") && !matcher.is_match("b\na\n"), "{source}");
    }
    check(r"^[\A\z]$", "simple", &["A", "z", "a"]);
    let found = [r"\Aa", r"a\Z", r"[a]\z"].iter().all(|it| has_foreign_anchors(it));
    assert!(found && ![r"\\A", r"[\A]", "a"].iter().any(|it| has_foreign_anchors(it)));
}

/// All texts of these characters up to a length.
fn texts_of(characters: &[char], longest: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut from = 0;
    for _ in 0..longest {
        let to = all.len();
        for at in from..to {
            all.extend(characters.iter().map(|it| format!("{}{it}", all[at])).collect::<Vec<_>>());
        }
        from = to;
    }
    all
}

#[test]
fn writes_out_what_is_referred_to() {
    let texts = texts_of(&['a', 'b', '-'], 6);
    for source in [
        r"^([ab-])\1$",
        r"^([ab])[^b]*\1$",
        r"^a(-?)b\1a$",
        r"^(a)?\1b$",
        r"^(?:(a)|b)\1-$",
        r"^(?:(a)|(b))-\1\2$",
        r"^(?:(a|b)\1-?)+$",
        r"^(?:\1(a|b))+$",
        r"^(?:(a|b|ab)-\1|b\1)$",
        r"^((a|b)-\2)\1$",
        r"^(a{1,2}|b)-(?:\1)*$",
        r"^(?<x>a|b)-?\k<x>(?!-)",
        r"^(a|(?:b(-)?a))\2b\1$",
        r"(a|b)-(?!\1)",
        r"^(?:(a?)-)?\1b$",
        r"^(?=(a|b)\1)..b",
        r"^(a?)(b?)-\2\1$",
        r"(a)?b\1|\2(b)-",
    ] {
        let matcher = Matcher::new(source).expect(source);
        let regress = regress::Regex::new(source).expect(source);
        for text in &texts {
            assert_eq!(matcher.is_match(text), regress.find(text).is_some(), "{source} {text}");
        }
    }
}

/// A part with groups that are counted, and references to some of them.
fn part(below: &mut impl FnMut(usize) -> usize, groups: &mut usize, depth: usize) -> String {
    const ATOMS: [&str; 6] = ["a", "b", "-", "[ab]", "a?", "b*"];
    // `regress` 0.12 repeats groups that can be empty until there is no memory left.
    const TIMES: [&str; 2] = ["", "?"];
    match below(8) {
        at @ 0..4 => ATOMS[at].to_owned(),
        4 | 5 => format!(r"\{}", below((*groups).max(1)) + 1),
        at if depth > 0 => {
            let open = if at == 6 { "(?:" } else { "(" };
            *groups += usize::from(at == 7);
            let branches: Vec<String> = (0..=below(2))
                .map(|_| (0..=below(3)).map(|_| part(below, groups, depth - 1)).collect())
                .collect();
            format!("{open}{}){}", branches.join("|"), TIMES[below(2)])
        }
        at => ATOMS[at - 2].to_owned(),
    }
}

#[test]
fn groups_agree_with_the_oracle_on_what_is_made_up() {
    let texts = texts_of(&['a', 'b', '-'], 5);
    let mut state = 11_u64;
    let mut below = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits") % limit
    };
    let mut planned = 0;
    for _ in 0..3_000 {
        let mut groups = 0;
        let parts: String = (0..4).map(|_| part(&mut below, &mut groups, 3)).collect();
        let source = format!("^{parts}$");
        let (Ok(matcher), Ok(oracle)) = (Matcher::new(&source), regress::Regex::new(&source)) else {
            continue;
        };
        planned += 1;
        for text in &texts {
            assert_eq!(matcher.is_match(text), oracle.find(text).is_some(), "{source} on {text}");
        }
    }
    assert!(planned > 1_000, "{planned}");
}

#[test]
fn tries_the_longest_of_texts_first() {
    for source in [r"^(?:x|ab|abc)[cd]$", r"^-(?:b|b-|bb-)[ab]$", "^(?:[xy]|ab|abc)d$"] {
        let matcher = Matcher::new(source).expect(source);
        let regress = regress::Regex::new(source).expect(source);
        for text in ["abcd", "abc", "xc", "-bb-a", "-b-b", "-bb", "abd", "yd"] {
            assert_eq!(matcher.is_match(text), regress.find(text).is_some(), "{source} {text}");
        }
    }
}

#[test]
fn gives_up_on_many_references_in_no_time() {
    let each = |count: usize, write: fn(usize) -> String| (1..=count).map(write).collect::<String>();
    let back = |at| format!(r"\{at}");
    let nested = |depth| "(a|b".repeat(depth) + &")".repeat(depth);
    for source in [
        format!("{}{}", nested(190), each(190, back)),
        format!("^{}$", each(2_000, |at| format!(r"(a|b)\{at}"))),
        format!("^{}{}$", "([a-z]?)".repeat(15), each(15, back)),
        r"^(((a{1,8}){1,8}){1,64})\1$".to_owned(),
    ] {
        assert!(matches!(plan(&source), Err(Refusal::Unsupported(_))), "{source}");
    }
    for source in [
        format!("^{}$", each(15, |at| format!(r"([a-z])\{at}"))),
        format!("^{}{}$", nested(15), each(15, back)),
    ] {
        assert!(plan(&source).is_ok(), "{source}");
    }
}

#[test]
fn tells_dates_of_iso_8601() {
    // What many schemas have copied for dates: the separators have to agree.
    let source = r"^([+-]?\d{4}(?!\d{2}\b))((-?)((0[1-9]|1[0-2])(\3([12]\d|0[1-9]|3[01]))?|W([0-4]\d|5[0-2])(-?[1-7])?|(00[1-9]|0[1-9]\d|[12]\d{2}|3([0-5]\d|6[1-6])))([T\s]((([01]\d|2[0-3])((:?)[0-5]\d)?|24:?00)([.,]\d+(?!:))?)?(\17[0-5]\d([.,]\d+)?)?([zZ]|([+-])([01]\d|2[0-3]):?([0-5]\d)?)?)?)?$";
    let texts = [
        "2026-11-23",
        "20261123",
        "2026-1123",
        "202611-23",
        "2026-W47-1",
        "2026-327",
        "2026-11-23T18:12:00Z",
        "2026-11-23T1812:00Z",
        "2026-11-23T18:1200Z",
        "20261123T181200.5+01:00",
        "2026",
        "2026-11-23T18:12",
        "2026-11-23 24:00",
        "2026-13-01",
        "2026-11-23T18:12:00,5-0130",
        "202611",
    ];
    check(source, "automaton", &texts);
}

#[test]
fn refuses_what_takes_longer() {
    let refusal = |source: &str| plan(source).expect_err(source);
    for source in [r"^(.)\1$", r"(\d{3})x\1", r"(a+)+-\1", r"^(?:(a|b)c)+\1$", r"(?=(a))\1", r"(?i)(a)\1"] {
        assert!(
            matches!(refusal(source), Refusal::Unsupported(it) if it.starts_with("refers back")),
            "{source}"
        );
    }
    for source in ["(?i:é)", r"(?i:\p{L})", r"(?i:\W)", r"(?i:[^é])", r"(?i:\ba)", "(?i)[à-é]"] {
        assert!(
            matches!(refusal(source), Refusal::Unsupported(it) if it.starts_with("leaves open")),
            "{source}"
        );
    }
    for source in
        [r"^(.{100}|é){1000}x$", "(?:a{1000}(?=b)){1000}", "((a{99}){99}){99}(?=b)", "a{4294967295}(?=b)"]
    {
        assert!(matches!(refusal(source), Refusal::Unsupported(it) if it.starts_with("repeats")), "{source}");
    }
}

#[test]
fn knows_what_is_no_pattern() {
    for source in ["(", "a**", "^{2}$", "[b-a]", r"\u{110000}(?=", "(?x)a", "(?i)a)b("] {
        assert!(matches!(plan(source), Err(Refusal::Invalid(_))), "{source}");
    }
}
