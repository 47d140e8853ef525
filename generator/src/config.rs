//! What a caller hands to the generator: documents, and how to read them.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;

use crate::diagnostic::Place;
use crate::format::Formats;
use crate::schema::Dialect;

/// A text that may be a schema document, and the name it is known by.
#[derive(Clone, Debug)]
pub struct InputFile {
    /// Path as the user knows it, with `/` between parts; also the base of relative references.
    pub path: String,
    /// The bytes as they are on disk.
    pub bytes: Vec<u8>,
}

impl InputFile {
    /// A file from its path and what it holds: a text, or bytes.
    pub fn new(path: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: content.into() }
    }
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
///
/// ```
/// use isotype::config::{Policies, Roots};
/// use isotype::{InputFile, Source};
///
/// let file = InputFile::new("api.yaml", "openapi: 3.1.0");
/// let source = Source { roots: Roots::Definitions, policies: Policies::LETTER, ..Source::new("api", vec![file]) };
/// # assert_eq!(source.documents.len(), 1);
/// ```
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
    /// Corrections of the documents, applied before they are read.
    pub fixups: Vec<Fixup>,
    /// Codes of errors that become warnings; what they concern is left out
    /// (see [`ALLOWABLE`](crate::schema::ALLOWABLE)).
    pub allow: Vec<String>,
    /// Whether types borrow their texts from what they are read from: `Cow<'a, str>` in place of `String`; a type that
    /// holds one has a lifetime.
    pub borrow: bool,
    /// Where the documents are published.
    pub origin: Option<String>,
    /// When they were taken from there.
    pub retrieved: Option<String>,
    /// Where all this is written down.
    pub written: Written,
    /// The crate of the module, where it is known: then tests are written, and examples that run.
    pub package: Option<Package>,
}

impl Source {
    /// A source that is read in the practical way: the root of each document, no corrections, no tests.
    pub fn new(module: impl Into<String>, documents: Vec<InputFile>) -> Self {
        Self {
            module: module.into(),
            documents,
            dialect: None,
            roots: Roots::Root,
            policies: Policies::PRACTICAL,
            overrides: Vec::new(),
            examples: Vec::new(),
            counterexamples: Vec::new(),
            fixups: Vec::new(),
            allow: Vec::new(),
            borrow: false,
            origin: None,
            retrieved: None,
            written: Written::default(),
            package: None,
        }
    }

    /// The feature of the crate without which the module is not compiled, if there is one.
    pub(crate) fn feature(&self) -> Option<&str> {
        self.package.as_ref()?.features.get(&self.module).map(String::as_str)
    }
}

/// The crate that generated code becomes part of, as its `Cargo.toml` has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its features. What one of them stands for is only written where it is declared:
    /// see [`CrateOptions::features`](crate::CrateOptions::features).
    pub features: BTreeSet<String>,
}

impl Package {
    /// The crate as Rust names it.
    pub(crate) fn crate_name(&self) -> String {
        self.name.replace('-', "_")
    }
}

/// Where a source is described, for findings about the description; what is not known here is reported at
/// the documents instead.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// [`Source::roots`]: of each name, or of the word.
    pub roots: Vec<Place>,
    /// [`Source::allow`].
    pub allow: Vec<Place>,
    /// [`Source::overrides`].
    pub overrides: Vec<WrittenOverride>,
    /// [`Source::fixups`]: of each operation.
    pub fixups: Vec<Vec<Place>>,
}

/// Where an override is written down.
#[derive(Clone, Debug, Default)]
pub struct WrittenOverride {
    /// [`Override::at`].
    pub at: Place,
    /// [`Override::rename`].
    pub rename: Option<Place>,
}

/// A correction of a document, which fails when it no longer changes anything.
#[derive(Clone, Debug)]
pub struct Fixup {
    /// The path of one of the source's documents.
    pub file: String,
    /// What is done, in this order.
    pub patch: Vec<Operation>,
    /// Why; the first line names the fixup in messages.
    pub reason: String,
}

/// One operation of a JSON Patch; paths are JSON Pointers.
///
/// Spec: RFC 6902, §4.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "op", rename_all = "lowercase", deny_unknown_fields)]
pub enum Operation {
    /// Puts a value before an item, or as a member.
    Add {
        /// Where it will stand.
        path: String,
        /// The value.
        value: Value,
    },
    /// Takes a value out.
    Remove {
        /// Where it stands.
        path: String,
    },
    /// Puts a value in another one's place.
    Replace {
        /// Where the other one stands.
        path: String,
        /// The value.
        value: Value,
    },
    /// Takes a value out and adds it elsewhere.
    Move {
        /// Where it stands.
        from: String,
        /// Where it will stand.
        path: String,
    },
    /// Adds a value that stands elsewhere too.
    Copy {
        /// Where it stands.
        from: String,
        /// Where it will stand as well.
        path: String,
    },
    /// Asks for a value.
    Test {
        /// Where it has to stand.
        path: String,
        /// The value.
        value: Value,
    },
}

/// Which schemas of a source become types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Roots {
    /// The root schema of each document.
    Root,
    /// The root schema of the first document; the others are there to be referred to.
    Entry,
    /// Each entry of `$defs`, `definitions` or `components.schemas`, and the root when it says anything.
    Definitions,
    /// The definitions with these names; one with a `#` is a reference as it would stand in the first document.
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
    /// Which formats are asserted.
    pub formats: Formats,
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
        formats: Formats::NONE,
    };
    /// As the authors of APIs mean it.
    pub const PRACTICAL: Self = Self {
        implied_type: ImpliedType::Practical,
        one_of: OneOf::Practical,
        number: NumberType::Double,
        nullable: Nullable::Lenient,
        formats: Formats::NONE,
    };
}

/// A correction of one type.
#[derive(Clone, Debug)]
pub struct Override {
    /// JSON Pointer of the schema in the source's entry document, from `#`; before it the end of another
    /// document's path.
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
