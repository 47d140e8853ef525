//! The module `schemas` of a crate: the schemas of its types, as data.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::{Map, Value};

use super::examples::pretty;
use super::runtime::{JSON_SCHEMA, gate};
use super::{GENERATED_MARK, source};
use crate::Generated;

/// What the module is called.
pub(super) const MODULE: &str = "schemas";

/// The files of the module, if any source has schemas.
pub(super) fn files(sources: &[&Generated], features: &BTreeSet<String>) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut modules = format!(
        "// {GENERATED_MARK}. Do not edit.\n\n//! The schemas of the types, as data: what `schema()` gives.\n\n"
    );
    for it in sources {
        let Some(schemas) = it.schemas.as_ref().filter(|it| !it.types.is_empty()) else { continue };
        if features.contains(&it.module) {
            let _ = writeln!(modules, "{}", gate(&it.module));
        }
        let _ = writeln!(modules, "pub mod {};", it.module);
        files.insert(format!("src/{MODULE}/{}.json", it.module), schemas.text.clone());
        let text = table(&it.module, &schemas.types, features.contains(JSON_SCHEMA));
        files.insert(format!("src/{MODULE}/{}.rs", it.module), text);
    }
    if !files.is_empty() {
        files.insert(format!("src/{MODULE}/mod.rs"), modules);
    }
    files
}

/// The schemas as JSON, which bears our mark.
pub(crate) fn schemas_text(schema: &Value) -> String {
    let mark = ("$comment".to_owned(), Value::from(format!("{GENERATED_MARK}. Do not edit.")));
    let mut members = Map::from_iter([mark]);
    members.extend(schema.as_object().cloned().unwrap_or_default());
    let text = pretty(&Value::Object(members)).join("\n");
    // The mark stands on the first line, as in every file.
    format!("{}\n", text.replacen("{\n    \"$comment\"", "{ \"$comment\"", 1))
}

/// The types that get a schema.
fn table(module: &str, types: &[String], has_json_schema: bool) -> String {
    let mut text = format!("// {GENERATED_MARK}. Do not edit.\n\n//! The schemas of `{module}`.\n\n");
    text.push_str("use crate::runtime::schemas;\n\n");
    let feature = if has_json_schema { format!(", {JSON_SCHEMA}") } else { String::new() };
    let head = format!("{module}, \"{module}.json\"{feature}");
    text.push_str(&source::table("schemas", &head, types));
    text
}
