//! What was found out about parts of an instance that are read more than once.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ptr;

use super::content::Content;

/// Which branches of unions the parts of one instance belong to.
///
/// A union that can hold itself is tried in parts of an instance that is tried as well: without this, each level
/// would double what there is to read.
#[derive(Debug, Default)]
pub struct Memo(RefCell<Option<Box<Verdicts>>>);

/// By the part, and the name of the type that it was read as.
type Verdicts = BTreeMap<(Place, &'static str), Verdict>;

/// A part of an instance: where it stands in a text or in memory, where it stays as long as the memo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(usize);

/// What became of a union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The branch of that name was taken.
    Taken(&'static str),
    /// None was, and why.
    Refused(String),
}

impl Memo {
    /// Nothing is known yet.
    #[inline]
    pub const fn new() -> Self {
        // Most instances end with nothing noted; to drop that has to cost nothing.
        Self(RefCell::new(None))
    }

    /// What is known about a part as a type.
    #[inline(never)]
    pub fn recall(&self, place: Place, ty: &'static str) -> Option<Verdict> {
        self.0.borrow().as_ref()?.get(&(place, ty)).cloned()
    }

    /// Notes what a part is as a type.
    #[inline(never)]
    pub fn note(&self, place: Place, ty: &'static str, verdict: Verdict) {
        self.0.borrow_mut().get_or_insert_default().insert((place, ty), verdict);
    }
}

impl From<usize> for Place {
    #[inline]
    fn from(place: usize) -> Self {
        Self(place)
    }
}

impl From<&Content<'_>> for Place {
    #[inline]
    fn from(content: &Content<'_>) -> Self {
        Self(ptr::from_ref(content).addr())
    }
}
