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
    asked: &Roots,
    what: impl FnOnce(&Schemas, &Model) -> T,
) -> T {
    let file = InputFile::new("case.json", schema.to_string());
    let source = Source { policies, roots: asked.clone(), ..Source::new("example", vec![file]) };
    let mut diagnostics = Diagnostics::default();
    let (_, schemas) = read(&source, &mut diagnostics).expect("a schema");
    let model = lower(&Normalizer::new(&schemas, policies), &Overrides::default(), asked);
    what(&schemas, &model)
}

fn by_the_letter<T>(schema: &Value, what: impl FnOnce(&Schemas, &Model) -> T) -> T {
    lowered(schema, Policies::LETTER, &Roots::Root, what)
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
    let rest = |name: &str, plan: &Option<Box<Plan>>| {
        plan.iter().map(|it| format!("{name}: {}", words(it))).collect()
    };
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

/// Asserts what the struct that a schema becomes keeps among its members.
#[track_caller]
fn keeps(schema: &Value, expect: &Shallow) {
    by_the_letter(schema, |schemas, model| {
        let (Shape::Record(record), Some(residual)) = (&model.types[0].shape, &model.types[0].residual)
        else {
            panic!("{:?}", model.types[0])
        };
        assert_eq!(shallow(schemas, model, record, residual).as_ref(), Some(expect));
    });
}

fn with(mut schema: Value, more: &Value) -> Value {
    for (name, value) in more.as_object().expect("keywords") {
        schema[name] = value.clone();
    }
    schema
}

#[test]
fn counts_of_members_are_asked_where_the_shape_leaves_them_open() {
    let text = json!({"type": "string"});
    let three = json!({"a": text, "b": text, "c": text});
    let of_three = |more: &Value| with(object(&three, &["a", "b", "c"]), more);
    let of_two = |more: &Value| with(closed(&json!({"a": text, "b": text}), &[]), more);
    keeps(&of_three(&json!({"minProperties": 1, "maxProperties": 5})), &Shallow::AtMost(5));
    keeps(&of_three(&json!({"maxProperties": 3})), &Shallow::AtMost(3));
    keeps(&of_three(&json!({"maxProperties": 2})), &Shallow::Always(false));
    keeps(&of_two(&json!({"minProperties": 2})), &Shallow::AtLeast(2));
    keeps(&of_two(&json!({"minProperties": 3})), &Shallow::Always(false));
    keeps(&of_two(&json!({"maxProperties": 2})), &Shallow::Always(true));
    keeps(&of_two(&json!({"maxProperties": 1})), &Shallow::AtMost(1));
    let needs = json!({"maxProperties": 2, "dependentRequired": {"d": ["e"]}});
    keeps(&of_three(&needs), &Shallow::Always(false));
}

#[test]
fn conditions_are_as_short_as_the_shape_allows() {
    let text = json!({"type": "string"});
    let of_two = object(&json!({"a": text, "b": text}), &["a"]);
    keeps(&with(of_two.clone(), &json!({"dependentRequired": {"a": ["b"]}})), &Shallow::Field(1));
    let condition = json!({"properties": {"a": {"enum": ["x", 1]}}});
    let then = json!({"required": ["b"]});
    keeps(
        &with(of_two, &json!({"if": condition, "then": then})),
        &Shallow::If(Box::new([Shallow::Is(0, vec![json!("x")]), Shallow::Field(1), Shallow::Always(true)])),
    );
}

#[test]
fn a_branch_does_not_ask_again_whether_it_matches() {
    let branch = |name: &str| object(&json!({name: {"const": name}}), &[name]);
    let not = json!({"not": {"required": ["z"]}});
    let without = Shallow::Not(Box::new(Shallow::Unknown("z".to_owned())));
    let of_branch = |schema: &Value, expect: &Shallow| {
        by_the_letter(schema, |schemas, model| {
            let record = model.types.iter().find_map(|it| match (&it.shape, &it.residual) {
                (Shape::Record(record), Some(residual)) => Some((record, residual)),
                _ => None,
            });
            let (record, residual) = record.expect("a struct that is checked");
            assert_eq!(shallow(schemas, model, record, residual).as_ref(), Some(expect));
        });
    };
    for group in ["anyOf", "oneOf"] {
        let mut schema = with(json!({"type": "object"}), &not);
        schema[group] = json!([branch("a"), branch("b")]);
        of_branch(&schema, &without);
    }
    // A group that only compares is asked, also where a branch of another is chosen.
    let either = json!({"oneOf": [{"required": ["y"]}, {"required": ["z"]}]});
    let unknown = |name: &str| Shallow::Unknown(name.to_owned());
    of_branch(
        &json!({"type": "object", "allOf": [either], "oneOf": [branch("a"), branch("b")]}),
        &Shallow::One(vec![unknown("y"), unknown("z")]),
    );
}

#[track_caller]
fn readings(schema: &Value, expect: &[&[Reading]]) {
    lowered(schema, Policies::PRACTICAL, &Roots::Root, |_, model| {
        let found: Vec<&[Reading]> = model.types.iter().map(|it| &it.readings[..]).collect();
        assert_eq!(found, expect);
    });
}

#[test]
fn readings_stay_with_the_types_that_they_concern() {
    let of = |number: &Value| object(&json!({"n": number}), &["n"]);
    readings(&of(&json!({"type": "integer", "multipleOf": 5})), &[&[], &[Reading::Bits64]]);
    readings(&of(&json!({"type": "integer", "minimum": 0, "multipleOf": 5})), &[&[], &[Reading::Bits64]]);
    readings(&of(&json!({"type": "integer", "minimum": 0, "maximum": 255, "multipleOf": 5})), &[&[], &[]]);
    readings(&of(&json!({"type": "number", "minimum": 0})), &[&[], &[]]);
    readings(&json!({"anyOf": [{"type": "string"}, {"type": "integer"}]}), &[&[]]);
    // The list is no named type: what uses it tells, each time.
    let list = json!({"$ref": "#/$defs/List"});
    let flag = json!({"type": "boolean"});
    let inner = object(&json!({"first": list, "other": flag}), &[]);
    let mut outer = object(&json!({"first": list, "inner": inner}), &[]);
    outer["$defs"] = json!({"List": {"items": {"type": "string"}}});
    readings(&outer, &[&[Reading::ImpliedWithin], &[Reading::ImpliedWithin]]);
}

#[test]
fn many_members_are_no_depth() {
    let member = |at: usize| (format!("m{at}"), object(&json!({"a": {"type": "string"}}), &[]));
    let members: serde_json::Map<String, Value> = (0..200).map(member).collect();
    by_the_letter(&object(&Value::Object(members), &[]), |_, model| {
        assert!(model.types.iter().all(|it| matches!(it.shape, Shape::Record(_))));
        assert_eq!(model.types.len(), 201);
    });
}

#[test]
fn the_newest_words_stand_alone() {
    let of = |words: &Value| object(&json!({"a": with(object(&json!({"x": {}}), &[]), words)}), &[]);
    let (earlier, later) = (of(&json!({"description": "Earlier."})), of(&json!({"title": "Later"})));
    by_the_letter(&json!({"allOf": [earlier, later]}), |_, model| {
        let docs = &model.types[1].docs;
        assert_eq!((docs.title.as_deref(), docs.description.as_deref()), (Some("Later"), None));
    });
}

#[test]
fn a_root_that_may_be_null_has_the_name_of_what_it_holds_or_its_own() {
    let path = |schema: &Value| by_the_letter(schema, |_, model| model.types[0].origin.path.clone());
    assert_eq!(path(&json!({"type": ["string", "null"]})), []);
    assert_eq!(
        path(&json!({"type": ["object", "null"], "properties": {"a": {}}})),
        [Segment::Part("or_null")]
    );
}

#[test]
fn definitions_that_are_no_types_give_their_names_to_what_they_are() {
    let schema = json!({"$defs": {
        "Never": false, "Text": {"type": "string"}, "Other": {"$ref": "#/$defs/Own"}, "Own": object(&json!({"a": {}}), &[])
    }});
    lowered(&schema, Policies::LETTER, &Roots::Definitions, |schemas, model| {
        let name = |it: &Root| schemas[it.schema].location.tokens().last();
        let aliases = model.roots.iter().filter(|it| it.is_alias).filter_map(name);
        assert_eq!(aliases.collect::<Vec<_>>(), ["Text", "Other"]);
    });
}

#[test]
fn groups_that_multiply_are_one_value() {
    let group = |name: &str, count: usize| -> Vec<Value> {
        (0..count).map(|at| object(&json!({name: {"const": format!("{at}")}}), &[name])).collect()
    };
    by_the_letter(&json!({"anyOf": group("a", 23), "oneOf": group("b", 24)}), |_, model| {
        let value = &model.types[0];
        assert!(matches!(&value.shape, Shape::Wrapper(it) if it.inner == TypeUse::Any));
        assert_eq!(value.residual.as_ref().map(|it| &it.keywords[..]), Some(&["anyOf"][..]));
    });
    // The same of branches that say nothing of null, which `oneOf` then refuses.
    let typeless = |mut branches: Vec<Value>| {
        for it in &mut branches {
            it.as_object_mut().expect("keywords").remove("type");
        }
        branches
    };
    let schema = json!({"anyOf": typeless(group("a", 23)), "oneOf": typeless(group("b", 24))});
    by_the_letter(&schema, |_, model| {
        assert_eq!(model.types[0].residual.as_ref().map(|it| &it.keywords[..]), Some(&["anyOf"][..]));
    });
    for schema in [json!({"anyOf": group("a", 2), "oneOf": group("b", 2)}), json!({"anyOf": group("a", 600)})]
    {
        by_the_letter(&schema, |_, model| assert!(matches!(model.types[0].shape, Shape::Union(_))));
    }
}

#[test]
fn an_instance_of_two_branches_is_shown_short() {
    let shown = |schema: &Value| {
        by_the_letter(schema, |_, model| {
            model.types[0].readings.iter().find_map(|it| match it {
                Reading::Overlap(instance) => Some(instance.clone()),
                _ => None,
            })
        })
    };
    let of = |length: usize| {
        let name = "n".repeat(length);
        let text = json!({"type": "string"});
        json!({"oneOf": [object(&json!({&name: text}), &[&name]), object(&json!({&name: text, "b": text}), &[&name])]})
    };
    assert_eq!(shown(&of(112)).map(|it| it.chars().count()), Some(120));
    assert_eq!(shown(&of(113)).map(|it| (it.chars().count(), it.ends_with('…'))), Some((121, true)));
    let many = |count: usize| {
        let branch = |at: usize| object(&json!({format!("m{at}"): {"type": "string"}}), &[&format!("m{at}")]);
        json!({"oneOf": (0..count).map(branch).collect::<Vec<_>>()})
    };
    assert_eq!(shown(&many(24)).as_deref(), Some(r#"{"m0":"a","m1":"a"}"#));
    assert_eq!(shown(&many(25)), None);
}

#[test]
fn a_branch_without_the_tag_may_hide_one_that_has_it() {
    let branch = |value: &str| object(&json!({"kind": {"const": value}}), &["kind"]);
    let schema = json!({"oneOf": [branch("a"), branch("b"), {"type": "object", "maxProperties": 9}, {"type": "object"}]});
    lowered(&schema, Policies::PRACTICAL, &Roots::Root, |schemas, model| {
        let Reading::FirstMatch(Some(hidden)) = &model.types[0].readings[0] else { panic!("{model:?}") };
        let place = |id: SchemaId| schemas[id].location.pointer.clone();
        assert_eq!(
            (place(hidden.narrow), place(hidden.wide)),
            ("/oneOf/0".to_owned(), "/oneOf/3".to_owned())
        );
    });
}

#[test]
fn a_discriminator_names_branches_however_they_are_referred_to() {
    let branch = |value: &str| object(&json!({"kind": {"const": value}}), &["kind"]);
    let schema = json!({
        "oneOf": [{"allOf": [{"$ref": "#/$defs/A"}]}, {"$ref": "#/$defs/B"}],
        "discriminator": {"propertyName": "kind", "mapping": {"first": "#/$defs/A", "second": "#/oneOf/1"}},
        "$defs": {"A": branch("a"), "B": branch("b")}
    });
    by_the_letter(&schema, |_, model| {
        let Shape::Union(union) = &model.types[0].shape else { panic!("{model:?}") };
        let first: Vec<&Hint> = union.variants.iter().map(|it| &it.hints[0]).collect();
        assert_eq!(first, [&Hint::Given("first".to_owned()), &Hint::Given("second".to_owned())]);
    });
}

#[test]
fn many_branches_are_counted_unless_a_member_tells_all_apart() {
    let branches = |required: &[&str], types: &Value| {
        let branch = |at: usize| {
            with(object(&json!({"k": {"const": format!("{at}")}}), required), &json!({"type": types}))
        };
        json!({"oneOf": (0..17).map(branch).collect::<Vec<_>>()})
    };
    let plans = |schema: &Value| {
        by_the_letter(schema, |_, model| {
            let Shape::Union(union) = &model.types[0].shape else { panic!("{model:?}") };
            let plan = |it: &Option<Plan>| it.as_ref().map(words).unwrap_or_default();
            (plan(&union.plan.object), plan(&union.plan.string))
        })
    };
    let all = "one of 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16";
    let objects = |required: &[&str]| plans(&branches(required, &json!("object"))).0;
    assert!(objects(&["k"]).ends_with(r#""16": 16}"#), "{}", objects(&["k"]));
    assert_eq!(objects(&[]), all);
    let (_, texts) = plans(&branches(&["k"], &json!(["object", "string"])));
    assert!(texts.starts_with("one of "), "{texts}");
}

#[test]
fn values_are_listed_from_branches_a_few_steps_deep() {
    let is_choice = |deep: i32| {
        let schema =
            (0..deep).fold(json!({"enum": ["x", "y"]}), |inner, at| json!({"anyOf": [inner, {"const": at}]}));
        by_the_letter(&schema, |_, model| matches!(model.types[0].shape, Shape::Choice(_)))
    };
    assert!(is_choice(4) && !is_choice(5) && !is_choice(8));
}
