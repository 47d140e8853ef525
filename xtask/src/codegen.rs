//! `cargo xtask codegen`: from the vendored schemas to the committed crate.
//!
//! Any error stops the run before anything is written. `--only` still generates every source, because the
//! files that the sources share (`src/lib.rs`, the runtime, the ledger) follow from all of them; it then
//! writes those and the named source's files, and leaves the other sources' files as they are.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use clap::ValueEnum;
use isotype::config::{Package, Policies, Source};
use isotype::diagnostic::{Diagnostic, Diagnostics, Severity};
use isotype::format::Formats;
use isotype::{CrateOptions, Generated};
use serde_json::json;

use crate::generation::Outcome;
use crate::kept::Kept;
use crate::report::{MessageFormat, Reporter, count};
use crate::sync::{ChangeKind, Plan, Written};
use crate::timings::Timings;
use crate::{Ending, dependencies, diff, exam, generation, manifest, package, sync, vendored, workspace};

/// What `cargo xtask codegen` is asked to do.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "they are the flags of the command line")]
pub(crate) struct Args {
    /// Write nothing; end with 1 where the crate is stale, and show where
    #[arg(long)]
    check: bool,
    /// Folder of the schemas and their `manifest.toml` [default: schemas]
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
    /// Folder of the crate to write [default: generated]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write this source's files and the shared ones, and leave the other sources' files alone
    #[arg(long, value_name = "MODULE")]
    only: Option<String>,
    /// Preset in place of those in the manifest; policies set one by one stay
    #[arg(long, value_enum)]
    preset: Option<PresetName>,
    /// Who reads the output
    #[arg(long, value_enum, default_value = "human")]
    message_format: MessageFormat,
    /// Say nothing of what goes well
    #[arg(long, short)]
    quiet: bool,
    /// Say on standard error where the time went
    #[arg(long)]
    timings: bool,
    /// Generate every source, also those of which nothing changed since the last run
    #[arg(long)]
    force: bool,
    /// Without a manifest: JSON file `{stem: dialect}` for a folder of schemas
    #[arg(long, value_name = "FILE", requires_all = ["map", "schemas", "out"], conflicts_with_all = ["check", "only"])]
    dialects: Option<PathBuf>,
    /// Without a manifest: JSON file to write, `{stem: {"path": ..}}` or `{stem: {"error": ..}}`
    #[arg(long, value_name = "FILE", requires = "dialects")]
    map: Option<PathBuf>,
    /// Without a manifest: assert every known format
    #[arg(long, requires = "dialects")]
    formats: bool,
}

impl Args {
    /// What `cargo xtask codegen` does without further wishes.
    pub(crate) fn of_folders(schemas: Option<PathBuf>, out: Option<PathBuf>) -> Self {
        Self {
            check: false,
            schemas,
            out,
            only: None,
            preset: None,
            message_format: MessageFormat::Human,
            quiet: false,
            timings: false,
            force: false,
            dialects: None,
            map: None,
            formats: false,
        }
    }

    /// The same, saying only what is wrong where `quiet` is wished.
    pub(crate) fn quiet(self, quiet: bool) -> Self {
        Self { quiet, ..self }
    }
}

/// The presets by name; the manifest dates them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PresetName {
    /// The specification, word by word
    Letter,
    /// As the authors of APIs mean it
    Practical,
}

impl PresetName {
    /// The readings that it stands for.
    pub(crate) fn policies(self) -> Policies {
        match self {
            Self::Letter => Policies::LETTER,
            Self::Practical => Policies::PRACTICAL,
        }
    }
}

const WAITING: &str = "waiting for another run that writes the same crate";

/// Runs the task.
pub(crate) fn run(args: &Args) -> Result<Ending> {
    let began = Instant::now();
    let reporter = Reporter::new(args.message_format).quiet(args.quiet);
    let schemas = args.schemas.clone().unwrap_or_else(workspace::schemas);
    let out = args.out.clone().unwrap_or_else(workspace::generated);
    if let (Some(dialects), Some(map)) = (&args.dialects, &args.map) {
        let formats = if args.formats { Formats::ALL } else { Formats::NONE };
        let policies = Policies { formats, ..args.preset.unwrap_or(PresetName::Practical).policies() };
        let folder = exam::Folder { schemas: &schemas, dialects, out: &out, map, policies };
        return exam::run(&folder, &reporter, began);
    }
    let mut timings = Timings::default();
    let ending = write_or_check(args, &schemas, &out, &reporter, &mut timings);
    if args.timings {
        timings.print(&reporter, began.elapsed());
    }
    ending
}

