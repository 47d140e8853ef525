//! `cargo xtask explain`: what a type is and why, or what a diagnostic's code means.

mod codes;
mod find;
mod page;
mod rust;
mod trial;

pub(crate) use self::rust::item as rust_item;
pub(crate) use self::trial::{Tried, tried};

use std::path::PathBuf;

use anyhow::{Result, bail};
use isotype::Generated;
use isotype::describe::Description;
use isotype::diagnostic::{Diagnostic, Diagnostics, Severity};

use crate::report::{MessageFormat, Reporter, out_line};
use crate::{Ending, generation, vendored, workspace};

/// What is explained.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A type (`workos::AccessToken`), a place (`workos#/oneOf/0`), or a diagnostic's code (`sum-differs`)
    what: String,
    /// Folder of the schemas and their `manifest.toml` [default: schemas]
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
    /// Do not compile the types to try instances on them
    #[arg(long)]
    quick: bool,
}

/// What was generated from a source, and what is said about that.
pub(crate) struct Explained {
    pub(crate) generated: Generated,
    pub(crate) description: Description,
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Result<Ending> {
    let what = args.what.as_str();
    if let Some(text) = codes::section(what) {
        out_line(&format!("{what}\n\n{text}"));
        return Ok(Ending::Done);
    }
    let reporter = Reporter::new(MessageFormat::Human);
    let schemas = args.schemas.clone().unwrap_or_else(workspace::schemas);
    let mut findings = Vec::new();
    let sources = load(&schemas, &mut findings, &reporter)?;
    if findings.iter().any(|it| it.severity == Severity::Error) {
        findings.retain(|it| it.severity == Severity::Error);
        reporter.diagnostics(findings, &schemas);
        return Ok(Ending::Refused);
    }
    let found = match find::types(what, &sources) {
        find::Found::Types(found) => found,
        find::Found::Alias(text) => {
            out_line(&text);
            return Ok(Ending::Done);
        }
        find::Found::Nothing(help) => bail!("nothing is called `{what}`; {help}"),
    };
    let tried = match found.first() {
        Some(first) if !args.quick => {
            let types: Vec<usize> = found.iter().map(|it| it.ty).collect();
            let explained = &sources[first.source];
            tried(&explained.generated.module, &[(explained, types)], &reporter).pop().unwrap_or_default()
        }
        _ => Tried::default(),
    };
    reporter.progress("");
    let texts = found.iter().map(|it| {
        let explained = &sources[it.source];
        page::of(explained, &explained.description.types[it.ty], it.remark.as_deref(), &tried)
    });
    out_line(texts.collect::<Vec<_>>().join("\n\n").trim_end());
    Ok(Ending::Done)
}

/// Every source with its types explained, where there is no error; findings go to `findings`.
pub(crate) fn load(
    schemas: &std::path::Path,
    findings: &mut Vec<Diagnostic>,
    reporter: &Reporter,
) -> Result<Vec<Explained>> {
    let mut found = Diagnostics::default();
    let sources = vendored::load(schemas, None, &mut found)?;
    let failed = found.has_errors();
    findings.extend(found.into_sorted());
    let mut all = Vec::new();
    for source in sources.into_iter().filter(|_| !failed) {
        reporter.progress(&format!("reading {}", source.module));
        let (explained, found) = match generation::alone(|| isotype::explain(&source)) {
            Ok(it) => it,
            Err(panic) => bail!("internal error in {}: {panic}", source.module),
        };
        findings.extend(found);
        all.extend(explained.map(|(generated, description)| Explained { generated, description }));
    }
    Ok(all)
}
