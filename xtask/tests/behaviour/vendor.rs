//! `cargo xtask vendor` from outside.

use std::fs;
use std::path::Path;

use crate::project::{Project, SCHEMA, SCHEMA_SUM, manifest};

const ORDER: &str = r#"{"title": "Order", "type": "object", "properties": {"note": {"$ref": "note.yaml"}}}"#;

fn add(project: &Project, path: &str, name: &str, code: i32) -> String {
    let arguments = [
        "vendor",
        "add",
        path,
        "--as",
        name,
        "--origin",
        "https://example.com/x",
        "--schemas",
        "schemas",
        "--out",
        "out",
    ];
    let (out, err) = project.run(&arguments, code);
    out + &err
}

fn verify(project: &Project, code: i32) -> String {
    let (out, err) = project.run(&["vendor", "verify", "--schemas", "schemas"], code);
    out + &err
}

/// Every file of the schemas folder with its text.
fn all(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_file_is_copied_pinned_listed_and_generated() {
    let project = Project::new("vendor-file");
    let before = manifest(SCHEMA_SUM) + "# A remark at the end.\n";
    project.put("schemas/manifest.toml", &before);
    project.put("download/store.json", SCHEMA);
    let said = add(&project, "download/store.json", "store", 0);
    assert!(said.contains("vendored 1 file as `store`"), "{said}");
    assert_eq!(project.text("schemas/store/store.json"), SCHEMA);
    assert!(project.0.join("out/src/store.rs").exists());
    let after = project.text("schemas/manifest.toml");
    assert!(after.starts_with(&before), "{after}");
    let entry = "module = \"store\"\nfiles = [\"store/store.json\"]\nroots = \"root\"\norigin = \"https://example.com/x\"\n";
    assert!(after.contains(entry), "{after}");
    assert!(
        after.ends_with(&format!("[source.sha256]\n\"store/store.json\" = \"{SCHEMA_SUM}\"\n")),
        "{after}"
    );
    assert!(verify(&project, 0).starts_with("2 sources, 2 files, all as listed"));
    let said = add(&project, "download/store.json", "store", 2);
    assert!(said.contains("is there already"), "{said}");
}

#[test]
fn a_folder_comes_with_its_instances() {
    let project = Project::new("vendor-folder");
    project.put("download/order.json", ORDER);
    project.put("download/note.yaml", "type: string\n");
    project.put("download/remark.txt", "not a schema");
    project.put("download/examples/Order.json", "{\"note\": \"soon\"}");
    add(&project, "download", "store", 0);
    let after = project.text("schemas/manifest.toml");
    assert!(
        after.contains("files = [\"store/\"]\nroots = \"root\"\nexamples = \"store/examples\"\n"),
        "{after}"
    );
    assert!(project.text("out/src/store.rs").contains("pub struct Order"));
    assert!(!project.0.join("schemas/store/remark.txt").exists());
    verify(&project, 0);
}

#[test]
fn a_first_source_makes_the_manifest() {
    let project = Project::new("vendor-first");
    fs::remove_dir_all(project.0.join("schemas")).unwrap();
    project.put("api.yaml", "openapi: 3.1.0\ncomponents: {schemas: {Order: {type: string}}}\n");
    add(&project, "api.yaml", "api", 0);
    assert!(project.text("schemas/manifest.toml").contains("roots = \"definitions\""));
}

#[test]
fn what_fails_leaves_all_as_it_was() {
    let project = Project::new("vendor-fails");
    project.put("download/order.json", ORDER);
    project.check(&[], 0);
    let (schemas, out) = (project.0.join("schemas"), project.0.join("out"));
    let before = (all(&schemas), all(&out));
    let said = add(&project, "download/order.json", "store", 2);
    assert!(said.contains("error[dangling-reference]"), "{said}");
    assert!(said.contains("nothing was vendored"), "{said}");
    for (path, name, reason) in [
        ("download/none.json", "store", "cannot read"),
        ("download", "shop", "is there already"),
        ("download", "Shop", "can't be a module"),
    ] {
        let said = add(&project, path, name, 2);
        assert!(said.contains(reason), "{said}");
    }
    assert_eq!((all(&schemas), all(&out)), before);
    assert!(!schemas.join("store").exists() && !schemas.join(".vendor-store").exists());
}

#[test]
fn verify_tells_what_is_changed_missing_or_not_listed() {
    let project = Project::new("vendor-verify");
    project.put("schemas/README.md", "for people");
    verify(&project, 0);
    project.put("schemas/shop/other.json", "{}");
    let said = verify(&project, 2);
    assert!(
        said.contains(
            "error[file-unlisted]: no source of the manifest names the file\n--> schemas/shop/other.json"
        ),
        "{said}"
    );
    project.put("schemas/shop/shop.json", "{}");
    assert!(verify(&project, 2).contains("error[sum-differs]"));
    fs::remove_file(project.0.join("schemas/shop/shop.json")).unwrap();
    assert!(verify(&project, 2).contains("error[file-not-read]"));
}

const NEWER: &str = r#"{"title": "Shop", "type": "string", "maxLength": 3}"#;
const NEWER_SUM: &str = "ff0ecbe675d3c2e4a244d3ff4bc04fff0fdcf2bc7369542e13fafc6e0b8166bc";

fn update(project: &Project, code: i32) -> String {
    let arguments = ["vendor", "update", "--from", "download", "--schemas", "schemas", "--out", "out"];
    let (out, err) = project.run(&arguments, code);
    out + &err
}

/// A project whose document can be fetched.
fn with_upstream(name: &str) -> Project {
    let project = Project::new(name);
    let upstream =
        "\n# Why.\n[source.upstream]\n\"shop/shop.json\" = \"https://example.com/shop.json\" # raw\n";
    project.put("schemas/manifest.toml", &(manifest(SCHEMA_SUM) + upstream));
    project
}

#[test]
fn upstream_lists_what_can_be_fetched() {
    let project = with_upstream("vendor-upstream");
    let (out, _) = project.run(&["vendor", "upstream", "--schemas", "schemas"], 0);
    assert_eq!(out, "shop\tshop/shop.json\thttps://example.com/shop.json\n");
    let text = project.text("schemas/manifest.toml");
    for (from, to, code) in [
        ("https://example.com/shop.json\" # raw", "https://example.com/a b\"", "upstream-address"),
        ("https://example.com/shop.json\" # raw", "file:///shop.json\"", "upstream-address"),
        ("\"shop/shop.json\" = \"https", "\"shop/shap.json\" = \"https", "upstream-without-file"),
    ] {
        assert!(text.contains(from), "{text}");
        project.put("schemas/manifest.toml", &text.replacen(from, to, 1));
        let (out, err) = project.run(&["vendor", "upstream", "--schemas", "schemas"], 2);
        assert!(out.is_empty() && err.contains(&format!("error[{code}]")), "{err}");
    }
}

#[test]
fn an_update_replaces_pins_dates_and_generates() {
    let project = with_upstream("vendor-update");
    let before = project.text("schemas/manifest.toml");
    let before = before.replacen("2026-11-22", "2020-02-02", 1);
    project.put("schemas/manifest.toml", &before);
    project.put("download/shop/shop.json", SCHEMA);
    assert!(update(&project, 0).contains("nothing to update"));
    assert_eq!(project.text("schemas/manifest.toml"), before);
    assert!(!project.0.join("out").exists());
    project.put("download/shop/shop.json", NEWER);
    let said = update(&project, 0);
    assert!(said.contains("updated 1 file: shop/shop.json"), "{said}");
    assert_eq!(project.text("schemas/shop/shop.json"), NEWER);
    let after = project.text("schemas/manifest.toml");
    let today = after.split("retrieved = \"").nth(1).unwrap().split('"').next().unwrap();
    assert!(today > "2026" && today.len() == 10, "{today}");
    assert_eq!(after, before.replacen(SCHEMA_SUM, NEWER_SUM, 1).replacen("2020-02-02", today, 1));
    verify(&project, 0);
    project.check(&["--check"], 0);
}

#[test]
fn an_update_that_fails_leaves_all_as_it_was() {
    let project = with_upstream("vendor-update-fails");
    project.check(&[], 0);
    let (schemas, out) = (project.0.join("schemas"), project.0.join("out"));
    let before = (all(&schemas), all(&out));
    for (file, text, reason) in [
        ("shop/shop.json", "<!doctype html>", "nothing was updated"),
        ("shop/shop.json", r##"{"$ref": "#/none"}"##, "error[dangling-reference]"),
        ("shop/other.json", "{}", "no source of the manifest has a document `shop/other.json`"),
    ] {
        project.put(&format!("download/{file}"), text);
        let said = update(&project, 2);
        assert!(said.contains(reason), "{said}");
        assert_eq!((all(&schemas), all(&out)), before);
    }
}

#[test]
fn sums_are_accepted_and_added_where_they_are_missing() {
    let project = Project::new("vendor-accept");
    let accept = |more: &[&str], code| {
        project.run(&[&["vendor", "accept", "--schemas", "schemas"], more].concat(), code).1
    };
    assert!(accept(&[], 0).contains("nothing to accept"));
    let two = manifest("00").replace("[\"shop/shop.json\"]", "[\"shop/shop.json\", \"shop/more.json\"]");
    project.put("schemas/shop/more.json", SCHEMA);
    project.put("schemas/manifest.toml", &two.replace("\"00\"", "\"00\" # As it was."));
    assert_eq!(accept(&[], 0), "accepted shop/shop.json as it is\naccepted shop/more.json as it is\n");
    let lines = format!(
        "\"shop/shop.json\" = \"{SCHEMA_SUM}\" # As it was.\n\"shop/more.json\" = \"{SCHEMA_SUM}\"\n"
    );
    assert!(
        project.text("schemas/manifest.toml").ends_with(&lines),
        "{}",
        project.text("schemas/manifest.toml")
    );
    project.put("schemas/manifest.toml", &two.replace("\"shop/shop.json\" = \"00\"\n", ""));
    assert_eq!(accept(&["shop/more.json"], 0), "accepted shop/more.json as it is\n");
    assert!(
        accept(&["shop/mor.json"], 2).contains("no source of the manifest has a document `shop/mor.json`")
    );
    assert_eq!(accept(&[], 0), "accepted shop/shop.json as it is\n");
    project.check(&[], 0);
}
