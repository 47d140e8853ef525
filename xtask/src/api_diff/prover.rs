//! Asks the prover, a program of its own: the algebra of schemas takes too long to build for codegen to wait.

use std::io::Write as _;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::workspace;

/// Two versions of a schema of 2020-12, and pairs of entries of their `$defs`.
#[derive(Debug, Serialize)]
pub(crate) struct Pair<'a> {
    pub(crate) old: &'a Value,
    pub(crate) new: &'a Value,
    pub(crate) questions: Vec<Question>,
}

/// Two entries that stand for one type.
#[derive(Debug, Serialize)]
pub(crate) struct Question {
    pub(crate) old: String,
    pub(crate) new: String,
    /// Instances that are known of the type.
    pub(crate) instances: Vec<Value>,
}

/// What the change of a type does.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Answer {
    /// To those who read with the old types what is valid now.
    pub(crate) readers: Verdict,
    /// To those who write what was valid before.
    pub(crate) writers: Verdict,
}

impl Answer {
    /// The answer for schemas that say the same.
    pub(crate) const SAME: Self = Self { readers: Verdict::Safe, writers: Verdict::Safe };
}

/// What a change does to one party.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "verdict", rename_all = "lowercase")]
pub(crate) enum Verdict {
    /// Nothing; that is proven.
    Safe,
    /// It breaks them: one version accepts this instance and the other refuses it.
    Breaking { instance: Value },
    /// Neither could be shown.
    Unknown { reason: String },
}

/// Answers all questions, pair by pair.
pub(crate) fn ask(pairs: &[Pair<'_>]) -> Result<Vec<Vec<Answer>>> {
    if pairs.iter().all(|it| it.questions.is_empty()) {
        return Ok(pairs.iter().map(|_| Vec::new()).collect());
    }
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(workspace::root()).args(["run", "--quiet", "--package", "isotype-prover"]);
    let mut running =
        cargo.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("cannot run cargo")?;
    let request = serde_json::json!({ "pairs": pairs }).to_string();
    let mut input = running.stdin.take().context("internal error: no pipe")?;
    // It reads all before it writes, so neither waits for the other.
    let sent = input.write_all(request.as_bytes());
    drop(input);
    let done = running.wait_with_output().context("the prover was lost")?;
    ensure!(done.status.success(), "the prover failed ({}): see above", done.status);
    sent.context("cannot ask the prover")?;
    serde_json::from_slice(&done.stdout).context("the prover's answer is not understood")
}
