//! Compares schemas as sets of instances, for `cargo xtask diff`.
//!
//! Reads a [`Request`] from standard input, writes a list of lists of [`Answer`]s to standard output. An
//! instance that one schema accepts and the other refuses, as the validator of `jsonschema` has it, proves
//! a difference; its algebra of schemas proves that there is none. What neither shows is unknown.
//!
//! Reading order: [`verdict`], [`side`]; [`inclusion`], [`language`] (proofs of our own); [`difference`],
//! [`sample`], [`text`] (instances to try).

mod difference;
mod inclusion;
mod language;
mod sample;
mod side;
#[cfg(test)]
mod tests;
mod text;
mod verdict;

use std::process::ExitCode;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::verdict::Verdict;

/// What is to be compared.
#[derive(Debug, Deserialize)]
struct Request {
    pairs: Vec<Pair>,
}

/// Two versions of a schema with `$defs`, written for 2020-12.
#[derive(Debug, Deserialize)]
struct Pair {
    old: Value,
    new: Value,
    questions: Vec<Question>,
}

/// Two definitions that stand for the same thing.
#[derive(Debug, Deserialize)]
struct Question {
    /// The name in the old version's `$defs`.
    old: String,
    /// The name in the new version's `$defs`.
    new: String,
    /// Instances that are known of either.
    #[serde(default)]
    instances: Vec<Value>,
}

/// What a change of a definition does.
#[derive(Debug, Serialize)]
struct Answer {
    /// To those who read with the old version what the new one lets through.
    readers: Verdict,
    /// To those who write by the old version what the new one has to let through.
    writers: Verdict,
}

fn main() -> ExitCode {
    // Schemas nest deeper than a thread's default stack; the pages are taken only when used.
    let thread = std::thread::Builder::new().stack_size(512 << 20).spawn(run);
    let outcome = thread
        .map_err(|error| error.to_string())
        .and_then(|running| running.join().unwrap_or_else(|_| Err("the comparison panicked".to_owned())));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let request: Request =
        serde_json::from_reader(std::io::stdin().lock()).map_err(|error| format!("no request: {error}"))?;
    let answers: Vec<Vec<Answer>> = request.pairs.iter().map(answers).collect();
    serde_json::to_writer(std::io::stdout().lock(), &answers).map_err(|error| error.to_string())
}

fn answers(pair: &Pair) -> Vec<Answer> {
    let answer = |question: &Question| {
        let old = side::Side::new(&pair.old, &question.old);
        let new = side::Side::new(&pair.new, &question.new);
        match (old, new) {
            (Ok(old), Ok(new)) => Answer {
                readers: verdict::of(&new, &old, &question.instances),
                writers: verdict::of(&old, &new, &question.instances),
            },
            (Err(reason), _) | (_, Err(reason)) => Answer {
                readers: Verdict::Unknown { reason: reason.clone() },
                writers: Verdict::Unknown { reason },
            },
        }
    };
    pair.questions.iter().map(answer).collect()
}
