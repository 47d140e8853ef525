//! The types of a source as plain data, for tools that compare or explain them.
//!
//! No stage of generation uses it. A type's instances are said as a schema of 2020-12, whatever its
//! document is written in: references, `nullable` and the readings of the policies are settled in it.
//!
//! Reading order: this file, [`plain`], [`same`].

mod plain;
mod same;

use std::collections::BTreeMap;

use serde_json::Value;

use self::plain::Plain;
use crate::config::{Resolved, Source};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Origin, Root};
use crate::normalize::Normalizer;
use crate::schema::{self, Documents, Schemas};
use crate::{model, names};

pub use self::same::{definition, is_same};

/// The types of a source.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// The types that have a place in a document, in the order of the module.
    pub types: Vec<OutlinedType>,
    /// One schema of 2020-12 with an entry in `$defs` for each type, and for what they share.
    pub schema: Value,
    /// The documents by path, fixups applied.
    pub documents: BTreeMap<String, Value>,
}

/// A type and where it is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlinedType {
    /// Its Rust name.
    pub name: String,
    /// The document's path.
    pub file: String,
    /// The schema's place in it: a JSON Pointer, empty for the root.
    pub pointer: String,
    /// The type's entry in `$defs` of [`Outline::schema`].
    pub key: String,
}

/// Outlines a source.
///
/// Gives nothing where a document can't be read; findings are those of [`generate`](crate::generate).
pub fn outline(source: &Source) -> (Option<Outline>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::default();
    let outline = stages(source, &mut diagnostics);
    (outline, diagnostics.into_sorted())
}

fn stages(source: &Source, diagnostics: &mut Diagnostics) -> Option<Outline> {
    let (documents, schemas) = schema::read(source, diagnostics)?;
    let overrides = Resolved::new(source, &schemas, &documents, diagnostics);
    let normalizer = Normalizer::new(&schemas, source.policies);
    let model = model::lower(&normalizer, &overrides, &source.roots);
    let names = names::name(&model, &schemas, &names::document_names(source, &documents), &overrides.renames);
    let mut plain = Plain::new(&normalizer, &model);
    let mut outlined = |name: &str, origin: &Origin| {
        let key = plain.entry(origin)?;
        let location = &schemas[origin.schema].location;
        Some(OutlinedType {
            name: name.to_owned(),
            file: documents.path(location.document).to_owned(),
            pointer: location.pointer.clone(),
            key,
        })
    };
    let mut types: Vec<OutlinedType> =
        model.ids().filter_map(|id| outlined(&names[id].name, &model[id].origin)).collect();
    let aliases =
        model.roots.iter().zip(&names.roots).filter_map(|(root, name)| Some((root, name.as_ref()?)));
    let alias = |(root, name): (&Root, &String)| outlined(name, &Origin::of(root.schema));
    types.extend(aliases.filter_map(alias));
    Some(Outline { types, schema: plain.finish(), documents: values(&documents, &schemas) })
}

/// The documents that hold a schema of the source.
fn values(documents: &Documents, schemas: &Schemas) -> BTreeMap<String, Value> {
    let ids = schemas.iter().map(|(_, schema)| schema.location.document);
    ids.map(|id| (documents.path(id).to_owned(), documents.root(id).clone())).collect()
}
