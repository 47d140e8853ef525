//! What was changed in the text of a schema, place by place, in words.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// One change and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SchemaChange {
    /// JSON Pointer in the new document, from `#`; in the old one where the place is gone.
    pub(crate) pointer: String,
    /// In words, JSON in backticks.
    pub(crate) words: String,
}

/// Two versions of a document, and what is known of places in them.
pub(crate) struct Documents<'a> {
    pub(crate) old: &'a Value,
    pub(crate) new: &'a Value,
    /// Whether two places are those of one type, whose changes are told elsewhere.
    pub(crate) is_other_type: &'a dyn Fn(&str, &str) -> bool,
}

/// The changes of a schema, from its place in the old document to that in the new one.
pub(crate) fn between(documents: &Documents<'_>, old: &str, new: &str) -> Vec<SchemaChange> {
    let mut walk = Walk { documents, found: Vec::new(), followed: BTreeSet::new() };
    if let (Some(before), Some(after)) = (documents.old.pointer(old), documents.new.pointer(new)) {
        walk.schemas((before, old), (after, new));
    }
    walk.found
}

/// A value and its place.
type At<'v> = (&'v Value, &'v str);

struct Walk<'a> {
    documents: &'a Documents<'a>,
    found: Vec<SchemaChange>,
    /// Places that references were followed to.
    followed: BTreeSet<(String, String)>,
}

/// Keywords whose value is a schema.
const SCHEMA: [&str; 14] = [
    "additionalItems",
    "additionalProperties",
    "contains",
    "contentSchema",
    "else",
    "if",
    "items",
    "not",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "schema",
    "extends",
];
/// Keywords whose value holds schemas by name.
const MAP: [(&str, &str); 4] = [
    ("properties", "member"),
    ("patternProperties", "pattern"),
    ("dependentSchemas", "dependency on"),
    ("dependencies", "dependency on"),
];
/// Keywords whose value is a list of schemas.
const LIST: [(&str, &str); 5] =
    [("allOf", "part"), ("anyOf", "branch"), ("oneOf", "branch"), ("prefixItems", "item"), ("items", "item")];
/// Keywords whose schemas are told of where they are used.
const ELSEWHERE: [&str; 4] = ["$defs", "definitions", "components", "paths"];
/// Keywords with a text for people, too long to be shown twice.
const PROSE: [&str; 4] = ["title", "description", "$comment", "summary"];

