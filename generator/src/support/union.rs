//! Codecs of unions, which are read by their JSON type at first.

use super::access::ValueAccess;
use super::union_codec::UnionCodec;

/// Reads a union.
///
/// # Errors
///
/// If no branch accepts the input.
#[inline]
pub fn decode_union<'de, T: UnionCodec<'de>, In: ValueAccess<'de>>(input: In) -> Result<T, In::Error> {
    input.union()
}

/// Puts a payload into its variant: in a function, because what follows a payload without values where it
/// stands is unreachable, of which rustc would warn.
#[inline]
pub fn into_variant<P: Into<V>, V, T>(payload: P, variant: fn(V) -> T) -> T {
    variant(payload.into())
}

/// Implements writing for an enum with a `UnionCodec` by a table of its variants, and what goes with that.
///
/// ```text
/// union_codec! {
///     Answer {
///         List,
///         Order from Order,
///         Text from String | &str,
///         = "none" => None,
///     }
/// }
/// ```
///
/// `from` makes a conversion from what only one variant can hold, and from what that is made of; `=` is for variants that hold nothing and
/// stand for one value. With `check = TABLE`, the instance has to pass the table as well.
macro_rules! union_codec {
    ($type:ident $(<$de:lifetime>)? $(, check = $check:ident)? {
        $($variant:ident $(from $payload:ty $(| $like:ty)*)?,)*
        $(= $value:literal => $constant:ident,)*
    }) => {
        $crate::support::union_codec!(@decode $type $(<$de>)? $(, $check)?);
        $crate::support::encode_by!($type $(<$de>)?, value, output => match value {
            $(Self::$variant(it) => output.value(it),)*
            $(Self::$constant => output.value(&$value),)*
        });

        $crate::support::union_codec!(@from [$type $(<$de>)?] $($($variant from $payload $(| $like)*,)?)*);
    };
    (@from $type:tt $($variant:ident from $payload:ty $(| $like:ty)*,)*) => {
        $(
            $crate::support::union_codec!(@from_one $type $variant $payload);
            $($crate::support::union_codec!(@from_one $type $variant $like);)*
        )*
    };
    (@from_one [$type:ident $(<$de:lifetime>)?] $variant:ident $payload:ty) => {
        impl $(<$de>)? From<$payload> for $type $(<$de>)? {
            #[inline]
            fn from(it: $payload) -> Self {
                $crate::support::into_variant(it, Self::$variant)
            }
        }
    };
    (@decode $type:ident $(<$de:lifetime>)?) => {
        $crate::support::decode_by!($type $(<$de>)?, input => $crate::support::decode_union(input));
    };
    (@decode $type:ident $(<$de:lifetime>)?, $check:ident) => {
        $crate::support::decode_by!($type $(<$de>)?, input => $crate::support::decode_checked(
            input,
            &$check,
            |content| $crate::support::decode_union(content),
        ));
    };
}

pub(crate) use union_codec;
