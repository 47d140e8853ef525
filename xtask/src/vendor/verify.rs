//! `cargo xtask vendor verify`

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use isotype::diagnostic::{Diagnostics, Place};

use crate::report::{self, MessageFormat, Reporter, count};
use crate::vendored::{self, FOLDER, MANIFEST};
use crate::{Ending, workspace};

/// Which folder is looked at.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder of the schemas and their `manifest.toml` [default: schemas]
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Result<Ending> {
    let reporter = Reporter::new(MessageFormat::Human);
    let schemas = args.schemas.clone().unwrap_or_else(workspace::schemas);
    let mut found = Diagnostics::default();
    let sources = vendored::load(&schemas, None, &mut found)?;
    let mut listed = BTreeSet::new();
    for source in &sources {
        listed.extend(source.documents.iter().map(|it| it.path.as_str()));
        listed.extend(source.examples.iter().map(|it| it.path.as_str()));
        listed.extend(source.counterexamples.iter().map(|it| it.path.as_str()));
    }
    let all = vendored::files_in(&schemas).with_context(|| format!("cannot open {}", schemas.display()))?;
    for name in all.iter().filter(|it| *it != MANIFEST && !is_note(it)) {
        let file = format!("{FOLDER}/{name}");
        if !listed.contains(file.as_str()) {
            found
                .error(
                    "file-unlisted",
                    Place { file, ..Place::default() },
                    "no source of the manifest names the file",
                )
                .help("add it to `files` of a source, or take it away");
        }
    }
    let refused = found.has_errors();
    reporter.diagnostics(found.into_sorted(), &schemas);
    if refused {
        return Ok(Ending::Refused);
    }
    report::out_line(&format!(
        "{}, {}, all as listed",
        count(sources.len(), "source"),
        count(listed.len(), "file")
    ));
    Ok(Ending::Done)
}

/// Whether a file is there for people.
fn is_note(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or(name);
    let extension = name.rsplit_once('.').map_or("", |(_, it)| it);
    matches!(extension, "md" | "txt") || name.starts_with("LICENSE") || name.starts_with("NOTICE")
}
