//! `cargo xtask report`: one page on all sources, that needs nothing but a browser.

mod html;
mod source;
mod svg;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use isotype::diagnostic::Severity;

use crate::explain::{self, Explained, Tried};
use crate::report::{MessageFormat, Reporter, count};
use crate::{Ending, compare, workspace};

/// What `cargo xtask report` is asked to do.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Open the page in the browser
    #[arg(long)]
    open: bool,
    /// Folder of the schemas and their `manifest.toml` [default: schemas]
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
    /// The page to write [default: target/report.html]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Do not compile the types to try instances on them
    #[arg(long)]
    quick: bool,
    /// Say nothing of what goes well
    #[arg(long, short)]
    quiet: bool,
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Result<Ending> {
    let reporter = Reporter::new(MessageFormat::Human).quiet(args.quiet);
    let schemas = args.schemas.clone().unwrap_or_else(workspace::schemas);
    let mut findings = Vec::new();
    let sources = explain::load(&schemas, &mut findings, &reporter)?;
    if findings.iter().any(|it| it.severity == Severity::Error) {
        reporter.diagnostics(findings, &schemas);
        return Ok(Ending::Refused);
    }
    let tried: Vec<Tried> = if args.quick {
        sources.iter().map(|_| Tried::default()).collect()
    } else {
        let all = |it: &Explained| (0..it.description.types.len()).collect();
        let asked: Vec<_> = sources.iter().map(|it| (it, all(it))).collect();
        explain::tried("all-sources", &asked, &reporter)
    };
    let scores = compare::stored();
    let page = html::page(&sources, &tried, &findings, scores.as_deref());
    let out = args.out.clone().unwrap_or_else(|| workspace::root().join("target/report.html"));
    if let Some(folder) = out.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    std::fs::write(&out, &page).with_context(|| format!("cannot write {}", out.display()))?;
    let types: usize = sources.iter().map(|it| it.description.types.len()).sum();
    let line = format!(
        "{}, {}, {} KiB in {}",
        count(sources.len(), "source"),
        count(types, "type"),
        page.len() >> 10,
        workspace::shown(&out)
    );
    let facts = serde_json::json!({"sources": sources.len(), "types": types, "bytes": page.len()});
    reporter.summary(&line, facts);
    if args.open {
        open(&out)?;
    }
    Ok(Ending::Done)
}

/// Hands the page to whatever opens pages on this system.
fn open(page: &Path) -> Result<()> {
    let (program, first): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(target_os = "windows") {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    Command::new(program).args(first).arg(page).status().with_context(|| format!("cannot run {program}"))?;
    Ok(())
}
