//! Codecs of objects.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};

/// A type that stands for a JSON object.
pub trait ObjectCodec: Sized {
    /// What is expected instead, when the input is no object.
    const EXPECTING: &'static str;

    /// Reads the members.
    ///
    /// # Errors
    ///
    /// If a member is missing, wrong, or there twice.
    fn read<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;

    /// Writes the members.
    ///
    /// # Errors
    ///
    /// If the value can't be written, for example because an extra member has the name of a field.
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// Reads an object.
///
/// # Errors
///
/// If the input is no object, or not one of this type.
pub fn decode_object<'de, T: ObjectCodec, D: Deserializer<'de>>(input: D) -> Result<T, D::Error> {
    input.deserialize_map(ObjectVisitor(PhantomData))
}

/// Writes an object.
///
/// # Errors
///
/// If the value can't be written.
pub fn encode_object<T: ObjectCodec, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    value.write(&mut map)?;
    map.end()
}

struct ObjectVisitor<T>(PhantomData<fn() -> T>);

impl<'de, T: ObjectCodec> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTING)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::read(map)
    }
}

/// Implements reading and writing for a type with an `ObjectCodec`.
///
/// With `check = TABLE`, the instance has to pass the table as well.
macro_rules! object_codec {
    ($type:ty) => {
        $crate::support::decode_by!($type, input => $crate::support::decode_object(input));
        $crate::support::encode_by!($type, value, output => $crate::support::encode_object(value, output));
    };
    ($type:ty, check = $check:expr) => {
        $crate::support::decode_by!($type, input => $crate::support::decode_checked(
            input,
            &$check,
            |content| $crate::support::decode_object(content),
        ));
        $crate::support::encode_by!($type, value, output => $crate::support::encode_object(value, output));
    };
}

pub(crate) use object_codec;
