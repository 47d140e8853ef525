//! A JSON text, token by token, as fast as safe code can.
//!
//! What it takes for JSON is what `serde_json` takes, and the values are the same: whatever is not plain to
//! see, escapes and long numbers, is left to `serde_json`.

use std::fmt::{self, Display};

use serde::de::{Deserialize, Deserializer, Error, Visitor};

use super::memo::Memo;
use super::plain::end_of_plain;

/// A place in a text.
pub(super) struct Reader<'de> {
    text: &'de str,
    at: usize,
    /// How many more arrays and objects may stand within each other.
    depth: u8,
    /// What was found out about objects that are read again, by where they begin.
    pub(super) memo: Memo,
}

/// `serde_json`'s limit, counted as it does.
const DEPTH: u8 = 128;

/// Where nothing is.
const FAR_OFF: usize = usize::MAX / 2;

/// The text is refused; it's for serde to say why.
#[derive(Debug)]
pub struct Refused;

impl Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("refused")
    }
}

impl std::error::Error for Refused {}

impl Error for Refused {
    #[cold]
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

/// A place to come back to.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) at: usize,
    depth: u8,
}

/// A number, as serde has them.
pub(super) enum Number {
    Uint(u64),
    Int(i64),
    Float(f64),
}

impl<'de> Reader<'de> {
    pub(super) const fn new(text: &'de str) -> Self {
        Self { text, at: 0, depth: DEPTH, memo: Memo::new() }
    }

    pub(super) const fn place(&self) -> Place {
        Place { at: self.at, depth: self.depth }
    }

    pub(super) const fn go_back(&mut self, place: Place) {
        self.at = place.at;
        self.depth = place.depth;
    }

    /// The next byte that is not white space, 0 at the end of the text.
    #[inline]
    pub(super) fn peek(&mut self) -> u8 {
        match self.text.as_bytes().get(self.at) {
            Some(byte) if *byte > b' ' => *byte,
            _ => self.peek_after_space(),
        }
    }

