//! `schemas/manifest.toml`: which files are generated from, how they are read, and why.
//!
//! The types here are the format. Whatever they don't know is an error that names the nearest key.

mod names;
#[cfg(test)]
mod schema;
mod text;

use std::collections::BTreeMap;

use isotype::config::{self, Policies};
use isotype::format::Formats;
use isotype::schema::Dialect;
use serde::Deserialize;
use toml::Spanned;

use self::names::Word;

pub(crate) use self::names::Names;
pub(crate) use self::text::{nearest, parse, place};

/// The whole manifest.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Manifest {
    /// How schemas are read where a source says nothing else.
    pub(crate) preset: Preset,
    /// The modules of the generated crate.
    #[serde(default, rename = "source")]
    pub(crate) sources: Vec<SourceEntry>,
}

/// One module.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct SourceEntry {
    /// Its name.
    #[cfg_attr(test, schemars(with = "String"))]
    pub(crate) module: Spanned<String>,
    /// Schema documents, from the manifest's folder; the first one is the entry. A name that ends in `/`
    /// means all documents in a folder, sorted.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub(crate) files: Spanned<Vec<Spanned<String>>>,
    /// Which schemas become types.
    #[cfg_attr(test, schemars(with = "Roots"))]
    pub(crate) roots: Spanned<Roots>,
    /// The dialect of documents that don't declare one.
    #[serde(default)]
    pub(crate) dialect: Option<DialectName>,
    /// Another preset than the manifest's.
    #[serde(default)]
    pub(crate) preset: Option<Preset>,
    /// Folder of instances that are read and written in the generated tests.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub(crate) examples: Option<Spanned<String>>,
    /// Folder of instances that must be refused.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub(crate) counterexamples: Option<Spanned<String>>,
    /// Where the provider publishes the schema.
    pub(crate) origin: String,
    /// The day the facts were taken from there.
    #[cfg_attr(test, schemars(with = "String"))]
    pub(crate) retrieved: Spanned<String>,
    /// For documents that are vendored as they are published: the address of each document itself.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "BTreeMap<String, schema::Address>"))]
    pub(crate) upstream: BTreeMap<Spanned<String>, Spanned<String>>,
    /// SHA-256 of each document.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "BTreeMap<String, String>"))]
    pub(crate) sha256: BTreeMap<Spanned<String>, Spanned<String>>,
    /// Codes of errors that become warnings; the types they concern are left out.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<schema::AllowedCode>"))]
    pub(crate) allow: Vec<Spanned<String>>,
    /// Whether types borrow their texts from what they are read from (`Cow<'a, str>`), for services that read and drop.
    #[serde(default)]
    pub(crate) borrow: bool,
    /// Readings that differ from the preset.
    #[serde(default)]
    pub(crate) policies: PolicyEntries,
    /// Formats that are asserted.
    #[serde(default)]
    pub(crate) formats: FormatEntries,
    /// Corrections of single types.
    #[serde(default, rename = "type")]
    pub(crate) types: Vec<TypeEntry>,
    /// Corrections of the documents.
    #[serde(default, rename = "fixup")]
    pub(crate) fixups: Vec<FixupEntry>,
}

/// Dated, so that a better reading can come without changing what is generated today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) enum Preset {
    /// As the authors of APIs mean it.
    #[serde(rename = "practical-2026-11")]
    Practical202611,
    /// The specification, word by word.
    #[serde(rename = "letter-2026-11")]
    Letter202611,
}

impl Preset {
    /// The readings that it stands for. Written out: what was generated under a date must not follow
    /// when the library comes to prefer something else.
    pub(crate) fn policies(self) -> Policies {
        match self {
            Self::Practical202611 => Policies {
                implied_type: config::ImpliedType::Practical,
                one_of: config::OneOf::Practical,
                number: config::NumberType::Double,
                nullable: config::Nullable::Lenient,
                formats: Formats::NONE,
            },
            Self::Letter202611 => Policies {
                implied_type: config::ImpliedType::Letter,
                one_of: config::OneOf::Exact,
                number: config::NumberType::Exact,
                nullable: config::Nullable::Lenient,
                formats: Formats::NONE,
            },
        }
    }
}

/// A dialect by its usual name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) enum DialectName {
    #[serde(rename = "2020-12")]
    Draft202012,
    #[serde(rename = "2019-09")]
    Draft201909,
    #[serde(rename = "draft-07")]
    Draft7,
    #[serde(rename = "draft-06")]
    Draft6,
    #[serde(rename = "draft-04")]
    Draft4,
    #[serde(rename = "openapi-3.0")]
    OpenApi30,
    #[serde(rename = "openapi-3.1")]
    OpenApi31,
}

impl From<DialectName> for Dialect {
    fn from(name: DialectName) -> Self {
        match name {
            DialectName::Draft202012 => Self::Draft202012,
            DialectName::Draft201909 => Self::Draft201909,
            DialectName::Draft7 => Self::Draft7,
            DialectName::Draft6 => Self::Draft6,
            DialectName::Draft4 => Self::Draft4,
            DialectName::OpenApi30 => Self::OpenApi30,
            DialectName::OpenApi31 => Self::OpenApi31,
        }
    }
}

/// `"root"`, `"definitions"`, or a list of names and references (they have a `#`).
pub(crate) type Roots = Names<RootsWord>;

