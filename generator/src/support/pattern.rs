//! ECMA-262 patterns: simple ones are walked through as they stand, others are left to an engine.

use std::fmt;
use std::sync::OnceLock;

/// A pattern that a text has to match somewhere, if it is not anchored.
pub struct Pattern {
    source: &'static str,
    matcher: Matcher,
}

/// A compiled pattern.
pub type Engine = Box<dyn Fn(&str) -> bool + Send + Sync>;

enum Matcher {
    /// One of the sequences has to match.
    Simple(&'static [Sequence]),
    /// All of the patterns have to match, or not to match.
    Every(&'static [Part]),
    /// An expression, compiled when it is first needed.
    Compiled {
        expression: &'static str,
        compile: fn(&str) -> Option<Engine>,
        engine: OnceLock<Option<Engine>>,
    },
}

/// What one of the patterns that make up a pattern has to do.
#[derive(Debug)]
pub enum Part {
    /// It has to match.
    Is(&'static Pattern),
    /// It must not match.
    IsNot(&'static Pattern),
}

/// Steps that are taken one after the other through a text.
///
/// They never have to be taken back: what can follow a repetition can't continue it.
#[derive(Debug)]
pub struct Sequence {
    from_start: bool,
    steps: &'static [Step],
    to_end: bool,
    /// Whether the steps are taken from the last to the first.
    backwards: bool,
}

/// A part of a text.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "steps stand in statics, and classes are most of them")]
pub enum Step {
    /// These characters.
    Text(&'static str),
    /// At least and at most so many characters of a class.
    Class(Class, u32, u32),
    /// At least and at most so many times the steps.
    Group(&'static [Step], u32, u32),
    /// One of the branches; no two can match at the same place.
    Choice(&'static [&'static [Step]]),
}

/// Characters by their ranges.
pub struct Class {
    ranges: &'static [(char, char)],
    /// Whether a byte is one of them, which holds for ASCII alone.
    bytes: [bool; 256],
}

impl Step {
    /// At least and at most so many characters out of the ranges.
    pub const fn class(ranges: &'static [(char, char)], min: u32, max: u32) -> Self {
        let mut bytes = [false; 256];
        let mut at = 0;
        while at < ranges.len() {
            let (low, high) = (ranges[at].0 as u32, ranges[at].1 as u32);
            let mut character = low;
            while character <= high && character < 128 {
                bytes[character as usize] = true;
                character += 1;
            }
            at += 1;
        }
        Self::Class(Class { ranges, bytes }, min, max)
    }
}

impl Class {
    fn has(&self, character: char) -> bool {
        self.ranges.iter().any(|(low, high)| (*low..=*high).contains(&character))
    }
}

impl fmt::Debug for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.ranges.fmt(f)
    }
}

impl Pattern {
    /// A pattern that is matched by walking through one of the sequences.
    pub const fn simple(source: &'static str, sequences: &'static [Sequence]) -> Self {
        Self { source, matcher: Matcher::Simple(sequences) }
    }

    /// A pattern that is made up of others.
    pub const fn every(source: &'static str, parts: &'static [Part]) -> Self {
        Self { source, matcher: Matcher::Every(parts) }
    }

    /// A pattern that an engine matches; `expression` is in the engine's language.
    pub const fn compiled(
        source: &'static str,
        expression: &'static str,
        compile: fn(&str) -> Option<Engine>,
    ) -> Self {
        Self { source, matcher: Matcher::Compiled { expression, compile, engine: OnceLock::new() } }
    }

    /// Whether the pattern matches, anywhere in the text if it is not anchored.
    pub fn is_match(&self, text: &str) -> bool {
        match &self.matcher {
            Matcher::Simple(sequences) => sequences.iter().any(|sequence| sequence.is_match(text)),
            Matcher::Every(parts) => parts.iter().all(|part| match part {
                Part::Is(pattern) => pattern.is_match(text),
                Part::IsNot(pattern) => !pattern.is_match(text),
            }),
            Matcher::Compiled { expression, compile, engine } => {
                engine.get_or_init(|| compile(expression)).as_ref().is_some_and(|engine| engine(text))
            }
        }
    }

    /// The expression as the schema has it.
    pub const fn source(&self) -> &'static str {
        self.source
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.source).finish()
    }
}

impl Sequence {
    /// Steps from the start of a text to its end.
    pub const fn whole(steps: &'static [Step]) -> Self {
        Self { from_start: true, steps, to_end: true, backwards: false }
    }

    /// Steps from the start of a text to its end, taken from the last to the first: what can stand before
    /// a repetition can't continue it.
    pub const fn whole_from_end(steps: &'static [Step]) -> Self {
        Self { from_start: true, steps, to_end: true, backwards: true }
    }

    /// Steps from the start of a text.
    pub const fn start(steps: &'static [Step]) -> Self {
        Self { from_start: true, steps, to_end: false, backwards: false }
    }

    /// Steps to the end of a text.
    pub const fn end(steps: &'static [Step]) -> Self {
        Self { from_start: false, steps, to_end: true, backwards: false }
    }

    /// Steps anywhere in a text.
    pub const fn anywhere(steps: &'static [Step]) -> Self {
        Self { from_start: false, steps, to_end: false, backwards: false }
    }

