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
    let options = CrateOptions { package: Some("types".to_owned()), ..CrateOptions::default() };
    let before = assemble(&all, &options);
    all.reverse();
    assert_eq!(before, assemble(&all, &options));
}

#[test]
fn the_order_of_files_after_the_entry_does_not_matter() {
    let order =
        r#"{"type": "object", "properties": {"to": {"$ref": "customer.json"}, "of": {"$ref": "item.json"}}}"#;
    let customer = r#"{"type": "object", "properties": {"name": {"type": "string"}}}"#;
    let item = r#"{"type": "object", "properties": {"price": {"type": "number"}}}"#;
    let forth = files(&[("order.json", order), ("customer.json", customer), ("item.json", item)]);
    let back = files(&[("order.json", order), ("item.json", item), ("customer.json", customer)]);
    assert_eq!(made(&forth).files, made(&back).files);
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
