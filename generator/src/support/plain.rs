//! Texts that stand between quotation marks as they are: eight bytes at a time.

const ONES: u64 = u64::from_le_bytes([1; 8]);
const HIGHS: u64 = u64::from_le_bytes([0x80; 8]);

/// The place of the first quotation mark, backslash or control character, or the end of the text.
#[inline]
pub(super) fn end_of_plain(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(eight) = bytes.get(at..at + 8) {
        let mut word = [0; 8];
        word.copy_from_slice(eight);
        let found = special(u64::from_le_bytes(word));
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f)) {
        at += 1;
    }
    at
}

/// Quotation marks, backslashes and control characters among eight bytes, by their high bits: the first that is
/// marked is one, others may be wrong.
#[inline]
fn special(word: u64) -> u64 {
    // A byte borrows from its high bit, and from those behind it, if it is smaller than what is taken away.
    // With one bit turned over, the quotation mark is next to the control characters, and they stay such.
    let quote_or_control = (word ^ (ONES * 2)).wrapping_sub(ONES * 0x21);
    let backslash = (word ^ (ONES * u64::from(b'\\'))).wrapping_sub(ONES);
    (quote_or_control | backslash) & !word & HIGHS
}

/// Whether a text can stand between quotation marks as it is.
#[inline]
pub(super) fn is_plain(bytes: &[u8]) -> bool {
    let (words, rest) = bytes.as_chunks::<8>();
    if !words.iter().all(|word| special(u64::from_le_bytes(*word)) == 0) {
        return false;
    }
    // Of what is left, some bytes may be looked at twice.
    match (rest.len(), bytes.last_chunk::<8>(), rest.first_chunk::<4>(), rest.last_chunk::<4>()) {
        (0, ..) => true,
        (_, Some(last), ..) => special(u64::from_le_bytes(*last)) == 0,
        (_, None, Some(first), Some(last)) => {
            let word = u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32;
            special(word) == 0
        }
        _ => rest.iter().all(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_is_not_plain() {
        let is_special = |byte: &u8| *byte < 0x20 || *byte == b'"' || *byte == b'\\';
        for length in 0..20 {
            for at in 0..length {
                for byte in 0..=u8::MAX {
                    // What stands around it must not matter.
                    for other in [b' ', b'#', b'!', b'[', b']', 0x7f, 0x80, 0xa1, 0xff] {
                        let mut bytes = vec![other; length];
                        bytes[at] = byte;
                        let found = bytes.iter().position(is_special);
                        assert_eq!(end_of_plain(&bytes, 0), found.unwrap_or(length), "{bytes:?}");
                        assert_eq!(is_plain(&bytes), found.is_none(), "{bytes:?}");
                    }
                }
            }
        }
    }
}
