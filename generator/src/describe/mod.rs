//! What came of a source, for people: plain data about each type, where it is from and why it is as it is.
//!
//! Takes the stages' results and decides nothing. Reading order: `tree`, `instances`, `keywords`.

mod instances;
mod keywords;
mod tree;

use serde::Serialize;

use crate::diagnostic::Place;
use crate::ledger::{self, Grade};
use crate::model::{Model, Presence, Reading, Rest, Shape, TypeId, Variant, shallow};
use crate::names::Names;
use crate::normalize::Normalizer;
use crate::render::{Input, in_words, type_name};

pub use self::instances::Instance;
pub use self::keywords::{KeywordUse, Outcome};
pub use self::tree::Tree;

/// A source, as its types tell it.
#[derive(Clone, Debug, Serialize)]
pub struct Description {
    /// Name of the module.
    pub module: String,
    /// Types in the order of the generated file.
    pub types: Vec<TypeDescription>,
    /// Definitions that are names for uses of other types.
    pub aliases: Vec<AliasDescription>,
    /// What became of each keyword, by name.
    pub keywords: Vec<KeywordUse>,
}

/// One type.
#[derive(Clone, Debug, Serialize)]
pub struct TypeDescription {
    /// Rust name within the module.
    pub name: String,
    /// Where its schema stands.
    pub place: Place,
    /// Whether it is made of a part of the schema, or of several together, rather than of the schema as it stands.
    pub is_part: bool,
    /// `struct`, `enum` or `newtype`.
    pub kind: &'static str,
    /// What it became, in a clause.
    pub became: String,
    /// How much of the promise it keeps.
    pub grade: Grade,
    /// Readings of the schema that are not by its letter, in words.
    pub readings: Vec<String>,
    /// What is checked beyond the shape, in words.
    pub residual: Option<String>,
    /// How an instance finds its variant, by JSON type.
    pub plan: Vec<Tree>,
    /// Members, variants or values.
    pub parts: Vec<Part>,
    /// The types that it holds, by name.
    pub uses: Vec<String>,
    /// Instances that the schema accepts.
    pub accepted: Vec<Instance>,
    /// Instances that the schema refuses, one fault each.
    pub refused: Vec<Instance>,
}

/// A member, a variant, or a known value.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    /// The JSON spelling.
    pub wire: String,
    /// The Rust name.
    pub name: String,
    /// The Rust type; empty for values.
    pub ty: String,
    /// Whether it has to be there, or the constant that it is.
    pub presence: String,
}

/// A name for a use of another type.
#[derive(Clone, Debug, Serialize)]
pub struct AliasDescription {
    /// The name.
    pub name: String,
    /// Where its schema stands.
    pub place: Place,
    /// What it stands for.
    pub ty: String,
}

/// Describes all types of a source.
pub(crate) fn describe(input: &Input<'_>, normalizer: &Normalizer<'_>) -> Description {
    let Input { model, names, schemas, documents, .. } = *input;
    let rows = ledger::of_types(model, names, schemas);
    let types = model.ids().zip(rows).map(|(id, row)| of_type(input, normalizer, id, row.grade)).collect();
    let roots = model.roots.iter().zip(&names.roots);
    let aliases = roots.filter_map(|(root, name)| {
        Some(AliasDescription {
            name: name.clone()?,
            place: documents.place(&schemas[root.schema].location),
            ty: type_name(&root.ty, names),
        })
    });
    Description {
        module: input.source.module.clone(),
        types,
        aliases: aliases.collect(),
        keywords: keywords::met(input),
    }
}

fn of_type(input: &Input<'_>, normalizer: &Normalizer<'_>, id: TypeId, grade: Grade) -> TypeDescription {
    let Input { model, names, schemas, documents, .. } = *input;
    let ty = &model[id];
    let (accepted, refused) = instances::of(input, normalizer, id);
    let mut uses: Vec<String> =
        ty.shape.uses().iter().flat_map(|it| it.named()).map(|it| names[it].name.clone()).collect();
    uses.sort();
    uses.dedup();
    TypeDescription {
        name: names[id].name.clone(),
        place: documents.place(&schemas[ty.origin.schema].location),
        is_part: !ty.origin.path.is_empty(),
        kind: match &ty.shape {
            Shape::Record(_) => "struct",
            Shape::Choice(_) | Shape::Union(_) => "enum",
            Shape::Wrapper(_) => "newtype",
        },
        became: became(&ty.shape, names),
        grade,
        readings: ty.readings.iter().map(reading).collect(),
        residual: residual(input, id),
        plan: match &ty.shape {
            Shape::Union(union) => tree::of(&union.plan, &names[id].variants),
            Shape::Record(_) | Shape::Choice(_) | Shape::Wrapper(_) => Vec::new(),
        },
        parts: parts(model, names, id),
        uses,
        accepted,
        refused,
    }
}

