//! How much of the promise each type keeps.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostics, Place};
use crate::model::{Hidden, InUse, Model, Reading, Shape, Type, TypeId};
use crate::names::Names;
use crate::render::{Input, type_name};
use crate::schema::{Evaluator, SchemaId, Schemas};

/// One type in the ledger, or one use of a type that a policy makes of a schema.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct LedgerRow {
    /// Rust path within the module, or the use as it is written.
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
                    first_match(input, &format!("`{name}`"), place(), *hidden, diagnostics);
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
                Reading::FirstMatch(None) | Reading::ImpliedWithin | Reading::Bits64 | Reading::Open => {}
            }
        }
    }
    for InUse { origin, ty, reading } in &model.in_use {
        let place = documents.place(&schemas[origin.schema].location);
        match reading {
            Reading::ImpliedType => implied_type("the schema", place, diagnostics),
            Reading::FirstMatch(Some(hidden)) => {
                let ty = type_name(ty, names);
                first_match(input, &format!("what became `{ty}`"), place, *hidden, diagnostics);
            }
            _ => {}
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

fn first_match(input: &Input<'_>, what: &str, place: Place, hidden: Hidden, diagnostics: &mut Diagnostics) {
    let message = format!("a branch of {what} could never match alone, so the first match is taken");
    let found = diagnostics.warning("one-of-first-match", place, message);
    if hidden.narrow != hidden.wide {
        let at = |schema: SchemaId| input.documents.place(&input.schemas[schema].location);
        found.related(at(hidden.narrow), "could never match alone");
        found.related(at(hidden.wide), "accepts all that it accepts");
    }
    found.help("confirm with `one-of` in the manifest's `[[source.type]]`");
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
pub(crate) fn of_types(model: &Model, names: &Names, schemas: &Schemas) -> Vec<LedgerRow> {
    model.ids().map(|id| row(id, &model[id], names, schemas)).collect()
}

/// A row a schema that became no type of its own, but a use of one that accepts more or less than it does.
pub(crate) fn of_uses(model: &Model, names: &Names, schemas: &Schemas) -> Vec<LedgerRow> {
    let row = |it: &InUse| {
        let (grade, note) = words(&it.reading)?;
        Some(LedgerRow {
            ty: type_name(&it.ty, names),
            pointer: format!("#{}", schemas[it.origin.schema].location.pointer),
            grade,
            note: note.to_owned(),
        })
    };
    model.in_use.iter().filter_map(row).collect()
}

/// What a reading does to the promise; `None` where it keeps it.
fn words(reading: &Reading) -> Option<(Grade, &'static str)> {
    Some(match reading {
        Reading::ImpliedType => {
            (Grade::Narrowed, "`implied-type`: the type is taken from the other keywords")
        }
        Reading::ImpliedWithin => {
            (Grade::Narrowed, "`implied-type`: the type of a part is taken from its other keywords")
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{InputFile, Source};

    #[track_caller]
    fn check(schema: &str, expect: &[(&str, &str, Grade)]) {
        let file = InputFile { path: "shop.json".to_owned(), bytes: schema.as_bytes().to_vec() };
        let (generated, _) = crate::generate(&Source::new("shop", vec![file]));
        let generated = generated.expect("a schema");
        let rows = generated
            .ledger
            .iter()
            .chain(&generated.uses)
            .map(|it| (it.ty.as_str(), it.pointer.as_str(), it.grade));
        assert_eq!(rows.collect::<Vec<_>>(), expect);
    }

    #[test]
    fn what_is_no_type_of_its_own_has_a_row_where_it_is_narrowed() {
        check(
            r##"{"$ref": "#/$defs/Names", "$defs": {"Names": {"items": {"patternProperties": {"^x-": true}}}}}"##,
            &[
                ("Shop", "#", Grade::Narrowed),
                ("BTreeMap<String, Value>", "#/$defs/Names/items", Grade::Narrowed),
                ("Vec<BTreeMap<String, Value>>", "#/$defs/Names", Grade::Narrowed),
            ],
        );
        check(
            r##"{"$ref": "#/$defs/Tree", "$defs": {"Tree": {"items": {"$ref": "#/$defs/Tree"}}}}"##,
            &[("Tree", "#/$defs/Tree", Grade::Narrowed)],
        );
    }

    #[test]
    fn a_first_match_has_a_row_whatever_it_becomes() {
        check(
            r#"{"type": "object", "properties": {"id": {"oneOf": [{"type": "string"}, {"type": "string"}]}}}"#,
            &[("Shop", "#", Grade::Exact), ("String", "#/properties/id", Grade::Widened)],
        );
        check(r#"{"oneOf": [{"enum": ["a"]}, {"type": "string"}]}"#, &[("Shop", "#", Grade::Widened)]);
    }
}
