//! Stage 1, read: what the documents say.
//!
//! Takes the bytes of the vendored files, gives an arena of [`Schema`]s in which every reference is
//! an id, every keyword has its typed value, and dialects no longer differ. Nothing is folded or
//! judged here.
//!
//! Reading order: [`document`], [`dialect`], [`location`], [`reference`], [`keywords`], [`read`].

mod dialect;
mod keywords;
mod location;

pub use self::dialect::Dialect;
pub use self::keywords::{Discriminator, Keywords, TypeSet};
pub use self::location::{DocumentId, Location};

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
}

impl std::ops::Index<SchemaId> for Schemas {
    type Output = Schema;

    fn index(&self, id: SchemaId) -> &Schema {
        &self.nodes[id.0 as usize]
    }
}
