//! ECMA-262 patterns as a tree.
//!
//! Read as with the `u` flag. What that refuses is read once more leniently: escapes of characters
//! that need none and lone braces stand for themselves, as without the flag.
//!
//! Spec: ECMA-262, §22.2.1 and annex B.1.2.

use std::iter::Peekable;
use std::str::Chars;

/// A pattern's tree; captures and laziness are gone, as they don't matter to whether it matches.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// One character.
    Set(Set),
    /// One after the other.
    Sequence(Vec<Node>),
    /// One of them.
    Choice(Vec<Node>),
    /// So many times; no end when `max` is absent.
    Repeat { node: Box<Node>, min: u32, max: Option<u32> },
    /// `^`
    Start,
    /// `$`
    End,
    /// `\b`
    Boundary,
    /// `\B`
    NoBoundary,
    /// `(?=…)`, `(?!…)`, `(?<=…)`, `(?<!…)`
    Look { behind: bool, negative: bool, node: Box<Node> },
}

/// A set of characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Set {
    /// Sorted, apart from each other; never surrogates, which no text holds.
    pub(super) ranges: Vec<(char, char)>,
    /// `\p{…}` and `\P{…}` beside the ranges.
    pub(super) properties: Vec<Property>,
    /// All others are meant; only where properties are.
    pub(super) negated: bool,
}

/// `\p{…}`, as it stands between the braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Property {
    pub(super) name: String,
    pub(super) negated: bool,
}

/// Why there is no tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// Not a pattern, or one of a kind that is not known here.
    Unknown,
    /// A back-reference: no tree of sets can say it.
    BackReference,
}

type Result<T> = std::result::Result<T, Unread>;

/// Deeper nesting is left to the engine.
const DEEPEST: usize = 64;

pub(super) fn parse(source: &str) -> Result<Node> {
    match Parser::new(source, Mode::Strict).pattern() {
        Err(Unread::Unknown) => Parser::new(source, Mode::Lenient).pattern(),
        done => done,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Strict,
    Lenient,
}

struct Parser<'s> {
    rest: Peekable<Chars<'s>>,
    mode: Mode,
    depth: usize,
}

/// What stands in a class: a character, or a set that can't bound a range.
enum Atom {
    Character(u32),
    Set(Set),
}

impl<'s> Parser<'s> {
    fn new(source: &'s str, mode: Mode) -> Self {
        Self { rest: source.chars().peekable(), mode, depth: 0 }
    }

    fn pattern(mut self) -> Result<Node> {
        let node = self.choice()?;
        if self.rest.next().is_some() { Err(Unread::Unknown) } else { Ok(node) }
    }

    fn choice(&mut self) -> Result<Node> {
        let mut branches = vec![self.sequence()?];
        while self.eat('|') {
            branches.push(self.sequence()?);
        }
        Ok(if branches.len() == 1 { branches.remove(0) } else { Node::Choice(branches) })
    }

