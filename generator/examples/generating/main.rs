//! How long generating takes: CPU time and memory of synthetic documents, or of those that are named.
//!
//! ```console
//! cargo run --release -p isotype --example generating                 # 100, 1,000, 10,000 definitions
//! cargo run --release -p isotype --example generating FILE..          # these documents, all definitions
//! cargo run -p isotype --example generating -- --write COUNT          # a synthetic document, to look at
//! ```
//!
//! One document a process, so that each has its own peak of memory: the program starts itself again.

mod synthetic;

use std::error::Error;
use std::io::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

use isotype::config::{InputFile, Roots, Source};
use isotype::diagnostic::{Diagnostic, Severity};

/// As in `cargo xtask`, whose generating this measures.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Schemas nest deeper than a thread's default stack.
const STACK: usize = 512 << 20;
const SIZES: [&str; 3] = ["100", "1000", "10000"];

type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

fn main() -> Outcome {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match &args[..] {
        [flag, count] if flag == "--write" => say(&synthetic::document(count.parse()?)),
        [flag, what] if flag == "--one" => one(what),
        [] => table(&SIZES.map(str::to_owned)),
        files => table(files),
    }
}

fn table(whats: &[String]) -> Outcome {
    say(
        "| document | types | lines | CPU ms | ms a type | peak MiB |\n| --- | --- | --- | --- | --- | --- |",
    )?;
    for what in whats {
        let done = Command::new(std::env::current_exe()?).args(["--one", what]).status()?;
        if !done.success() {
            return Err(format!("{what} could not be generated").into());
        }
    }
    Ok(())
}

/// Generates one document and prints its row.
fn one(what: &str) -> Outcome {
    let file = match what.parse() {
        Ok(count) => {
            InputFile { path: format!("{count}.json"), bytes: synthetic::document(count).into_bytes() }
        }
        Err(_) => InputFile { path: what.to_owned(), bytes: std::fs::read(what)? },
    };
    let source = Source { roots: Roots::Definitions, ..Source::new("measured", vec![file]) };
    let began = Instant::now();
    let work = move || {
        let done = isotype::generate(&source);
        (done, cpu_time().unwrap_or_else(|| began.elapsed()))
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work)?;
    let ((generated, found), spent) = thread.join().map_err(|_| "generating panicked")?;
    let errors: Vec<&Diagnostic> = found.iter().filter(|it| it.severity == Severity::Error).collect();
    if let Some(first) = errors.first() {
        return Err(
            format!("{} errors; the first: {} at {:?}", errors.len(), first.message, first.place).into()
        );
    }
    let generated = generated.ok_or("nothing was generated")?;
    let types = generated.ledger.len();
    let modules = generated.files.iter().filter(|(path, _)| path.starts_with("src/"));
    let lines: usize = modules.map(|(_, text)| text.lines().count()).sum();
    let ms = spent.as_secs_f64() * 1000.0;
    let each = ms / f64::from(u32::try_from(types.max(1))?);
    let name = what.rsplit('/').next().unwrap_or(what);
    say(&format!("| {name} | {types} | {lines} | {ms:.0} | {each:.3} | {} |", peak_mib()?))
}

/// CPU time of this thread, where the system tells.
fn cpu_time() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(text.split(' ').next()?.parse().ok()?))
}

/// The most memory that this process ever held; 0 where the system does not tell.
fn peak_mib() -> Result<u64, Box<dyn Error + Send + Sync>> {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else { return Ok(0) };
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    Ok(peak.unwrap_or("0").trim().trim_end_matches(" kB").parse::<u64>()? / 1024)
}

fn say(line: &str) -> Outcome {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
