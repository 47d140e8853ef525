//! `cargo xtask conformance`: a suite of schemas and instances, run through generated types.
//!
//! Every schema of the suite becomes a module of a few scratch crates under `target/conformance`, one
//! program reads and writes every instance, and what came of it is compared with the suite's verdicts.
//! Ends with 1 where a mandatory test disagrees.

mod json;
mod remotes;
pub(crate) mod scratch;
mod suite;
mod table;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use isotype::config::{InputFile, Policies, Roots, Source};
use isotype::format::Formats;
use serde_json::value::RawValue;

use self::scratch::{Again, Module};
use self::suite::{Case, Kind, Suite};
use crate::codegen::PresetName;
use crate::report::{self, MessageFormat, Reporter};
use crate::{Ending, exam, generation, module_name, workspace};

/// What `cargo xtask conformance` is asked to do.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "they are the flags of the command line")]
pub(crate) struct Args {
    /// JSON lines of schemas with instances, or a checkout of the JSON-Schema-Test-Suite
    #[arg(long, value_name = "FILE_OR_DIR")]
    suite: PathBuf,
    /// How the schemas are read
    #[arg(long, value_enum, default_value = "letter")]
    preset: PresetName,
    /// Run the `format` tests too, with formats asserted
    #[arg(long)]
    formats: bool,
    /// Let the types borrow their texts
    #[arg(long)]
    borrow: bool,
    /// Name every disagreement and every schema that was left out
    #[arg(long)]
    list: bool,
    /// Show no progress
    #[arg(long, short)]
    quiet: bool,
}

/// How the schemas of a suite are read.
#[derive(Clone, Copy)]
struct Reading {
    policies: Policies,
    /// Whether the tests of `format` are run, with formats asserted.
    formats: bool,
    /// Whether the types borrow their texts.
    borrow: bool,
}

/// A case and what came of it.
struct Judged<'s> {
    case: &'s Case,
    /// Why there is no type, if there is none.
    missing: Option<String>,
    /// One a test, in order.
    tests: Vec<Test>,
}

/// What came of an instance.
struct Test {
    /// Whether it was accepted or refused as the suite says.
    agrees: bool,
    /// For an instance that should be read: whether it came back unchanged.
    is_lossless: bool,
    /// The reader's words, or the text that came back.
    reason: String,
}

/// What came of a suite.
struct Verdicts<'s> {
    judged: Vec<Judged<'s>>,
    /// Cases that need documents which the suite does not hand over.
    left_out: Vec<&'s Case>,
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Result<Ending> {
    let reporter = Reporter::new(MessageFormat::Human).quiet(args.quiet);
    let suite = suite::read(&args.suite)?;
    let name = args.suite.file_stem().map_or_else(|| "suite".into(), |it| it.to_string_lossy());
    let folder = workspace::root().join("target/conformance").join(&*name);
    let reading = Reading { policies: args.preset.policies(), formats: args.formats, borrow: args.borrow };
    let verdicts = judge(&suite, reading, &folder, &reporter)?;
    reporter.progress("");
    report::out_line(table::of(&verdicts).trim_end());
    if args.list {
        for line in table::disagreements(&verdicts) {
            report::out_line(&line);
        }
    }
    Ok(if verdicts.disagrees() { Ending::Disagrees } else { Ending::Done })
}

impl Verdicts<'_> {
    /// Whether a mandatory test failed.
    fn disagrees(&self) -> bool {
        let of_note = self.judged.iter().filter(|it| it.case.kind.is_mandatory());
        of_note.flat_map(|it| &it.tests).any(|it| !it.agrees || !it.is_lossless)
    }
}

