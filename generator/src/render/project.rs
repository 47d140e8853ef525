//! Items as typify's input: draft-07 definitions in a small closed subset.
//!
//! Every member refers to a definition that typify is told to replace by a Rust type, all members are required,
//! and no schema is written inline, so that nothing is left to typify's heuristics. Keys of definitions and of
//! members are our Rust names.

use indexmap::IndexSet;
use schemars08::Map;
use schemars08::schema::{InstanceType, ObjectValidation, Schema, SchemaObject, SubschemaValidation};
use serde_json::Value;
use typify::TypeSpaceSettings;

use super::items::Item;

/// The types of members, each with a definition that stands for it.
#[derive(Debug)]
pub(super) struct Types {
    /// What the names of these definitions begin with, and the name of no item does.
    prefix: String,
    texts: IndexSet<String>,
}

impl Types {
    /// No types yet, beside items of these names.
    pub(super) fn beside<'a>(items: &(impl Iterator<Item = &'a str> + Clone)) -> Self {
        // Short, as typify spells each name anew whenever it meets it.
        let mut prefix = "Z".to_owned();
        while items.clone().any(|it| it.starts_with(&prefix)) {
            prefix.push('z');
        }
        Self { prefix, texts: IndexSet::new() }
    }

    /// The schema of a type: a reference to the definition that stands for it.
    fn schema(&mut self, text: &str) -> Schema {
        let index = self.texts.get_index_of(text);
        let index = index.unwrap_or_else(|| self.texts.insert_full(text.to_owned()).0);
        Schema::new_ref(format!("#/definitions/{}{index}", self.prefix))
    }

    /// The definitions that stand for types, and word to typify of what each stands for.
    pub(super) fn definitions(&self, settings: &mut TypeSpaceSettings) -> Vec<(String, Schema)> {
        let definition = |(index, text): (usize, &String)| {
            let name = format!("{}{index}", self.prefix);
            settings.with_replacement(&name, text, std::iter::empty());
            (name, Schema::Bool(true))
        };
        self.texts.iter().enumerate().map(definition).collect()
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
