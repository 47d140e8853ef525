//! Values that keep a constraint of their schema: made only by way of a check.

use super::access::ValueAccess;
use super::decode::Decode;
use super::violation::Violation;

/// A type around another one whose values are checked.
pub trait Checked: Sized {
    /// The type without the constraint.
    type Inner;

    /// Whether a value keeps the constraint.
    ///
    /// # Errors
    ///
    /// If it does not.
    fn check(inner: &Self::Inner) -> Result<(), Violation>;

    /// Wraps a value that was checked.
    fn wrap(inner: Self::Inner, passed: Passed) -> Self;

    /// The value inside.
    fn inner(&self) -> &Self::Inner;
}

/// Shows that a check was passed: made in this file alone.
#[derive(Debug)]
pub struct Passed(());

/// Reads a value and checks it.
///
/// # Errors
///
/// If the input is not of the inner type, or the value does not keep the constraint.
#[inline]
pub fn decode_wrapper<'de, T, In>(input: In) -> Result<T, In::Error>
where
    T: Checked,
    T::Inner: Decode<'de>,
    In: ValueAccess<'de>,
{
    T::Inner::decode_if(input, T::check).map(|inner| T::wrap(inner, Passed(())))
}

/// Wraps a value after checking it.
///
/// # Errors
///
/// If the value does not keep the constraint.
#[inline]
pub fn checked<T: Checked>(inner: T::Inner) -> Result<T, Violation> {
    T::check(&inner)?;
    Ok(T::wrap(inner, Passed(())))
}

/// Implements reading, writing and the conversions that all checked types have, by a table of what their values keep.
///
/// `text` or `value` is how [`ValueSink`](super::encode::ValueSink) writes what is inside.
macro_rules! checked_wrapper {
    (
        [$type:ident $(<$de:lifetime>)?] $inner:ty, $write:ident, $($check:ident)?
        { $($rule:ident($($limit:expr)?),)* }
    ) => {
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

        impl $(<$de>)? $type $(<$de>)? {
            /// The value without its guarantee.
            #[inline]
            pub fn into_inner(self) -> $inner {
                self.0
            }
        }

        $crate::support::checked_wrapper!(@made [$type $(<$de>)?] $inner $(, $check)?);
        $crate::support::encode_by!($type $(<$de>)?, value, output => {
            output.$write($crate::support::Checked::inner(value))
        });
    };
    (@made [$type:ident $(<$de:lifetime>)?] $inner:ty) => {
        $crate::support::decode_by!($type $(<$de>)?, input => $crate::support::decode_wrapper(input));
        $crate::support::checked_wrapper!(@try_from [$type $(<$de>)?] inner: $inner => {
            $crate::support::checked(inner)
        });
    };
    (@made [$type:ident $(<$de:lifetime>)?] $inner:ty, $check:ident) => {
        $crate::support::decode_by!($type $(<$de>)?, input => $crate::support::decode_checked(
            input,
            &$check,
            |content| $crate::support::decode_wrapper(content),
        ));
        $crate::support::checked_wrapper!(@try_from [$type $(<$de>)?] inner: $inner => {
            $crate::support::validate(&inner, &$check)?;
            $crate::support::checked(inner)
        });
    };
    (@try_from [$type:ident $(<$de:lifetime>)?] $value:ident: $inner:ty => $make:block) => {
        impl $(<$de>)? TryFrom<$inner> for $type $(<$de>)? {
            type Error = $crate::support::Violation;

            #[inline]
            fn try_from($value: $inner) -> Result<Self, $crate::support::Violation> $make
        }
    };
}

pub(crate) use checked_wrapper;
