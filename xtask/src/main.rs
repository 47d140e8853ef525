//! The command line of Isotype: `cargo xtask codegen`, `vendor`, `watch`, `explain`, `diff`, `report`, `compare`, `conformance`,
//! `audit` and `bench`.
//!
//! Exit codes: 0 done or fresh, 1 stale (`--check`), breaking (`--fail-on`) or not as a suite says, 2 bad input or failure.

mod api_diff;
mod audit;
mod bench;
mod codegen;
mod compare;
mod conformance;
mod dependencies;
mod diff;
mod exam;
mod excerpt;
mod explain;
mod generation;
mod kept;
mod manifest;
mod module_name;
mod package;
mod report;
mod report_page;
mod sync;
mod timings;
mod vendor;
mod vendored;
mod watch;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Generating makes and drops many small values.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Writes, checks and judges the generated crate.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Writes the crate of types from the vendored schemas
    Codegen(codegen::Args),
    /// Takes schemas in, and says whether those taken in are as they were
    Vendor(vendor::Args),
    /// Runs codegen each time a schema or the manifest changes
    Watch(watch::Args),
    /// Says what a type is and why, or what the code of a diagnostic means
    Explain(explain::Args),
    /// Says what a change of the schemas breaks: in the Rust API, for readers and for writers
    Diff(api_diff::Args),
    /// Writes a page on all types, their grades and pictures of them
    Report(report_page::Args),
    /// Puts stock typify and this generator side by side on the vendored schemas
    Compare(compare::Args),
    /// Runs a suite of schemas and instances through generated types
    Conformance(conformance::Args),
    /// Asks the oracle about random schemas and instances, and about those of a suite
    Audit(audit::Args),
    /// Measures reading, writing and generating
    Bench(bench::Args),
}

/// How a task ended; what could not even be tried is an error instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// All is done, or nothing was to do.
    Done,
    /// `--check` found differences.
    Stale,
    /// `--fail-on` names what changed.
    Breaking,
    /// A suite says something else.
    Disagrees,
    /// The input has errors; they were reported.
    Refused,
}

fn main() -> ExitCode {
    let ending = match Cli::parse().task {
        Task::Codegen(args) => codegen::run(&args),
        Task::Vendor(args) => vendor::run(&args),
        Task::Watch(args) => watch::run(&args),
        Task::Explain(args) => explain::run(&args),
        Task::Diff(args) => api_diff::run(&args),
        Task::Report(args) => report_page::run(&args),
        Task::Compare(args) => compare::run(&args),
        Task::Conformance(args) => conformance::run(&args),
        Task::Audit(args) => audit::run(&args),
        Task::Bench(args) => bench::run(&args),
    };
    match ending {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::Stale | Ending::Breaking | Ending::Disagrees) => ExitCode::from(1),
        Ok(Ending::Refused) => ExitCode::from(2),
        Err(error) => {
            report::failure(&error);
            ExitCode::from(2)
        }
    }
}
