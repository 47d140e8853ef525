//! What the user is told about broken and doubtful input, as codegen prints it.
//!
//! Each entry of `tests/diagnostics/` is a document that stands alone, or a folder of schemas with its
//! manifest. The `.txt` beside it holds what is printed, and whether the crate is written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use isotype_tests::{entries, expected, folder, stem};
use sha2::{Digest as _, Sha256};

use crate::project::Project;

#[test]
fn input_gives_the_findings_beside_it() {
    let (texts, inputs): (Vec<_>, Vec<_>) =
        entries(&folder().join("diagnostics")).into_iter().partition(|it| has_ending(it, "txt"));
    let found: BTreeMap<_, _> = inputs.iter().map(|it| (it.with_extension("txt"), printed(it))).collect();
    expected::check(&found, &texts);
}

/// Codes that no input of codegen alone can bring about, with where they are tested.
const ELSEWHERE: [&str; 7] = [
    // `codegen.rs`: the crate's `Cargo.toml` is by hand.
    "cargo-manifest-not-read",
    "dependency-missing",
    // `vendor.rs`: `cargo xtask vendor verify`.
    "file-unlisted",
    // `tests/behaviour/hostile.rs`: inputs too large to keep.
    "chain-too-long",
    "too-many-branches",
    "too-many-values",
    // A fault of ours.
    "internal-error",
];

#[test]
fn every_code_has_an_input() {
    let shown: BTreeSet<String> = entries(&folder().join("diagnostics"))
        .iter()
        .filter(|it| has_ending(it, "txt"))
        .flat_map(|it| codes(&fs::read_to_string(it).unwrap()))
        .collect();
    let page = fs::read_to_string(isotype_tests::project().join("docs/diagnostics.md")).unwrap();
    let documented = page.lines().filter_map(|it| it.strip_prefix("### "));
    let lacking: Vec<&str> =
        documented.filter(|it| !shown.contains(*it) && !ELSEWHERE.contains(it)).collect();
    assert!(lacking.is_empty(), "{lacking:?}");
}

/// The codes of the findings in a text.
fn codes(text: &str) -> Vec<String> {
    let heads = text.lines().filter_map(|it| it.strip_prefix("error[").or(it.strip_prefix("warning[")));
    heads.filter_map(|it| Some(it.split_once(']')?.0.to_owned())).collect()
}

fn printed(input: &Path) -> String {
    let project = Project::empty(&format!("diagnostics/{}", stem(input)));
    let schemas = project.0.join("schemas");
    if input.is_dir() {
        copy(input, &schemas);
    } else {
        let name = input.file_name().unwrap().to_string_lossy().into_owned();
        fs::create_dir_all(&schemas).unwrap();
        fs::copy(input, schemas.join(&name)).unwrap();
        project.put("schemas/manifest.toml", &manifest(&stem(input), &name));
    }
    sums(&schemas);
    let (code, _, mut text) = project.output(&["codegen", "--schemas", "schemas", "--out", "out"]);
    text.push_str(match code {
        Some(0) => "The crate is written.\n",
        Some(2) => "",
        other => panic!("{}: ended with {other:?}\n{text}", input.display()),
    });
    text
}

/// A manifest for one document.
fn manifest(module: &str, file: &str) -> String {
    format!(
        "preset = \"practical-2026-11\"\n\n[[source]]\nmodule = \"{module}\"\nfiles = [\"{file}\"]\nroots = \"root\"\n\
         origin = \"https://example.com/{file}\"\nretrieved = \"2026-11-22\"\n[source.sha256]\n\"{file}\" = \"sum of {file}\"\n"
    )
}

/// Puts the sum of each file in the place of `sum of <file>`.
fn sums(schemas: &Path) {
    let path = schemas.join("manifest.toml");
    let Ok(mut text) = fs::read_to_string(&path) else { return };
    for file in files(schemas, "") {
        let digits: Vec<String> = Sha256::digest(fs::read(schemas.join(&file)).unwrap())
            .iter()
            .map(|it| format!("{it:02x}"))
            .collect();
        text = text.replace(&format!("\"sum of {file}\""), &format!("\"{}\"", digits.concat()));
    }
    fs::write(path, text).unwrap();
}

fn copy(from: &Path, to: &Path) {
    for file in files(from, "") {
        let target = to.join(&file);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(from.join(&file), target).unwrap();
    }
}

fn files(folder: &Path, prefix: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in entries(folder) {
        let name = format!("{prefix}{}", entry.file_name().unwrap().to_string_lossy());
        if entry.is_dir() {
            found.extend(files(&entry, &format!("{name}/")));
        } else {
            found.insert(name);
        }
    }
    found
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|it| it == ending)
}
