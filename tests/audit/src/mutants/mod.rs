//! Schemas as nobody should write them, and the generator alone: a result or findings, whatever comes.
//!
//! A mutant depends on the seed, its number and the schemas it is made of. What one may not cause: a panic, a
//! crash, no end, a result that is no Rust, another result the second time, an error inside the generator.

mod noise;
mod seeds;
mod shrink;
mod structure;
mod trial;
mod watch;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use isotype::config::{InputFile, Override, Package, Policies, Roots, Source};
use isotype::format::Formats;
use isotype::schema::{ALLOWABLE, Dialect};
use serde_json::{Value, json};

use self::seeds::Seed;
use self::structure::Pool;
use crate::random::Random;

/// What is asked for.
pub(crate) struct Asked<'a> {
    /// Where the schemas are from.
    pub(crate) paths: &'a [PathBuf],
    pub(crate) seed: u64,
    /// The numbers of the mutants.
    pub(crate) numbers: std::ops::Range<usize>,
    pub(crate) time: Duration,
    /// How many faults are made small and printed.
    pub(crate) shown: usize,
    /// Where mutants lie while they are tried, and stay where one is at fault.
    pub(crate) folder: &'a Path,
}

/// Tries mutants, prints what is wrong, and tells how many are.
pub(crate) fn run(asked: &Asked<'_>) -> Result<usize> {
    let groups = seeds::read(asked.paths)?;
    let report = watch::watch(asked, move |seed, at| mutant(&groups, seed, at))?;
    for (at, text) in report.faults.iter().take(asked.shown) {
        println!("\n#{at}: {text}");
    }
    println!("{report}");
    Ok(report.faults.len())
}

/// The mutant with a number: a source for the generator.
fn mutant(groups: &[Vec<Seed>], seed: u64, at: usize) -> Source {
    let mut random = Random::of(seed, at);
    let mut drawn = || -> Seed {
        let group = random.pick(groups);
        random.pick(group).clone()
    };
    let (first, second, third) = (drawn(), drawn(), drawn());
    let mut documents = vec![document(&mut random, "case", &first, &[&second, &third])];
    if random.chance(20) {
        documents.push(document(&mut random, "other", &second, &[&third]));
    }
    let mut source = Source::new("case", documents);
    let policies = *random.pick(&[Policies::LETTER, Policies::PRACTICAL]);
    let formats = if random.chance(30) { Formats::ALL } else { Formats::NONE };
    source.policies = Policies { formats, ..policies };
    source.dialect = Some(*random.pick(&Dialect::ALL)).filter(|_| random.chance(70));
    source.roots = match random.below(6) {
        0..2 => Roots::Root,
        2 => Roots::Entry,
        3 => Roots::Named(vec!["a".to_owned(), "#/properties/a".to_owned()]),
        _ => Roots::Definitions,
    };
    source.package = random.chance(30).then(Package::default);
    if random.chance(60) {
        source.allow = random.some(&ALLOWABLE, 50).into_iter().map(|it| (*it).to_owned()).collect();
    }
    if random.chance(10) {
        source.overrides.push(Override {
            at: (*random.pick(&["#", "#/$defs/a", "#/properties/a", "", "#/%"])).to_owned(),
            rename: Some((*random.pick(&["Other", "Option", "self", ""])).to_owned()),
            open: random.chance(50),
            one_of: None,
            reason: String::new(),
        });
    }
    source
}

/// A document made of a schema, and of parts of others.
fn document(random: &mut Random, stem: &str, seed: &Seed, others: &[&Seed]) -> InputFile {
    let value = serde_json::from_str::<Value>(seed);
    let is_yaml = value.is_err() || random.chance(12);
    let mut bytes = seed.clone().into_bytes();
    if let (Ok(mut value), true) = (value, random.chance(94)) {
        let others: Vec<Value> =
            others.iter().map(|it| serde_json::from_str(it).unwrap_or_else(|_| json!({}))).collect();
        let pointers = structure::pointers(&value);
        let pool = Pool { others: &others, pointers: &pointers };
        let count = if random.chance(10) { random.below(60) } else { 1 + random.below(4) };
        for _ in 0..count {
            structure::change(random, &pool, &mut value);
        }
        bytes = value.to_string().into_bytes();
    } else {
        noise::change(random, &mut bytes);
    }
    if random.chance(6) {
        noise::change(random, &mut bytes);
    }
    InputFile { path: format!("{stem}.{}", if is_yaml { "yaml" } else { "json" }), bytes }
}
