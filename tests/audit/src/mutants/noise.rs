//! Changes of a text that need not leave it JSON.

use crate::random::Random;

const TOKENS: [&[u8]; 30] = [
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\"",
    b"\\",
    b"\\ud800",
    b"\\u0000",
    b"1e999999",
    b"-",
    b"0123",
    b"123456789012345678901234567890.5",
    b"null",
    b"nul",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\0",
    b"\r",
    b"\t",
    b"// x\n",
    b"&a ",
    b"*a ",
    b"!!binary ",
    b"<<: *a\n",
    b"--- \n",
    b"|2-\n",
    b"? ",
];

/// Changes one place of a text.
pub(crate) fn change(random: &mut Random, text: &mut Vec<u8>) {
    let at = random.below(text.len());
    let end = text.len().min(at + 1 + random.below(40));
    match random.below(7) {
        0 => text.truncate(at),
        1 => drop(text.drain(at..end)),
        2 => {
            let again = text[at..end].to_vec();
            text.splice(at..at, again);
        }
        3 => {
            if let Some(byte) = text.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        4 => {
            let many = random.pick(&TOKENS).repeat(1 + random.below(2000));
            text.splice(at..at, many);
        }
        _ => {
            let token = random.pick(&TOKENS).iter().copied();
            text.splice(at..at, token);
        }
    }
}
