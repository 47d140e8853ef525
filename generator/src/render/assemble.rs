//! What the modules of a crate share: `lib.rs`, the runtime, the ledger, `Cargo.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::GENERATED_MARK;
use super::pattern::Engines;
use super::runtime::{FEATURE, Part, closure, runtime_files};
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
    if engines.regex {
        all.push(dependency("regex", "1", &["perf", "std", "unicode"]));
    }
    if engines.regress {
        all.push(dependency("regress", "0.12", &["backend-pikevm", "std"]));
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
    let mut parts = BTreeSet::new();
    for source in sources {
        parts.extend(&source.parts.0);
    }
    let mut files: BTreeMap<String, String> =
        runtime_files(&parts).into_iter().map(|(path, text)| (format!("src/{path}"), text)).collect();
    if sources.iter().any(|source| source.files.keys().any(|path| path.starts_with("tests/"))) {
        let text = include_str!("../support/round_trip.rs");
        files.insert(
            "tests/support/mod.rs".to_owned(),
            format!("// {GENERATED_MARK}. Do not edit.\n\n{text}"),
        );
    }
    files.insert("src/lib.rs".to_owned(), lib(sources));
    files.insert("LEDGER.md".to_owned(), ledger(sources));
    if let Some(package) = &options.package {
        files.insert("Cargo.toml".to_owned(), cargo_toml(sources, package));
    }
    files
}

fn lib(sources: &[&Generated]) -> String {
    let mut text = format!(
        "// {GENERATED_MARK}. Do not edit.\n\n//! Types that accept what their schemas accept, and lose nothing on the way back.\n\n"
    );
    let mut modules: Vec<&str> = sources.iter().map(|it| it.module.as_str()).collect();
    modules.push("runtime");
    modules.sort_unstable();
    for module in modules {
        let _ = writeln!(text, "pub mod {module};");
    }
    text
}

fn ledger(sources: &[&Generated]) -> String {
    let mut text = format!(
        "<!-- {GENERATED_MARK}. Do not edit. -->\n\n# Ledger\n\nHow much of the promise each type keeps: `exact` by the type alone, `checked` by the type and checks on the\nwhole instance, `narrowed` or `widened` by a named policy.\n"
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
        for row in &source.ledger {
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

fn cargo_toml(sources: &[&Generated], package: &str) -> String {
    let mut all: BTreeSet<&Dependency> = BTreeSet::new();
    let none = dependencies(Engines::default(), &BTreeSet::new());
    all.extend(&none);
    all.extend(sources.iter().flat_map(|it| &it.dependencies));
    let mut text = format!(
        "# {GENERATED_MARK}. Do not edit.\n\n[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[features]\n{FEATURE} = []\n\n[dependencies]\n"
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
