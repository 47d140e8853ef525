//! What is known about the parts of an instance that is verified.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ptr;

use super::check::Check;
use super::content::Content;
use super::fault::Fault;

/// Which checks the objects and arrays of an instance keep.
///
/// A check that holds itself can come to a part in more than one way: without this, each level would double what
/// there is to verify. Most instances are verified before it is worth to remember anything.
#[derive(Default)]
pub(super) struct Known {
    visits: Cell<usize>,
    verdicts: RefCell<BTreeMap<Part, Verdict>>,
}

/// After as many visits of objects and arrays, what comes of them is remembered.
const MANY: usize = 4096;

/// A check and the instance that it is applied to, by their places in memory, where both stay.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    check: usize,
    instance: usize,
}

/// Whether an instance keeps a check.
#[derive(Clone)]
pub(super) enum Verdict {
    Kept,
    /// It does not, and nobody asked why.
    Broken,
    /// It does not.
    Because(Fault),
}

impl Known {
    pub(super) fn get(&self, part: Part) -> Option<Verdict> {
        self.verdicts.borrow().get(&part).cloned()
    }

    pub(super) fn set(&self, part: Part, verdict: Verdict) {
        self.verdicts.borrow_mut().insert(part, verdict);
    }

    /// Counts a visit, and gives what to remember it by if it is worth that.
    pub(super) fn visit(&self, check: &Check, instance: &Content<'_>) -> Option<Part> {
        if !matches!(instance, Content::Array(_) | Content::Object(_)) {
            return None;
        }
        let visits = self.visits.get();
        if visits < MANY {
            self.visits.set(visits + 1);
            return None;
        }
        Some(Part { check: ptr::from_ref(check).addr(), instance: ptr::from_ref(instance).addr() })
    }
}
