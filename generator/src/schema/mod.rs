//! Stage 1, read: what the documents say.
//!
//! Takes the bytes of the vendored files, JSON or YAML, and the corrections of them; gives an arena of
//! [`Schema`]s in which every reference is an id, every keyword has its typed value, and dialects no
//! longer differ. Nothing is folded or judged here.
//!
//! Reading order: `json`, `yaml`, `document`, `parse`, `location`, `fixup`; `dialect`, `metaschema`;
//! `uri`, `rules`, `resource`, `reference`; `keywords`; `members`, `annotations`, `assertions`,
//! `nullable`, `arena`; `open_api`, `roots`; `words`, `same`, `left_out`, `cycle`, `extent`, `read`; `equality`, `evaluate`,
//! `defaults`.

mod annotations;
mod arena;
mod assertions;
mod cycle;
mod defaults;
mod dialect;
mod document;
mod equality;
mod evaluate;
mod extent;
mod fixup;
mod json;
mod keywords;
mod left_out;
mod location;
mod members;
mod metaschema;
mod nullable;
mod open_api;
mod parse;
mod read;
mod reference;
mod resource;
mod roots;
mod rules;
mod same;
mod spelling;
mod uri;
mod words;
mod yaml;

#[cfg(test)]
mod testing;

/// Whether a keyword can refuse an instance in some dialect.
pub(crate) fn is_assertion(keyword: &str) -> bool {
    Dialect::ALL.iter().any(|dialect| arena::is_assertion(*dialect, keyword))
}

use serde_json::Value;

pub(crate) use self::defaults::check as check_defaults;
pub use self::dialect::Dialect;
pub use self::document::{Document, Documents};
pub use self::equality::{compare, equal, is_multiple, key};
pub use self::evaluate::{Evaluator, evaluate};
pub use self::keywords::{Discriminator, Keywords, TypeSet};
pub use self::left_out::ALLOWABLE;
pub use self::location::{DocumentId, Location};
pub use self::read::read;
pub(crate) use self::reference::closest;

/// A schema in the arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(pub(crate) u32);

/// What one schema says.
#[derive(Clone, Debug)]
pub enum Body {
    /// `true` or `false` (Core 2020-12, §4.3.2).
    Boolean(bool),
    /// An object schema.
    Keywords(Box<Keywords>),
}

/// A schema and where it stands.
#[derive(Clone, Debug)]
pub struct Schema {
    /// Where it was read.
    pub location: Location,
    /// What it says.
    pub body: Body,
}

/// Every schema that the roots reach, references resolved.
#[derive(Clone, Debug, Default)]
pub struct Schemas {
    nodes: Vec<Schema>,
    /// The schemas that were asked for, in document order.
    pub roots: Vec<SchemaId>,
    /// Instances of them that stand elsewhere in OpenAPI documents: examples of media types, parameters
    /// and headers. As authors wrote them; whether a schema accepts its example is not looked at.
    pub examples: Vec<(SchemaId, Value)>,
}

impl std::ops::Index<SchemaId> for Schemas {
    type Output = Schema;

    fn index(&self, id: SchemaId) -> &Schema {
        &self.nodes[id.0 as usize]
    }
}

impl Schemas {
    /// All schemas with their ids, in the order in which they were reached.
    pub fn iter(&self) -> impl Iterator<Item = (SchemaId, &Schema)> {
        (0..).map(SchemaId).zip(&self.nodes)
    }

    /// How many schemas there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Adds a schema.
    pub(crate) fn push(&mut self, schema: Schema) -> SchemaId {
        let id = u32::try_from(self.nodes.len()).expect("fewer than 2^32 schemas fit into memory");
        self.nodes.push(schema);
        SchemaId(id)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}
