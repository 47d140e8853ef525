//! The impls of checked types around any type.

/// Implements reading, writing and the conversions for a `Checked` tuple struct.
///
/// With `check = TABLE`, the instance has to pass the table as well.
macro_rules! wrapper_codec {
    ($type:ty, $inner:ty) => {
        $crate::support::decode_by!($type, input => $crate::support::decode_wrapper(input));
        $crate::support::wrapper_codec!(@common $type, $inner, inner => $crate::support::checked(inner));
    };
    ($type:ty, $inner:ty, check = $check:expr) => {
        $crate::support::decode_by!($type, input => $crate::support::decode_checked(
            input,
            &$check,
            |content| $crate::support::decode_wrapper(content),
        ));
        $crate::support::wrapper_codec!(@common $type, $inner, inner => {
            $crate::support::validate(&inner, &$check)?;
            $crate::support::checked(inner)
        });
    };
    (@common $type:ty, $inner:ty, $value:ident => $make:expr) => {
        $crate::support::encode_by!($type, value, output => {
            ::serde::Serialize::serialize($crate::support::Checked::inner(value), output)
        });

        impl $type {
            /// The value without its guarantee.
            pub fn into_inner(self) -> $inner {
                self.0
            }
        }

        impl ::core::convert::TryFrom<$inner> for $type {
            type Error = $crate::support::Violation;

            fn try_from($value: $inner) -> ::core::result::Result<Self, $crate::support::Violation> {
                $make
            }
        }

        impl ::core::ops::Deref for $type {
            type Target = $inner;

            fn deref(&self) -> &$inner {
                $crate::support::Checked::inner(self)
            }
        }
    };
}

pub(crate) use wrapper_codec;
