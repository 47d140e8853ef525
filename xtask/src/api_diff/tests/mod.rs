//! Pairs of schemas whose changes are known.

mod semver;
mod user;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use isotype::config::{InputFile, Policies, Roots, Source};
use isotype::format::Formats;
use serde::Deserialize;
use serde_json::Value;

use super::changes::{self, Changes};
use super::prover::Verdict;
use super::render;
use super::sides::{Name, SourcePair};
use crate::report::{MessageFormat, Reporter};
use crate::{exam, workspace};

/// A file of `tests/diff/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[expect(dead_code, reason = "for people")]
    description: String,
    /// What is known: asserted here, as the words are in the file beside it.
    rust_api: String,
    readers: String,
    writers: String,
    #[serde(default)]
    dialect: Option<String>,
    /// Whether formats are asserted.
    #[serde(default)]
    formats: bool,
    old: Value,
    new: Value,
}

fn folder() -> PathBuf {
    workspace::root().join("tests/diff")
}

fn cases() -> BTreeMap<String, Case> {
    let entries = fs::read_dir(folder()).unwrap();
    let paths =
        entries.map(|it| it.unwrap().path()).filter(|it| it.extension().is_some_and(|it| it == "json"));
    let read = |path: PathBuf| {
        let case = serde_json::from_slice(&fs::read(&path).unwrap());
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, case.unwrap_or_else(|error| panic!("{}: {error}", path.display())))
    };
    paths.map(read).collect()
}

fn source(module: &str, case: &Case, schema: &Value) -> Source {
    let formats = if case.formats { Formats::ALL } else { Formats::NONE };
    let file = InputFile { path: "schema.json".to_owned(), bytes: schema.to_string().into_bytes() };
    Source {
        dialect: case.dialect.as_deref().map(|it| exam::dialect(it).unwrap()),
        roots: Roots::Entry,
        policies: Policies { formats, ..Policies::PRACTICAL },
        ..Source::new(module, vec![file])
    }
}

/// What changed in all cases, a module each.
fn all_changes(cases: &BTreeMap<String, Case>) -> Changes {
    let pair = |(module, case): (&String, &Case)| SourcePair {
        module: module.clone(),
        old: Some(source(module, case, &case.old)),
        new: Some(source(module, case, &case.new)),
    };
    let sources: Vec<SourcePair> = cases.iter().map(pair).collect();
    let name = |label: &str| Name { label: label.to_owned(), ..Name::default() };
    changes::find((name("old"), name("new")), &sources, &Reporter::new(MessageFormat::Human))
        .unwrap()
        .unwrap()
}

/// The changes of one case alone.
fn alone(changes: &Changes, module: &str) -> Changes {
    let modules = changes.modules.iter().filter(|it| it.module == module).cloned().collect();
    Changes { modules, ..changes.clone() }
}

#[test]
fn known_changes_are_told_right() {
    let cases = cases();
    assert!(cases.len() >= 30, "{}", cases.len());
    let changes = all_changes(&cases);
    let mut wrong = Vec::new();
    for (name, case) in &cases {
        let changes = alone(&changes, name);
        let module = &changes.modules[0];
        let level = module.level.map_or("unchanged", super::api_change::Level::name);
        let found = [level, module.readers().name(), module.writers().name()];
        let known = [&case.rust_api, &case.readers, &case.writers];
        if found != known.map(String::as_str) {
            wrong.push(format!("{name}: {known:?} is known, {found:?} was told"));
        }
        wrong.extend(expect(&folder().join(format!("{name}.txt")), &render::text(&changes)));
        wrong.extend(
            known[1..].iter().any(|it| *it == "breaking").then(|| show(name, case, &changes)).flatten(),
        );
    }
    let one = alone(&changes, "definition_changed");
    wrong.extend(expect(&folder().join("definition_changed.md"), &render::markdown(&one)));
    wrong.extend(expect(
        &folder().join("definition_changed.jsonl"),
        &(render::json_lines(&one).join("\n") + "\n"),
    ));
    let guide = fs::read_to_string(workspace::root().join("docs/diff.md")).unwrap();
    assert!(guide.contains(&render::text(&one)), "docs/diff.md shows other words than `definition_changed`");
    assert!(
        wrong.is_empty(),
        "{}\nTo accept the words: UPDATE_EXPECT=1 cargo test -p xtask api_diff",
        wrong.join("\n")
    );
}

/// Compares a file with what it should hold, or writes it.
fn expect(path: &Path, text: &str) -> Option<String> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return None;
    }
    if std::env::var_os("UPDATE_EXPECT").is_some_and(|it| it == "1") {
        fs::write(path, text).unwrap();
        return None;
    }
    Some(format!("{} should be:\n{text}", workspace::shown(path)))
}

/// The oracle has the schemas as they are written, and agrees with what each instance shows of the root.
fn show(name: &str, case: &Case, changes: &Changes) -> Option<String> {
    let validator = |schema: &Value| {
        let draft = jsonschema::Draft::Draft202012.detect(schema);
        let options = jsonschema::options().with_draft(draft).should_validate_formats(case.formats);
        options.build(schema).unwrap()
    };
    if case.dialect.is_some() {
        // The oracle knows no `nullable`.
        return None;
    }
    let (old, new) = (validator(&case.old), validator(&case.new));
    let root = changes.modules[0].changed.iter().find(|it| it.place.as_deref() == Some("schema.json#"))?;
    let answer = root.answer.as_ref()?;
    let lies =
        |verdict: &Verdict, accepts: &jsonschema::Validator, refuses: &jsonschema::Validator| match verdict {
            Verdict::Breaking { instance } => !accepts.is_valid(instance) || refuses.is_valid(instance),
            Verdict::Safe | Verdict::Unknown { .. } => false,
        };
    (lies(&answer.readers, &new, &old) || lies(&answer.writers, &old, &new))
        .then(|| format!("{name}: the oracle does not agree with {answer:?}"))
}
