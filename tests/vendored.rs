//! The vendored sources as `cargo xtask codegen` reads them, without its care for broken manifests.

use isotype::config::{InputFile, Nullable, OneOf, Override, Policies, Roots, Source};
use toml::{Table, Value};

use crate::project;

/// Every source of `schemas/manifest.toml`, in its order.
///
/// # Panics
///
/// Where the manifest is not what `cargo xtask codegen` accepts.
pub fn sources() -> Vec<Source> {
    let text = std::fs::read_to_string(project().join("schemas/manifest.toml")).expect("there is a manifest");
    let manifest: Table = text.parse().expect("the manifest is TOML");
    let sources = manifest["source"].as_array().expect("there are sources");
    sources.iter().map(source).collect()
}

fn source(entry: &Value) -> Source {
    let text = |it: &Value| it.as_str().expect("it is a text").to_owned();
    let files = entry["files"].as_array().expect("a source has files");
    let mut policies = Policies::PRACTICAL;
    if entry.get("policies").and_then(|it| it.get("nullable")).is_some_and(|it| it.as_str() == Some("strict"))
    {
        policies.nullable = Nullable::Strict;
    }
    Source {
        roots: match text(&entry["roots"]).as_str() {
            "definitions" => Roots::Definitions,
            _ => Roots::Root,
        },
        policies,
        overrides: entry
            .get("type")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(overriding)
            .collect(),
        ..Source::new(text(&entry["module"]), files.iter().map(|it| document(&text(it))).collect())
    }
}

fn document(file: &str) -> InputFile {
    let path = format!("schemas/{file}");
    let bytes = std::fs::read(project().join(&path)).expect("the vendored file can be read");
    InputFile { path, bytes }
}

fn overriding(entry: &Value) -> Override {
    let text = |name: &str| entry.get(name).and_then(Value::as_str).map(str::to_owned);
    Override {
        at: text("at").expect("a correction has a place"),
        rename: text("rename"),
        open: entry.get("open").and_then(Value::as_bool).unwrap_or_default(),
        one_of: text("one-of").map(|it| if it == "exact" { OneOf::Exact } else { OneOf::FirstMatch }),
        reason: text("reason").unwrap_or_default(),
    }
}
