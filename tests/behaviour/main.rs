//! The behaviour of the generator and of what it wrote, seen from outside.

mod golden;
mod oracle;
