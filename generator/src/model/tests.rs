//! What is decided of a schema: how instances find their variant, what the shape leaves to be checked, and what
//! people are told.

use serde_json::{Value, json};

use super::*;
use crate::config::{InputFile, Policies, Roots, Source};
use crate::diagnostic::Diagnostics;
use crate::normalize::Normalizer;
use crate::overrides::Overrides;
use crate::schema::{Schemas, read};

#[track_caller]
fn lowered<T>(
    schema: &Value,
    policies: Policies,
    asked: Roots,
    what: impl FnOnce(&Schemas, &Model) -> T,
) -> T {
    let file = InputFile::new("case.json", schema.to_string());
    let source = Source { policies, roots: asked.clone(), ..Source::new("example", vec![file]) };
    let mut diagnostics = Diagnostics::default();
    let (_, schemas) = read(&source, &mut diagnostics).expect("a schema");
    let model = lower(&Normalizer::new(&schemas, policies), &Overrides::default(), &asked);
    what(&schemas, &model)
}

fn by_the_letter<T>(schema: &Value, what: impl FnOnce(&Schemas, &Model) -> T) -> T {
    lowered(schema, Policies::LETTER, Roots::Root, what)
}

/// An object of texts, or of what a schema says about the member.
fn object(members: &Value, required: &[&str]) -> Value {
    json!({"type": "object", "properties": members, "required": required})
}

fn closed(members: &Value, required: &[&str]) -> Value {
    let mut schema = object(members, required);
    schema["additionalProperties"] = json!(false);
    schema
}

/// A plan in a line: `0`, `try 0 1`, `one of 0 1`, `kind{"a": 0, else: 1, absent: 2}`, `has{a: 0, absent: 1}`.
fn words(plan: &Plan) -> String {
    let list = |all: &[usize]| all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let rest = |name: &str, plan: &Option<Box<Plan>>| plan.iter().map(|it| format!("{name}: {}", words(it))).collect();
    let (name, all): (String, [Vec<String>; 3]) = match plan {
        Plan::Direct(only) => return only.to_string(),
        Plan::Trial { candidates, exactly_one: false } => return format!("try {}", list(candidates)),
        Plan::Trial { candidates, exactly_one: true } => return format!("one of {}", list(candidates)),
        Plan::Constants { arms, other } => {
            let arms = arms.iter().map(|(value, it)| format!("{value}: {it}")).collect();
            ("is".to_owned(), [arms, rest("else", other), Vec::new()])
        }
        Plan::Tag(it) => {
            let arms = it.arms.iter().map(|(value, plan)| format!("{value}: {}", words(plan))).collect();
            (it.tag.path(), [arms, rest("else", &it.other), rest("absent", &it.absent)])
        }
        Plan::Presence(it) => {
            let arms = it.arms.iter().map(|(name, plan)| format!("{name}: {}", words(plan))).collect();
            ("has".to_owned(), [arms, rest("absent", &it.absent), Vec::new()])
        }
    };
    format!("{name}{{{}}}", all.concat().join(", "))
}

/// Asserts how an object finds its branch of an `anyOf`.
#[track_caller]
fn finds(branches: &[Value], expect: &str) {
    let plan = by_the_letter(&json!({"anyOf": branches}), |_, model| match &model.types[0].shape {
        Shape::Union(union) => union.plan.object.as_ref().map(words),
        other => panic!("{other:?}"),
    });
    assert_eq!(plan.as_deref(), Some(expect));
}

#[test]
fn a_member_that_is_there_decides_alone_or_not_at_all() {
    let text = json!({"type": "string"});
    // The open branch has what the first requires: trying all is as good.
    finds(
        &[
            object(&json!({"a": text}), &["a"]),
            object(&json!({"a": text, "b": text}), &[]),
            closed(&json!({"b": text}), &[]),
        ],
        "try 0 2 1",
    );
    finds(
        &[
            object(&json!({"a": text, "x": text, "b": false}), &["a", "x"]),
            object(&json!({"a": false, "b": text}), &["b"]),
            object(&json!({"b": false, "c": text, "x": false}), &["c"]),
        ],
        "has{a: has{x: 0, absent: 2}, b: 1, absent: 2}",
    );
}

