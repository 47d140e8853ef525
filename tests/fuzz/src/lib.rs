//! What must hold whatever the bytes are; `cargo fuzz` looks for bytes for which it does not.
//!
//! Each target panics where its promise is broken. What was found once lies in `found/`, and `replay.rs` runs it.

mod built;
#[expect(dead_code, unused_imports, reason = "the command line asks it for more")]
#[path = "../../../xtask/src/manifest/mod.rs"]
mod manifest;
mod patterns;
mod readers;
mod referring;

use isotype::config::{InputFile, Package, Policies, Roots, Source};
use isotype::diagnostic::{Diagnostics, Severity};
use isotype::format::Formats;
use isotype::schema::{self, Dialect, Evaluator};

use self::built::Bytes;

pub use self::patterns::patterns;
pub use self::readers::readers;

/// How much of an input is looked at: speed matters more to fuzzing than size.
const LONGEST: usize = 4096;

/// Documents of any bytes, JSON or YAML, are read or refused with a reason.
///
/// # Panics
///
/// Where it does not hold.
pub fn documents(bytes: &[u8]) {
    let Some((kind, text)) = bytes.split_first().filter(|_| bytes.len() <= LONGEST) else { return };
    let path = if kind % 2 == 0 { "case.json" } else { "case.yaml" };
    let mut source = source(*kind, vec![file(path, text.to_vec())]);
    source.roots = Roots::Definitions;
    read(&source);
}

/// Reads a source; without a result there has to be an error.
fn read(source: &Source) {
    let mut diagnostics = Diagnostics::default();
    let read = schema::read(source, &mut diagnostics);
    assert!(read.is_some() || diagnostics.has_errors(), "refused without a reason");
    for found in diagnostics.into_sorted() {
        assert!(!found.message.is_empty() && !found.place.file.is_empty(), "{found:?}");
    }
}

/// A manifest of any bytes is read or refused with a reason.
///
/// # Panics
///
/// Where it does not hold.
pub fn manifests(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut diagnostics = Diagnostics::default();
    let read = manifest::parse("manifest.toml", text, &mut diagnostics);
    assert!(read.is_some() || diagnostics.has_errors(), "refused without a reason");
}

/// References of all kinds, between documents and within, are resolved or reported; what they lead to is asked
/// about an instance.
///
/// # Panics
///
/// Where it does not hold.
pub fn references(bytes: &[u8]) {
    let mut bytes = Bytes::new(bytes);
    let kind = bytes.byte();
    let paths = referring::FILES[..=usize::from(kind >> 6) % 3].iter();
    let documents =
        paths.map(|path| file(path, referring::document(&mut bytes).to_string().into_bytes())).collect();
    let source = source(kind, documents);
    let mut diagnostics = Diagnostics::default();
    let Some((_, schemas)) = schema::read(&source, &mut diagnostics) else {
        assert!(diagnostics.has_errors(), "refused without a reason");
        return;
    };
    if !diagnostics.has_errors() {
        let instance = serde_json::json!({"a": [{"b": null}, 1], "b": {"a": "x"}});
        for root in &schemas.roots {
            let _ = Evaluator::new(&schemas).accepts(*root, &instance);
        }
    }
}

/// Whatever the schema, the generator gives types that are Rust, or a reason.
///
/// # Panics
///
/// Where it does not hold.
pub fn generator(bytes: &[u8]) {
    let Some((kind, rest)) = bytes.split_first().filter(|_| bytes.len() <= LONGEST) else { return };
    let source = source(*kind, vec![file("case.json", schema(*kind, rest))]);
    let (generated, found) = isotype::generate(&source);
    assert!(found.iter().all(|it| it.code != "internal-error"), "{found:?}");
    if found.iter().any(|it| it.severity == Severity::Error) {
        return;
    }
    let generated = generated.expect("without an error there are types");
    for (path, text) in &generated.files {
        if let Err(error) = syn::parse_file(text) {
            panic!("{path} is no Rust, {error}:\n{text}");
        }
    }
}

/// The schema that bytes stand for in [`generator`]: themselves, or what is built of them.
fn schema(kind: u8, rest: &[u8]) -> Vec<u8> {
    match (kind >> 5) % 4 {
        0 => rest.to_vec(),
        _ => Bytes::new(rest).schema().to_string().into_bytes(),
    }
}

/// What an input of [`generator`] comes to, for whoever looks at a found one.
pub fn shown(bytes: &[u8]) -> String {
    let Some((kind, rest)) = bytes.split_first() else { return String::new() };
    let source = source(*kind, Vec::new());
    let schema = schema(*kind, rest);
    format!("{:?} {:?} {}", source.dialect, source.policies, String::from_utf8_lossy(&schema))
}

fn file(path: &str, bytes: Vec<u8>) -> InputFile {
    InputFile { path: path.to_owned(), bytes }
}

fn source(kind: u8, documents: Vec<InputFile>) -> Source {
    let policies = if kind & 2 == 0 { Policies::LETTER } else { Policies::PRACTICAL };
    let formats = if kind & 4 == 0 { Formats::NONE } else { Formats::ALL };
    Source {
        dialect: Some(Dialect::ALL[usize::from(kind >> 3) % Dialect::ALL.len()]),
        policies: Policies { formats, ..policies },
        package: (kind & 1 == 1).then(Package::default),
        ..Source::new("case", documents)
    }
}
