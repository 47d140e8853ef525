use super::*;
use crate::config::{InputFile, Policies, Source};
use crate::diagnostic::Diagnostics;
use crate::schema::read;

fn schemas(text: &str) -> Schemas {
    read(&source(text), &mut Diagnostics::default()).expect("JSON").1
}

fn source(text: &str) -> Source {
    let file = InputFile { path: "shop.json".to_owned(), bytes: text.as_bytes().to_vec() };
    Source { policies: Policies::LETTER, ..Source::new("shop", vec![file]) }
}

/// The items, and what they need.
fn finish(checks: Checks<'_>) -> (Vec<TokenStream>, Needs) {
    let mut items = Vec::new();
    let needs = checks.finish(|item| {
        items.push(match item {
            Static::Table(name, value) => {
                let name = Ident::new(&name, Span::call_site());
                quote::quote!(static #name: Check = #value;)
            }
            Static::Pattern(item) => item,
        });
    });
    (items, needs)
}

#[track_caller]
fn check(schema: &str, expect: &str) -> Needs {
    let schemas = schemas(schema);
    let mut checks = Checks::new(&schemas);
    checks.add("ORDER_CHECK", &schemas.roots, &BTreeMap::new());
    let (items, needs) = finish(checks);
    let text: String = items.iter().map(ToString::to_string).collect();
    let file = syn::parse_file(&text).expect("Rust");
    assert_eq!(prettyplease::unparse(&file), expect);
    needs
}

const ORDER: &str = r#"static ORDER_CHECK: Check = Check(
    &[
        Rule::Types(Types::OBJECT),
        Rule::Required(&["zip"]),
        Rule::Members {
            properties: &[
                (
                    "count",
                    &Check(
                        &[
                            Rule::Types(Types::INTEGER),
                            Rule::Minimum(Bound::Uint(1)),
                            Rule::Maximum(Bound::Uint(1_000_000)),
                        ],
                    ),
                ),
                ("note", &Check::ANY),
                ("zip", &DIGITS_CHECK),
            ],
            patterns: &[
                (&NAMES_PATTERN, &Check::ANY),
                (&NAMES_PATTERN_2, &Check(&[Rule::Types(Types::NULL.or(Types::STRING))])),
            ],
            others: Some(&NODE_CHECK),
        },
        Rule::If {
            condition: &Check(
                &[
                    Rule::Properties(
                        &[("kind", &Check(&[Rule::Values(&[Literal::Text("b2b")])]))],
                    ),
                ],
            ),
            then: &Check(
                &[
                    Rule::Required(&["vat"]),
                    Rule::Properties(&[("former", &DIGITS_CHECK)]),
                ],
            ),
            otherwise: &Check::ANY,
        },
    ],
);
static DIGITS_CHECK: Check = Check(
    &[Rule::Types(Types::STRING), Rule::MaxLength(5), Rule::Pattern(&DIGITS_PATTERN)],
);
static NODE_CHECK: Check = Check(
    &[
        Rule::Properties(
            &[
                ("next", &NODE_CHECK),
                (
                    "zips",
                    &Check(
                        &[
                            Rule::Items {
                                after: 0,
                                check: &DIGITS_CHECK,
                            },
                        ],
                    ),
                ),
            ],
        ),
    ],
);
static NAMES_PATTERN: Pattern = Pattern::simple("^x-", |text| text.starts_with("x-"));
static NAMES_PATTERN_2: Pattern = Pattern::simple(
    "(a+)+(?!a)",
    |text| {
        static EXPRESSION: Automaton = Automaton::new("(a+)+(?!a)");
        EXPRESSION.is_match(text)
    },
);
static DIGITS_PATTERN: Pattern = Pattern::whole(
    "^[0-9]{5}$",
    |at| at.class(5, 5, |it| it.is_ascii_digit()),
);
"#;

