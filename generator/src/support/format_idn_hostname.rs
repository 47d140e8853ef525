//! Names of hosts with letters of all scripts.
//!
//! Spec: RFC 5890, §2.3.2.3; RFC 3490, §3.1 for the full stops.

use super::format::Format;
use super::label::{is_a_label, is_ldh_label, is_u_label, keep_bidi_rule, to_a_label};

/// `실례.테스트`
pub static IDN_HOSTNAME: Format = Format::new("idn-hostname", is_idn_hostname);

/// Whether a text is a host name, in ASCII or not.
pub(super) fn is_idn_hostname(text: &str) -> bool {
    let mut length = 0;
    let labels = || text.split(['.', '\u{3002}', '\u{ff0e}', '\u{ff61}']);
    let is_whole = labels().all(|label| {
        if label.is_ascii() {
            length += label.len() + 1;
            return is_ldh_label(label) && is_a_label(label).unwrap_or(true);
        }
        let ascii = to_a_label(label);
        length += ascii.as_ref().map_or(0, String::len) + 1;
        is_u_label(label) && ascii.is_some_and(|it| it.len() <= 63)
    });
    is_whole && length <= 254 && keep_bidi_rule(labels())
}

#[cfg(test)]
mod tests {
    use super::IDN_HOSTNAME;

    #[test]
    fn labels_of_any_script() {
        for text in ["실례.테스트", "example.com", "a。b", "xn--ihqwcrb4cv8a8dqg056pqjye", "straße.de"]
        {
            assert!(IDN_HOSTNAME.accepts(text), "{text}");
        }
        for text in ["", "。", "a。", "Ä.de", "a b.de", "☃.net", "\u{300}a", "xn--X"] {
            assert!(!IDN_HOSTNAME.accepts(text), "{text}");
        }
    }
}
