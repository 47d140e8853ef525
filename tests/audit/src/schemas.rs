//! Random schemas: composed, nested, recursive, in every dialect, out of few words so that parts meet.

use isotype::schema::Dialect;
use serde_json::{Map, Value, json};

use crate::random::Random;

type Members = Map<String, Value>;

/// Few names, so that branches and bases speak of the same members.
pub(crate) const NAMES: [&str; 9] = ["a", "b", "c", "kind", "type", "a-b", "ü", "", "self"];

/// Few texts, for the same reason.
pub(crate) const TEXTS: [&str; 9] = ["", "a", "b", "ab", "abc", "x1", "é", "\u{1F600}", "a\nb"];

const PATTERNS: [&str; 10] =
    ["^a", "^[a-z]+$", "b", "^.{2}$", "\\d", "^(a|ab)*$", "^\\p{L}+$", "^$", "^(?!ab)", "^[^a]*$"];

const BOUNDS: [f64; 9] = [0.0, 1.0, 2.0, 3.0, -1.0, 0.5, 1.5, 10.0, -2.5];

/// What a schema may refer to in its own place without coming back to itself.
#[derive(Clone, Copy)]
enum Place {
    /// Definitions from this one on.
    From(usize),
    /// Any definition and the root: the instance is a part of the one before.
    Part,
}

/// How a definition is referred to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// By its place.
    Place,
    /// By an anchor.
    Anchor,
    /// By an address of its own.
    Address,
}

struct Maker<'r> {
    random: &'r mut Random,
    dialect: Dialect,
    /// A word for each definition.
    definitions: Vec<Known>,
    /// Whether the root has an address, which all references start from.
    has_address: bool,
    /// Whether schemas are referred to dynamically.
    is_dynamic: bool,
    /// How many more schemas may be made out of several.
    budget: usize,
    /// Whether every keyword stands beside the `type` that it is for.
    is_typed: bool,
}

const DEFINITIONS: [&str; 4] = ["A", "B", "C", "D"];

/// The address of the root, where it has one; relative to it, `root.json`, and `a.json` for the definition `A`.
const ADDRESS: &str = "https://example.com/root.json";

/// The one name of dynamic anchors, so that they meet.
const NODE: &str = "node";

/// Makes a schema.
pub(crate) fn random(random: &mut Random, dialect: Dialect, is_typed: bool) -> Value {
    let count = random.below(DEFINITIONS.len() + 1);
    let budget = 2 + random.below(16);
    let has_address = random.chance(25);
    let known = |random: &mut Random| match random.below(10) {
        0..4 if has_address => Known::Address,
        4..6 => Known::Anchor,
        _ => Known::Place,
    };
    let definitions: Vec<Known> = (0..count).map(|_| known(random)).collect();
    let is_dynamic = dialect >= Dialect::Draft201909 && random.chance(if has_address { 50 } else { 6 });
    let mut maker = Maker { random, dialect, definitions, has_address, is_dynamic, budget, is_typed };
    let root = maker.schema(Place::From(0));
    let mut members = Members::new();
    if let Some(uri) = dialect.uri() {
        members.insert(
            "$schema".to_owned(),
            json!(format!("{uri}{}", if maker.is_before_2019() { "#" } else { "" })),
        );
    }
    match root {
        Value::Object(root) => members.extend(root),
        Value::Bool(false) => drop(members.insert("not".to_owned(), json!({}))),
        _ => {}
    }
    if maker.has_address {
        members.insert(maker.address_keyword().to_owned(), json!(ADDRESS));
        // Before 2019 nothing counts beside a reference.
        if let (true, Some(reference)) = (maker.is_before_2019(), members.shift_remove("$ref")) {
            members.insert("allOf".to_owned(), json!([{"$ref": reference}]));
        }
    }
    if maker.is_dynamic {
        maker.anchor_dynamically(&mut members);
    }
    let mut named = Members::new();
    for (at, name) in DEFINITIONS.iter().enumerate().take(count) {
        maker.budget = maker.budget.max(2);
        let definition = maker.schema(Place::From(at + 1));
        named.insert((*name).to_owned(), maker.known(at, definition));
    }
    if !named.is_empty() {
        members.insert(maker.definitions_keyword().to_owned(), Value::Object(named));
    }
    Value::Object(members)
}

