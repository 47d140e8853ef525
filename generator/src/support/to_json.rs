//! Writing straight into a JSON text.

use std::io;

use serde::ser::Serialize;
use serde_json::Error;

use super::encode::{Encode, MemberSink, ValueSink};
use super::plain::is_plain;

/// Writing a JSON text faster than by way of `serde_json`: the same text, or the same error.
pub trait ToJson {
    /// Writes the value as the bytes of a text.
    ///
    /// # Errors
    ///
    /// What `serde_json::to_vec` says.
    fn to_json_vec(&self) -> Result<Vec<u8>, Error>;
}

impl<T: Encode> ToJson for T {
    fn to_json_vec(&self) -> Result<Vec<u8>, Error> {
        let mut writer = Writer::new();
        self.encode(&mut writer)?;
        Ok(writer.into_text())
    }
}

/// A text that is written at its end.
pub struct Writer {
    /// What is written, and zeros to be written over: many bytes need one look at the length.
    text: Vec<u8>,
    end: usize,
}

/// Most texts are smaller.
const SIZE: usize = 1024;

impl Writer {
    #[inline]
    fn new() -> Self {
        let mut writer = Self { text: Vec::new(), end: 0 };
        writer.grow(SIZE);
        writer
    }

    #[inline]
    fn into_text(mut self) -> Vec<u8> {
        self.text.truncate(self.end);
        self.text
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, more: usize) {
        self.text.reserve(more);
        self.text.resize(self.text.capacity(), 0);
    }

    #[inline]
    fn put(&mut self, bytes: &[u8]) {
        let end = self.end + bytes.len();
        match self.text.get_mut(self.end..end) {
            Some(room) => {
                room.copy_from_slice(bytes);
                self.end = end;
            }
            None => self.put_beyond(bytes),
        }
    }

    #[cold]
    #[inline(never)]
    fn put_beyond(&mut self, bytes: &[u8]) {
        self.grow(bytes.len());
        self.put(bytes);
    }

    #[inline(never)]
    fn string(&mut self, text: &str) -> Result<(), Error> {
        let bytes = text.as_bytes();
        if !is_plain(bytes) {
            return serde_json::to_writer(self, text);
        }
        let end = self.end + bytes.len() + 2;
        if let Some([open, inner @ .., close]) = self.text.get_mut(self.end..end) {
            *open = b'"';
            inner.copy_from_slice(bytes);
            *close = b'"';
            self.end = end;
            return Ok(());
        }
        self.grow(bytes.len() + 2);
        self.string(text)
    }

    /// Closes an object or array whose parts were written as `,part`.
    #[inline]
    fn close(&mut self, start: usize, brackets: [u8; 2]) {
        if self.end == start {
            self.put(&brackets);
            return;
        }
        if let Some(comma) = self.text.get_mut(start) {
            *comma = brackets[0];
        }
        self.put(&brackets[1..]);
    }
}

impl io::Write for &mut Writer {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.put(bytes);
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.put(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl ValueSink for &mut Writer {
    type Ok = ();
    type Error = Error;
    type Members = Writer;

    #[inline]
    fn value<T: Encode + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.encode(self)
    }

    #[inline]
    fn by_serde<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        serde_json::to_writer(self, value)
    }

    #[inline]
    fn text(self, text: &str) -> Result<(), Error> {
        self.string(text)
    }

    #[inline]
    fn items<T: Encode>(self, items: &[T]) -> Result<(), Error> {
        let start = self.end;
        for item in items {
            self.put(b",");
            item.encode(&mut *self)?;
        }
        self.close(start, *b"[]");
        Ok(())
    }

    #[inline]
    fn object(self, write: impl FnOnce(&mut Writer) -> Result<(), Error>) -> Result<(), Error> {
        let start = self.end;
        write(self)?;
        self.close(start, *b"{}");
        Ok(())
    }
}

impl MemberSink for Writer {
    type Error = Error;

    #[inline]
    fn named<T: Encode + ?Sized>(
        &mut self,
        _: &'static str,
        in_text: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.put(in_text.as_bytes());
        value.encode(self)
    }

    fn other<T: Encode + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        self.put(b",");
        self.string(name)?;
        self.put(b":");
        value.encode(self)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use super::*;

    #[track_caller]
    fn check<T: Encode>(value: &T) {
        let expect = serde_json::to_vec(value).map_err(|error| error.to_string());
        assert_eq!(value.to_json_vec().map_err(|error| error.to_string()), expect);
    }

    #[test]
    fn writes_what_serde_json_writes() {
        check(
            &json!({"a": [1, -2, 1.5, 1e300, u64::MAX, i64::MIN], "b": {}, "c": [], "d": [null, true, false]}),
        );
        for text in ["", "plain", "a \"b\" \\ \n\t\u{1} \u{7f} ä €", "long enough for two words and \"more\""]
        {
            check(&text.to_owned());
            check(&BTreeMap::from([(text.to_owned(), text.to_owned()), ("z".to_owned(), String::new())]));
        }
        check(&(Some(1_u8), None::<bool>, vec![f64::NAN, f64::INFINITY, -0.0]));
        check(&Value::Null);
        // More than there is room for at first.
        check(&vec!["of many bytes".to_owned(); 1000]);
        check(&"x".repeat(5000));
    }
}
