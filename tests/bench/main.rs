//! How much reading and writing costs: our types, derived ones, typify's and `serde_json::Value` over the same
//! documents.
//!
//! `cargo xtask bench` starts it. Ratios are to a bare parse (`IgnoredAny`) of the same documents, in instructions
//! where `valgrind` is there, else in the best time of many rounds.

mod cost;
mod derived;
mod documents;
mod readers;
#[cfg(feature = "typify")]
mod stock;
mod workloads;

use std::error::Error;
use std::io::Write as _;

use crate::cost::{Cost, Kind};
use crate::readers::Reader;
use crate::workloads::Workload;

/// The reader to which ratios of reading are.
const BARE: &str = "bare parse";
/// The reader to which ratios of writing are.
const DERIVED: &str = "derive";

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let workloads = workloads::all();
    if let [workload, reader, kind] = &args[..] {
        return one(&workloads, workload, reader, kind);
    }
    let cost = Cost::of_this_machine();
    say(&format!("Ratios of {}.\n", cost.unit()))?;
    say("| workload | reader | reading / bare parse | writing / derive | accepted | wrongly accepted |")?;
    say("| --- | --- | --- | --- | --- | --- |")?;
    for workload in &workloads {
        rows(&cost, workload)?;
    }
    Ok(())
}

fn rows(cost: &Cost, workload: &Workload) -> Result<(), Box<dyn Error>> {
    let spent = |name: &str, kind| {
        let found = workload.readers.iter().find(|it| it.name == name);
        found.map(|reader| cost.of(workload, reader, kind)).transpose().map(Option::flatten)
    };
    let bare = spent(BARE, Kind::Read)?;
    let derived = spent(DERIVED, Kind::Write)?;
    for reader in workload.readers.iter().filter(|it| it.name != BARE) {
        let read = ratio(cost.of(workload, reader, Kind::Read)?, bare);
        let written = ratio(cost.of(workload, reader, Kind::Write)?, derived);
        let (name, valid, invalid) = (workload.name, &workload.valid, &workload.invalid);
        let (accepted, wrongly) = ((reader.read)(valid), (reader.read)(invalid));
        let counts = format!("{accepted}/{} | {wrongly}/{}", valid.len(), invalid.len());
        say(&format!("| {name} | {} | {read} | {written} | {counts} |", reader.name))?;
    }
    Ok(())
}

fn ratio(part: Option<u64>, whole: Option<u64>) -> String {
    match (part, whole) {
        #[expect(clippy::cast_precision_loss, reason = "two digits are shown")]
        (Some(part), Some(whole)) => format!("{:.2}", part as f64 / whole as f64),
        _ => "-".to_owned(),
    }
}

/// Does one thing once, for a tool that counts instructions.
fn one(workloads: &[Workload], workload: &str, reader: &str, kind: &str) -> Result<(), Box<dyn Error>> {
    let workload = workloads.iter().find(|it| it.name == workload).ok_or("no such workload")?;
    let reader: &Reader = workload.readers.iter().find(|it| it.name == reader).ok_or("no such reader")?;
    let work = cost::work(workload, reader, kind.parse()?).ok_or("this reader can't write")?;
    cost::measured(&*work);
    Ok(())
}

fn say(line: &str) -> std::io::Result<()> {
    writeln!(std::io::stdout(), "{line}")
}
