//! The keywords that name and describe: titles, examples, and the extensions of API descriptions.

use serde_json::Value;

use super::Keywords;
use super::members::Members;

/// Reads the annotations of a schema.
///
/// Spec: Validation 2020-12, §9.
pub(super) fn read(members: &mut Members<'_, '_>, out: &mut Keywords) {
    out.title = members.note("title");
    out.description = members.note("description");
    out.default = members.get("default").cloned();
    out.examples.extend(members.get("example").cloned());
    match members.get("examples") {
        Some(Value::Array(items)) => out.examples.extend(items.iter().cloned()),
        // OpenAPI's named examples.
        Some(Value::Object(named)) => {
            out.examples.extend(named.values().filter_map(|it| it.get("value")).cloned());
        }
        Some(_) => members.doubt("examples", "an array"),
        None => {}
    }
    out.deprecated = members.mark("deprecated");
    out.read_only = members.mark("readOnly");
    out.write_only = members.mark("writeOnly");
    out.name_override = name_override(members);
    value_names(members, out);
}

/// What the author calls the type.
fn name_override(members: &Members<'_, '_>) -> Option<String> {
    let ms = members.get("x-ms-enum").and_then(|it| it.get("name"));
    let found = [members.get("x-speakeasy-name-override"), members.get("x-fern-type-name"), ms];
    found.into_iter().flatten().find_map(Value::as_str).map(str::to_owned)
}

/// Reads what authors call the values of an `enum`, in lists beside it or by value.
fn value_names(members: &Members<'_, '_>, out: &mut Keywords) {
    let values = members.get("enum").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let names = ["x-enum-varnames", "x-enumNames", "x-speakeasy-enums"];
    let descriptions = ["x-enum-descriptions", "x-enumDescriptions", "x-speakeasy-enum-descriptions"];
    for keyword in names {
        out.value_names.extend(texts_of_values(values, members.get(keyword)));
    }
    for keyword in descriptions {
        out.value_descriptions.extend(texts_of_values(values, members.get(keyword)));
    }
    let fern = members.get("x-fern-enum").and_then(Value::as_object).into_iter().flatten();
    for (value, it) in fern {
        push(out, &Value::String(value.clone()), it);
    }
    let ms = members.get("x-ms-enum");
    let listed = ms.and_then(|it| it.get("values")).and_then(Value::as_array).into_iter().flatten();
    for it in listed {
        if let Some(value) = it.get("value") {
            push(out, value, it);
        }
    }
    let extensible = members.get("x-extensible-enum");
    if let Some(Value::Array(items)) = extensible {
        out.known_values.clone_from(items);
    }
    let says = |holder: Option<&Value>, expect: &Value| holder == Some(expect);
    out.open_values = extensible.is_some_and(|it| it.is_array() || *it == Value::Bool(true))
        || says(ms.and_then(|it| it.get("modelAsString")), &Value::Bool(true))
        || members.get("x-speakeasy-unknown-values").and_then(Value::as_str) == Some("allow");
}

/// Pairs of value and text, from a list in the order of the values or an object with a member a value.
fn texts_of_values(values: &[Value], texts: Option<&Value>) -> Vec<(Value, String)> {
    let pair = |(value, text): (&Value, &Value)| Some((value.clone(), text.as_str()?.to_owned()));
    match texts {
        Some(Value::Array(texts)) => values.iter().zip(texts).filter_map(pair).collect(),
        Some(Value::Object(texts)) => {
            let key = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            values.iter().filter_map(|value| pair((value, texts.get(&key(value))?))).collect()
        }
        _ => Vec::new(),
    }
}

/// Takes over `name` and `description` of one value.
fn push(out: &mut Keywords, value: &Value, it: &Value) {
    let text = |key: &str| it.get(key).and_then(Value::as_str).map(str::to_owned);
    out.value_names.extend(text("name").map(|name| (value.clone(), name)));
    out.value_descriptions.extend(text("description").map(|text| (value.clone(), text)));
}

#[cfg(test)]
mod tests {
    use super::super::testing::{read_all, source};
    use super::super::{Body, Keywords};
    use crate::config::Roots;

    fn root(text: &str) -> Keywords {
        let (read, _) = read_all(&source(&[("x.json", text)], Roots::Root));
        let (_, schemas) = read.expect("the text is JSON");
        let Body::Keywords(it) = &schemas[schemas.roots[0]].body else { panic!("an object schema") };
        (**it).clone()
    }

    #[track_caller]
    fn check(text: &str, names: &[(&str, &str)], is_open: bool) {
        let root = root(text);
        let found =
            root.value_names.iter().map(|(value, name)| (value.as_str().expect("a string"), name.as_str()));
        assert_eq!(found.collect::<Vec<_>>(), names);
        assert_eq!(root.open_values, is_open);
    }

    #[test]
    fn names_of_values() {
        check(
            r#"{"enum": ["a", "+1"], "x-fern-enum": {"+1": {"name": "PlusOne"}}}"#,
            &[("+1", "PlusOne")],
            false,
        );
        check(r#"{"enum": ["a", "b"], "x-enum-varnames": ["A", "B"]}"#, &[("a", "A"), ("b", "B")], false);
        check(
            r#"{"enum": ["a"], "x-ms-enum": {"modelAsString": true, "values": [{"value": "a", "name": "First"}]}}"#,
            &[("a", "First")],
            true,
        );
        check(r#"{"x-extensible-enum": ["a"]}"#, &[], true);
        check(
            r#"{"enum": ["a", "b"], "x-speakeasy-enums": {"b": "B"}, "x-speakeasy-unknown-values": "allow"}"#,
            &[("b", "B")],
            true,
        );
    }

    #[test]
    fn names_of_types() {
        let check = |text: &str, expect: &str| assert_eq!(root(text).name_override.as_deref(), Some(expect));
        check(r#"{"x-speakeasy-name-override": "Order", "title": "o"}"#, "Order");
        check(r#"{"x-fern-type-name": "Order"}"#, "Order");
        check(r#"{"enum": ["a"], "x-ms-enum": {"name": "Kind"}}"#, "Kind");
    }

    #[test]
    fn examples_of_both_kinds() {
        let root = root(r#"{"example": 1, "examples": [2, 3]}"#);
        assert_eq!(root.examples, [1, 2, 3]);
    }
}
