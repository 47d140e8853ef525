//! Schemas out of bytes: most bytes make one that can be read, and a changed byte changes one thing.

use serde_json::{Map, Value, json};

/// Bytes to decide by; after the last one all decisions are the first choice.
pub(crate) struct Bytes<'b> {
    left: &'b [u8],
    depth: usize,
}

/// How a keyword's value looks.
#[derive(Clone, Copy)]
enum Kind {
    Schema,
    Schemas,
    Named,
    Names,
    Text,
    Number,
    Any,
}

use Kind::{Any, Named, Names, Number, Schema, Schemas, Text};

const KEYWORDS: [(&str, Kind); 64] = [
    ("type", Text),
    ("properties", Named),
    ("required", Names),
    ("items", Schema),
    ("$ref", Text),
    ("oneOf", Schemas),
    ("anyOf", Schemas),
    ("allOf", Schemas),
    ("const", Any),
    ("enum", Names),
    ("additionalProperties", Schema),
    ("not", Schema),
    ("$defs", Named),
    ("if", Schema),
    ("then", Schema),
    ("else", Schema),
    ("minimum", Number),
    ("maximum", Number),
    ("exclusiveMinimum", Number),
    ("exclusiveMaximum", Number),
    ("multipleOf", Number),
    ("minLength", Number),
    ("maxLength", Number),
    ("minItems", Number),
    ("maxItems", Number),
    ("minProperties", Number),
    ("maxProperties", Number),
    ("minContains", Number),
    ("maxContains", Number),
    ("pattern", Text),
    ("format", Text),
    ("title", Text),
    ("description", Text),
    ("patternProperties", Named),
    ("propertyNames", Schema),
    ("dependencies", Named),
    ("dependentRequired", Named),
    ("dependentSchemas", Named),
    ("unevaluatedProperties", Schema),
    ("unevaluatedItems", Schema),
    ("prefixItems", Schemas),
    ("contains", Schema),
    ("uniqueItems", Any),
    ("nullable", Any),
    ("definitions", Named),
    ("components", Named),
    ("schemas", Named),
    ("discriminator", Any),
    ("default", Any),
    ("examples", Names),
    ("deprecated", Any),
    ("readOnly", Any),
    ("$id", Text),
    ("id", Text),
    ("$anchor", Text),
    ("$dynamicAnchor", Text),
    ("$dynamicRef", Text),
    ("$recursiveRef", Text),
    ("$recursiveAnchor", Any),
    ("$schema", Text),
    ("x-extensible-enum", Names),
    ("x-enum-varnames", Names),
    ("additionalItems", Schema),
    ("items", Schemas),
];

const TEXTS: [&str; 48] = [
    "a",
    "b",
    "string",
    "object",
    "array",
    "integer",
    "number",
    "null",
    "boolean",
    "#",
    "#/$defs/a",
    "#/$defs/b",
    "#/properties/a",
    "#/definitions/b",
    "#a",
    "#b",
    "other.json",
    "other.json#/$defs/a",
    "other.json#b",
    "folder/third.json",
    "third.json#a",
    "../case.json#/properties/b",
    "https://example.com/a",
    "https://example.com/a#b",
    "urn:example:b",
    "//[::1",
    "%",
    "#/%25",
    "#/a~1b",
    "#/~",
    "https://json-schema.org/draft/2020-12/schema",
    "http://json-schema.org/draft-07/schema#",
    "http://json-schema.org/draft-04/schema#",
    "",
    "date-time",
    "uri",
    "regex",
    "^a",
    "^[a-z]+$",
    "(?!b)",
    "\\d{2,3}",
    "(",
    "Self",
    "r#type",
    "\u{202e}",
    "é",
    "a-b",
    "*/ \"#",
];

const DEPTH: usize = 12;

impl<'b> Bytes<'b> {
    pub(crate) fn new(left: &'b [u8]) -> Self {
        Self { left, depth: 0 }
    }

    pub(crate) fn byte(&mut self) -> u8 {
        let Some((first, left)) = self.left.split_first() else { return 0 };
        self.left = left;
        *first
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::from(self.byte()) % limit
    }

    /// A schema of any keywords.
    pub(crate) fn schema(&mut self) -> Value {
        let count = self.below(8);
        if self.left.is_empty() || self.depth >= DEPTH {
            return json!(count != 7);
        }
        self.depth += 1;
        let mut members = Map::new();
        for _ in 0..count {
            let (name, kind) = KEYWORDS[self.below(KEYWORDS.len())];
            let value = match kind {
                Schema => self.schema(),
                Schemas => (0..=self.below(4)).map(|_| self.schema()).collect(),
                Named => {
                    let entry = |bytes: &mut Self| (bytes.text().to_owned(), bytes.schema());
                    Value::Object((0..=self.below(4)).map(|_| entry(self)).collect())
                }
                Names => (0..=self.below(4)).map(|_| json!(self.text())).collect(),
                Text => json!(self.text()),
                Number => self.number(),
                Any => self.value(),
            };
            members.insert(name.to_owned(), value);
        }
        self.depth -= 1;
        Value::Object(members)
    }

    fn text(&mut self) -> &'static str {
        TEXTS[self.below(TEXTS.len())]
    }

    fn number(&mut self) -> Value {
        let numbers = [json!(0), json!(1), json!(2), json!(3), json!(10), json!(-1), json!(0.5), json!(1e18)];
        let mut numbers =
            numbers.into_iter().chain([json!(u64::MAX), json!(i64::MIN), json!(1.0), json!(1e300)]);
        let at = self.below(12);
        numbers.nth(at).unwrap_or_default()
    }

    fn value(&mut self) -> Value {
        match self.below(9) {
            0..2 => json!(true),
            2 => json!(false),
            3 => Value::Null,
            4 => self.number(),
            5 => json!({"propertyName": self.text()}),
            6 => json!([self.text()]),
            7 => json!({self.text(): self.number()}),
            _ => json!(self.text()),
        }
    }
}
