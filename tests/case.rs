//! Golden cases: a small schema, how it is read, and its instances.

use std::path::Path;

use isotype::config::{InputFile, OneOf, Override, Policies, Source};
use isotype::format::Formats;
use isotype::schema::Dialect;
use serde_json::{Map, Value};

use crate::{entries, folder, stem};

/// One file `golden/<topic>/<name>.json`: the official test suite's format, and how to read the schema.
#[derive(Clone, Debug)]
pub struct Case {
    /// The folder that it is in.
    pub topic: String,
    /// Its file's stem, which is also its module.
    pub name: String,
    /// The one thing that it is about.
    pub description: String,
    /// What is generated.
    pub schema: Value,
    /// `"dialect"`, 2020-12 by default.
    pub dialect: Dialect,
    /// `"preset"`: `"letter"` or `"practical"`, the default; with `"formats": "all"` they are asserted.
    pub policies: Policies,
    /// `"types"`: corrections as in the manifest, `at` with `rename`, `open`, `one-of`.
    pub overrides: Vec<Override>,
    /// `"borrow"`: whether its types borrow their texts.
    pub borrow: bool,
    /// `"findings"`: codes of the warnings that the schema gives.
    pub findings: Vec<String>,
    /// What is valid and what is not.
    pub tests: Vec<Instance>,
}

/// One of a case's instances.
#[derive(Clone, Debug)]
pub struct Instance {
    /// What it shows.
    pub description: String,
    /// The instance.
    pub data: Value,
    /// Whether the generated type accepts it.
    pub valid: bool,
    /// The policy that makes the answer another one than the specification's.
    pub policy: Option<String>,
    /// The variant that it becomes; the golden crate looks.
    pub variant: Option<String>,
}

/// The folder of the golden cases.
pub fn golden() -> std::path::PathBuf {
    folder().join("golden")
}

/// Every golden case, by topic and name.
///
/// # Panics
///
/// Where a file is not in the format.
pub fn all() -> Vec<Case> {
    let topics = entries(&golden()).into_iter().filter(|it| it.is_dir());
    let files = topics.flat_map(|topic| entries(&topic));
    files.filter(|it| it.extension().is_some_and(|it| it == "json")).map(|it| read(&it)).collect()
}

impl Case {
    /// `topic/name`.
    pub fn path(&self) -> String {
        format!("{}/{}", self.topic, self.name)
    }

    /// The case as a source of the generator.
    pub fn source(&self) -> Source {
        let path = format!("tests/golden/{}.json", self.path());
        Source {
            dialect: Some(self.dialect),
            policies: self.policies,
            overrides: self.overrides.clone(),
            borrow: self.borrow,
            ..Source::new(&self.name, vec![InputFile { path, bytes: self.schema.to_string().into_bytes() }])
        }
    }
}

fn read(path: &Path) -> Case {
    let text = std::fs::read_to_string(path).expect("the file can be read");
    let fault = |what: &str| -> ! { panic!("{}: {what}", path.display()) };
    let value = serde_json::from_str(&text).unwrap_or_else(|error| fault(&error.to_string()));
    let Value::Object(mut members) = value else { fault("not an object") };
    let topic = path.parent().map(stem).unwrap_or_default();
    let description = text_of(&mut members, "description").unwrap_or_else(|| fault("no description"));
    let dialect = text_of(&mut members, "dialect").unwrap_or_else(|| "2020-12".to_owned());
    let policies = match text_of(&mut members, "preset").as_deref() {
        None | Some("practical") => Policies::PRACTICAL,
        Some("letter") => Policies::LETTER,
        Some(other) => fault(&format!("no preset is called {other}")),
    };
    let policies = match text_of(&mut members, "formats").as_deref() {
        None => policies,
        Some("all") => Policies { formats: Formats::ALL, ..policies },
        Some(other) => fault(&format!("no formats are called {other}")),
    };
    let case = Case {
        topic,
        name: stem(path),
        description,
        schema: members.shift_remove("schema").unwrap_or_else(|| fault("no schema")),
        dialect: Dialect::by_name(&dialect).unwrap_or_else(|| fault("unknown dialect")),
        policies,
        overrides: list(&mut members, "types").map(overriding).collect(),
        borrow: members.shift_remove("borrow").is_some_and(|it| it == true),
        findings: list(&mut members, "findings").filter_map(|it| it.as_str().map(str::to_owned)).collect(),
        tests: list(&mut members, "tests")
            .map(|it| instance(it).unwrap_or_else(|| fault("a test needs description, data and valid")))
            .collect(),
    };
    if let Some(unknown) = members.keys().next() {
        fault(&format!("unknown member {unknown}"));
    }
    case
}

fn instance(value: Value) -> Option<Instance> {
    let Value::Object(mut members) = value else { return None };
    let instance = Instance {
        description: text_of(&mut members, "description")?,
        data: members.shift_remove("data")?,
        valid: members.shift_remove("valid")?.as_bool()?,
        policy: text_of(&mut members, "policy"),
        variant: text_of(&mut members, "variant"),
    };
    members.is_empty().then_some(instance)
}

fn overriding(value: Value) -> Override {
    let Value::Object(mut members) = value else { panic!("a correction is an object: {value}") };
    Override {
        at: text_of(&mut members, "at").expect("a correction has a place"),
        rename: text_of(&mut members, "rename"),
        open: members.shift_remove("open").is_some_and(|it| it == true),
        one_of: text_of(&mut members, "one-of").map(|it| match it.as_str() {
            "exact" => OneOf::Exact,
            "first-match" => OneOf::FirstMatch,
            other => panic!("no reading of `oneOf` is called {other}"),
        }),
        reason: "the case is about it".to_owned(),
    }
}

fn text_of(members: &mut Map<String, Value>, name: &str) -> Option<String> {
    members.shift_remove(name)?.as_str().map(str::to_owned)
}

fn list(members: &mut Map<String, Value>, name: &str) -> impl Iterator<Item = Value> + use<> {
    let list = members.shift_remove(name).map(|it| it.as_array().cloned().expect("it is a list"));
    list.unwrap_or_default().into_iter()
}
