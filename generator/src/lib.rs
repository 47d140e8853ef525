//! JSON Schema to Rust types that accept exactly what the schema accepts.
//!
//! Five stages with plain data between them: [`schema`] reads documents, `normalize` folds what
//! stands in place, `model` lowers to Rust types, `names` decides identifiers, `render` writes text.
//! [`generate`] is the way through them. The library does no input or output of its own.

pub mod config;
pub mod diagnostic;
mod render;
pub mod schema;
#[cfg(test)]
pub mod support;
