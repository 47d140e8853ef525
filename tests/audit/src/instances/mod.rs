//! Instances made from a schema: what it seems to ask for, its boundaries on both sides, and what has one fault.
//!
//! Whether one is valid is for the oracle to say. The maker only has to come close to the schema often enough.

mod mutation;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::random::Random;
use crate::schemas::{self, NAMES, TEXTS};

/// How deep an instance may nest before its parts become simple.
const DEPTH: usize = 7;

/// How many parts an instance may have, and how deep it may nest, where the schema never has enough.
const PARTS: usize = 250;
const DEPTH_AT_MOST: usize = 14;

/// How many schemas may hold for one part: recursion within `allOf` has more of them on every level.
const TOGETHER: usize = 500;

/// Makes different instances of a schema, at most so many, some of them out of given ones.
pub(crate) fn random(random: &mut Random, schema: &Value, given: &[Value], count: usize) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    let mut instances: Vec<Value> = Vec::new();
    // A schema may have fewer instances than asked for: `{"const": 1}`.
    for attempt in 0..count * 3 {
        if instances.len() >= count {
            break;
        }
        let mut maker = Maker { random, root: schema, noise: 0, parts: 0 };
        let instance = match attempt % 10 {
            0..4 => maker.instance(&[schema], 0),
            4..6 => {
                maker.noise = 6;
                maker.instance(&[schema], 0)
            }
            6..9 => {
                let mut instance = match given {
                    [] => maker.instance(&[schema], 0),
                    _ => random.pick(given).clone(),
                };
                for _ in 0..=random.below(2) {
                    mutation::mutate(random, &mut instance);
                }
                instance
            }
            _ => mutation::any(random, 2),
        };
        if seen.insert(instance.to_string()) {
            instances.push(instance);
        }
    }
    instances
}

struct Maker<'s, 'r> {
    random: &'r mut Random,
    root: &'s Value,
    /// In how many of a hundred parts something else stands.
    noise: usize,
    parts: usize,
}

/// The keywords of schemas that hold for one instance together.
type Together<'s> = Vec<&'s Map<String, Value>>;

