//! How much of the promise each type keeps.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostics, Place};
use crate::model::{Model, Reading, Shape, Type, TypeId};
use crate::names::Names;
use crate::render::Input;
use crate::schema::{Evaluator, SchemaId, Schemas};

/// One type in the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct LedgerRow {
    /// Rust path within the module.
    pub ty: String,
    /// JSON Pointer of its schema, from `#`.
    pub pointer: String,
    /// How much of the promise holds.
    pub grade: Grade,
    /// What the residual checks, or the policy and its reason.
    pub note: String,
}

/// How much of the promise a type keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// The type alone says what the schema says.
    Exact,
    /// The type and its residual checks do.
    Checked,
    /// A named policy refuses more than the schema does.
    Narrowed,
    /// A named policy accepts more than the schema does.
    Widened,
}

/// Tells of readings that nobody asked for by name, and of names that had to give way.
pub(crate) fn report(input: &Input<'_>, diagnostics: &mut Diagnostics) {
    let Input { documents, schemas, model, names, .. } = *input;
    for id in model.ids() {
        let ty = &model[id];
        let place = || documents.place(&schemas[ty.origin.schema].location);
        let name = &names[id].name;
        for reading in &ty.readings {
            match reading {
                Reading::FirstMatch(Some(hidden)) => {
                    let message =
                        format!("a branch of `{name}` could never match alone, so the first match is taken");
                    let found = diagnostics.warning("one-of-first-match", place(), message);
                    let at = |schema: SchemaId| documents.place(&schemas[schema].location);
                    if hidden.narrow != hidden.wide {
                        found.related(at(hidden.narrow), "could never match alone");
                        found.related(at(hidden.wide), "accepts all that it accepts");
                    }
                    found.help("confirm with `one-of` in the manifest's `[[source.type]]`");
                }
                Reading::ImpliedType => implied_type(&format!("`{name}`"), place(), diagnostics),
                Reading::Overlap(instance) => {
                    let message =
                        format!("two branches of `{name}` accept `{instance}`, so `oneOf` refuses it");
                    let found = diagnostics.warning("one-of-overlap", place(), message);
                    for schema in accepting(schemas, &ty.shape, instance) {
                        found.related(documents.place(&schemas[schema].location), "accepts it");
                    }
                    found.help(
                        "confirm with `one-of = \"exact\"` in the manifest's `[[source.type]]`, or take the first match",
                    );
                }
                Reading::FirstMatch(None) | Reading::Bits64 | Reading::Open => {}
            }
        }
    }
    for (origin, reading) in &model.in_use {
        if *reading == Reading::ImpliedType {
            implied_type("the schema", documents.place(&schemas[origin.schema].location), diagnostics);
        }
    }
    for (id, wanted) in &names.changed {
        let message = format!("`{wanted}` is taken, so the type is `{}`", names[*id].name);
        let place = documents.place(&schemas[model[*id].origin.schema].location);
        let found = diagnostics.warning("name-taken", place, message);
        if let Some(other) = model.ids().find(|it| names[*it].name == *wanted) {
            let other = &schemas[model[other].origin.schema].location;
            found.related(documents.place(other), format!("this is `{wanted}`"));
        }
        found.help("give it a name with `rename` in the manifest's `[[source.type]]`");
    }
}

fn implied_type(what: &str, place: Place, diagnostics: &mut Diagnostics) {
    diagnostics
        .warning("implied-type", place, format!("{what} has no `type`: that of its keywords is meant"))
        .help("set `implied-type = \"letter\"` in the manifest to let other types through");
}

/// The branches that accept an instance; none where it was shortened.
fn accepting(schemas: &Schemas, shape: &Shape, instance: &str) -> Vec<SchemaId> {
    let (Shape::Union(union), Ok(instance)) = (shape, serde_json::from_str(instance)) else {
        return Vec::new();
    };
    let evaluator = Evaluator::new(schemas);
    let branches = union.variants.iter().filter_map(|it| it.schema);
    branches.filter(|it| evaluator.accepts(*it, &instance)).collect()
}

/// A row a type, in the model's order.
pub(crate) fn rows(model: &Model, names: &Names, schemas: &Schemas) -> Vec<LedgerRow> {
    model.ids().map(|id| row(id, &model[id], names, schemas)).collect()
}

/// What a reading does to the promise; `None` where it keeps it.
fn words(reading: &Reading) -> Option<(Grade, &'static str)> {
    Some(match reading {
        Reading::ImpliedType => {
            (Grade::Narrowed, "`implied-type`: the type is taken from the other keywords")
        }
        Reading::Bits64 => (Grade::Narrowed, "integers are held in 64 bits"),
        Reading::FirstMatch(_) => (Grade::Widened, "`one-of`: the first branch that matches is taken"),
        Reading::Open => (Grade::Widened, "`open`: values that the schema does not list are kept"),
        Reading::Overlap(_) => return None,
    })
}

fn row(id: TypeId, ty: &Type, names: &Names, schemas: &Schemas) -> LedgerRow {
    let mut grade = Grade::Exact;
    let mut notes = Vec::new();
    if let Shape::Wrapper(wrapper) = &ty.shape
        && !wrapper.checks.is_empty()
    {
        notes.push("checked newtype".to_owned());
    }
    if let Some(residual) = &ty.residual {
        grade = Grade::Checked;
        let keywords: Vec<String> = residual.keywords.iter().map(|it| format!("`{it}`")).collect();
        notes.push(format!("checked on the whole instance: {}", keywords.join(", ")));
    }
    for (least, note) in ty.readings.iter().filter_map(words) {
        grade = grade.max(least);
        notes.push(note.to_owned());
    }
    LedgerRow {
        ty: names[id].name.clone(),
        pointer: format!("#{}", schemas[ty.origin.schema].location.pointer),
        grade,
        note: notes.join("; "),
    }
}
