//! Stage 3, lower: the Rust types to write, without tokens and without names.
//!
//! Takes flats (see [`crate::normalize`]). Gives a [`Model`]: for each type its shape, how a union is
//! told apart (its [`Plan`]), and what the shape does not say (its residual).
//!
//! Reading order: [`lower`], [`reduce`], [`object`], [`scalar`], [`union`], [`plan`], [`slots`],
//! [`recursion`], [`derives`], [`uninhabited`], [`bases`].

mod bases;
mod derives;
mod lower;
mod object;
mod plan;
mod recursion;
mod reduce;
mod scalar;
mod shallow;
mod slots;
mod uninhabited;
mod union;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Number, Value};

use crate::format::Format;
use crate::normalize::{Group, Term};
use crate::schema::SchemaId;

pub(crate) use self::bases::{Base, Shown, bases, shown, shown_by_value};
pub(crate) use self::derives::{Derives, derives};
pub(crate) use self::lower::lower;
pub(crate) use self::recursion::recursive;
pub(crate) use self::shallow::{Shallow, shallow};
pub(crate) use self::uninhabited::Uninhabited;

/// A type of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TypeId(pub(crate) u32);

/// The Rust types of one source.
#[derive(Debug, Default)]
pub(crate) struct Model {
    /// Types in the order in which the documents use them.
    pub(crate) types: Vec<Type>,
    /// What the roots became, in the order asked for.
    pub(crate) roots: Vec<Root>,
    /// Readings of schemas that became no type of their own.
    pub(crate) in_use: Vec<InUse>,
    /// Schemas of which the `oneOf`, somewhere, takes the first match.
    pub(crate) first_match: BTreeSet<SchemaId>,
    /// Schemas whose unknown values are kept because the manifest asks for it.
    pub(crate) opened: BTreeSet<SchemaId>,
}

/// A reading of a schema that became no type of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InUse {
    /// Where the schema stands.
    pub(crate) origin: Origin,
    /// What it became.
    pub(crate) ty: TypeUse,
    pub(crate) reading: Reading,
}

/// A schema that was asked for.
#[derive(Clone, Debug)]
pub(crate) struct Root {
    pub(crate) schema: SchemaId,
    pub(crate) ty: TypeUse,
    pub(crate) docs: Docs,
    /// Whether the schema's name stands for the use: no type has that name.
    pub(crate) is_alias: bool,
}

impl std::ops::Index<TypeId> for Model {
    type Output = Type;

    fn index(&self, id: TypeId) -> &Type {
        &self.types[id.0 as usize]
    }
}

impl Model {
    pub(crate) fn ids(&self) -> impl Iterator<Item = TypeId> + use<> {
        (0..u32::try_from(self.types.len()).unwrap_or(u32::MAX)).map(TypeId)
    }
}

/// A Rust type that is written out.
#[derive(Clone, Debug)]
pub(crate) struct Type {
    /// Where it comes from, which decides its name.
    pub(crate) origin: Origin,
    pub(crate) docs: Docs,
    pub(crate) shape: Shape,
    /// Schemas that are checked on the instance as a whole, since the shape says less than they do.
    pub(crate) residual: Option<Residual>,
    /// Readings of the schema that are not by its letter.
    pub(crate) readings: Vec<Reading>,
}

/// Where a type comes from: a schema as it stands in a document, and the way from there for a
/// combination of schemas that has no place of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Origin {
    pub(crate) schema: SchemaId,
    pub(crate) path: Vec<Segment>,
}

/// A step from a type to one that it holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Segment {
    /// The member with this wire name.
    Member(String),
    /// The unknown members.
    Rest,
    /// The items of an array; with an index, those of a tuple.
    Item(Option<usize>),
    /// A branch of a union.
    Branch(SchemaId),
    /// The instances of one JSON type.
    Part(&'static str),
}

impl Origin {
    pub(crate) fn of(schema: SchemaId) -> Self {
        Self { schema, path: Vec::new() }
    }

    /// A step further.
    pub(crate) fn then(&self, segment: Segment) -> Self {
        let mut path = self.path.clone();
        path.push(segment);
        Self { schema: self.schema, path }
    }
}

/// What is said to people.
#[derive(Clone, Debug, Default)]
pub(crate) struct Docs {
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) examples: Vec<Value>,
    /// In a box, as few have one.
    pub(crate) default: Option<Box<Value>>,
    pub(crate) format: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
}

