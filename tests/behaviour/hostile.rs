//! Input by somebody who wishes us ill: it comes to an end, as a result or as findings.

use std::time::{Duration, Instant};

use isotype::config::{InputFile, Policies, Source};
use isotype_tests::generate;
use serde_json::{Value, json};

/// Far more than any of these takes, even unoptimized and on a machine with other things to do.
const PATIENCE: Duration = Duration::from_secs(120);

/// The codes of the findings, and the text of what was written.
fn outcome(path: &str, bytes: &[u8]) -> (Vec<&'static str>, Option<String>) {
    let file = InputFile { path: path.to_owned(), bytes: bytes.to_vec() };
    let source = Source { policies: Policies::LETTER, ..Source::new("case", vec![file]) };
    let begin = Instant::now();
    let (generated, diagnostics) = generate(&source);
    assert!(begin.elapsed() < PATIENCE, "{path}: {:?}", begin.elapsed());
    let files = generated.map(|it| it.files.into_values().collect::<Vec<_>>());
    for text in files.iter().flatten() {
        assert!(is_rust(text), "{path} became no Rust:\n{text}");
    }
    let text = files.map(|it| it.join("\n"));
    (diagnostics.into_iter().map(|it| it.code).collect(), text)
}

/// Whether a text parses; what is nested deeply needs more than a test's stack.
fn is_rust(text: &str) -> bool {
    std::thread::scope(|scope| {
        let parse = std::thread::Builder::new().stack_size(256 << 20);
        let parse = parse.spawn_scoped(scope, || syn::parse_file(text).is_ok());
        parse.and_then(|it| it.join().map_err(|_| std::io::Error::other("it panicked"))).is_ok_and(|it| it)
    })
}

#[track_caller]
fn refused(schema: &Value, code: &str) {
    let (codes, text) = outcome("case.json", schema.to_string().as_bytes());
    assert!(codes.contains(&code) && text.is_none(), "{codes:?}");
}

#[track_caller]
fn written(schema: &Value) -> String {
    let (codes, text) = outcome("case.json", schema.to_string().as_bytes());
    text.unwrap_or_else(|| panic!("{codes:?}"))
}

/// `d0` to `d<length>`, each made of a reference to the next.
fn chain(length: usize, link: impl Fn(Value) -> Value) -> Value {
    let mut definitions: serde_json::Map<String, Value> = (0..length)
        .map(|at| (format!("d{at}"), link(json!({"$ref": format!("#/$defs/d{}", at + 1)}))))
        .collect();
    definitions.insert(format!("d{length}"), json!({"type": "string"}));
    json!({"$ref": "#/$defs/d0", "$defs": definitions})
}

#[test]
fn long_chains() {
    refused(&chain(100_000, |next| next), "chain-too-long");
    refused(&chain(2000, |next| json!({"allOf": [next, {"minLength": 1}]})), "chain-too-long");
    refused(&chain(2000, |next| json!({"oneOf": [next, {"type": "null"}]})), "chain-too-long");
    refused(&chain(2000, |next| json!({"not": next})), "chain-too-long");
    written(&chain(200, |next| next));
    written(&chain(20_000, |next| json!({"type": "array", "items": next})));
    written(&chain(20_000, |next| json!({"type": "object", "properties": {"a": next}, "required": ["a"]})));
}

#[test]
fn cycles() {
    let links: [&dyn Fn(Value) -> Value; 9] = [
        &|next| next,
        &|next| json!({"allOf": [next]}),
        &|next| json!({"anyOf": [next, {"type": "null"}]}),
        &|next| json!({"oneOf": [{"type": "string"}, next]}),
        &|next| json!({"not": next}),
        &|next| json!({"if": next, "then": next}),
        &|next| json!({"dependentSchemas": {"a": next}}),
        &|next| json!({"properties": {"a": next}, "required": ["a"]}),
        &|next| json!({"items": next, "minItems": 1}),
    ];
    for (at, link) in links.iter().enumerate() {
        for length in [1, 2, 50] {
            let mut schema = chain(length, link);
            schema["$defs"][format!("d{length}")] = link(json!({"$ref": "#/$defs/d0"}));
            schema["examples"] = json!(["x", null, [], {"a": {}}]);
            let (codes, text) = outcome("case.json", schema.to_string().as_bytes());
            assert!(text.is_some() || !codes.is_empty(), "{at}, {length}");
            let goes_deeper = at >= links.len() - 2;
            assert!(text.is_some() || !goes_deeper, "{at}, {length}: {codes:?}");
        }
    }
}

