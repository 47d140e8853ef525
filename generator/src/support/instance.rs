//! Values as the instances that they would be written as.

use serde::ser::Serialize;

use super::content::Content;

/// Shows a value as the JSON instance that it would be written as.
///
/// # Errors
///
/// If the value can't be written.
pub fn with_content<T, R>(value: &T, look: impl FnOnce(&Content<'_>) -> R) -> Result<R, serde_json::Error>
where
    T: Serialize + ?Sized,
{
    let value = serde_json::to_value(value)?;
    Ok(look(&Content::from(&value)))
}
