//! Changes of a schema that leave it JSON: keywords and values swapped, spliced, wrapped, of the wrong type.

use serde_json::{Map, Value, json};

use crate::random::Random;

const KEYWORDS: [&str; 64] = [
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$recursiveAnchor",
    "$recursiveRef",
    "$ref",
    "$schema",
    "$vocabulary",
    "additionalItems",
    "additionalProperties",
    "allOf",
    "anyOf",
    "components",
    "const",
    "contains",
    "default",
    "definitions",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "deprecated",
    "description",
    "discriminator",
    "else",
    "enum",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "id",
    "if",
    "items",
    "mapping",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "nullable",
    "oneOf",
    "pattern",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyName",
    "propertyNames",
    "readOnly",
    "required",
    "then",
    "title",
    "type",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
];

const TEXTS: [&str; 44] = [
    "",
    "a",
    "string",
    "integer",
    "null",
    "object",
    "array",
    "date-time",
    "regex",
    "Self",
    "self",
    "crate",
    "r#fn",
    "Option",
    "Vec",
    "_",
    "1",
    "é",
    "\u{202e}txet",
    "\u{0}",
    "*/",
    "\"#; fn main() {} //",
    "a\nb",
    "\u{feff}",
    "\u{1F600}",
    "ﷺ",
    "a b-c/d~e%f",
    "(",
    "^(a+)+$",
    "(?<=a)\\1",
    "[\\p{L}--a]",
    "\\u{110000}",
    "a{1000}{1000}",
    "(?i)x",
    "^\\S+$|\\k<n>",
    "#",
    "#/",
    "#/$defs/~2",
    "#/%",
    "#a",
    "other.json",
    "https://json-schema.org/draft/2019-09/schema",
    "http://json-schema.org/draft-04/schema#",
    "urn:uuid:0",
];

/// Wrong in one place or another, and a schema that is not.
pub(crate) struct Pool<'a> {
    /// Schemas to take parts from.
    pub(crate) others: &'a [Value],
    /// Pointers of the schema that is changed.
    pub(crate) pointers: &'a [String],
}

