//! How a resource is read: its dialect, from `$schema`, the document's kind, or the source.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::dialect::{Declared, Dialect, declared};
use super::document::Documents;
use super::{DocumentId, Location, uri};
use crate::diagnostic::Diagnostics;

/// How a resource is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rules {
    /// Its dialect.
    pub(super) dialect: Dialect,
    /// Whether its metaschema has the validation vocabulary.
    pub(super) asserts: bool,
    /// Whether its metaschema says that formats are assertions.
    pub(super) asserts_formats: bool,
}

impl Rules {
    /// The rules of a dialect's own metaschema.
    pub(super) fn of(dialect: Dialect) -> Self {
        Self { dialect, asserts: true, asserts_formats: false }
    }

    /// The rules that a metaschema's `$vocabulary` makes (2019-09 and 2020-12, section 8.1.2).
    fn of_vocabularies(vocabularies: &Map<String, Value>) -> Self {
        let has = |part: &str| vocabularies.keys().any(|it| it.contains(part));
        let dialect = if has("/2019-09/vocab/") { Dialect::Draft201909 } else { Dialect::Draft202012 };
        // In 2019-09 it is the value that tells; in 2020-12 whoever knows the vocabulary asserts (section 7.2.2).
        let asserts_formats = has("/2020-12/vocab/format-assertion")
            || vocabularies.iter().any(|(uri, must)| uri.contains("/2019-09/vocab/format") && *must == true);
        Self { dialect, asserts: has("/vocab/validation"), asserts_formats }
    }
}

/// The URIs that a `$schema` may call a document by.
pub(super) fn names(documents: &Documents, id: DocumentId) -> Vec<String> {
    let retrieval = uri::of_path(documents.path(id));
    let root = documents.root(id);
    let own = ["$id", "id"].into_iter().filter_map(|it| root.get(it)?.as_str());
    let mut names: Vec<_> = own.map(|it| uri::join(&retrieval, it)).collect();
    names.push(retrieval);
    names
}

/// The rules for a document's root.
pub(super) fn of_document(
    documents: &Documents,
    id: DocumentId,
    default: Option<Dialect>,
    by_name: &BTreeMap<String, DocumentId>,
    diagnostics: &mut Diagnostics,
) -> Rules {
    let root = documents.root(id);
    let location = Location { document: id, pointer: String::new() };
    let own = of_open_api(root);
    let fallback = Rules::of(own.or(default).unwrap_or(Dialect::Draft202012));
    let keyword = if own.is_some() { "jsonSchemaDialect" } else { "$schema" };
    let Some(Value::String(schema)) = root.get(keyword) else { return fallback };
    let place = documents.place(&location.child(keyword));
    match declared(schema) {
        Declared::Known(dialect) => Rules::of(dialect),
        Declared::Misspelled(dialect) => {
            let name = dialect.name();
            diagnostics
                .warning(
                    "dialect-spelling",
                    place,
                    format!("`{schema}` declares no dialect by the letter; it is read as {name}"),
                )
                .help(dialect.uri().map_or_else(String::new, |uri| format!("write `{uri}`")));
            Rules::of(dialect)
        }
        Declared::Latest => {
            let name = fallback.dialect.name();
            diagnostics
                .warning("dialect-spelling", place, format!("`{schema}` names no version; read as {name}"))
                .help("declare the dialect that the schema was written for");
            fallback
        }
        Declared::Unknown => by_schema(schema, documents, by_name).unwrap_or_else(|| {
            let known: Vec<_> = Dialect::ALL.into_iter().filter_map(Dialect::uri).collect();
            let known = known.join("`, `");
            let is_custom = schema.starts_with("http") && !schema.contains("//json-schema.org/");
            if is_custom {
                let name = fallback.dialect.name();
                diagnostics
                    .warning(
                        "unknown-dialect",
                        place,
                        format!("no document is the metaschema `{schema}`; read as {name}"),
                    )
                    .help(format!(
                        "add the metaschema to the source's documents, or declare one of `{known}`"
                    ));
            } else {
                diagnostics
                    .error("unknown-dialect", place, format!("the dialect `{schema}` is unknown"))
                    .help(format!("known are `{known}`"));
            }
            fallback
        }),
    }
}

