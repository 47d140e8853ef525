//! Changes of an instance, and instances out of nothing.

use serde_json::{Map, Value, json};

use crate::random::Random;
use crate::schemas::{NAMES, TEXTS};

/// Changes one part of an instance.
pub(super) fn mutate(random: &mut Random, instance: &mut Value) {
    let is_here = random.chance(35);
    match instance {
        Value::Array(items) if !items.is_empty() && !is_here => {
            let at = random.below(items.len());
            mutate(random, &mut items[at]);
        }
        Value::Object(members) if !members.is_empty() && !is_here => {
            let at = random.below(members.len());
            if let Some((_, member)) = members.iter_mut().nth(at) {
                mutate(random, member);
            }
        }
        Value::Array(items) => match random.below(5) {
            0 => drop(items.pop()),
            1 => items.push(any(random, 1)),
            2 => items.extend(items.first().cloned()),
            3 => random.shuffle(items),
            _ => *instance = any(random, 1),
        },
        Value::Object(members) => match random.below(6) {
            0 | 1 => remove(random, members),
            2 => {
                let value = any(random, 1);
                members.insert((*random.pick(&NAMES)).to_owned(), value);
            }
            3 => {
                let mut entries: Vec<(String, Value)> = std::mem::take(members).into_iter().collect();
                random.shuffle(&mut entries);
                members.extend(entries);
            }
            4 => {
                let at = random.below(members.len());
                if let Some((_, member)) = members.iter_mut().nth(at) {
                    *member = Value::Null;
                }
            }
            _ => *instance = any(random, 1),
        },
        Value::String(text) if random.chance(60) => match random.below(3) {
            0 => drop(text.pop()),
            1 => text.push('a'),
            _ => text.insert(0, '\u{1F600}'),
        },
        Value::Number(it) if random.chance(60) => {
            let value = it.as_f64().unwrap_or_default();
            *instance = super::number(value + random.pick(&[1.0, -1.0, 0.5]), random.chance(80));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => *instance = any(random, 1),
    }
}

fn remove(random: &mut Random, members: &mut Map<String, Value>) {
    let at = random.below(members.len());
    let name = members.keys().nth(at).cloned();
    if let Some(name) = name {
        members.shift_remove(&name);
    }
}

/// Any instance that nests at most so deep.
pub(super) fn any(random: &mut Random, depth: usize) -> Value {
    match random.below(if depth == 0 { 10 } else { 14 }) {
        0 | 1 => Value::Null,
        2 => json!(random.chance(50)),
        3..6 => number(random),
        6..10 => json!(*random.pick(&TEXTS)),
        10 | 11 => (0..random.below(3)).map(|_| any(random, depth - 1)).collect(),
        _ => {
            let entry = |random: &mut Random| ((*random.pick(&NAMES)).to_owned(), any(random, depth - 1));
            Value::Object((0..random.below(3)).map(|_| entry(random)).collect())
        }
    }
}

/// Any number, near the limits of types now and then.
pub(super) fn number(random: &mut Random) -> Value {
    match random.below(24) {
        0 => json!(i64::MIN),
        1 => json!(i64::MAX),
        2 => json!(u64::MAX),
        3 => json!(9_007_199_254_740_993_i64),
        4 => json!(1e20),
        5 => json!(0.1),
        6 => json!(-0.0),
        7 => json!(i64::from(i32::MAX) + 1),
        8 => json!(256),
        9..12 => json!(1.0),
        12..15 => json!(1.5),
        _ => json!(i64::try_from(random.below(6)).unwrap_or(0) - 2),
    }
}

/// A text that may match a pattern: the characters that stand in it.
pub(super) fn near(random: &mut Random, pattern: &str) -> String {
    let known: &[(&str, &[&str])] = &[
        ("^a", &["a", "ab"]),
        ("^[a-z]+$", &["abc", "a"]),
        ("b", &["b", "abc"]),
        ("^.{2}$", &["ab", "\u{1F600}é"]),
        ("\\d", &["x1", "7"]),
        ("^(a|ab)*$", &["", "aab"]),
        ("^\\p{L}+$", &["é", "abc"]),
        ("^$", &[""]),
        ("^(?!ab)", &["b", "a"]),
        ("^[^a]*$", &["b", "xyz"]),
    ];
    if let (Some((_, texts)), true) = (known.iter().find(|(it, _)| *it == pattern), random.chance(80)) {
        return (*random.pick(texts)).to_owned();
    }
    let text: String = pattern.chars().filter(|it| it.is_alphanumeric() || "-_./:@ ".contains(*it)).collect();
    text
}
