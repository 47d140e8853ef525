//! Schemas of a file: lines of a corpus, or a document and its definitions.

use std::borrow::Cow;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use isotype::schema::Dialect;
use serde::Deserialize;
use serde_json::{Value, json};

/// A document, or one of its definitions, which all share it: a copy for each would be the document times their number.
#[derive(Clone, Debug)]
pub(crate) struct Schema {
    document: Arc<Value>,
    definition: Option<String>,
}

impl Schema {
    pub(crate) fn new(document: Value) -> Self {
        Self { document: Arc::new(document), definition: None }
    }

    /// The schema as a document of its own, to be dropped when it was looked at.
    pub(crate) fn whole(&self) -> Cow<'_, Value> {
        let Some(key) = &self.definition else { return Cow::Borrowed(&self.document) };
        let token = key.replace('~', "~0").replace('/', "~1");
        let mut whole = json!({"$ref": format!("#/$defs/{token}"), "$defs": self.document["$defs"]});
        if let Some(dialect) = self.document.get("$schema") {
            whole["$schema"] = dialect.clone();
        }
        Cow::Owned(whole)
    }
}

/// A schema, and instances that stand beside it.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) schema: Schema,
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
    Ok(document(&path.display().to_string(), schema))
}

fn line(text: &str) -> Result<Entry> {
    let line: Line = serde_json::from_str(text).context("a line is no schema with instances")?;
    let dialect =
        Dialect::by_name(&line.dialect).with_context(|| format!("no dialect is called {}", line.dialect))?;
    let instances = line.instances.into_iter().map(|it| it.data).collect();
    Ok(Entry { id: line.id, schema: Schema::new(line.schema), dialect, instances })
}

/// The root of a document where it asserts something, and each definition.
fn document(name: &str, schema: Value) -> Vec<Entry> {
    let whole = Schema::new(schema);
    let entry =
        |id: String, schema| Entry { id, schema, dialect: Dialect::Draft202012, instances: Vec::new() };
    let definitions = whole.document.get("$defs").and_then(Value::as_object);
    let definitions = definitions.into_iter().flatten().map(|(key, _)| {
        entry(format!("{name}#/$defs/{key}"), Schema { definition: Some(key.clone()), ..whole.clone() })
    });
    let says_something = ["type", "properties", "oneOf", "anyOf", "allOf", "$ref", "enum"];
    let root = says_something.iter().any(|it| whole.document.get(it).is_some());
    root.then(|| entry(name.to_owned(), whole.clone())).into_iter().chain(definitions).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::document;

    #[test]
    fn definitions_share_their_document() {
        let definitions = json!({"A/B": {"$ref": "#/$defs/C"}, "C": {"type": "null"}});
        let [whole, first, _] = &document("x", json!({"type": "object", "$defs": definitions}))[..] else {
            panic!("a document and its two definitions");
        };
        assert!(Arc::ptr_eq(&whole.schema.document, &first.schema.document));
        assert_eq!(first.id, "x#/$defs/A/B");
        assert_eq!(*first.schema.whole(), json!({"$ref": "#/$defs/A~1B", "$defs": definitions}));
    }
}