impl Walk<'_> {
    fn say(&mut self, pointer: &str, words: String) {
        self.found.push(SchemaChange { pointer: format!("#{pointer}"), words });
    }

    /// A schema below another one: skipped where it is a type of its own.
    fn below(&mut self, old: At<'_>, new: At<'_>) {
        if !(self.documents.is_other_type)(old.1, new.1) {
            self.schemas(old, new);
        }
    }

    fn schemas(&mut self, old: At<'_>, new: At<'_>) {
        let (Value::Object(before), Value::Object(after)) = (old.0, new.0) else {
            if old.0 != new.0 {
                self.say(new.1, format!("was {}, is {}", schema(old.0), schema(new.0)));
            }
            return;
        };
        let names: Vec<&String> =
            before.keys().chain(after.keys().filter(|it| !before.contains_key(*it))).collect();
        for keyword in names.into_iter().filter(|it| !ELSEWHERE.contains(&it.as_str())) {
            let at = (child(old.1, keyword), child(new.1, keyword));
            match (before.get(keyword), after.get(keyword)) {
                (Some(a), Some(b)) => self.keyword(keyword, (a, &at.0), (b, &at.1)),
                (Some(a), None) => self.came_or_went(keyword, a, "gone", &at.0),
                (None, Some(b)) => self.came_or_went(keyword, b, "new", &at.1),
                (None, None) => {}
            }
        }
    }

    fn came_or_went(&mut self, keyword: &str, value: &Value, what: &str, at: &str) {
        let words = match (keyword, value) {
            ("required" | "enum", Value::Array(items)) => {
                let word = if what == "new" { "is new with" } else { "is gone with" };
                format!("`{keyword}` {word} {}", listed(items.iter()))
            }
            ("additionalProperties" | "unevaluatedProperties", Value::Bool(false)) if what == "new" => {
                format!("closed: `{keyword}: false` is new")
            }
            ("additionalProperties" | "unevaluatedProperties", Value::Bool(false)) => {
                format!("opened: `{keyword}: false` is gone")
            }
            (_, Value::Object(members)) if MAP.iter().any(|(it, _)| *it == keyword) => {
                let names = members.keys().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
                format!("`{keyword}` is {what}: {names}")
            }
            (keyword, _) if PROSE.contains(&keyword) => format!("`{keyword}` is {what}"),
            _ => format!("{} is {what}", stated(keyword, value)),
        };
        self.say(at, words);
    }

    fn keyword(&mut self, keyword: &str, old: At<'_>, new: At<'_>) {
        let map = MAP.iter().find(|(it, _)| *it == keyword);
        let list = LIST.iter().find(|(it, _)| *it == keyword);
        match (old.0, new.0) {
            (Value::Object(before), Value::Object(after)) if map.is_some() => {
                let noun = map.map_or("", |(_, noun)| noun);
                self.members(noun, (before, old.1), (after, new.1));
            }
            (Value::Array(before), Value::Array(after)) if list.is_some() => {
                let noun = list.map_or("", |(_, noun)| noun);
                self.list(keyword, noun, (before, old.1), (after, new.1));
            }
            (Value::Array(before), Value::Array(after))
                if ["enum", "required", "type"].contains(&keyword) =>
            {
                self.set(keyword, before, after, new.1);
            }
            (Value::Object(_) | Value::Bool(_), Value::Object(_) | Value::Bool(_))
                if SCHEMA.contains(&keyword) =>
            {
                self.below(old, new);
            }
            (Value::String(before), Value::String(after)) if keyword == "$ref" => {
                self.reference((before, old.1), (after, new.1));
            }
            (before, after) if before == after => {}
            _ if PROSE.contains(&keyword) => self.say(new.1, format!("`{keyword}` has other words")),
            (before, after) => self.say(new.1, format!("`{keyword}` was `{before}`, is `{after}`")),
        }
    }

    fn members(&mut self, noun: &str, old: (&Map<String, Value>, &str), new: (&Map<String, Value>, &str)) {
        for (name, before) in old.0 {
            let at = child(old.1, name);
            match new.0.get(name) {
                Some(after) => self.below((before, &at), (after, &child(new.1, name))),
                None => self.say(&at, format!("{noun} `{name}` is gone")),
            }
        }
        for (name, after) in new.0.iter().filter(|(name, _)| !old.0.contains_key(*name)) {
            self.say(&child(new.1, name), format!("{noun} `{name}` is new: {}", schema(after)));
        }
    }

    /// Entries are matched by their text, then by the type they stand for, then in order.
    fn list(&mut self, keyword: &str, noun: &str, old: (&Vec<Value>, &str), new: (&Vec<Value>, &str)) {
        let place = |base: &str, at: usize| child(base, &at.to_string());
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        let same_text = |a: usize, b: usize| old.0[a] == new.0[b];
        let same_type =
            |a: usize, b: usize| (self.documents.is_other_type)(&place(old.1, a), &place(new.1, b));
        // Items of a tuple are told apart by nothing but their places.
        let in_order = keyword == "prefixItems" || keyword == "items";
        let never = |_: usize, _: usize| false;
        let tests: [&dyn Fn(usize, usize) -> bool; 3] =
            if in_order { [&|a, b| a == b, &never, &never] } else { [&same_text, &same_type, &|_, _| true] };
        for test in tests {
            for a in 0..old.0.len() {
                let is_free = |b: &usize| !pairs.iter().any(|(_, it)| it == b);
                if pairs.iter().any(|(it, _)| *it == a) {
                    continue;
                }
                let found = (0..new.0.len()).filter(is_free).find(|b| test(a, *b));
                pairs.extend(found.map(|b| (a, b)));
            }
        }
        pairs.sort_unstable();
        if pairs.windows(2).any(|it| it[0].1 > it[1].1) {
            self.say(new.1, format!("`{keyword}` has another order"));
        }
        for (a, b) in &pairs {
            self.below((&old.0[*a], &place(old.1, *a)), (&new.0[*b], &place(new.1, *b)));
        }
        for a in (0..old.0.len()).filter(|a| !pairs.iter().any(|(it, _)| it == a)) {
            self.say(&place(old.1, a), format!("{noun} of `{keyword}` is gone: {}", schema(&old.0[a])));
        }
        for b in (0..new.0.len()).filter(|b| !pairs.iter().any(|(_, it)| it == b)) {
            self.say(&place(new.1, b), format!("{noun} of `{keyword}` is new: {}", schema(&new.0[b])));
        }
    }

    fn set(&mut self, keyword: &str, before: &[Value], after: &[Value], at: &str) {
        let lost: Vec<&Value> = before.iter().filter(|it| !after.contains(it)).collect();
        let gained: Vec<&Value> = after.iter().filter(|it| !before.contains(it)).collect();
        if !lost.is_empty() {
            self.say(at, format!("`{keyword}` loses {}", listed(lost.iter().copied())));
        }
        if !gained.is_empty() {
            self.say(at, format!("`{keyword}` gains {}", listed(gained.iter().copied())));
        }
        if lost.is_empty() && gained.is_empty() && before != after {
            self.say(at, format!("`{keyword}` has another order"));
        }
    }

    /// What a reference leads to is told of here where it is no type of its own.
    fn reference(&mut self, old: (&str, &str), new: (&str, &str)) {
        let targets = old.0.strip_prefix('#').zip(new.0.strip_prefix('#'));
        let values =
            targets.and_then(|(a, b)| Some((self.documents.old.pointer(a)?, self.documents.new.pointer(b)?)));
        let Some(((before, after), (a, b))) = values.zip(targets) else {
            if old.0 != new.0 {
                self.say(new.1, format!("`$ref` was `{}`, is `{}`", old.0, new.0));
            }
            return;
        };
        if (self.documents.is_other_type)(a, b) {
            return;
        }
        if old.0 != new.0 {
            self.say(new.1, format!("`$ref` was `{}`, is `{}`", old.0, new.0));
        } else if self.followed.insert((a.to_owned(), b.to_owned())) {
            self.schemas((before, a), (after, b));
        }
    }
}

