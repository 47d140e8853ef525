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
