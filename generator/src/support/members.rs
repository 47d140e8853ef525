//! Writing the members of an object one by one.

use std::mem;

use serde::de::Error;

use super::encode::{Encode, MemberSink};
use super::extra::Extra;

/// Writes the members of a type as far as they can be written: one way out for all of them.
pub struct Members<'m, M: MemberSink> {
    sink: &'m mut M,
    /// Whether names stand in texts as they are.
    in_order: bool,
    written: Result<(), M::Error>,
}

impl<'m, M: MemberSink> Members<'m, M> {
    /// Begins with the members of a type.
    #[inline]
    pub fn of<T: Encode>(sink: &'m mut M) -> Self {
        Self { sink, in_order: T::IN_ORDER, written: Ok(()) }
    }

    /// Writes a member; its name is also given as `,"name":`.
    #[inline]
    pub fn required<T: Encode + ?Sized>(&mut self, name: &'static str, in_text: &'static str, value: &T) {
        if self.written.is_ok() {
            self.written = if self.in_order {
                self.sink.named(name, in_text, value)
            } else {
                self.sink.other(name, value)
            };
        }
    }

    /// Writes a member if it is there.
    #[inline]
    pub fn optional<T: Encode>(&mut self, name: &'static str, in_text: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.required(name, in_text, value);
        }
    }

    /// Writes the members that the schema does not name; `named` are the names that belong to fields.
    #[inline]
    pub fn extra<T: Encode>(&mut self, extra: &Extra<T>, named: &[&str]) {
        if self.written.is_ok() {
            self.written = extra.write(self.sink, named);
        }
    }

    /// Ends with them.
    ///
    /// # Errors
    ///
    /// If a value can't be written, or an extra member has the name of a field.
    #[inline]
    pub fn end(&mut self) -> Result<(), M::Error> {
        mem::replace(&mut self.written, Ok(()))
    }
}

/// The error for a member that is not there.
#[cold]
#[inline(never)]
pub fn missing<E: Error>(name: &str) -> E {
    E::custom(format_args!("`{name}` is required"))
}
