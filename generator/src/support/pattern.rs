//! ECMA-262 patterns: simple ones are code that walks through a text, others a function of the text.

use std::fmt;

/// A pattern that a text has to match somewhere, if it is not anchored.
///
/// It holds nothing that changes, so that the compiler can put its steps where it is used.
pub struct Pattern {
    source: &'static str,
    matcher: Matcher,
}

enum Matcher {
    /// What is written down for the pattern.
    Simple(fn(&str) -> bool),
    /// Steps from the start of a text to its end.
    Whole(Steps),
    /// The same, taken from the last to the first.
    WholeFromEnd(Steps<true>),
    /// Steps from the start of a text.
    Start(Steps),
    /// Steps to the end of a text.
    End(Steps),
    /// Steps anywhere in a text.
    Anywhere(Steps),
}

/// Steps of a [`Walk`] through a text: whether all could be taken.
pub type Steps<const FROM_END: bool = false> = fn(&mut Walk<'_, FROM_END>) -> bool;

impl Pattern {
    /// A pattern that a function matches.
    pub const fn simple(source: &'static str, is_match: fn(&str) -> bool) -> Self {
        Self { source, matcher: Matcher::Simple(is_match) }
    }

    /// Steps from the start of a text to its end.
    pub const fn whole(source: &'static str, steps: Steps) -> Self {
        Self { source, matcher: Matcher::Whole(steps) }
    }

    /// Steps from the start of a text to its end, taken from the last to the first: what can stand before a
    /// repetition can't continue it.
    pub const fn whole_from_end(source: &'static str, steps: Steps<true>) -> Self {
        Self { source, matcher: Matcher::WholeFromEnd(steps) }
    }

    /// Steps from the start of a text.
    pub const fn start(source: &'static str, steps: Steps) -> Self {
        Self { source, matcher: Matcher::Start(steps) }
    }

    /// Steps to the end of a text.
    pub const fn end(source: &'static str, steps: Steps) -> Self {
        Self { source, matcher: Matcher::End(steps) }
    }

    /// Steps anywhere in a text.
    pub const fn anywhere(source: &'static str, steps: Steps) -> Self {
        Self { source, matcher: Matcher::Anywhere(steps) }
    }

    /// Whether the pattern matches, anywhere in the text if it is not anchored.
    #[inline]
    pub fn is_match(&self, text: &str) -> bool {
        match self.matcher {
            Matcher::Simple(is_match) => is_match(text),
            Matcher::Whole(steps) => Walk::whole(text, steps),
            Matcher::WholeFromEnd(steps) => Walk::whole_from_end(text, steps),
            Matcher::Start(steps) => Walk::start(text, steps),
            Matcher::End(steps) => Walk::end(text, steps),
            Matcher::Anywhere(steps) => Walk::anywhere(text, steps),
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

/// What is left of a text, from which steps take their parts: from its start, or from its end, where the last
/// step comes first.
///
/// Steps never have to be taken back: what comes after a repetition can't continue it.
#[derive(Debug)]
pub struct Walk<'t, const FROM_END: bool = false>(&'t [u8]);

impl<'t> Walk<'t, false> {
    /// Whether the steps lead from the start of a text to its end.
    #[inline]
    pub fn whole(text: &'t str, steps: impl FnOnce(&mut Self) -> bool) -> bool {
        let mut at = Self(text.as_bytes());
        steps(&mut at) && at.0.is_empty()
    }

    /// Whether the steps can be taken from the start of a text.
    #[inline]
    pub fn start(text: &'t str, steps: impl FnOnce(&mut Self) -> bool) -> bool {
        steps(&mut Self(text.as_bytes()))
    }

    /// Whether the steps lead from somewhere in a text to its end.
    pub fn end(text: &'t str, steps: impl Fn(&mut Self) -> bool) -> bool {
        Self::anywhere(text, |at| steps(at) && at.0.is_empty())
    }

    /// Whether the steps can be taken somewhere in a text.
    pub fn anywhere(text: &'t str, steps: impl Fn(&mut Self) -> bool) -> bool {
        let mut starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        starts.any(|start| steps(&mut Self(&text.as_bytes()[start..])))
    }
}

impl<'t> Walk<'t, true> {
    /// Whether the steps lead from the end of a text to its start.
    #[inline]
    pub fn whole_from_end(text: &'t str, steps: impl FnOnce(&mut Self) -> bool) -> bool {
        let mut at = Self(text.as_bytes());
        steps(&mut at) && at.0.is_empty()
    }
}

impl<const FROM_END: bool> Walk<'_, FROM_END> {
    /// Takes these characters.
    #[inline]
    pub fn text(&mut self, text: &str) -> bool {
        let (all, text) = (self.0, text.as_bytes());
        let rest = if FROM_END { all.strip_suffix(text) } else { all.strip_prefix(text) };
        let Some(rest) = rest else { return false };
        self.0 = rest;
        true
    }

    /// Takes a character of a class.
    #[inline]
    pub fn one(&mut self, has: impl Fn(char) -> bool) -> bool {
        self.class(1, 1, has)
    }

    /// Takes at least one character of a class.
    #[inline]
    pub fn some(&mut self, has: impl Fn(char) -> bool) -> bool {
        self.class(1, usize::MAX, has)
    }

    /// Takes any number of characters of a class.
    #[inline]
    pub fn any(&mut self, has: impl Fn(char) -> bool) -> bool {
        self.class(0, usize::MAX, has)
    }

    /// Takes at least and at most so many characters of a class.
    #[inline]
    pub fn class(&mut self, min: usize, max: usize, has: impl Fn(char) -> bool) -> bool {
        if FROM_END { self.backwards(min, max, has) } else { self.forwards(min, max, has) }
    }

    /// Takes characters from the start.
    #[inline]
    fn forwards(&mut self, min: usize, max: usize, has: impl Fn(char) -> bool) -> bool {
        // A character is a byte at least.
        if self.0.len() < min {
            return false;
        }
        let (first, rest) = self.0.split_at(min);
        if !all_in(first, &has) {
            return !first.is_ascii() && self.characters_forwards(min, max, has);
        }
        let most = rest.len().min(max - min);
        let mut run = 0;
        while let Some(four) = rest[..most].get(run..run + 4) {
            if !all_in(four, &has) {
                break;
            }
            run += 4;
        }
        run += rest[run..most].iter().take_while(|byte| is_in(**byte, &has)).count();
        // What stopped the run may be a longer character.
        if run < most && !rest[run].is_ascii() {
            return self.characters_forwards(min, max, has);
        }
        self.0 = &rest[run..];
        true
    }

    /// Takes characters of any length.
    #[cold]
    fn characters_forwards(&mut self, min: usize, max: usize, has: impl Fn(char) -> bool) -> bool {
        let mut rest = self.0;
        for times in 0..max {
            match first_character(rest) {
                Some(character) if has(character) => rest = &rest[character.len_utf8()..],
                _ if times < min => return false,
                _ => break,
            }
        }
        self.0 = rest;
        true
    }

    /// Takes characters from the end.
    #[inline]
    fn backwards(&mut self, min: usize, max: usize, has: impl Fn(char) -> bool) -> bool {
        let most = self.0.len().min(max);
        let mut left = self.0;
        let end = left.len() - most;
        while let Some(four) = left[end..].last_chunk::<4>() {
            if !all_in(four, &has) {
                break;
            }
            left = &left[..left.len() - 4];
        }
        let run = left[end..].iter().rev().take_while(|byte| is_in(**byte, &has)).count();
        left = &left[..left.len() - run];
        let run = self.0.len() - left.len();
        // What stopped the run may be a longer character.
        if run < most && left.last().is_some_and(|byte| !byte.is_ascii()) {
            return self.characters_backwards(min, max, has);
        }
        if run < min {
            return false;
        }
        self.0 = left;
        true
    }

    /// Takes characters of any length.
    #[cold]
    fn characters_backwards(&mut self, min: usize, max: usize, has: impl Fn(char) -> bool) -> bool {
        let text = std::str::from_utf8(self.0).unwrap_or_default();
        let taken = text.chars().rev().take(max).take_while(|it| has(*it));
        let (times, length) = taken.fold((0, 0), |(times, length), it| (times + 1, length + it.len_utf8()));
        if times < min {
            return false;
        }
        self.0 = &self.0[..self.0.len() - length];
        true
    }
}

impl<const FROM_END: bool> Walk<'_, FROM_END> {
    /// Takes the steps if they can be taken.
    #[inline]
    pub fn optional(&mut self, steps: impl FnOnce(&mut Self) -> bool) -> bool {
        self.branch(steps);
        true
    }

    /// Takes the steps as often as they can be taken.
    #[inline]
    pub fn repeated(&mut self, steps: impl Fn(&mut Self) -> bool) -> bool {
        self.group(0, usize::MAX, steps)
    }

    /// Takes at least and at most so many times the steps.
    #[inline]
    pub fn group(&mut self, min: usize, max: usize, steps: impl Fn(&mut Self) -> bool) -> bool {
        let mut times = 0;
        // Each time takes something.
        while times < max && !self.0.is_empty() && self.branch(&steps) {
            times += 1;
        }
        times >= min
    }

    /// Takes all of the steps or none.
    #[inline]
    pub fn branch(&mut self, steps: impl FnOnce(&mut Self) -> bool) -> bool {
        let before = self.0;
        let is_taken = steps(self);
        if !is_taken {
            self.0 = before;
        }
        is_taken
    }
}

/// Whether a byte is a character of a class.
#[inline]
fn is_in(byte: u8, has: impl Fn(char) -> bool) -> bool {
    byte.is_ascii() & has(char::from(byte))
}

/// Whether all bytes are: the compiler looks at several at a time, rather than stop at the first that is not.
#[inline]
fn all_in(bytes: &[u8], has: impl Fn(char) -> bool) -> bool {
    bytes.iter().fold(true, |all, byte| all & is_in(*byte, &has))
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