impl Maker<'_> {
    fn since(&self, dialect: Dialect) -> bool {
        self.dialect >= dialect
    }

    fn is_before_2019(&self) -> bool {
        self.dialect < Dialect::Draft201909
    }

    fn definitions_keyword(&self) -> &'static str {
        if self.is_before_2019() { "definitions" } else { "$defs" }
    }

    fn address_keyword(&self) -> &'static str {
        if self.since(Dialect::Draft6) { "$id" } else { "id" }
    }

    /// Gives a definition the word that it is known by.
    fn known(&mut self, at: usize, mut definition: Value) -> Value {
        let known = self.definitions[at];
        if known == Known::Place {
            return definition;
        }
        if !definition.is_object() || (self.is_before_2019() && definition.get("$ref").is_some()) {
            definition = json!({"allOf": [definition]});
        }
        if let Value::Object(members) = &mut definition {
            let anchor = DEFINITIONS[at];
            match known {
                Known::Address => {
                    members.insert(self.address_keyword().to_owned(), json!(address(at)));
                    if self.is_dynamic {
                        self.anchor_dynamically(members);
                    }
                }
                Known::Anchor if self.is_before_2019() => {
                    members.insert(self.address_keyword().to_owned(), json!(format!("#{anchor}")));
                }
                Known::Anchor => drop(members.insert("$anchor".to_owned(), json!(anchor))),
                Known::Place => {}
            }
        }
        definition
    }

    fn anchor_dynamically(&mut self, members: &mut Members) {
        if self.since(Dialect::Draft202012) {
            members.insert("$dynamicAnchor".to_owned(), json!(NODE));
        } else if self.random.chance(80) {
            members.insert("$recursiveAnchor".to_owned(), json!(true));
        }
    }

    fn schema(&mut self, place: Place) -> Value {
        if self.budget == 0 {
            return self.leaf(place);
        }
        self.budget -= 1;
        let mut schema = match self.random.below(100) {
            0..18 => self.leaf(place),
            18..44 => self.object(),
            44..56 => self.array(),
            56..74 => self.union(place),
            74..85 => self.all_of(place),
            85..89 => self.types(),
            89..93 => self.not(place),
            93..96 => self.conditional(place),
            _ => self.reference(place),
        };
        if self.random.chance(2)
            && let Value::Object(members) = &mut schema
            && !members.contains_key("$ref")
        {
            members.insert("nullable".to_owned(), json!(self.random.chance(80)));
        }
        // Keywords beside each other.
        if self.random.chance(14)
            && let Value::Object(members) = &mut schema
            && let Value::Object(other) = self.schema(place)
            && (!self.is_before_2019() || !(members.contains_key("$ref") || other.contains_key("$ref")))
        {
            for (keyword, value) in other {
                members.entry(keyword).or_insert(value);
            }
        }
        schema
    }

    fn part(&mut self) -> Value {
        self.schema(Place::Part)
    }

    fn leaf(&mut self, place: Place) -> Value {
        match self.random.below(100) {
            0..22 => self.string(),
            22..44 => self.number(),
            44..50 => json!({"type": "boolean"}),
            50..54 => json!({"type": "null"}),
            54..70 => self.values(),
            70..80 => self.reference(place),
            80..86 => json!({"type": "string"}),
            86..90 => json!({"type": "object"}),
            90..93 => json!({"type": "array"}),
            93..97 => self.boolean(true),
            97..98 => self.boolean(false),
            _ => json!({}),
        }
    }

    fn boolean(&mut self, which: bool) -> Value {
        match (self.since(Dialect::Draft6), which) {
            (true, _) => json!(which),
            (false, true) => json!({}),
            (false, false) => json!({"not": {}}),
        }
    }

    fn reference(&mut self, place: Place) -> Value {
        let from = match place {
            Place::From(from) => from,
            Place::Part if self.is_dynamic && self.random.chance(50) => {
                return if self.since(Dialect::Draft202012) {
                    json!({"$dynamicRef": format!("#{NODE}")})
                } else {
                    json!({"$recursiveRef": "#"})
                };
            }
            Place::Part if self.random.chance(20) => {
                return json!({"$ref": if self.has_address { "root.json" } else { "#" }});
            }
            Place::Part => 0,
        };
        if from >= self.definitions.len() {
            return self.string();
        }
        let at = from + self.random.below(self.definitions.len() - from);
        let (root, name) = (if self.has_address { "root.json" } else { "" }, DEFINITIONS[at]);
        json!({"$ref": match self.definitions[at] {
            Known::Address => address(at),
            Known::Anchor => format!("{root}#{name}"),
            Known::Place => format!("{root}#/{}/{name}", self.definitions_keyword()),
        }})
    }

    fn value(&mut self) -> Value {
        match self.random.below(100) {
            0..45 => json!(*self.random.pick(&TEXTS)),
            45..70 => {
                self.random.pick(&[json!(0), json!(1), json!(2), json!(1.5), json!(-1), json!(1.0)]).clone()
            }
            70..80 => json!(self.random.chance(50)),
            80..88 => Value::Null,
            88..94 => json!([self.random.below(3)]),
            94..97 => json!([]),
            _ => json!({"a": self.random.below(2)}),
        }
    }

    fn values(&mut self) -> Value {
        let is_text = self.random.chance(60);
        let value = |it: &mut Self| if is_text { json!(*it.random.pick(&TEXTS)) } else { it.value() };
        if self.random.chance(35) {
            return self.constant(value);
        }
        let mut values: Vec<Value> = Vec::new();
        for _ in 0..=self.random.below(4) {
            let one = value(self);
            if !values.iter().any(|it| jsonschema_equal(it, &one)) {
                values.push(one);
            }
        }
        let mut schema = json!({"enum": values});
        if is_text && self.random.chance(50) {
            schema["type"] = json!("string");
        }
        schema
    }

    fn constant(&mut self, value: impl Fn(&mut Self) -> Value) -> Value {
        let value = value(self);
        if self.since(Dialect::Draft6) { json!({"const": value}) } else { json!({"enum": [value]}) }
    }

    fn bound(&mut self) -> Value {
        let bound = *self.random.pick(&BOUNDS);
        // Whole bounds are written as most authors do, and sometimes as `1.0`.
        #[expect(clippy::cast_possible_truncation, reason = "the bounds are small")]
        if bound.fract() == 0.0 && self.random.chance(90) { json!(bound as i64) } else { json!(bound) }
    }

    fn types_of(&mut self, members: &mut Members, ty: &str) {
        if self.is_typed || self.random.chance(75) {
            members.insert("type".to_owned(), json!(ty));
        }
    }

    fn number(&mut self) -> Value {
        let mut it = Members::new();
        let ty = *self.random.pick(&["integer", "integer", "number"]);
        self.types_of(&mut it, ty);
        for (keyword, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
            if !self.random.chance(30) {
                continue;
            }
            let is_exclusive = self.random.chance(25);
            let bound = self.bound();
            if self.since(Dialect::Draft6) {
                it.insert(if is_exclusive { exclusive } else { keyword }.to_owned(), bound);
            } else {
                it.insert(keyword.to_owned(), bound);
                if is_exclusive {
                    it.insert(exclusive.to_owned(), json!(true));
                }
            }
        }
        if self.random.chance(15) {
            let step = self
                .random
                .pick(&[json!(2), json!(3), json!(0.5), json!(0.01), json!(1.5), json!(1)])
                .clone();
            it.insert("multipleOf".to_owned(), step);
        }
        Value::Object(it)
    }

    fn string(&mut self) -> Value {
        let mut it = Members::new();
        self.types_of(&mut it, "string");
        self.range(&mut it, "minLength", "maxLength", 30);
        if self.random.chance(25) {
            it.insert("pattern".to_owned(), json!(*self.random.pick(&PATTERNS)));
        }
        if self.random.chance(5) {
            it.insert("format".to_owned(), json!("date-time"));
        }
        Value::Object(it)
    }

    fn range(&mut self, it: &mut Members, least: &str, most: &str, percent: usize) {
        for keyword in [least, most] {
            if self.random.chance(percent) {
                it.insert(keyword.to_owned(), json!(self.random.below(4)));
            }
        }
    }

    fn object(&mut self) -> Value {
        let mut it = Members::new();
        self.types_of(&mut it, "object");
        let mut properties = Members::new();
        for _ in 0..self.random.below(5) {
            let name = NAMES[self.random.below(NAMES.len()).min(self.random.below(NAMES.len()))];
            properties.insert(name.to_owned(), self.part());
        }
        let names: Vec<String> = properties.keys().cloned().collect();
        let mut required: Vec<&str> = self.random.some(&names, 45).into_iter().map(String::as_str).collect();
        if self.random.chance(8) {
            let other = *self.random.pick(&NAMES);
            if !required.contains(&other) {
                required.push(other);
            }
        }
        if !properties.is_empty() || self.random.chance(20) {
            it.insert("properties".to_owned(), Value::Object(properties.clone()));
        }
        // draft-04 wants at least one name.
        if !required.is_empty() {
            it.insert("required".to_owned(), json!(required));
        }
        match self.random.below(100) {
            0..25 => drop(it.insert("additionalProperties".to_owned(), json!(false))),
            25..40 => drop(it.insert("additionalProperties".to_owned(), self.part())),
            40..44 => drop(it.insert("additionalProperties".to_owned(), json!(true))),
            _ => {}
        }
        if self.random.chance(12) {
            let pattern = *self.random.pick(&PATTERNS);
            it.insert("patternProperties".to_owned(), json!({pattern: self.part()}));
        }
        if self.random.chance(14) {
            self.range(&mut it, "minProperties", "maxProperties", 60);
        }
        if self.random.chance(8) && self.since(Dialect::Draft6) {
            it.insert("propertyNames".to_owned(), self.string());
        }
        if self.random.chance(12) {
            self.dependencies(&mut it);
        }
        if self.random.chance(12) && !self.is_before_2019() {
            let rest = if self.random.chance(60) { json!(false) } else { self.part() };
            it.insert("unevaluatedProperties".to_owned(), rest);
        }
        Value::Object(it)
    }

    fn dependencies(&mut self, it: &mut Members) {
        let (name, other) = (*self.random.pick(&NAMES), *self.random.pick(&NAMES));
        let by_names = self.random.chance(50);
        let dependency = if by_names {
            json!([other])
        } else {
            let object = self.object();
            if self.is_typed && self.random.chance(50) {
                json!({"type": "object", "required": [other]})
            } else {
                object
            }
        };
        let keyword = match (self.is_before_2019(), by_names) {
            (true, _) => "dependencies",
            (false, true) => "dependentRequired",
            (false, false) => "dependentSchemas",
        };
        it.insert(keyword.to_owned(), json!({name: dependency}));
    }

    fn array(&mut self) -> Value {
        let mut it = Members::new();
        self.types_of(&mut it, "array");
        let is_2020 = self.since(Dialect::Draft202012);
        if self.random.chance(28) {
            let prefix: Vec<Value> = (0..=self.random.below(3)).map(|_| self.part()).collect();
            it.insert(if is_2020 { "prefixItems" } else { "items" }.to_owned(), json!(prefix));
            if self.random.chance(60) {
                let rest = if self.random.chance(40) { json!(false) } else { self.part() };
                // draft-04 has no boolean schemas, but here.
                it.insert(if is_2020 { "items" } else { "additionalItems" }.to_owned(), rest);
            }
        } else if self.random.chance(85) {
            it.insert("items".to_owned(), self.part());
        }
        if self.random.chance(30) {
            self.range(&mut it, "minItems", "maxItems", 50);
        }
        if self.random.chance(14) {
            it.insert("uniqueItems".to_owned(), json!(true));
        }
        if self.random.chance(14) && self.since(Dialect::Draft6) {
            it.insert("contains".to_owned(), self.part());
            if !self.is_before_2019() && self.random.chance(50) {
                self.range(&mut it, "minContains", "maxContains", 50);
            }
        }
        if self.random.chance(8) && !self.is_before_2019() {
            let rest = if self.random.chance(60) { json!(false) } else { self.part() };
            it.insert("unevaluatedItems".to_owned(), rest);
        }
        Value::Object(it)
    }

    fn union(&mut self, place: Place) -> Value {
        let keyword = if self.random.chance(60) { "oneOf" } else { "anyOf" };
        let branches = match self.random.below(100) {
            0..40 => self.tagged(),
            40..60 => {
                let other = self.schema(place);
                let mut branches = vec![other, json!({"type": "null"})];
                self.random.shuffle(&mut branches);
                branches
            }
            _ => (0..2 + self.random.below(3)).map(|_| self.schema(place)).collect(),
        };
        json!({keyword: branches})
    }

    /// Objects with a constant each.
    fn tagged(&mut self) -> Vec<Value> {
        let tag = *self.random.pick(&["kind", "type", "a"]);
        let is_boolean = self.random.chance(15);
        let count = if is_boolean { 2 } else { 2 + self.random.below(3) };
        let mut branches = Vec::new();
        for at in 0..count {
            let mut branch = self.object();
            let value = if is_boolean { json!(at == 0) } else { json!(["x", "y", "z", "w"][at]) };
            // Now and then two branches share a value.
            let value = if self.random.chance(5) { json!("x") } else { value };
            let tag_schema = match self.random.below(100) {
                0..60 => self.constant(|_| value.clone()),
                60..80 => json!({"type": if is_boolean { "boolean" } else { "string" }, "enum": [value]}),
                80..90 if !is_boolean => json!({"enum": [value, format!("{at}")]}),
                _ => json!({"enum": [value]}),
            };
            branch["properties"][tag] = tag_schema;
            if self.random.chance(88) {
                let mut required = branch["required"].as_array().cloned().unwrap_or_default();
                if !required.contains(&json!(tag)) {
                    required.push(json!(tag));
                }
                branch["required"] = json!(required);
            }
            branches.push(branch);
        }
        branches
    }

    fn all_of(&mut self, place: Place) -> Value {
        let branch = |it: &mut Self| match it.random.below(100) {
            0..40 => it.reference(place),
            40..80 => it.object(),
            _ => it.schema(place),
        };
        let branches: Vec<Value> = (0..=self.random.below(3)).map(|_| branch(self)).collect();
        json!({"allOf": branches})
    }

    fn types(&mut self) -> Value {
        let all = ["null", "boolean", "integer", "number", "string", "array", "object"];
        let mut types = self.random.some(&all, 35);
        if types.is_empty() {
            types.push(&"integer");
        }
        if types.contains(&&"number") {
            types.retain(|it| **it != "integer");
        }
        self.random.shuffle(&mut types);
        let mut members = Members::new();
        for part in [Self::string, Self::number, Self::object, Self::array] {
            if self.random.chance(30)
                && let Value::Object(other) = part(self)
            {
                members.extend(other);
            }
        }
        members.insert("type".to_owned(), json!(types));
        Value::Object(members)
    }

    fn not(&mut self, place: Place) -> Value {
        let mut schema = if self.random.chance(60) { self.schema(place) } else { json!({}) };
        let refused = self.schema(place);
        if schema.get("$ref").is_some() && self.is_before_2019() {
            schema = json!({});
        }
        match &mut schema {
            Value::Object(members) => drop(members.insert("not".to_owned(), refused)),
            _ => schema = json!({"not": refused}),
        }
        schema
    }

    fn conditional(&mut self, place: Place) -> Value {
        if !self.since(Dialect::Draft7) {
            return self.object();
        }
        let mut schema = json!({"if": self.schema(place)});
        if self.random.chance(80) {
            schema["then"] = self.schema(place);
        }
        if self.random.chance(60) {
            schema["else"] = self.schema(place);
        }
        schema
    }
}

