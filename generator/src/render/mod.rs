//! Stage 5, render: Rust source.

pub(crate) mod runtime;