    #[cold]
    fn peek_after_space(&mut self) -> u8 {
        while let Some(byte) = self.text.as_bytes().get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
                return *byte;
            }
            self.at += 1;
        }
        0
    }

    /// Takes a byte, after white space.
    #[inline]
    pub(super) fn take(&mut self, byte: u8) -> Result<(), Refused> {
        if self.peek() != byte {
            return Err(Refused);
        }
        self.at += 1;
        Ok(())
    }

    /// Takes bytes if they come next.
    #[inline]
    pub(super) fn take_if(&mut self, bytes: &[u8]) -> bool {
        let next = self.text.as_bytes().get(self.at..self.at + bytes.len());
        let is_next = next == Some(bytes);
        if is_next {
            self.at += bytes.len();
        }
        is_next
    }

    /// Makes sure that nothing follows.
    #[inline]
    pub(super) fn end(&mut self) -> Result<(), Refused> {
        if self.peek() == 0 && self.at == self.text.len() { Ok(()) } else { Err(Refused) }
    }

    /// Steps into an array or object, as far as its bracket, which stands before its first part as commas do
    /// before the others.
    #[inline]
    pub(super) fn enter(&mut self) -> Result<(), Refused> {
        self.depth -= 1;
        if self.depth == 0 { Err(Refused) } else { Ok(()) }
    }

    /// Steps back into an object that was just left.
    pub(super) const fn enter_at_end(&mut self) {
        self.at -= 1;
        self.depth -= 1;
    }

    /// Steps out of an array or object that was read to its end, or far off where it does not end there.
    ///
    /// That is no error at once: what was read need not be looked at then, and not be copied.
    #[inline]
    pub(super) fn leave(&mut self, close: u8) {
        self.at = if self.peek() == close { self.at + 1 } else { FAR_OFF };
        self.depth += 1;
    }

    /// Whether nothing can be read any more.
    pub(super) const fn is_far_off(&self) -> bool {
        self.at == FAR_OFF
    }

    /// Takes what stands before the next part of an array or object, and gives the part's first byte if there is one.
    #[inline]
    pub(super) fn next_part(&mut self, separator: &mut u8, close: u8) -> Result<Option<u8>, Refused> {
        let before = std::mem::replace(separator, b',');
        match self.peek() {
            byte if byte == before => {
                self.at += 1;
                match self.peek() {
                    byte if byte != close => Ok(Some(byte)),
                    // A comma has to be followed by something.
                    _ if before == b',' => Err(Refused),
                    _ => Ok(None),
                }
            }
            byte if byte == close => Ok(None),
            _ => Err(Refused),
        }
    }

    /// Takes a string without escapes, of which the quotation mark was seen; takes nothing if there are some.
    #[inline]
    pub(super) fn plain_string(&mut self) -> Option<&'de str> {
        let start = self.at + 1;
        let end = end_of_plain(self.text.as_bytes(), start);
        if self.text.as_bytes().get(end) != Some(&b'"') {
            return None;
        }
        self.at = end + 1;
        self.text.get(start..end)
    }

    /// Takes a string without escapes if it is this one.
    #[inline]
    pub(super) fn take_string_if(&mut self, text: &str) -> bool {
        let place = self.place();
        let is_it = self.peek() == b'"' && self.plain_string() == Some(text);
        if !is_it {
            self.go_back(place);
        }
        is_it
    }

    /// Takes a string with escapes, of which the quotation mark was seen.
    #[cold]
    pub(super) fn escaped_string(&mut self) -> Result<String, Refused> {
        let start = self.at;
        self.at = end_of_string(self.text.as_bytes(), end_of_plain(self.text.as_bytes(), start + 1))?;
        serde_json::from_str(&self.text[start..self.at]).map_err(|_| Refused)
    }

    /// Takes the next name of an object, after what stands before it, if all that is there without white space.
    #[inline]
    pub(super) fn take_name(&mut self, separator: u8, name: &str) -> bool {
        let bytes = self.text.as_bytes();
        if bytes.get(self.at) != Some(&separator) {
            return false;
        }
        let start = self.at + 1;
        let end = start + name.len();
        let is_next = bytes.get(start..end) == Some(name.as_bytes());
        if is_next {
            self.at = end;
        }
        is_next
    }

    /// Takes an integer of few digits and no sign; takes nothing if there is another number.
    #[inline]
    pub(super) fn short_integer(&mut self) -> Option<u64> {
        let bytes = self.text.as_bytes();
        let (size, end) = digits(bytes, self.at, 0);
        let is_whole = !matches!(bytes.get(end), Some(b'.' | b'e' | b'E'));
        // Without zeros in front there are no more than 18 digits: nothing overflowed.
        let is_short = end - self.at == 1 || ((2..=18).contains(&(end - self.at)) && bytes[self.at] != b'0');
        if !is_whole || !is_short {
            return None;
        }
        self.at = end;
        Some(size)
    }

    /// Takes a number, of which the first byte was seen.
    #[inline]
    pub(super) fn number(&mut self) -> Result<Number, Refused> {
        let bytes = self.text.as_bytes();
        let is_negative = bytes.get(self.at) == Some(&b'-');
        let start = self.at + usize::from(is_negative);
        let (size, end) = digits(bytes, start, 0);
        let count = end - start;
        let is_whole = !matches!(bytes.get(end), Some(b'.' | b'e' | b'E'));
        // Nothing overflows up to 18 digits; `-0` is no integer to serde.
        let starts_well = count == 1 || (count > 1 && bytes[start] != b'0');
        if !is_whole && starts_well {
            return self.fraction(is_negative, start, end, size);
        }
        if !starts_well || count > 18 || (size == 0 && is_negative) {
            return self.any_number();
        }
        self.at = end;
        let signed = size.cast_signed();
        Ok(if is_negative { Number::Int(-signed) } else { Number::Uint(size) })
    }

    /// Takes a number, of which the digits up to a point or an exponent are known.
    #[inline]
    fn fraction(
        &mut self,
        is_negative: bool,
        start: usize,
        point: usize,
        whole: u64,
    ) -> Result<Number, Refused> {
        let bytes = self.text.as_bytes();
        let (size, end) = digits(bytes, point + 1, whole);
        let places = end - point - 1;
        // Up to 15 digits and as many places are doubles without rounding: one division rounds as it should.
        let is_plain = bytes[point] == b'.' && (1..=15).contains(&places) && end - start <= 16;
        if !is_plain || matches!(bytes.get(end), Some(b'e' | b'E')) {
            return self.any_number();
        }
        self.at = end;
        let size = exact(size) / POWERS[places];
        Ok(Number::Float(if is_negative { -size } else { size }))
    }

    #[cold]
    fn any_number(&mut self) -> Result<Number, Refused> {
        let is_number = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
        let rest = &self.text[self.at..];
        let length = rest.bytes().take_while(is_number).count();
        self.at += length;
        serde_json::from_str(&rest[..length]).map_err(|_| Refused)
    }

    /// Takes `true` or `false`.
    #[inline]
    pub(super) fn boolean(&mut self) -> Result<bool, Refused> {
        if self.take_if(b"true") {
            Ok(true)
        } else if self.take_if(b"false") {
            Ok(false)
        } else {
            Err(Refused)
        }
    }

    /// Takes `null`.
    #[inline]
    pub(super) fn null(&mut self) -> Result<(), Refused> {
        if self.take_if(b"null") { Ok(()) } else { Err(Refused) }
    }

    /// Goes to the end of a value that is read later, or refused in any case: it need not be well-formed.
    pub(super) fn skip(&mut self) -> Result<(), Refused> {
        let bytes = self.text.as_bytes();
        let mut open = 0_usize;
        loop {
            match self.peek() {
                0 => return Err(Refused),
                b'"' => {
                    let end = end_of_plain(bytes, self.at + 1);
                    self.at = end_of_string(bytes, end)?;
                }
                b'{' | b'[' => {
                    open += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    open = open.checked_sub(1).ok_or(Refused)?;
                    self.at += 1;
                }
                b',' | b':' => self.at += 1,
                _ => {
                    let is_scalar = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
                    let length = bytes[self.at..].iter().take_while(is_scalar).count();
                    if length == 0 {
                        return Err(Refused);
                    }
                    self.at += length;
                }
            }
            if open == 0 {
                return Ok(());
            }
        }
    }
}

