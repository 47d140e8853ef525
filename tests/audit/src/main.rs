//! The audit: schemas and instances, judged by our types and by the oracle.
//!
//! Random schemas, or those of files; the instances are made from each schema. Ends with 1 where a disagreement
//! is not explained, and prints it as a golden case.

mod corpus;
mod instances;
mod judge;
mod mutants;
mod oracle;
mod progress;
mod random;
#[path = "../../../xtask/src/conformance/json.rs"]
mod same;
mod schemas;
mod scratch;
mod shrink;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::Parser;
use isotype::schema::Dialect;

use self::corpus::{Entry, Schema};
use self::judge::{Case, Fault, Preset, Verdict};
use self::random::Random;
use self::scratch::Scratch;

/// Asks the oracle whether the types are right, on random schemas or on those of files.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask audit", bin_name = "cargo xtask audit")]
struct Args {
    /// Schemas to audit instead of random ones: documents, or lines of a corpus (`.jsonl`)
    files: Vec<PathBuf>,
    /// Seconds after which no new batch begins
    #[arg(long, default_value = "600")]
    time: u64,
    /// Where the random numbers begin
    #[arg(long, default_value = "1")]
    seed: u64,
    /// Schemas at most
    #[arg(long, default_value = "1000")]
    schemas: usize,
    /// The first of them
    #[arg(long, default_value = "0")]
    from: usize,
    /// Instances of each
    #[arg(long, default_value = "200")]
    instances: usize,
    /// Schemas that are compiled at once
    #[arg(long, default_value = "240")]
    batch: usize,
    /// Folder of the scratch crates [default: target/audit]
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Disagreements that are shrunk and printed
    #[arg(long, default_value = "5")]
    shown: usize,
    /// Change the schemas of the files (or folders) at random, and run the generator alone over them
    #[arg(long, requires = "files")]
    mutate: bool,
}

const DIALECTS: [Dialect; 5] =
    [Dialect::Draft202012, Dialect::Draft7, Dialect::Draft201909, Dialect::Draft6, Dialect::Draft4];

fn main() -> Result<ExitCode> {
    let args = Args::parse();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/audit");
    let folder = args.folder.clone().unwrap_or(folder);
    if args.mutate {
        let faults = mutants::run(&mutants::Asked {
            paths: &args.files,
            seed: args.seed,
            numbers: args.from..args.from + args.schemas,
            time: Duration::from_secs(args.time),
            shown: args.shown,
            folder: &folder.join("mutants"),
        })?;
        return Ok(if faults == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) });
    }
    progress::begin();
    // Panics of the generator and of the oracle are counted, not printed.
    std::panic::set_hook(Box::new(|_| {}));
    let began = Instant::now();
    let mut entries: Vec<Entry> = Vec::new();
    for path in &args.files {
        entries.extend(corpus::read(path)?);
    }
    let last = args.from + args.schemas;
    // Each schema of a file is read both ways.
    let last = if args.files.is_empty() { last } else { last.min(entries.len() * 2) };
    let case = |at: usize| match entries.get(at / 2) {
        Some(entry) => (entry.id.clone(), given(&args, at, entry)),
        None => (format!("#{at}"), random(&args, at)),
    };
    let scratch = Scratch::new(folder.join("batch"));
    let mut total = Total::default();
    let mut found = Vec::new();
    let mut at = args.from;
    while at < last && began.elapsed() < Duration::from_secs(args.time) {
        let next = last.min(at + args.batch);
        let (names, cases): (Vec<String>, Vec<Case>) = (at..next).map(case).unzip();
        let verdict = judge::judge(&cases, &scratch)?;
        total.add(&cases, &verdict);
        for (number, faults) in verdict.faults {
            let case = &cases[number];
            println!("{} ({}) {}", names[number], case.preset.name(), summary(&faults));
            let schema = case.schema.whole().to_string();
            if schema.len() < 3000 {
                println!("    {} {schema}", case.dialect.name());
            }
            found.push((cases[number].clone(), faults[0].clone()));
        }
        println!("{}, {} s", total.shown(found.len()), began.elapsed().as_secs());
        at = next;
    }
    let faults = found.len();
    let scratch = Scratch::new(folder.join("shrink"));
    for (case, fault) in found.into_iter().take(args.shown) {
        println!("\n{}", shrink::shrunk(case, fault, &scratch)?);
    }
    Ok(if faults == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// The first fault, and how many more there are.
fn summary(faults: &[Fault]) -> String {
    let (what, said) = faults[0].said();
    let said: String = said.chars().take(150).collect();
    format!("{what} ({} in all): {said}", faults.len())
}

/// What was looked at so far.
#[derive(Default)]
struct Total {
    schemas: usize,
    types: usize,
    instances: usize,
    valid: usize,
    by_policy: usize,
    unjudged: usize,
}

impl Total {
    fn add(&mut self, cases: &[Case], verdict: &Verdict) {
        self.schemas += cases.len();
        self.types += verdict.types;
        self.instances += verdict.instances;
        self.valid += verdict.valid;
        self.by_policy += verdict.by_policy;
        self.unjudged += verdict.unjudged;
    }

    fn shown(&self, faults: usize) -> String {
        let Self { schemas, types, instances, valid, by_policy, unjudged } = self;
        format!(
            "{schemas} schemas ({unjudged} that the oracle refuses), {types} types, {instances} instances ({valid} valid), \
             {by_policy} declared by a policy, {faults} schemas with a fault"
        )
    }
}

/// A random schema and its instances; both depend on the seed and its number alone.
fn random(args: &Args, at: usize) -> Case {
    let mut random = Random::of(args.seed, at);
    let dialect = *random.pick(&DIALECTS);
    let preset = if random.chance(65) { Preset::Letter } else { Preset::Practical };
    let is_typed = preset == Preset::Practical || random.chance(50);
    let schema = schemas::random(&mut random, dialect, is_typed);
    let instances = instances::random(&mut random, &schema, &[], args.instances);
    Case { schema: Schema::new(schema), dialect, preset, instances }
}

/// A given schema, its instances, and more of them.
fn given(args: &Args, at: usize, entry: &Entry) -> Case {
    let mut random = Random::of(args.seed, at);
    let mut instances = entry.instances.clone();
    instances.extend(instances::random(&mut random, &entry.schema.whole(), &entry.instances, args.instances));
    let preset = if at.is_multiple_of(2) { Preset::Letter } else { Preset::Practical };
    Case { schema: entry.schema.clone(), dialect: entry.dialect, preset, instances }
}
