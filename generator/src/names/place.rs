//! The name that a schema's place in its document gives.

use super::{Renames, pascal};
use crate::schema::Location;

/// Names of places that are not spelled there.
pub(super) struct Given<'a> {
    /// From the manifest.
    pub(super) renames: &'a Renames,
    /// From what authors call things beside their keys.
    pub(super) authors: &'a Renames,
    /// The variants that branches became.
    pub(super) branches: &'a Renames,
}

/// The name of the nearest definition or operation, then the way down from there.
pub(super) fn name(location: &Location, document: String, given: &Given<'_>) -> String {
    let tokens: Vec<String> = location.tokens().collect();
    let mut at = Location { document: location.document, pointer: String::new() };
    let mut name = given.renames.get(&at).cloned().unwrap_or(document);
    let is_operation = tokens.first().is_some_and(|it| it == "paths" || it == "webhooks");
    let mut index = 0;
    while index < tokens.len() {
        let start = index;
        let token = tokens[start].as_str();
        let next = tokens.get(start + 1).map(String::as_str);
        index += if next.is_some_and(|next| takes_key(token, next)) { 2 } else { 1 };
        for token in &tokens[start..index] {
            at = at.child(token);
        }
        let author = given.authors.get(&at);
        if let Some(given) = given.renames.get(&at) {
            name.clone_from(given);
        } else if is_operation && let Some(step) = in_operation(&name, start, (token, next), author) {
            name = step;
        } else if let Some(given) = author {
            name.clone_from(given);
        } else if let (Some(_), true) = (next, is_definition(token)) {
            name = pascal(next.unwrap_or_default());
        } else {
            name.push_str(&step((token, next), index - start, given.branches.get(&at)));
        }
    }
    name
}

/// Whether what a keyword holds has names of its own.
fn is_definition(keyword: &str) -> bool {
    matches!(
        keyword,
        "$defs" | "definitions" | "schemas" | "responses" | "parameters" | "requestBodies" | "headers"
    )
}

/// The name after a step in the description of an operation; `None` for steps that are as elsewhere.
///
/// `GET /orders/{id}` is `GetOrdersId`, or what its `operationId` says; its answers are `…Response`, and
/// those that don't tell of success `…Response404`.
fn in_operation(
    name: &str,
    start: usize,
    (token, next): (&str, Option<&str>),
    author: Option<&String>,
) -> Option<String> {
    match (token, next) {
        ("paths" | "webhooks", Some(key)) => Some(pascal(key)),
        ("parameters", Some(_)) => Some(format!("{name}{}", author.map_or("Parameter", String::as_str))),
        ("headers", Some(key)) => Some(format!("{name}{}", pascal(key))),
        ("responses", Some(status)) if status.starts_with('2') || status == "default" => {
            Some(format!("{name}Response"))
        }
        ("responses", Some(status)) => Some(format!("{name}Response{status}")),
        ("requestBody", _) => Some(format!("{name}Request")),
        (method, _) if start == 2 && author.is_none() => Some(format!("{}{name}", pascal(method))),
        _ => None,
    }
}

/// What a step that is one keyword, or a keyword and a key, adds to a name.
fn step((token, next): (&str, Option<&str>), used: usize, branch: Option<&String>) -> String {
    match (token, next) {
        ("items", Some(key)) if used == 2 => format!("Item{}", ordinal(key)),
        ("prefixItems", Some(key)) => format!("Item{}", ordinal(key)),
        ("items" | "additionalItems" | "unevaluatedItems" | "contains", _) => "Item".to_owned(),
        ("additionalProperties" | "unevaluatedProperties" | "patternProperties", _) => "Value".to_owned(),
        ("oneOf" | "anyOf", _) => branch.cloned().unwrap_or_default(),
        ("components" | "allOf" | "then" | "else" | "if" | "not" | "content" | "schema", _) => String::new(),
        ("properties" | "dependentSchemas" | "dependencies", Some(key)) => pascal(key),
        (other, _) => pascal(other),
    }
}
/// Whether the token after a keyword is a name or an index of the author's.
fn takes_key(token: &str, next: &str) -> bool {
    // Before 2020-12, `items` may be a list.
    let is_listed = token == "items" && next.bytes().all(|it| it.is_ascii_digit());
    is_listed
        || matches!(
            token,
            "$defs"
                | "definitions"
                | "schemas"
                | "responses"
                | "parameters"
                | "requestBodies"
                | "headers"
                | "properties"
                | "prefixItems"
                | "patternProperties"
                | "oneOf"
                | "anyOf"
                | "allOf"
                | "paths"
                | "webhooks"
                | "dependentSchemas"
                | "dependencies"
                | "content"
        )
}

fn ordinal(index: &str) -> String {
    index.parse::<usize>().map_or_else(|_| index.to_owned(), |it| (it.saturating_add(1)).to_string())
}

#[cfg(test)]
mod tests {
    use super::{Given, Renames, name};
    use crate::schema::{DocumentId, Location};

    fn at(pointer: &str) -> Location {
        Location { document: DocumentId(0), pointer: pointer.to_owned() }
    }

    #[track_caller]
    fn check(pointer: &str, authors: &[(&str, &str)], expect: &str) {
        let authors: Renames = authors.iter().map(|(pointer, it)| (at(pointer), (*it).to_owned())).collect();
        let none = Renames::new();
        let given = Given { renames: &none, authors: &authors, branches: &none };
        assert_eq!(name(&at(pointer), "Shop".to_owned(), &given), expect, "{pointer}");
    }

    #[test]
    fn schemas_are_named_by_the_way_to_them() {
        check("/properties/a/items/properties/b", &[], "ShopAItemB");
        check("/definitions/Order/items/0", &[], "OrderItem1");
        check("/$defs/Order/properties/lines", &[("/$defs/Order", "Purchase")], "PurchaseLines");
        check("/components/responses/Gone/content/application~1json/schema", &[], "Gone");
    }

    #[test]
    fn schemas_in_operations_are_named_as_people_would() {
        let answer = "/paths/~1orders~1{id}/get/responses/200/content/application~1json/schema";
        check(answer, &[], "GetOrdersIdResponse");
        let fault = "/paths/~1orders~1{id}/get/responses/404/content/application~1json/schema/properties/why";
        check(fault, &[("/paths/~1orders~1{id}/get", "FetchOrder")], "FetchOrderResponse404Why");
        check("/paths/~1orders/post/requestBody/content/application~1json/schema", &[], "PostOrdersRequest");
        check(
            "/webhooks/gone/post/requestBody/content/application~1json/schema/items",
            &[],
            "PostGoneRequestItem",
        );
        let list = "/paths/~1orders/parameters";
        check(&format!("{list}/0/schema"), &[(&format!("{list}/0"), "Page")], "OrdersPage");
    }
}
