//! The schemas that mutants are made of: documents, lines of a corpus, cases of tests.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

/// The text of a schema as somebody wrote it.
pub(super) type Seed = String;

/// The schemas of each path; those of one path are drawn as often as those of another, however many they are.
pub(super) fn read(paths: &[PathBuf]) -> Result<Vec<Vec<Seed>>> {
    let mut groups = Vec::new();
    for path in paths {
        let mut seeds = Vec::new();
        collect(path, &mut seeds)?;
        ensure!(!seeds.is_empty(), "no schema stands in {}", path.display());
        groups.push(seeds);
    }
    Ok(groups)
}

fn collect(path: &Path, seeds: &mut Vec<Seed>) -> Result<()> {
    let cannot = || format!("cannot read {}", path.display());
    if path.is_dir() {
        let entries: Result<Vec<PathBuf>, _> =
            fs::read_dir(path).with_context(cannot)?.map(|it| it.map(|it| it.path())).collect();
        let mut entries = entries.with_context(cannot)?;
        entries.sort();
        return entries.iter().try_for_each(|it| collect(it, seeds));
    }
    let extension = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
    if !["json", "jsonl", "yaml", "yml"].contains(&extension) {
        return Ok(());
    }
    let Ok(text) = fs::read_to_string(path).map_err(|it| it.kind()) else { return Ok(()) };
    match extension {
        "json" => match serde_json::from_str(&text) {
            Ok(Value::Array(cases)) => seeds.extend(cases.iter().filter_map(schema_of)),
            Ok(value) => seeds.push(schema_of(&value).unwrap_or(text)),
            Err(_) => seeds.push(text),
        },
        "jsonl" => {
            for line in text.lines() {
                let value: Value = serde_json::from_str(line).with_context(cannot)?;
                seeds.extend(schema_of(&value));
            }
        }
        _ => seeds.push(text),
    }
    Ok(())
}

/// The schema of a test case or of a line, which stands beside its instances.
fn schema_of(case: &Value) -> Option<Seed> {
    let is_case = ["tests", "instances"].iter().any(|it| case.get(it).is_some());
    Some(case.get("schema").filter(|_| is_case)?.to_string())
}
