//! What YAML texts mean, and which are refused.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::super::testing::check_findings;
use super::parse;

#[track_caller]
fn check(text: &str, expect: &Value) {
    let parsed = parse(text, 0).unwrap_or_else(|fault| panic!("{}", fault.message));
    assert!(parsed.duplicates.is_empty(), "{:?}", parsed.duplicates);
    assert_eq!(parsed.value, *expect);
}

#[track_caller]
fn check_refused(text: &str, expect: &[&str]) {
    check_findings(&[("x.yaml", text)], expect);
}

#[test]
fn values() {
    let text = "
a: text # remark
b: [1, 2.5, yes, ~]
c:
  - |
    two
    lines
  - 'it''s'
d: 2024-01-01
200: \"1\"
e: {}
...
";
    let expect = json!({
        "a": "text", "b": [1, 2.5, "yes", null], "c": ["two\nlines\n", "it's"], "d": "2024-01-01", "200": "1", "e": {},
    });
    check(text, &expect);
    check("--- {\"a\": [true, \"\\u00e9\"]}", &json!({"a": [true, "é"]}));
    check("null: 1\n? b\n: 2\n\"<<\": 3", &json!({"null": 1, "b": 2, "<<": 3}));
}

#[test]
fn aliases_are_copies() {
    check("a: &x {b: [1]}\nc: *x\n", &json!({"a": {"b": [1]}, "c": {"b": [1]}}));
    check("a: &x one\n*x : 2\n&y c: *y", &json!({"a": "one", "one": 2, "c": "c"}));
    check("a: &x 1\nb: &x 2\nc: *x", &json!({"a": 1, "b": 2, "c": 2}));
}

#[test]
fn places_are_those_of_the_file() {
    check_findings(
        &[(
            "x.yaml",
            "# é\r\n$defs:\r\n  É: {x: é, type: any}\r\n  B:\r\n    type: [strin]\r\n    minLength: &m -1\r\n  C:\r\n    minLength: *m\r\n",
        )],
        &[
            "unknown-type 3:19 `any` is no JSON type",
            "unknown-type 5:11 `strin` is no JSON type",
            "invalid-keyword 6:16 `minLength` must be an integer from 0, not this number",
            "invalid-keyword 8:16 `minLength` must be an integer from 0, not this number",
        ],
    );
}

#[test]
fn duplicates() {
    check_refused(
        "a: 1\nb: {c: 1, 'c': 2}\na: 3\n",
        &[
            "duplicate-member 2:11 the object has another member `c`",
            "duplicate-member 3:1 the object has another member `a`",
        ],
    );
}

#[test]
fn what_json_does_not_have() {
    check_refused("a: !!str 1", &["yaml-tag 1:4 JSON has no tags, here is `!!str`"]);
    check_refused("a: !x {}", &["yaml-tag 1:4 JSON has no tags, here is `!x`"]);
    check_refused("a: .inf", &["invalid-yaml 1:4 `.inf` is not a number that JSON knows, or too large"]);
    check_refused(
        "a: &x {}\nb: {<<: *x}",
        &["yaml-merge-key 2:5 merge keys (`<<`) are not part of YAML 1.2"],
    );
    check_refused("a: 1\n---\nb: 2", &["several-documents 2:1 a second YAML document begins here"]);
    check_refused("? [a]\n: 1", &["invalid-yaml 1:3 a key is a text, not a list or an object"]);
    check_refused("# nothing\n", &["empty-document 1:1 the file holds no YAML document"]);
    check_refused(
        "a: [1\nb: 2",
        &["invalid-yaml 2:2 the text is not YAML here: illegal placement of ':' indicator"],
    );
    check_refused(
        "a: *b",
        &["invalid-yaml 1:4 the text is not YAML here: while parsing node, found unknown anchor"],
    );
}

#[test]
fn copies_that_would_not_end() {
    check_refused("a: &x [*x]", &["yaml-alias 1:8 the alias stands inside of what it names"]);
    let mut laughs = "a0: &a0 [lol, lol]\n".to_owned();
    for n in 1..40 {
        let _ = writeln!(laughs, "a{n}: &a{n} [*a{}, *a{}]", n - 1, n - 1);
    }
    check_refused(&laughs, &["yaml-alias 15:22 anchors and aliases copy more than 16 MiB"]);
    let deep =
        format!("a: &a {}1{}\nb: {}*a{}", "[".repeat(70), "]".repeat(70), "[".repeat(70), "]".repeat(70));
    check_refused(&deep, &["nested-too-deep 2:74 the text is nested deeper than 128 levels"]);
    check_refused(&"[".repeat(200), &["nested-too-deep 1:129 the text is nested deeper than 128 levels"]);
}

#[test]
fn references_between_json_and_yaml() {
    let yaml = "$ref: b/other.json#/$defs/x\n$defs:\n  y: {type: integer}\n";
    let json = r#"{"$defs": {"x": {"$ref": "../x.yaml#/$defs/y"}}}"#;
    super::super::testing::check_verdicts(
        &[("a/x.yaml", yaml), ("a/b/other.json", json)],
        super::super::Dialect::Draft202012,
        &[json!(1)],
        &[json!("x")],
    );
}

/// Texts near good ones are read or refused; none makes the parser panic or run away.
#[test]
fn any_text_comes_to_an_end() {
    let seed = "openapi: '3.1.0'\ncomponents: {schemas: &s\n  {A: {type: [string, 'null'], enum: [a, *s]}}}\nx: |2-\n   é\n? >+\n  k\n: - - !t b\n  - \"\\x41\\u00e9\"\n%YAML 1.2\n--- &a\n";
    let marks: Vec<char> = "{}[]:-,?*&!|>'\"%@`#\n\t \\~é\0".chars().collect();
    let original: Vec<char> = seed.chars().collect();
    let mut state = 1_u64;
    let mut random = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 40).expect("24 bits fit") % limit
    };
    for _ in 0..4000 {
        let mut text = original.clone();
        for _ in 0..=random(6) {
            let at = random(text.len());
            match random(3) {
                0 => text[at] = marks[random(marks.len())],
                1 => text.insert(at, marks[random(marks.len())]),
                _ => {
                    let end = (at + random(8)).min(text.len() - 1);
                    text.drain(at..end);
                }
            }
        }
        let _ = parse(&text.into_iter().collect::<String>(), 0);
    }
}
