//! A strict JSON parser that remembers where each value stands and says what is wrong with a text.
//!
//! `serde_json` keeps the last of two members with one name, and its messages know neither the
//! JSON Pointer nor whether a file was cut off; hence our own.

use serde_json::{Map, Number, Value};

use super::members::member;

/// Deepest nesting of arrays and objects that is read; the same as `serde_json`'s.
pub(super) const DEPTH_LIMIT: usize = 128;

/// A value and where it and its parts stand.
#[derive(Debug)]
pub(super) struct Parsed {
    /// The value; of members with one name the last.
    pub(super) value: Value,
    /// Where it stands.
    pub(super) spot: Spot,
    /// Members whose name stood in the same object before.
    pub(super) duplicates: Vec<Duplicate>,
    /// Offset of the first byte after the value.
    pub(super) end: usize,
}

/// Where a value begins, and its parts in the order of the value's own parts.
#[derive(Clone, Debug, Default)]
pub(super) struct Spot {
    /// Offset in bytes.
    pub(super) offset: usize,
    /// Offset of the name, if the value is a member's.
    pub(super) name: Option<usize>,
    /// Items, or members in the order in which [`Map`] holds them.
    pub(super) children: Vec<Spot>,
}

impl Spot {
    /// A value without parts.
    pub(super) fn at(offset: usize) -> Self {
        Self { offset, ..Self::default() }
    }
}

/// A member whose name stood in the same object before.
#[derive(Debug)]
pub(super) struct Duplicate {
    /// Offset of the later member's name.
    pub(super) offset: usize,
    /// Offset of the first such member's name.
    pub(super) first: usize,
    /// JSON Pointer of the member.
    pub(super) pointer: String,
    /// Its name.
    pub(super) name: String,
}

/// Why a text is not JSON.
#[derive(Debug)]
pub(super) struct Fault {
    /// What kind of fault.
    pub(super) kind: FaultKind,
    /// Offset in bytes.
    pub(super) offset: usize,
    /// JSON Pointer of the innermost value that had begun.
    pub(super) pointer: String,
    /// One clause.
    pub(super) message: String,
}

/// The kinds of fault that call for different help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FaultKind {
    /// The text stops before the value is complete.
    Incomplete,
    /// Something stands where the grammar does not allow it.
    Syntax,
    /// Nested deeper than [`DEPTH_LIMIT`].
    TooDeep,
}

/// Parses the value that begins at `start`, after white space.
///
/// Spec: RFC 8259, §2.
pub(super) fn parse(text: &str, start: usize) -> Result<Parsed, Fault> {
    let mut parser = Parser {
        text,
        at: start,
        pointer: String::new(),
        open: Vec::new(),
        parts: Vec::new(),
        duplicates: Vec::new(),
    };
    parser.skip_space();
    let (value, spot) = parser.value()?;
    Ok(Parsed { value, spot, duplicates: parser.duplicates, end: parser.at })
}

/// Offset of the first byte that is not white space.
pub(super) fn after_space(text: &str, at: usize) -> usize {
    at + text.as_bytes()[at..].iter().take_while(|it| matches!(it, b' ' | b'\t' | b'\n' | b'\r')).count()
}

/// A member, or an item, which has no name.
struct Part {
    name: String,
    value: Value,
    spot: Spot,
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    /// Where we are; grows and shrinks with the nesting.
    pointer: String,
    /// What has begun and not ended: `{` or `[`.
    open: Vec<u8>,
    /// The parts so far of what has begun, the innermost last: how many there are is known at its end, and most
    /// of the memory of a large document goes into its many small objects.
    parts: Vec<Part>,
    duplicates: Vec<Duplicate>,
}