fn child(pointer: &str, token: &str) -> String {
    format!("{pointer}/{}", token.replace('~', "~0").replace('/', "~1"))
}

fn listed<'v>(values: impl Iterator<Item = &'v Value>) -> String {
    values.map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
}

fn stated(keyword: &str, value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() > 80 { format!("`{keyword}`") } else { format!("`{keyword}: {text}`") }
}

/// A schema in a few words.
fn schema(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 60 {
        return format!("`{text}`");
    }
    for keyword in ["$ref", "title", "type"] {
        if let Some(value) = value.get(keyword) {
            return format!("a schema with `{keyword}: {value}`");
        }
    }
    "a schema".to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Documents, between};

    #[track_caller]
    fn check(old: &Value, new: &Value, expected: &[(&str, &str)]) {
        let documents = Documents { old, new, is_other_type: &|a, _| a == "/$defs/Type" };
        let found = between(&documents, "", "");
        let found: Vec<(&str, &str)> = found.iter().map(|it| (&*it.pointer, &*it.words)).collect();
        assert_eq!(found, expected);
        assert_eq!(between(&Documents { new: old, ..documents }, "", ""), []);
    }

    #[test]
    fn keywords() {
        check(
            &json!({"enum": ["a"]}),
            &json!({"enum": ["b"]}),
            &[("#/enum", "`enum` loses `\"a\"`"), ("#/enum", "`enum` gains `\"b\"`")],
        );
        check(
            &json!({"maxLength": 5}),
            &json!({"maxLength": 3}),
            &[("#/maxLength", "`maxLength` was `5`, is `3`")],
        );
        check(
            &json!({}),
            &json!({"additionalProperties": false}),
            &[("#/additionalProperties", "closed: `additionalProperties: false` is new")],
        );
        check(
            &json!({"description": "a"}),
            &json!({"description": "b"}),
            &[("#/description", "`description` has other words")],
        );
    }

    #[test]
    fn members_and_branches() {
        check(
            &json!({"properties": {"a/b": {"type": "string"}, "c": true}}),
            &json!({"properties": {"a/b": {"type": "null"}, "d": {}}}),
            &[
                ("#/properties/a~1b/type", "`type` was `\"string\"`, is `\"null\"`"),
                ("#/properties/c", "member `c` is gone"),
                ("#/properties/d", "member `d` is new: `{}`"),
            ],
        );
        let (a, b) = (json!({"type": "string"}), json!({"type": "null"}));
        check(
            &json!({"oneOf": [a, b]}),
            &json!({"oneOf": [b, a]}),
            &[("#/oneOf", "`oneOf` has another order")],
        );
        check(
            &json!({"oneOf": [a]}),
            &json!({"oneOf": [b, a]}),
            &[("#/oneOf/0", "branch of `oneOf` is new: `{\"type\":\"null\"}`")],
        );
    }

    #[test]
    fn references_are_followed_unless_to_a_type() {
        let text = |length: u8| json!({"$defs": {"Text": {"maxLength": length}}, "$ref": "#/$defs/Text"});
        check(&text(1), &text(2), &[("#/$defs/Text/maxLength", "`maxLength` was `1`, is `2`")]);
        let ty = |length: u8| json!({"$defs": {"Type": {"maxLength": length}}, "$ref": "#/$defs/Type"});
        check(&ty(1), &ty(2), &[]);
    }
}
