//! ECMA-262 patterns as a tree.
//!
//! Read as with the `u` flag. What that refuses is read once more leniently: escapes of characters
//! that need none and lone braces stand for themselves, as without the flag. Flags in front, `(?i)…`, are those of
//! other languages, and mean what they mean there: a group around the rest.
//!
//! Spec: ECMA-262, §22.2.1 and annex B.1.2.

use std::iter::Peekable;
use std::str::Chars;

use super::pattern_escape::{Atom, Place};
use super::pattern_flags::Flags;
use super::pattern_references::written_out;
use super::pattern_set::Set;

/// A pattern's tree; laziness is gone, as it does not matter to whether it matches, and so are groups where nothing
/// refers to one.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// One character.
    Set(Set),
    /// One after the other.
    Sequence(Vec<Node>),
    /// One of them.
    Choice(Vec<Node>),
    /// So many times; no end when `max` is absent.
    Repeat {
        /// What is repeated.
        node: Box<Node>,
        /// At least so often.
        min: u32,
        /// At most so often.
        max: Option<u32>,
    },
    /// `^`
    Start,
    /// `$`
    End,
    /// `\b`
    Boundary,
    /// `\B`
    NoBoundary,
    /// `(?=…)`, `(?!…)`, `(?<=…)`, `(?<!…)`
    Look {
        /// Whether it looks at what comes before.
        behind: bool,
        /// Whether it must not match.
        negative: bool,
        /// What is looked for.
        node: Box<Node>,
    },
    /// `(…)`, by its number; not in what [`parse`] gives.
    Group(u32, Box<Node>),
    /// `\1`, `\k<name>`: to the group of that number, or to one that is not known here. What is left of them in what
    /// [`parse`] gives can't be written out.
    Reference(u32),
    /// Characters in any case, of which it is not known here which these are.
    Folded,
}

/// What is wrong with a text that is no pattern.
pub(super) type Result<T> = std::result::Result<T, &'static str>;

/// Groups may be nested so deeply.
const DEEPEST: usize = 200;

/// Reads a pattern, leniently if it has to be; tells whether it had not.
///
/// # Errors
///
/// What is wrong with it, in a few words.
pub fn parse(source: &str) -> Result<(Node, bool)> {
    let reason = match Parser::new(source, Mode::Strict).pattern() {
        Ok(node) => return Ok((node, true)),
        Err(reason) => reason,
    };
    let node = Parser::new(source, Mode::Lenient).pattern().or_else(|_| {
        let (flags, rest) = flags_in_front(source).ok_or(reason)?;
        let read = |mode| Parser { flags: Flags::of(flags), ..Parser::new(rest, mode) }.pattern();
        read(Mode::Strict).or_else(|_| read(Mode::Lenient))
    });
    node.map(|node| (node, false)).map_err(|_| reason)
}

/// The letters of flags in front, `(?i)…`, and the rest.
pub fn flags_in_front(source: &str) -> Option<(&str, &str)> {
    let (flags, rest) = source.strip_prefix("(?")?.split_once(')')?;
    (!flags.is_empty() && flags.chars().all(|it| Flags::default().set(it, true))).then_some((flags, rest))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Strict,
    Lenient,
}

/// A pattern that is being read.
pub(super) struct Parser<'s> {
    source: &'s str,
    pub(super) rest: Peekable<Chars<'s>>,
    mode: Mode,
    depth: usize,
    flags: Flags,
    /// Groups that are counted from 1.
    groups: u32,
    /// Names of groups that a text can go through together.
    names: Vec<String>,
    /// Names of all groups so far, with their numbers.
    numbers: Vec<(String, u32)>,
    /// Whether groups are kept, as something may refer to them.
    keeps_groups: bool,
    /// The largest group that is referred to, and names that are.
    largest: u32,
    wanted: Vec<String>,
}

