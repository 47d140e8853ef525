//! Writing the members of an object one by one.

use serde::de::Error;

use super::encode::{Encode, MemberSink};

/// Writes the members of a type as far as they can be written: one way out for all of them.
pub struct Members<'m, M: MemberSink> {
    sink: &'m mut M,
    written: Result<(), M::Error>,
}

impl<'m, M: MemberSink> Members<'m, M> {
    /// Writes the members of a value.
    ///
    /// # Errors
    ///
    /// If one of them can't be written, or an extra member has the name of a field.
    #[inline]
    pub(super) fn write<T: Encode + ?Sized>(sink: &'m mut M, value: &T) -> Result<(), M::Error> {
        let mut members = Self { sink, written: Ok(()) };
        value.to_members(&mut members);
        members.written
    }

    /// Writes a member; its name is also given as `,"name":`.
    #[inline]
    pub fn required<T: Encode + ?Sized>(&mut self, name: &'static str, in_text: &'static str, value: &T) {
        if self.written.is_ok() {
            self.written = self.sink.named(name, in_text, value);
        }
    }

    /// Writes a member if it is there.
    #[inline]
    pub fn optional<T: Encode>(&mut self, name: &'static str, in_text: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.required(name, in_text, value);
        }
    }

    /// Writes more of them where they are written to.
    #[inline]
    pub fn more(&mut self, write: impl FnOnce(&mut M) -> Result<(), M::Error>) {
        if self.written.is_ok() {
            self.written = write(self.sink);
        }
    }
}

/// A sink for members whose names can't stand in texts as they are.
pub(super) struct Escaped<'s, M>(pub(super) &'s mut M);

impl<M: MemberSink> MemberSink for Escaped<'_, M> {
    type Error = M::Error;

    fn named<T: Encode + ?Sized>(
        &mut self,
        name: &'static str,
        _: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        self.0.other(name, value)
    }

    fn other<T: Encode + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), M::Error> {
        self.0.other(name, value)
    }
}

/// The error for a member that is not there.
#[cold]
#[inline(never)]
pub fn missing<E: Error>(name: &str) -> E {
    E::custom(format_args!("`{name}` is required"))
}
