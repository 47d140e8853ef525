//! The numbers of items and members.

use std::collections::BTreeMap;

use super::violation::Violation;

/// Checks `minItems`.
///
/// # Errors
///
/// If there are fewer.
#[inline]
pub fn min_items<T>(items: &[T], min: u64) -> Result<(), Violation> {
    at_least(items.len(), min, "item")
}

/// Checks `maxItems`.
///
/// # Errors
///
/// If there are more.
#[inline]
pub fn max_items<T>(items: &[T], max: u64) -> Result<(), Violation> {
    at_most(items.len(), max, "item")
}

/// Checks `minProperties`.
///
/// # Errors
///
/// If there are fewer.
#[inline]
pub fn min_properties<K, V>(members: &BTreeMap<K, V>, min: u64) -> Result<(), Violation> {
    at_least(members.len(), min, "member")
}

/// Checks `maxProperties`.
///
/// # Errors
///
/// If there are more.
#[inline]
pub fn max_properties<K, V>(members: &BTreeMap<K, V>, max: u64) -> Result<(), Violation> {
    at_most(members.len(), max, "member")
}

#[inline]
fn at_least(found: usize, min: u64, noun: &str) -> Result<(), Violation> {
    let found = found as u64;
    if found < min { Err(wrong(found, noun, "least", min)) } else { Ok(()) }
}

#[inline]
fn at_most(found: usize, max: u64, noun: &str) -> Result<(), Violation> {
    let found = found as u64;
    if found > max { Err(wrong(found, noun, "most", max)) } else { Ok(()) }
}

#[cold]
fn wrong(found: u64, noun: &str, side: &str, bound: u64) -> Violation {
    let plural = if found == 1 { "" } else { "s" };
    Violation::because(format_args!("{found} {noun}{plural}, expected at {side} {bound}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(count: u8) -> BTreeMap<u8, u8> {
        (0..count).map(|name| (name, name)).collect()
    }

    #[test]
    fn counts() {
        assert_eq!(min_items(&[1, 2], 2), Ok(()));
        assert_eq!(max_properties(&members(2), 2), Ok(()));
        assert_eq!(min_items(&[1], 2).unwrap_err().to_string(), "1 item, expected at least 2");
        assert_eq!(max_items(&[0; 3], 2).unwrap_err().to_string(), "3 items, expected at most 2");
        assert_eq!(min_properties(&members(0), 1).unwrap_err().to_string(), "0 members, expected at least 1");
    }
}
