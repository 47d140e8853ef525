//! JSON Schema to Rust types that accept exactly what the schema accepts.

pub mod config;
pub mod diagnostic;
mod render;
pub mod schema;
#[cfg(test)]
pub mod support;