    fn sequence(&mut self) -> Result<Node> {
        let mut nodes = Vec::new();
        while !matches!(self.rest.peek(), None | Some('|' | ')')) {
            let node = self.term()?;
            nodes.push(self.repeated(node)?);
        }
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::Sequence(nodes) })
    }

    fn repeated(&mut self, node: Node) -> Result<Node> {
        let (min, max) = match self.rest.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => match self.braces()? {
                Some(bounds) => bounds,
                None => return Ok(node),
            },
            _ => return Ok(node),
        };
        self.rest.next();
        self.eat('?');
        if matches!(self.rest.peek(), Some('*' | '+' | '?')) {
            return Err(Unread::Unknown);
        }
        match node {
            Node::Start | Node::End | Node::Boundary | Node::NoBoundary | Node::Look { .. } => {
                Err(Unread::Unknown)
            }
            node => Ok(Node::Repeat { node: Box::new(node), min, max }),
        }
    }

    /// `{n}`, `{n,}` or `{n,m}` up to the last brace; leniently anything else is plain text.
    fn braces(&mut self) -> Result<Option<(u32, Option<u32>)>> {
        let mut ahead = self.rest.clone();
        ahead.next();
        let mut body = String::new();
        while let Some(character) = ahead.peek().filter(|it| it.is_ascii_digit() || **it == ',') {
            body.push(*character);
            ahead.next();
        }
        let (min, max) = body.split_once(',').unwrap_or((&body, &body));
        let is_quantifier = ahead.peek() == Some(&'}') && !min.is_empty() && !max.contains(',');
        if !is_quantifier {
            return if self.mode == Mode::Lenient { Ok(None) } else { Err(Unread::Unknown) };
        }
        let number = |digits: &str| digits.parse::<u32>().map_err(|_| Unread::Unknown);
        let (min, max) = (number(min)?, if max.is_empty() { None } else { Some(number(max)?) });
        if max.is_some_and(|max| max < min) {
            return Err(Unread::Unknown);
        }
        self.rest = ahead;
        Ok(Some((min, max)))
    }

    fn term(&mut self) -> Result<Node> {
        let character = self.rest.next().ok_or(Unread::Unknown)?;
        match character {
            '^' => Ok(Node::Start),
            '$' => Ok(Node::End),
            '.' => Ok(Node::Set(Set::of(&LINE_ENDS).inverted())),
            '(' => self.group(),
            '[' => self.class().map(Node::Set),
            '\\' => match self.rest.peek() {
                Some('b') => Ok(self.take(Node::Boundary)),
                Some('B') => Ok(self.take(Node::NoBoundary)),
                Some('1'..='9') => Err(Unread::BackReference),
                Some('k') if self.mode == Mode::Strict => Err(Unread::BackReference),
                _ => Ok(Node::Set(match self.escape(Place::Outside)? {
                    Atom::Character(code) => Set::of(&[(code, code)]),
                    Atom::Set(set) => set,
                })),
            },
            '*' | '+' | '?' => Err(Unread::Unknown),
            '{' | '}' | ']' if self.mode == Mode::Strict => Err(Unread::Unknown),
            other => Ok(Node::Set(Set::of(&[(u32::from(other), u32::from(other))]))),
        }
    }

    fn take(&mut self, node: Node) -> Node {
        self.rest.next();
        node
    }

    fn group(&mut self) -> Result<Node> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Unread::Unknown);
        }
        let mut look = None;
        if self.eat('?') {
            match self.rest.next() {
                Some(':') => {}
                Some('=') => look = Some((false, false)),
                Some('!') => look = Some((false, true)),
                Some('<') => match self.rest.peek() {
                    Some('=') => look = Some((true, false)),
                    Some('!') => look = Some((true, true)),
                    _ => self.group_name()?,
                },
                _ => return Err(Unread::Unknown),
            }
            if matches!(look, Some((true, _))) {
                self.rest.next();
            }
        }
        let node = self.choice()?;
        self.depth -= 1;
        if !self.eat(')') {
            return Err(Unread::Unknown);
        }
        Ok(match look {
            Some((behind, negative)) => Node::Look { behind, negative, node: Box::new(node) },
            None => node,
        })
    }

    fn group_name(&mut self) -> Result<()> {
        let name: String = self.rest.by_ref().take_while(|it| *it != '>').collect();
        let begins = name.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_' || it == '$');
        let goes_on = name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_' || it == '$');
        if begins && goes_on { Ok(()) } else { Err(Unread::Unknown) }
    }

    fn class(&mut self) -> Result<Set> {
        let negated = self.eat('^');
        let mut set = Set::default();
        loop {
            if self.eat(']') {
                break;
            }
            let low = self.class_atom()?;
            let mut ahead = self.rest.clone();
            if ahead.next() != Some('-') || matches!(ahead.peek(), Some(']')) {
                set.add(low);
                continue;
            }
            self.rest.next();
            let high = self.class_atom()?;
            match (low, high) {
                (Atom::Character(low), Atom::Character(high)) if low <= high => set.add_range(low, high),
                (Atom::Character(_), Atom::Character(_)) => return Err(Unread::Unknown),
                (low, high) => {
                    if self.mode == Mode::Strict {
                        return Err(Unread::Unknown);
                    }
                    set.add(low);
                    set.add_range(u32::from('-'), u32::from('-'));
                    set.add(high);
                }
            }
        }
        Ok(if negated { set.inverted() } else { set })
    }

    fn class_atom(&mut self) -> Result<Atom> {
        match self.rest.next().ok_or(Unread::Unknown)? {
            '\\' => self.escape(Place::Class),
            other => Ok(Atom::Character(u32::from(other))),
        }
    }

    /// What stands behind a backslash.
    fn escape(&mut self, place: Place) -> Result<Atom> {
        let character = self.rest.next().ok_or(Unread::Unknown)?;
        let code = match character {
            'd' => return Ok(Atom::Set(Set::of(&DIGITS))),
            'D' => return Ok(Atom::Set(Set::of(&DIGITS).inverted())),
            'w' => return Ok(Atom::Set(Set::of(&WORD))),
            'W' => return Ok(Atom::Set(Set::of(&WORD).inverted())),
            's' => return Ok(Atom::Set(Set::of(&SPACE))),
            'S' => return Ok(Atom::Set(Set::of(&SPACE).inverted())),
            't' => 9,
            'n' => 10,
            'v' => 11,
            'f' => 12,
            'r' => 13,
            'b' if place == Place::Class => 8,
            '0' if !matches!(self.rest.peek(), Some('0'..='9')) => 0,
            '0'..='9' => return Err(Unread::Unknown),
            'c' => match self.rest.next() {
                Some(letter) if letter.is_ascii_alphabetic() => u32::from(letter) % 32,
                _ => return Err(Unread::Unknown),
            },
            'x' => self.hex(2)?,
            'u' => self.code_point()?,
            'p' | 'P' => return self.property(character == 'P').map(Atom::Set),
            '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '/' => {
                u32::from(character)
            }
            '-' if place == Place::Class => u32::from('-'),
            // Without the flag these mean what they say; `\k` and `\B` have meanings of their own.
            other if self.mode == Mode::Lenient && !matches!(other, 'k' | 'B') => u32::from(other),
            _ => return Err(Unread::Unknown),
        };
        Ok(Atom::Character(code))
    }

    fn hex(&mut self, digits: usize) -> Result<u32> {
        (0..digits).try_fold(0, |code, _| {
            let digit = self.rest.next().and_then(|it| it.to_digit(16)).ok_or(Unread::Unknown)?;
            Ok(code * 16 + digit)
        })
    }

    /// `\uXXXX`, `\u{…}`, and two `\uXXXX` that make one character.
    fn code_point(&mut self) -> Result<u32> {
        if self.eat('{') {
            let digits: String = self.rest.by_ref().take_while(|it| *it != '}').collect();
            let code = u32::from_str_radix(&digits, 16).map_err(|_| Unread::Unknown)?;
            return if code <= 0x10_ffff && !digits.starts_with('+') {
                Ok(code)
            } else {
                Err(Unread::Unknown)
            };
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
            return Err(Unread::Unknown);
        }
        let name: String = self.rest.by_ref().take_while(|it| *it != '}').collect();
        Ok(Set { properties: vec![Property { name, negated }], ..Set::default() })
    }

    fn eat(&mut self, wanted: char) -> bool {
        self.rest.next_if_eq(&wanted).is_some()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Outside,
    Class,
}

