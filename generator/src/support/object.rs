//! Codecs of objects.

use super::access::{FromMembers, MemberAccess, ValueAccess};
use super::encode::{MemberSink, ValueSink};

/// A type that stands for a JSON object.
pub trait ObjectCodec<'de>: Sized {
    /// What is expected instead, when the input is no object.
    const EXPECTING: &'static str;
    /// The names that unknown members can't have.
    const MEMBERS: &'static [&'static str];
    /// Whether the names stand in texts as they are, so that they can be looked for there.
    const IN_ORDER: bool = have_no_escapes(Self::MEMBERS);

    /// Reads the members.
    ///
    /// # Errors
    ///
    /// If a member is missing, wrong, or there twice.
    fn read<A: MemberAccess<'de>>(map: A) -> Result<Self, A::Error>;

    /// Writes the members.
    ///
    /// # Errors
    ///
    /// If the value can't be written, for example because an extra member has the name of a field.
    fn write<M: MemberSink>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// Whether names can be written between quotation marks as they are.
const fn have_no_escapes(names: &[&str]) -> bool {
    let mut name = 0;
    while name < names.len() {
        let bytes = names[name].as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] < 0x20 || bytes[at] == b'"' || bytes[at] == b'\\' {
                return false;
            }
            at += 1;
        }
        name += 1;
    }
    true
}

/// Reads an object.
///
/// # Errors
///
/// If the input is no object, or not one of this type.
#[inline]
pub fn decode_object<'de, T: ObjectCodec<'de>, In: ValueAccess<'de>>(input: In) -> Result<T, In::Error> {
    input.object()
}

/// Writes an object.
///
/// # Errors
///
/// If the value can't be written.
pub fn encode_object<'de, T: ObjectCodec<'de>, Out: ValueSink>(
    value: &T,
    output: Out,
) -> Result<Out::Ok, Out::Error> {
    output.object(|members| value.write(members))
}

impl<'de, T: ObjectCodec<'de>> FromMembers<'de> for T {
    const EXPECTED: &'static str = T::EXPECTING;

    #[inline]
    fn from_members<A: MemberAccess<'de>>(members: A) -> Result<T, A::Error> {
        T::read(members)
    }
}

