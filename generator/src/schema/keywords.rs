//! One object schema as data: every keyword with its typed value, the same for all dialects.

use std::ops::{BitAnd, BitOr, Deref, DerefMut, Not, Sub};
use std::sync::LazyLock;

use indexmap::{IndexMap, IndexSet};
use serde_json::{Number, Value};

use super::SchemaId;
use crate::format::Format;

/// A set of JSON types, with numbers split into those with an integral value and the rest.
///
/// Spec: Validation 2020-12, §6.1.1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeSet(u8);

impl TypeSet {
    /// No type.
    pub const EMPTY: Self = Self(0);
    /// `null`
    pub const NULL: Self = Self(1);
    /// `boolean`
    pub const BOOLEAN: Self = Self(2);
    /// Numbers with an integral value, `1.0` among them.
    pub const INTEGER: Self = Self(4);
    /// Numbers with a fractional part.
    pub const FRACTION: Self = Self(8);
    /// `number`
    pub const NUMBER: Self = Self(4 | 8);
    /// `string`
    pub const STRING: Self = Self(16);
    /// `array`
    pub const ARRAY: Self = Self(32);
    /// `object`
    pub const OBJECT: Self = Self(64);
    /// Every type.
    pub const ALL: Self = Self(127);

    /// Whether nothing is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether all of `other` is in the set.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether the sets share a type.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The type of an instance.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Number(number) => match number.as_f64() {
                Some(double) if !number.is_f64() || double.fract() == 0.0 => Self::INTEGER,
                _ => Self::FRACTION,
            },
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    /// The JSON types in the set in a fixed order; a whole `number` counts as one.
    pub fn parts(self) -> impl Iterator<Item = Self> {
        let number = if self.contains(Self::NUMBER) { Self::NUMBER } else { self & Self::NUMBER };
        [
            self & Self::NULL,
            self & Self::BOOLEAN,
            number,
            self & Self::STRING,
            self & Self::ARRAY,
            self & Self::OBJECT,
        ]
        .into_iter()
        .filter(|it| !it.is_empty())
    }
}

impl BitOr for TypeSet {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitAnd for TypeSet {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl Sub for TypeSet {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

impl Not for TypeSet {
    type Output = Self;
    fn not(self) -> Self {
        Self::ALL - self
    }
}

impl std::fmt::Debug for TypeSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = ["null", "boolean", "integer", "fraction", "string", "array", "object"];
        let has = names.iter().enumerate().filter(|(bit, _)| self.0 >> bit & 1 == 1).map(|(_, name)| name);
        f.debug_set().entries(has).finish()
    }
}

/// What an object schema says.
///
/// Dialect differences are gone: boolean `exclusiveMinimum`, array `items`, `dependencies`,
/// `definitions`, ignored siblings of `$ref`, `nullable`. An absent keyword has the value that
/// constrains nothing.
///
/// Most schemas of a large document say little; what few say is a `Rare`, which this one derefs to.
#[derive(Clone, Debug, Default)]
pub struct Keywords {
    // Applicators in place (Core 2020-12, §10.2).
    /// Target of `$ref`.
    pub reference: Option<SchemaId>,
    /// `allOf`
    pub all_of: Vec<SchemaId>,
    /// `anyOf`; empty when absent.
    pub any_of: Vec<SchemaId>,
    /// `oneOf`; empty when absent.
    pub one_of: Vec<SchemaId>,

    // Any type (Validation 2020-12, §6.1).
    /// `type`
    pub types: Option<TypeSet>,
    /// `enum`, and `const` as an enum of one; equal values once.
    pub values: Option<Vec<Value>>,

    // Strings (§6.3).
    /// `format`
    pub format: Option<String>,

    // Arrays (§6.4; Core §10.3.1, §11.2).
    /// `items` as a schema, and `additionalItems` beside an array.
    pub items: Option<SchemaId>,
    /// Whether `contains` counts as evaluating items for `unevaluatedItems` (2020-12 only).
    pub contains_evaluates: bool,

    // Objects (§6.5; Core §10.3.2, §11.3).
    /// `properties`
    pub properties: IndexMap<String, SchemaId>,
    /// `additionalProperties`
    pub additional_properties: Option<SchemaId>,
    /// `required`, each name once.
    pub required: IndexSet<String>,

    // Annotations (§9) and extensions that name things.
    /// `title`
    pub title: Option<String>,
    /// `description`
    pub description: Option<String>,

    /// What few schemas say.
    pub(super) rare: Option<Box<Rare>>,
}

/// The keywords that few schemas have.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a keyword of its own")]
pub struct Rare {
    // Applicators in place (Core 2020-12, §10.2).
    /// Target of `$dynamicRef` or `$recursiveRef` in the dynamic scope that this schema was reached by.
    pub dynamic_reference: Option<SchemaId>,
    /// `not`
    pub not: Option<SchemaId>,
    /// `if`, kept only where `then` or `else` stands beside it or `unevaluated…` may look at it.
    pub if_: Option<SchemaId>,
    /// `then`
    pub then: Option<SchemaId>,
    /// `else`
    pub else_: Option<SchemaId>,
    /// `dependentSchemas`, and the schemas of `dependencies`.
    pub dependent_schemas: IndexMap<String, SchemaId>,

