//! Reads a suite of schemas with instances: the official suite's folders, or lines of JSON.
//!
//! Schemas and instances stay the texts that they are: `1.0`, `1e400` and a member that comes twice
//! are what some cases are about.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::codegen::read_text;

/// What a case is about, which decides how it is run and whether it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Every implementation has to agree.
    Mandatory,
    /// The same, with documents that stand elsewhere.
    Remote,
    /// An implementation may differ.
    Optional,
    /// Formats are asserted.
    Format,
}

impl Kind {
    /// Whether a disagreement is a failure.
    pub(crate) fn is_mandatory(self) -> bool {
        matches!(self, Self::Mandatory | Self::Remote)
    }
}

/// A schema and its instances.
#[derive(Debug)]
pub(crate) struct Case {
    /// Unique in the suite.
    pub(crate) id: String,
    /// What the case shows.
    pub(crate) about: String,
    /// The suite's name of the keyword.
    pub(crate) keyword: String,
    /// The dialect's name, as in the manifest.
    pub(crate) dialect: String,
    pub(crate) kind: Kind,
    pub(crate) schema: Box<RawValue>,
    pub(crate) instances: Vec<Instance>,
    /// Documents that the schema may refer to, by URI.
    pub(crate) documents: BTreeMap<String, Box<RawValue>>,
}

/// An instance and the verdict that the suite gives.
#[derive(Debug)]
pub(crate) struct Instance {
    pub(crate) about: String,
    pub(crate) text: Box<RawValue>,
    pub(crate) valid: bool,
}

/// A suite, and the documents that its cases may refer to, by URI.
#[derive(Debug, Default)]
pub(crate) struct Suite {
    pub(crate) cases: Vec<Case>,
    pub(crate) remotes: BTreeMap<String, Box<RawValue>>,
}

/// The folders of the official suite, and the dialects' names as the manifest has them.
const DRAFTS: [(&str, &str); 5] = [
    ("draft4", "draft-04"),
    ("draft6", "draft-06"),
    ("draft7", "draft-07"),
    ("draft2019-09", "2019-09"),
    ("draft2020-12", "2020-12"),
];

/// The address that the suite's remote documents are served at.
pub(crate) const REMOTES: &str = "http://localhost:1234/";

/// Reads a file of lines, or a checkout of the suite.
///
/// # Errors
///
/// If there is neither, or a file is not what it should be.
pub(crate) fn read(path: &Path) -> Result<Suite> {
    if path.is_dir() { checkout(path) } else { lines(path) }
}

/// A line: one schema.
#[derive(Deserialize)]
struct Line {
    id: String,
    suite: String,
    dialect: String,
    #[serde(default)]
    group: Option<String>,
    #[serde(default)]
    desc: String,
    schema: Box<RawValue>,
    instances: Vec<LineInstance>,
    #[serde(default)]
    documents: BTreeMap<String, Box<RawValue>>,
}

#[derive(Deserialize)]
struct LineInstance {
    #[serde(default)]
    desc: String,
    data: Box<RawValue>,
    valid: bool,
}

fn lines(path: &Path) -> Result<Suite> {
    let mut suite = Suite::default();
    for (at, line) in read_text(path)?.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let line: Line = serde_json::from_str(line)
            .with_context(|| format!("{}:{} is no schema with instances", path.display(), at + 1))?;
        let group = line.group.as_deref().unwrap_or(&line.suite);
        let instance = |it: LineInstance| Instance { about: it.desc, text: it.data, valid: it.valid };
        suite.cases.push(Case {
            keyword: group.rsplit('/').next().unwrap_or(group).to_owned(),
            about: line.desc,
            kind: kind(&line.suite),
            id: line.id,
            dialect: line.dialect,
            schema: line.schema,
            instances: line.instances.into_iter().map(instance).collect(),
            documents: line.documents,
        });
    }
    Ok(suite)
}