/// A reading of the schema that is not by its letter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reading {
    /// `type` was taken from the other keywords.
    ImpliedType,
    /// The same, in a part that is no named type.
    ImpliedWithin,
    /// `oneOf` takes the first match: as the manifest has it, or because a branch could never be chosen.
    FirstMatch(Option<Hidden>),
    /// A number is held in 64 bits.
    Bits64,
    /// Unknown values are kept.
    Open,
    /// Nothing out of the ordinary, but two branches of a `oneOf` accept this instance, which is so refused.
    Overlap(String),
}

/// Two branches of which one could never be chosen, because it never matches alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hidden {
    pub(crate) narrow: SchemaId,
    /// Accepts all that the narrow one accepts.
    pub(crate) wide: SchemaId,
}

/// What is checked beyond the shape.
#[derive(Clone, Debug)]
pub(crate) struct Residual {
    /// All of these schemas must accept.
    pub(crate) schemas: Vec<SchemaId>,
    /// The branch that was chosen of a schema's `oneOf`: how many others match is for the union to count.
    pub(crate) chosen: BTreeMap<SchemaId, SchemaId>,
    /// The keywords that made it necessary.
    pub(crate) keywords: Vec<&'static str>,
}

impl Residual {
    /// All that the schemas of a term say, made necessary by some keywords.
    fn of(term: &Term, keywords: Vec<&'static str>) -> Self {
        let one_of = term.chosen.iter().filter(|((_, group), _)| *group == Group::OneOf);
        let chosen = one_of.map(|((owner, _), branch)| (*owner, *branch)).collect();
        Self { schemas: term.schemas.clone(), chosen, keywords }
    }
}

/// What a type looks like.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Record(Record),
    Choice(Choice),
    Union(Union),
    Wrapper(Wrapper),
}

/// A struct with named fields.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) fields: Vec<Field>,
    pub(crate) rest: Rest,
    /// Members that may not be there although others may.
    pub(crate) forbidden: Vec<String>,
    /// The schemas that were folded into it.
    pub(crate) folded: Vec<SchemaId>,
}

/// A member of an object.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) wire: String,
    pub(crate) ty: TypeUse,
    pub(crate) presence: Presence,
    pub(crate) docs: Docs,
}

/// Whether a member is there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Presence {
    Required,
    Optional,
    /// Required, with one value: no field.
    Constant(Box<Value>),
}

/// Members beyond the named ones.
#[derive(Clone, Debug)]
pub(crate) enum Rest {
    /// None may be there.
    Closed,
    /// Each has this type.
    Open(TypeUse),
    /// Only those whose names match one of the patterns; each has this type.
    Matching(Vec<String>, TypeUse),
}

/// An enum over known values.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub(crate) values: Vec<ChoiceValue>,
    /// Whether other strings are kept.
    pub(crate) open: bool,
}

/// One of the known values.
#[derive(Clone, Debug)]
pub(crate) struct ChoiceValue {
    pub(crate) value: Value,
    /// The name that the author gave it.
    pub(crate) given_name: Option<String>,
    pub(crate) description: Option<String>,
}

impl Choice {
    /// Whether all values are strings.
    pub(crate) fn is_text(&self) -> bool {
        self.values.iter().all(|it| it.value.is_string())
    }
}

/// An enum over types.
#[derive(Clone, Debug)]
pub(crate) struct Union {
    pub(crate) variants: Vec<Variant>,
    pub(crate) plan: Box<Dispatch>,
}

impl Union {
    /// Whether objects that no branch knows are kept.
    pub(crate) fn is_open(&self) -> bool {
        self.variants.iter().any(|it| it.payload == Payload::Unknown)
    }
}

/// One branch of a union.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) payload: Payload,
    /// What it may be called after, best first.
    pub(crate) hints: Vec<Hint>,
    pub(crate) docs: Docs,
    /// The branch's schema, when it is one.
    pub(crate) schema: Option<SchemaId>,
    /// The value of the tag that chooses it: member and value.
    pub(crate) tag: Option<(Tag, Value)>,
}

/// What a variant holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Payload {
    /// A value of a type.
    Type(TypeUse),
    /// Nothing: it stands for this value.
    Constant(Value),
    /// An object that no other variant knows.
    Unknown,
}

impl Variant {
    /// The type that it holds, if that is one of the schema's.
    pub(crate) fn ty(&self) -> Option<&TypeUse> {
        match &self.payload {
            Payload::Type(ty) => Some(ty),
            Payload::Constant(_) | Payload::Unknown => None,
        }
    }
}

