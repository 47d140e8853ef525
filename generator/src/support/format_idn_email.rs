//! Addresses of mailboxes with letters of all scripts.
//!
//! Spec: RFC 6531, §3.3. A domain may be spelled with marks on their own: it is composed before it is
//! looked up.

use unicode_normalization::UnicodeNormalization;

use super::format::Format;
use super::format_idn_hostname::is_idn_hostname;
use super::mailbox::is_mailbox;

/// `실례@실례.테스트`
pub static IDN_EMAIL: Format = Format::new("idn-email", |text| {
    is_mailbox(text, |host| is_idn_hostname(&host.nfc().collect::<String>()))
});

#[cfg(test)]
mod tests {
    use super::IDN_EMAIL;

    #[test]
    fn addresses() {
        for text in ["실례@실례.테스트", "joe@example.com", "user@cafe\u{301}.com", "\"δ ο\"@example.com"]
        {
            assert!(IDN_EMAIL.accepts(text), "{text}");
        }
        for text in ["2962", "user＠example.com", "a@Ä.de", "ä b@example.com"] {
            assert!(!IDN_EMAIL.accepts(text), "{text}");
        }
    }
}