#[test]
fn branches_that_multiply() {
    for keyword in ["allOf", "anyOf", "oneOf"] {
        refused(&chain(60, |next| json!({keyword: [next, next]})), "too-many-branches");
    }
}

#[test]
fn items_that_multiply() {
    let pair =
        |next: Value| json!({"type": "array", "prefixItems": [next, next], "items": false, "minItems": 2});
    let text = written(&chain(60, pair));
    assert!(text.len() < 100_000, "{}", text.len());
}

#[test]
fn groups_that_multiply() {
    for keyword in ["anyOf", "oneOf"] {
        let group = |at: usize| {
            let branch = |value: usize| json!({"properties": {format!("k{at}"): {"const": value}}});
            json!({keyword: [branch(0), branch(1), branch(2)]})
        };
        let text = written(&json!({"type": "object", "allOf": (0..30).map(group).collect::<Vec<_>>()}));
        // No type has a variant for each of 3^30 ways: a value that is checked as a whole.
        assert!(text.contains("pub struct Case(Value);") && text.contains("CASE_CHECK"), "{text}");
    }
}

#[test]
fn members_of_branches_that_multiply() {
    fn tree(depth: usize, keyword: &str) -> Value {
        let inner = || if depth == 0 { json!({"type": "string"}) } else { tree(depth - 1, keyword) };
        let branch =
            |name: &str| json!({"type": "object", "properties": {name: inner()}, "required": [name]});
        json!({keyword: [branch("a"), branch("b"), branch("c")]})
    }
    for keyword in ["anyOf", "oneOf"] {
        written(&tree(5, keyword));
    }
}

#[test]
fn examples_that_take_forever() {
    let nested = (0..60).fold(json!([]), |inner, _| json!([inner]));
    for keywords in [["items", "contains"], ["prefixItems", "items"], ["items", "not"]] {
        let once = json!({"$ref": "#/$defs/list"});
        let again = |keyword: &str| match keyword {
            "prefixItems" => json!([once]),
            "not" => json!({"contains": {"not": once}}),
            _ => once.clone(),
        };
        let list = json!({keywords[0]: again(keywords[0]), "allOf": [{keywords[1]: again(keywords[1])}]});
        written(
            &json!({"$ref": "#/$defs/list", "examples": [nested], "default": nested, "$defs": {"list": list}}),
        );
    }
}

#[test]
fn branches_within_branches() {
    for keyword in ["anyOf", "oneOf"] {
        let nested = |depth: usize| {
            (0..depth).fold(json!({"type": "string"}), |inner, at| {
                json!({keyword: [inner, {"type": "object", "required": [format!("a{at}")]}, {"const": at}]})
            })
        };
        written(&nested(60));
    }
}

#[test]
fn many_values() {
    let texts = |count: usize| (0..count).map(|at| json!(format!("v{at}"))).collect::<Vec<_>>();
    assert!(written(&json!({"enum": texts(2000)})).contains("V1999"));
    written(&json!({"enum": (0..2000).collect::<Vec<_>>()}));
    let constants = |count| texts(count).iter().map(|it| json!({"const": it})).collect::<Vec<_>>();
    assert!(written(&json!({"oneOf": constants(20_000)})).contains("V19999"));
    let mut beside = constants(3000);
    beside.push(json!({"type": "object"}));
    written(&json!({"oneOf": beside}));
    refused(&json!({"enum": texts(20_001)}), "too-many-values");
}

#[test]
fn many_branches() {
    let branch = |at: usize| {
        json!({
            "type": "object",
            "properties": {"kind": {"const": format!("v{at}")}, format!("p{at}"): {}},
            "required": ["kind"]
        })
    };
    let text = written(&json!({"oneOf": (0..2000).map(branch).collect::<Vec<_>>()}));
    assert!(text.contains("V1999(CaseV1999)"), "each branch is a variant");
}

#[test]
fn many_branches_that_nothing_tells_apart() {
    let open = |at: usize| json!({"type": "object", "properties": {format!("p{at}"): {"const": at}}});
    let closed = |at: usize| {
        json!({"type": "object", "properties": {format!("p{at}"): {"const": at}}, "required": [format!("p{at}")],
            "additionalProperties": false})
    };
    let half = |at: usize| {
        let kind = if at.is_multiple_of(2) {
            json!({"const": at})
        } else {
            json!({"type": "integer", "minimum": at})
        };
        json!({"type": "object", "properties": {"kind": kind}, "required": ["kind"]})
    };
    let branches: [&dyn Fn(usize) -> Value; 3] = [&open, &closed, &half];
    for branch in branches {
        for keyword in ["anyOf", "oneOf"] {
            written(&json!({keyword: (0..500).map(branch).collect::<Vec<_>>()}));
        }
    }
}

