//! What OpenAPI's `nullable` means.

use serde_json::{Map, Value};

use super::members::member;
use super::{Dialect, Keywords, TypeSet};
use crate::config::Nullable;

/// How a schema's `nullable` is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// It is absent, false, or changes nothing.
    Absent,
    /// It is neither true nor false.
    Invalid,
    /// It says nothing by the letter.
    Ignored,
    /// Null joins `type`.
    Type,
    /// Null joins `type`, and `enum` where there is one.
    TypeAndValues,
    /// Null, or what the schema says otherwise.
    Alternative,
}

/// Keywords by which other schemas, which may refuse null, judge the same instance.
const IN_PLACE: [&str; 8] = ["$ref", "$dynamicRef", "$recursiveRef", "allOf", "anyOf", "oneOf", "not", "if"];

/// Decides how a schema's `nullable` is read.
///
/// Spec: OpenAPI 3.0.3, Schema Object, and its clarification of `nullable`.
pub(super) fn reading(map: &Map<String, Value>, dialect: Dialect, policy: Nullable) -> Reading {
    match member(map, "nullable") {
        None | Some(Value::Bool(false)) => return Reading::Absent,
        Some(Value::Bool(true)) => {}
        // Elsewhere the word may be anybody's extension.
        Some(_) if matches!(dialect, Dialect::OpenApi30 | Dialect::OpenApi31) => return Reading::Invalid,
        Some(_) => return Reading::Absent,
    }
    let has = |keyword: &str| member(map, keyword).is_some();
    match policy {
        Nullable::Strict if dialect == Dialect::OpenApi30 && has("type") && !has("$ref") => Reading::Type,
        Nullable::Strict => Reading::Ignored,
        Nullable::Lenient if IN_PLACE.into_iter().any(has) => Reading::Alternative,
        Nullable::Lenient if has("type") => Reading::TypeAndValues,
        Nullable::Lenient if map.keys().all(|it| is_silent(it)) => Reading::Absent,
        Nullable::Lenient => Reading::Alternative,
    }
}

/// Lets `type` accept null.
pub(super) fn add_to_type(keywords: &mut Keywords) {
    keywords.types = keywords.types.map(|it| it | TypeSet::NULL);
}

/// Lets `enum` accept null.
pub(super) fn add_to_values(keywords: &mut Keywords) {
    if let Some(values) = &mut keywords.values
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
}

/// The annotations that concern the schema as a whole, null included.
pub(super) fn annotations(keywords: &Keywords) -> Keywords {
    let mut outer = Keywords {
        title: keywords.title.clone(),
        description: keywords.description.clone(),
        ..Keywords::default()
    };
    outer.name_override.clone_from(&keywords.name_override);
    outer.default.clone_from(&keywords.default);
    outer.examples.clone_from(&keywords.examples);
    outer.deprecated = keywords.deprecated;
    outer.read_only = keywords.read_only;
    outer.write_only = keywords.write_only;
    outer
}

/// Whether a keyword accepts everything, so that null need not be let in.
fn is_silent(keyword: &str) -> bool {
    let annotations = [
        "nullable",
        "title",
        "description",
        "default",
        "example",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
        "$comment",
    ];
    annotations.contains(&keyword) || keyword.starts_with("x-")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::Dialect;
    use super::super::testing::{check_verdicts, read_all, source};
    use super::super::{Body, TypeSet};
    use crate::config::{Nullable, Policies, Roots, Source};

    #[track_caller]
    fn check(schema: &Value, good: &[Value], bad: &[Value]) {
        check_verdicts(&[("x.json", &schema.to_string())], Dialect::OpenApi30, good, bad);
    }

    #[test]
    fn null_joins_the_type_and_the_values() {
        check(&json!({"type": "string", "nullable": true}), &[json!(null), json!("")], &[json!(1)]);
        check(
            &json!({"type": "string", "enum": ["a"], "nullable": true}),
            &[json!(null), json!("a")],
            &[json!("b")],
        );
        check(&json!({"type": "string", "nullable": false}), &[json!("")], &[json!(null)]);
    }

    #[test]
    fn null_is_an_alternative_to_references_and_unions() {
        let schema = json!({
            "properties": {"a": {"$ref": "#/components/schemas/A", "nullable": true}},
            "components": {"schemas": {"A": {"oneOf": [{"type": "string"}], "nullable": true}, "B": {"type": "string"}}},
        });
        check(&schema, &[json!({"a": null}), json!({"a": "x"})], &[json!({"a": 1})]);
    }

    #[test]
    fn null_is_an_alternative_to_what_would_refuse_it() {
        let text = json!({"type": "string"});
        check(
            &json!({"type": "string", "not": {"enum": ["a", null]}, "nullable": true}),
            &[json!(null), json!("b")],
            &[json!("a")],
        );
        let schema = json!({"type": "string", "if": text, "else": text, "nullable": true});
        check_verdicts(
            &[("x.json", &schema.to_string())],
            Dialect::Draft202012,
            &[json!(null), json!("b")],
            &[json!(1)],
        );
    }

    #[test]
    fn an_alternative_keeps_its_annotations_outside() {
        let text = r##"{"$defs": {"A": {"$ref": "#/$defs/B", "nullable": true, "title": "T"}, "B": {}}}"##;
        let (read, _) = read_all(&source(&[("x.json", text)], Roots::Definitions));
        let (_, schemas) = read.expect("the text is JSON");
        let Body::Keywords(outer) = &schemas[schemas.roots[0]].body else { panic!("an object schema") };
        assert_eq!(outer.title.as_deref(), Some("T"));
        let Body::Keywords(null) = &schemas[outer.any_of[0]].body else { panic!("an object schema") };
        assert_eq!(null.types, Some(TypeSet::NULL));
        assert_eq!(schemas[outer.any_of[1]].location, schemas[schemas.roots[0]].location);
    }

    #[test]
    fn the_letter_wants_a_type() {
        let text =
            r#"{"openapi": "3.0.3", "components": {"schemas": {"A": {"allOf": [{}], "nullable": true}}}}"#;
        let strict = Policies { nullable: Nullable::Strict, ..Policies::LETTER };
        let source = Source { policies: strict, ..source(&[("x.json", text)], Roots::Definitions) };
        let (_, found) = read_all(&source);
        assert_eq!(found[0].code, "nullable-ignored");
    }
}
