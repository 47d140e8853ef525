//! The behaviour of the generator and of what it wrote, seen from outside.

mod determinism;
mod found;
mod golden;
mod hostile;
mod manifest;
mod oracle;
mod providers;
mod schemas;
mod users;
