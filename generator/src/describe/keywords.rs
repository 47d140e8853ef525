//! What became of each keyword.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::render::Input;
use crate::schema::is_assertion;

/// Keywords that name schemas, or say where they stand.
const STRUCTURE: [&str; 15] = [
    "$ref",
    "$dynamicRef",
    "$recursiveRef",
    "$defs",
    "definitions",
    "components",
    "$id",
    "id",
    "$anchor",
    "$dynamicAnchor",
    "$recursiveAnchor",
    "$schema",
    "$vocabulary",
    "openapi",
    "paths",
];

/// Keywords outside of the specification's assertions that types follow.
const SAID: [&str; 3] = ["nullable", "discriminator", "x-extensible-enum"];

/// How often a keyword stands in the schemas that types were made of, by what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeywordUse {
    /// The keyword.
    pub keyword: String,
    /// What became of it, and how often.
    pub outcomes: BTreeMap<Outcome, usize>,
}

/// What became of a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The type says it.
    Type,
    /// It is checked beyond the type.
    Residual,
    /// It says where schemas stand and lead to.
    Structure,
    /// It is kept for people.
    Annotation,
}

/// Every keyword of the schemas that are reached, by name.
pub(super) fn met(input: &Input<'_>) -> Vec<KeywordUse> {
    let mut residual: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    for ty in &input.model.types {
        for schema in ty.residual.iter().flat_map(|it| &it.schemas) {
            let keywords = ty.residual.iter().flat_map(|it| it.keywords.iter().copied());
            residual.entry(*schema).or_default().extend(keywords);
        }
    }
    let mut found: BTreeMap<&str, BTreeMap<Outcome, usize>> = BTreeMap::new();
    for (id, schema) in input.schemas.iter() {
        let Some(Value::Object(members)) = input.documents.get(&schema.location) else { continue };
        for keyword in members.keys() {
            let is_checked = residual.get(&id).is_some_and(|it| it.contains(&keyword.as_str()));
            let outcome = if is_checked {
                Outcome::Residual
            } else if STRUCTURE.contains(&keyword.as_str()) {
                Outcome::Structure
            } else if is_assertion(keyword) || SAID.contains(&keyword.as_str()) {
                Outcome::Type
            } else {
                Outcome::Annotation
            };
            *found.entry(keyword).or_default().entry(outcome).or_default() += 1;
        }
    }
    let uses = found.into_iter();
    uses.map(|(keyword, outcomes)| KeywordUse { keyword: keyword.to_owned(), outcomes }).collect()
}