#[test]
fn nests_what_is_used_once_and_names_what_is_shared() {
    let rendered = check(
        r##"{
            "type": "object",
            "required": ["zip"],
            "properties": {
                "zip": { "$ref": "#/$defs/Zip" },
                "count": { "type": "integer", "minimum": 1, "maximum": 1000000 },
                "note": true
            },
            "if": { "properties": { "kind": { "const": "b2b" } } },
            "then": { "required": ["vat"], "properties": { "former": { "$ref": "#/$defs/Zip" } } },
            "patternProperties": { "^x-": {}, "(a+)+(?!a)": { "type": ["string", "null"] } },
            "additionalProperties": { "$ref": "#/$defs/Node" },
            "$defs": {
                "Zip": { "title": "Post code", "allOf": [{ "$ref": "#/$defs/Digits" }] },
                "Digits": { "type": "string", "pattern": "^[0-9]{5}$", "maxLength": 5 },
                "Node": { "properties": { "next": { "$ref": "#/$defs/Node" }, "zips": { "items": { "$ref": "#/$defs/Zip" } } } }
            }
        }"##,
        ORDER,
    );
    assert_eq!(rendered.engines, Engines { regex: false, automaton: true });
    assert_eq!(rendered.imports, ["Automaton", "Bound", "Check", "Literal", "Pattern", "Rule", "Types"]);
}

#[test]
fn leaves_out_what_says_nothing() {
    let rendered = check(
        r##"{
            "description": "Anything.",
            "properties": { "a": { "$ref": "#" }, "b": { "title": "B" }, "c": true },
            "items": { "anyOf": [{ "type": "string" }, {}] },
            "if": { "type": "string" },
            "then": true
        }"##,
        "static ORDER_CHECK: Check = Check(&[]);\n",
    );
    assert_eq!(rendered.imports, ["Check"]);
}

#[test]
fn keeps_what_counts_as_evaluated() {
    check(
        r#"{
            "allOf": [{ "properties": { "a": true } }, { "title": "Nothing." }],
            "unevaluatedProperties": false
        }"#,
        r#"static ORDER_CHECK: Check = Check(
    &[
        Rule::AllOf(&[&Check(&[Rule::Properties(&[("a", &Check::ANY)])])]),
        Rule::UnevaluatedProperties(&Check::NEVER),
    ],
);
"#,
    );
}

#[test]
fn reports_what_is_no_pattern() {
    let schemas = Schemas::default();
    let mut checks = Checks::new(&schemas);
    assert_eq!(checks.add_pattern("A", "(?i)a"), None);
    assert!(finish(checks).0.len() <= 1);
}

#[test]
fn shares_patterns_that_are_asked_for() {
    let schemas = schemas(r#"{ "pattern": "^a$" }"#);
    let mut checks = Checks::new(&schemas);
    let ident = checks.add_pattern("OrderId", "^a$").expect("something to check");
    assert_eq!(ident, "ORDER_ID_PATTERN");
    assert_eq!(checks.add_pattern("Other", "^a$"), Some(ident));
    assert_eq!(checks.add_pattern("Other", ".*"), None);
    checks.add("ORDER_CHECK", &schemas.roots, &BTreeMap::new());
    assert_eq!(finish(checks).0.len(), 2);
}

#[test]
fn takes_long_chains() {
    let definitions = (0..10_000)
        .map(|at| format!("\"D{at}\": {{\"items\": {{\"$ref\": \"#/$defs/D{}\"}}}},", at + 1))
        .collect::<Vec<_>>()
        .concat();
    let text = format!(
        "{{\"$ref\": \"#/$defs/D0\", \"$defs\": {{{definitions} \"D10000\": {{\"type\": \"null\"}}}}}}"
    );
    let schemas = schemas(&text);
    let mut checks = Checks::new(&schemas);
    checks.add("ORDER_CHECK", &schemas.roots, &BTreeMap::new());
    assert_eq!(finish(checks).0.len(), 10_001);
}

#[test]
fn formats_are_checked_where_they_are_asserted() {
    let text = r#"{"properties": {"id": {"format": "uuid"}, "day": {"format": "date"}}}"#;
    let mut source = source(text);
    let rendered = |source: &Source| {
        let schemas = read(source, &mut Diagnostics::default()).expect("JSON").1;
        let mut checks = Checks::new(&schemas);
        checks.add("ORDER_CHECK", &schemas.roots, &BTreeMap::new());
        let (items, needs) = finish(checks);
        (items.iter().map(ToString::to_string).collect::<String>(), needs.imports)
    };
    assert!(!rendered(&source).0.contains("Format"));
    let uuid = Format::named("uuid").expect("the format is known");
    source.policies.formats = source.policies.formats.with(uuid);
    let (items, imports) = rendered(&source);
    assert!(items.contains("Rule :: Format (& UUID)") && !items.contains("DATE"), "{items}");
    assert_eq!(imports, ["Check", "Rule", "UUID"]);
}
