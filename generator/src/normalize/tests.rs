//! What is known of two schemas: whether they share an instance, and which, and whether one covers the other.

use serde_json::{Value, json};

use super::evidence::disjoint;
use super::{Normalizer, Term, accepted_by_both, covers};
use crate::config::{InputFile, Policies, Source};
use crate::diagnostic::Diagnostics;
use crate::schema::{Body, SchemaId, Schemas, TypeSet, read};

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

#[test]
fn terms_that_hold_themselves() {
    let list = |at: u32| json!({"type": "object", "required": ["next"], "properties": {"next": {"$ref": format!("#/oneOf/{at}")}}});
    assert!(!ask(&list(0), &list(1), disjoint) && !ask(&list(0), &list(1), covers));
    let nested =
        |at: u32| json!({"type": "array", "minItems": 1, "items": {"$ref": format!("#/oneOf/{at}")}});
    assert!(!ask(&nested(0), &nested(1), disjoint) && !ask(&nested(0), &nested(1), covers));
    // What is no more than a reference is the same.
    let without = json!({"type": "object", "not": {"required": ["a"]}});
    assert!(ask(&without, &json!({"$ref": "#/oneOf/0"}), covers));
    // Unions within unions are looked into a few steps deep.
    let deep =
        (0..6).fold(json!({"type": "string"}), |inner, _| json!({"anyOf": [inner, {"type": "integer"}]}));
    assert!(!ask(&deep, &json!({"type": "string", "minLength": 1}), disjoint));
}

#[test]
fn unions_share_what_their_branches_share() {
    let with = |name: &str, member: &Value| json!({"type": "object", "required": [name], "properties": {name: member}});
    let text = json!({"type": "string"});
    let without = |name: &str| json!({"type": "object", "properties": {name: false}});
    let union = |one: &Value, other: &Value| json!({"anyOf": [one, other]});
    assert!(!ask(&union(&without("a"), &without("b")), &with("a", &text), disjoint));
    assert!(ask(&union(&without("a"), &without("a")), &with("a", &text), disjoint));
    let closed = json!({"type": "object", "properties": {"b": text}, "additionalProperties": false});
    assert!(!ask(&union(&closed, &with("b", &text)), &with("a", &text), disjoint));
    share(&union(&with("a", &text), &with("b", &text)), &with("c", &text), &json!({"c": "a", "a": "a"}));
    apart(
        &union(&json!({"type": "string", "maxLength": 2}), &json!({"type": "integer", "maximum": 3})),
        &json!({"type": ["string", "integer"], "minLength": 5, "minimum": 10}),
    );
    share(
        &json!({"type": "integer", "exclusiveMinimum": -5}),
        &json!({"type": ["number", "null"]}),
        &json!(0),
    );
}

#[test]
fn lists_and_objects_that_cover_others() {
    let covered = |wide: &Value, narrow: &Value, expect: bool| {
        assert_eq!(ask(wide, narrow, covers), expect, "{wide} covers {narrow}");
    };
    let list = |items: &str, more: &Value| {
        let mut list = json!({"type": "array", "items": {"type": items}});
        for (name, value) in more.as_object().expect("keywords") {
            list[name] = value.clone();
        }
        list
    };
    let unique = json!({"uniqueItems": true});
    covered(&list("number", &json!({})), &list("integer", &json!({})), true);
    covered(&list("number", &json!({})), &list("integer", &unique), true);
    covered(&list("number", &unique), &list("integer", &unique), true);
    covered(&list("number", &unique), &list("integer", &json!({})), false);
    let text = json!({"type": "string"});
    let open = json!({"type": "object", "properties": {"a": text}});
    for (name, value) in [
        ("maxProperties", json!(1)),
        ("minProperties", json!(1)),
        ("patternProperties", json!({"^b": text})),
        ("required", json!(["a"])),
    ] {
        let mut wide = open.clone();
        wide[name] = value;
        covered(&wide, &open, false);
    }
    let mut patterns = open.clone();
    patterns["patternProperties"] = json!({"^b": text});
    covered(&open, &patterns, false);
    covered(&open, &json!({"type": "object", "properties": {"a": {"const": "x"}}, "maxProperties": 1}), true);
}

/// The types that are left of the root, as the authors of APIs mean it.
#[track_caller]
fn implies(schema: &Value, expect: TypeSet) {
    let source = Source::new("example", vec![InputFile::new("case.json", schema.to_string())]);
    let (_, schemas) = read(&source, &mut Diagnostics::default()).expect("a schema");
    let normalizer = Normalizer::new(&schemas, Policies::PRACTICAL);
    assert_eq!(normalizer.flat(&Term::of(&schemas, schemas.roots[0])).types, expect, "{schema}");
}

#[test]
fn a_type_is_implied_where_no_branch_speaks_of_another() {
    implies(&json!({"items": {"type": "string"}}), TypeSet::ARRAY);
    implies(&json!({"minItems": 1}), TypeSet::ARRAY);
    let beside = |one: &Value, other: &Value| json!({"required": ["a"], "anyOf": [one, other]});
    let object = json!({"type": "object", "properties": {"b": {"type": "string"}}});
    let members = json!({"properties": {"c": {"type": "string"}}});
    implies(&beside(&object, &members), TypeSet::OBJECT);
    implies(&beside(&json!({"type": "string"}), &members), TypeSet::ALL);
    implies(&beside(&json!({"enum": ["x"]}), &members), TypeSet::ALL);
    implies(&beside(&json!({"enum": ["x", 1]}), &object), TypeSet::ALL);
    let both = json!({"allOf": [{"type": ["object", "string"]}, {"type": ["object", "number"]}]});
    implies(&beside(&both, &object), TypeSet::OBJECT);
}

#[test]
fn keywords_for_other_types_say_nothing() {
    let unsaid =
        |schema: &Value| ask(schema, &json!({}), |normalizer, term, _| normalizer.flat(term).unsaid.clone());
    let none: [&str; 0] = [];
    assert_eq!(unsaid(&json!({"type": "string", "contains": {"const": 1}})), none);
    assert_eq!(unsaid(&json!({"type": "string", "propertyNames": {"maxLength": 1}})), none);
    assert_eq!(unsaid(&json!({"type": "array", "contains": {"const": 1}})), ["contains"]);
    assert_eq!(unsaid(&json!({"type": "object", "propertyNames": {"maxLength": 1}})), ["propertyNames"]);
}