#[test]
fn a_narrower_branch_goes_first_behind_a_tag_too() {
    finds(
        &[
            object(&json!({"kind": {"const": "a"}}), &["kind"]),
            object(&json!({"kind": {"const": "a"}, "size": {"type": "integer"}}), &["kind", "size"]),
            object(&json!({"kind": {"const": "b"}}), &["kind"]),
        ],
        r#"kind{"a": try 1 0, "b": 2}"#,
    );
}

#[test]
fn a_branch_that_does_not_speak_of_a_tag_may_have_each_of_its_values() {
    let q = json!({"const": "q"});
    let p = json!({"const": "p"});
    finds(
        &[
            object(&json!({"b": p, "z": {"const": "1"}}), &["b", "z"]),
            object(&json!({"b": p, "z": {"const": "2"}}), &["b", "z"]),
            object(&json!({"b": q, "z": {"type": "integer"}}), &["b", "z"]),
            object(&json!({"b": q}), &["b"]),
        ],
        r#"z{"1": b{"p": 0, "q": 3}, "2": b{"p": 1, "q": 3}, else: try 2 3, absent: 3}"#,
    );
}

/// Asserts how many branches are left at most, and in sum, once a tag is known.
#[track_caller]
fn rated(branches: &[Value], member: &str, inner: Option<&str>, expect: Option<(usize, usize)>) {
    by_the_letter(&json!({"anyOf": branches}), |schemas, _| {
        let normalizer = Normalizer::new(schemas, Policies::LETTER);
        let crate::schema::Body::Keywords(root) = &schemas[schemas.roots[0]].body else { panic!("branches") };
        let candidate = |id: &SchemaId| plan::Candidate::new(&normalizer, Term::of(schemas, *id), None);
        let candidates: Vec<_> = root.any_of.iter().map(candidate).collect();
        let all: Vec<usize> = (0..candidates.len()).collect();
        let left = slots::Left::new(&candidates, &all);
        let tag = Tag { member: member.to_owned(), inner: inner.map(str::to_owned) };
        assert_eq!(slots::Slots::new(&normalizer, &candidates, &left, &tag).rate(&normalizer), expect);
    });
}

#[test]
fn tags_are_rated_by_what_they_leave() {
    let is = |value: &Value| object(&json!({"z": {"const": value}}), &["z"]);
    rated(&[is(&json!("1")), is(&json!("2"))], "z", None, Some((1, 2)));
    let any_number = object(&json!({"z": {"type": "integer"}}), &["z"]);
    let silent = object(&json!({}), &[]);
    rated(&[is(&json!("1")), is(&json!("2")), any_number, silent.clone()], "z", None, Some((2, 3)));
    rated(&[is(&json!("1")), silent.clone(), silent.clone()], "z", None, None);
    for value in [json!([1]), json!({"a": 1}), json!(1.5)] {
        rated(&[is(&value), is(&json!("2"))], "z", None, None);
    }
}

#[test]
fn tags_within_members_are_there_where_both_are_required() {
    let meta = |value: &str| object(&json!({"k": {"const": value}}), &["k"]);
    let of = |meta: &Value, required: &[&str]| object(&json!({"meta": meta}), required);
    let (a, b) = (of(&meta("a"), &["meta"]), of(&meta("b"), &["meta"]));
    rated(&[a.clone(), b.clone()], "meta", Some("k"), Some((1, 2)));
    rated(&[of(&meta("a"), &[]), b.clone()], "meta", Some("k"), Some((1, 3)));
    let optional = of(&object(&json!({"k": {"const": "a"}}), &[]), &["meta"]);
    rated(&[optional, b], "meta", Some("k"), Some((1, 3)));
    let other = of(&closed(&json!({"other": {}}), &[]), &["meta"]);
    rated(&[a, other], "meta", Some("k"), Some((1, 2)));
}
