//! JSON Schema to Rust types that accept exactly what the schema accepts, lose nothing on the way back, and read as
//! if written by hand.
//!
//! ```
//! use isotype::{InputFile, Layout, Source, generate_all};
//!
//! let schema = r#"{
//!     "title": "Order",
//!     "type": "object",
//!     "required": ["id"],
//!     "properties": {
//!         "id": {"type": "string", "pattern": "^ord_[0-9]+$"},
//!         "note": {"type": ["string", "null"]}
//!     }
//! }"#;
//! let shop = Source::new("shop", vec![InputFile::new("schemas/order.json", schema)]);
//! let made = generate_all(&[shop], Layout::Package("shop-types"))?;
//!
//! let module = &made.files["src/shop/mod.rs"]; // Its patterns stand in `src/shop/checks.rs`.
//! assert!(module.contains("pub struct Order {"));
//! assert!(module.contains("pub id: OrderId,")); // Holds nothing that the pattern refuses.
//! assert!(module.contains("pub note: Option<Option<String>>,")); // Absent, null, or a text.
//! # Ok::<(), isotype::Refusal>(())
//! ```
//!
//! # What goes in
//!
//! A [`Source`] is one module: its documents, JSON or YAML, which may refer to each other, and how they are read. The
//! dialects are draft-04, 06, 07, 2019-09 and 2020-12, and the schemas of OpenAPI 3.0 and 3.1. [`Source::new`] reads
//! them as the authors of APIs mean them; the fields of [`Source`] change that, as [`Roots`](config::Roots) does which
//! schemas become types.
//!
//! # What comes out
//!
//! [`generate_all`] gives all files of a crate or of modules, and what the user should know, or else all errors with
//! their places. [`generate`] does one source, and [`assemble`] writes what the modules of a crate share.
//! [`explain`] says of each type why it is as it is. What the generated code depends on is in its `Cargo.toml`, or at
//! the beginning of `types.rs` where a [build script](Layout::Modules) includes it.
//!
//! | JSON Schema | Rust |
//! | --- | --- |
//! | object | struct; `extra` keeps unknown members unless they are forbidden |
//! | required / optional / required and nullable | `T` / `Option<T>` that refuses null / `Option<T>` that has to be present |
//! | optional and nullable | `Option<Option<T>>`: absent, null, value |
//! | required constant | no field: checked when read, written back |
//! | `oneOf`, `anyOf` | enum, told apart by JSON type, by a constant member, by which member is there, else by trying |
//! | enum of strings | enum with `as_str`, `FromStr`, `Display` |
//! | `pattern`, lengths, bounds, … | a newtype that can't hold anything else |
//! | what no type says | checked when read; the [ledger](Grade) tells which types have such checks |
//!
//! # What it promises
//!
//! The library does no input or output, and reads no clock or environment: whoever calls reads the documents and writes
//! the files. The same sources give the same bytes. No schema makes it panic; deep ones take stack, so that a thread
//! with a large one is a good place for documents of strangers.
//!
//! # How it works
//!
//! Five stages with plain data between them: [`schema`] reads documents, `normalize` folds what stands in place,
//! `model` lowers to Rust types, `names` decides identifiers, `render` writes text.

pub mod config;
pub mod describe;
pub mod diagnostic;
pub mod format;
pub mod outline;
pub mod schema;

mod ledger;
mod model;
mod module_name;
mod names;
mod normalize;
mod overrides;
mod package;
mod pattern;
mod render;
// Public, as in the generated crate: its `pub` items have to be reachable.
#[cfg(test)]
pub mod support;
/// The runtime's words on formats and patterns, by which generation judges texts too.
#[cfg(not(test))]
#[doc(hidden)]
pub mod support {
    pub mod format;
    pub mod format_email;
    pub mod format_hostname;
    pub mod format_idn_email;
    pub mod format_idn_hostname;
    pub mod format_ip;
    pub mod format_pointer;
    pub mod format_regex;
    pub mod format_time;
    pub mod format_uri;
    pub mod format_uri_template;
    pub mod format_uuid;
    pub mod label;
    pub mod mailbox;
    pub mod pattern;
    pub mod pattern_automaton;
    pub mod pattern_escape;
    pub mod pattern_flags;
    pub mod pattern_property;
    pub mod pattern_references;
    pub mod pattern_set;
    pub mod pattern_syntax;
    pub mod pattern_table;
    pub mod punycode;
}

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::describe::Description;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::normalize::Normalizer;
use crate::outline::TypeSchemas;
use crate::overrides::Overrides;