impl<'s> Parser<'s> {
    fn new(source: &'s str, mode: Mode) -> Self {
        Self {
            source,
            rest: source.chars().peekable(),
            mode,
            depth: 0,
            flags: Flags::default(),
            groups: 0,
            names: Vec::new(),
            numbers: Vec::new(),
            keeps_groups: has_reference(source),
            largest: 0,
            wanted: Vec::new(),
        }
    }

    pub(super) fn is_lenient(&self) -> bool {
        self.mode == Mode::Lenient
    }

    fn pattern(mut self) -> Result<Node> {
        let node = self.choice()?;
        if self.rest.next().is_some() {
            return Err("a `)` closes no group");
        }
        if self.largest > self.groups || self.wanted.iter().any(|name| !self.names.contains(name)) {
            return Err("it refers to a group that it has not");
        }
        Ok(if self.keeps_groups { written_out(node) } else { node })
    }

    fn choice(&mut self) -> Result<Node> {
        let before = self.names.clone();
        let mut all = before.clone();
        let mut branches = Vec::new();
        loop {
            branches.push(self.sequence()?);
            // Branches may use the same names: a text goes through one of them.
            all.extend(self.names.drain(before.len()..));
            if !self.eat('|') {
                break;
            }
        }
        self.names = all;
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
        match node {
            // To look ahead more than once is to look once.
            Node::Look { behind: false, .. } if self.is_lenient() => {
                Ok(if min == 0 { Node::Sequence(Vec::new()) } else { node })
            }
            assertion if is_assertion(&assertion) => Err("what stands before a repetition can't be repeated"),
            node => Ok(Node::Repeat { node: Box::new(node), min, max }),
        }
    }

    /// The bounds of a repetition, up to its `}`; leniently any other `{` is plain text.
    fn braces(&mut self) -> Result<Option<(u32, Option<u32>)>> {
        let mut ahead = self.rest.clone();
        ahead.next();
        let Some((min, max)) = bounds(&mut ahead) else {
            return if self.is_lenient() { Ok(None) } else { Err("a `{` begins no repetition") };
        };
        if max.is_some_and(|max| max < min) {
            return Err("the bounds of a repetition are turned round");
        }
        self.rest = ahead;
        Ok(Some((min, max)))
    }

    fn term(&mut self) -> Result<Node> {
        let character = self.rest.next().ok_or("a term is missing")?;
        match character {
            '^' => Ok(self.flags.start()),
            '$' => Ok(self.flags.end()),
            '.' => Ok(self.flags.dot()),
            '(' => self.group(),
            '[' => self.class(),
            '\\' => self.escaped(),
            '*' | '+' | '?' => Err("a repetition repeats nothing"),
            '{' | '}' | ']' if !self.is_lenient() => Err("a bracket or brace stands alone"),
            '{' if bounds(&mut self.rest.clone()).is_some() => Err("a repetition repeats nothing"),
            other => Ok(self.characters(Set::of(&[(u32::from(other), u32::from(other))]))),
        }
    }

    /// A set as the flags mean it.
    fn characters(&self, set: Set) -> Node {
        self.flags.characters(set, self.is_lenient())
    }

    fn escaped(&mut self) -> Result<Node> {
        match self.rest.peek().copied() {
            // In any case, words have the long s as well.
            Some('b' | 'B') if self.flags.any_case => Ok(self.take(Node::Folded)),
            Some('b') => Ok(self.take(Node::Boundary)),
            Some('B') => Ok(self.take(Node::NoBoundary)),
            Some('A') if self.is_lenient() => Ok(self.take(Node::Start)),
            Some('z' | 'Z') if self.is_lenient() => Ok(self.take(Node::End)),
            Some('1'..='9') => Ok(self.reference()),
            Some('k') if !self.is_lenient() || count_groups(self.source).1 => {
                self.rest.next();
                if !self.eat('<') {
                    return Err("`\\k` names no group");
                }
                let name = self.group_name()?;
                let mut named = self.numbers.iter().filter(|(it, _)| *it == name).map(|(_, number)| *number);
                let number = named.next().filter(|_| named.next().is_none()).unwrap_or(0);
                self.wanted.push(name);
                Ok(self.reference_to(number))
            }
            _ => {
                let set = match self.escape(Place::Outside)? {
                    Atom::Character(code) => Set::of(&[(code, code)]),
                    Atom::Set(set) => set,
                };
                Ok(self.characters(set))
            }
        }
    }

