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
/// With `check = TABLE`, the instance has to pass the table as well. `OrderId<'de>` is around a `Cow<'de, str>`.
macro_rules! text_wrapper_codec {
    ($type:ident $(, check = $check:ident)? { $($rule:ident($($limit:expr)?),)* }) => {
        $crate::support::text_wrapper_codec!(@impl [$type] ::std::string::String, $($check)? { $($rule($($limit)?),)* });

        impl TryFrom<&str> for $type {
            type Error = $crate::support::Violation;

            #[inline]
            fn try_from(text: &str) -> Result<Self, $crate::support::Violation> {
                <Self as TryFrom<_>>::try_from(::std::string::String::from(text))
            }
        }
    };
    ($type:ident<$de:lifetime> $(, check = $check:ident)? { $($rule:ident($($limit:expr)?),)* }) => {
        $crate::support::text_wrapper_codec!(
            @impl [$type<$de>] ::std::borrow::Cow<$de, str>, $($check)? { $($rule($($limit)?),)* }
        );

        impl<$de> TryFrom<&$de str> for $type<$de> {
            type Error = $crate::support::Violation;

            #[inline]
            fn try_from(text: &$de str) -> Result<Self, $crate::support::Violation> {
                <Self as TryFrom<_>>::try_from(::std::borrow::Cow::Borrowed(text))
            }
        }

        impl TryFrom<::std::string::String> for $type<'_> {
            type Error = $crate::support::Violation;

            #[inline]
            fn try_from(text: ::std::string::String) -> Result<Self, $crate::support::Violation> {
                <Self as TryFrom<_>>::try_from(::std::borrow::Cow::Owned(text))
            }
        }
    };
    (
        @impl [$type:ident $(<$de:lifetime>)?] $inner:ty,
        $($check:ident)? { $($rule:ident($($limit:expr)?),)* }
    ) => {
        $crate::support::checked_wrapper!(
            [$type $(<$de>)?] $inner, text, $($check)? { $($rule($($limit)?),)* }
        );

        impl $(<$de>)? ::core::str::FromStr for $type $(<$de>)? {
            type Err = $crate::support::Violation;

            #[inline]
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                <Self as TryFrom<_>>::try_from(::std::string::String::from(text))
            }
        }

        impl $(<$de>)? ::core::ops::Deref for $type $(<$de>)? {
            type Target = str;

            #[inline]
            fn deref(&self) -> &str {
                $crate::support::Checked::inner(self)
            }
        }

        impl $(<$de>)? AsRef<str> for $type $(<$de>)? {
            #[inline]
            fn as_ref(&self) -> &str {
                $crate::support::Checked::inner(self)
            }
        }

        impl $(<$de>)? ::core::fmt::Display for $type $(<$de>)? {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::support::Checked::inner(self))
            }
        }

        // It is compared and hashed as its text.
        impl $(<$de>)? ::core::borrow::Borrow<str> for $type $(<$de>)? {
            #[inline]
            fn borrow(&self) -> &str {
                $crate::support::Checked::inner(self)
            }
        }

        $crate::support::like_text!($type $(<$de>)?, value => value.0.into());
    };
}

pub(crate) use text_wrapper_codec;