    // Numbers (§6.2).
    /// `minimum`
    pub minimum: Option<Number>,
    /// `maximum`
    pub maximum: Option<Number>,
    /// `exclusiveMinimum`
    pub exclusive_minimum: Option<Number>,
    /// `exclusiveMaximum`
    pub exclusive_maximum: Option<Number>,
    /// `multipleOf`
    pub multiple_of: Option<Number>,

    // Strings (§6.3).
    /// `minLength`, in code points.
    pub min_length: Option<u64>,
    /// `maxLength`, in code points.
    pub max_length: Option<u64>,
    /// `pattern`, an ECMA-262 expression, unanchored.
    pub pattern: Option<String>,
    /// `format` where the source asserts it.
    pub asserted_format: Option<Format>,

    // Arrays (§6.4; Core §10.3.1, §11.2).
    /// `prefixItems`, and `items` as an array.
    pub prefix_items: Vec<SchemaId>,
    /// `contains`
    pub contains: Option<SchemaId>,
    /// `minContains`; 1 is meant when absent.
    pub min_contains: Option<u64>,
    /// `maxContains`
    pub max_contains: Option<u64>,
    /// `minItems`
    pub min_items: Option<u64>,
    /// `maxItems`
    pub max_items: Option<u64>,
    /// `uniqueItems`
    pub unique_items: bool,
    /// `unevaluatedItems`
    pub unevaluated_items: Option<SchemaId>,

    // Objects (§6.5; Core §10.3.2, §11.3).
    /// `patternProperties`
    pub pattern_properties: IndexMap<String, SchemaId>,
    /// `propertyNames`
    pub property_names: Option<SchemaId>,
    /// `minProperties`
    pub min_properties: Option<u64>,
    /// `maxProperties`
    pub max_properties: Option<u64>,
    /// `dependentRequired`, and the lists of `dependencies`.
    pub dependent_required: IndexMap<String, Vec<String>>,
    /// `unevaluatedProperties`
    pub unevaluated_properties: Option<SchemaId>,

    // Annotations (§9) and extensions that name things.
    /// `default`
    pub default: Option<Value>,
    /// `example` and `examples`, in this order.
    pub examples: Vec<Value>,
    /// `deprecated`
    pub deprecated: bool,
    /// `readOnly`
    pub read_only: bool,
    /// `writeOnly`
    pub write_only: bool,
    /// What the author calls the type: `x-speakeasy-name-override`, `x-fern-type-name`, or `name` of `x-ms-enum`.
    pub name_override: Option<String>,
    /// OpenAPI's `discriminator`.
    pub discriminator: Option<Discriminator>,
    /// Names for enum values: `x-fern-enum`, `x-enum-varnames`, `x-speakeasy-enums`, `x-ms-enum`; pairs of
    /// value and name.
    pub value_names: Vec<(Value, String)>,
    /// Texts for enum values: `x-fern-enum`, `x-enum-descriptions`, `x-ms-enum`.
    pub value_descriptions: Vec<(Value, String)>,
    /// The values that `x-extensible-enum` lists; others are accepted too.
    pub known_values: Vec<Value>,
    /// `x-extensible-enum` in place of `enum`, or `x-ms-enum` with `modelAsString`, or `x-speakeasy-unknown-values: allow`.
    pub open_values: bool,
}

static NONE: LazyLock<Rare> = LazyLock::new(Rare::default);

impl Deref for Keywords {
    type Target = Rare;

    fn deref(&self) -> &Rare {
        self.rare.as_deref().unwrap_or(&NONE)
    }
}

impl DerefMut for Keywords {
    fn deref_mut(&mut self) -> &mut Rare {
        self.rare.get_or_insert_default()
    }
}

/// OpenAPI's `discriminator`.
///
/// Spec: OpenAPI 3.1, §4.8.25.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discriminator {
    /// `propertyName`
    pub property: String,
    /// `mapping`: tag value and the schema it means, where the reference resolved.
    pub mapping: Vec<(String, SchemaId)>,
}

impl Keywords {
    /// Takes no room for rare keywords where there are none.
    pub(super) fn settle(&mut self) {
        self.rare.take_if(|it| **it == *NONE);
    }

