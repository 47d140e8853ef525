//! What authors call things beside their keys: extensions, titles that are identifiers, and operations.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::pascal;
use crate::schema::{Body, Documents, Location, Schemas};

/// Names by the place that they are for.
pub(crate) type Names = BTreeMap<Location, String>;

/// Collects the names that authors gave to schemas, operations and parameters.
pub(crate) fn names(schemas: &Schemas, documents: &Documents) -> Names {
    let mut names = Names::new();
    for document in documents.ids() {
        let root = Location { document, pointer: String::new() };
        for holder in ["paths", "webhooks"] {
            let paths = documents.root(document).get(holder).and_then(Value::as_object);
            for (path, item) in paths.into_iter().flatten() {
                let at = root.child(holder).child(path);
                operations(&at, item.as_object(), &mut names);
            }
        }
    }
    for (_, schema) in schemas.iter() {
        let Body::Keywords(keywords) = &schema.body else { continue };
        let title = keywords.title.as_deref().filter(|it| is_identifier(it));
        if let Some(name) = keywords.name_override.as_deref().or(title) {
            names.insert(schema.location.clone(), pascal(name));
        }
    }
    names
}

/// The operations of a path by their ids, and what has a `name` in them.
fn operations(path: &Location, item: Option<&Map<String, Value>>, names: &mut Names) {
    for (method, operation) in item.into_iter().flatten() {
        let at = path.child(method);
        if method == "parameters" {
            parameters(&at, operation, names);
        }
        if let Some(id) = operation.get("operationId").and_then(Value::as_str) {
            names.insert(at.clone(), pascal(id));
        }
        if let Some(list) = operation.get("parameters") {
            parameters(&at.child("parameters"), list, names);
        }
    }
}

/// Parameters by their names.
fn parameters(at: &Location, list: &Value, names: &mut Names) {
    for (index, it) in list.as_array().into_iter().flatten().enumerate() {
        if let Some(name) = it.get("name").and_then(Value::as_str) {
            names.insert(at.child(&index.to_string()), pascal(name));
        }
    }
}

/// Whether a title is written as the name of a type: `AccessToken`, not `Access token` and not `Type`.
fn is_identifier(title: &str) -> bool {
    let letters: Vec<char> = title.chars().collect();
    let starts_word = |it: &[char]| it[0].is_uppercase() && it[1].is_lowercase();
    let words = letters.windows(2).skip(1).filter(|it| starts_word(it)).count();
    let is_plain = title.len() <= 40 && letters.iter().all(char::is_ascii_alphanumeric);
    is_plain && letters.first().is_some_and(char::is_ascii_uppercase) && words > 0
}

#[cfg(test)]
mod tests {
    use super::is_identifier;

    #[test]
    fn titles_that_are_names_of_types() {
        for title in ["AccessToken", "HTTPHeader2", "GeoJsonPoint"] {
            assert!(is_identifier(title), "{title}");
        }
        for title in ["Access token", "Type", "accessToken", "", "ID", "Foo_Bar", "Vec<T>"] {
            assert!(!is_identifier(title), "{title}");
        }
    }
}
