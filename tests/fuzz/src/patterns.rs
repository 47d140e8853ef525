//! Patterns and texts out of bytes.

use isotype::config::Source;
use isotype::diagnostic::Diagnostics;
use isotype::schema::{self, Evaluator};
use isotype::support::pattern_automaton::Compiled;
use isotype::support::pattern_syntax::parse;
use serde_json::json;

use crate::built::Bytes;
use crate::file;

/// How much of an input is looked at.
const LONGEST: usize = 256;
/// What a pattern and the texts are made of; the first ones stand for themselves.
const ATOMS: [&str; 35] = [
    "a",
    "b",
    "A",
    "s",
    "S",
    "\u{17f}",
    "1",
    "_",
    "-",
    " ",
    "\n",
    "é",
    "\u{1f600}",
    "\u{2028}",
    ".",
    r"\d",
    r"\w",
    r"\s",
    r"\D",
    r"\W",
    r"\S",
    "[a-c]",
    "[^a]",
    "[^]",
    "[]",
    r"[\w-]",
    r"[^\s\d]",
    r"\p{L}",
    r"[\P{Lu}1]",
    r"\x61",
    r"\u{1F600}",
    "^",
    "$",
    r"\b",
    r"\B",
];
/// How many of them are texts.
const TEXTS: usize = 14;
/// How many of them can be repeated; `regress` repeats assertions too, with the `u` flag.
const REPEATED: usize = 31;
const GROUPS: [&str; 11] =
    ["(", "(?:", "(?<n>", "(?i:", "(?s:", "(?m:", "(?-i:", "(?=", "(?!", "(?<=", "(?<!"];
/// How many of them can be repeated.
const REPEATED_GROUPS: usize = 7;
/// The last ones have no end: within each other they take `regress` too long.
const TIMES: [&str; 8] = ["?", "{2}", "{1,3}", "{0,2}?", "*", "+", "{2,}", "*?"];
const BOUNDED: usize = 4;

/// How a pattern is matched is one thing, whether it does another: our ways agree, and so does `regress`.
///
/// # Panics
///
/// Where it does not hold.
pub fn patterns(bytes: &[u8]) {
    let Some((kind, rest)) = bytes.split_first() else { return };
    let rest = &rest[..rest.len().min(LONGEST)];
    let mut bytes = Bytes::new(rest);
    // Anything at all may take `regress` exponential time.
    let (pattern, is_built) = match kind % 4 {
        0 => (String::from_utf8_lossy(rest).into_owned(), false),
        _ => (built(&mut bytes, 3, 2), true),
    };
    let oracle = is_built.then(|| regress::Regex::with_flags(&pattern, "u"));
    let node = parse(&pattern);
    if let Some(Ok(_)) = oracle {
        assert!(matches!(node, Ok((_, true))), "{pattern:?} is a pattern: {node:?}");
    }
    let compiled = node.ok().and_then(|(node, _)| Compiled::new(&node));
    let document = json!({"pattern": pattern}).to_string().into_bytes();
    let source = Source::new("case", vec![file("case.json", document)]);
    let Some((_, schemas)) = schema::read(&source, &mut Diagnostics::default()) else { return };
    let evaluator = Evaluator::new(&schemas);
    let planned = |text: &str| evaluator.accepts(schemas.roots[0], &json!(text));
    for _ in 0..8 {
        let text = text(&mut bytes);
        let planned = planned(&text);
        if let Some(compiled) = &compiled {
            assert_eq!(
                planned,
                compiled.is_match(&text),
                "{pattern:?} on {text:?}: as planned, by all states"
            );
        }
        if let (Some(Ok(oracle)), Some(_)) = (&oracle, &compiled) {
            assert_eq!(
                planned,
                oracle.find(&text).is_some(),
                "{pattern:?} on {text:?}: as planned, by `regress`"
            );
        }
    }
    // Time linear in the text; libFuzzer looks at the clock.
    planned(&text(&mut bytes).repeat(2000));
}

/// A pattern, in which what has no end stands within so many of its kind at most.
fn built(bytes: &mut Bytes, depth: usize, endless: usize) -> String {
    let mut pattern = String::new();
    for _ in 0..=bytes.below(4) {
        let atom = bytes.below(ATOMS.len() + 2 * GROUPS.len());
        let group = atom.checked_sub(ATOMS.len()).filter(|_| depth > 0).map(|it| it % GROUPS.len());
        let is_repeated = group.map_or(atom < REPEATED, |it| it < REPEATED_GROUPS);
        let times = match bytes.below(16) {
            it if it < BOUNDED && is_repeated => TIMES[it],
            it if it < TIMES.len() && is_repeated && endless > 0 => TIMES[it],
            _ => "",
        };
        let endless = endless - usize::from(TIMES[BOUNDED..].contains(&times));
        match group {
            Some(group) => {
                pattern += GROUPS[group];
                pattern += &built(bytes, depth - 1, endless);
                pattern.push(')');
            }
            None => pattern += ATOMS.get(atom).copied().unwrap_or_default(),
        }
        pattern += times;
        if bytes.below(8) == 7 {
            pattern.push('|');
        }
    }
    pattern
}

fn text(bytes: &mut Bytes) -> String {
    (0..bytes.below(10)).map(|_| ATOMS[bytes.below(TEXTS)]).collect()
}
