//! Fixups as the manifest has them, for the library.

use isotype::config::{Fixup, Operation};
use isotype::diagnostic::Place;
use serde_json::{Map, Value};

use super::{FOLDER, Loader};
use crate::manifest::{self, FixupEntry};

/// The fixups of a source, each with the places of its operations; `files` are its documents.
pub(super) fn read(
    loader: &mut Loader<'_>,
    entries: Vec<FixupEntry>,
    files: &[&str],
) -> Vec<(Fixup, Vec<Place>)> {
    let mut fixups = Vec::new();
    for entry in entries {
        let file = entry.file.get_ref().as_str();
        if !files.contains(&file) {
            let message = format!("`{file}` is none of this source's files");
            let help = match manifest::nearest(file, files) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name one of `files`".to_owned(),
            };
            loader.error("fixup-without-file", entry.file.span(), message, &help);
            continue;
        }
        let (mut patch, mut places) = (Vec::new(), Vec::new());
        for operation in entry.patch {
            let span = operation.span();
            match of_value(operation.into_inner()) {
                Ok(operation) => {
                    patch.push(operation);
                    places.push(loader.place(span));
                }
                Err(fault) => {
                    let help = "write `{ op = \"replace\", path = \"/a/b\", value = 1 }`, or the same as JSON in a text";
                    loader.error("fixup-operation", span, format!("no operation of a patch: {fault}"), help);
                }
            }
        }
        let fixup = Fixup { file: format!("{FOLDER}/{file}"), patch, reason: entry.reason };
        fixups.push((fixup, places));
    }
    fixups
}

fn of_value(value: toml::Value) -> Result<Operation, serde_json::Error> {
    match value {
        toml::Value::String(text) => serde_json::from_str(&text),
        other => serde_json::from_value(json(other)),
    }
}

fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(it) => Value::String(it),
        toml::Value::Integer(it) => Value::from(it),
        toml::Value::Float(it) => Value::from(it),
        toml::Value::Boolean(it) => Value::Bool(it),
        toml::Value::Datetime(it) => Value::String(it.to_string()),
        toml::Value::Array(items) => items.into_iter().map(json).collect(),
        toml::Value::Table(members) => {
            Value::Object(members.into_iter().map(|(name, it)| (name, json(it))).collect::<Map<_, _>>())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::of_value;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let table: toml::Table = toml::from_str(text).expect("TOML");
        let found = of_value(table["it"].clone());
        assert_eq!(found.map_or_else(|it| it.to_string(), |it| format!("{it:?}")), expect);
    }

    #[test]
    fn operations_are_tables_or_json() {
        check(
            "it = { op = \"add\", path = \"/a\", value = [1, { b = true }] }",
            "Add { path: \"/a\", value: Array [Number(1), Object {\"b\": Bool(true)}] }",
        );
        check(
            "it = '{\"op\": \"replace\", \"path\": \"/a\", \"value\": null}'",
            "Replace { path: \"/a\", value: Null }",
        );
        check(
            "it = { op = \"set\", path = \"/a\" }",
            "unknown variant `set`, expected one of `add`, `remove`, `replace`, `move`, `copy`, `test`",
        );
    }
}
