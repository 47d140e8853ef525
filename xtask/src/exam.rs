//! `cargo xtask codegen --dialects FILE --map FILE`: a folder of schemas without a manifest.
//!
//! For judging the generator on many schemas at once: one top module a schema, and a map from file stem to
//! root type or error. One schema's error is no other's, and does not fail the run.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use isotype::CrateOptions;
use isotype::config::{InputFile, Policies, Source};
use isotype::diagnostic::{Diagnostic, Severity};
use isotype::schema::Dialect;
use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use serde_json::{Value, json};

use crate::generation::Outcome;
use crate::manifest::DialectName;
use crate::report::{Reporter, count};
use crate::{Ending, codegen, generation, module_name, sync};

/// What is read, how, and where it goes.
pub(crate) struct Folder<'a> {
    /// `<stem>.json` files.
    pub(crate) schemas: &'a Path,
    /// `{stem: dialect}`.
    pub(crate) dialects: &'a Path,
    /// The crate to write.
    pub(crate) out: &'a Path,
    /// `{stem: {"path" or "error": ..}}`, to be written.
    pub(crate) map: &'a Path,
    /// How the schemas are read.
    pub(crate) policies: Policies,
}

/// Generates the crate and the map.
pub(crate) fn run(folder: &Folder, reporter: &Reporter, began: Instant) -> Result<Ending> {
    let stems = stems(folder.schemas)?;
    let sources = sources(folder, &stems)?;
    let outcomes = generation::run(&sources, reporter)?;
    for outcome in &outcomes {
        reporter.json_only(&outcome.diagnostics);
    }
    let mut map = serde_json::Map::new();
    let mut made = Vec::new();
    for ((stem, source), outcome) in stems.iter().zip(&sources).zip(outcomes) {
        map.insert(stem.clone(), verdict(&source.module, &outcome));
        made.extend(outcome.generated);
    }
    let package = Some("isotype-exam-types".to_owned());
    let mut files = codegen::crate_files(&made, &CrateOptions { package, ..CrateOptions::default() })?;
    files.retain(|path, _| !path.starts_with("tests/"));
    map.insert("$shared".to_owned(), json!(shared_modules(&files, &sources)));
    let _turn = sync::turn(folder.out, || ())?;
    sync::recover(folder.out)?;
    let written = sync::compare(folder.out, &files)?.write()?;
    write_map(folder.map, &Value::Object(map))?;

    let types: usize = made.iter().map(|it| it.ledger.len()).sum();
    let (errors, ms) = (sources.len() - made.len(), began.elapsed().as_millis());
    let line = format!(
        "{}, {}, {} written, {}, {ms} ms",
        count(sources.len(), "source"),
        count(types, "type"),
        count(written.written, "file"),
        count(errors, "error"),
    );
    let facts = json!({
        "sources": sources.len(), "types": types, "written": written.written, "removed": written.removed,
        "errors": errors, "milliseconds": ms,
    });
    reporter.summary(&line, facts);
    Ok(Ending::Done)
}

/// Stems of the schema files, sorted.
fn stems(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot open {}", folder.display()))?;
    let mut stems = Vec::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        stems.extend(name.strip_suffix(".json").map(str::to_owned));
    }
    stems.sort();
    Ok(stems)
}

fn sources(folder: &Folder, stems: &[String]) -> Result<Vec<Source>> {
    let text = codegen::read_text(folder.dialects)?;
    let dialects: BTreeMap<String, String> = serde_json::from_str(&text)
        .with_context(|| format!("{} is not `{{stem: dialect}}`", folder.dialects.display()))?;
    let modules = module_name::from_stems(stems.iter().map(String::as_str));
    let mut sources = Vec::with_capacity(stems.len());
    for (stem, module) in stems.iter().zip(modules) {
        let path = folder.schemas.join(format!("{stem}.json"));
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let dialect = dialects.get(stem).map(|name| dialect(name)).transpose();
        sources.push(Source {
            dialect: dialect.with_context(|| format!("in {}", folder.dialects.display()))?,
            policies: folder.policies,
            ..Source::new(module, vec![InputFile { path: format!("{stem}.json"), bytes }])
        });
    }
    Ok(sources)
}

