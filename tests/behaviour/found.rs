//! What mutated schemas and fuzzing brought to light, each as small as it could be made.

use isotype::config::{InputFile, Package, Source};
use serde_json::{Value, json};

fn source(schema: &Value) -> Source {
    let bytes = schema.to_string().into_bytes();
    Source {
        package: Some(Package::default()),
        ..Source::new("case", vec![InputFile { path: "case.json".to_owned(), bytes }])
    }
}

#[test]
fn examples_of_types_that_hold_each_other() {
    let members = |to: &str| -> serde_json::Map<String, Value> {
        (0..30).map(|at| (format!("a{at}"), json!({"$ref": to}))).collect()
    };
    let mut schema = json!({"type": "object", "properties": members("#"), "$defs": {}});
    for at in 0..12 {
        let next = format!("#/$defs/d{}", at + 1);
        schema["$defs"][format!("d{at}")] = json!({"type": "object", "properties": members(&next)});
    }
    schema["$defs"]["d12"] = json!({"enum": ["x"]});
    schema["properties"]["b"] = json!({"$ref": "#/$defs/d0"});
    let explained = isotype::explain(&source(&schema)).0.expect("the schema is good");
    let tests = &explained.0.files["tests/case.rs"];
    assert!(tests.contains("case_of_examples") && tests.len() < 1_000_000, "{} bytes", tests.len());
}

#[test]
fn an_outline_copies_a_document_once() {
    let properties: serde_json::Map<String, Value> =
        (0..4000).map(|at| (format!("a{at}"), json!({"type": "string", "maxLength": at}))).collect();
    let schema = json!({"type": "object", "properties": properties});
    let outline = isotype::outline::outline(&source(&schema)).0.expect("the schema is good");
    assert_eq!(outline.documents["case.json"], schema);
}
