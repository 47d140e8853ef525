//! JSON Schema to Rust types that accept exactly what the schema accepts.
//!
//! Five stages with plain data between them: [`schema`] reads documents, `normalize` folds what
//! stands in place, `model` lowers to Rust types, `names` decides identifiers, `render` writes text.
//! [`generate`] is the way through them. The library does no input or output of its own.

pub mod config;
pub mod describe;
pub mod diagnostic;
pub mod format;
pub mod outline;
pub mod schema;

mod ledger;
mod model;
mod names;
mod normalize;
mod render;
// Public, as in the generated crate: its `pub` items have to be reachable.
#[cfg(test)]
pub mod support;
/// The runtime's words on formats, by which generation judges texts too.
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
    pub mod punycode;
}

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::config::Source;
use crate::describe::Description;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::normalize::Normalizer;
use crate::outline::TypeSchemas;

pub use crate::ledger::{Grade, LedgerRow};
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
    /// Root types in the order asked for: Rust path within the module.
    pub roots: Vec<String>,
    /// Root types that stand beside null: they are used as `Option`.
    pub nullable_roots: Vec<String>,
    /// The schemas of the types, where the crate has the feature `schema`.
    pub schemas: Option<TypeSchemas>,
    /// Rows of the ledger, a row a type.
    pub ledger: Vec<LedgerRow>,
    /// Runtime parts that the files use.
    pub parts: Parts,
    /// Crates that the files use.
    pub dependencies: Vec<Dependency>,
}

/// Generates the module of one source.
///
/// Gives what was generated, if anything could be, and all findings, sorted by place. Where a
/// finding is an error, the result is not to be used.
pub fn generate(source: &Source) -> (Option<Generated>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::default();
    let generated = stages(source, &mut diagnostics, |_, _, generated| generated);
    (generated, diagnostics.into_sorted())
}

/// Generates the module of one source, and says what came of it and why.
pub fn explain(source: &Source) -> (Option<(Generated, Description)>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::default();
    let explained = stages(source, &mut diagnostics, |input, normalizer, generated| {
        (generated, describe::describe(input, normalizer))
    });
    (explained, diagnostics.into_sorted())
}

fn stages<T>(
    source: &Source,
    diagnostics: &mut Diagnostics,
    then: impl FnOnce(&render::Input<'_>, &Normalizer<'_>, Generated) -> T,
) -> Option<T> {
    named(source, diagnostics, |input, normalizer, diagnostics| {
        schema::check_defaults(input.documents, input.schemas, diagnostics);
        ledger::report(input, diagnostics);
        render::unknown_examples(input, diagnostics);
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
    then: impl FnOnce(&render::Input<'_>, &Normalizer<'_>, &mut Diagnostics) -> T,
) -> Option<T> {
    let (documents, schemas) = schema::read(source, diagnostics)?;
    let overrides = config::Resolved::new(source, &schemas, &documents, diagnostics);
    let normalizer = || Normalizer::new(&schemas, source.policies);
    // What it keeps while it lowers is large, and rendering asks for little of it.
    let model = model::lower(&normalizer(), &overrides, &source.roots);
    let normalizer = normalizer();
    let words = names::Words::new(source, &documents, &schemas);
    let names = names::name(&model, &schemas, &words, &overrides.renames);
    let input =
        render::Input { source, documents: &documents, schemas: &schemas, model: &model, names: &names };
    Some(then(&input, &normalizer, diagnostics))
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

    #[test]
    fn open_enums_keep_what_they_do_not_know() {
        let schema = r#"{"type": "string", "enum": ["a"]}"#;
        assert!(module(schema, vec![open("#")]).contains("Unknown(UnknownText<Case>)"));
        let schema = r#"{"type": "string", "x-extensible-enum": ["a"]}"#;
        assert!(module(schema, Vec::new()).contains("Unknown(UnknownText<Case>)"));
    }
}
