//! Codecs of objects.

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
        impl<'de> $crate::support::Decode<'de> for $type $(<$de>)? {
            const EXPECTED: &'static str = concat!("object `", stringify!($type), "`");

            $($crate::support::object_codec!(@checked $check $($agree)?);)?

            fn from_members<A>(mut map: A) -> Result<Self, A::Error>
            where
                A: $crate::support::MemberAccess<'de>,
            {
                $(let mut $seen = None;)*
                $(let mut $field = None;)*
                $(let mut $rest = $crate::support::Extra::new();)?
                let buffer = &mut ::std::string::String::new();
                loop {
                    // Where the members come in the order of the schema, no name has to be searched for.
                    #[cfg(feature = "direct")]
                    if <Self as $crate::support::Encode>::IN_ORDER {
                        $($crate::support::object_codec!(@next map $constant $crate::support::constant(
                            &mut $seen,
                            $constant,
                            &$crate::support::Literal::$variant $(($value))?,
                            &mut map,
                        ));)*
                        $($crate::support::object_codec!(@next map $name map.member(&mut $field, $name));)*
                    }
                    let key = match map.key::<Self>(buffer) {
                        Ok(Some(key)) => key,
                        Ok(None) => break,
                        Err(error) => return Err(error),
                    };
                    let read: Result<(), _> = match key {
                        $($constant => $crate::support::constant(
                            &mut $seen,
                            $constant,
                            &$crate::support::Literal::$variant $(($value))?,
                            &mut map,
                        ),)*
                        $($name => map.member(&mut $field, $name),)*
                        $($($never)|+ => Err($crate::support::unknown_member(key, &[])),)?
                        _ => $crate::support::object_codec!(
                            @other key map $($rest $(if $($pattern)|+)?)?, [$($constant,)* $($name,)*]
                        ),
                    };
                    // One way out for all members, and no `?`: all of them would cost a third of the compiler's time.
                    if let ::core::result::Result::Err(error) = read {
                        return ::core::result::Result::Err(error);
                    }
                }
                $($crate::support::object_codec!(@take required $seen $constant);)*
                Ok(Self {
                    $($field: $crate::support::object_codec!(@take $presence $field $name),)*
                    $($rest,)?
                })
            }
        }

        impl $(<$de>)? $crate::support::Encode for $type $(<$de>)? {
            const MEMBERS: &'static [&'static str] = &[$($constant,)* $($name,)* $($($never),+)?];

            #[inline]
            fn to_members<M>(&self, members: &mut $crate::support::Members<'_, M>)
            where
                M: $crate::support::MemberSink,
            {
                let _ = members;
                $(members.required(
                    $constant,
                    concat!(",\"", $constant, "\":"),
                    $crate::support::object_codec!(@constant $variant $(, $value)?),
                );)*
                $(members.$presence($name, concat!(",\"", $name, "\":"), &self.$field);)*
                $(self.$rest.write(members, Self::MEMBERS);)?
            }
        }

        $crate::support::deserialize_by!($type $(<$de>)?);
        $crate::support::serialize_by!($type $(<$de>)?);
    };
    (@other $key:ident $map:ident $rest:ident, $known:tt) => {
        $rest.read($key, &mut $map)
    };
    (@other $key:ident $map:ident $rest:ident if $($pattern:ident)|+, $known:tt) => {
        if $($pattern.is_match($key))||+ {
            $rest.read($key, &mut $map)
        } else {
            Err($crate::support::unknown_member(&$key, &$known))
        }
    };
    (@other $key:ident $map:ident, $known:tt) => {
        Err($crate::support::unknown_member(&$key, &$known))
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
    (@checked $check:ident $agree:ident) => {
        fn decode<In>(input: In) -> Result<Self, In::Error>
        where
            In: $crate::support::ValueAccess<'de>,
        {
            let mut read = input.object::<Self>();
            if !read.as_ref().map_or(true, Self::$agree) {
                $crate::support::verify(&mut read, &$check);
            }
            read
        }
    };
    (@checked $check:ident) => {
        fn decode<In>(input: In) -> Result<Self, In::Error>
        where
            In: $crate::support::ValueAccess<'de>,
        {
            $crate::support::decode_checked(input, &$check, |it| $crate::support::ValueAccess::object(it))
        }
    };
}

pub(crate) use object_codec;
