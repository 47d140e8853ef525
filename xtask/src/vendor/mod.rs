//! `cargo xtask vendor`: takes schemas in, and says whether those taken in are as they were.

mod add;
mod entry;
mod verify;

use anyhow::Result;
use clap::Subcommand;

use crate::Ending;

/// What `cargo xtask vendor` is asked to do.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Copies a schema file or a folder of them, pins it, lists it in the manifest, and runs codegen
    Add(add::Args),
    /// Compares the vendored files with the manifest: sums, files that are missing or not listed
    Verify(verify::Args),
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Result<Ending> {
    match &args.task {
        Task::Add(args) => add::run(args),
        Task::Verify(args) => verify::run(args),
    }
}
