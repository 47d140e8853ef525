//! `cargo xtask watch`: codegen each time a schema or the manifest changes.
//!
//! The files' times and sizes are looked at a few times a second, which is the same on every system and
//! needs no crate; what was written is read, and only other contents are a change. Ctrl-C may come at any time: a run of codegen that is killed leaves the crate whole.

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
    let mut seen: Option<Snapshot> = None;
    let mut last = Done::Generated;
    loop {
        let now = settled(&schemas, seen.as_ref().unwrap_or(&Snapshot::default()));
        let changed = seen.as_ref().map(|it| it.differing(&now));
        if changed.as_ref().is_none_or(|it| !it.is_empty()) {
            let is_ours = |name: &str| last == Done::Accepted && name == MANIFEST;
            for name in changed.unwrap_or_default().into_iter().filter(|it| !is_ours(it)) {
                reporter.note(&format!("\n{name} changed"));
            }
            last = regenerate(args, &schemas, &reporter).unwrap_or_else(|error| {
                // The manifest may be gone for a moment; it is seen when it is there again.
                report::failure(&error);
                Done::Generated
            });
        }
        seen = Some(now);
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

/// The files of a folder.
#[derive(Debug, Default)]
struct Snapshot(BTreeMap<String, Seen>);

/// A file as it was when it was looked at.
#[derive(Clone, Debug)]
struct Seen {
    /// When it was written and its size: while they stay, it is not read again.
    written: (Option<SystemTime>, u64),
    /// What tells that it has other contents, however often it was written.
    sha256: String,
}

impl Snapshot {
    /// The files now, of which those are read that were written since.
    fn of(folder: &Path, before: &Self) -> Self {
        let names = vendored::files_in(folder).unwrap_or_default();
        let seen = names.into_iter().filter_map(|name| {
            let path = folder.join(&name);
            let it = fs::metadata(&path).ok()?;
            let written = (it.modified().ok(), it.len());
            let known = before.0.get(&name).filter(|it| it.written == written).cloned();
            let seen = match known {
                Some(it) => it,
                None => Seen { written, sha256: vendored::sha256(&fs::read(&path).ok()?) },
            };
            Some((name, seen))
        });
        Self(seen.collect())
    }

    /// The files that were added, taken away or have other contents.
    fn differing<'s>(&'s self, now: &'s Self) -> Vec<&'s str> {
        let gone = self.0.keys().filter(|it| !now.0.contains_key(*it));
        let is_other = |name: &str, it: &Seen| self.0.get(name).is_none_or(|old| old.sha256 != it.sha256);
        let other = now.0.iter().filter(|(name, it)| is_other(name, it)).map(|it| it.0);
        gone.chain(other).map(String::as_str).collect()
    }
}

/// The files when nobody writes them any more: an editor or a checkout may take a while.
fn settled(folder: &Path, before: &Snapshot) -> Snapshot {
    let mut now = Snapshot::of(folder, before);
    loop {
        sleep(PAUSE / 4);
        let next = Snapshot::of(folder, &now);
        if now.differing(&next).is_empty() {
            return next;
        }
        now = next;
    }
}

#[cfg(test)]
mod tests {
    use super::{Seen, Snapshot};

    #[test]
    fn a_file_differs_that_is_new_gone_or_has_other_contents() {
        let of = |files: &[(&str, u64, &str)]| {
            let seen = |size, sha256: &str| Seen { written: (None, size), sha256: sha256.to_owned() };
            Snapshot(files.iter().map(|&(name, size, sum)| (name.to_owned(), seen(size, sum))).collect())
        };
        let old = of(&[("a", 1, "x"), ("b", 1, "x"), ("c", 1, "x")]);
        assert_eq!(old.differing(&of(&[("b", 2, "x"), ("c", 1, "y"), ("d", 1, "x")])), ["a", "c", "d"]);
        assert_eq!(old.differing(&old), [""; 0]);
    }
}
