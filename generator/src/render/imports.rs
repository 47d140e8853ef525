//! What a generated module uses from elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::runtime::Part;
use super::source::use_line;

/// Names to import, by path, and the names of the runtime whose parts are needed.
#[derive(Debug, Default)]
pub(super) struct Imports {
    names: BTreeMap<String, BTreeSet<String>>,
    of_runtime: BTreeSet<String>,
    /// Parts that are needed for what has no name.
    parts: BTreeSet<Part>,
}

impl Imports {
    /// Notes a name from another crate or module.
    pub(super) fn add(&mut self, path: &str, name: &str) {
        self.names.entry(path.to_owned()).or_default().insert(name.to_owned());
    }

    /// Notes a name of the runtime that a macro uses.
    pub(super) fn part(&mut self, name: &str) {
        self.of_runtime.insert(name.to_owned());
    }

    /// Notes a part of the runtime that is needed for its impls.
    pub(super) fn impls(&mut self, part: Part) {
        self.parts.insert(part);
    }

    /// Notes a name of the runtime.
    pub(super) fn runtime(&mut self, name: &str) {
        self.part(name);
        self.add("crate::runtime", name);
    }

    /// Notes all that others note.
    pub(super) fn absorb(&mut self, other: Self) {
        for (path, names) in other.names {
            self.names.entry(path).or_default().extend(names);
        }
        self.of_runtime.extend(other.of_runtime);
        self.parts.extend(other.parts);
    }

    /// The parts of the runtime that have the names.
    pub(super) fn parts(&self) -> BTreeSet<Part> {
        let named = self.of_runtime.iter().filter_map(|name| Part::exporting(name));
        named.chain(self.parts.iter().copied()).collect()
    }

    /// The `use` lines: other crates first, then this one; names sorted.
    pub(super) fn lines(&self) -> String {
        let (own, others): (Vec<_>, Vec<_>) =
            self.names.iter().partition(|(path, _)| path.starts_with("crate"));
        let group = |group: Vec<(&String, &BTreeSet<String>)>| {
            let lines: Vec<String> = group
                .into_iter()
                .map(|(path, names)| use_line(path, &names.iter().cloned().collect::<Vec<_>>()))
                .collect();
            lines.join("\n")
        };
        let groups = [group(others), group(own)];
        groups.iter().filter(|it| !it.is_empty()).cloned().collect::<Vec<_>>().join("\n\n")
    }
}
