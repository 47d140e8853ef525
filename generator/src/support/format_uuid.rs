//! Identifiers of 128 bits.
//!
//! Spec: RFC 9562, §4.

use super::format::Format;

/// `f81d4fae-7dec-11d0-a765-00a0c91e6bf6`
pub static UUID: Format = Format::new("uuid", is_uuid);

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::UUID;

    #[test]
    fn groups_and_digits() {
        assert!(UUID.accepts("f81d4fae-7dec-11d0-A765-00a0c91e6bf6"));
        assert!(!UUID.accepts("f81d4fae7dec11d0a76500a0c91e6bf6"));
        assert!(!UUID.accepts("f81d4fae-7dec-11d0-a765-00a0c91e6bfg"));
        assert!(!UUID.accepts("{f81d4fae-7dec-11d0-a765-00a0c91e6b}"));
    }
}
