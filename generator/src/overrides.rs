//! Which schemas the overrides of a source are for.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{OneOf, Source};
use crate::diagnostic::{Diagnostics, Place};
use crate::model::Model;
use crate::names::pascal;
use crate::schema::{Body, DocumentId, Documents, Location, SchemaId, Schemas, closest};

/// The overrides of a source, by the schemas that they are for.
#[derive(Debug, Default)]
pub(crate) struct Overrides {
    /// Other Rust names.
    pub(crate) renames: BTreeMap<Location, String>,
    /// Schemas whose unknown values are kept.
    pub(crate) open: BTreeSet<SchemaId>,
    /// Other readings of `oneOf`.
    pub(crate) one_of: BTreeMap<SchemaId, OneOf>,
    /// The schemas that each override is for, in the manifest's order; of those that are for none nothing.
    found: Vec<Vec<SchemaId>>,
}

impl Overrides {
    /// Whether one of them is about the schema.
    pub(crate) fn concern(&self, schemas: &Schemas, id: SchemaId) -> bool {
        self.renames.contains_key(&schemas[id].location)
            || self.open.contains(&id)
            || self.one_of.contains_key(&id)
    }

    /// Finds the schemas that the overrides name; one that names none is an error.
    pub(crate) fn new(
        source: &Source,
        schemas: &Schemas,
        documents: &Documents,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut resolved = Self::default();
        for (index, it) in source.overrides.iter().enumerate() {
            let written = source.written.overrides.get(index);
            let (file, pointer) = it.at.split_once('#').unwrap_or(("", &it.at));
            let is_in = |document: DocumentId| match file {
                "" => document.0 == 0,
                _ => documents
                    .path(document)
                    .strip_suffix(file)
                    .is_some_and(|it| it.is_empty() || it.ends_with('/')),
            };
            let here = |location: &Location| location.pointer == pointer && is_in(location.document);
            let found: Vec<SchemaId> =
                schemas.iter().filter(|(_, schema)| here(&schema.location)).map(|(id, _)| id).collect();
            resolved.found.push(found.clone());
            let Some(first) = found.first() else {
                let place = written.map(|it| it.at.clone());
                let place = place.unwrap_or_else(|| Place::of_file(&entry(source)));
                let pointers = schemas.iter().map(|(_, it)| it.location.pointer.as_str());
                let help = match closest(pointer, pointers) {
                    Some(near) => {
                        format!("the closest is `{file}#{near}`; where it is gone, remove the entry")
                    }
                    None => "correct `at`, or remove the entry".to_owned(),
                };
                diagnostics
                    .error("override-applies-to-nothing", place, format!("no schema stands at `{}`", it.at))
                    .help(help);
                continue;
            };
            let location = &schemas[*first].location;
            if let Some(name) = &it.rename {
                let ours = pascal(name);
                if ours != *name {
                    let place = written.and_then(|it| it.rename.clone());
                    let place = place.unwrap_or_else(|| documents.place(location));
                    diagnostics
                        .error("rename-is-no-type-name", place, format!("`{name}` is no name for a type"))
                        .help(format!("write `{ours}`"));
                }
                resolved.renames.insert(location.clone(), ours);
            }
            for id in &found {
                if it.open {
                    resolved.open.insert(*id);
                }
                if let Some(one_of) = it.one_of {
                    resolved.one_of.insert(*id, one_of);
                }
            }
        }
        resolved
    }

    /// Tells of overrides without which the model and its names would be the same.
    pub(crate) fn report_idle(
        &self,
        source: &Source,
        schemas: &Schemas,
        documents: &Documents,
        model: &Model,
        diagnostics: &mut Diagnostics,
    ) {
        for (index, (it, found)) in source.overrides.iter().zip(&self.found).enumerate() {
            let Some(first) = found.first() else { continue };
            let at = &schemas[*first].location;
            let written = source.written.overrides.get(index);
            let keywords = |id: SchemaId| match &schemas[id].body {
                Body::Boolean(_) => None,
                Body::Keywords(it) => Some(it),
            };
            let mut idle = |key: &str, place: Option<Place>, why: &str| {
                let message = format!("`{key}` changes nothing at `{}`: {why}", it.at);
                let place = place.unwrap_or_else(|| documents.place(at));
                let found = diagnostics.warning("override-changes-nothing", place, message);
                found.help(match keywords(*first).and_then(|it| it.reference) {
                    Some(to) => {
                        let to = shown(&schemas[to].location, at, documents);
                        format!("the `$ref` leads to `{to}`: correct that one, or remove `{key}`")
                    }
                    None => format!(
                        "`cargo xtask explain` says what became of the schema; correct `at`, or remove `{key}`"
                    ),
                });
            };
            if it.rename.is_some() && !names_something(at, schemas, model) {
                idle("rename", written.and_then(|it| it.rename.clone()), "no type has its name from there");
            }
            if it.open && !found.iter().any(|id| model.opened.contains(id)) {
                let why = "it becomes neither an enum of strings nor a union with a tag";
                idle("open", written.map(|it| it.at.clone()), why);
            }
            let has_one_of = |id: &SchemaId| keywords(*id).is_some_and(|it| !it.one_of.is_empty());
            if it.one_of.is_some() && !found.iter().any(has_one_of) {
                idle("one-of", written.map(|it| it.at.clone()), "the schema has no `oneOf`");
            }
        }
    }
}

/// Whether a type has its name from a place, or from one below it.
fn names_something(at: &Location, schemas: &Schemas, model: &Model) -> bool {
    let origins = model.types.iter().map(|it| it.origin.schema);
    origins.chain(model.roots.iter().map(|it| it.schema)).any(|id| {
        let location = &schemas[id].location;
        location.document == at.document
            && location
                .pointer
                .strip_prefix(at.pointer.as_str())
                .is_some_and(|it| it.is_empty() || it.starts_with('/'))
    })
}

/// A location as `at` is written.
fn shown(location: &Location, from: &Location, documents: &Documents) -> String {
    let file = if location.document == from.document { "" } else { documents.path(location.document) };
    format!("{file}#{}", location.pointer)
}

/// The path of the first document.
fn entry(source: &Source) -> String {
    source.documents.first().map(|it| it.path.clone()).unwrap_or_default()
}
