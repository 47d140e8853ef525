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
    say("| workload | reader | reading / bare parse | writing a byte / derive | accepted | wrongly accepted |")?;
    say("| --- | --- | --- | --- | --- | --- |")?;
    for workload in &workloads {
        rows(&cost, workload)?;
    }
    Ok(())
}

fn rows(cost: &Cost, workload: &Workload) -> Result<(), Box<dyn Error>> {
    let named = |name: &str| workload.readers.iter().find(|it| it.name == name).ok_or("no such reader");
    let bare = cost.of(workload, named(BARE)?, Kind::Read)?;
    let derived = a_byte(cost, workload, named(DERIVED)?)?;
    for reader in workload.readers.iter().filter(|it| it.name != BARE) {
        let read = ratio(cost.of(workload, reader, Kind::Read)?.map(double), bare.map(double));
        let written = ratio(a_byte(cost, workload, reader)?, derived);
        let (name, valid, invalid) = (workload.name, &workload.valid, &workload.invalid);
        let (accepted, wrongly) = ((reader.read)(valid), (reader.read)(invalid));
        let counts = format!("{accepted}/{} | {wrongly}/{}", valid.len(), invalid.len());
        say(&format!("| {name} | {} | {read} | {written} | {counts} |", reader.name))?;
    }
    Ok(())
}

/// The cost of writing a byte: types that lose members write fewer of them.
fn a_byte(cost: &Cost, workload: &Workload, reader: &Reader) -> Result<Option<f64>, Box<dyn Error>> {
    let Some(writer) = reader.writer else { return Ok(None) };
    let bytes = writer(&workload.valid)();
    Ok(cost.of(workload, reader, Kind::Write)?.map(|spent| double(spent) / double(bytes as u64)))
}

#[expect(clippy::cast_precision_loss, reason = "two digits are shown")]
fn double(count: u64) -> f64 {
    count as f64
}

fn ratio(part: Option<f64>, whole: Option<f64>) -> String {
    match (part, whole) {
        (Some(part), Some(whole)) => format!("{:.2}", part / whole),
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
