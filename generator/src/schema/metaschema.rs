//! The metaschemas, built from one table of what each keyword's value must be.
//!
//! A schema may refer to them (`{"$ref": "http://json-schema.org/draft-07/schema#"}`) and custom
//! metaschemas extend them. They accept what the published ones accept; titles and defaults are
//! left out. No crate that carries the published texts is light enough for `cargo xtask codegen`.

use serde_json::{Map, Value, json};

use super::Dialect;

/// What the value of a keyword must be.
#[derive(Clone, Copy)]
enum Kind {
    Anything,
    Text,
    Flag,
    Number,
    Positive,
    Count,
    List,
    Enum,
    Type,
    Names,
    NamesMap,
    Schema,
    SchemaOrFlag,
    SchemaList,
    SchemaMap,
    SchemaOrList,
    SchemasOrNames,
    /// `$id` since 2019-09: no fragment but an empty one.
    Identifier,
    Anchor,
    Vocabularies,
}

/// The parts of 2019-09 and 2020-12, by the last part of their URI; the root has the empty name.
const PARTS: [(&str, &[Dialect]); 9] = [
    ("meta/core", &[D2019, D2020]),
    ("meta/applicator", &[D2019, D2020]),
    ("meta/unevaluated", &[D2020]),
    ("meta/validation", &[D2019, D2020]),
    ("meta/meta-data", &[D2019, D2020]),
    ("meta/format", &[D2019]),
    ("meta/format-annotation", &[D2020]),
    ("meta/content", &[D2019, D2020]),
    ("", &[D2019, D2020]),
];

const D4: Dialect = Dialect::Draft4;
const D6: Dialect = Dialect::Draft6;
const D7: Dialect = Dialect::Draft7;
const D2019: Dialect = Dialect::Draft201909;
const D2020: Dialect = Dialect::Draft202012;

