//! What only whole OpenAPI documents have: a version, and examples that stand beside schemas.
//!
//! Schemas inside such a document are found by their place (`roots`) and by reference (`reference`).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::document::Documents;
use super::reference::Resolver;
use super::rules::{is_open_api, open_api_version};
use super::{DocumentId, Location, SchemaId};
use crate::diagnostic::Diagnostics;

/// How far an example is followed into a schema that is no type of its own.
const DEPTH: usize = 16;

/// Refuses descriptions of APIs in versions that are not read.
pub(super) fn report_version(documents: &Documents, id: DocumentId, diagnostics: &mut Diagnostics) {
    let root = documents.root(id);
    let top = Location { document: id, pointer: String::new() };
    let swagger = root.get("swagger");
    if swagger.is_some_and(|it| *it == "2.0" || it.as_f64() == Some(2.0)) {
        diagnostics
            .error("swagger-2", documents.place(&top.child("swagger")), "Swagger 2.0 documents are not read")
            .help("turn the document into OpenAPI 3 first");
    }
    if let Some(version) = open_api_version(root).filter(|_| !is_open_api(root)) {
        let message = format!("OpenAPI `{version}` is not read");
        diagnostics
            .error("openapi-version", documents.place(&top.child("openapi")), message)
            .help("versions 3.0 and 3.1 are");
    }
}

/// The examples of media types, parameters and headers, each with the schema that it is an instance of.
///
/// Where an example's schema was not asked for, its parts may still be instances of schemas that were: `ids` are
/// those, in the order in which they were.
///
/// Spec: OpenAPI 3.1, Media Type Object, Parameter Object, Example Object.
pub(super) fn examples(
    documents: &Documents,
    resolver: &Resolver<'_>,
    ids: impl Iterator<Item = (Location, SchemaId)>,
) -> Vec<(SchemaId, Value)> {
    if !documents.ids().any(|id| is_open_api(documents.root(id))) {
        return Vec::new();
    }
    let mut first = BTreeMap::new();
    for (location, id) in ids {
        first.entry(location).or_insert(id);
    }
    let mut examples = Examples { documents, resolver, ids: first, found: Vec::new() };
    for document in documents.ids() {
        let root = Location { document, pointer: String::new() };
        examples.walk(&root, documents.root(document));
    }
    examples.found
}

struct Examples<'d, 'r> {
    documents: &'d Documents,
    resolver: &'r Resolver<'d>,
    ids: BTreeMap<Location, SchemaId>,
    found: Vec<(SchemaId, Value)>,
}

