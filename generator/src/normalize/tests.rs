//! What is known of two schemas: whether they share an instance, and which, and whether one covers the other.

use serde_json::{Value, json};

use super::evidence::disjoint;
use super::{Normalizer, Term, accepted_by_both, covers};
use crate::config::{InputFile, Policies, Source};
use crate::diagnostic::Diagnostics;
use crate::schema::{Body, SchemaId, Schemas, read};

/// Asks about the two branches of a `oneOf`.
fn ask<T>(left: &Value, right: &Value, what: impl FnOnce(&Normalizer<'_>, &Term, &Term) -> T) -> T {
    let text = json!({"oneOf": [left, right]}).to_string();
    let mut source = Source::new("example", vec![InputFile::new("case.json", text)]);
    source.policies = Policies::LETTER;
    let mut diagnostics = Diagnostics::default();
    let (_, schemas) = read(&source, &mut diagnostics).expect("a schema");
    let branches = branches_of(&schemas, schemas.roots[0]);
    let term = |at: usize| Term::of(&schemas, branches[at]);
    what(&Normalizer::new(&schemas, source.policies), &term(0), &term(1))
}

fn branches_of(schemas: &Schemas, id: SchemaId) -> Vec<SchemaId> {
    match &schemas[id].body {
        Body::Keywords(keywords) => keywords.one_of.clone(),
        Body::Boolean(_) => Vec::new(),
    }
}

#[track_caller]
fn apart(left: &Value, right: &Value) {
    assert!(ask(left, right, disjoint), "{left} and {right} share nothing");
    assert!(ask(right, left, disjoint), "{right} and {left} share nothing");
    assert_eq!(ask(left, right, accepted_by_both), None);
}

/// They share an instance, which is found.
#[track_caller]
fn share(left: &Value, right: &Value, instance: &Value) {
    assert!(
        !ask(left, right, disjoint) && !ask(right, left, disjoint),
        "{left} and {right} share {instance}"
    );
    assert_eq!(ask(left, right, accepted_by_both).as_ref(), Some(instance), "{left} and {right}");
}

#[test]
fn texts() {
    apart(&json!({"type": "string", "maxLength": 2}), &json!({"type": "string", "minLength": 3}));
    share(
        &json!({"type": "string", "maxLength": 3}),
        &json!({"type": "string", "minLength": 3}),
        &json!("aaa"),
    );
    share(&json!({"type": "string"}), &json!({"type": "string", "pattern": "a"}), &json!("a"));
    apart(&json!({"enum": ["a", "b"]}), &json!({"type": "string", "pattern": "^c"}));
    share(&json!({"enum": ["a", "b"]}), &json!({"type": "string", "pattern": "b"}), &json!("b"));
}

#[test]
fn numbers() {
    let to = |max: i64| json!({"type": "integer", "maximum": max});
    let from = |min: i64| json!({"type": "integer", "minimum": min});
    let below = |max: i64| json!({"type": "integer", "exclusiveMaximum": max});
    let above = |min: i64| json!({"type": "integer", "exclusiveMinimum": min});
    apart(&to(4), &from(5));
    apart(&below(5), &from(5));
    apart(&to(5), &above(5));
    share(&to(5), &from(5), &json!(5));
    share(&to(9), &from(-9), &json!(0));
    share(&to(9), &above(5), &json!(6));
    share(&below(-5), &from(-9), &json!(-9));
    share(&to(-5), &to(-6), &json!(-6));
    share(&below(-5), &json!({"type": "integer"}), &json!(-6));
    share(&above(0), &json!({"type": "number"}), &json!(1));
    apart(&json!({"type": "string"}), &to(5));
}

#[test]
fn lists() {
    let of = |length: u64, item: &str| json!({"type": "array", "minItems": length, "items": {"type": item}});
    apart(&json!({"type": "array", "maxItems": 1}), &json!({"type": "array", "minItems": 2}));
    apart(&of(1, "string"), &of(0, "integer"));
    share(&of(0, "string"), &of(0, "integer"), &json!([]));
    share(&of(2, "null"), &json!({"type": "array", "maxItems": 2}), &json!([null, null]));
    apart(
        &json!({"type": "array", "minItems": 2, "prefixItems": [{}, {"const": 1}]}),
        &json!({"type": "array", "prefixItems": [{}, {"const": 2}]}),
    );
}

#[test]
fn objects() {
    let with = |name: &str, member: &Value| json!({"type": "object", "required": [name], "properties": {name: member}});
    let boolean = json!({"type": "boolean"});
    apart(&with("a", &boolean), &with("a", &json!({"type": "null"})));
    apart(&with("a", &boolean), &json!({"type": "object", "properties": {"a": false}}));
    apart(
        &with("a", &boolean),
        &json!({"type": "object", "properties": {"b": {}}, "additionalProperties": false}),
    );
    share(&with("a", &boolean), &with("b", &boolean), &json!({"a": true, "b": true}));
    share(&with("a", &boolean), &json!({"type": "object"}), &json!({"a": true}));
    share(
        &with("a", &with("b", &json!({"minimum": 3, "type": "integer"}))),
        &json!({"minProperties": 1}),
        &json!({"a": {"b": 3}}),
    );
}

#[test]
fn one_covers_the_other() {
    let covered = |wide: &Value, narrow: &Value, expect: bool| {
        assert_eq!(ask(wide, narrow, covers), expect, "{wide} covers {narrow}");
    };
    covered(&json!({"type": "string"}), &json!({"enum": ["a", "b"]}), true);
    covered(&json!({"type": "string", "minLength": 2}), &json!({"enum": ["a", "bb"]}), false);
    covered(&json!({"type": "string", "minLength": 2}), &json!({"type": "string", "minLength": 3}), true);
    covered(&json!({"type": "string", "minLength": 3}), &json!({"type": "string", "minLength": 2}), false);
    covered(&json!({"type": "string", "maxLength": 3}), &json!({"type": "string", "maxLength": 2}), true);
    covered(&json!({"type": "string", "maxLength": 2}), &json!({"type": "string"}), false);
    covered(&json!({"type": "string"}), &json!({"type": "string", "pattern": "a"}), true);
    covered(&json!({"type": "string", "pattern": "a"}), &json!({"type": "string"}), false);
    covered(&json!({"type": "integer", "minimum": 1}), &json!({"type": "integer", "minimum": 1}), true);
    covered(&json!({"type": "integer", "minimum": 1}), &json!({"type": "integer"}), false);
    covered(&json!({"type": "number"}), &json!({"type": "integer"}), true);
    covered(&json!({"type": "integer"}), &json!({"type": "number"}), false);
    covered(&json!({"type": "array"}), &json!({"type": "array", "items": {"type": "null"}}), true);
    covered(&json!({"type": "array", "items": {"type": "null"}}), &json!({"type": "array"}), false);
    covered(&json!({"type": "array", "maxItems": 1}), &json!({"type": "array"}), false);
    let open = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    covered(&open, &json!({"type": "object", "required": ["a"], "properties": {"a": {"const": "x"}}}), true);
    covered(&open, &json!({"type": "object", "properties": {"a": {"type": "null"}}}), false);
    covered(&json!({"type": "object", "required": ["a"]}), &open, false);
}
