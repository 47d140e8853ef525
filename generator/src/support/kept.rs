//! Instances that can be read more than once.

use serde::de::Error;

use super::access::MemberAccess;
use super::content::{Content, ContentError};
use super::decode::Decode;
use super::from_content::decode_from;

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

/// Can be read more than once.
pub trait Again<'de> {
    /// Reads the instance as a type.
    ///
    /// # Errors
    ///
    /// If it is not of the type.
    fn again<T: Decode<'de>>(&mut self) -> Result<T, ContentError>;
}

impl<'de> Again<'de> for &Content<'de> {
    fn again<T: Decode<'de>>(&mut self) -> Result<T, ContentError> {
        decode_from(self)
    }
}

impl<'de, A: MemberAccess<'de>> Again<'de> for Kept<'de, A> {
    fn again<T: Decode<'de>>(&mut self) -> Result<T, ContentError> {
        match self {
            // Which of them it is, the type knows already.
            Self::Memory(content) if !A::LOOKS_AHEAD => decode_from(content),
            Self::Text(members) if A::LOOKS_AHEAD => members.again().map_err(reason::<A, _>),
            Self::Memory(_) | Self::Text(_) => Err(ContentError::custom("read already")),
        }
    }
}

/// The error as one of an instance in memory.
#[inline(never)]
fn reason<'de, A: MemberAccess<'de>, E: Error>(error: E) -> ContentError {
    if A::EXPLAINS { ContentError::custom(error) } else { ContentError::custom("") }
}
