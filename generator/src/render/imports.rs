//! What a generated module uses from elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::runtime::Part;
use super::source::use_line;

/// Names to import, by path, and the parts of the runtime that they need.
#[derive(Debug, Default)]
pub(super) struct Imports {
    names: BTreeMap<String, BTreeSet<String>>,
    pub(super) parts: BTreeSet<Part>,
}

impl Imports {
    /// Notes a name from another crate.
    pub(super) fn add(&mut self, path: &str, name: &str) {
        self.names.entry(path.to_owned()).or_default().insert(name.to_owned());
    }

    /// Notes the part that has a name of the runtime, which a macro uses.
    pub(super) fn part(&mut self, name: &str) {
        self.parts.extend(Part::exporting(name));
    }

    /// Notes a name of the runtime, and the part that has it.
    pub(super) fn runtime(&mut self, name: &str) {
        self.part(name);
        self.add("crate::runtime", name);
    }

    /// A type of the runtime by its short name.
    pub(super) fn runtime_type(&mut self, name: &str) -> TokenStream {
        self.runtime(name);
        let name = format_ident!("{name}");
        quote!(#name)
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
