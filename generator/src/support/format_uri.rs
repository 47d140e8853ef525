//! Identifiers and references of the web, by the `fluent-uri` crate.
//!
//! Spec: RFC 3986, RFC 3987.

use fluent_uri::{Iri, IriRef, Uri, UriRef};

use super::format::Format;

/// `https://example.com/a`
pub static URI: Format = Format::new("uri", |text| Uri::parse(text).is_ok());
/// `/a?b#c`
pub static URI_REFERENCE: Format = Format::new("uri-reference", |text| UriRef::parse(text).is_ok());
/// `https://example.com/ä`
pub static IRI: Format = Format::new("iri", |text| Iri::parse(text).is_ok());
/// `/ä`
pub static IRI_REFERENCE: Format = Format::new("iri-reference", |text| IriRef::parse(text).is_ok());

#[cfg(test)]
mod tests {
    use super::{IRI, IRI_REFERENCE, URI, URI_REFERENCE};

    #[test]
    fn letters_and_schemes() {
        assert!(URI.accepts("urn:a:b") && !URI.accepts("/a") && !URI.accepts("http://h/ä"));
        assert!(URI_REFERENCE.accepts("/a#b") && !URI_REFERENCE.accepts("\\\\host\\a"));
        assert!(IRI.accepts("http://h/ä") && !IRI.accepts("ä"));
        assert!(IRI_REFERENCE.accepts("ä") && !IRI_REFERENCE.accepts("a b"));
    }
}
