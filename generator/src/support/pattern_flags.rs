//! What the flags of a pattern change.
//!
//! Spec: ECMA-262, §22.2.2.7 (modifiers), §22.2.2.9.5 (`MaybeSimpleCaseFolding`).

use super::pattern_set::{LINE_ENDS, Set};
use super::pattern_syntax::Node;

/// The flags that groups can set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Flags {
    /// `i`
    pub(super) any_case: bool,
    /// `m`
    pub(super) lines: bool,
    /// `s`
    pub(super) dots: bool,
}

impl Flags {
    /// The flags of these letters.
    pub(super) fn of(letters: &str) -> Self {
        let mut flags = Self::default();
        for letter in letters.chars() {
            flags.set(letter, true);
        }
        flags
    }

    /// Sets or clears a flag by its letter; tells whether there is one.
    pub(super) const fn set(&mut self, letter: char, value: bool) -> bool {
        match letter {
            'i' => self.any_case = value,
            'm' => self.lines = value,
            's' => self.dots = value,
            _ => return false,
        }
        true
    }

    /// `^`
    pub(super) fn start(self) -> Node {
        if self.lines { beside_line_end(true) } else { Node::Start }
    }

    /// `$`
    pub(super) fn end(self) -> Node {
        if self.lines { beside_line_end(false) } else { Node::End }
    }

    /// `.`
    pub(super) fn dot(self) -> Node {
        Node::Set(if self.dots { Set::default().inverted() } else { Set::of(&LINE_ENDS).inverted() })
    }

    /// A set as it is meant.
    pub(super) fn characters(self, set: Set, is_lenient: bool) -> Node {
        if !self.any_case {
            return Node::Set(set);
        }
        in_any_case(set, is_lenient).map_or(Node::Folded, Node::Set)
    }
}

/// The start or end of a line: no character but a line's end stands there.
fn beside_line_end(behind: bool) -> Node {
    let others = Node::Set(Set::of(&LINE_ENDS).inverted());
    Node::Look { behind, negative: true, node: Box::new(others) }
}

/// A set with the other cases of its characters, where only ASCII letters have some.
fn in_any_case(mut set: Set, is_lenient: bool) -> Option<Set> {
    if !set.properties.is_empty() {
        return None;
    }
    // What lacks nothing that has cases has all cases.
    if set.others().iter().all(|range| !has_cases(*range)) {
        return Some(set);
    }
    if set.ranges.iter().any(|(low, high)| has_cases(((*low).max('\u{80}'), *high))) {
        return None;
    }
    let has = |letter: char| set.ranges.iter().any(|(low, high)| (*low..=*high).contains(&letter));
    let mut more = Vec::new();
    for letter in 'a'..='z' {
        let capital = letter.to_ascii_uppercase();
        if has(letter) || has(capital) {
            more.extend([letter, capital]);
            // The Kelvin sign and the long s, to the `u` flag.
            match letter {
                'k' if !is_lenient => more.push('\u{212a}'),
                's' if !is_lenient => more.push('\u{17f}'),
                _ => {}
            }
        }
    }
    for letter in more {
        set.add_range(u32::from(letter), u32::from(letter));
    }
    Some(set)
}

/// Whether a range has a character with another case.
fn has_cases((low, high): (char, char)) -> bool {
    /// Beyond are ideographs, tags and what is private.
    const LAST: char = '\u{1ffff}';
    (low..=high.min(LAST)).any(|it| !it.to_lowercase().eq([it]) || !it.to_uppercase().eq([it]))
}
