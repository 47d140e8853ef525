//! `cargo xtask explain` from outside.

use crate::project::{Project, SCHEMA_SUM, manifest};

const SCHEMA: &str = r#"{
  "title": "Order",
  "type": "object",
  "required": ["id", "state"],
  "properties": {
    "id": {"type": "integer", "minimum": 1},
    "state": {"oneOf": [{"type": "string"}, {"type": "boolean"}]}
  }
}"#;
const SUM: &str = "3325a26a2697358d29269f2e717332d21568d75b4a479eb025447e9dcab35e1f";

fn project(name: &str) -> Project {
    let project = Project::new(name);
    project.put("schemas/shop/shop.json", SCHEMA);
    project.put("schemas/manifest.toml", &manifest(SUM).replace("\"shop\"", "\"explained\""));
    project
}

fn explain(project: &Project, what: &str, more: &[&str], code: i32) -> (String, String) {
    project.run(&[&["explain", what, "--schemas", "schemas"], more].concat(), code)
}

#[test]
fn a_type_is_explained_with_real_errors() {
    let (page, _) = explain(&project("explain"), "Order", &[], 0);
    for expected in [
        "explained::Order\n  from   schemas/shop/shop.json:1:1 #\n",
        "  grade  exact",
        "pub struct Order {",
        "accepts (made from the schema)\n  {\"id\":1,\"state\":",
        "refuses (without `id`)\n",
        "error: `id` is required at line 1 column",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
}

#[test]
fn types_are_found_by_name_and_place() {
    let project = project("explain-find");
    let quick = |what| explain(&project, what, &["--quick"], 0).0;
    assert!(quick("explained::Order").starts_with("explained::Order\n"));
    assert!(quick("explained#/properties/state").starts_with("explained::OrderState\n"));
    assert!(quick("shop.json#/properties/state/oneOf/1").starts_with(
        "No type is made of `#/properties/state/oneOf/1` alone; around it is the type of `#/properties/state`:\n"
    ));
    let wrong = |what| explain(&project, what, &["--quick"], 2).1;
    assert!(wrong("Ordre").contains("did you mean `Order`?"));
    assert!(wrong("explaind::Order").contains("did you mean `explained::Order`?"));
    assert!(wrong("dangling-refrence").contains("did you mean `dangling-reference`?"));
}

#[test]
fn a_code_is_explained_without_any_schema() {
    let (text, _) = Project::empty("explain-code").run(&["explain", "sum-differs"], 0);
    assert!(text.starts_with("sum-differs\n\nError."), "{text}");
}

#[test]
fn broken_schemas_are_reported_instead() {
    let project = Project::new("explain-broken");
    project.put("schemas/manifest.toml", &manifest(&SCHEMA_SUM.replace('2', "3")));
    assert!(explain(&project, "Shop", &[], 2).1.contains("error[sum-differs]"));
}

#[test]
fn where_no_instance_is_known_it_says_how_to_give_one() {
    let project = Project::new("explain-without-example");
    project.put(
        "schemas/shop/shop.json",
        r#"{"title": "Shop", "type": "string", "pattern": "^(?=.*[0-9])(?=.*[a-z]).{8}$"}"#,
    );
    project.run(&["vendor", "accept", "--schemas", "schemas"], 0);
    let (page, _) = project.run(&["explain", "shop::Shop", "--schemas", "schemas", "--quick"], 0);
    assert!(page.contains("No instance is at hand that it accepts: give the schema `examples`"), "{page}");
    assert_eq!(page.matches("refuses (another JSON type)").count(), 1, "{page}");
}