impl Parser<'_> {
    fn value(&mut self) -> Result<(Value, Spot), Fault> {
        let offset = self.at;
        let leaf = |value| (value, Spot::at(offset));
        match self.peek() {
            Some(b'{') => self.object(),
            Some(b'[') => self.array(),
            Some(b'"') => Ok(leaf(Value::String(self.string("a string")?))),
            Some(b'-' | b'0'..=b'9') => Ok(leaf(Value::Number(self.number()?))),
            Some(b't') => self.word("true").map(|()| leaf(Value::Bool(true))),
            Some(b'f') => self.word("false").map(|()| leaf(Value::Bool(false))),
            Some(b'n') => self.word("null").map(|()| leaf(Value::Null)),
            Some(_) => Err(self.unexpected("a value")),
            None => Err(self.cut_off("where a value should stand")),
        }
    }

    fn object(&mut self) -> Result<(Value, Spot), Fault> {
        let offset = self.at;
        let outer = self.pointer.len();
        self.enter(b'{')?;
        let begin = self.parts.len();
        let mut more = self.peek() != Some(b'}');
        while more {
            if self.peek() != Some(b'"') {
                return Err(self.expected("a member name in quotes", "an object"));
            }
            let name_offset = self.at;
            let name = self.string("a member name")?;
            self.pointer.push('/');
            self.pointer.push_str(&super::location::escape(&name));
            self.skip_space();
            if self.peek() != Some(b':') {
                return Err(self.expected("`:` after the member name", "an object"));
            }
            self.at += 1;
            self.skip_space();
            let (value, mut spot) = self.value()?;
            spot.name = Some(name_offset);
            self.parts.push(Part { name, value, spot });
            self.pointer.truncate(outer);
            more = self.comma(b'}', "an object")?;
        }
        self.leave();
        let (value, children) = self.members(begin);
        Ok((value, Spot { children, ..Spot::at(offset) }))
    }

    /// The members that were read from there, each name once.
    fn members(&mut self, begin: usize) -> (Value, Vec<Spot>) {
        let count = self.parts.len() - begin;
        let mut members = Map::with_capacity(count);
        let mut children: Vec<Spot> = Vec::with_capacity(count);
        let mut names: Vec<usize> = Vec::with_capacity(count);
        for Part { name, value, spot } in self.parts.drain(begin..) {
            let offset = spot.name.unwrap_or_default();
            if member(&members, &name).is_some() {
                let place = members.keys().position(|it| *it == name).unwrap_or_default();
                let pointer = format!("{}/{}", self.pointer, super::location::escape(&name));
                let first = names[place];
                self.duplicates.push(Duplicate { offset, first, pointer, name: name.clone() });
                children[place] = spot;
            } else {
                children.push(spot);
                names.push(offset);
            }
            members.insert(name, value);
        }
        (Value::Object(members), children)
    }

    fn array(&mut self) -> Result<(Value, Spot), Fault> {
        let offset = self.at;
        let outer = self.pointer.len();
        self.enter(b'[')?;
        let begin = self.parts.len();
        let mut more = self.peek() != Some(b']');
        while more {
            self.pointer.push('/');
            self.pointer.push_str(&(self.parts.len() - begin).to_string());
            let (value, spot) = self.value()?;
            self.parts.push(Part { name: String::new(), value, spot });
            self.pointer.truncate(outer);
            more = self.comma(b']', "an array")?;
        }
        self.leave();
        let count = self.parts.len() - begin;
        let (mut items, mut children) = (Vec::with_capacity(count), Vec::with_capacity(count));
        for Part { value, spot, .. } in self.parts.drain(begin..) {
            items.push(value);
            children.push(spot);
        }
        Ok((Value::Array(items), Spot { children, ..Spot::at(offset) }))
    }

    /// Consumes `,` and says whether another part must follow; leaves the closing bracket.
    fn comma(&mut self, close: u8, what: &str) -> Result<bool, Fault> {
        self.skip_space();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                self.skip_space();
                if self.peek() == Some(close) {
                    return Err(
                        self.fault(FaultKind::Syntax, format!("a comma stands before the end of {what}"))
                    );
                }
                Ok(true)
            }
            Some(it) if it == close => Ok(false),
            _ => Err(self.expected(&format!("`,` or `{}`", char::from(close)), what)),
        }
    }

    fn enter(&mut self, bracket: u8) -> Result<(), Fault> {
        if self.open.len() == DEPTH_LIMIT {
            return Err(self
                .fault(FaultKind::TooDeep, format!("the text is nested deeper than {DEPTH_LIMIT} levels")));
        }
        self.open.push(bracket);
        self.at += 1;
        self.skip_space();
        Ok(())
    }

    fn leave(&mut self) {
        self.open.pop();
        self.at += 1;
    }

    fn word(&mut self, word: &str) -> Result<(), Fault> {
        let rest = &self.text[self.at..];
        if rest.starts_with(word) {
            self.at += word.len();
            return Ok(());
        }
        if word.starts_with(rest.trim_end()) {
            return Err(self.cut_off(&format!("in the middle of `{word}`")));
        }
        Err(self.unexpected("a value"))
    }

    fn number(&mut self) -> Result<Number, Fault> {
        let rest = &self.text[self.at..];
        let length = rest
            .bytes()
            .take_while(|it| matches!(it, b'+' | b'-' | b'.' | b'e' | b'E' | b'0'..=b'9'))
            .count();
        let Ok(number) = rest[..length].parse::<Number>() else {
            let text = &rest[..length.min(40)];
            if rest.len() == length {
                return Err(self.cut_off("in the middle of a number"));
            }
            return Err(self.fault(
                FaultKind::Syntax,
                format!("`{text}` is not a number that JSON knows, or too large"),
            ));
        };
        self.at += length;
        Ok(number)
    }

    /// Reads a text; `what` names it in messages.
    fn string(&mut self, what: &str) -> Result<String, Fault> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut out = String::new();
        let mut at = start + 1;
        loop {
            let plain = at;
            while bytes.get(at).is_some_and(|it| !matches!(it, b'"' | b'\\' | 0..=0x1f)) {
                at += 1;
            }
            // Cut at ASCII bytes only, so at character boundaries.
            out.push_str(&self.text[plain..at]);
            match bytes.get(at) {
                Some(b'"') => {
                    self.at = at + 1;
                    return Ok(out);
                }
                Some(b'\\') => at = self.escape(at, &mut out, what)?,
                Some(b'\n' | b'\r') if self.closers_missing(at) => {
                    return Err(self.cut_off(&format!("in the middle of {what}")));
                }
                Some(b'\n' | b'\r') => {
                    return Err(self.fault(FaultKind::Syntax, format!("{what} is not closed on its line")));
                }
                Some(control) => {
                    self.at = at;
                    return Err(self.fault(
                        FaultKind::Syntax,
                        format!("{what} holds the control character U+{control:04X}, which must be escaped"),
                    ));
                }
                None => return Err(self.cut_off(&format!("in the middle of {what}"))),
            }
        }
    }

    /// Reads the escape sequence at `at`; returns the offset after it.
    fn escape(&mut self, at: usize, out: &mut String, what: &str) -> Result<usize, Fault> {
        let plain = match self.text.as_bytes().get(at + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(at, out, what),
            Some(_) => {
                self.at = at;
                return Err(self.fault(FaultKind::Syntax, format!("{what} holds an unknown escape sequence")));
            }
            None => return Err(self.cut_off(&format!("in the middle of {what}"))),
        };
        out.push(plain);
        Ok(at + 2)
    }

    fn unicode_escape(&mut self, at: usize, out: &mut String, what: &str) -> Result<usize, Fault> {
        let unit = |at: usize| -> Option<u32> {
            let digits = self.text.get(at..at + 6)?.strip_prefix("\\u")?;
            let digits = digits.bytes().all(|it| it.is_ascii_hexdigit()).then_some(digits)?;
            u32::from_str_radix(digits, 16).ok()
        };
        let first = unit(at);
        let (code, end) = match first {
            Some(high @ 0xd800..=0xdbff) => match unit(at + 6) {
                Some(low @ 0xdc00..=0xdfff) => {
                    (Some(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)), at + 12)
                }
                _ => (None, at),
            },
            code => (code, at + 6),
        };
        if let Some(character) = code.and_then(char::from_u32) {
            out.push(character);
            return Ok(end);
        }
        if self.text.len() < at + 6 {
            return Err(self.cut_off(&format!("in the middle of {what}")));
        }
        self.at = at;
        Err(self.fault(
            FaultKind::Syntax,
            format!("{what} holds half of a surrogate pair or a broken `\\u` escape"),
        ))
    }

    fn skip_space(&mut self) {
        self.at = after_space(self.text, self.at);
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn expected(&self, expected: &str, inside: &str) -> Fault {
        if self.peek().is_none() {
            return self.cut_off(&format!("in the middle of {inside}"));
        }
        self.unexpected(expected)
    }

    fn unexpected(&self, expected: &str) -> Fault {
        let found = self.text[self.at..].chars().next().map_or_else(String::new, |it| format!("`{it}`"));
        let is_closer = matches!(self.peek(), Some(b'}' | b']'));
        if !is_closer && self.closers_missing(self.at) {
            return self.cut_off(&format!("before {found}, where {expected} should stand"));
        }
        self.fault(FaultKind::Syntax, format!("expected {expected}, found {found}"))
    }

    /// Whether the rest of the text can't close what is open: then the file was cut off, and what
    /// follows is somebody's remark on that.
    fn closers_missing(&self, from: usize) -> bool {
        let closers = self.text.as_bytes()[from..].iter().filter(|it| matches!(it, b'}' | b']')).count();
        closers < self.open.len()
    }

    fn cut_off(&self, how: &str) -> Fault {
        let open = self.open.len();
        let levels = match open {
            0 => String::new(),
            1 => ", with 1 bracket still open".to_owned(),
            _ => format!(", with {open} brackets still open"),
        };
        self.fault(FaultKind::Incomplete, format!("the file is incomplete: it ends {how}{levels}"))
    }

    fn fault(&self, kind: FaultKind, message: String) -> Fault {
        Fault { kind, offset: self.at, pointer: self.pointer.clone(), message }
    }
}