const DIGITS: [(u32, u32); 1] = [(0x30, 0x39)];
const WORD: [(u32, u32); 4] = [(0x30, 0x39), (0x41, 0x5a), (0x5f, 0x5f), (0x61, 0x7a)];
/// Line ends and all that Unicode calls a space separator, and U+FEFF.
const SPACE: [(u32, u32); 10] = [
    (0x09, 0x0d),
    (0x20, 0x20),
    (0xa0, 0xa0),
    (0x1680, 0x1680),
    (0x2000, 0x200a),
    (0x2028, 0x2029),
    (0x202f, 0x202f),
    (0x205f, 0x205f),
    (0x3000, 0x3000),
    (0xfeff, 0xfeff),
];
const LINE_ENDS: [(u32, u32); 3] = [(0x0a, 0x0a), (0x0d, 0x0d), (0x2028, 0x2029)];

impl Set {
    pub(super) fn of(ranges: &[(u32, u32)]) -> Self {
        let mut set = Self::default();
        for (low, high) in ranges {
            set.add_range(*low, *high);
        }
        set
    }

    /// The only character of the set.
    pub(super) fn single(&self) -> Option<char> {
        match self.ranges[..] {
            [(low, high)] if low == high && self.properties.is_empty() => Some(low),
            _ => None,
        }
    }

    /// Whether the sets surely share no character.
    pub(super) fn is_apart_from(&self, other: &Self) -> bool {
        let ranges_apart = |(low, high): &(char, char)| {
            // Both are sorted; the first range that ends behind `low` decides.
            let at = other.ranges.partition_point(|(_, other_high)| other_high < low);
            other.ranges.get(at).is_none_or(|(other_low, _)| other_low > high)
        };
        self.properties.is_empty() && other.properties.is_empty() && self.ranges.iter().all(ranges_apart)
    }

    pub(super) fn join(&mut self, other: &Self) {
        for (low, high) in &other.ranges {
            self.add_range(u32::from(*low), u32::from(*high));
        }
        self.properties.extend(other.properties.iter().cloned());
    }

    fn add(&mut self, atom: Atom) {
        match atom {
            Atom::Character(code) => self.add_range(code, code),
            Atom::Set(set) => self.join(&set),
        }
    }

    fn add_range(&mut self, low: u32, high: u32) {
        // A text has no surrogates.
        let low = char::from_u32(low).unwrap_or('\u{e000}');
        let high = char::from_u32(high).unwrap_or('\u{d7ff}');
        if low > high {
            return;
        }
        let touches = |before: char, after: char| next(before).is_none_or(|next| after <= next);
        let from = self.ranges.partition_point(|(_, end)| !touches(*end, low));
        let to = self.ranges.partition_point(|(begin, _)| touches(high, *begin));
        let merged = self
            .ranges
            .drain(from..to.max(from))
            .fold((low, high), |(low, high), (begin, end)| (low.min(begin), high.max(end)));
        self.ranges.insert(from, merged);
    }

    fn inverted(self) -> Self {
        if !self.properties.is_empty() {
            return Self { negated: !self.negated, ..self };
        }
        Self { ranges: self.others(), ..Self::default() }
    }

    /// The characters that are not in the ranges.
    pub(super) fn others(&self) -> Vec<(char, char)> {
        let mut others = Self::default();
        let mut from = Some('\0');
        for (low, high) in &self.ranges {
            if let Some(from) = from.filter(|from| from < low) {
                others.add_range(u32::from(from), u32::from(*low) - 1);
            }
            from = next(*high);
        }
        if let Some(from) = from {
            others.add_range(u32::from(from), u32::from(char::MAX));
        }
        others.ranges
    }
}

/// The character that comes after, without surrogates.
fn next(character: char) -> Option<char> {
    match character {
        '\u{d7ff}' => Some('\u{e000}'),
        char::MAX => None,
        other => char::from_u32(u32::from(other) + 1),
    }
}