fn became(shape: &Shape, names: &Names) -> String {
    match shape {
        Shape::Record(record) => {
            let constants = record.fields.iter().filter(|it| matches!(it.presence, Presence::Constant(_)));
            let (constants, all) = (constants.count(), record.fields.len());
            let constants = match constants {
                0 => String::new(),
                _ => format!(", {constants} of them constant and so no field"),
            };
            let rest = match &record.rest {
                Rest::Closed => "refused",
                Rest::Open(_) => "kept",
                Rest::Matching(..) => "kept where their names match",
            };
            format!(
                "a struct, for an object with {}{constants}; other members are {rest}",
                count(all, "known member")
            )
        }
        Shape::Choice(choice) if choice.open => {
            format!("an enum of {}; other texts are kept", count(choice.values.len(), "known value"))
        }
        Shape::Choice(choice) => format!("an enum of {}", count(choice.values.len(), "value")),
        Shape::Union(union) => format!("an enum of {}", count(union.variants.len(), "form")),
        Shape::Wrapper(wrapper) => {
            let inner = type_name(&wrapper.inner, names);
            match in_words(&wrapper.checks) {
                Some(words) => {
                    let words = words.trim_end_matches('.');
                    format!("a newtype of `{inner}` that can't hold anything else. {words}")
                }
                None => format!("a newtype of `{inner}`"),
            }
        }
    }
}

fn reading(reading: &Reading) -> String {
    match reading {
        Reading::ImpliedType => {
            "`implied-type`: the schema has no `type`; that of its keywords is meant".to_owned()
        }
        Reading::ImpliedWithin => {
            "`implied-type`: a part that is no type of its own has no `type`; that of its keywords is meant"
                .to_owned()
        }
        Reading::FirstMatch(_) => "`one-of`: the first branch that matches is taken".to_owned(),
        Reading::Bits64 => "integers are held in 64 bits".to_owned(),
        Reading::Open => "`open`: values that the schema does not list are kept".to_owned(),
        Reading::Overlap(instance) => format!("two branches accept `{instance}`, so `oneOf` refuses it"),
    }
}

/// What is checked beyond the shape, and how.
fn residual(input: &Input<'_>, id: TypeId) -> Option<String> {
    let ty = &input.model[id];
    let residual = ty.residual.as_ref()?;
    let keywords: Vec<String> = residual.keywords.iter().map(|it| format!("`{it}`")).collect();
    let is_shallow = match &ty.shape {
        Shape::Record(record) => shallow(input.schemas, input.model, record, residual).is_some(),
        Shape::Choice(_) | Shape::Union(_) | Shape::Wrapper(_) => false,
    };
    let how = if is_shallow {
        "on the members as they were read"
    } else {
        "on the instance as a whole, which is buffered for it"
    };
    Some(format!("{}: checked {how}", keywords.join(", ")))
}

fn parts(model: &Model, names: &Names, id: TypeId) -> Vec<Part> {
    let own = &names[id];
    let part = |wire: String, name: &str, ty, presence: &str| Part {
        wire,
        name: name.to_owned(),
        ty,
        presence: presence.to_owned(),
    };
    match &model[id].shape {
        Shape::Record(record) => {
            let fields = record.fields.iter().zip(&own.fields);
            let fields = fields.map(|(field, name)| {
                let presence = match &field.presence {
                    Presence::Required => "required".to_owned(),
                    Presence::Optional => "optional".to_owned(),
                    Presence::Constant(value) => format!("always {value}"),
                };
                part(field.wire.clone(), name, type_name(&field.ty, names), &presence)
            });
            fields.collect()
        }
        Shape::Choice(choice) => {
            let values = choice.values.iter().zip(&own.variants);
            values.map(|(it, name)| part(it.value.to_string(), name, String::new(), "")).collect()
        }
        Shape::Union(union) => {
            let variants = union.variants.iter().zip(&own.variants);
            let ty = |it: &Variant| it.ty().map(|ty| type_name(ty, names)).unwrap_or_default();
            variants.map(|(it, name)| part(String::new(), name, ty(it), "")).collect()
        }
        Shape::Wrapper(_) => Vec::new(),
    }
}

fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Outcome, Tree, TypeDescription};
    use crate::config::{InputFile, Source};

    fn described(schema: &Value) -> super::Description {
        let file = InputFile { path: "case.json".to_owned(), bytes: schema.to_string().into_bytes() };
        let (explained, found) = crate::explain(&Source::new("case", vec![file]));
        assert_eq!(found, []);
        explained.expect("there is no error").1
    }

    fn lines(trees: &[Tree], depth: usize) -> Vec<String> {
        let of = |it: &Tree| {
            let own = format!("{}{}: {}", "  ".repeat(depth), it.when, it.then);
            std::iter::once(own).chain(lines(&it.cases, depth + 1)).collect::<Vec<_>>()
        };
        trees.iter().flat_map(of).collect()
    }

    #[track_caller]
    fn check_judged(ty: &TypeDescription, accepted: &[Value], refused: &[(&str, Value)]) {
        let found: Vec<_> = ty.accepted.iter().map(|it| it.value.clone()).collect();
        assert_eq!(found, accepted);
        let found: Vec<_> = ty.refused.iter().map(|it| (it.about.as_str(), it.value.clone())).collect();
        assert_eq!(found[..refused.len()], *refused);
    }

    #[test]
    fn a_union_shows_how_it_is_told_apart() {
        let branch = |kind: &str| json!({"type": "object", "properties": {"kind": {"const": kind}}, "required": ["kind"]});
        let found = described(&json!({"oneOf": [branch("a"), branch("b"), {"type": "integer"}]}));
        let union = &found.types[0];
        assert_eq!(union.became, "an enum of 3 forms");
        let expect = [
            "an object: the member `kind` decides",
            "  \"a\": A",
            "  \"b\": B",
            "  another value: refused",
            "  absent: refused",
            "an array, a string, a boolean, null: refused",
            "a number: Integer",
        ];
        assert_eq!(lines(&union.plan, 0), expect);
        assert_eq!(union.uses, ["CaseA", "CaseB"]);
        check_judged(union, &[json!({"kind": "a"})], &[("without `kind`", json!({}))]);
    }

    #[test]
    fn a_struct_shows_what_it_refuses() {
        let found = described(&json!({
            "type": "object", "required": ["id"], "additionalProperties": false,
            "properties": {"id": {"type": "integer", "examples": [7]}}, "not": {"required": ["id", "x"]},
        }));
        let ty = &found.types[0];
        assert_eq!(ty.became, "a struct, for an object with 1 known member; other members are refused");
        check_judged(
            ty,
            &[json!({"id": 7}), json!({"id": 0})],
            &[
                ("without `id`", json!({})),
                ("`id`: a fraction", json!({"id": 0.5})),
                ("an unknown member", json!({"id": 7, "unheard-of": true})),
            ],
        );
    }

    #[test]
    fn keywords_are_counted_by_what_became_of_them() {
        let found = described(&json!({
            "title": "t", "type": "object", "not": {"required": ["x"]}, "x-own": 1,
            "properties": {"id": {"$ref": "#/$defs/Id"}}, "$defs": {"Id": {"type": "string"}},
        }));
        let outcome = |keyword: &str| {
            let met = found.keywords.iter().find(|it| it.keyword == keyword).expect("it is met");
            met.outcomes.clone().into_iter().collect::<Vec<_>>()
        };
        assert_eq!(outcome("type"), [(Outcome::Type, 2)]);
        assert_eq!(outcome("not"), [(Outcome::Residual, 1)]);
        assert_eq!(outcome("$ref"), [(Outcome::Structure, 1)]);
        assert_eq!(outcome("x-own"), [(Outcome::Annotation, 1)]);
    }
}
