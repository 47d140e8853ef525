//! Patterns as sets of texts.

use std::collections::BTreeSet;

use regex_automata::Anchored;
use regex_automata::dfa::{Automaton, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;

/// More pairs of states are not looked at.
const PAIRS: usize = 4_000;
/// Larger automata are not built, in bytes.
const SIZE: usize = 1 << 20;

/// Whether every text that matches `narrow` is proven to match `wide`.
pub(crate) fn covers(wide: &str, narrow: &str) -> bool {
    wide == narrow || automaton(narrow).zip(automaton(wide)).is_some_and(|(a, b)| every_match_matches(&a, &b))
}

type Dfa = dense::DFA<Vec<u32>>;

fn automaton(pattern: &str) -> Option<Dfa> {
    let config = dense::Config::new().dfa_size_limit(Some(SIZE)).determinize_size_limit(Some(SIZE));
    dense::Builder::new().configure(config).build(&translated(pattern)?).ok()
}

/// An ECMA-262 pattern in the syntax of `regex`; `None` where the two may differ.
fn translated(pattern: &str) -> Option<String> {
    let mut out = String::new();
    let mut chars = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(c) = chars.next() {
        match (c, in_class) {
            ('\\', _) => match (chars.next()?, in_class) {
                ('d', false) => out.push_str("[0-9]"),
                ('d', true) => out.push_str("0-9"),
                ('w', false) => out.push_str("[A-Za-z0-9_]"),
                ('w', true) => out.push_str("A-Za-z0-9_"),
                (it @ ('n' | 'r' | 't'), _) => out.extend(['\\', it]),
                (it, _) if it.is_ascii_punctuation() => out.extend(['\\', it]),
                _ => return None,
            },
            ('.', false) => out.push_str(r"[^\n\r\x{2028}\x{2029}]"),
            ('(', false) if chars.peek() == Some(&'?') => {
                chars.next();
                if chars.next() != Some(':') {
                    return None;
                }
                out.push_str("(?:");
            }
            ('[', false) => {
                in_class = true;
                out.push('[');
                if chars.next_if_eq(&'^').is_some() {
                    out.push('^');
                }
                if chars.peek() == Some(&']') {
                    return None;
                }
            }
            (']', true) => {
                in_class = false;
                out.push(']');
            }
            // What `regex` reads as operations on classes.
            ('[' | '&' | '~', true) => return None,
            ('-', true) if chars.peek() == Some(&'-') => return None,
            (c, _) => out.push(c),
        }
    }
    Some(out)
}

/// Where two automata are after the same bytes, and whether each has found a match.
type Pair = ((StateID, bool), (StateID, bool));

fn every_match_matches(narrow: &Dfa, wide: &Dfa) -> bool {
    let start = |dfa: &Dfa| dfa.start_state(&start::Config::new().anchored(Anchored::No)).ok();
    let Some((a, b)) = start(narrow).zip(start(wide)) else { return false };
    let first = ((a, narrow.is_match_state(a)), (b, wide.is_match_state(b)));
    let mut seen: BTreeSet<Pair> = BTreeSet::from([first]);
    let mut open = vec![first];
    while let Some(((a, a_found), (b, b_found))) = open.pop() {
        let ends = |dfa: &Dfa, state, found| found || dfa.is_match_state(dfa.next_eoi_state(state));
        if ends(narrow, a, a_found) && !ends(wide, b, b_found) {
            return false;
        }
        // All that follows matches the wide one, or nothing of it the narrow one.
        if b_found || (narrow.is_dead_state(a) && !a_found) {
            continue;
        }
        for byte in 0..=u8::MAX {
            let step = |dfa: &Dfa, state, found| {
                let next = dfa.next_state(state, byte);
                (next, found || dfa.is_match_state(next))
            };
            let next = (step(narrow, a, a_found), step(wide, b, b_found));
            if narrow.is_quit_state(next.0.0) || wide.is_quit_state(next.1.0) {
                return false;
            }
            if seen.insert(next) {
                open.push(next);
            }
        }
        if seen.len() > PAIRS {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[track_caller]
    fn check(wide: &str, narrow: &str, there: bool, back: bool) {
        assert_eq!((covers(wide, narrow), covers(narrow, wide)), (there, back), "{wide} {narrow}");
    }

    #[test]
    fn patterns_as_sets() {
        check("^[a-z0-9]+$", "^[a-z]+$", true, false);
        check("^a", "^abc$", true, false);
        check("a", "^bab$", true, false);
        check(r"^\d{2,4}$", "^[0-9]{3}$", true, false);
        check("^(?:a|b)$", "^[ab]$", true, true);
        check("^a-[0-9]+$", "^b-[0-9]+$", false, false);
        check("", "^x$", true, false);
        check("^é.$", "^éé$", true, false);
        // An unanchored end: more may follow.
        check("^a", "^a$", true, false);
        check("^a?$", "^$", true, false);
    }

    #[test]
    fn nothing_is_said_of_what_differs_between_engines() {
        check(r"^\s$", "^ $", false, false);
        check("^(?=a)a$", "^a$", false, false);
        check("^[[a]$", "^a$", false, false);
    }
}