    /// `\1` and up; leniently what no group has is octal, or the digit.
    fn reference(&mut self) -> Node {
        let before = self.rest.clone();
        let mut number = 0_u32;
        while let Some(digit) = self.rest.peek().and_then(|it| it.to_digit(10)) {
            number = number.saturating_mul(10).saturating_add(digit);
            self.rest.next();
        }
        if self.is_lenient() && number > count_groups(self.source).0 {
            self.rest = before;
            let code = self.octal();
            return self.characters(Set::of(&[(code, code)]));
        }
        self.largest = self.largest.max(number);
        self.reference_to(number)
    }

    fn reference_to(&self, number: u32) -> Node {
        // In any case, it is another text that is read again.
        Node::Reference(if self.flags.any_case { 0 } else { number })
    }

    fn take(&mut self, node: Node) -> Node {
        self.rest.next();
        node
    }

    fn group(&mut self) -> Result<Node> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("groups are nested too deeply");
        }
        let mut look = None;
        let mut number = None;
        let flags = self.flags;
        if self.eat('?') {
            match self.rest.next() {
                Some(':') => {}
                Some('=') => look = Some((false, false)),
                Some('!') => look = Some((false, true)),
                Some('<') if self.eat('=') => look = Some((true, false)),
                Some('<') if self.eat('!') => look = Some((true, true)),
                Some('<') => {
                    let name = self.group_name()?;
                    if self.names.contains(&name) {
                        return Err("two groups have the same name");
                    }
                    self.groups += 1;
                    number = Some(self.groups);
                    self.names.push(name.clone());
                    self.numbers.push((name, self.groups));
                }
                Some(first @ ('i' | 'm' | 's' | '-')) => self.modifiers(first)?,
                _ => return Err("a `(?` begins no group"),
            }
        } else {
            self.groups += 1;
            number = Some(self.groups);
        }
        let node = self.choice()?;
        self.depth -= 1;
        self.flags = flags;
        if !self.eat(')') {
            return Err("a group is not closed");
        }
        Ok(match (look, number) {
            (Some((behind, negative)), _) => Node::Look { behind, negative, node: Box::new(node) },
            (None, Some(number)) if self.keeps_groups => Node::Group(number, Box::new(node)),
            // In its group it can be repeated.
            (None, _) if is_assertion(&node) => Node::Sequence(vec![node]),
            (None, _) => node,
        })
    }

    /// `ims-ims:`, each at most once.
    fn modifiers(&mut self, first: char) -> Result<()> {
        let mut seen = String::new();
        let mut next = Some(first);
        loop {
            match next {
                Some(':') if seen != "-" => return Ok(()),
                Some(letter) if !seen.contains(letter) => {
                    if letter != '-' && !self.flags.set(letter, !seen.contains('-')) {
                        return Err("a `(?` begins no group");
                    }
                    seen.push(letter);
                }
                _ => return Err("a `(?` begins no group"),
            }
            next = self.rest.next();
        }
    }

    fn group_name(&mut self) -> Result<String> {
        const WRONG: &str = "a group's name is no identifier";
        let mut name = String::new();
        loop {
            let character = match self.rest.next().ok_or("a group's name has no end")? {
                '>' => break,
                '\\' if self.eat('u') => char::from_u32(self.code_point()?).ok_or(WRONG)?,
                other => other,
            };
            let goes_on = character.is_alphanumeric() || matches!(character, '\u{200c}' | '\u{200d}');
            let fits = if name.is_empty() { character.is_alphabetic() } else { goes_on };
            if !fits && !matches!(character, '$' | '_') {
                return Err(WRONG);
            }
            name.push(character);
        }
        if name.is_empty() { Err(WRONG) } else { Ok(name) }
    }

    fn class(&mut self) -> Result<Node> {
        let negated = self.eat('^');
        let mut set = Set::default();
        while !self.eat(']') {
            let low = self.class_atom()?;
            let mut ahead = self.rest.clone();
            if ahead.next() != Some('-') || matches!(ahead.peek(), Some(']')) {
                add(&mut set, low);
                continue;
            }
            self.rest.next();
            let high = self.class_atom()?;
            match (low, high) {
                (Atom::Character(low), Atom::Character(high)) if low <= high => set.add_range(low, high),
                (Atom::Character(_), Atom::Character(_)) => return Err("a range in a class is turned round"),
                (low, high) => {
                    if !self.is_lenient() {
                        return Err("a range in a class is bounded by no character");
                    }
                    add(&mut set, low);
                    set.add_range(u32::from('-'), u32::from('-'));
                    add(&mut set, high);
                }
            }
        }
        Ok(match self.characters(set) {
            Node::Set(set) if negated => Node::Set(set.inverted()),
            node => node,
        })
    }

    fn class_atom(&mut self) -> Result<Atom> {
        match self.rest.next().ok_or("a class is not closed")? {
            '\\' => self.escape(Place::Class),
            other => Ok(Atom::Character(u32::from(other))),
        }
    }

    pub(super) fn eat(&mut self, wanted: char) -> bool {
        self.rest.next_if_eq(&wanted).is_some()
    }
}