    /// The schemas that this one applies to the same instance.
    pub(super) fn in_place_mut(&mut self) -> impl Iterator<Item = &mut SchemaId> {
        let Self { reference, all_of, any_of, one_of, rare, .. } = self;
        let (single, dependent) = match rare.as_deref_mut() {
            Some(Rare { dynamic_reference, not, if_, then, else_, dependent_schemas, .. }) => {
                (Some([dynamic_reference, not, if_, then, else_]), Some(dependent_schemas.values_mut()))
            }
            None => (None, None),
        };
        let single = single.into_iter().flatten().flatten();
        let lists = all_of.iter_mut().chain(any_of).chain(one_of);
        reference.iter_mut().chain(single).chain(lists).chain(dependent.into_iter().flatten())
    }

    /// Whether any keyword constrains instances.
    pub fn asserts(&self) -> bool {
        self.in_place() > 0 || self.asserts_itself()
    }

    /// Whether any keyword constrains instances beside the one group of branches that is there.
    pub(crate) fn asserts_beside_group(&self) -> bool {
        self.in_place() > 1 || self.asserts_itself()
    }

    fn asserts_itself(&self) -> bool {
        self.types.is_some_and(|types| types != TypeSet::ALL)
            || self.values.is_some()
            || self.concerns_numbers()
            || self.concerns_strings()
            || self.concerns_arrays()
            || self.concerns_objects()
    }

    /// The schema that this one merely points to: a `$ref`, or an `allOf` of one, and nothing else.
    pub fn alias(&self) -> Option<SchemaId> {
        if self.in_place() != 1
            || self.types.is_some()
            || self.values.is_some()
            || self.concerns_numbers()
            || self.concerns_strings()
            || self.concerns_arrays()
            || self.concerns_objects()
        {
            return None;
        }
        self.reference.or(self.dynamic_reference).or(self.all_of.first().copied())
    }

    /// Every schema that this one applies, to the instance or to a part of it.
    pub fn subschemas(&self) -> impl Iterator<Item = SchemaId> + '_ {
        let single = [
            self.reference,
            self.dynamic_reference,
            self.not,
            self.if_,
            self.then,
            self.else_,
            self.items,
            self.contains,
            self.unevaluated_items,
            self.additional_properties,
            self.property_names,
            self.unevaluated_properties,
        ];
        let lists = [&self.all_of, &self.any_of, &self.one_of, &self.prefix_items];
        let maps = [&self.dependent_schemas, &self.properties, &self.pattern_properties];
        single
            .into_iter()
            .flatten()
            .chain(lists.into_iter().flatten().copied())
            .chain(maps.into_iter().flat_map(IndexMap::values).copied())
    }

    /// Whether a keyword speaks of numbers (Validation 2020-12, §6.2).
    pub fn concerns_numbers(&self) -> bool {
        self.minimum.is_some()
            || self.maximum.is_some()
            || self.exclusive_minimum.is_some()
            || self.exclusive_maximum.is_some()
            || self.multiple_of.is_some()
    }

    /// Whether a keyword speaks of strings (§6.3).
    pub fn concerns_strings(&self) -> bool {
        self.min_length.is_some()
            || self.max_length.is_some()
            || self.pattern.is_some()
            || self.asserted_format.is_some()
    }

    /// Whether a keyword speaks of arrays (§6.4), or closes them.
    pub fn concerns_arrays(&self) -> bool {
        self.speaks_of_arrays() || self.unevaluated_items.is_some()
    }

    /// Whether a keyword speaks of arrays; `unevaluatedItems` closes what others speak of.
    pub fn speaks_of_arrays(&self) -> bool {
        self.items.is_some() || self.speaks_of_certain_items()
    }

    /// Whether a keyword other than `items` speaks of arrays.
    pub fn speaks_of_certain_items(&self) -> bool {
        !self.prefix_items.is_empty()
            || self.contains.is_some()
            || self.min_items.is_some()
            || self.max_items.is_some()
            || self.unique_items
    }

    /// Whether a keyword speaks of objects (§6.5), or closes them.
    pub fn concerns_objects(&self) -> bool {
        self.speaks_of_objects() || self.unevaluated_properties.is_some()
    }

    /// Whether a keyword speaks of objects; `unevaluatedProperties` closes what others speak of.
    pub fn speaks_of_objects(&self) -> bool {
        self.additional_properties.is_some() || self.speaks_of_certain_members()
    }

    /// Whether a keyword other than `additionalProperties` speaks of objects.
    pub fn speaks_of_certain_members(&self) -> bool {
        !self.properties.is_empty()
            || !self.pattern_properties.is_empty()
            || self.property_names.is_some()
            || !self.required.is_empty()
            || self.min_properties.is_some()
            || self.max_properties.is_some()
            || !self.dependent_required.is_empty()
            || !self.dependent_schemas.is_empty()
    }

    /// How many applicators in place there are, branches counted as one each for `allOf`.
    fn in_place(&self) -> usize {
        usize::from(self.reference.is_some())
            + usize::from(self.dynamic_reference.is_some())
            + self.all_of.len()
            + usize::from(!self.any_of.is_empty())
            + usize::from(!self.one_of.is_empty())
            + usize::from(self.not.is_some())
            + usize::from(self.if_.is_some())
    }
}
