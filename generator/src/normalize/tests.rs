//! What is known of two schemas: whether they share an instance, and which, and whether one covers the other.

use serde_json::{Value, json};

use super::evidence::{Side, all_apart, disjoint};
use super::{Normalizer, Term, accepted_by_both, covers};
use crate::config::{InputFile, Policies, Source};
use crate::diagnostic::Diagnostics;
use crate::schema::{Body, SchemaId, Schemas, read};

/// Asks about the two branches of a `oneOf`.
fn ask<T>(left: &Value, right: &Value, what: impl FnOnce(&Normalizer<'_>, &Term, &Term) -> T) -> T {
    ask_all(&[left.clone(), right.clone()], |normalizer, all| what(normalizer, &all[0], &all[1]))
}

/// Asks about the branches of a `oneOf`.
fn ask_all<T>(branches: &[Value], what: impl FnOnce(&Normalizer<'_>, &[Term]) -> T) -> T {
    let text = json!({"oneOf": branches}).to_string();
    let mut source = Source::new("example", vec![InputFile::new("case.json", text)]);
    source.policies = Policies::LETTER;
    let mut diagnostics = Diagnostics::default();
    let (_, schemas) = read(&source, &mut diagnostics).expect("a schema");
    let branches = branches_of(&schemas, schemas.roots[0]);
    let terms: Vec<Term> = branches.iter().map(|id| Term::of(&schemas, *id)).collect();
    what(&Normalizer::new(&schemas, source.policies), &terms)
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

    covered(&json!({"type": "array", "maxItems": 3}), &json!({"type": "array", "maxItems": 2}), true);
    covered(&json!({"type": "array", "uniqueItems": true}), &json!({"type": "array", "maxItems": 9}), false);
    covered(&json!({"type": "array", "minItems": 2}), &json!({"type": "array", "minItems": 1}), false);
    let few = |least: u64, most: u64| json!({"type": "object", "minProperties": least, "maxProperties": most});
    covered(&few(1, 4), &few(2, 3), true);
    covered(&few(2, 4), &few(1, 3), false);
    covered(&few(1, 3), &few(2, 4), false);
    // What says more than is understood covers itself.
    covered(
        &json!({"type": "object", "properties": {"a": {"type": "string", "not": {"const": "x"}}}}),
        &json!({"type": "object", "required": ["b"], "properties": {"a": {"$ref": "#/oneOf/0/properties/a"}}}),
        true,
    );
    // Where it goes on for ever, nothing is claimed.
    let next = |own: u32| json!({"type": "object", "properties": {"next": {"$ref": format!("#/oneOf/{own}")}}});
    covered(&next(0), &next(1), false);
}

#[test]
fn unions() {
    let lengths = json!({"anyOf": [{"type": "string", "maxLength": 2}, {"type": "string", "minLength": 9}]});
    apart(&lengths, &json!({"type": "string", "minLength": 3, "maxLength": 8}));
    share(&lengths, &json!({"type": "string", "minLength": 3}), &json!("aaaaaaaaa"));
    share(
        &json!({"anyOf": [{"type": "string", "minLength": 4}, {"type": "integer", "minimum": 7}]}),
        &json!({"type": "integer", "minimum": 3}),
        &json!(7),
    );
    // One branch has no other members, the other one may.
    let half_closed = json!({"anyOf": [
        {"type": "object", "properties": {"a": {}}, "additionalProperties": false},
        {"type": "object", "properties": {"b": {"type": "string"}}},
    ]});
    let with_c = json!({"type": "object", "required": ["c"], "properties": {"c": {"type": "boolean"}}});
    share(&half_closed, &with_c, &json!({"c": true}));
    // Looked into as deep as it goes.
    let nested = (0..9).fold(json!({"type": "string"}), |inner, at| {
        json!({"anyOf": [{"type": "object", "required": [format!("m{at}")]}, inner]})
    });
    apart(&nested, &json!({"type": "boolean"}));
}

/// Neither has an end: their difference is looked for as deep as terms are compared.
#[test]
fn without_end() {
    let may_share = |left: &Value, right: &Value| assert!(!ask(left, right, disjoint), "{left} and {right}");
    let here = |own: u32| json!({"$ref": format!("#/oneOf/{own}")});
    let object = |own: u32| json!({"type": "object", "required": ["n"], "properties": {"n": here(own)}});
    may_share(&object(0), &object(1));
    let list = |own: u32| json!({"type": "array", "minItems": 1, "items": here(own)});
    may_share(&list(0), &list(1));
    let union = |own: u32| json!({"anyOf": [object(own), list(own)]});
    may_share(&union(0), &union(1));
}

#[test]
fn many_with_values_of_their_own() {
    let with = |value: u32| json!({"type": "object", "required": ["kind"], "properties": {"kind": {"const": value}}});
    let all: Vec<Value> = (0..20).map(with).collect();
    let are_apart = |all: &[Value]| {
        ask_all(all, |normalizer, terms| {
            let sides: Vec<Side<'_>> = terms.iter().map(|it| Side::new(normalizer, it)).collect();
            all_apart(normalizer, &sides)
        })
    };
    let but = |at: usize, change: &dyn Fn(&mut Value)| {
        let mut all = all.clone();
        all[at..].iter_mut().for_each(change);
        all
    };
    assert!(are_apart(&all));
    assert!(!are_apart(&but(19, &|it| *it = with(3))), "two have the same value");
    assert!(!are_apart(&but(19, &|it| it["required"] = json!([]))), "one may be without");
    let untyped = |it: &mut Value| it["type"] = json!(["object", "string"]);
    assert!(!are_apart(&but(18, &untyped)), "two accept texts");
    assert!(!are_apart(&but(0, &untyped)), "all accept texts");
}
