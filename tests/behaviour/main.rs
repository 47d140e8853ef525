//! The behaviour of the generator and of what it wrote, seen from outside.

mod determinism;
mod golden;
mod oracle;
mod providers;
