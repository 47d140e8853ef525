//! Sources of several files, YAML, OpenAPI documents, fixups, and what may be left out.

use std::fs;

use crate::project::{Project, SCHEMA_SUM, manifest};

const API: &str = "openapi: 3.0.3
info: {title: Shop, version: '1'}
paths:
  /orders:
    get:
      responses:
        200:
          description: All
          content:
            application/json:
              schema: {type: array, items: {$ref: 'parts/order.yaml'}}
components:
  schemas:
    Customer: {type: object, required: [name], properties: {name: {type: string, nullable: true}}}
    Visit: {type: object, properties: {at: {type: strnig}}}
";
const ORDER: &str = "type: object
required: [id]
properties:
  id: {type: string}
  customer: {$ref: '../api.yaml#/components/schemas/Customer'}
  note: {$ref: more/note.json}
";
const NOTE: &str = r#"{"type": "string", "nullable": true}"#;

/// A project whose source is the API above; the sums are taken from what codegen asks for.
fn api(name: &str, roots: &str, more: &str) -> Project {
    let project = Project::new(name);
    for (path, text) in [("api.yaml", API), ("parts/order.yaml", ORDER), ("parts/more/note.json", NOTE)] {
        project.put(&format!("schemas/api/{path}"), text);
    }
    pin(&project, roots, more);
    project
}

fn pin(project: &Project, roots: &str, more: &str) {
    let text = format!(
        "preset = \"practical-2026-11\"\n[[source]]\nmodule = \"api\"\nfiles = [\"api/\"]\nroots = {roots}\norigin = \"here\"\nretrieved = \"2026-11-22\"\n"
    );
    // `more` may begin with keys of the source itself, and end with tables of its own.
    let (keys, tables) = more.split_once("\n\n").unwrap_or((more, ""));
    let without = format!("{text}{keys}\n{tables}\n");
    project.put("schemas/manifest.toml", &without);
    let (_, err) = project.check(&[], 2);
    let lines: Vec<&str> =
        err.lines().filter_map(|it| it.split_once("add under [source.sha256]: ")).map(|it| it.1).collect();
    let sums = lines.join("\n");
    project.put("schemas/manifest.toml", &format!("{text}{keys}\n[source.sha256]\n{sums}\n{tables}\n"));
}

