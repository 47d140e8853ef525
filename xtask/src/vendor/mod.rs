//! `cargo xtask vendor`: takes schemas in and newer ones in their place, and says whether they are as they were.

mod accept;
mod add;
mod entry;
mod update;
mod upstream;
mod verify;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use clap::Subcommand;

pub(crate) use self::accept::accept;
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
    /// Lets the manifest pin documents as they are now, after they were edited
    Accept(accept::Args),
    /// Puts newer documents in the place of vendored ones, pins them, and runs codegen
    Update(update::Args),
    /// Lists where vendored documents can be fetched: module, file and address, with tabs between
    Upstream(upstream::Args),
    /// Compares the vendored files with the manifest: sums, files that are missing or not listed
    Verify(verify::Args),
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Result<Ending> {
    match &args.task {
        Task::Add(args) => add::run(args),
        Task::Accept(args) => accept::run(args),
        Task::Update(args) => update::run(args),
        Task::Upstream(args) => upstream::run(args),
        Task::Verify(args) => verify::run(args),
    }
}

/// Writes a file by a rename.
fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let draft = path.with_extension("draft");
    fs::write(&draft, bytes).with_context(|| format!("cannot write {}", draft.display()))?;
    fs::rename(&draft, path).with_context(|| format!("cannot write {}", path.display()))
}
