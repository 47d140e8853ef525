//! URI references: joined with their base, and taken apart at the `#`.

use fluent_uri::{Iri, IriRef};

/// A URI for a file that is known by its path.
pub(super) fn of_path(path: &str) -> String {
    if Iri::parse(path).is_ok_and(|it| it.has_authority() || it.scheme().as_str() == "urn") {
        return without_fragment(path).to_owned();
    }
    let path = path.replace('\\', "/");
    join("file:///", &encode(path.trim_start_matches('/')))
}

/// Resolves the part before `#` against a base; a reference of a fragment alone gives the base.
///
/// Never fails: what no rule can join is taken as it stands, and then is found under that name or
/// not at all.
///
/// Spec: RFC 3986, §5.2.
pub(super) fn join(base: &str, reference: &str) -> String {
    let reference = without_fragment(reference);
    if reference.is_empty() {
        return base.to_owned();
    }
    let encoded = encode(reference);
    let Ok(relative) = IriRef::parse(encoded.as_str()) else { return reference.to_owned() };
    if relative.has_scheme() {
        // Only `..` and the like are taken out; `urn:` has none.
        return match Iri::parse(base) {
            Ok(base) => relative.resolve_against(&base).map_or(encoded.clone(), fluent_uri::Iri::into_string),
            Err(_) => encoded,
        };
    }
    let Ok(base) = Iri::parse(base) else { return encoded };
    relative.resolve_against(&base).map_or(encoded.clone(), fluent_uri::Iri::into_string)
}

/// The part before `#`.
pub(super) fn without_fragment(reference: &str) -> &str {
    reference.split_once('#').map_or(reference, |(uri, _)| uri)
}

/// The part after `#`, percent-decoded, empty when absent.
pub(super) fn fragment(reference: &str) -> String {
    reference.split_once('#').map_or_else(String::new, |(_, fragment)| decode(fragment))
}

/// Decodes `%xx` where it is well formed and gives UTF-8; leaves the rest as it stands.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = text.get(at + 1..at + 3).filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit()));
        let byte = hex.filter(|_| bytes[at] == b'%').and_then(|it| u8::from_str_radix(it, 16).ok());
        out.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// Escapes the characters that no URI may hold.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '\0'..='\u{1f}' => {
                let code = u32::from(it);
                let digit = |it| char::from_digit(it, 16).unwrap_or('0').to_ascii_uppercase();
                out.extend(['%', digit(code / 16), digit(code % 16)]);
            }
            _ => out.push(it),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{fragment, join, of_path};

    #[track_caller]
    fn check(base: &str, reference: &str, expect: &str) {
        assert_eq!(join(base, reference), expect);
    }

    #[test]
    fn joins() {
        check("http://a/b/c.json", "d.json#/x", "http://a/b/d.json");
        check("http://a/b/c.json", "#/x", "http://a/b/c.json");
        check("http://a/b/c.json", "/d", "http://a/d");
        check("http://a/b/c.json", "../d", "http://a/d");
        check("urn:uuid:1", "#foo", "urn:uuid:1");
        check("http://a/b", "urn:x:y", "urn:x:y");
        check("urn:uuid:1", "other.json", "other.json");
        check("http://a/b", "my file.json", "http://a/my%20file.json");
    }

    #[test]
    fn paths() {
        assert_eq!(of_path("schemas/shop/order.json"), "file:///schemas/shop/order.json");
        assert_eq!(of_path("schemas/a b.json"), "file:///schemas/a%20b.json");
        assert_eq!(of_path("https://example.com/x.json"), "https://example.com/x.json");
    }

    #[test]
    fn fragments_are_decoded_leniently() {
        assert_eq!(fragment("#/definitions/a::B<c>"), "/definitions/a::B<c>");
        assert_eq!(fragment("x#/a%25b%22"), "/a%b\"");
        assert_eq!(fragment("#/50%"), "/50%");
        assert_eq!(fragment("x"), "");
    }
}
