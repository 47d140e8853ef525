//! Where a schema stands: a document and a JSON Pointer.

use std::borrow::Cow;

/// Index of a document among those of its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub(crate) u32);

/// A document and a JSON Pointer into it.
///
/// Spec: RFC 6901.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The document.
    pub document: DocumentId,
    /// JSON Pointer with `~0` and `~1` escapes, empty for the root.
    pub pointer: String,
}

impl Location {
    /// The location of a child.
    pub fn child(&self, token: &str) -> Self {
        let token = escape(token);
        let mut pointer = String::with_capacity(self.pointer.len() + 1 + token.len());
        pointer.push_str(&self.pointer);
        pointer.push('/');
        pointer.push_str(&token);
        Self { document: self.document, pointer }
    }

    /// The pointer's tokens, unescaped, from the root.
    pub fn tokens(&self) -> impl Iterator<Item = String> + '_ {
        tokens(&self.pointer)
    }
}

/// The tokens of a JSON Pointer, unescaped.
pub(super) fn tokens(pointer: &str) -> impl Iterator<Item = String> + '_ {
    parts(pointer).map(Cow::into_owned)
}

/// The same, borrowed where nothing is escaped.
pub(super) fn parts(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer.split('/').skip(1).map(unescape)
}

/// Reads a token of a JSON Pointer.
pub(super) fn unescape(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        return Cow::Owned(token.replace("~1", "/").replace("~0", "~"));
    }
    Cow::Borrowed(token)
}

/// Writes a name as a token of a JSON Pointer.
pub(super) fn escape(token: &str) -> Cow<'_, str> {
    if token.contains(['~', '/']) {
        return Cow::Owned(token.replace('~', "~0").replace('/', "~1"));
    }
    Cow::Borrowed(token)
}
