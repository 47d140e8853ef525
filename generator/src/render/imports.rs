//! What a generated module uses from elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::runtime::Part;
use super::source::use_line;

/// Names to import, by path, and the names of the runtime whose parts are needed.
///
/// Each type has its own, few and known to the compiler: hence lists, and these short.
#[derive(Debug, Default)]
pub(super) struct Imports {
    names: Vec<(&'static str, &'static str)>,
    of_runtime: Vec<&'static str>,
    /// Parts that are needed for what has no name.
    parts: BTreeSet<Part>,
}

impl Imports {
    /// Notes a name from another crate or module.
    pub(super) fn add(&mut self, path: &'static str, name: &'static str) {
        if !self.names.contains(&(path, name)) {
            self.names.push((path, name));
        }
    }

    /// Notes a name of the runtime that a macro uses.
    pub(super) fn part(&mut self, name: &'static str) {
        if !self.of_runtime.contains(&name) {
            self.of_runtime.push(name);
        }
    }

    /// Notes a part of the runtime that is needed for its impls.
    pub(super) fn impls(&mut self, part: Part) {
        self.parts.insert(part);
    }

    /// Notes a name of the runtime.
    pub(super) fn runtime(&mut self, name: &'static str) {
        self.part(name);
        self.add("crate::runtime", name);
    }

    /// Notes all that others note.
    pub(super) fn absorb(&mut self, other: &Self) {
        for (path, name) in &other.names {
            self.add(path, name);
        }
        for name in &other.of_runtime {
            self.part(name);
        }
        self.parts.extend(&other.parts);
    }

    /// The parts of the runtime that have the names.
    pub(super) fn parts(&self) -> BTreeSet<Part> {
        let named = self.of_runtime.iter().filter_map(|name| Part::exporting(name));
        named.chain(self.parts.iter().copied()).collect()
    }

    /// The `use` lines: other crates first, then this one; names sorted.
    pub(super) fn lines(&self) -> String {
        self.lines_beside("", &BTreeSet::new())
    }

    /// The same, with names of a module of the source.
    pub(super) fn lines_beside(&self, path: &str, names: &BTreeSet<String>) -> String {
        let mut all: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let own = names.iter().map(|name| (path, name.as_str()));
        for (path, name) in self.names.iter().copied().chain(own) {
            all.entry(path).or_default().insert(name);
        }
        let (own, others): (Vec<_>, Vec<_>) = all.iter().partition(|(path, _)| path.starts_with("crate"));
        let group = |group: Vec<(&&str, &BTreeSet<&str>)>| {
            let names = |names: &BTreeSet<&str>| names.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
            let lines = group.into_iter().map(|(path, of)| use_line(path, &names(of)));
            lines.collect::<Vec<_>>().join("\n")
        };
        let groups = [group(others), group(own)];
        groups.iter().filter(|it| !it.is_empty()).cloned().collect::<Vec<_>>().join("\n\n")
    }
}