/// Part, keyword, kind, first and last dialect. Drafts 04 to 07 have one part that holds all.
#[rustfmt::skip]
const TABLE: &[(&str, &str, Kind, Dialect, Dialect)] = &[
    ("meta/core", "id", Kind::Text, D4, D4),
    ("meta/core", "$id", Kind::Text, D6, D7),
    ("meta/core", "$id", Kind::Identifier, D2019, D2020),
    ("meta/core", "$schema", Kind::Text, D4, D2020),
    ("meta/core", "$ref", Kind::Text, D6, D2020),
    ("meta/core", "$anchor", Kind::Anchor, D2019, D2020),
    ("meta/core", "$recursiveRef", Kind::Text, D2019, D2019),
    ("meta/core", "$recursiveAnchor", Kind::Flag, D2019, D2019),
    ("meta/core", "$dynamicRef", Kind::Text, D2020, D2020),
    ("meta/core", "$dynamicAnchor", Kind::Anchor, D2020, D2020),
    ("meta/core", "$vocabulary", Kind::Vocabularies, D2019, D2020),
    ("meta/core", "$comment", Kind::Text, D7, D2020),
    ("meta/core", "$defs", Kind::SchemaMap, D2019, D2020),
    ("", "definitions", Kind::SchemaMap, D4, D2020),
    ("", "dependencies", Kind::SchemasOrNames, D4, D2020),
    ("", "$recursiveAnchor", Kind::Anchor, D2020, D2020),
    ("", "$recursiveRef", Kind::Text, D2020, D2020),
    ("meta/applicator", "prefixItems", Kind::SchemaList, D2020, D2020),
    ("meta/applicator", "items", Kind::SchemaOrList, D4, D2019),
    ("meta/applicator", "items", Kind::Schema, D2020, D2020),
    ("meta/applicator", "additionalItems", Kind::SchemaOrFlag, D4, D4),
    ("meta/applicator", "additionalItems", Kind::Schema, D6, D2019),
    ("meta/applicator", "contains", Kind::Schema, D6, D2020),
    ("meta/applicator", "properties", Kind::SchemaMap, D4, D2020),
    ("meta/applicator", "patternProperties", Kind::SchemaMap, D4, D2020),
    ("meta/applicator", "additionalProperties", Kind::SchemaOrFlag, D4, D4),
    ("meta/applicator", "additionalProperties", Kind::Schema, D6, D2020),
    ("meta/applicator", "propertyNames", Kind::Schema, D6, D2020),
    ("meta/applicator", "dependentSchemas", Kind::SchemaMap, D2019, D2020),
    ("meta/applicator", "if", Kind::Schema, D7, D2020),
    ("meta/applicator", "then", Kind::Schema, D7, D2020),
    ("meta/applicator", "else", Kind::Schema, D7, D2020),
    ("meta/applicator", "allOf", Kind::SchemaList, D4, D2020),
    ("meta/applicator", "anyOf", Kind::SchemaList, D4, D2020),
    ("meta/applicator", "oneOf", Kind::SchemaList, D4, D2020),
    ("meta/applicator", "not", Kind::Schema, D4, D2020),
    ("meta/applicator", "unevaluatedItems", Kind::Schema, D2019, D2019),
    ("meta/applicator", "unevaluatedProperties", Kind::Schema, D2019, D2019),
    ("meta/unevaluated", "unevaluatedItems", Kind::Schema, D2020, D2020),
    ("meta/unevaluated", "unevaluatedProperties", Kind::Schema, D2020, D2020),
    ("meta/validation", "type", Kind::Type, D4, D2020),
    ("meta/validation", "enum", Kind::Enum, D4, D6),
    ("meta/validation", "enum", Kind::List, D7, D2020),
    ("meta/validation", "const", Kind::Anything, D6, D2020),
    ("meta/validation", "multipleOf", Kind::Positive, D4, D2020),
    ("meta/validation", "maximum", Kind::Number, D4, D2020),
    ("meta/validation", "minimum", Kind::Number, D4, D2020),
    ("meta/validation", "exclusiveMaximum", Kind::Flag, D4, D4),
    ("meta/validation", "exclusiveMinimum", Kind::Flag, D4, D4),
    ("meta/validation", "exclusiveMaximum", Kind::Number, D6, D2020),
    ("meta/validation", "exclusiveMinimum", Kind::Number, D6, D2020),
    ("meta/validation", "maxLength", Kind::Count, D4, D2020),
    ("meta/validation", "minLength", Kind::Count, D4, D2020),
    ("meta/validation", "pattern", Kind::Text, D4, D2020),
    ("meta/validation", "maxItems", Kind::Count, D4, D2020),
    ("meta/validation", "minItems", Kind::Count, D4, D2020),
    ("meta/validation", "uniqueItems", Kind::Flag, D4, D2020),
    ("meta/validation", "maxContains", Kind::Count, D2019, D2020),
    ("meta/validation", "minContains", Kind::Count, D2019, D2020),
    ("meta/validation", "maxProperties", Kind::Count, D4, D2020),
    ("meta/validation", "minProperties", Kind::Count, D4, D2020),
    ("meta/validation", "required", Kind::Names, D4, D2020),
    ("meta/validation", "dependentRequired", Kind::NamesMap, D2019, D2020),
    ("meta/meta-data", "title", Kind::Text, D4, D2020),
    ("meta/meta-data", "description", Kind::Text, D4, D2020),
    ("meta/meta-data", "default", Kind::Anything, D4, D2020),
    ("meta/meta-data", "deprecated", Kind::Flag, D2019, D2020),
    ("meta/meta-data", "readOnly", Kind::Flag, D7, D2020),
    ("meta/meta-data", "writeOnly", Kind::Flag, D7, D2020),
    ("meta/meta-data", "examples", Kind::List, D6, D2020),
    ("meta/format", "format", Kind::Text, D4, D2019),
    ("meta/format-annotation", "format", Kind::Text, D2020, D2020),
    ("meta/content", "contentEncoding", Kind::Text, D7, D2020),
    ("meta/content", "contentMediaType", Kind::Text, D7, D2020),
    ("meta/content", "contentSchema", Kind::Schema, D2019, D2020),
];

impl Kind {
    /// Whether a value looks like one of the kind, as far as its JSON type tells.
    fn resembles(self, value: &Value) -> bool {
        match self {
            Self::Anything => true,
            Self::Text | Self::Identifier | Self::Anchor => value.is_string(),
            Self::Flag => value.is_boolean(),
            Self::Number | Self::Positive | Self::Count => value.is_number(),
            Self::List | Self::Enum | Self::Names | Self::SchemaList => value.is_array(),
            Self::Type => value.is_string() || value.is_array(),
            Self::NamesMap | Self::SchemaMap | Self::SchemasOrNames | Self::Vocabularies => value.is_object(),
            Self::Schema | Self::SchemaOrFlag => value.is_object() || value.is_boolean(),
            Self::SchemaOrList => value.is_object() || value.is_boolean() || value.is_array(),
        }
    }
}