/// The dialect with a name of the manifest.
pub(crate) fn dialect(name: &str) -> Result<Dialect> {
    let name: Result<_, serde::de::value::Error> = DialectName::deserialize(name.into_deserializer());
    Ok(name?.into())
}

/// The map's entry: the root type's path, or the first error.
fn verdict(module: &str, outcome: &Outcome) -> Value {
    match outcome.generated.as_ref().map(|it| it.roots.first()) {
        Some(Some(root)) => json!({"path": format!("crate::{module}::{root}")}),
        Some(None) => json!({"error": "internal error: there is no root type"}),
        None => json!({"error": in_one_line(&outcome.diagnostics)}),
    }
}

/// The first error, for a line of a table.
pub(crate) fn in_one_line(diagnostics: &[Diagnostic]) -> String {
    let errors: Vec<&Diagnostic> = diagnostics.iter().filter(|it| it.severity == Severity::Error).collect();
    let Some(first) = errors.first() else { return "internal error: no reason given".to_owned() };
    let place = &first.place;
    let more = if errors.len() > 1 { format!(" (and {} more)", errors.len() - 1) } else { String::new() };
    format!("{}: {} at {}:{} #{}{more}", first.code, first.message, place.line, place.column, place.pointer)
}

/// Top modules that belong to no source.
fn shared_modules(files: &BTreeMap<String, String>, sources: &[Source]) -> Vec<String> {
    let mut shared = Vec::new();
    for path in files.keys().filter_map(|path| path.strip_prefix("src/")) {
        let module = path.split('/').next().unwrap_or(path);
        let module = module.strip_suffix(".rs").unwrap_or(module).to_owned();
        let own = module == "lib" || sources.iter().any(|it| it.module == module);
        if !own && !shared.contains(&module) {
            shared.push(module);
        }
    }
    shared
}

/// Writes the map by a rename, so that whoever waits for it reads all of it.
fn write_map(path: &Path, map: &Value) -> Result<()> {
    let text = serde_json::to_string_pretty(map)? + "\n";
    let draft = path.with_extension("draft");
    ensure!(draft != path, "choose another name for {}", path.display());
    fs::write(&draft, text).with_context(|| format!("cannot write {}", draft.display()))?;
    fs::rename(&draft, path).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::{dialect, shared_modules, verdict};
    use crate::generation::Outcome;
    use isotype::Generated;
    use isotype::diagnostic::{Diagnostic, Place, Severity};
    use isotype::schema::Dialect;
    use serde_json::json;

    fn error(code: &'static str) -> Diagnostic {
        let place = Place { file: "a.json".into(), line: 2, column: 3, pointer: "/not".into() };
        Diagnostic {
            severity: Severity::Error,
            code,
            place,
            message: "is wrong".into(),
            help: None,
            related: Vec::new(),
        }
    }

    #[test]
    fn a_stem_has_a_path_or_an_error() {
        let generated = Generated { roots: vec!["A".into(), "B".into()], ..Generated::default() };
        let good = Outcome { generated: Some(generated), diagnostics: Vec::new(), laps: Vec::new() };
        assert_eq!(verdict("m", &good), json!({"path": "crate::m::A"}));
        let bad = Outcome { generated: None, diagnostics: vec![error("a"), error("b")], laps: Vec::new() };
        assert_eq!(verdict("m", &bad), json!({"error": "a: is wrong at 2:3 #/not (and 1 more)"}));
    }

    #[test]
    fn a_dialect_has_its_usual_name() {
        assert_eq!(dialect("openapi-3.0").ok(), Some(Dialect::OpenApi30));
        assert!(dialect("draft-03").unwrap_err().to_string().contains("`draft-03`"));
    }

    #[test]
    fn shared_modules_are_those_of_no_source() {
        let paths =
            ["src/lib.rs", "src/runtime/key.rs", "src/runtime/mod.rs", "src/runtime.rs", "Cargo.toml"];
        let files = paths.iter().map(|it| ((*it).to_owned(), String::new())).collect();
        assert_eq!(shared_modules(&files, &[]), ["runtime"]);
    }
}
