//! Instances that can be read more than once.

use std::ops::Deref;

use serde::de::Error;

use super::access::MemberAccess;
use super::content::{Content, ContentError};
use super::decode::Decode;
use super::from_content::At;
use super::memo::{Memo, Place};

/// An object that can be read more than once: in memory, or where its text stands.
pub enum Kept<'de, A> {
    /// What serde gives is gone when it was read.
    Memory(Content<'de>),
    /// A text can be gone back in, and so can what is in memory already.
    Text(A),
}

impl<'de, A: MemberAccess<'de>> Kept<'de, A> {
    /// Keeps an object of which nothing was read yet.
    ///
    /// # Errors
    ///
    /// If the input is not well-formed, or a member comes twice.
    pub fn of(members: A) -> Result<Self, A::Error> {
        if A::LOOKS_AHEAD { Ok(Self::Text(members)) } else { Content::from_map(members).map(Self::Memory) }
    }
}

/// A value that is in memory.
pub trait KeptValue<'de>: Deref<Target = Content<'de>> {
    /// The value, to be read with what was found out about its parts; the memo is for those that have none.
    fn at<'a>(&'a self, memo: Option<&'a Memo>) -> At<'a, 'de>;

    /// What was found out about parts of what it belongs to, and which of them it is.
    fn memo(&self) -> Option<(&Memo, Place)> {
        None
    }

    /// The value as a type.
    ///
    /// # Errors
    ///
    /// If it is none of that type.
    fn read<T: Decode<'de>, E: Error>(&self) -> Result<T, E> {
        T::decode(self.at(None)).map_err(E::custom)
    }
}

/// A value that was kept.
pub struct Own<'de>(Content<'de>);

impl<'de> From<Content<'de>> for Own<'de> {
    fn from(content: Content<'de>) -> Self {
        Self(content)
    }
}

impl<'de> Deref for Own<'de> {
    type Target = Content<'de>;

    #[inline]
    fn deref(&self) -> &Content<'de> {
        &self.0
    }
}

impl<'de> KeptValue<'de> for Own<'de> {
    #[inline]
    fn at<'a>(&'a self, memo: Option<&'a Memo>) -> At<'a, 'de> {
        At::new(&self.0, memo)
    }
}

/// A value that was in memory already.
impl<'de> Deref for At<'_, 'de> {
    type Target = Content<'de>;

    #[inline]
    fn deref(&self) -> &Content<'de> {
        self.content
    }
}

impl<'de> KeptValue<'de> for At<'_, 'de> {
    #[inline]
    fn at<'a>(&'a self, memo: Option<&'a Memo>) -> At<'a, 'de> {
        At::new(self.content, self.memo.or(memo))
    }

    fn memo(&self) -> Option<(&Memo, Place)> {
        Some((self.memo?, Place::from(self.content)))
    }
}

/// Can be read more than once.
pub trait Again<'de> {
    /// Reads the instance as a type; the memo is for what is in memory and has none.
    ///
    /// # Errors
    ///
    /// If it is not of the type.
    fn again<T: Decode<'de>>(&mut self, memo: Option<&Memo>) -> Result<T, ContentError>;

    /// What was found out about parts of what it belongs to, and which of them it is.
    fn memo(&self) -> Option<(&Memo, Place)>;
}

impl<'de, K: KeptValue<'de>> Again<'de> for &K {
    fn again<T: Decode<'de>>(&mut self, memo: Option<&Memo>) -> Result<T, ContentError> {
        T::decode(self.at(memo))
    }

    fn memo(&self) -> Option<(&Memo, Place)> {
        K::memo(self)
    }
}

impl<'de, A: MemberAccess<'de>> Again<'de> for Kept<'de, A> {
    fn again<T: Decode<'de>>(&mut self, memo: Option<&Memo>) -> Result<T, ContentError> {
        match self {
            // Which of them it is, the type knows already.
            Self::Memory(content) if !A::LOOKS_AHEAD => T::decode(At::new(content, memo)),
            Self::Text(members) if A::LOOKS_AHEAD => members.again(memo).map_err(reason::<A, _>),
            Self::Memory(_) | Self::Text(_) => Err(ContentError::custom("read already")),
        }
    }

    fn memo(&self) -> Option<(&Memo, Place)> {
        match self {
            Self::Memory(_) => None,
            Self::Text(members) => members.memo(),
        }
    }
}

/// The error as one of an instance in memory.
#[inline(never)]
fn reason<'de, A: MemberAccess<'de>, E: Error>(error: E) -> ContentError {
    if A::EXPLAINS { ContentError::custom(error) } else { ContentError::custom("") }
}
