//! What stands behind a backslash in a pattern.
//!
//! Spec: ECMA-262, §22.2.1 and annex B.1.2.

use super::pattern_property::spelling;
use super::pattern_set::{DIGITS, Property, SPACE, Set, WORD};
use super::pattern_syntax::{Parser, Result};

/// What stands in a class: a character, or a set that can't bound a range.
pub(super) enum Atom {
    /// A character, by its number.
    Character(u32),
    /// All of these.
    Set(Set),
}

/// Where something stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In no class.
    Outside,
    /// In a class.
    Class,
}

impl Parser<'_> {
    /// What stands behind a backslash.
    pub(super) fn escape(&mut self, place: Place) -> Result<Atom> {
        if let Some('0'..='9') = self.rest.peek() {
            return self.digits().map(Atom::Character);
        }
        let character = self.rest.next().ok_or("it ends with a backslash")?;
        let code = match character {
            'd' => return Ok(Atom::Set(Set::of(&DIGITS))),
            'D' => return Ok(Atom::Set(Set::of(&DIGITS).inverted())),
            'w' => return Ok(Atom::Set(Set::of(&WORD))),
            'W' => return Ok(Atom::Set(Set::of(&WORD).inverted())),
            's' => return Ok(Atom::Set(Set::of(&SPACE))),
            'S' => return Ok(Atom::Set(Set::of(&SPACE).inverted())),
            'p' | 'P' => return self.property(character == 'P').map(Atom::Set),
            't' => 9,
            'n' => 10,
            'v' => 11,
            'f' => 12,
            'r' => 13,
            'b' if place == Place::Class => 8,
            'c' => self.control(place)?,
            'x' | 'u' => self.numbered(character)?,
            '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '/' => {
                u32::from(character)
            }
            '-' if place == Place::Class => u32::from('-'),
            // Without the flag these mean what they say.
            other if self.is_lenient() => u32::from(other),
            _ => return Err("a backslash stands before what needs none"),
        };
        Ok(Atom::Character(code))
    }

    /// `\0`; leniently also octal.
    fn digits(&mut self) -> Result<u32> {
        let mut ahead = self.rest.clone();
        let is_null = ahead.next() == Some('0') && !matches!(ahead.peek(), Some('0'..='9'));
        if is_null || self.is_lenient() { Ok(self.octal()) } else { Err("a backslash stands before digits") }
    }

    /// `\0` to `\377`; `\8` and `\9` are digits.
    pub(super) fn octal(&mut self) -> u32 {
        let mut code = None;
        while let Some(digit) = self.rest.peek().and_then(|it| it.to_digit(8)) {
            let longer = code.unwrap_or(0) * 8 + digit;
            if longer > 0o377 {
                break;
            }
            code = Some(longer);
            self.rest.next();
        }
        code.unwrap_or_else(|| self.rest.next().map_or(0, u32::from))
    }

    /// `\cJ`
    fn control(&mut self, place: Place) -> Result<u32> {
        let in_class = |it: &char| place == Place::Class && (it.is_ascii_digit() || *it == '_');
        match self.rest.peek().copied() {
            Some(letter) if letter.is_ascii_alphabetic() || self.is_lenient() && in_class(&letter) => {
                self.rest.next();
                Ok(u32::from(letter) % 32)
            }
            _ => Err("a `\\c` stands before no letter"),
        }
    }

    /// `\xXX` and `\u…`; leniently `x` and `u` where no number follows.
    fn numbered(&mut self, letter: char) -> Result<u32> {
        let before = self.rest.clone();
        let code = if letter == 'x' { self.hex(2) } else { self.code_point() };
        if code.is_err() && self.is_lenient() {
            self.rest = before;
            return Ok(u32::from(letter));
        }
        code
    }

    fn hex(&mut self, digits: usize) -> Result<u32> {
        (0..digits).try_fold(0, |code, _| {
            let digit =
                self.rest.next().and_then(|it| it.to_digit(16)).ok_or("a hexadecimal digit is missing")?;
            Ok(code * 16 + digit)
        })
    }

    /// `\uXXXX`, `\u{…}`, and two `\uXXXX` that make one character.
    pub(super) fn code_point(&mut self) -> Result<u32> {
        if self.eat('{') {
            let digits: String = self.rest.by_ref().take_while(|it| *it != '}').collect();
            let is_number = digits.chars().all(|it| it.is_ascii_hexdigit());
            let code = u32::from_str_radix(&digits, 16).ok().filter(|it| is_number && *it <= 0x10_ffff);
            return code.ok_or("a `\\u{…}` is no character");
        }
        let high = self.hex(4)?;
        if !(0xd800..0xdc00).contains(&high) {
            return Ok(high);
        }
        let before = self.rest.clone();
        if self.eat('\\') && self.eat('u') {
            match self.hex(4) {
                Ok(low) if (0xdc00..0xe000).contains(&low) => {
                    return Ok(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00));
                }
                _ => {}
            }
        }
        self.rest = before;
        Ok(high)
    }

    fn property(&mut self, negated: bool) -> Result<Set> {
        if !self.eat('{') {
            return Err("a `\\p` names no property");
        }
        let name: String = self.rest.by_ref().take_while(|it| *it != '}').collect();
        let name = spelling(&name).ok_or("a `\\p{…}` names no property of Unicode")?;
        let none = Set::default();
        Ok(match &*name {
            // No text has surrogates.
            "gc=Cs" | "gc=Surrogate" if negated => none.inverted(),
            "gc=Cs" | "gc=Surrogate" => none,
            // What these are does not change with Unicode.
            "Any" | "ASCII" | "gc=Cc" | "gc=Control" | "gc=cntrl" => {
                let ranges: &[_] = match &*name {
                    "Any" => &[(0, 0x10_ffff)],
                    "ASCII" => &[(0, 0x7f)],
                    _ => &[(0, 0x1f), (0x7f, 0x9f)],
                };
                let set = Set::of(ranges);
                if negated { set.inverted() } else { set }
            }
            _ => Set { properties: vec![Property { name, negated }], ..none },
        })
    }
}