/// Whether a node takes no characters, but says what has to hold.
pub(super) fn is_assertion(node: &Node) -> bool {
    matches!(node, Node::Start | Node::End | Node::Boundary | Node::NoBoundary | Node::Look { .. })
}

/// `n}`, `n,}` or `n,m}`, but for the brace.
fn bounds(rest: &mut Peekable<Chars<'_>>) -> Option<(u32, Option<u32>)> {
    let mut body = String::new();
    while let Some(character) = rest.next_if(|it| it.is_ascii_digit() || *it == ',') {
        body.push(character);
    }
    let (min, max) = body.split_once(',').unwrap_or((&body, &body));
    if rest.peek() != Some(&'}') || min.is_empty() || max.contains(',') {
        return None;
    }
    // More than can be counted is more than any text has.
    let number = |digits: &str| digits.parse::<u32>().unwrap_or(u32::MAX);
    Some((number(min), Some(max).filter(|it| !it.is_empty()).map(number)))
}

fn add(set: &mut Set, atom: Atom) {
    match atom {
        Atom::Character(code) => set.add_range(code, code),
        Atom::Set(other) => set.join(&other),
    }
}

/// Whether a pattern may refer to a group.
fn has_reference(source: &str) -> bool {
    source.as_bytes().windows(2).any(|it| it[0] == b'\\' && matches!(it[1], b'1'..=b'9' | b'k'))
}