/// What a variant may be called after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Hint {
    /// A name that the variant has whatever the others are called.
    Fixed(&'static str),
    /// A name by the author.
    Given(String),
    /// The value of a tag member.
    Tag(String, Value),
    /// The key of the definition that the branch refers to.
    Definition(String),
    /// The one value that it stands for.
    Value(Value),
    /// A member that only this branch has.
    Member(String),
    /// The JSON type.
    JsonType(&'static str),
}

/// How an instance finds its variant, by JSON type; a type without a plan is refused.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dispatch {
    pub(crate) null: Option<Plan>,
    pub(crate) boolean: Option<Plan>,
    pub(crate) number: Option<Plan>,
    pub(crate) string: Option<Plan>,
    pub(crate) array: Option<Plan>,
    pub(crate) object: Option<Plan>,
}

/// How an instance of one JSON type finds its variant: a tree of conditions that every instance of a
/// branch meets.
///
/// Lengths and items of arrays, bounds, and JSON types of members have no node: to know a length is to have
/// read the array, and what is in memory can as well be tried. Of the 656 places that tags alone left to
/// trying in 799 schemas of five sources, arrays would decide 20, bounds and types of members alone none.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Plan {
    /// It can only be this one.
    Direct(usize),
    /// It is one of some constants, or something else.
    Constants { arms: Vec<(Value, usize)>, other: Option<Box<Plan>> },
    /// A member's value decides.
    Tag(TagPlan),
    /// A member that is there decides.
    Presence(PresencePlan),
    /// The candidates are tried in order.
    Trial { candidates: Vec<usize>, exactly_one: bool },
}

impl Plan {
    /// The plans that it goes on with.
    pub(crate) fn next(&self) -> Vec<&Self> {
        match self {
            Self::Direct(_) | Self::Trial { .. } => Vec::new(),
            Self::Constants { other, .. } => other.iter().map(|it| &**it).collect(),
            Self::Tag(TagPlan { arms, other, absent, .. }) => {
                let rest = [other, absent].into_iter().flatten().map(|it| &**it);
                arms.iter().map(|(_, plan)| plan).chain(rest).collect()
            }
            Self::Presence(PresencePlan { arms, absent }) => {
                arms.iter().map(|(_, plan)| plan).chain(absent.iter().map(|it| &**it)).collect()
            }
        }
    }

    /// The plans that it goes on with, to change.
    pub(crate) fn next_mut(&mut self) -> Vec<&mut Self> {
        match self {
            Self::Direct(_) | Self::Trial { .. } => Vec::new(),
            Self::Constants { other, .. } => other.iter_mut().map(|it| &mut **it).collect(),
            Self::Tag(TagPlan { arms, other, absent, .. }) => {
                let rest = [other, absent].into_iter().flatten().map(|it| &mut **it);
                arms.iter_mut().map(|(_, plan)| plan).chain(rest).collect()
            }
            Self::Presence(PresencePlan { arms, absent }) => {
                let rest = absent.iter_mut().map(|it| &mut **it);
                arms.iter_mut().map(|(_, plan)| plan).chain(rest).collect()
            }
        }
    }
}

/// A member whose value decides.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TagPlan {
    pub(crate) tag: Tag,
    pub(crate) arms: Vec<(Value, Plan)>,
    /// When the member has another value.
    pub(crate) other: Option<Box<Plan>>,
    /// When the member is not there.
    pub(crate) absent: Option<Box<Plan>>,
}

/// A member, or a member of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tag {
    pub(crate) member: String,
    pub(crate) inner: Option<String>,
}

impl Tag {
    /// What people call it.
    pub(crate) fn path(&self) -> String {
        match &self.inner {
            Some(inner) => format!("{}/{inner}", self.member),
            None => self.member.clone(),
        }
    }
}

/// Members of which the first one that is there decides.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PresencePlan {
    pub(crate) arms: Vec<(String, Plan)>,
    /// When none is there.
    pub(crate) absent: Option<Box<Plan>>,
}

/// A newtype around a value that is checked.
#[derive(Clone, Debug)]
pub(crate) struct Wrapper {
    pub(crate) inner: TypeUse,
    pub(crate) checks: Vec<Check>,
}