/// Powers of ten that are doubles without rounding.
const POWERS: [f64; 16] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// A number below 2^53 as a double.
#[expect(clippy::cast_precision_loss, reason = "such numbers have none")]
const fn exact(size: u64) -> f64 {
    size as f64
}

/// Reads digits, to be put behind others, and gives the place after them. Beyond 19 digits the number is wrong.
#[inline]
fn digits(bytes: &[u8], start: usize, before: u64) -> (u64, usize) {
    let mut size = before;
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        size = size.wrapping_mul(10).wrapping_add(digit.into());
        at += 1;
    }
    (size, at)
}

/// The place after a string, from the first byte of it that is not plain.
#[inline]
fn end_of_string(bytes: &[u8], first: usize) -> Result<usize, Refused> {
    let mut at = first;
    loop {
        match bytes.get(at) {
            Some(b'"') => return Ok(at + 1),
            Some(b'\\') => at = end_of_plain(bytes, at + 2),
            _ => return Err(Refused),
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_any(NumberVisitor)
    }
}

struct NumberVisitor;

impl Visitor<'_> for NumberVisitor {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_u64<E>(self, value: u64) -> Result<Number, E> {
        Ok(Number::Uint(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Number, E> {
        Ok(Number::Int(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Number, E> {
        Ok(Number::Float(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_through_parts() {
        #[track_caller]
        fn check(text: &str, expect: Option<usize>) {
            let mut reader = Reader::new(text);
            reader.peek();
            reader.enter().expect("it is not deep");
            let (mut separator, mut count) = (b'[', 0);
            let found = loop {
                match reader.next_part(&mut separator, b']') {
                    Ok(Some(b'n')) if reader.null().is_ok() => count += 1,
                    Ok(None) => {
                        reader.leave(b']');
                        break reader.end().is_ok().then_some(count);
                    }
                    Ok(Some(_)) | Err(Refused) => break None,
                }
            };
            assert_eq!(found, expect, "{text}");
        }
        for (text, expect) in [("[]", 0), (" [ ] ", 0), ("[null]", 1), ("[ null , null ]", 2)] {
            check(text, Some(expect));
        }
        for text in ["[,]", "[null,]", "[,null]", "[null null]", "[null", "[", "[null}", "[[null]"] {
            check(text, None);
        }
    }
}
