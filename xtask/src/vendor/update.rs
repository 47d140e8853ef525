//! `cargo xtask vendor update`: newer documents in the place of vendored ones; all of it, or nothing.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use isotype::config::{InputFile, Source};
use isotype::diagnostic::Diagnostics;

use super::entry::{quoted, today};
use super::replace;
use crate::manifest::{self, Manifest};
use crate::report::{MessageFormat, Reporter, count};
use crate::vendored::{self, FOLDER, MANIFEST};
use crate::{Ending, codegen, workspace};

/// What is put in place.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder of the newer documents, each under its path in the folder of schemas
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// Folder of the schemas and their `manifest.toml` [default: schemas]
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
    /// Folder of the crate to write [default: generated]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// The vendored documents, and what the manifest says of them.
pub(super) struct Vendored {
    pub(super) manifest: Manifest,
    /// The manifest's text.
    text: String,
    /// In the manifest's order.
    sources: Vec<Source>,
}

impl Vendored {
    /// Reads them; `None` where something is wrong with them, which is reported.
    pub(super) fn read(schemas: &Path, reporter: &Reporter) -> Result<Option<Self>> {
        let mut found = Diagnostics::default();
        let sources = vendored::load(schemas, None, &mut found)?;
        let path = schemas.join(MANIFEST);
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let refused = found.has_errors();
        reporter.diagnostics(found.into_sorted(), schemas);
        let manifest = manifest::parse(&format!("{FOLDER}/{MANIFEST}"), &text, &mut Diagnostics::default());
        Ok(manifest.filter(|_| !refused).map(|manifest| Self { manifest, text, sources }))
    }
}

/// Documents by their paths in the folder of schemas.
type Files = BTreeMap<String, Vec<u8>>;

/// What is to be written.
struct Change {
    manifest: String,
    /// The documents that differ: as they are, and as they will be.
    old: Files,
    new: Files,
}

pub(super) fn run(args: &Args) -> Result<Ending> {
    let schemas = args.schemas.clone().unwrap_or_else(workspace::schemas);
    let reporter = Reporter::new(MessageFormat::Human);
    let Some(vendored) = Vendored::read(&schemas, &reporter)? else { return Ok(Ending::Refused) };
    let change = change(&vendored, &newer(&args.from)?, &today())?;
    if change.new.is_empty() {
        reporter.note("nothing to update: the documents are those that are vendored");
        return Ok(Ending::Done);
    }
    let ending = put(&schemas, &change.new, &change.manifest)
        .and_then(|()| codegen::run(&codegen::Args::of_folders(args.schemas.clone(), args.out.clone())));
    if let Ok(Ending::Done) = ending {
        let names: Vec<&str> = change.new.keys().map(String::as_str).collect();
        reporter.note(&format!("updated {}: {}", count(names.len(), "file"), names.join(", ")));
        return ending;
    }
    put(&schemas, &change.old, &vendored.text)?;
    reporter.note("nothing was updated; the manifest and the documents are as they were");
    ending
}

/// The documents in a folder.
fn newer(folder: &Path) -> Result<Files> {
    let cannot = || format!("cannot read {}", folder.display());
    let names = vendored::files_in(folder).with_context(cannot)?;
    let read = |name: String| {
        let bytes = fs::read(folder.join(&name)).with_context(cannot)?;
        Ok((name, bytes))
    };
    names.into_iter().map(read).collect()
}

/// What the newer documents change; each has to be one that is vendored.
fn change(vendored: &Vendored, newer: &Files, today: &str) -> Result<Change> {
    let mut unknown: Vec<&String> = newer.keys().collect();
    let (mut old, mut new) = (Files::new(), Files::new());
    let mut edits = Vec::new();
    for (source, entry) in vendored.sources.iter().zip(&vendored.manifest.sources) {
        let mut is_newer = false;
        for document in &source.documents {
            let name = document_name(document);
            unknown.retain(|it| *it != name);
            let Some(bytes) = newer.get(name).filter(|it| **it != document.bytes) else { continue };
            let sum = entry.sha256.get(name).context("a document without a sum is not read")?;
            edits.push((sum.span(), quoted(&vendored::sha256(bytes))));
            old.insert(name.to_owned(), document.bytes.clone());
            new.insert(name.to_owned(), bytes.clone());
            is_newer = true;
        }
        if is_newer {
            edits.push((entry.retrieved.span(), quoted(today)));
        }
    }
    if let Some(name) = unknown.first() {
        bail!("no source of the manifest has a document `{name}`");
    }
    Ok(Change { manifest: edited(&vendored.text, edits), old, new })
}

/// A document's path in the folder of schemas, as the manifest has it.
pub(super) fn document_name(document: &InputFile) -> &str {
    document.path.strip_prefix(FOLDER).map_or("", |it| it.trim_start_matches('/'))
}

/// A text with parts of it replaced, all else as it was.
pub(super) fn edited(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    // From the end, so that the places before stay where they are.
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut text = text.to_owned();
    for (span, new) in edits {
        text.replace_range(span, &new);
    }
    text
}

fn put(schemas: &Path, documents: &Files, manifest: &str) -> Result<()> {
    for (name, bytes) in documents {
        replace(&schemas.join(name), bytes)?;
    }
    replace(&schemas.join(MANIFEST), manifest.as_bytes())
}
