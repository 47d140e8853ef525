//! `docs/tour.md`: what a new user does, with what is really printed.

use std::fmt::Write as _;
use std::process::Command;

use isotype_tests::{expected, project as root};

use crate::project::Project;
use crate::watch::Watch;

/// A line of the document.
const NOTE: &str = "\"note\": {\"type\": [\"string\", \"null\"]},";

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
        self.finish(xtask, arguments, code);
    }

    /// Runs a task that needs other packages of the workspace, with the project's files.
    fn run_with_workspace(&mut self, arguments: &str, code: i32) {
        let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"));
        xtask.current_dir(&self.project.0);
        self.finish(xtask, arguments, code);
    }

    fn finish(&mut self, mut xtask: Command, arguments: &str, code: i32) {
        let output = xtask.args(arguments.split(' ')).output().unwrap();
        let text = [output.stderr, output.stdout].map(|it| String::from_utf8(it).unwrap()).concat();
        assert_eq!(output.status.code(), Some(code), "{arguments}\n{text}");
        self.transcript(arguments, &text);
    }

    fn transcript(&mut self, arguments: &str, text: &str) {
        let text: Vec<String> = text.trim_end().lines().map(steady).collect();
        self.show("console", &format!("$ cargo xtask {arguments}\n{}", text.join("\n")));
    }

    /// Edits the document while it is watched: first what is broken, then what is right.
    fn watch(&mut self, broken: &str, right: &str) {
        let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"));
        let folder = &self.project.0;
        xtask.current_dir(folder).env("CARGO_MANIFEST_DIR", folder.join("xtask")).args(["watch", "--accept"]);
        let watch = Watch::spawn(xtask);
        let mut text = watch.wait_for("1 source, ");
        for (document, last) in [(broken, "nothing was written"), (right, "1 source, ")] {
            self.project.put("schemas/shop/order.json", document);
            text += &watch.wait_for(last);
        }
        self.transcript("watch --accept", &text);
    }
}

/// A line without figures that say nothing about what was done: times, days, files of the runtime, sizes.
fn steady(line: &str) -> String {
    let mut line = line.to_owned();
    for unit in [" ms", " files written", " KiB"] {
        if let Some(end) = line.find(unit) {
            let start = line[..end].trim_end_matches(|it: char| it.is_ascii_digit()).len();
            line.replace_range(start..end, "…");
        }
    }
    if let Some(words) = line.find("as of 20") {
        let day = words + "as of ".len();
        line.replace_range(day..day + "2026-11-22".len(), "…");
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
    let head = module.lines().take_while(|it| !it.starts_with("object_codec!")).map(steady);
    let head: Vec<String> = head.collect();
    tour.show("rust", &head.join("\n"));

    tour.say("## Know that it is fresh");
    tour.run("codegen --check", 0);
    tour.run("vendor verify", 0);
    tour.say("Someone edits the vendored file, where the manifest's sum pins it:");
    let edited =
        ORDER.replace("\"^ord_[0-9]+$\"", "\"^ord_[0-9+$\"").replace("[\"string\", \"null\"]", "\"strnig\"");
    tour.project.put("schemas/shop/order.json", &edited);
    tour.run("codegen --check", 2);
    tour.run("explain sum-differs", 0);
    tour.say("Once it is accepted, the document itself is looked at, and all that is wrong is told at once:");
    tour.run("vendor accept", 0);
    tour.run("codegen", 2);
    tour.project.put("schemas/shop/order.json", ORDER);
    tour.run("vendor accept", 0);
    tour.run("codegen", 0);

    tour.say("## Write a schema and see what becomes of it");
    tour.say("The document is edited while this runs: a comma too many, then a member with three values. Ctrl-C ends it.");
    let noted =
        ORDER.replace(NOTE, &format!("{NOTE}\n    \"state\": {{\"enum\": [\"open\", \"paid\", \"sent\"]}},"));
    tour.watch(&noted.replace("\"sent\"", "\"sent\","), &noted);

    tour.say("## Ask what a type is, and why");
    tour.say("The instances are tried on the compiled types; the errors are theirs.");
    tour.run_in(&root(), "explain workos::DataIntegrationAccessTokenResponse", 0);

    tour.say("## Ask what a change breaks");
    let strict = noted
        .replace(", \"null\"]", "]")
        .replace("[\"id\", \"payment\"]", "[\"id\", \"payment\", \"state\"]");
    tour.project.put("order-2.json", &strict);
    tour.say("In `order-2.json`, `note` is no longer null, and there is a `state`, which is required:");
    tour.run_with_workspace("diff order.json order-2.json", 0);
    tour.say("[diff.md](diff.md) has the rest: revisions of git, pull requests, CI.");

    tour.say("## See everything on one page");
    tour.run("report --quick", 0);
    tour.say("The page needs no network: it can be sent, or kept among the files of a build. How stock typify does on the same\nschemas, `cargo xtask compare` prints; [README.md](../README.md) has the table.");

    tour.say("## Trust, but verify");
    tour.say("Our own cases, beside which the official suite is run in the same way:");
    tour.run_in(&root(), "conformance --suite tests/conformance --formats", 0);
    expected::check(&[(root().join("docs/tour.md"), tour.page)].into(), &[]);
}