/// By the last part of a line's suite.
fn kind(suite: &str) -> Kind {
    match suite.rsplit('/').next() {
        Some("remote") => Kind::Remote,
        Some("optional") => Kind::Optional,
        Some("format") => Kind::Format,
        _ => Kind::Mandatory,
    }
}

/// A schema in a file of the official suite.
#[derive(Deserialize)]
struct Group {
    description: String,
    schema: Box<RawValue>,
    tests: Vec<GroupTest>,
}

#[derive(Deserialize)]
struct GroupTest {
    description: String,
    data: Box<RawValue>,
    valid: bool,
}

fn checkout(folder: &Path) -> Result<Suite> {
    let mut suite = Suite::default();
    ensure!(
        folder.join("tests").is_dir(),
        "{} is no checkout of the suite: it has no folder `tests`",
        folder.display()
    );
    for (draft, dialect) in DRAFTS {
        let root = folder.join("tests").join(draft);
        for path in json_files(&root)? {
            let name = inside(&root, &path);
            let groups: Vec<Group> = serde_json::from_str(&read_text(&path)?)
                .with_context(|| format!("{} is no list of schemas with tests", path.display()))?;
            for (at, group) in groups.into_iter().enumerate() {
                suite.cases.push(case(draft, dialect, &name, at, group));
            }
        }
    }
    let remotes = folder.join("remotes");
    for path in json_files(&remotes)? {
        let text = serde_json::from_str(&read_text(&path)?)
            .with_context(|| format!("{} is not JSON", path.display()))?;
        suite.remotes.insert(format!("{REMOTES}{}.json", inside(&remotes, &path)), text);
    }
    Ok(suite)
}

fn case(draft: &str, dialect: &str, name: &str, at: usize, group: Group) -> Case {
    let kind = match name {
        _ if name.starts_with("optional/format/") => Kind::Format,
        _ if name.starts_with("optional/") => Kind::Optional,
        _ if group.schema.get().contains(REMOTES) => Kind::Remote,
        _ => Kind::Mandatory,
    };
    let instance = |it: GroupTest| Instance { about: it.description, text: it.data, valid: it.valid };
    Case {
        id: format!("{draft}/{name}#{at}"),
        about: group.description,
        keyword: name.rsplit('/').next().unwrap_or(name).to_owned(),
        dialect: dialect.to_owned(),
        kind,
        schema: group.schema,
        instances: group.tests.into_iter().map(instance).collect(),
        documents: BTreeMap::new(),
    }
}

/// Every `.json` file below a folder, sorted; none where there is no folder.
fn json_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop().filter(|it| it.is_dir()) {
        let entries = fs::read_dir(&folder).with_context(|| format!("cannot open {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == "json") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// `optional/format/date` of `<root>/optional/format/date.json`.
fn inside(root: &Path, path: &Path) -> String {
    let name = path.strip_prefix(root).unwrap_or(path).with_extension("");
    name.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::{Kind, kind, read};
    use crate::workspace;

    #[test]
    fn a_suite_names_its_kind() {
        assert_eq!(kind("jsts/draft7"), Kind::Mandatory);
        assert_eq!(kind("jsts/draft7/format"), Kind::Format);
        assert_eq!(kind("jsts/draft7/optional"), Kind::Optional);
        assert_eq!(kind("jsts/draft7/remote"), Kind::Remote);
    }

    #[test]
    fn a_checkout_has_cases_and_remotes() {
        let suite = read(&workspace::root().join("tests/conformance")).expect("our own suite is well formed");
        assert!(suite.remotes.contains_key("http://localhost:1234/parts/port.json"));
        let numbers = suite.cases.iter().find(|it| it.id == "draft2020-12/number-spelling#0");
        let numbers = numbers.expect("the file is there");
        assert!(numbers.instances.iter().any(|it| it.text.get() == "1e400"), "texts stay as they are");
    }
}
