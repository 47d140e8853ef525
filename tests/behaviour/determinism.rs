//! The same documents give the same bytes, however they are listed and stored.

use isotype::config::{InputFile, Source};
use isotype::{CrateOptions, Generated, assemble};
use isotype_tests::{generate, vendored};

#[test]
fn generating_twice_gives_the_same_bytes() {
    for source in vendored::sources() {
        assert_eq!(made(&source).files, made(&source).files, "{}", source.module);
    }
}

#[test]
fn the_order_of_sources_does_not_matter() {
    let mut all: Vec<Generated> = vendored::sources().iter().map(made).collect();
    let options = CrateOptions { package: Some("types".to_owned()) };
    let mut before = assemble(&all, &options);
    all.reverse();
    let mut after = assemble(&all, &options);
    // The ledger follows the manifest.
    assert!(before.remove("LEDGER.md") != after.remove("LEDGER.md"));
    assert_eq!(before, after);
}

#[test]
fn the_order_of_files_does_not_matter_beside_that_of_their_types() {
    let order = r#"{"type": "object", "properties": {"customer": {"$ref": "customer.json"}}}"#;
    let customer = r#"{"type": "object", "properties": {"name": {"type": "string"}}}"#;
    let forth = files(&[("order.json", order), ("customer.json", customer)]);
    let back = files(&[("customer.json", customer), ("order.json", order)]);
    assert_eq!(items(&forth), items(&back));
}

#[test]
fn line_ends_and_white_space_do_not_matter() {
    for mut source in vendored::sources() {
        let before = made(&source);
        for document in &mut source.documents {
            let text = String::from_utf8(document.bytes.clone()).expect("vendored files are UTF-8");
            document.bytes = text.replace('\n', "\r\n").replace("\": ", "\" :\t").into_bytes();
        }
        assert_eq!(before.files, made(&source).files, "{}", source.module);
    }
}

fn made(source: &Source) -> Generated {
    let (generated, found) = generate(source);
    generated.unwrap_or_else(|| panic!("{}: {found:?}", source.module))
}

fn files(texts: &[(&str, &str)]) -> Source {
    let document =
        |(path, text): &(&str, &str)| InputFile { path: (*path).to_owned(), bytes: text.as_bytes().to_vec() };
    Source::new("shop", texts.iter().map(document).collect())
}

/// The lines of a module's items, sorted; the head names the first file.
fn items(source: &Source) -> Vec<String> {
    let generated = made(source);
    let text = &generated.files["src/shop.rs"];
    let mut lines: Vec<String> = text.lines().skip(3).map(str::to_owned).collect();
    lines.sort();
    lines
}