impl<'d> Examples<'d, '_> {
    /// Looks at all that is neither a schema nor an example. No deeper than the text is nested.
    fn walk(&mut self, at: &Location, value: &'d Value) {
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.walk(&at.child(&index.to_string()), item);
                }
            }
            Value::Object(members) => {
                if members.get("schema").is_some_and(Value::is_object) {
                    self.beside_schema(at, members);
                }
                for (name, member) in members {
                    let is_elsewhere =
                        matches!(name.as_str(), "schema" | "schemas" | "example" | "examples" | "properties");
                    if !is_elsewhere && !name.starts_with("x-") {
                        self.walk(&at.child(name), member);
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// `example` and `examples` of an object that has a `schema`.
    fn beside_schema(&mut self, at: &Location, members: &'d Map<String, Value>) {
        if is_of_other_media(at) {
            return;
        }
        let schema = at.child("schema");
        if let Some(example) = members.get("example") {
            self.assign(&schema, example, DEPTH);
        }
        for (name, example) in members.get("examples").and_then(Value::as_object).into_iter().flatten() {
            let at = at.child("examples").child(name);
            let example = match example.get("$ref").and_then(Value::as_str) {
                Some(reference) => self.target(&at, reference).and_then(|it| self.documents.get(&it)),
                None => Some(example),
            };
            // `dataValue` is what 3.2 calls it.
            let value = example.and_then(|it| it.get("value").or_else(|| it.get("dataValue")));
            if let Some(value) = value {
                self.assign(&schema, value, DEPTH);
            }
        }
    }

    /// Gives an instance of the schema at a place to that schema, or its parts to the schemas below.
    fn assign(&mut self, at: &Location, instance: &Value, depth: usize) {
        if let Some(id) = self.ids.get(at) {
            let found = (*id, instance.clone());
            if !self.found.contains(&found) {
                self.found.push(found);
            }
            return;
        }
        let Some(Value::Object(schema)) = self.documents.get(at) else { return };
        let Some(depth) = depth.checked_sub(1) else { return };
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            if let Some(target) = self.target(at, reference) {
                self.assign(&target, instance, depth);
            }
            return;
        }
        let branches = schema.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..branches {
            self.assign(&at.child("allOf").child(&index.to_string()), instance, depth);
        }
        match instance {
            Value::Array(items) if schema.contains_key("items") => {
                for item in items {
                    self.assign(&at.child("items"), item, depth);
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    self.assign(&at.child("properties").child(name), member, depth);
                }
            }
            _ => {}
        }
    }

    fn target(&self, at: &Location, reference: &str) -> Option<Location> {
        self.resolver.probe(self.resolver.index.holding(at), at.document, reference)
    }
}

/// Whether a place is that of a media type whose examples are not JSON.
fn is_of_other_media(at: &Location) -> bool {
    let tokens: Vec<_> = at.tokens().collect();
    let [.., content, media] = tokens.as_slice() else { return false };
    content == "content" && !media.contains("json") && !media.contains('*')
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::Body;
    use super::super::testing::{check_findings, read_all, source};
    use crate::config::Roots;

    const SHOP: &str = r"
openapi: 3.1.0
paths:
  /orders/{id}:
    $ref: 'paths.yaml#/order'
components:
  responses:
    Order:
      content:
        application/json:
          schema: {$ref: '#/components/schemas/Order'}
          example: {id: 1}
        application/xml:
          schema: {$ref: '#/components/schemas/Order'}
          example: <order/>
    Orders:
      content:
        application/json:
          schema:
            type: object
            properties:
              data: {type: array, items: {$ref: '#/components/schemas/Order'}}
          examples:
            two: {value: {data: [{id: 1}, {id: 2}]}}
            three: {$ref: '#/components/examples/Three'}
  examples:
    Three: {value: {data: [{id: 3}]}}
  parameters:
    Id: {name: id, in: path, required: true, schema: {type: integer}, example: 7}
  schemas:
    Order: {type: object, properties: {id: {$ref: '#/components/parameters/Id/schema'}}}
";
    const PATHS: &str = r"
order:
  get:
    responses:
      200: {$ref: 'shop.yaml#/components/responses/Order'}
      400:
        content:
          application/problem+json:
            schema: {type: object, required: [detail], nullable: true}
";

    #[track_caller]
    fn check(roots: Roots, places: &[&str], examples: &[(&str, Value)]) {
        let (read, found) = read_all(&source(&[("shop.yaml", SHOP), ("paths.yaml", PATHS)], roots));
        assert!(found.is_empty(), "{}", found[0]);
        let (documents, schemas) = read.expect("the texts are YAML");
        let place = |id| {
            let location = &schemas[id].location;
            format!("{}#{}", documents.path(location.document), location.pointer)
        };
        let roots: Vec<_> = schemas.roots.iter().map(|id| place(*id)).collect();
        assert_eq!(roots, places);
        let found: Vec<_> = schemas.examples.iter().map(|(id, it)| (place(*id), it.clone())).collect();
        let expect: Vec<_> = examples.iter().map(|(at, it)| ((*at).to_owned(), it.clone())).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn components_and_their_examples() {
        let order = "shop.yaml#/components/schemas/Order";
        check(
            Roots::Definitions,
            &[order],
            &[
                (order, json!({"id": 1})),
                (order, json!({"id": 2})),
                (order, json!({"id": 3})),
                ("shop.yaml#/components/parameters/Id/schema", json!(7)),
            ],
        );
    }

    #[test]
    fn roots_by_reference() {
        let names = [
            "#/components/responses/Orders/content/application~1json/schema",
            "#/paths/~1orders~1%7Bid%7D/get/responses/400/content/application~1problem+json/schema",
            "paths.yaml#/order/get/responses/200/content/application~1json/schema",
        ];
        let roots = Roots::Named(names.iter().map(|it| (*it).to_owned()).collect());
        let (read, found) = read_all(&source(&[("shop.yaml", SHOP), ("paths.yaml", PATHS)], roots));
        assert!(found.is_empty(), "{}", found[0]);
        let (_, schemas) = read.expect("the texts are YAML");
        let places: Vec<_> = schemas.roots.iter().map(|id| schemas[*id].location.pointer.as_str()).collect();
        assert_eq!(
            places,
            [
                "/components/responses/Orders/content/application~1json/schema",
                "/order/get/responses/400/content/application~1problem+json/schema",
                "/components/responses/Order/content/application~1json/schema",
            ]
        );
        let of_orders: Vec<_> = schemas.examples.iter().filter(|(id, _)| *id == schemas.roots[0]).collect();
        assert_eq!(of_orders.len(), 2);
        // The second file has the dialect of the first, where `nullable` is a keyword.
        let Body::Keywords(it) = &schemas[schemas.roots[1]].body else { panic!("an object schema") };
        assert!(it.types.is_some_and(|it| it.contains(super::super::TypeSet::NULL)));
    }

    #[test]
    fn schemas_are_not_led_through() {
        check_findings(
            &[(
                "x.json",
                r##"{"openapi": "3.1.0", "components": {"schemas": {
                "A": {"$ref": "#/components/schemas/B"}, "B": {"properties": {"c": {}}},
                "D": {"$ref": "#/components/schemas/A/properties/c"}}}}"##,
            )],
            &["dangling-reference 3:31 `#/components/schemas/A/properties/c` leads nowhere"],
        );
    }

    #[test]
    fn unquoted_versions() {
        let text = "openapi: 3.0\n$ref: '#/components/schemas/A'\ncomponents: {schemas: {A: {type: string}}}";
        let roots = Roots::Named(vec!["A".to_owned()]);
        let (read, found) = read_all(&source(&[("x.yaml", text)], roots));
        assert!(found.is_empty() && read.is_some());
    }

    #[test]
    fn swagger_is_refused() {
        check_findings(
            &[("x.json", r#"{"swagger": "2.0", "definitions": {}}"#)],
            &["swagger-2 1:13 Swagger 2.0 documents are not read"],
        );
        check_findings(
            &[("x.yaml", "swagger: 2.0\ndefinitions: {}")],
            &["swagger-2 1:10 Swagger 2.0 documents are not read"],
        );
        check_findings(
            &[("x.yaml", "openapi: 4.0.0\ncomponents: {}")],
            &["openapi-version 1:10 OpenAPI `4.0.0` is not read"],
        );
    }
}