/// Changes one place of a schema.
pub(crate) fn change(random: &mut Random, pool: &Pool<'_>, schema: &mut Value) {
    let is_leaf = match schema {
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    };
    if !is_leaf && !random.chance(16) {
        match schema {
            Value::Array(items) => {
                let at = random.below(items.len());
                return change(random, pool, &mut items[at]);
            }
            Value::Object(members) => {
                let at = random.below(members.len());
                if let Some((_, member)) = members.iter_mut().nth(at) {
                    return change(random, pool, member);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    match schema {
        Value::Object(members) if random.chance(75) => object(random, pool, members),
        Value::Array(items) if random.chance(75) => array(random, pool, items),
        Value::String(text) if text.contains('#') && random.chance(70) => *text = reference(random, pool),
        _ => match random.below(4) {
            0 => wrap(random, schema),
            1 => *schema = part(random, pool),
            _ => *schema = value(random, pool),
        },
    }
}

fn object(random: &mut Random, pool: &Pool<'_>, members: &mut Map<String, Value>) {
    let names: Vec<String> = members.keys().cloned().collect();
    let keyword = (*random.pick(&KEYWORDS)).to_owned();
    match random.below(8) {
        0 if !names.is_empty() => drop(members.shift_remove(random.pick(&names))),
        1 if !names.is_empty() => {
            let (from, value) = (random.pick(&names).clone(), value(random, pool));
            let value = members.insert(from.clone(), value);
            let to = if random.chance(50) { keyword } else { (*random.pick(&TEXTS)).to_owned() };
            members.insert(to, value.unwrap_or_default());
            if random.chance(60) {
                members.shift_remove(&from);
            }
        }
        2 if names.len() > 1 => {
            let (one, other) = (random.pick(&names).clone(), random.pick(&names).clone());
            let values = (members[&one].clone(), members[&other].clone());
            members[&one] = values.1;
            members[&other] = values.0;
        }
        3 => drop(members.insert(keyword, part(random, pool))),
        4 => drop(members.insert("$ref".to_owned(), json!(reference(random, pool)))),
        5 => {
            let keyword = *random.pick(&["allOf", "anyOf", "oneOf", "prefixItems", "items"]);
            let count = 1 + random.below(4);
            members.insert(keyword.to_owned(), (0..count).map(|_| part(random, pool)).collect());
        }
        _ => drop(members.insert(keyword, value(random, pool))),
    }
}

fn array(random: &mut Random, pool: &Pool<'_>, items: &mut Vec<Value>) {
    match random.below(7) {
        0 => items.clear(),
        1 => items.extend(items.first().cloned()),
        2 => items.push(part(random, pool)),
        3 => random.shuffle(items),
        4 => drop(items.pop()),
        5 => {
            let all = items.clone();
            for _ in 0..random.below(6) {
                items.extend(all.iter().cloned());
                items.truncate(300);
            }
        }
        _ => items.push(value(random, pool)),
    }
}

/// Puts a schema into others, one or two hundred deep.
fn wrap(random: &mut Random, schema: &mut Value) {
    let depth = if random.chance(15) { random.below(200) } else { 1 + random.below(4) };
    let keyword =
        *random.pick(&["not", "items", "additionalProperties", "allOf", "oneOf", "properties", "if"]);
    for _ in 0..depth {
        let inner = schema.take();
        *schema = match keyword {
            "allOf" | "oneOf" => json!({keyword: [inner, {"type": "null"}]}),
            "properties" => json!({"properties": {"a": inner}}),
            _ => json!({keyword: inner}),
        };
    }
}

/// A part of another schema.
fn part(random: &mut Random, pool: &Pool<'_>) -> Value {
    let mut part = random.pick(pool.others);
    while !random.chance(25) {
        let inner = match part {
            Value::Array(items) => items.get(random.below(items.len())),
            Value::Object(members) => members.values().nth(random.below(members.len())),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        };
        let Some(inner) = inner else { break };
        part = inner;
    }
    part.clone()
}

fn reference(random: &mut Random, pool: &Pool<'_>) -> String {
    match random.below(10) {
        0..7 if !pool.pointers.is_empty() => format!("#{}", random.pick(pool.pointers)),
        7 => "#".to_owned(),
        8 => format!("other.json#{}", random.pick(&["", "/$defs/a", "/definitions/a", "a"])),
        _ => (*random.pick(&TEXTS)).to_owned(),
    }
}

/// A value of any type.
fn value(random: &mut Random, pool: &Pool<'_>) -> Value {
    let text = *random.pick(&TEXTS);
    match random.below(16) {
        0 => Value::Null,
        1 => json!(random.chance(50)),
        2 => json!(u64::MAX),
        3 => json!(1e18),
        4 => json!(f64::MAX),
        5 => json!(-1),
        6 => json!(0.5),
        7 => json!(random.below(4)),
        8 => json!([]),
        9 => json!({}),
        10 => json!([text]),
        11 => json!({text: {}}),
        12 => json!({"$ref": reference(random, pool)}),
        13 => json!(text.repeat(1 + random.below(300))),
        _ => json!(text),
    }
}

/// The pointers of a value's parts, not all of a large one's.
pub(crate) fn pointers(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![(String::new(), value)];
    while let Some((pointer, value)) = waiting.pop() {
        if found.len() > 2000 {
            break;
        }
        match value {
            Value::Object(members) => waiting.extend(members.iter().map(|(name, member)| {
                (format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1")), member)
            })),
            Value::Array(items) => {
                waiting.extend(items.iter().enumerate().map(|(at, item)| (format!("{pointer}/{at}"), item)));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
        found.push(pointer);
    }
    found
}
