//! What a caller hands to the generator: documents, and how to read them.

use crate::schema::Dialect;

/// A text that may be a schema document, and the name it is known by.
#[derive(Clone, Debug)]
pub struct InputFile {
    /// Path as the user knows it, with `/` between parts; also the base of relative references.
    pub path: String,
    /// The bytes as they are on disk.
    pub bytes: Vec<u8>,
}

/// An instance that stands beside the schemas.
#[derive(Clone, Debug)]
pub struct ExampleFile {
    /// Path as the user knows it.
    pub path: String,
    /// Rust name of the type that it is an instance of.
    pub ty: String,
    /// The bytes as they are on disk.
    pub bytes: Vec<u8>,
}

/// One module of the generated crate.
#[derive(Clone, Debug)]
pub struct Source {
    /// Name of the module.
    pub module: String,
    /// The schema documents; the first one is the entry.
    pub documents: Vec<InputFile>,
    /// The dialect where a document does not declare one.
    pub dialect: Option<Dialect>,
    /// Which schemas become types, beside all that they reach.
    pub roots: Roots,
    /// How the schemas are read where the letter is not what was meant.
    pub policies: Policies,
    /// Corrections of single types.
    pub overrides: Vec<Override>,
    /// Instances for the round-trip tests.
    pub examples: Vec<ExampleFile>,
    /// Instances that must be refused, for the same tests.
    pub counterexamples: Vec<ExampleFile>,
}

/// Which schemas of a source become types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Roots {
    /// The root schema of each document.
    Root,
    /// Each entry of `$defs`, `definitions` or `components.schemas`, and the root when it says anything.
    Definitions,
    /// The definitions with these names.
    Named(Vec<String>),
}

/// Named readings; DESIGN: every one that changes what is accepted is listed in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policies {
    /// What a keyword for one JSON type says about the others when `type` is absent.
    pub implied_type: ImpliedType,
    /// How `oneOf` counts.
    pub one_of: OneOf,
    /// What `type: number` becomes.
    pub number: NumberType,
    /// What OpenAPI's `nullable` means.
    pub nullable: Nullable,
}

/// What a keyword for one JSON type says about the others when `type` is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImpliedType {
    /// Nothing: other types pass.
    Letter,
    /// The keyword's type is meant.
    Practical,
}

/// How `oneOf` counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OneOf {
    /// Exactly one branch, whatever the branches are.
    Exact,
    /// Exactly one branch, but the first match where one branch could never be chosen.
    Practical,
    /// The first branch that accepts.
    FirstMatch,
}

/// What `type: number` becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberType {
    /// `f64`.
    Double,
    /// A number that keeps integers of 64 bits apart from fractions.
    Exact,
}

/// What OpenAPI's `nullable: true` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nullable {
    /// Null is accepted whatever stands beside it, in every dialect.
    Lenient,
    /// OpenAPI 3.0.3: only together with `type`, and an `enum` must list null itself; unknown elsewhere.
    Strict,
}

impl Policies {
    /// The specification, word by word.
    pub const LETTER: Self = Self {
        implied_type: ImpliedType::Letter,
        one_of: OneOf::Exact,
        number: NumberType::Exact,
        nullable: Nullable::Lenient,
    };
    /// As the authors of APIs mean it.
    pub const PRACTICAL: Self = Self {
        implied_type: ImpliedType::Practical,
        one_of: OneOf::Practical,
        number: NumberType::Double,
        nullable: Nullable::Lenient,
    };
}

/// A correction of one type.
#[derive(Clone, Debug)]
pub struct Override {
    /// JSON Pointer of the schema in the source's entry document, from `#`.
    pub at: String,
    /// Another Rust name.
    pub rename: Option<String>,
    /// Unknown strings (or tags) are kept rather than refused.
    pub open: bool,
    /// Another reading of `oneOf`.
    pub one_of: Option<OneOf>,
    /// Why.
    pub reason: String,
}
