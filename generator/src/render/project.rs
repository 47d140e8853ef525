//! Items as typify's input: draft-07 definitions in a small closed subset.
//!
//! Every member is a Rust type by its path (`x-rust-type`), all members are required, and no schema is
//! written inline, so that nothing is left to typify's heuristics, and no definition needs another one.
//! Keys of definitions and of members are our Rust names. typify can't spell all our types; it is given a
//! path for each, and gives it back where the type belongs.

use indexmap::IndexSet;
use schemars08::Map;
use schemars08::schema::{InstanceType, ObjectValidation, Schema, SchemaObject, SubschemaValidation};
use serde_json::Value;

use super::items::Item;

/// A crate that does not exist: its paths stand for the types of members.
const STAND_IN: &str = "isotype";

/// The types that were given a path.
#[derive(Debug, Default)]
pub(super) struct Types(IndexSet<String>);

impl Types {
    /// The schema of a type: its path, which typify writes as it is.
    fn schema(&mut self, text: &str) -> Schema {
        let index = self.0.get_index_of(text).unwrap_or_else(|| self.0.insert_full(text.to_owned()).0);
        let path = format!("{STAND_IN}::Type{index}");
        let parts = [("crate", STAND_IN), ("version", "*"), ("path", &path)];
        let parts = parts.map(|(key, value)| (key.to_owned(), Value::from(value)));
        let rust_type = Value::Object(parts.into_iter().collect());
        let extensions = [("x-rust-type".to_owned(), rust_type)].into_iter().collect();
        SchemaObject { extensions, ..SchemaObject::default() }.into()
    }

    /// The type that a path stands for.
    pub(super) fn text(&self, path: &str) -> Result<String, String> {
        let index = path.rsplit_once("::Type").and_then(|(_, index)| index.parse().ok());
        let text = index.and_then(|index: usize| self.0.get_index(index));
        text.cloned().ok_or_else(|| format!("typify wrote an unknown path `{path}`"))
    }
}

/// Writes an item as a definition.
pub(super) fn definition(item: &Item, types: &mut Types) -> Schema {
    match item {
        Item::Struct(fields) => object(fields, types),
        Item::Newtype(inner) => types.schema(inner),
        Item::Enum(variants) => {
            let is_plain = |it: &(String, String)| it.1.is_empty();
            if variants.iter().all(is_plain) {
                return texts(variants);
            }
            // In the order of the variants: those without payload that follow each other stand together.
            let runs = variants.chunk_by(|a, b| is_plain(a) && is_plain(b));
            let branch = |run: &[_]| if is_plain(&run[0]) { texts(run) } else { object(run, types) };
            let branches = runs.map(branch).collect();
            let subschemas = SubschemaValidation { one_of: Some(branches), ..SubschemaValidation::default() };
            SchemaObject { subschemas: Some(Box::new(subschemas)), ..SchemaObject::default() }.into()
        }
    }
}

/// One of these texts: an enum without payloads.
fn texts(variants: &[(String, String)]) -> Schema {
    SchemaObject {
        instance_type: Some(InstanceType::String.into()),
        enum_values: Some(variants.iter().map(|(name, _)| Value::from(name.as_str())).collect()),
        ..SchemaObject::default()
    }
    .into()
}

/// An object that has these members and no others.
fn object<'a>(members: impl IntoIterator<Item = &'a (String, String)>, types: &mut Types) -> Schema {
    let properties: Map<String, Schema> =
        members.into_iter().map(|(name, ty)| (name.clone(), types.schema(ty))).collect();
    let object = ObjectValidation {
        required: properties.keys().cloned().collect(),
        properties,
        additional_properties: Some(Box::new(Schema::Bool(false))),
        ..ObjectValidation::default()
    };
    SchemaObject {
        instance_type: Some(InstanceType::Object.into()),
        object: Some(Box::new(object)),
        ..SchemaObject::default()
    }
    .into()
}