/// Whether some dialect has the keyword.
pub(super) fn is_keyword(word: &str) -> bool {
    TABLE.iter().any(|(_, keyword, ..)| *keyword == word)
}

/// The keywords of a dialect by which schemas refuse instances, and that could have this value.
pub(super) fn assertions(dialect: Dialect, value: &Value) -> impl Iterator<Item = &'static str> {
    let dialect = match dialect {
        Dialect::OpenApi30 => D4,
        Dialect::OpenApi31 => D2020,
        Dialect::Draft4 | Dialect::Draft6 | Dialect::Draft7 | Dialect::Draft201909 | Dialect::Draft202012 => {
            dialect
        }
    };
    let silent = ["meta/meta-data", "meta/format", "meta/format-annotation", "meta/content"];
    let rows = TABLE.iter().filter(move |(part, _, kind, since, until)| {
        !silent.contains(part) && *since <= dialect && dialect <= *until && kind.resembles(value)
    });
    rows.map(|(_, keyword, ..)| *keyword)
}

/// The URI under which a metaschema is kept, for a URI in either scheme.
pub(super) fn canonical(uri: &str) -> Option<String> {
    let (dialect, part) = part_of(uri)?;
    let root = dialect.uri()?;
    Some(if part.is_empty() { root.to_owned() } else { format!("{}{part}", root.trim_end_matches("schema")) })
}

/// The metaschema with a canonical URI, its dialect, and the URIs of the parts it refers to.
pub(super) fn built_in(uri: &str) -> Option<(Value, Dialect, Vec<String>)> {
    let (dialect, part) = part_of(uri)?;
    if dialect <= D7 {
        return Some((whole(uri, dialect), dialect, Vec::new()));
    }
    let mut schema = members(dialect, |it| it == part);
    let root = json!({
        "$schema": dialect.uri(), "$id": uri, "type": ["object", "boolean"],
        "properties": schema.remove("properties"), "$defs": shared(dialect),
    });
    let Value::Object(mut root) = root else { return None };
    let (keyword, value) =
        if dialect == D2019 { ("$recursiveAnchor", json!(true)) } else { ("$dynamicAnchor", json!("meta")) };
    root.insert(keyword.to_owned(), value);
    let mut parts = Vec::new();
    if part.is_empty() {
        let has = PARTS.iter().filter(|(name, dialects)| !name.is_empty() && dialects.contains(&dialect));
        let base = uri.trim_end_matches("schema");
        parts = has.map(|(name, _)| format!("{base}{name}")).collect();
        let references: Vec<_> = parts.iter().map(|it| json!({"$ref": it})).collect();
        root.insert("allOf".to_owned(), json!(references));
        let vocabularies =
            parts.iter().map(|it| (it.replace("/meta/", "/vocab/"), Value::Bool(true))).collect();
        root.insert("$vocabulary".to_owned(), Value::Object(vocabularies));
    }
    Some((Value::Object(root), dialect, parts))
}

/// The metaschema of drafts 04 to 07.
fn whole(uri: &str, dialect: Dialect) -> Value {
    let types = if dialect == D4 { json!("object") } else { json!(["object", "boolean"]) };
    let mut schema = members(dialect, |_| true);
    schema.insert("$schema".to_owned(), json!(format!("{uri}#")));
    schema.insert(dialect.identifier().to_owned(), json!(format!("{uri}#")));
    schema.insert("type".to_owned(), types);
    schema.insert("definitions".to_owned(), shared(dialect));
    if dialect == D4 {
        let pairs = json!({"exclusiveMaximum": ["maximum"], "exclusiveMinimum": ["minimum"]});
        schema.insert("dependencies".to_owned(), pairs);
    }
    Value::Object(schema)
}

/// `properties` of the keywords in some parts.
fn members(dialect: Dialect, is_in: impl Fn(&str) -> bool) -> Map<String, Value> {
    let rows = TABLE
        .iter()
        .filter(|(part, _, _, since, until)| is_in(part) && *since <= dialect && dialect <= *until);
    let properties =
        rows.map(|(_, keyword, kind, ..)| ((*keyword).to_owned(), value(*kind, dialect))).collect();
    Map::from_iter([("properties".to_owned(), Value::Object(properties))])
}

