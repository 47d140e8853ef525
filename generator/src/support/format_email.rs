//! Addresses of mailboxes.
//!
//! Spec: RFC 5321, §4.1.2 and §4.1.3.

use super::format::Format;
use super::format_hostname::is_hostname;
use super::mailbox::is_mailbox;

/// `joe.bloggs@example.com`
pub static EMAIL: Format = Format::new("email", |text| text.is_ascii() && is_mailbox(text, is_hostname));

#[cfg(test)]
mod tests {
    use super::EMAIL;

    #[test]
    fn addresses() {
        for text in
            ["a@b", "te~st.x@example.com", "\"joe @ \\\"b\\\"\"@example.com", "a@[127.0.0.1]", "a@[IPv6:::1]"]
        {
            assert!(EMAIL.accepts(text), "{text}");
        }
        for text in
            ["", "a", "a@", "@b", ".a@b", "a.@b", "a..b@c", "a b@c", "a@b, c@d", "a@[1.2.3.300]", "ä@b"]
        {
            assert!(!EMAIL.accepts(text), "{text}");
        }
        for text in ["\"a@b", "\"a\"b\"@c", "\"a\\\"@c", "a@b=c", "a@[::1]", "a@[IPv6:1]", "a@[127.0.0.1"] {
            assert!(!EMAIL.accepts(text), "{text}");
        }
    }
}