pub use crate::config::{InputFile, Source};
pub use crate::ledger::{Grade, LedgerRow};
pub use crate::module_name::module_name_fault;
pub use crate::package::{Layout, Output, Refusal, generate_all};
pub use crate::render::{CrateOptions, Dependency, Parts, assemble, optional_dependencies};

/// What was generated for one source.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Generated {
    /// Module name.
    pub module: String,
    /// What the source is about, as lines of docs.
    pub about: Vec<String>,
    /// A first example of its use, as lines of docs; empty where there is none.
    pub example: Vec<String>,
    /// Path in the crate (`src/workos.rs`, `src/pipedream/mod.rs`, `tests/workos.rs`) and text.
    pub files: BTreeMap<String, String>,
    /// Whether some name has letters beyond ASCII, of which rustc warns.
    pub foreign_letters: bool,
    /// Root types in the order asked for: Rust path within the module.
    pub roots: Vec<String>,
    /// Root types that stand beside null: they are used as `Option`.
    pub nullable_roots: Vec<String>,
    /// The schemas of the types, where the crate has the feature `schema`.
    pub schemas: Option<TypeSchemas>,
    /// Rows of the ledger, a row a type.
    pub ledger: Vec<LedgerRow>,
    /// Rows of schemas that became no type of their own, but a use of one that a policy narrowed or widened.
    pub uses: Vec<LedgerRow>,
    /// Runtime parts that the files use.
    pub parts: Parts,
    /// Crates that the files use.
    pub dependencies: Vec<Dependency>,
}

/// A stage of generating, as [`generate_observed`] tells them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Documents become schemas, and references find their targets.
    Read,
    /// Schemas become types; they are normalized on the way.
    Lower,
    /// Types, fields and variants get their names.
    Name,
    /// Keywords that say nothing here, defaults and examples are looked at for findings.
    Review,
    /// Types become Rust text.
    Render,
}

impl Stage {
    /// One word, in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Lower => "lower",
            Self::Name => "name",
            Self::Review => "review",
            Self::Render => "render",
        }
    }
}

/// Generates the module of one source, for callers that go on where one of many fails; others take [`generate_all`].
///
/// Gives what was generated, if anything could be, and all findings, sorted by place. Where a
/// finding is an error, the result is not to be used.
///
/// ```
/// use isotype::{InputFile, Source, generate};
///
/// let file = InputFile::new("order.json", r#"{"title": "Order", "type": "string", "maxLength": 9}"#);
/// let (generated, findings) = generate(&Source::new("shop", vec![file]));
/// assert_eq!(findings, []);
/// assert_eq!(generated.map(|it| it.roots), Some(vec!["Order".to_owned()]));
/// ```
pub fn generate(source: &Source) -> (Option<Generated>, Vec<Diagnostic>) {
    generate_observed(source, &mut |_| ())
}

/// The same as [`generate`]; tells the caller, who may have a clock or a terminal, which stage begins.
pub fn generate_observed(
    source: &Source,
    begins: &mut dyn FnMut(Stage),
) -> (Option<Generated>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::default();
    let generated = stages(source, &mut diagnostics, begins, |_, _, generated| generated);
    (generated, diagnostics.into_sorted())
}

/// Generates the module of one source, and says what came of it and why: each type with its place in the documents,
/// how a union is told apart, what is checked, the policies that made a difference, and instances.
///
/// Findings are those of [`generate`]; there is nothing to explain where they have an error that keeps the documents
/// from being read.
pub fn explain(source: &Source) -> (Option<(Generated, Description)>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::default();
    let explained = stages(source, &mut diagnostics, &mut |_| (), |input, normalizer, generated| {
        (generated, describe::describe(input, normalizer))
    });
    (explained, diagnostics.into_sorted())
}

