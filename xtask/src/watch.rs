//! `cargo xtask watch`: codegen each time a schema or the manifest changes.
//!
//! The files' times and sizes are looked at a few times a second, which is the same on every system and
//! needs no crate. Ctrl-C may come at any time: a run of codegen that is killed leaves the crate whole.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use anyhow::Result;

use crate::report::{self, MessageFormat, Reporter};
use crate::vendored::MANIFEST;
use crate::{Ending, codegen, vendor, vendored, workspace};

/// Between two looks at the files.
const PAUSE: Duration = Duration::from_millis(200);

/// What is watched.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder of the schemas and their `manifest.toml` [default: schemas]
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
    /// Folder of the crate to write [default: generated]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Let the manifest follow the documents, as `vendor accept` does: for schemas that you write yourself
    #[arg(long)]
    accept: bool,
    /// Say only what is wrong
    #[arg(long, short)]
    quiet: bool,
}

/// Runs the task, which only Ctrl-C ends.
pub(crate) fn run(args: &Args) -> Result<Ending> {
    let schemas = args.schemas.clone().unwrap_or_else(workspace::schemas);
    let reporter = Reporter::new(MessageFormat::Human).quiet(args.quiet);
    reporter.note(&format!("watching {}; Ctrl-C ends", workspace::shown(&schemas)));
    let mut seen = Snapshot::default();
    let mut last = Done::Generated;
    loop {
        let now = settled(&schemas);
        if now != seen {
            let is_ours = |name: &str| last == Done::Accepted && name == MANIFEST;
            for name in seen.differing(&now).into_iter().filter(|it| !is_ours(it)) {
                reporter.note(&format!("\n{name} changed"));
            }
            seen = now;
            last = regenerate(args, &schemas, &reporter).unwrap_or_else(|error| {
                // The manifest may be gone for a moment; it is seen when it is there again.
                report::failure(&error);
                Done::Generated
            });
        }
        sleep(PAUSE);
    }
}

/// What came of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    /// The manifest has new sums: the next look finds that it is another one, and generates.
    Accepted,
    /// The crate was written, or it was said why not.
    Generated,
}

fn regenerate(args: &Args, schemas: &Path, reporter: &Reporter) -> Result<Done> {
    if args.accept {
        let accepted = vendor::accept(schemas, &[])?;
        for name in &accepted {
            reporter.note(&format!("accepted {name} as it is"));
        }
        if !accepted.is_empty() {
            return Ok(Done::Accepted);
        }
    }
    let codegen = codegen::Args::of_folders(args.schemas.clone(), args.out.clone());
    codegen::run(&codegen.quiet(args.quiet))?;
    Ok(Done::Generated)
}

/// The files of a folder, each with what tells that it was written.
#[derive(Debug, Default, PartialEq, Eq)]
struct Snapshot(BTreeMap<String, (Option<SystemTime>, u64)>);

impl Snapshot {
    fn of(folder: &Path) -> Self {
        let names = vendored::files_in(folder).unwrap_or_default();
        let facts = names.into_iter().filter_map(|name| {
            let it = fs::metadata(folder.join(&name)).ok()?;
            Some((name, (it.modified().ok(), it.len())))
        });
        Self(facts.collect())
    }

    /// The files that were added, taken away or written; none where nothing was known before.
    fn differing<'s>(&'s self, now: &'s Self) -> Vec<&'s str> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let gone = self.0.keys().filter(|it| !now.0.contains_key(*it));
        let other = now.0.iter().filter(|(name, facts)| self.0.get(*name) != Some(facts)).map(|it| it.0);
        gone.chain(other).map(String::as_str).collect()
    }
}

/// The files when nobody writes them any more: an editor or a checkout may take a while.
fn settled(folder: &Path) -> Snapshot {
    let mut now = Snapshot::of(folder);
    loop {
        sleep(PAUSE / 4);
        let next = Snapshot::of(folder);
        if next == now {
            return now;
        }
        now = next;
    }
}

#[cfg(test)]
mod tests {
    use super::Snapshot;

    #[test]
    fn a_file_differs_that_is_new_gone_or_written() {
        let of = |files: &[(&str, u64)]| {
            Snapshot(files.iter().map(|(name, size)| ((*name).to_owned(), (None, *size))).collect())
        };
        let old = of(&[("a", 1), ("b", 1), ("c", 1)]);
        assert_eq!(old.differing(&of(&[("b", 1), ("c", 2), ("d", 1)])), ["a", "c", "d"]);
        assert_eq!(old.differing(&old), [""; 0]);
        assert_eq!(Snapshot::default().differing(&old), [""; 0]);
    }
}