/// Implements reading and writing for a struct by a table of its members.
///
/// ```text
/// object_codec! {
///     Order, check = ORDER_CHECK {
///         const "object" => Text(object, Self::OBJECT),
///         "id" => required(id),
///         "note" => optional(note),
///         never "secret" | "hidden",
///         .. => extra,
///     }
/// }
/// ```
///
/// `const` is a member with one value, a `Literal`; `never` one that may not be there. The last line is for
/// members without a line; `.. => extra if A | B` takes only those whose names match a pattern, and
/// without such a line there may be no others. With `check = TABLE`, the instance has to pass the table as well;
/// with `unless METHOD`, not where the method says that the value does so for sure. A type that borrows is given
/// as `Order<'de>`, here and in the other tables.
macro_rules! object_codec {
    ($type:ident $(<$de:lifetime>)? $(, check = $check:ident $(unless $agree:ident)?)? {
        $(const $constant:literal => $variant:ident($seen:ident $(, $value:expr)?),)*
        $($name:literal => $presence:ident($field:ident),)*
        $(never $($never:literal)|+,)?
        $(.. => $rest:ident $(if $($pattern:ident)|+)?,)?
    }) => {
        impl<'de> $crate::support::ObjectCodec<'de> for $type $(<$de>)? {
            const EXPECTING: &'static str = concat!("object `", stringify!($type), "`");
            const MEMBERS: &'static [&'static str] = &[$($constant,)* $($name,)* $($($never),+)?];

            fn read<A>(mut map: A) -> Result<Self, A::Error>
            where
                A: $crate::support::MemberAccess<'de>,
            {
                $(let mut $seen = None;)*
                $(let mut $field = None;)*
                $(let mut $rest = $crate::support::Extra::new();)?
                loop {
                    // Where the members come in the order of the schema, no name has to be searched for.
                    #[cfg(feature = "direct")]
                    if Self::IN_ORDER {
                        $($crate::support::object_codec!(@next map $constant $crate::support::constant(
                            &mut $seen,
                            $constant,
                            &$crate::support::Literal::$variant $(($value))?,
                            &mut map,
                        ));)*
                        $($crate::support::object_codec!(@next map $name $crate::support::member(
                            &mut $field,
                            $name,
                            &mut map,
                        ));)*
                    }
                    let Some(key) = $crate::support::next_key_of::<Self, A>(&mut map)? else {
                        break;
                    };
                    let read = match &*key {
                        $($constant => $crate::support::constant(
                            &mut $seen,
                            $constant,
                            &$crate::support::Literal::$variant $(($value))?,
                            &mut map,
                        ),)*
                        $($name => $crate::support::member(&mut $field, $name, &mut map),)*
                        $($($never)|+ => Err($crate::support::unknown_member(&key, &[])),)?
                        $(_ if true $(&& ($($pattern.is_match(&key))||+))? => $rest.read(key, &mut map),)?
                        _ => {
                            let known = &[$($constant,)* $($name,)*];
                            Err($crate::support::unknown_member(&key, known))
                        }
                    };
                    // One way out for all members: `?` in every line costs a third of the compiler's time.
                    read?;
                }
                $($crate::support::object_codec!(@take required $seen $constant);)*
                Ok(Self {
                    $($field: $crate::support::object_codec!(@take $presence $field $name),)*
                    $($rest,)?
                })
            }

            fn write<M>(&self, map: &mut M) -> Result<(), M::Error>
            where
                M: $crate::support::MemberSink,
            {
                let _ = &map;
                $($crate::support::object_codec!(
                    @put put map $constant $crate::support::object_codec!(@constant $variant $(, $value)?)
                );)*
                $($crate::support::object_codec!(@put $presence map $name &self.$field);)*
                $(self.$rest.write(map, Self::MEMBERS)?;)?
                Ok(())
            }
        }

        $crate::support::object_codec!(@decode $type $(<$de>)? $(, $check $($agree)?)?);
        $crate::support::encode_by!($type $(<$de>)?, value, output => $crate::support::encode_object(value, output));
    };
    (@next $map:ident $name:literal $read:expr) => {
        if $map.next_is(concat!("\"", $name, "\":")) {
            if let ::core::result::Result::Err(error) = $read {
                return ::core::result::Result::Err(error);
            }
        }
    };
    (@constant Text, $value:expr) => {
        $value
    };
    (@constant Bool, $value:expr) => {
        &$value
    };
    (@constant $variant:ident $(, $value:expr)?) => {
        &$crate::support::Literal::$variant $(($value))?
    };
    (@take required $field:ident $name:literal) => {
        match $field {
            Some(value) => value,
            None => {
                return Err($crate::support::missing($name));
            }
        }
    };
    (@take optional $field:ident $name:literal) => {
        $field
    };
    (@put required $map:ident $name:literal $value:expr) => {
        $crate::support::object_codec!(@put put $map $name $value)
    };
    (@put $put:ident $map:ident $name:literal $value:expr) => {
        let in_text = concat!(",\"", $name, "\":");
        let written = $crate::support::$put::<Self, _, _>($map, $name, in_text, $value);
        if let ::core::result::Result::Err(error) = written {
            return ::core::result::Result::Err(error);
        }
    };
    (@decode $type:ident $(<$de:lifetime>)?) => {
        $crate::support::decode_by!($type $(<$de>)?, input => $crate::support::decode_object(input));
    };
    (@decode $type:ident $(<$de:lifetime>)?, $check:ident $agree:ident) => {
        $crate::support::decode_by!($type $(<$de>)?, input => {
            let value = $crate::support::decode_object::<Self, _>(input)?;
            if value.$agree() { Ok(value) } else { $crate::support::verified(value, &$check) }
        });
    };
    (@decode $type:ident $(<$de:lifetime>)?, $check:ident) => {
        $crate::support::decode_by!($type $(<$de>)?, input => $crate::support::decode_checked(
            input,
            &$check,
            |content| $crate::support::decode_object(content),
        ));
    };
}

pub(crate) use object_codec;
