//! Texts that an enum does not list.

use std::fmt;
use std::marker::PhantomData;

/// A text that the enum `T` does not list. Only reading makes one, so that no known text is in it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownText<T> {
    text: String,
    of: PhantomData<fn() -> T>,
}

impl<T> UnknownText<T> {
    /// Keeps a text that is none of the known ones.
    pub(crate) fn keep(text: &str) -> Self {
        Self { text: text.to_owned(), of: PhantomData }
    }

    /// The text.
    #[inline]
    pub const fn as_str(&self) -> &str {
        self.text.as_str()
    }
}

impl<T> fmt::Debug for UnknownText<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_text() {
        let kept = UnknownText::<bool>::keep("a\"b");
        assert_eq!((kept.as_str(), format!("{kept:?}").as_str()), ("a\"b", r#""a\"b""#));
        assert!(kept == kept.clone() && kept < UnknownText::keep("b"));
    }
}
