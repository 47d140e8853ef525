//! The impls of checked types around any type.

/// Implements reading, writing and the conversions for a tuple struct by a table of what its values keep.
///
/// ```text
/// wrapper_codec! {
///     Tags(Vec<String>) {
///         min_items(1),
///         unique_items(),
///     }
/// }
/// ```
///
/// With `check = TABLE`, the instance has to pass the table as well.
macro_rules! wrapper_codec {
    ($type:ident $(<$de:lifetime>)? ($inner:ty) $(, check = $check:ident)? { $($rule:ident($($limit:expr)?),)* }) => {
        impl $(<$de>)? $crate::support::Checked for $type $(<$de>)? {
            type Inner = $inner;

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

        $crate::support::wrapper_codec!(@decode $type $(<$de>)?, $inner $(, $check)?);
    };
    (@decode $type:ident $(<$de:lifetime>)?, $inner:ty) => {
        $crate::support::decode_by!($type $(<$de>)?, input => $crate::support::decode_wrapper(input));
        $crate::support::wrapper_codec!(@common $type $(<$de>)?, $inner, inner => $crate::support::checked(inner));
    };
    (@decode $type:ident $(<$de:lifetime>)?, $inner:ty, $check:expr) => {
        $crate::support::decode_by!($type $(<$de>)?, input => $crate::support::decode_checked(
            input,
            &$check,
            |content| $crate::support::decode_wrapper(content),
        ));
        $crate::support::wrapper_codec!(@common $type $(<$de>)?, $inner, inner => {
            $crate::support::validate(&inner, &$check)?;
            $crate::support::checked(inner)
        });
    };
    (@common $type:ident $(<$de:lifetime>)?, $inner:ty, $value:ident => $make:expr) => {
        $crate::support::encode_by!($type $(<$de>)?, value, output => {
            output.value($crate::support::Checked::inner(value))
        });

        impl $(<$de>)? $type $(<$de>)? {
            /// The value without its guarantee.
            #[inline]
            pub fn into_inner(self) -> $inner {
                self.0
            }
        }

        impl $(<$de>)? TryFrom<$inner> for $type $(<$de>)? {
            type Error = $crate::support::Violation;

            #[inline]
            fn try_from($value: $inner) -> Result<Self, $crate::support::Violation> {
                $make
            }
        }

        impl $(<$de>)? ::core::ops::Deref for $type $(<$de>)? {
            type Target = $inner;

            #[inline]
            fn deref(&self) -> &$inner {
                $crate::support::Checked::inner(self)
            }
        }
    };
}

pub(crate) use wrapper_codec;
