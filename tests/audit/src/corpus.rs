//! Schemas of a file: lines of a corpus, or a document and its definitions.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use isotype::schema::Dialect;
use serde::Deserialize;
use serde_json::{Value, json};

/// A schema, and instances that stand beside it.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) schema: Value,
    pub(crate) dialect: Dialect,
    pub(crate) instances: Vec<Value>,
}

/// A line of a corpus.
#[derive(Deserialize)]
struct Line {
    id: String,
    dialect: String,
    schema: Value,
    #[serde(default)]
    instances: Vec<LineInstance>,
}

#[derive(Deserialize)]
struct LineInstance {
    data: Value,
}

/// Reads a file of lines (`.jsonl`), or a document.
pub(crate) fn read(path: &Path) -> Result<Vec<Entry>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    if path.extension().is_some_and(|it| it == "jsonl") {
        return text.lines().filter(|it| !it.trim().is_empty()).map(line).collect();
    }
    let schema: Value =
        serde_json::from_str(&text).with_context(|| format!("{} is not JSON", path.display()))?;
    Ok(document(&path.display().to_string(), &schema))
}

fn line(text: &str) -> Result<Entry> {
    let line: Line = serde_json::from_str(text).context("a line is no schema with instances")?;
    let dialect =
        Dialect::by_name(&line.dialect).with_context(|| format!("no dialect is called {}", line.dialect))?;
    let instances = line.instances.into_iter().map(|it| it.data).collect();
    Ok(Entry { id: line.id, schema: line.schema, dialect, instances })
}

/// The root of a document where it asserts something, and each definition.
fn document(name: &str, schema: &Value) -> Vec<Entry> {
    let entry =
        |id: String, schema| Entry { id, schema, dialect: Dialect::Draft202012, instances: Vec::new() };
    let definitions = schema.get("$defs").and_then(Value::as_object);
    let definitions = definitions.into_iter().flatten().map(|(key, _)| {
        let mut whole = json!({"$ref": format!("#/$defs/{key}"), "$defs": schema["$defs"]});
        whole["$schema"] = schema["$schema"].clone();
        entry(format!("{name}#/$defs/{key}"), whole)
    });
    let says_something = ["type", "properties", "oneOf", "anyOf", "allOf", "$ref", "enum"];
    let root = says_something.iter().any(|it| schema.get(it).is_some());
    root.then(|| entry(name.to_owned(), schema.clone())).into_iter().chain(definitions).collect()
}