/// How many groups a pattern has that are counted, and whether one has a name.
fn count_groups(source: &str) -> (u32, bool) {
    let (mut count, mut has_names, mut in_class) = (0, false, false);
    let mut rest = source.chars();
    while let Some(character) = rest.next() {
        let is_named = || {
            let name = rest.as_str().strip_prefix("?<");
            name.is_some_and(|it| !it.starts_with(['=', '!']))
        };
        match character {
            '\\' => drop(rest.next()),
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if in_class => {}
            '(' if is_named() => {
                count += 1;
                has_names = true;
            }
            '(' if !rest.as_str().starts_with('?') => count += 1,
            _ => {}
        }
    }
    (count, has_names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_strict(source: &str) -> bool {
        parse(source).is_ok_and(|(_, is_strict)| is_strict)
    }

    fn error(source: &str) -> &'static str {
        parse(source).expect_err(source)
    }

    #[test]
    fn reads_strictly() {
        for source in [
            "",
            "a|b||",
            "(?<=a+)\\p{Letter}[^]",
            "(a)(?<n>b)\\k<n>\\1\\2",
            "(?<a>x)|(?<a>y)",
            "\\0",
            "\\cJ",
            "[\\b\\-a-c]",
            "\\u{1F600}\\uD83D\\uDE00\\x41",
            "(?i-s:a)",
            "a{2}?b{1,}c{3,4}",
            "\\1()",
            "(?<$é1_>a)",
            "a{99999999999}",
        ] {
            assert_eq!(parse(source).map(|it| it.1), Ok(true), "{source}");
        }
        for source in [
            "(",
            ")",
            "[",
            "a**",
            "^*",
            "{",
            "}",
            "]",
            "a{2,1}",
            "\\a",
            "\\-",
            "\\1",
            "\\01",
            "\\k<n>",
            "\\k",
            "(?<n>a)(?<n>b)",
            "(?<1>a)",
            "(?<>a)",
            "(?P<n>a)",
            "(?i)a",
            "(?-:a)",
            "(?ii:a)",
            "(?=a)*",
            "[b-a]",
            "[\\d-z]",
            "\\c1",
            "\\x4",
            "\\u{110000}",
            "\\u{}",
            "\\p{letter}",
            "\\p",
            "\\",
            "(?<=a)*",
            "(?<n",
        ] {
            assert!(!is_strict(source), "{source}");
        }
    }

    #[test]
    fn reads_leniently_what_is_not_strict() {
        let same = |lenient: &str, strict: &str| {
            assert!(!is_strict(lenient), "{lenient}");
            assert_eq!(parse(lenient).map(|it| it.0), parse(strict).map(|it| it.0), "{lenient}");
        };
        same("a{", "a\\{");
        same("a{,2}]}", "a\\{,2\\}\\]\\}");
        same("\\-\\_\\é", "-_é");
        same("\\1", "\\x01");
        same("\\377\\378\\8\\012", "\\xff\\x1f88\\n");
        same("[\\1\\08]", "[\\x01\\x008]");
        same("\\k", "k");
        same("(?=a)*b", "(?:)b");
        same("(?=a)+b", "(?=a)b");
        same("[\\d-z]", "[\\d\\-z]");
        same("[\\c1]", "[\\x11]");
        same("\\x4\\u4", "x4u4");
    }

    #[test]
    fn reads_flags() {
        let same = |source: &str, plain: &str| {
            assert_eq!(parse(source).map(|it| it.0), parse(plain).map(|it| it.0), "{source}");
        };
        same("(?i:k1-)s", "(?:[kK\\u212a]1-)s");
        same("(?i:[^a-c\\d])", "[^a-cA-C\\d]");
        same("(?i:\\w)", "[\\w\\u017f\\u212a]");
        same("(?i:\\D.)", "(?:\\D.)");
        same("(?i:a(?-i:b)c)d", "(?:[aA](?:b)[cC])d");
        same("(?s:.)(?-s:.)", "[^].");
        same("(?m:^a$)", "(?:(?<![^\\n\\r\\u2028\\u2029])a(?![^\\n\\r\\u2028\\u2029]))");
        same("(?is)a.", "(?:[aA][^])");
        same("(?i)\\_k", "_[kK]");
        assert_eq!(parse("(?i:é)").map(|it| it.0), Ok(Node::Folded));
        assert_eq!(flags_in_front("(?im)a|b"), Some(("im", "a|b")));
        assert_eq!((flags_in_front("(?:a)"), flags_in_front("(?)a")), (None, None));
        assert_eq!(error("(?x)a"), "a `(?` begins no group");
        assert_eq!(error("(?i)a)(b"), "a `(?` begins no group");
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(error("[a"), "a class is not closed");
        assert_eq!(error("(a"), "a group is not closed");
        assert_eq!(error("a)"), "a `)` closes no group");
        assert_eq!(error("a|{2}"), "a bracket or brace stands alone");
        assert_eq!(error("(?<n>a)\\k"), "`\\k` names no group");
        assert_eq!(error("\\p{Alnum}"), "a `\\p{…}` names no property of Unicode");
        assert_eq!(error(&"(".repeat(100_000)), "groups are nested too deeply");
    }
}
