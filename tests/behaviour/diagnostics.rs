//! Diagnostics: what the user is told about a broken or doubtful document.
//!
//! The `.txt` beside a document holds every finding as the command line prints it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use isotype::config::{InputFile, Override, Source};
use isotype_tests::{entries, expected, folder, generate, stem};

#[test]
fn documents_give_the_findings_beside_them() {
    let files = entries(&folder().join("diagnostics"));
    let (documents, texts): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|it| it.extension().is_some_and(|it| it == "json"));
    let found: BTreeMap<_, _> = documents.iter().map(|it| (it.with_extension("txt"), findings(it))).collect();
    expected::check(&found, &texts);
}

fn findings(document: &Path) -> String {
    let name = stem(document);
    let bytes = std::fs::read(document).expect("the document can be read");
    let (generated, found) = generate(&source(&name, bytes));
    let mut text = String::new();
    for it in found {
        let _ = writeln!(text, "{it}\n");
    }
    text.push_str(if generated.is_some() { "A type is written.\n" } else { "Nothing is written.\n" });
    text
}

fn source(name: &str, bytes: Vec<u8>) -> Source {
    let document = InputFile { path: format!("schemas/{name}.json"), bytes };
    Source { overrides: overrides(name), ..Source::new(name, vec![document]) }
}

/// The corrections that some documents come with.
fn overrides(name: &str) -> Vec<Override> {
    let rename = |at: &str, name: &str| Override {
        at: at.to_owned(),
        rename: Some(name.to_owned()),
        open: false,
        one_of: None,
        reason: "the case is about it".to_owned(),
    };
    match name {
        "override_applies_to_nothing" => vec![rename("#/$defs/Acount", "Account")],
        "rename_is_no_type_name" => vec![rename("#/$defs/Account", "my account")],
        _ => Vec::new(),
    }
}