fn stages<T>(
    source: &Source,
    diagnostics: &mut Diagnostics,
    begins: &mut dyn FnMut(Stage),
    then: impl FnOnce(&render::Input<'_>, &Normalizer<'_>, Generated) -> T,
) -> Option<T> {
    named(source, diagnostics, begins, |input, normalizer, diagnostics, begins| {
        begins(Stage::Review);
        schema::check_defaults(input.documents, input.schemas, diagnostics);
        ledger::report(input, diagnostics);
        render::unknown_examples(input, diagnostics);
        begins(Stage::Render);
        match render::render(input, normalizer) {
            Ok(mut generated) => {
                let features = source.package.as_ref().map(|it| &it.features);
                if features.is_some_and(|it| it.contains(render::SCHEMA)) {
                    generated.schemas = Some(outline::schemas(input, normalizer));
                }
                Some(then(input, normalizer, generated))
            }
            Err(fault) => {
                let file = source.documents.first().map(|it| it.path.clone()).unwrap_or_default();
                let place = Place { file, ..Place::default() };
                diagnostics
                    .error("internal-error", place, fault)
                    .help("this is a fault of the generator: please report it with the schema");
                None
            }
        }
    })?
}

/// The stages before the last: what reading, normalizing, lowering and naming make of a source.
fn named<T>(
    source: &Source,
    diagnostics: &mut Diagnostics,
    begins: &mut dyn FnMut(Stage),
    then: impl FnOnce(&render::Input<'_>, &Normalizer<'_>, &mut Diagnostics, &mut dyn FnMut(Stage)) -> T,
) -> Option<T> {
    begins(Stage::Read);
    let (documents, schemas) = schema::read(source, diagnostics)?;
    begins(Stage::Lower);
    let overrides = Overrides::new(source, &schemas, &documents, diagnostics);
    let normalizer = || Normalizer::new(&schemas, source.policies);
    // What it keeps while it lowers is large, and rendering asks for little of it.
    let model = model::lower(&normalizer(), &overrides, &source.roots);
    let normalizer = normalizer();
    begins(Stage::Name);
    let words = names::Words::new(source, &documents, &schemas);
    let names = names::name(&model, &schemas, &words, &overrides.renames);
    overrides.report_idle(source, &schemas, &documents, &model, diagnostics);
    let input =
        render::Input { source, documents: &documents, schemas: &schemas, model: &model, names: &names };
    Some(then(&input, &normalizer, diagnostics, begins))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{InputFile, Override};

    fn module(schema: &str, overrides: Vec<Override>) -> String {
        let file = InputFile { path: "case.json".to_owned(), bytes: schema.as_bytes().to_vec() };
        let source = Source { overrides, ..Source::new("case", vec![file]) };
        let (generated, diagnostics) = generate(&source);
        assert_eq!(diagnostics, []);
        generated.expect("no error was found").files.into_values().next().expect("a module is one file")
    }

    fn open(at: &str) -> Override {
        Override { at: at.to_owned(), rename: None, open: true, one_of: None, reason: "it grows".to_owned() }
    }

    #[test]
    fn open_unions_keep_what_they_do_not_know() {
        let schema = r#"{"oneOf": [
            {"type": "object", "properties": {"kind": {"const": "a"}}, "required": ["kind"]},
            {"type": "object", "properties": {"kind": {"const": "b"}}, "required": ["kind"]}
        ]}"#;
        let closed = module(schema, Vec::new());
        assert!(closed.contains("A(CaseA)") && !closed.contains("Unknown"), "{closed}");
        let open = module(schema, vec![open("#")]);
        assert!(open.contains("A(CaseA)") && open.contains("Unknown(UnknownObject<Case>)"), "{open}");
    }

    #[test]
    fn a_type_is_narrowed_by_what_its_parts_imply() {
        let schema = r##"{"type": "object", "properties": {"a": {"$ref": "#/$defs/Short"}, "b": {"$ref": "#/$defs/B"}},
            "$defs": {"Short": {"items": {"maxLength": 3, "type": "string"}},
                "B": {"type": "object", "properties": {"a": {"$ref": "#/$defs/Short"}}},
                "C": {"type": "object", "properties": {"b": {"$ref": "#/$defs/B"}}}}}"##;
        let file = InputFile { path: "case.json".to_owned(), bytes: schema.as_bytes().to_vec() };
        let source = Source { roots: config::Roots::Definitions, ..Source::new("case", vec![file]) };
        let grades = generate(&source).0.expect("no error was found").ledger;
        let grades: Vec<(&str, Grade)> = grades.iter().map(|it| (it.ty.as_str(), it.grade)).collect();
        let narrowed = grades.iter().filter(|it| it.1 == Grade::Narrowed).map(|it| it.0);
        assert_eq!(narrowed.collect::<Vec<_>>(), ["B", "Case"], "{grades:?}");
    }

    /// The names of the types that a schema becomes.
    #[track_caller]
    fn check_types(schema: &str, expect: &[&str]) {
        let file = InputFile { path: "case.json".to_owned(), bytes: schema.as_bytes().to_vec() };
        let rows = generate(&Source::new("case", vec![file])).0.expect("no error was found").ledger;
        assert_eq!(rows.iter().map(|it| it.ty.as_str()).collect::<Vec<_>>(), expect);
    }

    #[test]
    fn what_no_instance_uses_becomes_no_type() {
        check_types(
            r##"{"type": "object", "properties": {"a": {"$ref": "#/$defs/Used"}},
                "$defs": {"Used": {"enum": ["a", "b"]}, "Unused": {"enum": ["c", "d"]}}}"##,
            &["Case", "Used"],
        );
        // A branch that accepts nothing, a member that may not be there, items beyond the last.
        let lost = r#""$defs": {"Lost": {"enum": ["a", "b"]}, "Held": {"enum": ["c", "d"]}}"#;
        let uses = r##"{"type": "object", "properties": {"a": {"$ref": "#/$defs/Lost"}}}"##;
        let held = r##"{"$ref": "#/$defs/Held"}"##;
        check_types(
            &format!(
                r#"{{"anyOf": [{{"type": "array", "items": {held}}}, {{"allOf": [{{"type": "number"}}, {uses}]}}], {lost}}}"#
            ),
            &["Case", "Held"],
        );
        check_types(
            &format!(
                r#"{{"type": "object", "properties": {{"a": {held}, "b": {{"allOf": [{uses}, false]}}}}, {lost}}}"#
            ),
            &["Case", "Held"],
        );
        check_types(
            &format!(
                r#"{{"type": "object", "properties": {{"a": {{"type": "array", "items": {held}, "maxItems": 2}},
                    "b": {{"type": "string", "items": {uses}}}}}, {lost}}}"#
            ),
            &["Case", "CaseA", "Held"],
        );
    }

    #[test]
    fn equal_schemas_at_two_places_are_two_types() {
        // They are named after their places, and one may change without the other. A definition makes them one.
        check_types(
            r#"{"type": "object", "properties": {"a": {"enum": ["x", "y"]}, "b": {"enum": ["x", "y"]}}}"#,
            &["Case", "CaseA", "CaseB"],
        );
        check_types(
            r##"{"type": "object", "properties": {"a": {"$ref": "#/$defs/E"}, "b": {"$ref": "#/$defs/E"}},
                "$defs": {"E": {"enum": ["x", "y"]}}}"##,
            &["Case", "E"],
        );
    }

    #[test]
    fn open_enums_keep_what_they_do_not_know() {
        let schema = r#"{"type": "string", "enum": ["a"]}"#;
        assert!(module(schema, vec![open("#")]).contains("Unknown(UnknownText<Case>)"));
        let schema = r#"{"type": "string", "x-extensible-enum": ["a"]}"#;
        assert!(module(schema, Vec::new()).contains("Unknown(UnknownText<Case>)"));
    }
}