/// The definitions that schemas refer to by name.
fn shared(dialect: Dialect) -> Value {
    json!({
        "schemaArray": value(Kind::SchemaList, dialect),
        "nonNegativeInteger": value(Kind::Count, dialect),
        "nonNegativeIntegerDefault0": value(Kind::Count, dialect),
        "positiveInteger": value(Kind::Count, dialect),
        "positiveIntegerDefault0": value(Kind::Count, dialect),
        "simpleTypes": simple_types(),
        "stringArray": value(Kind::Names, dialect),
        "anchorString": value(Kind::Anchor, dialect),
        "uriString": {"type": "string", "format": "uri"},
        "uriReferenceString": {"type": "string", "format": "uri-reference"},
    })
}

fn value(kind: Kind, dialect: Dialect) -> Value {
    let schema = || match dialect {
        Dialect::Draft201909 => json!({"$recursiveRef": "#"}),
        Dialect::Draft202012 | Dialect::OpenApi31 => json!({"$dynamicRef": "#meta"}),
        Dialect::Draft4 | Dialect::Draft6 | Dialect::Draft7 | Dialect::OpenApi30 => json!({"$ref": "#"}),
    };
    let schemas = || json!({"type": "array", "minItems": 1, "items": schema()});
    let names = || match dialect {
        // draft-04 alone asks for one name at least.
        Dialect::Draft4 => {
            json!({"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": true})
        }
        _ => json!({"type": "array", "items": {"type": "string"}, "uniqueItems": true}),
    };
    match kind {
        Kind::Anything => json!({}),
        Kind::Text => json!({"type": "string"}),
        Kind::Flag => json!({"type": "boolean"}),
        Kind::Number => json!({"type": "number"}),
        Kind::Positive if dialect == D4 => json!({"type": "number", "minimum": 0, "exclusiveMinimum": true}),
        Kind::Positive => json!({"type": "number", "exclusiveMinimum": 0}),
        Kind::Count => json!({"type": "integer", "minimum": 0}),
        Kind::List => json!({"type": "array"}),
        Kind::Enum => json!({"type": "array", "minItems": 1, "uniqueItems": true}),
        Kind::Type => json!({"anyOf": [
            simple_types(),
            {"type": "array", "items": simple_types(), "minItems": 1, "uniqueItems": true},
        ]}),
        Kind::Names => names(),
        Kind::NamesMap => json!({"type": "object", "additionalProperties": names()}),
        Kind::Schema => schema(),
        Kind::SchemaOrFlag => json!({"anyOf": [{"type": "boolean"}, schema()]}),
        Kind::SchemaList => schemas(),
        Kind::SchemaMap => json!({"type": "object", "additionalProperties": schema()}),
        Kind::SchemaOrList => json!({"anyOf": [schema(), schemas()]}),
        Kind::SchemasOrNames => {
            json!({"type": "object", "additionalProperties": {"anyOf": [schema(), names()]}})
        }
        Kind::Identifier => json!({"type": "string", "pattern": "^[^#]*#?$"}),
        Kind::Anchor if dialect == D2019 => {
            json!({"type": "string", "pattern": "^[A-Za-z][-A-Za-z0-9.:_]*$"})
        }
        Kind::Anchor => json!({"type": "string", "pattern": "^[A-Za-z_][-A-Za-z0-9._]*$"}),
        Kind::Vocabularies => json!({"type": "object", "additionalProperties": {"type": "boolean"}}),
    }
}

fn simple_types() -> Value {
    json!({"enum": ["array", "boolean", "integer", "null", "number", "object", "string"]})
}

