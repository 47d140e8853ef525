//! `cargo xtask diff` from outside.

use std::process::Command;

use serde_json::{Value, json};

use crate::project::{Project, manifest};

const ORDER: &str = r#"{"title": "Order", "type": "object", "properties": {"id": {"type": "string"}}}"#;
const WITH_NOTE: &str =
    r#"{"title": "Order", "type": "object", "properties": {"id": {"type": "string"}, "note": {}}}"#;
const STRICT: &str =
    r#"{"title": "Order", "type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}"#;

/// A project whose last commit has one schema and whose working tree another.
fn committed(name: &str, old: &str, new: &str) -> Project {
    let project = Project::new(name);
    vendor(&project, old);
    project.put(".gitignore", "target\n");
    for arguments in [
        &["init", "--quiet"][..],
        &["add", "."],
        &["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--message", "first"],
    ] {
        assert!(Command::new("git").current_dir(&project.0).args(arguments).status().unwrap().success());
    }
    vendor(&project, new);
    project
}

/// Puts a schema where the manifest has it, with its sum.
fn vendor(project: &Project, schema: &str) {
    project.put("schemas/shop/shop.json", schema);
    project.put("schemas/manifest.toml", &manifest(""));
    let (_, err) = project.check(&[], 2);
    let line = err.split("write ").nth(1).and_then(|it| it.lines().next()).unwrap();
    project.put("schemas/manifest.toml", &manifest("").replace("\"shop/shop.json\" = \"\"", line));
}

#[test]
fn a_revision_against_the_working_tree() {
    let project = committed("diff_revision", ORDER, STRICT);
    let diff = |more: &[&str], code| {
        project.run(&[&["diff", "HEAD", "--schemas", "schemas"], more].concat(), code).0
    };
    let out = diff(&[], 0);
    assert!(out.contains("shop: 1 of 1 types changed"), "{out}");
    assert!(out.contains("writers   breaking: `{}` was valid before, the new types refuse it"), "{out}");
    assert!(
        out.ends_with("HEAD -> the working tree: Rust API breaking, readers safe, writers breaking\n"),
        "{out}"
    );
    diff(&["--fail-on", "breaking"], 1);
    diff(&["--fail-on", "writers", "--fail-on", "readers"], 1);
    diff(&["--fail-on", "readers", "--fail-on", "unknown"], 0);
    let out = diff(&["--format", "markdown"], 0);
    assert!(out.starts_with("### Types: Rust API breaking, readers safe, writers breaking\n"), "{out}");
}

#[test]
fn programs_read_json_lines() {
    let project = Project::new("diff_json");
    project.put("old/order.json", ORDER);
    project.put("new/order.json", STRICT);
    let (out, _) = project.run(&["diff", "old/order.json", "new/order.json", "--message-format", "json"], 0);
    let lines: Vec<Value> = out.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    let reasons: Vec<&str> = lines.iter().map(|it| it["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons, ["type", "module", "summary"]);
    assert_eq!(lines[0]["writers"], json!({"verdict": "breaking", "instance": {}}));
    assert_eq!(lines[0]["readers"], json!({"verdict": "safe"}));
    assert_eq!(lines[2]["rust_api"], "breaking");
}

#[test]
fn a_document_takes_the_place_of_the_vendored_one() {
    let project = Project::new("diff_document");
    vendor(&project, ORDER);
    project.put("upstream/shop.json", WITH_NOTE);
    let (out, _) = project.run(&["diff", "schemas", "upstream/shop.json"], 0);
    assert!(
        out.contains("schemas -> upstream/shop.json: Rust API minor, readers safe, writers safe"),
        "{out}"
    );
    project.put("upstream/other.json", WITH_NOTE);
    let (_, err) = project.run(&["diff", "schemas", "upstream/other.json"], 2);
    assert!(err.contains("no source has a document called `other.json`"), "{err}");
}

#[test]
fn what_can_not_be_compared_is_bad_input() {
    let project = Project::new("diff_bad");
    let (_, err) = project.run(&["diff", "no-such-thing", "--schemas", "schemas"], 2);
    assert!(err.contains("`no-such-thing` is neither a file, a folder nor a git revision"), "{err}");
    project.put("broken.json", "{");
    let (_, err) = project.run(&["diff", "broken.json", "broken.json"], 2);
    assert!(err.contains("broken.json:1:2\n  |\n1 | {\n"), "{err}");
    assert!(err.ends_with("nothing was compared: broken.json has errors\n"), "{err}");
    project.put("schemas/shop/shop.json", ORDER);
    let (_, err) = project.run(&["diff", "schemas", "schemas"], 2);
    assert!(err.contains("error[sum-differs]"), "{err}");
}

#[test]
fn what_is_wrong_in_a_revision_is_shown_as_it_stands_there() {
    let project = committed("diff_excerpt", r##"{"$ref": "#/gone"}"##, ORDER);
    let (_, err) = project.run(&["diff", "HEAD", "--schemas", "schemas"], 2);
    assert!(err.contains(r##"1 | {"$ref": "#/gone"}"##), "{err}");
    assert!(err.ends_with("nothing was compared: HEAD has errors\n"), "{err}");
}
