use super::*;
use crate::config::{InputFile, Policies, Source};
use crate::diagnostic::Diagnostics;
use crate::schema::{Body, read};

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
    assert_eq!(checks.add_pattern("A", "(?x)a"), None);
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

/// Asserts the table of a schema whose only assertion on objects is one on the member `a`.
#[track_caller]
fn check_member(schema: &str, expect: &str) {
    let text = format!(r#"{{ "required": ["a"], "properties": {{ "a": {schema} }} }}"#);
    let schemas = schemas(&text);
    let mut checks = Checks::new(&schemas);
    checks.add("ORDER_CHECK", &schemas.roots, &BTreeMap::new());
    let table = finish(checks).0[0].to_string().replace(' ', "");
    let of_member =
        if expect.is_empty() { String::new() } else { format!(r#",Rule::Properties(&[("a",{expect})])"#) };
    assert_eq!(table, format!(r#"staticORDER_CHECK:Check=Check(&[Rule::Required(&["a"]){of_member}]);"#));
}

#[test]
fn each_assertion_counts_alone() {
    check_member(r#"{ "minItems": 1 }"#, "&Check(&[Rule::MinItems(1)])");
    check_member(r#"{ "maxItems": 1 }"#, "&Check(&[Rule::MaxItems(1)])");
    check_member(r#"{ "uniqueItems": true }"#, "&Check(&[Rule::UniqueItems])");
    check_member(r#"{ "not": {} }"#, "&Check(&[Rule::Not(&Check::ANY)])");
    check_member(
        r#"{ "contains": {} }"#,
        "&Check(&[Rule::Contains{check:&Check::ANY,min:1,max:u64::MAX,evaluates:true}])",
    );
    check_member(r#"{ "oneOf": [{}, {}] }"#, "&Check(&[Rule::OneOf(&[&Check::ANY,&Check::ANY])])");
    check_member(r#"{ "oneOf": [{}] }"#, "");
    check_member(r#"{ "anyOf": [{}, { "type": "string" }] }"#, "");
    check_member(
        r#"{ "anyOf": [{ "type": "integer" }, { "type": "string" }] }"#,
        "&Check(&[Rule::AnyOf(&[&Check::INTEGER,&Check::STRING])])",
    );
    check_member(r#"{ "if": { "type": "string" } }"#, "");
    for (number, bound) in [("1", "Uint(1)"), ("-1", "Int(-1)"), ("1.5", "Float(1.5)")] {
        check_member(
            &format!(r#"{{ "minimum": {number} }}"#),
            &format!("&Check(&[Rule::Minimum(Bound::{bound})])"),
        );
    }
}

#[test]
fn what_stands_beside_a_reference_is_kept() {
    let short = r##""$ref": "#/properties/a/$defs/Short", "$defs": { "Short": { "maxLength": 3 } }"##;
    let rule = "Rule::AllOf(&[&Check(&[Rule::MaxLength(3)])])";
    check_member(&format!("{{ {short} }}"), "&Check(&[Rule::MaxLength(3)])");
    check_member(
        &format!(r#"{{ {short}, "type": "string" }}"#),
        &format!("&Check(&[Rule::Types(Types::STRING),{rule}])"),
    );
    check_member(
        r#"{ "type": "string", "allOf": [{ "maxLength": 3 }] }"#,
        &format!("&Check(&[Rule::Types(Types::STRING),{rule}])"),
    );
    check_member(
        &format!(r#"{{ {short}, "minLength": 1 }}"#),
        &format!("&Check(&[Rule::MinLength(1),{rule}])"),
    );
    check_member(
        &format!(r#"{{ {short}, "items": {{ "type": "null" }} }}"#),
        &format!("&Check(&[Rule::Items{{after:0,check:&Check::NULL}},{rule}])"),
    );
    check_member(
        &format!(r#"{{ {short}, "contains": {{ "type": "null" }} }}"#),
        &format!("&Check(&[Rule::Contains{{check:&Check::NULL,min:1,max:u64::MAX,evaluates:true}},{rule}])"),
    );
}

#[test]
fn what_is_shared_has_a_name_unless_it_is_short() {
    let names = |schema: &str| {
        let text = format!(
            r##"{{ "properties": {{ "a": {{ "$ref": "#/$defs/A" }}, "b": {{ "$ref": "#/$defs/A" }} }},
                "$defs": {{ "A": {schema} }} }}"##
        );
        let schemas = schemas(&text);
        let mut checks = Checks::new(&schemas);
        checks.add("ORDER_CHECK", &schemas.roots, &BTreeMap::new());
        finish(checks).0.len() > 1
    };
    for short in [
        r#"{ "type": "string", "maxLength": 3 }"#,
        r#"{ "enum": [1, 2] }"#,
        r#"{ "minimum": 0, "maximum": 9 }"#,
    ] {
        assert!(!names(short), "{short}");
    }
    for long in [
        r#"{ "type": "string", "minLength": 1, "maxLength": 3 }"#,
        r#"{ "enum": [1, 2, 3] }"#,
        r#"{ "required": ["x"] }"#,
        r#"{ "dependentRequired": { "x": ["y"] } }"#,
        r#"{ "items": { "type": "string" } }"#,
    ] {
        assert!(names(long), "{long}");
    }
}

#[test]
fn a_chosen_branch_is_no_table_of_the_schema() {
    // Inside, where nothing is chosen, the whole schema has a table of its own.
    let schemas = schemas(
        r##"{
            "anyOf": [{ "$ref": "#/$defs/A" }],
            "$defs": { "A": {
                "properties": { "next": { "$ref": "#/$defs/A" } },
                "oneOf": [{ "required": ["b"] }, { "required": ["c"] }]
            } }
        }"##,
    );
    let (a, branch) = schemas
        .iter()
        .find_map(|(id, it)| match &it.body {
            Body::Keywords(keywords) => Some((id, *keywords.one_of.first()?)),
            Body::Boolean(_) => None,
        })
        .expect("branches");
    let chosen = BTreeMap::from([(a, branch)]);
    let tables = |roots: &[SchemaId]| {
        let mut checks = Checks::new(&schemas);
        checks.add("ORDER_CHECK", roots, &chosen);
        let (items, _) = finish(checks);
        items.iter().map(|it| it.to_string().replace(' ', "")).collect::<Vec<_>>()
    };
    let whole = concat!(
        r#"staticA_CHECK:Check=Check(&[Rule::Properties(&[("next",&A_CHECK)]),"#,
        r#"Rule::OneOf(&[&Check(&[Rule::Required(&["b"])]),&Check(&[Rule::Required(&["c"])])])]);"#
    );
    let alone = r#"staticORDER_CHECK:Check=Check(&[Rule::Properties(&[("next",&A_CHECK)])]);"#;
    assert_eq!(tables(&[a]), [alone, whole]);
    let led_to = concat!(
        r#"staticORDER_CHECK:Check=Check(&[Rule::AllOf(&[&Check(&[Rule::AllOf("#,
        r#"&[&Check(&[Rule::Properties(&[("next",&A_CHECK)])])])])])]);"#
    );
    assert_eq!(tables(&schemas.roots), [led_to, whole]);
}
