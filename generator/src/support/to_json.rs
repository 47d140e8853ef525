//! Writing straight into a JSON text.

use serde::ser::{Error as _, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeTuple, Serializer};
use serde_json::Error;

use super::decode::Decode;
use super::reader::is_plain;

/// Writing a JSON text faster than by way of `serde_json`: the same text, or the same error.
pub trait ToJson {
    /// Writes the value as the bytes of a text.
    ///
    /// # Errors
    ///
    /// What `serde_json::to_vec` says.
    fn to_json_vec(&self) -> Result<Vec<u8>, Error>;
}

impl<'de, T: Serialize + Decode<'de>> ToJson for T {
    fn to_json_vec(&self) -> Result<Vec<u8>, Error> {
        let mut writer = Writer { text: Vec::with_capacity(256) };
        match self.serialize(&mut writer) {
            Ok(()) => Ok(writer.text),
            // What is no plain value is rare, and so are errors.
            Err(_) => serde_json::to_vec(self),
        }
    }
}

/// A text that is written at its end.
struct Writer {
    text: Vec<u8>,
}

impl Writer {
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "names of members are constants, which the compiler looks at itself"
    )]
    fn string(&mut self, value: &str) -> Result<(), Error> {
        let bytes = value.as_bytes();
        if !is_plain(bytes) {
            return self.escaped(value);
        }
        self.text.reserve(bytes.len() + 2);
        self.text.push(b'"');
        self.text.extend_from_slice(bytes);
        self.text.push(b'"');
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn escaped(&mut self, value: &str) -> Result<(), Error> {
        serde_json::to_writer(&mut self.text, value)
    }

    #[cold]
    fn by_serde<T>() -> Result<T, Error> {
        Err(Error::custom("no plain value"))
    }
}

/// The numbers as `serde_json` writes them.
macro_rules! serialize_number {
    ($($method:ident: $type:ident,)*) => {$(
        #[inline]
        fn $method(self, value: $type) -> Result<(), Error> {
            serde_json::to_writer(&mut self.text, &value)
        }
    )*};
}

/// What is written: no type that can be read has more.
impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Parts<'w>;
    type SerializeTuple = Parts<'w>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Parts<'w>;
    type SerializeStruct = Impossible<(), Error>;
    type SerializeStructVariant = Impossible<(), Error>;

    serialize_number! {
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_f32: f32,
        serialize_f64: f64,
    }

    #[inline]
    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.text.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "names of members are constants, which the compiler looks at itself"
    )]
    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.string(value)
    }

    #[inline]
    fn serialize_unit(self) -> Result<(), Error> {
        self.text.extend_from_slice(b"null");
        Ok(())
    }

    #[inline]
    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'w>, Error> {
        self.text.push(b'[');
        Ok(Parts { writer: self, is_first: true })
    }

    #[inline]
    fn serialize_tuple(self, _: usize) -> Result<Parts<'w>, Error> {
        self.serialize_seq(None)
    }

    #[inline]
    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'w>, Error> {
        self.text.push(b'{');
        Ok(Parts { writer: self, is_first: true })
    }

    fn serialize_char(self, _: char) -> Result<(), Error> {
        Writer::by_serde()
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        Writer::by_serde()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        Writer::by_serde()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<(), Error> {
        Writer::by_serde()
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, _: &T) -> Result<(), Error> {
        Writer::by_serde()
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        Writer::by_serde()
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Impossible<(), Error>, Error> {
        Writer::by_serde()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Error>, Error> {
        Writer::by_serde()
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Impossible<(), Error>, Error> {
        Writer::by_serde()
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Error>, Error> {
        Writer::by_serde()
    }
}

/// The members of an object or the items of an array, as far as they are written.
struct Parts<'w> {
    writer: &'w mut Writer,
    is_first: bool,
}

impl Parts<'_> {
    #[inline]
    fn comma(&mut self) {
        if !self.is_first {
            self.writer.text.push(b',');
        }
        self.is_first = false;
    }
}

impl SerializeSeq for Parts<'_> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.comma();
        value.serialize(&mut *self.writer)
    }

    #[inline]
    fn end(self) -> Result<(), Error> {
        self.writer.text.push(b']');
        Ok(())
    }
}

impl SerializeTuple for Parts<'_> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        SerializeSeq::serialize_element(self, value)
    }

    #[inline]
    fn end(self) -> Result<(), Error> {
        SerializeSeq::end(self)
    }
}

impl SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Error;

    /// Types that can be read have texts for keys alone.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "names of members are constants, which the compiler looks at itself"
    )]
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.comma();
        key.serialize(&mut *self.writer)
    }

    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "names of members are constants, which the compiler looks at itself"
    )]
    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), Error> {
        self.serialize_key(key)?;
        self.serialize_value(value)
    }

    #[inline]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.writer.text.push(b':');
        value.serialize(&mut *self.writer)
    }

    #[inline]
    fn end(self) -> Result<(), Error> {
        self.writer.text.push(b'}');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use super::*;

    #[track_caller]
    fn check<T: Serialize + for<'de> Decode<'de>>(value: &T) {
        let expect = serde_json::to_vec(value).map_err(|error| error.to_string());
        let mut writer = Writer { text: Vec::new() };
        let alone = value.serialize(&mut writer).map(|()| writer.text);
        assert_eq!(alone.ok(), expect.clone().ok());
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
    }
}
