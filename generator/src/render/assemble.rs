//! What the modules of a crate share: `lib.rs`, the runtime, the ledger, `Cargo.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::pattern::Engines;
use super::runtime::{
    FEATURE, JSON_SCHEMA, Part, SCHEMA, Use, closure, crates_of_feature, gate, runtime_files,
};
use super::{GENERATED_MARK, crate_schemas, source};
use crate::Generated;
use crate::ledger::Grade;

/// Which parts of the runtime module are used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Parts(pub(crate) BTreeSet<Part>);

/// A crate that generated code uses, always without default features.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub struct Dependency {
    /// Package name.
    pub name: String,
    /// Version requirement.
    pub requirement: String,
    /// Features, sorted.
    pub features: Vec<String>,
}

/// What the crate as a whole should hold.
#[derive(Clone, Debug, Default)]
pub struct CrateOptions {
    /// Package name where `Cargo.toml` is to be written too; it is hand-written otherwise.
    pub package: Option<String>,
    /// The features that a hand-written `Cargo.toml` declares. A feature with the name of a source's module is
    /// needed to compile that module; others are listed in the docs of the crate.
    pub features: BTreeSet<String>,
}

/// The crates that a module needs: for its patterns, and for the parts of the runtime.
pub(super) fn dependencies(engines: Engines, parts: &BTreeSet<Part>) -> Vec<Dependency> {
    let dependency = |name: &str, requirement: &str, features: &[&str]| Dependency {
        name: name.to_owned(),
        requirement: requirement.to_owned(),
        features: features.iter().map(|it| (*it).to_owned()).collect(),
    };
    // Without `float_roundtrip` the last digits of a fraction may change when it is read.
    let mut all =
        vec![dependency("serde", "1", &["std"]), dependency("serde_json", "1", &["float_roundtrip", "std"])];
    if engines.regex || engines.automaton {
        all.push(dependency("regex", "1", &["perf", "std", "unicode"]));
    }
    for (name, requirement, features) in closure(parts).into_iter().flat_map(Part::crates) {
        let it = dependency(name, requirement, features);
        if !all.contains(&it) {
            all.push(it);
        }
    }
    all
}

/// Writes what the modules share: `src/lib.rs`, the runtime module, `LEDGER.md`, and `Cargo.toml` where asked.
pub fn assemble(sources: &[Generated], options: &CrateOptions) -> BTreeMap<String, String> {
    // By name: in which order the manifest lists them makes no difference.
    let mut sources: Vec<&Generated> = sources.iter().collect();
    sources.sort_by(|a, b| a.module.cmp(&b.module));
    let sources = &sources[..];
    let uses: Vec<Use<'_>> = sources
        .iter()
        .map(|it| Use { feature: options.features.get(&it.module).map(String::as_str), parts: &it.parts.0 })
        .collect();
    let mut files: BTreeMap<String, String> = runtime_files(&uses, &options.features)
        .into_iter()
        .map(|(path, text)| (format!("src/{path}"), text))
        .collect();
    if sources.iter().any(|source| source.files.keys().any(|path| path.starts_with("tests/"))) {
        let text = include_str!("../support/round_trip.rs")
            .replace("super::{from_json::FromJson, to_json::ToJson}", "super::runtime::{FromJson, ToJson}");
        files.insert(
            "tests/support/mod.rs".to_owned(),
            format!("// {GENERATED_MARK}. Do not edit.\n\n{text}"),
        );
    }
    files.extend(crate_schemas::files(sources, &options.features));
    files.insert("src/lib.rs".to_owned(), lib(sources, &options.features));
    files.insert("LEDGER.md".to_owned(), ledger(sources));
    if let Some(package) = &options.package {
        files.insert("Cargo.toml".to_owned(), cargo_toml(sources, package));
    }
    files
}

fn lib(sources: &[&Generated], features: &BTreeSet<String>) -> String {
    let mut text = format!("// {GENERATED_MARK}. Do not edit.\n\n");
    source::push_module_docs(&mut text, &crate_docs(sources, features));
    text.push('\n');
    if sources.iter().any(|it| it.foreign_letters) {
        text.push_str(source::FOREIGN_LETTERS);
    }
    let mut modules: Vec<&str> = sources.iter().map(|it| it.module.as_str()).collect();
    modules.push("runtime");
    if sources.iter().any(|it| it.schemas.is_some()) {
        modules.push(crate_schemas::MODULE);
    }
    modules.sort_unstable();
    for module in modules {
        let feature = if module == crate_schemas::MODULE { SCHEMA } else { module };
        if features.contains(feature) {
            let _ = writeln!(text, "{}", gate(feature));
        }
        let _ = writeln!(text, "pub mod {module};");
    }
    text
}