impl<'s> Maker<'s, '_> {
    fn instance(&mut self, schemas: &[&'s Value], depth: usize) -> Value {
        self.parts += 1;
        if depth > DEPTH_AT_MOST || self.parts > PARTS {
            return mutation::any(self.random, 0);
        }
        if self.noise > 0 && self.random.chance(self.noise) {
            return mutation::any(self.random, 1);
        }
        let mut together = Vec::new();
        for schema in schemas {
            self.gather(schema, &mut together, 0);
        }
        if let Some(value) = self.listed(&together) {
            return value;
        }
        match self.ty(&together, depth) {
            "null" => Value::Null,
            "boolean" => json!(self.random.chance(50)),
            "integer" => self.number(&together, true),
            "number" => self.number(&together, false),
            "string" => self.string(&together),
            "array" => self.array(&together, depth),
            _ => self.object(&together, depth),
        }
    }

    /// Follows the keywords that apply in place; of branches, one.
    fn gather(&mut self, schema: &'s Value, together: &mut Together<'s>, depth: usize) {
        let Value::Object(members) = schema else { return };
        if depth > 12 || together.len() >= TOGETHER {
            return;
        }
        together.push(members);
        if let Some(target) = self.target(members) {
            self.gather(target, together, depth + 1);
        }
        for branch in list(members, "allOf") {
            self.gather(branch, together, depth + 1);
        }
        for keyword in ["oneOf", "anyOf"] {
            let branches = list(members, keyword);
            if !branches.is_empty() {
                let branch = &branches[self.random.below(branches.len())];
                self.gather(branch, together, depth + 1);
            }
        }
        if let (Some(condition), true) = (members.get("if"), self.random.chance(80)) {
            let is_met = self.random.chance(55);
            if is_met {
                self.gather(condition, together, depth + 1);
            }
            if let Some(branch) = members.get(if is_met { "then" } else { "else" }) {
                self.gather(branch, together, depth + 1);
            }
        }
        // Now and then what must not be, to see that it is refused.
        if let (Some(refused), true) = (members.get("not"), self.random.chance(25)) {
            self.gather(refused, together, depth + 1);
        }
        for keyword in ["dependentSchemas", "dependencies"] {
            for (_, dependent) in map(members, keyword) {
                if self.random.chance(40) {
                    self.gather(dependent, together, depth + 1);
                }
            }
        }
    }

    /// The target of a reference within the document.
    fn target(&self, members: &Map<String, Value>) -> Option<&'s Value> {
        let reference =
            ["$ref", "$recursiveRef", "$dynamicRef"].iter().find_map(|it| members.get(*it))?.as_str()?;
        let moved = reference.strip_prefix("#/components/schemas/").map(|it| format!("#/$defs/{it}"));
        schemas::target(self.root, reference).or_else(|| schemas::target(self.root, &moved?))
    }

    /// One of the values that are listed, where some are.
    fn listed(&mut self, together: &Together<'s>) -> Option<Value> {
        let mut listed: Vec<&Value> = Vec::new();
        for members in together {
            listed.extend(members.get("const"));
            listed.extend(list(members, "enum"));
        }
        (!listed.is_empty() && self.random.chance(96)).then(|| (*self.random.pick(&listed)).clone())
    }

    fn ty(&mut self, together: &Together<'s>, depth: usize) -> &'static str {
        const ALL: [&str; 7] = ["null", "boolean", "integer", "number", "string", "array", "object"];
        let mut left: Vec<&'static str> = ALL.to_vec();
        for members in together {
            let Some(types) = members.get("type") else { continue };
            let has = |ty: &str| types == ty || types.as_array().is_some_and(|it| it.contains(&json!(ty)));
            left.retain(|it| has(it) || (*it == "integer" && has("number")));
            if members.get("nullable") == Some(&Value::Bool(true)) && self.random.chance(20) {
                return "null";
            }
        }
        if left.len() == ALL.len() && self.random.chance(85) {
            // The type that the keywords are for.
            let has = |keywords: &[&str]| {
                together.iter().any(|it| keywords.iter().any(|key| it.contains_key(*key)))
            };
            left.retain(|it| match *it {
                "object" => has(&[
                    "properties",
                    "required",
                    "additionalProperties",
                    "patternProperties",
                    "minProperties",
                    "maxProperties",
                    "propertyNames",
                    "dependencies",
                    "dependentRequired",
                    "unevaluatedProperties",
                ]),
                "array" => has(&[
                    "items",
                    "prefixItems",
                    "minItems",
                    "maxItems",
                    "uniqueItems",
                    "contains",
                    "unevaluatedItems",
                ]),
                "string" => has(&["pattern", "minLength", "maxLength", "format"]),
                "integer" | "number" => {
                    has(&["minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"])
                }
                _ => false,
            });
        }
        let is_simple = |it: &&str| !matches!(*it, "array" | "object");
        if depth >= DEPTH && left.iter().any(is_simple) {
            left.retain(|it| is_simple(it));
        }
        let left = if left.is_empty() { ALL.to_vec() } else { left };
        left[self.random.below(left.len())]
    }

    fn number(&mut self, together: &Together<'s>, is_integer: bool) -> Value {
        let mut about = vec![0.0];
        for keyword in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] {
            about.extend(together.iter().filter_map(|it| it.get(keyword)?.as_f64()));
        }
        let about = *self.random.pick(&about);
        let step = together.iter().find_map(|it| it.get("multipleOf")?.as_f64());
        if let (Some(step), true) = (step, self.random.chance(75)) {
            #[expect(clippy::cast_precision_loss, reason = "the number is small")]
            let times = (about / step).round() + self.random.below(5) as f64 - 2.0;
            return number(times * step, self.random.chance(80));
        }
        match self.random.below(100) {
            0..70 => {
                let off = *self.random.pick(&[0.0, 0.0, 1.0, -1.0, 2.0, 5.0]);
                let off = if is_integer || self.random.chance(60) { off } else { off / 2.0 + 0.25 };
                number(about + off, self.random.chance(85))
            }
            70..92 => mutation::number(self.random),
            _ => number(about + 0.5, true),
        }
    }

    fn string(&mut self, together: &Together<'s>) -> Value {
        let mut lengths: Vec<u64> = Vec::new();
        for keyword in ["minLength", "maxLength"] {
            lengths.extend(together.iter().filter_map(|it| it.get(keyword)?.as_u64()));
        }
        if !lengths.is_empty() && self.random.chance(60) {
            let length = i64::try_from(*self.random.pick(&lengths)).unwrap_or(i64::MAX).min(3000);
            let off = *self.random.pick(&[0, 0, 1, -1]);
            let length = usize::try_from(length + off).unwrap_or(0);
            return json!((*self.random.pick(&["a", "b", "\u{1F600}", "7"])).repeat(length));
        }
        let hints: Vec<&str> = together.iter().filter_map(|it| it.get("pattern")?.as_str()).collect();
        if !hints.is_empty() && self.random.chance(70) {
            let pattern = *self.random.pick(&hints);
            return json!(mutation::near(self.random, pattern));
        }
        json!(*self.random.pick(&TEXTS))
    }

    fn array(&mut self, together: &Together<'s>, depth: usize) -> Value {
        let mut lengths: Vec<u64> = vec![0, 1, 2];
        for keyword in ["minItems", "maxItems"] {
            lengths.extend(
                together.iter().filter_map(|it| it.get(keyword)?.as_u64()).flat_map(|it| [it, it, it + 1]),
            );
        }
        let prefix = |members: &'s Map<String, Value>| -> &'s [Value] {
            if members.contains_key("prefixItems") {
                list(members, "prefixItems")
            } else {
                list(members, "items")
            }
        };
        lengths.extend(together.iter().map(|it| prefix(it).len() as u64));
        let length = usize::try_from(*self.random.pick(&lengths)).unwrap_or(usize::MAX).min(60);
        let length = if depth > DEPTH { length.min(2) } else { length };
        let mut items: Vec<Value> = Vec::new();
        for at in 0..length {
            let mut schemas: Vec<&'s Value> = Vec::new();
            for members in together {
                let prefix = prefix(members);
                if let Some(schema) = prefix.get(at) {
                    schemas.push(schema);
                } else {
                    let is_plain = members.contains_key("prefixItems") || prefix.is_empty();
                    let rest = if is_plain { "items" } else { "additionalItems" };
                    schemas.extend(members.get(rest).filter(|it| it.is_object()));
                    let others = members.get("unevaluatedItems");
                    schemas.extend(others.filter(|_| prefix.is_empty() && !members.contains_key(rest)));
                }
                schemas.extend(members.get("contains").filter(|_| self.random.chance(35)));
            }
            items.push(self.instance(&schemas, depth + 1));
        }
        if items.len() > 1 && self.random.chance(12) {
            items[1] = items[0].clone();
        }
        Value::Array(items)
    }

    fn object(&mut self, together: &Together<'s>, depth: usize) -> Value {
        let mut names: Vec<&'s str> = Vec::new();
        let mut required: Vec<&'s str> = Vec::new();
        for members in together {
            names.extend(map(members, "properties").map(|(name, _)| name.as_str()));
            required.extend(list(members, "required").iter().filter_map(Value::as_str));
            names.extend(
                map(members, "dependentRequired")
                    .chain(map(members, "dependencies"))
                    .map(|(it, _)| it.as_str()),
            );
        }
        names.extend(&required);
        names.sort_unstable();
        names.dedup();
        let optional = if depth > DEPTH { 3 } else { *self.random.pick(&[0, 40, 40, 70, 100]) };
        let mut entries: Vec<(String, Value)> = Vec::new();
        for name in names {
            let share = if required.contains(&name) { 97 } else { optional };
            if self.random.chance(share) {
                entries.push((name.to_owned(), self.member(name, together, depth)));
            }
        }
        let extra = if depth > DEPTH { 0 } else { *self.random.pick(&[0, 0, 0, 1, 2]) };
        for _ in 0..extra {
            let hint = together.iter().flat_map(|it| map(it, "patternProperties")).next();
            let name = match hint {
                Some((pattern, _)) if self.random.chance(50) => mutation::near(self.random, pattern),
                _ => (*self.random.pick(&NAMES)).to_owned(),
            };
            let value = self.member(&name, together, depth);
            entries.push((name, value));
        }
        if self.random.chance(35) {
            self.random.shuffle(&mut entries);
        }
        Value::Object(entries.into_iter().collect())
    }

    fn member(&mut self, name: &str, together: &Together<'s>, depth: usize) -> Value {
        let mut schemas: Vec<&'s Value> = Vec::new();
        for members in together {
            let named = members.get("properties").and_then(|it| it.get(name));
            schemas.extend(named);
            for (pattern, schema) in map(members, "patternProperties") {
                if self.random.chance(if pattern == "b" || named.is_some() { 30 } else { 70 }) {
                    schemas.push(schema);
                }
            }
            if named.is_none() {
                schemas.extend(members.get("additionalProperties").filter(|it| it.is_object()));
                schemas.extend(members.get("unevaluatedProperties").filter(|it| it.is_object()));
            }
        }
        if schemas.is_empty() && self.random.chance(70) {
            return mutation::any(self.random, 1);
        }
        self.instance(&schemas, depth + 1)
    }
}

/// A number as most write it, or `1.0` for `1`.
fn number(value: f64, as_integer: bool) -> Value {
    // Steps of a hundredth add up to `0.30000000000000004`.
    let value = (value * 1e6).round() / 1e6;
    #[expect(clippy::cast_possible_truncation, reason = "the number is below 2^53")]
    if as_integer && value.fract() == 0.0 && value.abs() < 9e15 { json!(value as i64) } else { json!(value) }
}

fn list<'s>(members: &'s Map<String, Value>, keyword: &str) -> &'s [Value] {
    members.get(keyword).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn map<'s>(
    members: &'s Map<String, Value>,
    keyword: &str,
) -> impl Iterator<Item = (&'s String, &'s Value)> + use<'s> {
    members.get(keyword).and_then(Value::as_object).into_iter().flatten()
}