/// The rules that a `$schema` asks for, by itself or through a metaschema among the documents.
pub(super) fn by_schema(
    schema: &str,
    documents: &Documents,
    by_name: &BTreeMap<String, DocumentId>,
) -> Option<Rules> {
    let mut schema = schema;
    // A metaschema's metaschema may be custom too; more levels than this are a cycle.
    for _ in 0..8 {
        if let Declared::Known(dialect) | Declared::Misspelled(dialect) = declared(schema) {
            return Some(Rules::of(dialect));
        }
        let meta = documents.root(*by_name.get(uri::without_fragment(schema))?);
        if let Some(Value::Object(vocabularies)) = meta.get("$vocabulary") {
            return Some(Rules::of_vocabularies(vocabularies));
        }
        schema = meta.get("$schema")?.as_str()?;
    }
    None
}

/// Whether a value is a whole OpenAPI 3 document rather than a schema.
pub(super) fn is_open_api(root: &Value) -> bool {
    of_open_api(root).is_some()
}

/// The dialect of an OpenAPI 3 document by its version.
pub(super) fn of_open_api(root: &Value) -> Option<Dialect> {
    let version = open_api_version(root)?;
    match version.strip_prefix("3.")?.split('.').next()? {
        "0" => Some(Dialect::OpenApi30),
        _ => Some(Dialect::OpenApi31),
    }
}

/// What stands under `openapi`; YAML authors forget the quotes, so `3.1` may be a number.
pub(super) fn open_api_version(root: &Value) -> Option<String> {
    match root.get("openapi")? {
        Value::String(version) => Some(version.clone()),
        Value::Number(version) => Some(version.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::Dialect;
    use super::super::testing::{check_findings, check_verdicts};

    #[test]
    fn a_metaschema_without_the_validation_vocabulary_asserts_nothing() {
        let meta = r#"{"$id": "https://example.com/meta", "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$vocabulary": {"https://json-schema.org/draft/2020-12/vocab/applicator": true}}"#;
        let schema =
            r#"{"$schema": "https://example.com/meta", "properties": {"a": false}, "minProperties": 5}"#;
        check_verdicts(
            &[("x.json", schema), ("meta.json", meta)],
            Dialect::Draft7,
            &[json!({"b": 1})],
            &[json!({"a": 1})],
        );
    }

    #[test]
    fn a_metaschema_with_the_format_vocabulary_asserts_formats() {
        let schema = r#"{"$schema": "https://example.com/meta", "format": "ipv4"}"#;
        let metas = [
            (r#""https://json-schema.org/draft/2020-12/vocab/format-assertion": false"#, true),
            (r#""https://json-schema.org/draft/2020-12/vocab/format-annotation": true"#, false),
            (r#""https://json-schema.org/draft/2019-09/vocab/format": true"#, true),
            (r#""https://json-schema.org/draft/2019-09/vocab/format": false"#, false),
        ];
        for (vocabulary, asserts) in metas {
            let meta = format!(r#"{{"$id": "https://example.com/meta", "$vocabulary": {{{vocabulary}}}}}"#);
            let (mut valid, mut invalid) = (vec![json!("127.0.0.1"), json!(1)], Vec::new());
            if asserts { &mut invalid } else { &mut valid }.push(json!("localhost"));
            let files = [("x.json", schema), ("meta.json", &*meta)];
            check_verdicts(&files, Dialect::Draft7, &valid, &invalid);
        }
    }

    #[test]
    fn unknown_dialects() {
        check_findings(
            &[("x.json", r#"{"$schema": "http://json-schema.org/draft-03/schema"}"#)],
            &["unknown-dialect 1:13 the dialect `http://json-schema.org/draft-03/schema` is unknown"],
        );
        check_findings(
            &[("x.json", r#"{"$schema": "https://example.com/meta"}"#)],
            &[
                "unknown-dialect 1:13 no document is the metaschema `https://example.com/meta`; read as 2020-12",
            ],
        );
    }
}
