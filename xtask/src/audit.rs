//! `cargo xtask audit`: random schemas and instances, judged by generated types and by the oracle.
//!
//! The audit is a package of its own, and cargo starts it: nobody else should have to build the oracle.

use std::ffi::OsString;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::{Ending, workspace};

/// What `cargo xtask audit` is asked to do.
#[derive(Debug, clap::Args)]
// The audit's own `--help` is the one to read.
#[command(disable_help_flag = true)]
pub(crate) struct Args {
    /// Build the audit for speed; stands before all else
    #[arg(long)]
    release: bool,
    /// What the audit is asked to do; `--help` tells
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Result<Ending> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(workspace::root()).args(["run", "--quiet", "--package", "isotype-audit"]);
    if args.release {
        cargo.args(["--profile", "audit"]);
    }
    let status = cargo.arg("--").args(&args.arguments).status().context("cannot run cargo")?;
    Ok(match status.code() {
        Some(0) => Ending::Done,
        Some(1) => Ending::Disagrees,
        _ => Ending::Refused,
    })
}
