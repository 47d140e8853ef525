//! Types of the schemas in `schemas/`, made by `build.rs` whenever a schema changes.
//!
//! Generated code looks for its runtime at the root of the crate, so they are included here. To have them in a module
//! of an application instead, include them there and add `use that_module::runtime;` here.

include!(concat!(env!("OUT_DIR"), "/types.rs"));