fn write_or_check(
    args: &Args,
    schemas: &Path,
    out: &Path,
    reporter: &Reporter,
    timings: &mut Timings,
) -> Result<Ending> {
    let began = Instant::now();
    let Some(made) = generate(args, schemas, out, reporter, timings)? else { return Ok(Ending::Refused) };
    let _turn = (!args.check).then(|| sync::turn(out, || reporter.note(WAITING))).transpose()?;
    let plan = timings.step("compare with the crate", || plan(args, out, &made, reporter))?;
    if args.check {
        return Ok(check(args, &plan, &made, reporter, began));
    }
    let written = timings.step("write", || plan.write())?;
    summary(args, &made, written, reporter, began);
    Ok(Ending::Done)
}

/// Every source's module, where there is no error in any.
fn generate(
    args: &Args,
    schemas: &Path,
    out: &Path,
    reporter: &Reporter,
    timings: &mut Timings,
) -> Result<Option<Vec<Generated>>> {
    let mut found = Diagnostics::default();
    let preset = args.preset.map(PresetName::policies);
    let load = || vendored::load(schemas, preset, &mut found);
    let mut sources = timings.step("read the manifest and its files", load)?;
    if found.has_errors() {
        return Ok(refuse(found.into_sorted(), schemas, reporter));
    }
    if let Some(only) = &args.only {
        ensure_known(only, &sources)?;
    }
    let package = package::of(out)?.0;
    for source in &mut sources {
        source.package = Some(package.clone());
    }
    let mut outcomes = generate_changed(&sources, schemas, args.force, reporter)?;
    for (source, outcome) in sources.iter().zip(&mut outcomes) {
        timings.source(&source.module, std::mem::take(&mut outcome.laps));
    }
    let (made, mut diagnostics) = collect(outcomes);
    diagnostics.extend(found.into_sorted());
    if made.len() == sources.len() {
        diagnostics.extend(dependencies::missing(out, &made)?);
    }
    if diagnostics.iter().any(|it| it.severity == Severity::Error) {
        return Ok(refuse(diagnostics, schemas, reporter));
    }
    reporter.diagnostics(diagnostics, schemas);
    Ok(Some(made))
}

/// What comes of every source; what did not change since an earlier run is not generated again.
fn generate_changed(
    sources: &[Source],
    schemas: &Path,
    force: bool,
    reporter: &Reporter,
) -> Result<Vec<Outcome>> {
    let Some(kept) = Kept::of(schemas) else { return generation::run(sources, reporter) };
    let mut outcomes: Vec<_> = sources.iter().map(|it| kept.get(it).filter(|_| !force)).collect();
    let changed = sources.iter().zip(&outcomes).filter(|(_, known)| known.is_none());
    let changed: Vec<Source> = changed.map(|(source, _)| source.clone()).collect();
    let mut made = generation::run(&changed, reporter)?.into_iter();
    for (source, outcome) in sources.iter().zip(&mut outcomes).filter(|(_, it)| it.is_none()) {
        *outcome = made.next();
        if let Some(it) = &outcome {
            kept.put(source, it);
        }
    }
    Ok(outcomes.into_iter().flatten().collect())
}

/// The modules that could be generated, and every finding.
fn collect(outcomes: impl IntoIterator<Item = Outcome>) -> (Vec<Generated>, Vec<Diagnostic>) {
    let (mut made, mut diagnostics) = (Vec::new(), Vec::new());
    for outcome in outcomes {
        made.extend(outcome.generated);
        diagnostics.extend(outcome.diagnostics);
    }
    (made, diagnostics)
}

fn ensure_known(only: &str, sources: &[Source]) -> Result<()> {
    let modules: Vec<&str> = sources.iter().map(|it| it.module.as_str()).collect();
    let hint = match manifest::nearest(only, &modules) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are: {}", modules.join(", ")),
    };
    ensure!(modules.contains(&only), "no source has the module `{only}`; {hint}");
    Ok(())
}

fn refuse<T>(diagnostics: Vec<Diagnostic>, schemas: &Path, reporter: &Reporter) -> Option<T> {
    let errors = diagnostics.iter().filter(|it| it.severity == Severity::Error).count();
    reporter.diagnostics(diagnostics, schemas);
    reporter.note(&format!("{}; nothing was written", count(errors, "error")));
    None
}

/// What has to be written into the crate, after an interrupted run has been finished.
fn plan(args: &Args, out: &Path, made: &[Generated], reporter: &Reporter) -> Result<Plan> {
    if sync::is_interrupted(out) && args.check {
        reporter.note("an earlier run was interrupted; the next one without `--check` finishes it");
    }
    if !args.check && sync::recover(out)? {
        reporter.note("an earlier run was interrupted; it is finished now");
    }
    let (Package { name, features }, is_ours) = package::of(out)?;
    let files = crate_files(made, &CrateOptions { package: is_ours.then_some(name), features })?;
    let mut plan = sync::compare(out, &files)?;
    if let Some(only) = &args.only {
        let others: Vec<&Generated> = made.iter().filter(|it| it.module != *only).collect();
        let before = plan.changes.len();
        plan.changes.retain(|change| !others.iter().any(|it| belongs_to(&change.path, it)));
        let left = before - plan.changes.len();
        if left > 0 {
            reporter.note(&format!("{} of other sources left as they are", count(left, "stale file")));
        }
    }
    Ok(plan)
}

