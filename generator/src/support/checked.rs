//! Types whose instances have to pass a table of checks as well.

use serde::de::Error;
use serde::ser::Serialize;

use super::access::ValueAccess;
use super::check::Check;
use super::content::ContentError;
use super::fault::Fault;
use super::from_content::At;
use super::instance::with_content;
use super::kept::KeptValue;
use super::violation::Violation;

/// Reads the input into memory, verifies it, and reads the value from there.
///
/// # Errors
///
/// If the check fails, or the input is not a value of the type.
pub fn decode_checked<'de, T, In: ValueAccess<'de>>(
    input: In,
    check: &Check,
    decode: impl FnOnce(At<'_, 'de>) -> Result<T, ContentError>,
) -> Result<T, In::Error> {
    let content = input.keep_if(|content| Ok(check.verify(content)?))?;
    decode(content.at(None)).map_err(In::Error::custom)
}

/// Verifies a value that was read, where it lies: if the check fails, an error takes its place.
#[cold]
#[inline(never)]
pub fn verify<T: Serialize, E: Error>(read: &mut Result<T, E>, check: &Check) {
    if let Some(Err(violation)) = read.as_ref().ok().map(|value| validate(value, check)) {
        *read = Err(E::custom(violation));
    }
}

/// Verifies a value as the instance that it would be written as.
///
/// # Errors
///
/// If the check fails, or the value can't be written.
pub fn validate<T: Serialize + ?Sized>(value: &T, check: &Check) -> Result<(), Violation> {
    with_content(value, |content| check.verify(content)).map_err(Violation::because)??;
    Ok(())
}

impl From<Fault> for Violation {
    fn from(fault: Fault) -> Self {
        Self::because(fault)
    }
}