/// Generates the types, compiles them, and runs every instance through them.
fn judge<'s>(suite: &'s Suite, reading: Reading, folder: &Path, reporter: &Reporter) -> Result<Verdicts<'s>> {
    let lacks = |case: &Case| {
        let is_remote = || case.kind == Kind::Remote || remotes::leaves(&case.schema, suite::REMOTES);
        suite.remotes.is_empty() && case.documents.is_empty() && is_remote()
    };
    let wanted = |case: &&Case| reading.formats || case.kind != Kind::Format;
    let (left_out, cases): (Vec<&Case>, Vec<&Case>) =
        suite.cases.iter().filter(wanted).partition(|it| lacks(it));
    let sources = sources(&cases, suite, reading)?;
    let outcomes = generation::run(&sources, reporter)?;
    let mut modules = Vec::new();
    let mut missing: BTreeMap<usize, String> = BTreeMap::new();
    for (at, (source, outcome)) in sources.iter().zip(outcomes).enumerate() {
        match outcome.generated {
            Some(generated) => {
                let name = source.module.clone();
                let root = generated.roots.first().map(|root| (name.clone(), root.clone()));
                modules.push(Module { readers: root.into_iter().collect(), name, generated });
            }
            None => drop(missing.insert(at, exam::in_one_line(&outcome.diagnostics))),
        }
    }
    let faults = scratch::build(folder, &modules, reporter)?;
    let mut requests: Vec<(&str, &str)> = Vec::new();
    for (at, (case, source)) in cases.iter().zip(&sources).enumerate() {
        if let Some(fault) = faults.get(&source.module) {
            missing.insert(at, format!("does not compile: {fault}"));
        }
        if !missing.contains_key(&at) {
            requests.extend(case.instances.iter().map(|it| (source.module.as_str(), it.text.get())));
        }
    }
    reporter.progress(&format!("running {} instances", requests.len()));
    let mut answers = scratch::run(folder, &requests)?.into_iter();
    let judged = cases.into_iter().enumerate().map(|(at, case)| {
        let missing = missing.remove(&at);
        let answer = |answers: &mut dyn Iterator<Item = Again>| match &missing {
            Some(reason) => Some(Again::Lost(reason.clone())),
            None => answers.next(),
        };
        let tests = case.instances.iter().map(|it| {
            let again = answer(&mut answers).context("internal error: an instance has no answer")?;
            Ok(test(it, again))
        });
        Ok(Judged { case, tests: tests.collect::<Result<_>>()?, missing })
    });
    Ok(Verdicts { judged: judged.collect::<Result<_>>()?, left_out })
}

fn test(instance: &suite::Instance, again: Again) -> Test {
    match (instance.valid, again) {
        (true, Again::Written(text)) => {
            Test { agrees: true, is_lossless: json::is_same(instance.text.get(), &text), reason: text }
        }
        (true, Again::Refused(reason) | Again::Lost(reason)) => {
            Test { agrees: false, is_lossless: false, reason }
        }
        (false, Again::Refused(reason)) => Test { agrees: true, is_lossless: true, reason },
        (false, Again::Written(text)) => {
            Test { agrees: false, is_lossless: true, reason: format!("accepted; written as {text}") }
        }
        (false, Again::Lost(reason)) => Test { agrees: false, is_lossless: true, reason },
    }
}

fn sources(cases: &[&Case], suite: &Suite, reading: Reading) -> Result<Vec<Source>> {
    let modules = module_name::from_stems(cases.iter().map(|it| it.id.as_str()));
    let mut sources = Vec::with_capacity(cases.len());
    for (case, module) in cases.iter().zip(modules) {
        let file = |path: &str, text: &RawValue| InputFile {
            path: path.to_owned(),
            bytes: text.get().as_bytes().to_vec(),
        };
        let mut documents = vec![file(&format!("{module}.json"), &case.schema)];
        for remotes in [&case.documents, &suite.remotes] {
            let needed = remotes::needed(&case.schema, remotes);
            documents.extend(needed.into_iter().map(|(uri, text)| file(uri, text)));
        }
        let policies = match case.kind {
            Kind::Format => Policies { formats: Formats::ALL, ..reading.policies },
            Kind::Mandatory | Kind::Remote | Kind::Optional => reading.policies,
        };
        let dialect = exam::dialect(&case.dialect).with_context(|| format!("in {}", case.id))?;
        sources.push(Source {
            dialect: Some(dialect),
            roots: Roots::Entry,
            policies,
            borrow: reading.borrow,
            ..Source::new(module, documents)
        });
    }
    Ok(sources)
}

#[cfg(test)]
mod tests {
    use isotype::config::Policies;

    use super::{Reading, judge, suite, table};
    use crate::report::{MessageFormat, Reporter};
    use crate::workspace;

    /// What the official suite does not cover; it can't be part of the project itself.
    #[test]
    fn generated_types_agree_with_our_own_suite() {
        let suite = suite::read(&workspace::root().join("tests/conformance")).expect("the suite is there");
        let reporter = Reporter::new(MessageFormat::Human);
        for (borrow, folder) in [(false, "conformance"), (true, "borrowing")] {
            let folder = workspace::root().join("target/conformance").join(folder);
            let reading = Reading { policies: Policies::LETTER, formats: true, borrow };
            let verdicts = judge(&suite, reading, &folder, &reporter).expect("the suite runs");
            assert_eq!(table::disagreements(&verdicts), [""; 0], "borrow: {borrow}");
        }
    }
}
