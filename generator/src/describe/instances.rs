//! Instances that show what a type accepts, and what it refuses.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::model::TypeId;
use crate::normalize::Normalizer;
use crate::render::Input;
use crate::render::examples::{candidates, term_of};
use crate::schema::equal;

/// Accepted instances shown of a type.
const ACCEPTED: usize = 2;
/// Faulty instances tried of a type.
const REFUSED: usize = 8;
/// Larger instances show nothing at a glance.
const SIZE: usize = 4000;

/// An instance, and what it shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Instance {
    /// The instance.
    pub value: Value,
    /// Where it is from, or what is wrong with it.
    pub about: String,
}

/// Instances that the schema of a type accepts, and some that it refuses, by its letter.
pub(super) fn of(
    input: &Input<'_>,
    normalizer: &Normalizer<'_>,
    id: TypeId,
) -> (Vec<Instance>, Vec<Instance>) {
    let Some(term) = term_of(normalizer, &input.model[id].origin) else { return Default::default() };
    let mut accepted: Vec<Instance> = Vec::new();
    for (value, about) in candidates(input, normalizer, id, &term) {
        let is_new = !accepted.iter().any(|known| equal(&known.value, &value));
        if is_new && value.to_string().len() <= SIZE && normalizer.accepts(&term, &value) {
            accepted.push(Instance { value, about });
        }
    }
    let mut refused = Vec::new();
    // A fault shows best in a small instance.
    let smallest = accepted.iter().map(|it| &it.value).min_by_key(|it| it.to_string().len()).cloned();
    accepted.truncate(ACCEPTED);
    if let Some(good) = smallest {
        faults(&good, &mut |value, about| {
            let is_fault = !normalizer.accepts(&term, &value);
            if is_fault && refused.len() < REFUSED {
                refused.push(Instance { value, about });
            }
            is_fault
        });
    }
    // One shows it, where nothing better is known.
    let other = others().into_iter().find(|it| !normalizer.accepts(&term, it));
    let other = other.filter(|_| refused.len() < REFUSED);
    refused.extend(other.map(|value| Instance { about: "another JSON type".to_owned(), value }));
    (accepted, refused)
}

/// Calls `try_` with instances that differ from a good one in one thing; it says whether that is a fault.
fn faults(good: &Value, try_: &mut dyn FnMut(Value, String) -> bool) {
    match good {
        Value::Object(members) => members_faults(members, try_),
        Value::Array(items) => {
            try_(Value::Array(Vec::new()), "no items".to_owned());
            if let Some(first) = items.first() {
                faults(first, &mut |value, about| {
                    let mut items = items.clone();
                    items[0] = value;
                    try_(Value::Array(items), format!("first item: {about}"))
                });
                let twice = items.iter().chain([first]).cloned().collect();
                try_(Value::Array(twice), "an item twice".to_owned());
            }
        }
        Value::String(text) => {
            try_(Value::String(format!("{text}!")), "another text".to_owned());
            try_(Value::String(String::new()), "the empty text".to_owned());
            try_(Value::Number(1.into()), "a number in place of a text".to_owned());
        }
        Value::Number(number) => {
            for step in [1, -1] {
                if let Some(other) = number.as_i64().and_then(|it| it.checked_add(step)) {
                    try_(other.into(), "another number".to_owned());
                }
            }
            try_((-1).into(), "below zero".to_owned());
            try_(serde_json::json!(0.5), "a fraction".to_owned());
            try_(Value::String(number.to_string()), "a text in place of a number".to_owned());
        }
        Value::Bool(it) => {
            try_(Value::Bool(!it), "the other boolean".to_owned());
            try_(Value::String(it.to_string()), "a text in place of a boolean".to_owned());
        }
        Value::Null => {
            try_(Value::Bool(false), "a value in place of null".to_owned());
        }
    }
}

/// One member missing, null, or at fault itself; or one too many.
fn members_faults(members: &Map<String, Value>, try_: &mut dyn FnMut(Value, String) -> bool) {
    let with = |name: &str, value: Value| {
        let mut members = members.clone();
        members.insert(name.to_owned(), value);
        Value::Object(members)
    };
    // The first fault of each kind comes before the second of any.
    let mut later: Vec<(Value, String)> = Vec::new();
    for (name, value) in members {
        let mut without = members.clone();
        without.shift_remove(name);
        try_(Value::Object(without), format!("without `{name}`"));
        let mut shown = false;
        faults(value, &mut |value, about| {
            let (value, about) = (with(name, value), format!("`{name}`: {about}"));
            if shown {
                later.push((value, about));
            } else {
                shown = try_(value, about);
            }
            shown
        });
        if !value.is_null() {
            later.push((with(name, Value::Null), format!("`{name}` is null")));
        }
    }
    try_(with("unheard-of", Value::Bool(true)), "an unknown member".to_owned());
    for (value, about) in later {
        try_(value, about);
    }
}

/// One instance of each JSON type.
fn others() -> [Value; 6] {
    [
        Value::Null,
        Value::Bool(true),
        Value::Number(1.into()),
        Value::String("text".to_owned()),
        Value::Array(Vec::new()),
        Value::Object(Map::new()),
    ]
}
