//! What a piece of work costs: instructions by callgrind, or the best time of many rounds.

use std::error::Error;
use std::process::{Command, Stdio};
use std::str::FromStr;
use std::time::Instant;

use crate::readers::Reader;
use crate::workloads::Workload;

const ROUNDS: usize = 200;

/// How costs are found.
pub enum Cost {
    /// Repeatable on a busy machine: what callgrind collects within [`measured`].
    Instructions,
    /// Nanoseconds of the fastest round.
    Time,
}

/// Which work is meant.
#[derive(Clone, Copy)]
pub enum Kind {
    Read,
    Write,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

impl FromStr for Kind {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "read" => Ok(Self::Read),
            "write" => Ok(Self::Write),
            _ => Err("neither `read` nor `write`"),
        }
    }
}

impl Cost {
    /// Instructions where `valgrind` can be started.
    pub fn of_this_machine() -> Self {
        let found = Command::new("valgrind").arg("--version").stdout(Stdio::null()).status();
        if found.is_ok_and(|it| it.success()) {
            Self::Instructions
        } else {
            Self::Time
        }
    }

    pub fn unit(&self) -> &'static str {
        match self {
            Self::Instructions => "instructions, counted by callgrind",
            Self::Time => "time, the best of many rounds",
        }
    }

    /// What all valid documents cost; `None` where the reader can't do it.
    pub fn of(
        &self,
        workload: &Workload,
        reader: &Reader,
        kind: Kind,
    ) -> Result<Option<u64>, Box<dyn Error>> {
        let Some(work) = work(workload, reader, kind) else { return Ok(None) };
        match self {
            Self::Instructions => instructions(workload, reader, kind).map(Some),
            Self::Time => Ok((0..ROUNDS).map(|_| nanoseconds(&*work)).min()),
        }
    }
}

/// The work itself; what has to stand ready for it is made before.
pub fn work<'a>(
    workload: &'a Workload,
    reader: &'a Reader,
    kind: Kind,
) -> Option<Box<dyn Fn() -> usize + 'a>> {
    match kind {
        Kind::Read => Some(Box::new(|| (reader.read)(&workload.valid))),
        Kind::Write => reader.writer.map(|it| it(&workload.valid)),
    }
}

/// Does the work. Callgrind finds what to count by this name.
#[inline(never)]
pub fn measured(work: &dyn Fn() -> usize) -> usize {
    std::hint::black_box(work())
}

fn nanoseconds(work: &dyn Fn() -> usize) -> u64 {
    let began = Instant::now();
    measured(work);
    u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX)
}

/// Has callgrind run this program for one thing.
fn instructions(workload: &Workload, reader: &Reader, kind: Kind) -> Result<u64, Box<dyn Error>> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args([
        "--tool=callgrind",
        "--callgrind-out-file=/dev/null",
        "--toggle-collect=*cost::measured*",
    ]);
    let told =
        valgrind.arg(std::env::current_exe()?).args([workload.name, reader.name, kind.as_str()]).output()?;
    let text = String::from_utf8_lossy(&told.stderr);
    let count = text.lines().find_map(|line| line.split("Collected : ").nth(1));
    match count.and_then(|it| it.trim().parse().ok()) {
        Some(count) if count > 0 => Ok(count),
        _ => Err(format!("callgrind counted nothing:\n{text}").into()),
    }
}
