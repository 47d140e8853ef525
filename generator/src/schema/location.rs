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
        Self { document: self.document, pointer: format!("{}/{}", self.pointer, escape(token)) }
    }

    /// The pointer's tokens, unescaped, from the root.
    pub fn tokens(&self) -> impl Iterator<Item = String> + '_ {
        tokens(&self.pointer)
    }
}

/// The tokens of a JSON Pointer, unescaped.
pub(super) fn tokens(pointer: &str) -> impl Iterator<Item = String> + '_ {
    pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"))
}

/// Writes a name as a token of a JSON Pointer.
pub(super) fn escape(token: &str) -> Cow<'_, str> {
    if token.contains(['~', '/']) {
        return Cow::Owned(token.replace('~', "~0").replace('/', "~1"));
    }
    Cow::Borrowed(token)
}