/// The address of a definition, relative to the root's.
fn address(at: usize) -> String {
    format!("{}.json", DEFINITIONS[at].to_lowercase())
}

/// The schema that a reference of these schemas leads to; a dynamic one may lead elsewhere.
pub(crate) fn target<'s>(root: &'s Value, reference: &str) -> Option<&'s Value> {
    let (address, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let has = |schema: &Value, keywords: &[&str], word: &str| {
        keywords.iter().any(|it| schema.get(it).is_some_and(|it| it == word))
    };
    let definitions = || {
        let definitions = root.get("$defs").or_else(|| root.get("definitions")).and_then(Value::as_object);
        definitions.into_iter().flatten().map(|it| it.1)
    };
    let resource = match address {
        "" | "root.json" => root,
        _ => definitions().find(|it| has(it, &["$id", "id"], address))?,
    };
    if fragment.is_empty() || fragment.starts_with('/') {
        return resource.pointer(&fragment.replace("%25", "%"));
    }
    let anchored = definitions()
        .find(|it| has(it, &["$anchor"], fragment) || has(it, &["$id", "id"], &format!("#{fragment}")));
    anchored.or(Some(resource).filter(|_| fragment == NODE))
}

/// Whether an enum would list the same value twice, which it should not.
fn jsonschema_equal(one: &Value, other: &Value) -> bool {
    one == other || one.as_f64().zip(other.as_f64()).is_some_and(|(one, other)| one.total_cmp(&other).is_eq())
}
