//! Stage 5, render: Rust source.

#[cfg_attr(not(test), expect(dead_code, reason = "the renderer that uses it is written elsewhere"))]
pub(crate) mod runtime;
