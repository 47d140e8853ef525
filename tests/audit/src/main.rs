//! The audit: random schemas and instances, judged by our types and by the oracle.

mod instances;
mod judge;
mod oracle;
mod random;
#[path = "../../../xtask/src/conformance/json.rs"]
mod same;
mod schemas;
mod scratch;
mod shrink;

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::Parser;
use isotype::schema::Dialect;

use self::judge::{Case, Preset};
use self::random::Random;
use self::scratch::Scratch;

/// Asks the oracle whether the types are right.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask audit", bin_name = "cargo xtask audit")]
struct Args {
    /// Seconds after which no new batch begins
    #[arg(long, default_value = "600")]
    time: u64,
    /// Where the random numbers begin
    #[arg(long, default_value = "1")]
    seed: u64,
    /// Random schemas at most
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
    /// Disagreements that are shrunk and printed
    #[arg(long, default_value = "5")]
    shown: usize,
}

const DIALECTS: [Dialect; 5] =
    [Dialect::Draft202012, Dialect::Draft7, Dialect::Draft201909, Dialect::Draft6, Dialect::Draft4];

fn main() -> Result<ExitCode> {
    let args = Args::parse();
    std::panic::set_hook(Box::new(|_| {}));
    let began = Instant::now();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/audit");
    let scratch = Scratch::new(folder.join("batch"));
    let (mut schemas, mut instances, mut valid, mut types, mut by_policy, mut unjudged) = (0, 0, 0, 0, 0, 0);
    let mut found = Vec::new();
    while schemas < args.schemas && began.elapsed() < Duration::from_secs(args.time) {
        let first = args.from + schemas;
        let numbers = first..first + args.batch.min(args.schemas - schemas);
        let cases: Vec<Case> = numbers.map(|at| case(args.seed, at, args.instances)).collect();
        let verdict = judge::judge(&cases, &scratch)?;
        for (number, faults) in verdict.faults {
            let (what, said) = faults[0].said();
            let said: String = said.chars().take(150).collect();
            println!("#{} {what} ({} in all): {said}", first + number, faults.len());
            found.push((cases[number].clone(), faults[0].clone()));
        }
        schemas += cases.len();
        instances += verdict.instances;
        valid += verdict.valid;
        types += verdict.types;
        by_policy += verdict.by_policy;
        unjudged += verdict.unjudged;
        println!(
            "{schemas} schemas ({unjudged} not judged), {types} types, {instances} instances ({valid} valid), {by_policy} by policy, {} faults, {} s",
            found.len(),
            began.elapsed().as_secs()
        );
    }
    let faults = found.len();
    let scratch = Scratch::new(folder.join("shrink"));
    for (case, fault) in found.into_iter().take(args.shown) {
        println!("\n{}", shrink::shrunk(case, fault, &scratch)?);
    }
    Ok(if faults == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn case(seed: u64, at: usize, instances: usize) -> Case {
    let mut random = Random::of(seed, at);
    let dialect = *random.pick(&DIALECTS);
    let preset = if random.chance(65) { Preset::Letter } else { Preset::Practical };
    let is_typed = preset == Preset::Practical || random.chance(50);
    let schema = schemas::random(&mut random, dialect, is_typed);
    let instances = instances::random(&mut random, &schema, instances);
    Case { schema, dialect, preset, instances }
}
