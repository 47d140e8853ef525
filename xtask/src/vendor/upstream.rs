//! `cargo xtask vendor upstream`: what there is to fetch. Fetching is left to the program that does it best.

use std::path::PathBuf;

use anyhow::Result;

use super::update::Vendored;
use crate::report::{self, MessageFormat, Reporter};
use crate::{Ending, workspace};

/// Which folder is looked at.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder of the schemas and their `manifest.toml` [default: schemas]
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Result<Ending> {
    let schemas = args.schemas.clone().unwrap_or_else(workspace::schemas);
    let reporter = Reporter::new(MessageFormat::Human);
    let Some(vendored) = Vendored::read(&schemas, &reporter)? else { return Ok(Ending::Refused) };
    for entry in &vendored.manifest.sources {
        for (file, address) in &entry.upstream {
            let fields = [&entry.module, file, address].map(|it| it.get_ref().as_str());
            report::out_line(&fields.join("\t"));
        }
    }
    if vendored.manifest.sources.iter().all(|it| it.upstream.is_empty()) {
        reporter.note("no source has a table [source.upstream]");
    }
    Ok(Ending::Done)
}