/// A check on a single value, made without a look at the schema.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Check {
    MinLength(u64),
    MaxLength(u64),
    Pattern(String),
    Format(Format),
    Minimum(Number),
    ExclusiveMinimum(Number),
    Maximum(Number),
    ExclusiveMaximum(Number),
    MultipleOf(Number),
    MinItems(u64),
    MaxItems(u64),
    UniqueItems,
    MinProperties(u64),
    MaxProperties(u64),
}

/// How a type is used at one place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TypeUse {
    Named(TypeId),
    Null,
    Boolean,
    Integer(Integer),
    Double,
    /// A number that keeps integers and fractions apart.
    Number,
    String,
    /// Any JSON value.
    Any,
    /// No value at all.
    Never,
    Sequence(Box<TypeUse>),
    Map(Box<TypeUse>),
    Tuple(Vec<TypeUse>),
    /// A list whose first items have types of their own; those after them have the last.
    Leading(Vec<TypeUse>, Box<TypeUse>),
    Nullable(Box<TypeUse>),
    Boxed(Box<TypeUse>),
}

/// What holds an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Integer {
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
    /// Integers of 64 bits of either sign, and larger ones as far as a double holds them.
    Wide,
}

impl TypeUse {
    /// The types that a value of this use holds directly, not behind a pointer.
    pub(crate) fn by_value(&self) -> BTreeSet<TypeId> {
        let mut found = BTreeSet::new();
        self.visit(&mut |it, behind_pointer| {
            if let (Self::Named(id), false) = (it, behind_pointer) {
                found.insert(*id);
            }
        });
        found
    }

    /// Every named type in it.
    pub(crate) fn named(&self) -> Vec<TypeId> {
        let mut found = Vec::new();
        self.visit(&mut |it, _| {
            if let Self::Named(id) = it {
                found.push(*id);
            }
        });
        found
    }

    /// How complex Clippy finds the type where it stands within so many others: each part of it counts by how deep it
    /// stands.
    pub(crate) fn complexity(&self, depth: usize) -> usize {
        let sum = |items: &[Self], depth| items.iter().map(|it| it.complexity(depth)).sum();
        let within = match self {
            Self::Sequence(item) | Self::Nullable(item) | Self::Boxed(item) => item.complexity(depth + 1),
            Self::Map(item) => Self::String.complexity(depth + 1) + item.complexity(depth + 1),
            Self::Tuple(items) => sum(items, depth + 1),
            Self::Leading(items, rest) => {
                let items: usize = sum(items, depth + 2);
                10 * (depth + 2) + items + rest.complexity(depth + 1)
            }
            Self::Named(_)
            | Self::Null
            | Self::Boolean
            | Self::Integer(_)
            | Self::Double
            | Self::Number
            | Self::String
            | Self::Any
            | Self::Never => 0,
        };
        10 * (depth + 1) + within
    }

    /// Calls `see` for this use and all within it, saying whether it stands behind a pointer.
    pub(crate) fn visit(&self, see: &mut dyn FnMut(&Self, bool)) {
        fn go(ty: &TypeUse, behind: bool, see: &mut dyn FnMut(&TypeUse, bool)) {
            see(ty, behind);
            match ty {
                TypeUse::Sequence(item) | TypeUse::Map(item) | TypeUse::Boxed(item) => go(item, true, see),
                TypeUse::Nullable(item) => go(item, behind, see),
                TypeUse::Tuple(items) => items.iter().for_each(|item| go(item, behind, see)),
                TypeUse::Leading(items, rest) => {
                    for item in items {
                        go(item, behind, see);
                    }
                    go(rest, true, see);
                }
                TypeUse::Named(_)
                | TypeUse::Null
                | TypeUse::Boolean
                | TypeUse::Integer(_)
                | TypeUse::Double
                | TypeUse::Number
                | TypeUse::String
                | TypeUse::Any
                | TypeUse::Never => {}
            }
        }
        go(self, false, see);
    }
}

impl Shape {
    /// The uses of types in it, in order.
    pub(crate) fn uses(&self) -> Vec<&TypeUse> {
        match self {
            Self::Record(record) => {
                let mut all: Vec<&TypeUse> = record.fields.iter().map(|it| &it.ty).collect();
                match &record.rest {
                    Rest::Closed => {}
                    Rest::Open(ty) | Rest::Matching(_, ty) => all.push(ty),
                }
                all
            }
            Self::Choice(_) => Vec::new(),
            Self::Union(union) => union.variants.iter().filter_map(Variant::ty).collect(),
            Self::Wrapper(wrapper) => vec![&wrapper.inner],
        }
    }
}

#[cfg(test)]
mod tests;