/// The first page of the crate: an example, what is where, how types are used.
fn crate_docs(sources: &[&Generated], features: &BTreeSet<String>) -> Vec<String> {
    let mut paragraphs = vec![vec![
        "Types that accept what their schemas accept, and lose nothing on the way back.".to_owned(),
    ]];
    let examples = || sources.iter().map(|it| &it.example).filter(|it| !it.is_empty());
    // A union shows more than a struct.
    let is_union = |it: &&Vec<String>| it.iter().any(|line| line.starts_with("match "));
    paragraphs.extend(examples().find(is_union).or_else(|| examples().next()).cloned());
    let mut modules = table("module", "what it is about");
    for it in sources {
        let about = it.about.first().map(String::as_str).unwrap_or_default();
        modules.push(format!("| `{}` | {} |", it.module, about.replace('|', "\\|")));
    }
    paragraphs.extend([modules, USE.lines().map(str::to_owned).collect()]);
    let mut rows = table("feature", "what it is for");
    rows.extend(
        FEATURES
            .iter()
            .filter(|it| features.contains(it.0))
            .map(|(name, about)| format!("| `{name}` | {about} |")),
    );
    let of_sources = sources.iter().filter(|it| features.contains(&it.module));
    rows.extend(of_sources.map(|it| format!("| `{0}` | the module `{0}` |", it.module)));
    if rows.len() > 2 {
        paragraphs.push(rows);
    }
    paragraphs.join(&String::new())
}

/// The head of a table in docs.
fn table(left: &str, right: &str) -> Vec<String> {
    vec![format!("| {left} | {right} |"), "| --- | --- |".to_owned()]
}

const USE: &str = "\
Types are read and written by serde. `new` takes the members that have to be there, `with_…` sets the others,
and `extra` keeps those that the schema does not name. A type around a text, a number or a list is made by
`try_from` and can't hold what its schema refuses. Errors say where in the document they are, and what was
expected there.";

/// What the features of a crate stand for that are not its sources.
const FEATURES: [(&str, &str); 8] = [
    (FEATURE, "`FromJson` and `ToJson` in [`runtime`]: texts, without serde's data model between"),
    (SCHEMA, "`schema()` of each type that has a schema of its own"),
    (JSON_SCHEMA, "`JsonSchema` of schemars 1 for the same types"),
    ("jiff", "`to_jiff` and `from_jiff`: texts as timestamps, dates and durations"),
    ("chrono", "`to_chrono` and `from_chrono`: texts as times and dates"),
    ("time", "`to_time` and `from_time`: texts as times and dates"),
    ("uuid", "`to_uuid` and `from_uuid`: texts as UUIDs"),
    ("url", "`to_url` and `from_url`: texts as URLs"),
];

/// The crates that the features of a crate need, as optional dependencies.
pub fn optional_dependencies(features: &BTreeSet<String>) -> Vec<(String, Dependency)> {
    let of = |feature: &String| {
        let crates = crates_of_feature(feature).map(|(name, requirement, features)| {
            let features = features.iter().map(|it| (*it).to_owned()).collect();
            Dependency { name: (*name).to_owned(), requirement: (*requirement).to_owned(), features }
        });
        crates.map(|it| (feature.clone(), it)).collect::<Vec<_>>()
    };
    features.iter().flat_map(of).collect()
}

fn ledger(sources: &[&Generated]) -> String {
    let mut text = format!(
        "<!-- {GENERATED_MARK}. Do not edit. -->\n\n# Ledger\n\nHow much of the promise each type keeps: `exact` by the type alone, `checked` by the type and checks on the\nwhole instance, `narrowed` or `widened` by a named policy.\nThat the types do so is tested, against another validator and at random; it is not proven.\n"
    );
    for source in sources {
        let count = |grade: Grade| source.ledger.iter().filter(|it| it.grade == grade).count();
        let _ = write!(
            text,
            "\n## {}\n\n{} types: {} exact, {} checked, {} narrowed, {} widened.\n\n| type | schema | grade | note |\n| --- | --- | --- | --- |\n",
            source.module,
            source.ledger.len(),
            count(Grade::Exact),
            count(Grade::Checked),
            count(Grade::Narrowed),
            count(Grade::Widened),
        );
        for row in source.ledger.iter().chain(&source.uses) {
            let grade = match row.grade {
                Grade::Exact => "exact",
                Grade::Checked => "checked",
                Grade::Narrowed => "narrowed",
                Grade::Widened => "widened",
            };
            let cell = |text: &str| text.replace('|', "\\|").replace(['\n', '\r'], " ");
            let _ =
                writeln!(text, "| `{}` | `{}` | {grade} | {} |", row.ty, cell(&row.pointer), cell(&row.note));
        }
    }
    text
}

/// Of the compiler that takes what we write: clippy looks at `generated/`, which states the same.
const RUST_VERSION: &str = env!("CARGO_PKG_RUST_VERSION");

fn cargo_toml(sources: &[&Generated], package: &str) -> String {
    let mut all: BTreeSet<&Dependency> = BTreeSet::new();
    let none = dependencies(Engines::default(), &BTreeSet::new());
    all.extend(&none);
    all.extend(sources.iter().flat_map(|it| &it.dependencies));
    let mut text = format!(
        "# {GENERATED_MARK}. Do not edit.\n\n[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\nrust-version = \"{RUST_VERSION}\"\n\n[features]\n{FEATURE} = []\n\n[dependencies]\n"
    );
    for it in all {
        let features: Vec<String> = it.features.iter().map(|it| format!("\"{it}\"")).collect();
        let _ = writeln!(
            text,
            "{} = {{ version = \"{}\", default-features = false, features = [{}] }}",
            it.name,
            it.requirement,
            features.join(", ")
        );
    }
    text.push_str("\n# A crate of its own, whatever folder it is written into.\n[workspace]\n");
    text
}
