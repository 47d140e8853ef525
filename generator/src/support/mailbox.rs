//! The parts of a mailbox's address.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether a text is a local part, an `@`, and a host or an address in brackets.
///
/// Spec: RFC 5321, §4.1.2; characters beyond ASCII as in RFC 6531, §3.3.
pub(super) fn is_mailbox(text: &str, is_host: impl FnOnce(&str) -> bool) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let is_local = match local.strip_prefix('"') {
        Some(quoted) => is_quoted(quoted),
        None => local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atom_text)),
    };
    is_local && (is_host(domain) || is_address(domain))
}

fn is_atom_text(it: char) -> bool {
    it.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(it) || !it.is_ascii()
}

/// What follows the quotation mark: to the other one at the end, with `\` before those within.
fn is_quoted(text: &str) -> bool {
    let mut characters = text.chars();
    while let Some(it) = characters.next() {
        match it {
            '"' => return characters.as_str().is_empty(),
            '\\' if characters.next().is_some_and(|it| matches!(it, ' '..='~')) => {}
            '\\' => return false,
            ' '..='~' => {}
            it if !it.is_ascii() => {}
            _ => return false,
        }
    }
    false
}

/// `[127.0.0.1]`, `[IPv6:::1]`
fn is_address(text: &str) -> bool {
    let Some(inside) = text.strip_prefix('[').and_then(|it| it.strip_suffix(']')) else { return false };
    match inside.split_at_checked(5) {
        Some((tag, address)) if tag.eq_ignore_ascii_case("IPv6:") => address.parse::<Ipv6Addr>().is_ok(),
        _ => inside.parse::<Ipv4Addr>().is_ok(),
    }
}
