//! What mutated schemas and fuzzing brought to light, each as small as it could be made.

use isotype::config::{InputFile, Package, Roots, Source};
use serde_json::{Value, json};

use crate::oracle::instances;

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

#[test]
fn an_instance_belongs_to_the_types_that_take_it() {
    let object =
        |default: Value| json!({"type": ["object", "null"], "properties": {"b": {}}, "default": default});
    let schema = json!({"$defs": {
        "Nullable": object(json!(null)),
        "Split": {
            "type": ["array", "object"],
            "items": {"type": "integer"},
            "properties": {"c": object(json!({}))},
            "examples": [[1], {"d": 2}],
        },
        "Alias": {"type": ["string", "null"], "examples": [null, "x", 3]},
        "Implied": {"properties": {"b": {"items": {"type": "integer"}}}, "examples": [4, {"b": 5}, {"b": [5]}, {"b": [1e30]}]},
    }});
    let source = Source { roots: Roots::Definitions, ..source(&schema) };
    let explained = isotype::explain(&source).0.expect("the schema is good");
    let found: Vec<String> = instances(&explained.0.files["tests/case.rs"])
        .into_iter()
        .map(|it| format!("{} {}", it.ty, it.data))
        .collect();
    let expected = [
        "Split [1]",
        r#"Split {"d":2}"#,
        r#"SplitObject {"d":2}"#,
        "Option<SplitC> {}",
        "SplitC {}",
        r#"Implied {"b":[5]}"#,
        "Option<Nullable> null",
        "Option<String> null",
        r#"Option<String> "x""#,
    ];
    assert_eq!(found, expected);
}
