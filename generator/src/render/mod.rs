//! Stage 5, render: Rust source.

pub(crate) mod checks;
pub(crate) mod pattern;
