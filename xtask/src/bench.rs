//! `cargo xtask bench`: what reading, writing and generating cost.
//!
//! Two programs that nobody else should have to build for speed; cargo starts them, and their tables are Markdown.

use std::process::Command;

use anyhow::{Context as _, Result};

use crate::{Ending, report, workspace};

/// What `cargo xtask bench` is asked to do.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Leaves generating out, whose program takes minutes to build
    #[arg(long)]
    types_only: bool,
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Result<Ending> {
    if !measure(&["--package", "isotype-bench"])? {
        return Ok(Ending::Refused);
    }
    if args.types_only {
        return Ok(Ending::Done);
    }
    report::out_line("\nGenerating:\n");
    let done = measure(&["--package", "isotype", "--example", "generating"])?;
    Ok(if done { Ending::Done } else { Ending::Refused })
}

/// Builds and runs one program; whether it came to its end.
fn measure(program: &[&str]) -> Result<bool> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(workspace::root()).args(["run", "--release"]).args(program);
    Ok(cargo.status().context("cannot run cargo")?.success())
}