/// All files of the crate that these modules make up.
pub(crate) fn crate_files(made: &[Generated], options: &CrateOptions) -> Result<BTreeMap<String, String>> {
    let mut files = isotype::assemble(made, options);
    for source in made {
        for (path, text) in &source.files {
            let twice = files.insert(path.clone(), text.clone()).is_some();
            ensure!(!twice, "internal error: `{path}` was generated twice");
        }
    }
    Ok(files)
}

/// Whether a file is, or was, one of the source's own.
fn belongs_to(path: &str, source: &Generated) -> bool {
    let own = |folder: &str| {
        let rest = path.strip_prefix(folder).and_then(|it| it.strip_prefix(&source.module));
        rest.is_some_and(|it| it == ".rs" || it == ".json" || it.starts_with('/'))
    };
    source.files.contains_key(path) || own("src/") || own("src/schemas/") || own("tests/")
}

/// Shows every file that is not as it should be, and what to run.
fn check(args: &Args, plan: &Plan, made: &[Generated], reporter: &Reporter, began: Instant) -> Ending {
    for change in &plan.changes {
        match &change.kind {
            ChangeKind::Changed { old, new } => {
                reporter.stale(&change.path, "changed", &diff::short(old, new));
            }
            ChangeKind::Missing { .. } => reporter.stale(&change.path, "missing", &[]),
            ChangeKind::LeftOver => reporter.stale(&change.path, "left over", &[]),
        }
    }
    let (sources, types) = totals(args, made);
    let ms = began.elapsed().as_millis();
    let stale = plan.changes.len();
    let verdict = match stale {
        0 => "fresh".to_owned(),
        _ => format!("{}: run `{}`", count(stale, "stale file"), command(args)),
    };
    let line = format!("{}, {}, {verdict}, {ms} ms", count(sources, "source"), count(types, "type"));
    let facts = json!({"sources": sources, "types": types, "stale": stale, "milliseconds": ms});
    if stale > 0 {
        reporter.conclude(&line, facts);
        return Ending::Stale;
    }
    reporter.summary(&line, facts);
    Ending::Done
}

fn summary(args: &Args, made: &[Generated], files: Written, reporter: &Reporter, began: Instant) {
    let (sources, types) = totals(args, made);
    let ms = began.elapsed().as_millis();
    let Written { written, removed } = files;
    let removal = if removed > 0 { format!(", {removed} removed") } else { String::new() };
    let line = format!(
        "{}, {}, {} written{removal}, {ms} ms",
        count(sources, "source"),
        count(types, "type"),
        count(written, "file"),
    );
    let facts = json!({
        "sources": sources, "types": types, "written": written, "removed": removed, "milliseconds": ms,
    });
    reporter.summary(&line, facts);
}

fn totals(args: &Args, made: &[Generated]) -> (usize, usize) {
    let asked = || made.iter().filter(|it| args.only.as_ref().is_none_or(|only| it.module == *only));
    (asked().count(), asked().map(|it| it.ledger.len()).sum())
}

/// The command that writes what `--check` found missing.
fn command(args: &Args) -> String {
    let mut words = vec!["cargo xtask codegen".to_owned()];
    words.extend(args.schemas.iter().map(|it| format!("--schemas {}", it.display())));
    words.extend(args.out.iter().map(|it| format!("--out {}", it.display())));
    words.extend(args.only.iter().map(|it| format!("--only {it}")));
    let preset = args.preset.and_then(|it| it.to_possible_value());
    words.extend(preset.map(|it| format!("--preset {}", it.get_name())));
    words.join(" ")
}

/// Reads a file that the user named.
pub(crate) fn read_text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::belongs_to;
    use isotype::Generated;

    #[test]
    fn a_source_owns_its_module_and_its_tests() {
        let source = Generated { module: "clerk".into(), ..Generated::default() };
        for path in ["src/clerk.rs", "src/clerk/mod.rs", "src/schemas/clerk.json", "tests/clerk.rs"] {
            assert!(belongs_to(path, &source), "{path}");
        }
        for path in ["src/clerk_two.rs", "src/lib.rs", "LEDGER.md", "clerk.rs"] {
            assert!(!belongs_to(path, &source), "{path}");
        }
    }
}
