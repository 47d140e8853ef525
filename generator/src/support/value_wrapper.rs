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
        $crate::support::checked_wrapper!(
            [$type $(<$de>)?] $inner, value, $($check)? { $($rule($($limit)?),)* }
        );

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
