//! The impls of checked types around texts.

/// Implements reading, writing and the conversions for a `Checked` tuple struct around a `String`.
///
/// With `check = TABLE`, the instance has to pass the table as well.
macro_rules! text_wrapper_codec {
    ($type:ty) => {
        $crate::support::decode_by!($type, input => $crate::support::decode_wrapper(input));
        $crate::support::text_wrapper_codec!(@common $type, inner => $crate::support::checked(inner));
    };
    ($type:ty, check = $check:expr) => {
        $crate::support::decode_by!($type, input => $crate::support::decode_checked(
            input,
            &$check,
            |content| $crate::support::decode_wrapper(content),
        ));
        $crate::support::text_wrapper_codec!(@common $type, inner => {
            $crate::support::validate(&inner, &$check)?;
            $crate::support::checked(inner)
        });
    };
    (@common $type:ty, $value:ident => $make:expr) => {
        $crate::support::encode_by!($type, value, output => {
            output.serialize_str($crate::support::Checked::inner(value))
        });

        impl $type {
            /// The text without its guarantee.
            pub fn into_inner(self) -> ::std::string::String {
                self.0
            }
        }

        impl ::core::convert::TryFrom<::std::string::String> for $type {
            type Error = $crate::support::Violation;

            fn try_from(
                $value: ::std::string::String,
            ) -> ::core::result::Result<Self, $crate::support::Violation> {
                $make
            }
        }

        impl ::core::convert::TryFrom<&str> for $type {
            type Error = $crate::support::Violation;

            fn try_from(text: &str) -> ::core::result::Result<Self, $crate::support::Violation> {
                <Self as ::core::convert::TryFrom<_>>::try_from(::std::string::String::from(text))
            }
        }

        impl ::core::str::FromStr for $type {
            type Err = $crate::support::Violation;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                <Self as ::core::convert::TryFrom<_>>::try_from(::std::string::String::from(text))
            }
        }

        impl ::core::ops::Deref for $type {
            type Target = str;

            fn deref(&self) -> &str {
                $crate::support::Checked::inner(self)
            }
        }

        impl ::core::convert::AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                $crate::support::Checked::inner(self)
            }
        }

        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::support::Checked::inner(self))
            }
        }
    };
}

pub(crate) use text_wrapper_codec;
