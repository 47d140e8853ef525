//! typify as its own command line and macro use it.

use std::collections::BTreeMap;

use isotype::config::Source;
use isotype::diagnostic::Diagnostics;
use schemars08::schema::{RootSchema, Schema};
use typify::{TypeSpace, TypeSpaceSettings};

use crate::generation;

/// What typify made of a source.
pub(crate) struct Stock {
    /// Rust source.
    pub(crate) text: String,
    /// Names of the types in it.
    pub(crate) types: Vec<String>,
    /// Crates that it needs, and what to write behind `=` in a manifest.
    pub(crate) dependencies: BTreeMap<&'static str, &'static str>,
}

/// Generates with `add_root_schema`; where that fails, definition by definition. The first failure is told.
pub(crate) fn generate(source: &Source) -> Result<Stock, String> {
    generate_by(source, add_root).or_else(|first| generate_by(source, add_definitions).map_err(|_| first))
}

type Add = fn(&mut TypeSpace, RootSchema) -> Result<(), String>;

fn generate_by(source: &Source, add: Add) -> Result<Stock, String> {
    generation::alone(|| {
        let mut space = TypeSpace::new(TypeSpaceSettings::default().with_struct_builder(false));
        // Read by us, so that YAML and what the manifest mends come to it as JSON.
        let (documents, _) =
            isotype::schema::read(source, &mut Diagnostics::default()).ok_or("a document can't be parsed")?;
        for id in documents.ids().take(source.documents.len()) {
            let mut root: RootSchema =
                serde_json::from_value(documents.root(id).clone()).map_err(|it| it.to_string())?;
            // Without a title the root has no name, and no type.
            let meta = root.schema.metadata.get_or_insert_with(Box::default);
            meta.title.get_or_insert_with(|| "Root".to_owned());
            add(&mut space, root)?;
        }
        Ok(stock(&space))
    })
    .and_then(|it| it)
}

fn add_root(space: &mut TypeSpace, root: RootSchema) -> Result<(), String> {
    space.add_root_schema(root).map(drop).map_err(|it| it.to_string())
}

fn add_definitions(space: &mut TypeSpace, root: RootSchema) -> Result<(), String> {
    let title = root.schema.metadata.as_ref().and_then(|it| it.title.clone());
    space.add_ref_types(root.definitions).map_err(|it| it.to_string())?;
    space.add_type_with_name(&Schema::Object(root.schema), title).map(drop).map_err(|it| it.to_string())
}

fn stock(space: &TypeSpace) -> Stock {
    let text = space.to_stream().to_string();
    let mut dependencies = BTreeMap::new();
    let optional = [
        (space.uses_chrono(), "chrono", r#"{ version = "0.4", features = ["serde"] }"#),
        (space.uses_regress(), "regress", r#""0.12""#),
        (space.uses_uuid(), "uuid", r#"{ version = "1", features = ["serde"] }"#),
    ];
    dependencies.extend(optional.into_iter().filter(|it| it.0).map(|it| (it.1, it.2)));
    // Only what it draws has a name of its own; `Vec<..>` and `bool` are in the space too.
    let named = |name: &String| {
        text.contains(&format!("pub struct {name} ")) || text.contains(&format!("pub enum {name} "))
    };
    let mut types: Vec<String> = space.iter_types().map(|it| it.name()).filter(named).collect();
    types.sort();
    types.dedup();
    Stock { text, types, dependencies }
}

#[cfg(test)]
mod tests {
    use isotype::config::{InputFile, Source};

    use super::generate;

    #[test]
    fn reads_yaml() {
        let text = "title: Order\ntype: object\nproperties:\n  id: {type: string}\nrequired: [id]\n";
        let file = InputFile { path: "shop/order.yaml".to_owned(), bytes: text.as_bytes().to_vec() };
        let stock = generate(&Source::new("shop", vec![file])).expect("typify knows such schemas");
        assert_eq!(stock.types, ["Order"]);
    }
}