    #[inline]
    fn is_match(&self, text: &str) -> bool {
        if self.backwards {
            return walk_back(self.steps, text, text.len()) == Some(0);
        }
        if self.from_start {
            return self.begins(text);
        }
        match (self.steps, self.to_end) {
            ([Step::Text(part)], false) => text.contains(part),
            ([Step::Text(part)], true) => text.ends_with(part),
            _ => {
                let mut starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
                starts.any(|start| self.begins(&text[start..]))
            }
        }
    }

    #[inline]
    fn begins(&self, text: &str) -> bool {
        walk(self.steps, text.as_bytes()).is_some_and(|rest| rest.is_empty() || !self.to_end)
    }
}

/// Takes the steps from the start of a text and gives what is left of it.
fn walk<'t>(steps: &[Step], text: &'t [u8]) -> Option<&'t [u8]> {
    let mut rest = text;
    for step in steps {
        rest = match step {
            Step::Text(part) => walk_text(part, rest)?,
            Step::Class(class, min, max) => walk_class(class, *min, *max, rest)?,
            Step::Group(steps, min, max) => walk_group(steps, *min, *max, rest)?,
            Step::Choice(branches) => branches.iter().find_map(|steps| walk(steps, rest))?,
        };
    }
    Some(rest)
}

/// Byte by byte: the parts of patterns are short.
#[inline]
fn walk_text<'t>(part: &str, text: &'t [u8]) -> Option<&'t [u8]> {
    let mut rest = text;
    for expected in part.bytes() {
        match rest {
            [byte, others @ ..] if *byte == expected => rest = others,
            _ => return None,
        }
    }
    Some(rest)
}

#[inline]
fn walk_group<'t>(steps: &[Step], min: u32, max: u32, text: &'t [u8]) -> Option<&'t [u8]> {
    let mut rest = text;
    let mut times = 0;
    // Each time takes something.
    while times < max && !rest.is_empty() {
        let Some(next) = walk(steps, rest) else { break };
        rest = next;
        times += 1;
    }
    (times >= min).then_some(rest)
}

#[inline]
fn walk_class<'t>(class: &Class, min: u32, max: u32, text: &'t [u8]) -> Option<&'t [u8]> {
    let most = text.len().min(max as usize);
    let is_in = |byte: u8| class.bytes[usize::from(byte)];
    let mut run = 0;
    while let Some([a, b, c, d]) = text[..most].get(run..run + 4) {
        if !(is_in(*a) & is_in(*b) & is_in(*c) & is_in(*d)) {
            break;
        }
        run += 4;
    }
    while run < most && is_in(text[run]) {
        run += 1;
    }
    // What stopped the run may be a longer character.
    if run < most && !text[run].is_ascii() {
        return walk_characters(class, min, max, text);
    }
    (run >= min as usize).then(|| &text[run..])
}

/// Takes characters of any length.
#[cold]
fn walk_characters<'t>(class: &Class, min: u32, max: u32, text: &'t [u8]) -> Option<&'t [u8]> {
    let mut rest = text;
    let mut times = 0;
    while times < max {
        match first_character(rest) {
            Some(character) if class.has(character) => rest = &rest[character.len_utf8()..],
            _ => break,
        }
        times += 1;
    }
    (times >= min).then_some(rest)
}

/// The character that a text begins with.
fn first_character(text: &[u8]) -> Option<char> {
    let length = match text.first()? {
        0..=0x7f => 1,
        0x80..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xff => 4,
    };
    std::str::from_utf8(text.get(..length)?).ok()?.chars().next()
}

/// Takes the steps from the last to the first, from the end of one to its start.
fn walk_back(steps: &[Step], text: &str, end: usize) -> Option<usize> {
    let mut at = end;
    for step in steps.iter().rev() {
        at = match step {
            Step::Text(part) => {
                if !text.as_bytes()[..at].ends_with(part.as_bytes()) {
                    return None;
                }
                at - part.len()
            }
            Step::Class(class, min, max) => walk_class_back(class, *min, *max, text, at)?,
            Step::Group(steps, min, max) => {
                let mut times = 0;
                while times < *max {
                    let Some(next) = walk_back(steps, text, at) else { break };
                    at = next;
                    times += 1;
                }
                if times < *min {
                    return None;
                }
                at
            }
            Step::Choice(branches) => branches.iter().find_map(|steps| walk_back(steps, text, at))?,
        };
    }
    Some(at)
}

#[inline]
fn walk_class_back(class: &Class, min: u32, max: u32, text: &str, end: usize) -> Option<usize> {
    let before = &text.as_bytes()[..end];
    let most = &before[end - end.min(max as usize)..];
    let mut left = most;
    while let [others @ .., byte] = left {
        if !class.bytes[usize::from(*byte)] {
            break;
        }
        left = others;
    }
    if left.last().is_some_and(|byte| !byte.is_ascii()) {
        return walk_characters_back(class, min, max, text, end);
    }
    let run = most.len() - left.len();
    (run >= min as usize).then_some(end - run)
}

#[cold]
fn walk_characters_back(class: &Class, min: u32, max: u32, text: &str, end: usize) -> Option<usize> {
    let mut at = end;
    let mut times = 0;
    for character in text[..end].chars().rev() {
        if times == max || !class.has(character) {
            break;
        }
        at -= character.len_utf8();
        times += 1;
    }
    (times >= min).then_some(at)
}
