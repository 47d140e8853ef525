//! `docs/tour.md`: what a new user does, with what is really printed.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use isotype_tests::{expected, project as root};

use crate::project::Project;

const ORDER: &str = r#"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Order",
  "description": "What a customer buys.",
  "type": "object",
  "required": ["id", "payment"],
  "properties": {
    "id": {"type": "string", "pattern": "^ord_[0-9]+$"},
    "note": {"type": ["string", "null"]},
    "payment": {
      "oneOf": [
        {
          "title": "Card",
          "type": "object",
          "required": ["kind", "last4"],
          "properties": {"kind": {"const": "card"}, "last4": {"type": "string"}}
        },
        {
          "title": "Invoice",
          "type": "object",
          "required": ["kind"],
          "properties": {"kind": {"const": "invoice"}}
        }
      ]
    }
  }
}
"#;

/// A page that is being written, in a project that is being used.
struct Tour {
    project: Project,
    page: String,
}

impl Tour {
    fn say(&mut self, text: &str) {
        let _ = writeln!(self.page, "\n{text}");
    }

    fn show(&mut self, language: &str, text: &str) {
        let _ = writeln!(self.page, "\n```{language}\n{}\n```", text.trim_end());
    }

    /// Runs a task in the project, as cargo would.
    fn run(&mut self, arguments: &str, code: i32) {
        let folder = self.project.0.clone();
        self.run_in(&folder, arguments, code);
    }

    fn run_in(&mut self, folder: &std::path::Path, arguments: &str, code: i32) {
        let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"));
        xtask.current_dir(folder).env("CARGO_MANIFEST_DIR", folder.join("xtask"));
        let output = xtask.args(arguments.split(' ')).output().unwrap();
        let text = [output.stderr, output.stdout].map(|it| String::from_utf8(it).unwrap()).concat();
        assert_eq!(output.status.code(), Some(code), "{arguments}\n{text}");
        let text: Vec<String> = text.trim_end().lines().map(steady).collect();
        self.show("console", &format!("$ cargo xtask {arguments}\n{}", text.join("\n")));
    }
}

/// A line without figures that say nothing about what was done: times, files of the runtime, sizes.
fn steady(line: &str) -> String {
    let mut line = line.to_owned();
    for unit in [" ms", " files written", " KiB"] {
        if let Some(end) = line.find(unit) {
            let start = line[..end].trim_end_matches(|it: char| it.is_ascii_digit()).len();
            line.replace_range(start..end, "…");
        }
    }
    line
}

#[test]
fn the_tour_is_what_happens() {
    let mut tour = Tour { project: Project::empty("tour"), page: "# Tour\n".to_owned() };
    tour.say(
        "Every command here was run by a test, which wrote this page (`xtask/tests/behaviour/tour.rs`); `…` stands for times\nand counts that say nothing.",
    );

    tour.say("## Take a schema in");
    tour.project.put("order.json", ORDER);
    tour.show("json", ORDER);
    tour.run("vendor add order.json --as shop --origin https://example.com/order.json", 0);
    tour.say("The document lies in `schemas/shop/` now, and the manifest has an entry for it. `generated/src/shop/mod.rs` begins:");
    let module = tour.project.text("generated/src/shop/mod.rs");
    let head: Vec<&str> = module.lines().take_while(|it| !it.starts_with("object_codec!")).collect();
    tour.show("rust", &head.join("\n"));

    tour.say("## Know that it is fresh");
    tour.run("codegen --check", 0);
    tour.say("Someone edits the vendored file, where the manifest's sum pins it:");
    let edited =
        ORDER.replace("\"^ord_[0-9]+$\"", "\"^ord_[0-9+$\"").replace("[\"string\", \"null\"]", "\"strnig\"");
    tour.project.put("schemas/shop/order.json", &edited);
    tour.run("codegen --check", 2);
    tour.run("explain sum-differs", 0);
    tour.say("With the new sum, the document itself is looked at, and all that is wrong is told at once:");
    pin(&tour.project);
    tour.run("codegen", 2);
    tour.project.put("schemas/shop/order.json", ORDER);
    pin(&tour.project);
    tour.run("codegen", 0);

    tour.say("## Ask what a type is, and why");
    tour.say("The instances are tried on the compiled types; the errors are theirs.");
    tour.run_in(&root(), "explain workos::DataIntegrationAccessTokenResponse", 0);

    tour.say("## See everything on one page");
    tour.run("report --quick", 0);
    tour.say("The page needs no network: it can be sent, or kept among the files of a build.");
    expected::check(&[(root().join("docs/tour.md"), tour.page)].into(), &[]);
}

/// Accepts the vendored file as it is.
fn pin(project: &Project) {
    use sha2::{Digest as _, Sha256};
    let manifest = project.text("schemas/manifest.toml");
    let sum = Sha256::digest(fs::read(project.0.join("schemas/shop/order.json")).unwrap());
    let digits: Vec<String> = sum.iter().map(|it| format!("{it:02x}")).collect();
    let sum = digits.concat();
    let line = manifest.lines().find(|it| it.starts_with("\"shop/order.json\" = ")).unwrap();
    project
        .put("schemas/manifest.toml", &manifest.replace(line, &format!("\"shop/order.json\" = \"{sum}\"")));
}
