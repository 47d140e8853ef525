//! `cargo xtask compare`: stock typify and this generator on the vendored schemas, side by side.
//!
//! Both tools' types are put into a scratch crate under `target/compare`, one program a source and tool,
//! and every vendored instance runs through them: examples have to be read and come back the same,
//! counterexamples have to be refused. For the figures only: nothing of it reaches the generated crate.

mod score;
mod scratch;
pub(crate) mod stock;

use std::path::PathBuf;

use anyhow::{Result, bail};
use isotype::config::Source;
use isotype::diagnostic::Diagnostics;

use self::scratch::{Program, Tally};

pub(crate) use self::score::{Score, stored};
use crate::report::{self, MessageFormat, Reporter};
use crate::{Ending, generation, vendored, workspace};

/// What `cargo xtask compare` is asked to do.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder of the schemas and their `manifest.toml` [default: schemas]
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
    /// Folder of our crate, as `cargo xtask codegen` wrote it [default: generated]
    #[arg(long, value_name = "DIR")]
    generated: Option<PathBuf>,
    /// Show no progress
    #[arg(long, short)]
    quiet: bool,
}

/// What one tool made of one source.
struct Row {
    source: String,
    tool: &'static str,
    generated: String,
    types: usize,
    verdict: Option<Tally>,
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Result<Ending> {
    let reporter = Reporter::new(MessageFormat::Human).quiet(args.quiet);
    let mut found = Diagnostics::default();
    let schemas = args.schemas.clone().unwrap_or_else(workspace::schemas);
    let sources = vendored::load(&schemas, None, &mut found)?;
    if found.has_errors() {
        reporter.diagnostics(found.into_sorted(), &schemas);
        return Ok(Ending::Refused);
    }
    let crate_folder = std::path::absolute(args.generated.clone().unwrap_or_else(workspace::generated))?;
    let mut rows = Vec::new();
    let mut programs = Vec::new();
    for source in &sources {
        reporter.progress(&format!("generating {}", source.module));
        for (row, program) in [theirs(source), ours(source, &reporter)?] {
            rows.push(row);
            programs.push(program);
        }
    }
    let folder = workspace::root().join("target/compare");
    scratch::write(&folder, &crate_folder, &programs)?;
    for (row, program) in rows.iter_mut().zip(&programs) {
        reporter.progress(&format!("building {} with {}", row.source, row.tool));
        row.verdict = match program {
            Some(program) => Some(scratch::judge(&folder, program)?),
            None => None,
        };
    }
    reporter.progress("");
    score::store(&rows, &sources)?;
    report::out_line(table(&rows, &sources).trim_end());
    for (row, program) in rows.iter().zip(&programs) {
        remarks(row, program.as_ref());
    }
    Ok(Ending::Done)
}

/// What the table has no room for.
fn remarks(row: &Row, program: Option<&Program>) {
    let who = format!("{} by {}", row.source, row.tool);
    if row.types == 0 {
        report::out_line(&format!("{who} is not generated: {}", row.generated));
    }
    if let Some(Tally { compile_error: Some(error), .. }) = &row.verdict {
        report::out_line(&format!("{who} does not compile: {error}"));
    }
    let lacking: Vec<&str> = program.map(Program::lacking).unwrap_or_default().into_iter().collect();
    if let [first, more @ ..] = lacking.as_slice() {
        let more = if more.is_empty() { String::new() } else { format!(" (and {} more)", more.len()) };
        report::out_line(&format!("{who} has no type called {first}{more}: its instances count as refused"));
    }
}

fn theirs(source: &Source) -> (Row, Option<Program>) {
    let row = |generated, types| Row {
        source: source.module.clone(),
        tool: "typify",
        generated,
        types,
        verdict: None,
    };
    match stock::generate(source) {
        Ok(made) => {
            let names = made.types.iter().map(|name| (name.clone(), format!("types::{name}"))).collect();
            let count = made.types.len();
            let program = Program::new(source, "typify", names, Some(made));
            (row("ok".to_owned(), count), Some(program))
        }
        Err(error) => (row(error, 0), None),
    }
}

fn ours(source: &Source, reporter: &Reporter) -> Result<(Row, Option<Program>)> {
    let Some(outcome) = generation::run(std::slice::from_ref(source), reporter)?.pop() else {
        bail!("internal error: one source has one outcome");
    };
    let mut row = Row {
        source: source.module.clone(),
        tool: "isotype",
        generated: "ok".to_owned(),
        types: 0,
        verdict: None,
    };
    let Some(made) = outcome.generated else {
        row.generated = outcome.diagnostics.first().map(|it| it.message.clone()).unwrap_or_default();
        return Ok((row, None));
    };
    row.types = made.ledger.len();
    let module = &source.module;
    // Roots may be aliases, which are no types of their own.
    let paths = made.ledger.iter().map(|it| &it.ty).chain(&made.roots);
    let names = paths.map(|path| {
        let name = path.rsplit("::").next().unwrap_or(path);
        let path = format!("generated::{module}::{path}");
        let is_nullable = made.nullable_roots.iter().any(|it| it == name);
        (name.to_owned(), if is_nullable { format!("Option<{path}>") } else { path })
    });
    Ok((row, Some(Program::new(source, "isotype", names.collect(), None))))
}

fn table(rows: &[Row], sources: &[Source]) -> String {
    let head =
        ["source", "tool", "generation", "types", "compiles", "accepted", "unchanged", "wrongly accepted"];
    let mut lines = vec![head.map(str::to_owned)];
    for row in rows {
        let source = sources.iter().find(|it| it.module == row.source);
        let (valid, invalid) = source.map_or((0, 0), |it| (it.examples.len(), it.counterexamples.len()));
        let compiles = match &row.verdict {
            Some(tally) if tally.compile_error.is_none() => "yes",
            Some(_) => "no",
            None => "-",
        };
        let tally = row.verdict.as_ref().filter(|it| it.compile_error.is_none());
        let share =
            |count: fn(&Tally) -> usize, of| tally.map_or("-".to_owned(), |it| format!("{}/{of}", count(it)));
        lines.push([
            row.source.clone(),
            row.tool.to_owned(),
            shortened(&row.generated),
            row.types.to_string(),
            compiles.to_owned(),
            share(|it| it.accepted, valid),
            share(|it| it.unchanged, valid),
            share(|it| it.wrongly_accepted, invalid),
        ]);
    }
    report::columns(&lines)
}

fn shortened(text: &str) -> String {
    const WIDTH: usize = 60;
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= WIDTH {
        return line.to_owned();
    }
    line.chars().take(WIDTH - 1).chain(['…']).collect()
}
