//! The providers' answers, read as a user of the generated crate reads them.