#[test]
fn huge_bounds() {
    for keyword in ["minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties"] {
        written(&json!({"type": ["array", "string", "object"], keyword: 1_000_000_000_000_000_000_u64}));
    }
    written(&json!({"prefixItems": [{"type": "string"}], "minItems": 1e18}));
    written(
        &json!({"type": "array", "items": {"type": "string"}, "minItems": 1_000_000, "maxItems": 1_000_000}),
    );
}

#[test]
fn deep_nesting() {
    let nested = |depth: usize| format!("{}{{}}{}", r#"{"items":"#.repeat(depth), "}".repeat(depth));
    let (codes, _) = outcome("case.json", nested(100_000).as_bytes());
    assert_eq!(codes, ["nested-too-deep"]);
    let (codes, _) = outcome("case.yaml", "[".repeat(100_000).as_bytes());
    // Its brackets are never closed, which is found first.
    assert_eq!(codes, ["invalid-yaml"]);
}

#[test]
fn yaml_aliases_do_not_multiply() {
    let lists = ('b'..='u').zip('a'..).map(|(at, before)| {
        let aliases = vec![format!("*{before}"); 9].join(", ");
        format!("{at}: &{at} [{aliases}]")
    });
    let first = "a: &a [x, x, x, x, x, x, x, x, x]".to_owned();
    let bomb = std::iter::once(first).chain(lists).collect::<Vec<_>>().join("\n");
    let (codes, text) = outcome("case.yaml", bomb.as_bytes());
    assert!(codes.contains(&"yaml-alias") && text.is_none(), "{codes:?}");
}

#[test]
fn nothing_is_fetched() {
    for address in ["file:///etc/passwd", "/etc/passwd", "../../../../etc/passwd", "http://127.0.0.1:1/x"] {
        refused(&json!({"$ref": address}), "dangling-reference");
    }
}

#[test]
fn words_stay_words() {
    let words = [
        "*/ fn f() {} /*",
        "\"#; panic!(); //",
        "\u{202e}txet",
        "../../etc/passwd",
        "\0",
        "\n#![allow(x)]\n",
        "```\nfn x() { loop {} }\n```",
        "\\",
        "\r\n\r",
        "\u{2028}x\u{2029}",
        "self",
        "Self",
        "Self_",
        "crate",
        "super",
        "_",
        "__",
        "r#fn",
        "\u{200b}",
        "\u{2066}",
        "Option",
        "String",
        "None",
        "Ok",
        "\u{feff}",
        "//!",
        "///",
    ];
    let members =
        || words.iter().map(|it| ((*it).to_owned(), json!({"title": it, "description": it, "default": it})));
    let branch =
        |it: &&str| json!({"title": it, "properties": {"kind": {"const": it}}, "required": ["kind"]});
    for schema in [
        json!({"title": words[2], "description": words.join("\n"), "type": "object",
            "properties": members().collect::<serde_json::Map<_, _>>()}),
        json!({"enum": words}),
        json!({"type": "object", "oneOf": words.iter().map(branch).collect::<Vec<_>>()}),
        json!({"$id": "../../etc/passwd", "$ref": "#/$defs/..~1x", "$defs": {"../x": {"type": "object", "title": "\u{202e}"}}}),
    ] {
        let text = written(&schema);
        let turns = |it: char| matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\0');
        let line = text.lines().find(|it| it.contains(turns));
        assert_eq!(line, None, "a character that turns the text around");
    }
}

#[test]
fn patterns_stay_words() {
    for pattern in [
        "^a|\"#|\u{202e}|\\/\\*$",
        "^[\u{202a}-\u{202e}]\u{2066}*$",
        "\u{202e}(?!\u{2069})\\.",
        "\u{202e}(\\w+)+",
    ] {
        let member = json!({"type": "string", "pattern": pattern});
        let text =
            written(&json!({"properties": {"a": member}, "patternProperties": {pattern: {"type": "null"}}}));
        assert!(
            !text.contains(|it: char| matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')),
            "{text}"
        );
    }
}

#[test]
fn patterns_that_explode() {
    for pattern in
        ["^(a+)+$", "(x+x+)+y", "(a{1000}){1000}", "((a{100}){100}){100}", "^(([a-z])+.)+[A-Z]([a-z])+$"]
    {
        outcome("case.json", json!({"type": "string", "pattern": pattern}).to_string().as_bytes());
    }
    let (codes, _) = outcome("case.json", json!({"pattern": "(".repeat(50_000)}).to_string().as_bytes());
    assert_eq!(codes, ["invalid-pattern"]);
}