/// Dialect and part of a metaschema's URI; the part is empty for the root.
fn part_of(uri: &str) -> Option<(Dialect, &'static str)> {
    let path = uri.trim_end_matches('#').split_once("://")?.1;
    [D4, D6, D7, D2019, D2020].into_iter().find_map(|dialect| {
        let root = dialect.uri()?.split_once("://")?.1;
        if path == root {
            return Some((dialect, ""));
        }
        let name = path.strip_prefix(root.strip_suffix("schema")?)?;
        let has = |(part, dialects): &&(&str, &[Dialect])| *part == name && dialects.contains(&dialect);
        PARTS.iter().find(has).map(|(part, _)| (dialect, *part))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::super::testing::{check_verdicts, read_all, source};
    use super::super::{Body, Dialect};
    use super::{D4, D6, D7, D2019, D2020, Kind, TABLE, built_in};
    use crate::config::{Roots, Source};

    /// A value of a kind that says something.
    fn sample(kind: Kind) -> Value {
        match kind {
            Kind::Flag | Kind::SchemaOrFlag | Kind::Anything => json!(true),
            Kind::Number | Kind::Positive | Kind::Count => json!(3),
            Kind::List | Kind::Enum | Kind::Names => json!(["a"]),
            Kind::Type => json!("string"),
            Kind::Schema | Kind::SchemaOrList => json!({"type": "string"}),
            Kind::SchemaList => json!([{"type": "string"}]),
            Kind::NamesMap => json!({"a": ["b"]}),
            Kind::SchemaMap | Kind::SchemasOrNames => json!({"a": {"type": "string"}}),
            Kind::Vocabularies => json!({}),
            Kind::Text | Kind::Identifier | Kind::Anchor => json!("a"),
        }
    }

    /// What a schema came to, or the findings about it, in a text.
    fn read(dialect: Dialect, members: Map<String, Value>) -> String {
        let text = Value::Object(members).to_string();
        let source = Source { dialect: Some(dialect), ..source(&[("x.json", &text)], Roots::Root) };
        let (read, found) = read_all(&source);
        let body = read.map(|(_, schemas)| match &schemas[schemas.roots[0]].body {
            Body::Keywords(it) => format!("{it:?}"),
            Body::Boolean(it) => it.to_string(),
        });
        format!("{body:?} {found:?}")
    }

    /// Keywords that neither refuse instances nor describe a type: identifiers, holders, comments.
    const SILENT: [&str; 15] = [
        "$id",
        "id",
        "$schema",
        "$anchor",
        "$dynamicAnchor",
        "$recursiveAnchor",
        "$vocabulary",
        "$comment",
        "$defs",
        "definitions",
        "contentEncoding",
        "contentMediaType",
        "contentSchema",
        "exclusiveMaximum",
        "exclusiveMinimum",
    ];

    #[test]
    fn no_keyword_is_dropped_in_silence() {
        let all = Dialect::ALL.into_iter().flat_map(|dialect| TABLE.iter().map(move |row| (dialect, row)));
        for (dialect, (_, keyword, kind, since, until)) in all {
            // Known or not: a keyword of another dialect is reported.
            let exists = *since <= dialect && dialect <= *until;
            if SILENT.contains(keyword) && !(keyword.starts_with("exclusive") && exists) {
                continue;
            }
            // Some keywords say nothing alone.
            let beside = match *keyword {
                "then" | "else" => json!({"if": {"type": "null"}}),
                "if" => json!({"then": {"type": "null"}}),
                "additionalItems" if dialect.holds("prefixItems").is_none() => json!({"items": [true]}),
                "exclusiveMinimum" => json!({"minimum": 1}),
                "exclusiveMaximum" => json!({"maximum": 1}),
                _ => json!({}),
            };
            let Value::Object(mut members) = beside else { panic!("an object was written") };
            let without = read(dialect, members.clone());
            members.insert((*keyword).to_owned(), sample(*kind));
            assert_ne!(read(dialect, members), without, "{keyword} in {}", dialect.name());
        }
    }

    #[test]
    fn schemas_are_told_from_other_things() {
        for dialect in [D4, D6, D7, D2019, D2020] {
            let uri = dialect.uri().expect("drafts have one");
            let (itself, ..) = built_in(uri).expect("it is built in");
            let text = json!({"$ref": uri}).to_string();
            let bad = [json!(1), json!({"type": "any"}), json!({"properties": {"a": {"minLength": -1}}})];
            check_verdicts(
                &[("x.json", &text)],
                dialect,
                &[itself, json!({"items": {"type": "null"}})],
                &bad,
            );
        }
    }

    #[test]
    fn a_part_can_be_referred_to() {
        let part =
            r#"{"$ref": "https://json-schema.org/draft/2020-12/meta/validation#/$defs/nonNegativeInteger"}"#;
        check_verdicts(&[("x.json", part)], D2020, &[json!(1)], &[json!(-1)]);
        let old = r#"{"$ref": "https://json-schema.org/draft-07/schema#/definitions/simpleTypes"}"#;
        check_verdicts(&[("x.json", old)], D7, &[json!("null")], &[json!("any")]);
    }
}
