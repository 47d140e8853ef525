//! What `cargo xtask compare` found last, for whoever shows it later.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use isotype::config::Source;
use serde::{Deserialize, Serialize};

use super::Row;
use crate::workspace;

/// One tool on one source: of the pairs the second is how many there are.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Score {
    pub(crate) source: String,
    pub(crate) tool: String,
    /// `ok`, or why there are no types.
    pub(crate) generated: String,
    /// Examples that are read.
    pub(crate) accepted: (usize, usize),
    /// Examples that come back as they were.
    pub(crate) unchanged: (usize, usize),
    /// Faulty instances that are refused.
    pub(crate) refused: (usize, usize),
}

/// The last run's scores, if there was one.
pub(crate) fn stored() -> Option<Vec<Score>> {
    serde_json::from_slice(&fs::read(path()).ok()?).ok()
}

/// Keeps the scores of a run.
pub(super) fn store(rows: &[Row], sources: &[Source]) -> Result<()> {
    let scores: Vec<Score> = rows.iter().map(|row| score(row, sources)).collect();
    let path = path();
    fs::write(&path, serde_json::to_vec(&scores)?).with_context(|| format!("cannot write {}", path.display()))
}

fn score(row: &Row, sources: &[Source]) -> Score {
    let source = sources.iter().find(|it| it.module == row.source);
    let (valid, invalid) = source.map_or((0, 0), |it| (it.examples.len(), it.counterexamples.len()));
    let tally = row.verdict.as_ref().filter(|it| it.compile_error.is_none());
    let broken = row.verdict.as_ref().and_then(|it| it.compile_error.clone());
    Score {
        source: row.source.clone(),
        tool: row.tool.to_owned(),
        generated: broken.map_or_else(|| row.generated.clone(), |it| format!("does not compile: {it}")),
        accepted: (tally.map_or(0, |it| it.accepted), valid),
        unchanged: (tally.map_or(0, |it| it.unchanged), valid),
        refused: (tally.map_or(0, |it| invalid.saturating_sub(it.wrongly_accepted)), invalid),
    }
}

fn path() -> PathBuf {
    workspace::root().join("target/compare/scores.json")
}