const MEND: &str = "
[[source.fixup]]
file = \"api/api.yaml\"
patch = [{ op = \"replace\", path = \"/components/schemas/Visit/properties/at/type\", value = \"string\" }]
reason = \"A typing error.\"
";

#[test]
fn a_folder_is_a_source_of_files_that_refer_to_each_other() {
    let project = api("folder", "\"definitions\"", MEND);
    let (out, err) = project.check(&[], 0);
    assert!(out.starts_with("1 source, "), "{out}{err}");
    let code = project.text("out/src/api.rs");
    for words in ["pub struct Customer", "pub name: Option<String>", "pub struct Visit", "pub struct Order"] {
        assert!(code.contains(words), "`{words}` is not in\n{code}");
    }
    project.put("schemas/api/parts/new.json", "{}");
    let (_, err) = project.check(&[], 2);
    assert!(err.contains("error[sum-missing]: `api/parts/new.json` has no sha256"), "{err}");
    fs::remove_file(project.0.join("schemas/api/parts/new.json")).unwrap();
    fs::remove_file(project.0.join("schemas/api/parts/more/note.json")).unwrap();
    let (_, err) = project.check(&[], 2);
    assert!(err.contains("error[sum-without-file]: `api/parts/more/note.json`"), "{err}");
}

#[test]
fn roots_are_names_and_references() {
    let roots = r##"["Customer", "#/paths/~1orders/get/responses/200/content/application~1json/schema"]"##;
    let project = api("references", roots, "");
    project.check(&[], 0);
    let code = project.text("out/src/api.rs");
    assert!(code.contains("pub struct Customer") && code.contains("pub struct Order"), "{code}");
    assert!(!code.contains("pub struct Visit"), "{code}");
}

#[test]
fn yaml_and_json_give_the_same_code() {
    let json = r#"{"title": "Shop", "type": "object", "properties": {"no": {"type": "integer", "maximum": 9007199254740993}}}"#;
    let yaml =
        "title: Shop\ntype: object\nproperties:\n  no:\n    type: integer\n    maximum: 9007199254740993\n";
    let code = |name: &str, file: &str, text: &str| {
        let project = Project::new(name);
        fs::remove_dir_all(project.0.join("schemas/shop")).unwrap();
        project.put(&format!("schemas/shop/{file}"), text);
        let manifest = manifest("").replace("shop.json", file);
        project.put("schemas/manifest.toml", &manifest);
        let (_, err) = project.check(&[], 2);
        let line = err.split("write ").nth(1).and_then(|it| it.lines().next()).unwrap();
        project.put("schemas/manifest.toml", &manifest.replace(&format!("\"shop/{file}\" = \"\""), line));
        project.check(&[], 0);
        project.text("out/src/shop.rs").replace(file, "shop")
    };
    assert_eq!(code("as-json", "shop.json", json), code("as-yaml", "shop.yaml", yaml));
}

#[test]
fn faults_are_told_with_their_place_and_may_be_allowed() {
    let project = api("allow", "\"definitions\"", "");
    let (_, err) = project.check(&[], 2);
    assert!(
        err.contains("error[unknown-type]: `strnig` is no JSON type\n  --> schemas/api/api.yaml:15:51"),
        "{err}"
    );
    assert!(!project.0.join("out").exists(), "nothing is written");
    pin(&project, "\"definitions\"", "allow = [\"unknown-type\"]");
    let (_, err) = project.check(&[], 0);
    assert!(
        err.contains("warning[left-out]: left out: it needs what stands at schemas/api/api.yaml:15:51"),
        "{err}"
    );
    let code = project.text("out/src/api.rs");
    assert!(code.contains("pub struct Order") && !code.contains("pub struct Visit"), "{code}");
    pin(&project, "\"definitions\"", "allow = [\"unknown-type\", \"dangling-reference\"]");
    let (_, err) = project.check(&[], 2);
    assert!(
        err.contains("error[allow-superfluous]: the source has no `dangling-reference` to allow"),
        "{err}"
    );
    pin(&project, "\"definitions\"", "allow = [\"unknown-typ\"]");
    let (_, err) = project.check(&[], 2);
    assert!(err.contains("error[allow-unknown]: `unknown-typ` can't be allowed"), "{err}");
    assert!(err.contains("did you mean `unknown-type`?"), "{err}");
}

#[test]
fn a_fixup_fails_when_it_no_longer_applies() {
    let project = api("fixup", "\"definitions\"", &MEND.replace("\"string\" }", "\"strnig\" }"));
    let (_, err) = project.check(&[], 2);
    let expect = "the fixup \"A typing error.\" does not apply: operation 1 (`replace` of `/components/schemas/Visit/properties/at/type`): that is its value already";
    assert!(err.contains(&format!("error[fixup-does-not-apply]: {expect}")), "{err}");
    pin(&project, "\"definitions\"", &MEND.replace("api/api.yaml", "api/app.yaml"));
    let (_, err) = project.check(&[], 2);
    assert!(err.contains("error[fixup-without-file]: `api/app.yaml`"), "{err}");
    assert!(err.contains("did you mean `api/api.yaml`?"), "{err}");
    pin(&project, "\"definitions\"", &MEND.replace("\"replace\"", "\"change\""));
    let (_, err) = project.check(&[], 2);
    assert!(
        err.contains("error[fixup-operation]: no operation of a patch: unknown variant `change`"),
        "{err}"
    );
    assert!(!err.contains(SCHEMA_SUM), "{err}");
}
