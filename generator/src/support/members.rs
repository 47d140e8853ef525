//! Reading and writing the members of an object one by one.

use serde::de::Error;

use super::access::MemberAccess;
use super::decode::Decode;
use super::encode::{Encode, MemberSink};
use super::object::ObjectCodec;
use super::place::{duplicate, within};

/// Reads the value of a member into its slot.
///
/// # Errors
///
/// If the slot is taken already, or the value is not of the type.
#[inline]
pub fn member<'de, T, A>(slot: &mut Option<T>, name: &'static str, map: &mut A) -> Result<(), A::Error>
where
    T: Decode<'de>,
    A: MemberAccess<'de>,
{
    if slot.is_some() {
        return Err(duplicate(name));
    }
    match map.value() {
        Ok(value) => {
            *slot = Some(value);
            Ok(())
        }
        Err(error) => Err(within(name, error)),
    }
}

/// Writes a member of a type; its name is also given as `,"name":`.
///
/// # Errors
///
/// If the value can't be written.
#[inline]
pub fn put<'de, O, T, M>(
    map: &mut M,
    name: &'static str,
    in_text: &'static str,
    value: &T,
) -> Result<(), M::Error>
where
    O: ObjectCodec<'de>,
    T: Encode + ?Sized,
    M: MemberSink,
{
    if O::IN_ORDER { map.named(name, in_text, value) } else { map.other(name, value) }
}

/// Writes a member of a type if it is there.
///
/// # Errors
///
/// If the value can't be written.
#[inline]
pub fn optional<'de, O, T, M>(
    map: &mut M,
    name: &'static str,
    in_text: &'static str,
    value: &Option<T>,
) -> Result<(), M::Error>
where
    O: ObjectCodec<'de>,
    T: Encode,
    M: MemberSink,
{
    match value {
        Some(value) => put::<O, T, M>(map, name, in_text, value),
        None => Ok(()),
    }
}

/// The error for a member that is not there.
#[cold]
pub fn missing<E: Error>(name: &str) -> E {
    E::custom(format_args!("`{name}` is required"))
}
