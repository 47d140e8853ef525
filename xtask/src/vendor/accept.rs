//! `cargo xtask vendor accept`: the manifest pins vendored files as they are now.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use isotype::diagnostic::Diagnostics;

use super::entry::quoted;
use super::replace;
use super::update::{document_name, edited};
use crate::manifest::{self, SourceEntry};
use crate::report::{MessageFormat, Reporter};
use crate::vendored::{self, FOLDER, MANIFEST};
use crate::{Ending, workspace};

/// What is accepted.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Documents by their paths in the folder of schemas [default: all that changed]
    #[arg(value_name = "FILE")]
    files: Vec<String>,
    /// Folder of the schemas and their `manifest.toml` [default: schemas]
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Result<Ending> {
    let schemas = args.schemas.clone().unwrap_or_else(workspace::schemas);
    let reporter = Reporter::new(MessageFormat::Human);
    let accepted = accept(&schemas, &args.files)?;
    for name in &accepted {
        reporter.note(&format!("accepted {name} as it is"));
    }
    if accepted.is_empty() {
        reporter.note("nothing to accept: the documents are those that the manifest pins");
    }
    Ok(Ending::Done)
}

/// Puts the sums of these documents, or of all, into the manifest; gives those whose sums were others.
///
/// What else is wrong with manifest and documents is for codegen to tell.
pub(crate) fn accept(schemas: &Path, files: &[String]) -> Result<Vec<String>> {
    let sources = vendored::load(schemas, None, &mut Diagnostics::default())?;
    let path = schemas.join(MANIFEST);
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let manifest = manifest::parse(&format!("{FOLDER}/{MANIFEST}"), &text, &mut Diagnostics::default());
    let entries = manifest.map(|it| it.sources).unwrap_or_default();
    let documents = || sources.iter().flat_map(|it| &it.documents).map(document_name);
    for name in files {
        ensure!(documents().any(|it| it == name), "no source of the manifest has a document `{name}`");
    }
    let (mut accepted, mut edits) = (Vec::new(), Vec::new());
    for (source, entry) in sources.iter().zip(&entries) {
        for document in &source.documents {
            let (name, sum) = (document_name(document), quoted(&vendored::sha256(&document.bytes)));
            if !files.is_empty() && !files.iter().any(|it| it == name) {
                continue;
            }
            match entry.sha256.get(name) {
                Some(known) if quoted(known.get_ref()) == sum => continue,
                Some(known) => edits.push((known.span(), sum)),
                None => {
                    let Some(at) = end_of_sums(&text, entry) else { continue };
                    edits.push((at..at, format!("\n{} = {sum}", quoted(name))));
                }
            }
            accepted.push(name.to_owned());
        }
    }
    if !edits.is_empty() {
        let text = edited(&text, edits);
        let parsed = manifest::parse(MANIFEST, &text, &mut Diagnostics::default());
        ensure!(parsed.is_some(), "the sums can't be put into {}: write them by hand", path.display());
        replace(&path, text.as_bytes())?;
    }
    Ok(accepted)
}

/// Where another line of a source's `[source.sha256]` can be put; `None` where there is no such table.
fn end_of_sums(text: &str, entry: &SourceEntry) -> Option<usize> {
    const HEAD: &str = "\n[source.sha256]";
    let last = entry.sha256.values().map(|it| it.span().end).max();
    let end_of_line = |at: usize| at + text[at..].find('\n').unwrap_or(text.len() - at);
    last.map(end_of_line).or_else(|| {
        let from = entry.module.span().end;
        let rest = text.get(from..)?;
        let rest = &rest[..rest.find("\n[[source]]").unwrap_or(rest.len())];
        Some(end_of_line(from + rest.find(HEAD)? + HEAD.len()))
    })
}
