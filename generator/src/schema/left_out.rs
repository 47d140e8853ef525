//! What a source is allowed to leave out: the roots that reach a schema with an allowed fault.

use std::collections::{BTreeMap, BTreeSet};

use super::document::Documents;
use super::{Body, SchemaId, Schemas};
use crate::config::Source;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity};

/// The errors that a source may allow: each concerns one schema, which can then be left out.
pub const ALLOWABLE: [&str; 7] = [
    "dangling-reference",
    "duplicate-identifier",
    "invalid-keyword",
    "invalid-pattern",
    "unsupported-pattern",
    "not-a-schema",
    "unknown-type",
];

/// The faults that were allowed, while schemas are read.
#[derive(Debug)]
pub(super) struct Allowed<'s> {
    source: &'s Source,
    met: BTreeSet<String>,
    /// The schemas that can't be generated, each with its first fault.
    faulty: BTreeMap<SchemaId, Place>,
}

impl<'s> Allowed<'s> {
    /// What a source allows.
    pub(super) fn new(source: &'s Source) -> Self {
        Self { source, met: BTreeSet::new(), faulty: BTreeMap::new() }
    }

    /// Takes over what was found while one schema was read.
    pub(super) fn take(&mut self, id: SchemaId, found: Diagnostics, into: &mut Diagnostics) {
        for it in found.into_sorted() {
            let is_allowed =
                it.severity == Severity::Error && self.source.allow.iter().any(|code| code == it.code);
            let Diagnostic { code, place, message, help, related, .. } = it;
            let new = if is_allowed {
                self.met.insert(code.to_owned());
                self.faulty.entry(id).or_insert_with(|| place.clone());
                into.warning(code, place, message)
            } else if it.severity == Severity::Error {
                into.error(code, place, message)
            } else {
                into.warning(code, place, message)
            };
            new.help = help;
            new.related = related;
        }
    }

    /// Takes the roots away that reach a faulty schema, with a warning for each.
    pub(super) fn leave_out(
        self,
        documents: &Documents,
        schemas: &mut Schemas,
        diagnostics: &mut Diagnostics,
    ) {
        self.report_unmet(documents, diagnostics);
        if self.faulty.is_empty() {
            return;
        }
        let reaching = reaching(schemas, self.faulty);
        let (out, kept): (Vec<_>, Vec<_>) = schemas.roots.iter().partition(|id| reaching.contains_key(id));
        schemas.roots = kept;
        schemas.examples.retain(|(id, _)| !reaching.contains_key(id));
        for id in &out {
            let place = documents.place(&schemas[*id].location);
            let fault = &reaching[id];
            let message = format!("left out: it needs what stands at {fault}");
            diagnostics
                .warning("left-out", place, message)
                .related(fault.clone(), "this can't be generated")
                .help(format!("mend `#{}` by a fixup", fault.pointer));
        }
        if schemas.roots.is_empty() {
            let place = out.first().map(|id| documents.place(&schemas[*id].location)).unwrap_or_default();
            diagnostics
                .error("nothing-left", place, "every root is left out")
                .help("mend the faults by fixups rather than allowing them");
        }
    }

    fn report_unmet(&self, documents: &Documents, diagnostics: &mut Diagnostics) {
        let file = documents.ids().next().map(|id| Place::of_file(documents.path(id))).unwrap_or_default();
        for (index, code) in self.source.allow.iter().enumerate().filter(|(_, it)| !self.met.contains(*it)) {
            let place = self.source.written.allow.get(index).unwrap_or(&file).clone();
            if ALLOWABLE.contains(&code.as_str()) {
                diagnostics
                    .error("allow-superfluous", place, format!("the source has no `{code}` to allow"))
                    .help("take it out of `allow` in the manifest");
            } else {
                diagnostics
                    .error("allow-unknown", place, format!("`{code}` can't be allowed"))
                    .help(format!("these can: {}", ALLOWABLE.join(", ")));
            }
        }
    }
}

/// The faulty schemas and all from which they are reached, each with a fault that it reaches.
fn reaching(schemas: &Schemas, faulty: BTreeMap<SchemaId, Place>) -> BTreeMap<SchemaId, Place> {
    let mut users: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
    for (id, schema) in schemas.iter() {
        if let Body::Keywords(it) = &schema.body {
            for used in it.subschemas() {
                users.entry(used).or_default().push(id);
            }
        }
    }
    let mut work: Vec<SchemaId> = faulty.keys().copied().collect();
    let mut reaching = faulty;
    while let Some(id) = work.pop() {
        let fault = reaching[&id].clone();
        for user in users.get(&id).into_iter().flatten() {
            if !reaching.contains_key(user) {
                reaching.insert(*user, fault.clone());
                work.push(*user);
            }
        }
    }
    reaching
}

#[cfg(test)]
mod tests {
    use super::super::testing::{read_all, source};
    use crate::config::{Roots, Source};

    const TEXT: &str = r##"{"$defs": {
        "Good": {"type": "string"},
        "Bad": {"properties": {"a": {"$ref": "#/$defs/Gone"}}},
        "User": {"items": {"$ref": "#/$defs/Bad"}},
        "Type": {"type": "any"}}}"##;

    #[track_caller]
    fn check(allow: &[&str], roots: &[&str], expect: &[&str]) {
        let allow = allow.iter().map(|it| (*it).to_owned()).collect();
        let (read, found) = read_all(&Source { allow, ..source(&[("x.json", TEXT)], Roots::Definitions) });
        let found: Vec<_> = found
            .iter()
            .map(|it| {
                format!("{:?} {} {}:{} {}", it.severity, it.code, it.place.line, it.place.column, it.message)
            })
            .collect();
        assert_eq!(found, expect);
        let (_, schemas) = read.expect("the text is JSON");
        let found: Vec<_> = schemas.roots.iter().map(|id| schemas[*id].location.pointer.as_str()).collect();
        assert_eq!(found, roots);
    }

    #[test]
    fn all_is_read_and_nothing_left_out() {
        check(
            &[],
            &["/$defs/Good", "/$defs/Bad", "/$defs/User", "/$defs/Type"],
            &[
                "Error dangling-reference 3:46 `#/$defs/Gone` leads nowhere",
                "Error unknown-type 5:26 `any` is no JSON type",
            ],
        );
    }

    #[test]
    fn what_reaches_an_allowed_fault_is_left_out() {
        check(
            &["dangling-reference", "unknown-type"],
            &["/$defs/Good"],
            &[
                "Warning left-out 3:16 left out: it needs what stands at x.json:3:46",
                "Warning dangling-reference 3:46 `#/$defs/Gone` leads nowhere",
                "Warning left-out 4:17 left out: it needs what stands at x.json:3:46",
                "Warning left-out 5:17 left out: it needs what stands at x.json:5:26",
                "Warning unknown-type 5:26 `any` is no JSON type",
            ],
        );
    }

    #[test]
    fn what_is_allowed_has_to_be_there() {
        check(
            &["dangling-reference", "unknown-type", "invalid-pattern", "dangling"],
            &["/$defs/Good"],
            &[
                "Error allow-superfluous 0:0 the source has no `invalid-pattern` to allow",
                "Error allow-unknown 0:0 `dangling` can't be allowed",
                "Warning left-out 3:16 left out: it needs what stands at x.json:3:46",
                "Warning dangling-reference 3:46 `#/$defs/Gone` leads nowhere",
                "Warning left-out 4:17 left out: it needs what stands at x.json:3:46",
                "Warning left-out 5:17 left out: it needs what stands at x.json:5:26",
                "Warning unknown-type 5:26 `any` is no JSON type",
            ],
        );
    }
}
