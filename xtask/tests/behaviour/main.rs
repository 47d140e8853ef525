//! The command line from outside. One program, so that there is one to link.

#![expect(
    clippy::unwrap_used,
    reason = "a panic is how a test fails; clippy knows it of `#[test]` bodies only"
)]

mod codegen;
mod diagnostics;
mod diff;
mod explain;
mod faults;
mod inputs;
mod project;
mod report;
mod reproducible;
mod tour;
mod vendor;
mod watch;
