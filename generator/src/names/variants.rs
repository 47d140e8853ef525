//! Names of variants.

use std::collections::BTreeSet;

use serde_json::Value;

use super::pascal;
use crate::model::{Choice, ChoiceValue, Hint, Union, Variant};

/// The variants of an enum over known values: the author's names, else the values.
pub(super) fn of_choice(choice: &Choice) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let name = |it: &ChoiceValue| {
        let wanted = it.given_name.as_deref().map_or_else(|| of_value(&it.value), pascal);
        let name = first_free(&wanted, &it.value, &taken);
        taken.insert(name.clone());
        name
    };
    choice.values.iter().map(name).collect()
}

/// A name for a JSON value.
fn of_value(value: &Value) -> String {
    match value {
        Value::Null => "Null".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(number) => pascal(&number.to_string()),
        Value::String(text) => {
            let short: String = text.chars().take(60).collect();
            pascal(&short)
        }
        Value::Array(items) if items.is_empty() => "EmptyArray".to_owned(),
        Value::Array(_) => "Array".to_owned(),
        Value::Object(members) if members.is_empty() => "EmptyObject".to_owned(),
        Value::Object(_) => "Object".to_owned(),
    }
}

/// The name, or one that says how its value differs from those before it.
fn first_free(wanted: &str, value: &Value, taken: &BTreeSet<String>) -> String {
    let is_free = |name: &String| !taken.contains(name);
    let mut kin = vec![wanted.to_owned()];
    if let Value::String(text) = value {
        let upper = text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase);
        let lower = text.chars().any(char::is_lowercase) && !text.chars().any(char::is_uppercase);
        for (applies, suffix) in [
            (upper, "Upper"),
            (lower, "Lower"),
            (text.contains('_'), "Underscore"),
            (text.contains('-'), "Dash"),
            (text.contains(' '), "Space"),
            (text.contains('.'), "Dot"),
        ] {
            if applies {
                kin.push(pascal(&format!("{wanted}{suffix}")));
            }
        }
    }
    kin.into_iter().find(is_free).unwrap_or_else(|| super::free_pascal(wanted, |it| taken.contains(it)))
}

/// A way to name a variant.
type Level<'a> = &'a dyn Fn(usize, &Variant) -> Option<String>;

/// The variants of a union: by what the author calls them, else by what tells them apart.
pub(super) fn of_union(union: &Union, union_name: &str) -> Vec<String> {
    let variants = &union.variants;
    let definitions = short_definitions(variants, union_name);
    let given: Level<'_> = &|_, it| {
        it.hints.iter().find_map(|hint| match hint {
            Hint::Given(name) => Some(pascal(name)),
            _ => None,
        })
    };
    let tag: Level<'_> = &|_, it| {
        it.hints.iter().find_map(|hint| match hint {
            Hint::Tag(member, value) => Some(of_tag(member, value)),
            Hint::Value(value) => Some(of_value(value)),
            _ => None,
        })
    };
    let definition: Level<'_> = &|index, _| definitions[index].clone();
    let other: Level<'_> = &|_, it| {
        it.hints.iter().find_map(|hint| match hint {
            Hint::JsonType("object") => None,
            Hint::JsonType(name) => Some(pascal(name)),
            Hint::Member(name) => Some(pascal(name)),
            _ => None,
        })
    };
    let last: Level<'_> = &|_, it| {
        it.hints.iter().find_map(|hint| match hint {
            Hint::JsonType(name) => Some(pascal(name)),
            _ => None,
        })
    };
    for level in [given, tag, definition] {
        let names: Option<Vec<String>> =
            variants.iter().enumerate().map(|(index, it)| fixed(it).or_else(|| level(index, it))).collect();
        if let Some(names) = names.filter(|it| all_differ(it)) {
            return names;
        }
    }
    let mut names: Vec<String> = Vec::new();
    for (index, variant) in variants.iter().enumerate() {
        let levels = [tag, definition, given, other, last];
        let wanted: Vec<String> = fixed(variant)
            .into_iter()
            .chain(levels.iter().filter_map(|level| level(index, variant)))
            .collect();
        let free = wanted.iter().find(|it| !names.contains(it)).cloned();
        let base = wanted.first().cloned().unwrap_or_else(|| "Value".to_owned());
        let name =
            free.unwrap_or_else(|| super::free_pascal(&base, |it| names.iter().any(|name| name == it)));
        names.push(name);
    }
    names
}

/// The name that a variant has whatever the others are called.
fn fixed(variant: &Variant) -> Option<String> {
    variant.hints.iter().find_map(|hint| match hint {
        Hint::Fixed(name) => Some((*name).to_owned()),
        _ => None,
    })
}

fn all_differ(names: &[String]) -> bool {
    let distinct: BTreeSet<&String> = names.iter().collect();
    distinct.len() == names.len()
}

/// A name for a tag: its value, or for a boolean the member with or without `Not`.
fn of_tag(member: &str, value: &Value) -> String {
    match value {
        Value::Bool(true) => pascal(member),
        Value::Bool(false) => pascal(&format!("not_{}", super::snake(member))),
        Value::Null => pascal(&format!("no_{}", super::snake(member))),
        value => of_value(value),
    }
}

/// The names of the definitions that the variants refer to, without what they all begin with.
fn short_definitions(variants: &[Variant], union_name: &str) -> Vec<Option<String>> {
    let keys: Vec<Option<String>> = variants
        .iter()
        .map(|it| {
            it.hints.iter().find_map(|hint| match hint {
                Hint::Definition(key) => Some(pascal(key)),
                _ => None,
            })
        })
        .collect();
    let known: Vec<&String> = keys.iter().flatten().collect();
    if known.len() < 2 {
        return keys;
    }
    let strips = |prefix: usize| {
        known
            .iter()
            .all(|key| key.get(prefix..).and_then(|rest| rest.chars().next()).is_some_and(char::is_uppercase))
    };
    let common = known[1..].iter().fold(known[0].len(), |length, key| {
        known[0].bytes().zip(key.bytes()).take(length).take_while(|(a, b)| a == b).count()
    });
    let by_union = Some(union_name.len())
        .filter(|it| known.iter().all(|key| key.starts_with(union_name)) && strips(*it));
    let by_words = (1..=common).rev().find(|it| known[0].is_char_boundary(*it) && strips(*it));
    match by_union.or(by_words) {
        Some(prefix) => keys.into_iter().map(|it| it.map(|key| key[prefix..].to_owned())).collect(),
        None => keys,
    }
}
