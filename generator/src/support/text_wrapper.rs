//! The impls of checked types around texts.

/// Implements reading, writing and the conversions for a tuple struct around a `String` by a table of what
/// its texts keep.
///
/// ```text
/// text_wrapper_codec! {
///     OrderId {
///         max_length(20),
///         matches(&ORDER_ID_PATTERN),
///     }
/// }
/// ```
///
/// With `check = TABLE`, the instance has to pass the table as well.
macro_rules! text_wrapper_codec {
    ($type:ident $(, check = $check:ident)? { $($rule:ident($($limit:expr)?),)* }) => {
        impl $crate::support::Checked for $type {
            type Inner = ::std::string::String;

            #[inline]
            fn check(inner: &Self::Inner) -> Result<(), $crate::support::Violation> {
                let _ = inner;
                $($crate::support::$rule(inner $(, $limit)?)?;)*
                Ok(())
            }

            #[inline]
            fn wrap(inner: Self::Inner, _: $crate::support::Passed) -> Self {
                Self(inner)
            }

            #[inline]
            fn inner(&self) -> &Self::Inner {
                &self.0
            }
        }

        $crate::support::text_wrapper_codec!(@decode $type $(, $check)?);
    };
    (@decode $type:ty) => {
        $crate::support::decode_by!($type, input => $crate::support::decode_wrapper(input));
        $crate::support::text_wrapper_codec!(@common $type, inner => $crate::support::checked(inner));
    };
    (@decode $type:ty, $check:expr) => {
        $crate::support::decode_by!($type, input => $crate::support::decode_checked(
            input,
            &$check,
            |content| $crate::support::decode_wrapper($crate::support::FromSerde(content)),
        ));
        $crate::support::text_wrapper_codec!(@common $type, inner => {
            $crate::support::validate(&inner, &$check)?;
            $crate::support::checked(inner)
        });
    };
    (@common $type:ty, $value:ident => $make:expr) => {
        $crate::support::encode_by!($type, value, output => {
            output.text($crate::support::Checked::inner(value))
        });

        impl $type {
            /// The text without its guarantee.
            pub fn into_inner(self) -> ::std::string::String {
                self.0
            }
        }

        impl TryFrom<::std::string::String> for $type {
            type Error = $crate::support::Violation;

            fn try_from(
                $value: ::std::string::String,
            ) -> Result<Self, $crate::support::Violation> {
                $make
            }
        }

        impl TryFrom<&str> for $type {
            type Error = $crate::support::Violation;

            fn try_from(text: &str) -> Result<Self, $crate::support::Violation> {
                <Self as TryFrom<_>>::try_from(::std::string::String::from(text))
            }
        }

        impl ::core::str::FromStr for $type {
            type Err = $crate::support::Violation;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                <Self as TryFrom<_>>::try_from(::std::string::String::from(text))
            }
        }

        impl ::core::ops::Deref for $type {
            type Target = str;

            fn deref(&self) -> &str {
                $crate::support::Checked::inner(self)
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                $crate::support::Checked::inner(self)
            }
        }

        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::support::Checked::inner(self))
            }
        }

        // It is compared and hashed as its text.
        impl ::core::borrow::Borrow<str> for $type {
            fn borrow(&self) -> &str {
                $crate::support::Checked::inner(self)
            }
        }

        $crate::support::like_text!($type, value => value.0);
    };
}

pub(crate) use text_wrapper_codec;
