//! The golden case with constraints of all kinds, as a crate that is built for speed.

// Not `expect`: with its own tests nothing of it is unused.
#[allow(dead_code, unused_imports, unused_macros, reason = "the runtime of all cases; one uses a part of it")]
#[path = "../golden/runtime.rs"]
#[rustfmt::skip]
pub mod runtime;
// The runtime's macros know it by its place in the generator.
pub(crate) use runtime as support;

/// Of the golden cases, the one that is measured.
#[path = "../golden/objects"]
pub mod objects {
    #[rustfmt::skip]
    pub mod many_constraints;
}
