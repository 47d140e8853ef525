//! The runtime of the generated crate: plain Rust, tested here, copied there word by word.

pub mod check;
pub mod content;
pub mod decimal;
pub mod equality;
pub mod fault;
pub mod literal;
pub mod pattern;
pub mod pattern_regex;
pub mod pattern_regress;
