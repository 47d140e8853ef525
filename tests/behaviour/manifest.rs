//! The JSON Schema of the manifest, which editors use, agrees with what is read.

use std::fs;

use isotype_tests::{entries, folder, project};
use serde_json::Value;

fn manifest(path: &std::path::Path) -> Option<Value> {
    let table: toml::Table = fs::read_to_string(path).ok()?.parse().ok()?;
    serde_json::to_value(table).ok()
}

#[test]
fn the_schema_accepts_what_is_read_and_refuses_what_is_not() {
    let text = fs::read_to_string(project().join("docs/manifest.schema.json")).expect("it is there");
    let schema =
        jsonschema::validator_for(&serde_json::from_str(&text).expect("it is JSON")).expect("a schema");
    let own = manifest(&project().join("schemas/manifest.toml")).expect("it is TOML");
    assert!(schema.is_valid(&own), "{:?}", schema.iter_errors(&own).next());
    let mut judged = 0;
    for case in entries(&folder().join("diagnostics")).into_iter().filter(|it| it.is_dir()) {
        let Some(manifest) = manifest(&case.join("manifest.toml")) else { continue };
        let printed = fs::read_to_string(case.with_extension("txt")).expect("it is expected");
        // Keys and values of a kind are the schema's business; what they mean is not.
        let of_schema =
            ["[manifest-", "[allow-unknown]", "[fixup-operation]", "[unknown-format]", "[upstream-address]"];
        let is_refused = of_schema.iter().any(|it| printed.contains(it));
        assert_eq!(schema.is_valid(&manifest), !is_refused, "{}", case.display());
        judged += 1;
    }
    assert!(judged > 20, "{judged}");
}
