//! Names of hosts.
//!
//! Spec: RFC 1123, §2.1; RFC 5890, §2.3.2.1 for labels that begin with `xn--`.

use super::format::Format;
use super::label::{is_a_label, is_ldh_label, keep_bidi_rule};

/// `www.example.com`
pub static HOSTNAME: Format = Format::new("hostname", is_hostname);

/// Whether a text is a host name in ASCII.
pub(super) fn is_hostname(text: &str) -> bool {
    let is_label = |label: &str| is_ldh_label(label) && is_a_label(label).unwrap_or(true);
    text.len() <= 253 && text.split('.').all(is_label) && keep_bidi_rule(text.split('.'))
}

#[cfg(test)]
mod tests {
    use super::HOSTNAME;

    #[test]
    fn labels() {
        let long = "a".repeat(63);
        for text in ["a", "1host", "a--b.example", "xn--9n2bp8q.xn--9t4b11yi5a", long.as_str()] {
            assert!(HOSTNAME.accepts(text), "{text}");
        }
        let too_long = "a".repeat(64);
        let too_many = "a.".repeat(127);
        for text in ["", ".", "a.", ".a", "-a", "a-", "a_b", "ä", "a b", "xn--X", &too_long, &too_many] {
            assert!(!HOSTNAME.accepts(text), "{text}");
        }
    }
}