/// Which schemas become types, beside all that they reach.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RootsWord {
    /// The root schema of each document.
    Root,
    /// Each entry of `$defs`, `definitions` or `components.schemas`, and the root where it says anything.
    Definitions,
}

impl Word for RootsWord {
    const EXPECTED: &'static str = "`\"root\"`, `\"definitions\"` or a list of definition names";
}

impl From<Roots> for config::Roots {
    fn from(roots: Roots) -> Self {
        match roots {
            Roots::Word(RootsWord::Root) => Self::Root,
            Roots::Word(RootsWord::Definitions) => Self::Definitions,
            Roots::List(names) => Self::Named(names.into_iter().map(Spanned::into_inner).collect()),
        }
    }
}

/// What is done with `format`: an annotation unless it stands here.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct FormatEntries {
    /// The formats that values have to have.
    #[serde(default)]
    pub(crate) assert: Option<AssertedFormats>,
}

/// `"all"`, or a list of names.
pub(crate) type AssertedFormats = Names<AllFormats>;

/// Every format that is known.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(crate) enum AllFormats {
    /// Every format that is known.
    All,
}

impl Word for AllFormats {
    const EXPECTED: &'static str = "`\"all\"` or a list of formats";

    #[cfg(test)]
    fn names() -> schemars::Schema {
        let names: Vec<&str> = isotype::format::Format::all().map(isotype::format::Format::name).collect();
        schemars::json_schema!({"type": "string", "enum": names})
    }
}

/// The policies that a source sets itself.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct PolicyEntries {
    /// What keywords for one JSON type say about others when `type` is absent.
    #[serde(default)]
    implied_type: Option<ImpliedType>,
    /// How `oneOf` counts.
    #[serde(default)]
    one_of: Option<OneOf>,
    /// What `type: number` becomes.
    #[serde(default)]
    number: Option<NumberType>,
    /// What OpenAPI's `nullable` means.
    #[serde(default)]
    nullable: Option<Nullable>,
}

impl PolicyEntries {
    /// The preset's policies with these in their place.
    pub(crate) fn over(self, preset: Policies) -> Policies {
        Policies {
            implied_type: self.implied_type.map_or(preset.implied_type, |it| match it {
                ImpliedType::Letter => config::ImpliedType::Letter,
                ImpliedType::Practical => config::ImpliedType::Practical,
            }),
            one_of: self.one_of.map_or(preset.one_of, Into::into),
            number: self.number.map_or(preset.number, |it| match it {
                NumberType::Double => config::NumberType::Double,
                NumberType::Exact => config::NumberType::Exact,
            }),
            nullable: self.nullable.map_or(preset.nullable, |it| match it {
                Nullable::Lenient => config::Nullable::Lenient,
                Nullable::Strict => config::Nullable::Strict,
            }),
            formats: preset.formats,
        }
    }
}

/// What keywords for one JSON type say about others when `type` is absent.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum ImpliedType {
    /// Nothing: other types pass.
    Letter,
    /// The keywords' type is meant.
    Practical,
}

/// How `oneOf` counts.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(crate) enum OneOf {
    /// Exactly one branch, whatever the branches are.
    Exact,
    /// Exactly one branch, but the first match where one branch could never be chosen.
    Practical,
    /// The first branch that accepts.
    FirstMatch,
}

impl From<OneOf> for config::OneOf {
    fn from(word: OneOf) -> Self {
        match word {
            OneOf::Exact => Self::Exact,
            OneOf::Practical => Self::Practical,
            OneOf::FirstMatch => Self::FirstMatch,
        }
    }
}

/// What `type: number` becomes.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum NumberType {
    /// `f64`.
    Double,
    /// A number that keeps integers of 64 bits apart from fractions.
    Exact,
}

/// What OpenAPI's `nullable: true` means.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum Nullable {
    /// Null is accepted whatever stands beside it, in every dialect.
    Lenient,
    /// As in OpenAPI 3.0.3: only together with `type`.
    Strict,
}

/// A correction of one type.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct TypeEntry {
    /// Where the schema stands: `#/$defs/X` in the entry document, `order.json#/properties/id` in another.
    #[cfg_attr(test, schemars(with = "String"))]
    pub(crate) at: Spanned<String>,
    /// Another Rust name.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub(crate) rename: Option<Spanned<String>>,
    /// Keep values that the schema does not list, rather than refuse them.
    #[serde(default)]
    open: bool,
    /// Another reading of `oneOf`.
    #[serde(default)]
    one_of: Option<OneOf>,
    /// Why.
    reason: String,
}

impl From<TypeEntry> for config::Override {
    fn from(entry: TypeEntry) -> Self {
        Self {
            at: entry.at.into_inner(),
            rename: entry.rename.map(Spanned::into_inner),
            open: entry.open,
            one_of: entry.one_of.map(Into::into),
            reason: entry.reason,
        }
    }
}

/// A patch of a document (RFC 6902).
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct FixupEntry {
    /// One of the source's documents.
    #[cfg_attr(test, schemars(with = "String"))]
    pub(crate) file: Spanned<String>,
    /// Operations: tables, or JSON texts, since TOML has no null.
    #[cfg_attr(test, schemars(with = "Vec<schema::Operation>"))]
    pub(crate) patch: Vec<Spanned<toml::Value>>,
    /// Why.
    pub(crate) reason: String,
}
