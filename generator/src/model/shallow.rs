//! Residuals that go no deeper than an object's own members: which are there, and which constants they are.
//!
//! Such a residual is decided on the value that was read, without a second look at the instance. It says
//! of the schemas what the shape does not, and nothing else; what it can't say makes the residual deep.

use serde_json::Value;

use super::{Model, Presence, Record, Residual, Rest, Shape, TypeUse};
use crate::schema::{Body, Keywords, SchemaId, Schemas, TypeSet, equal};

/// What the members of an object keep among themselves.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shallow {
    Always(bool),
    /// The field, which is optional, is there.
    Field(usize),
    /// There is an unknown member of that name.
    Unknown(String),
    /// The field is one of the values; it is not there, or it is one of them, where it is optional.
    Is(usize, Vec<Value>),
    /// At least so many members are there.
    AtLeast(u64),
    /// At most so many members are there.
    AtMost(u64),
    All(Vec<Shallow>),
    Any(Vec<Shallow>),
    /// Exactly one holds.
    One(Vec<Shallow>),
    Not(Box<Shallow>),
    If(Box<[Shallow; 3]>),
}

/// Schemas nest no deeper than this.
const DEPTH: u32 = 24;

/// What a residual says beyond the shape; `None` where that is deep.
pub(crate) fn shallow(
    schemas: &Schemas,
    model: &Model,
    record: &Record,
    residual: &Residual,
) -> Option<Shallow> {
    let known = [
        "not",
        "if",
        "anyOf",
        "oneOf",
        "dependentRequired",
        "dependentSchemas",
        "minProperties",
        "maxProperties",
    ];
    if !residual.keywords.iter().all(|keyword| known.contains(keyword)) {
        return None;
    }
    let reader = Reader { schemas, model, record, residual };
    let mut all = Vec::new();
    for id in &residual.schemas {
        reader.unsaid(*id, DEPTH, &mut all)?;
    }
    Some(Shallow::all(all))
}

struct Reader<'a> {
    schemas: &'a Schemas,
    model: &'a Model,
    record: &'a Record,
    residual: &'a Residual,
}

impl Reader<'_> {
    /// What a schema, and those that it applies in place, say by the keywords that the shape leaves unsaid.
    fn unsaid(&self, id: SchemaId, depth: u32, all: &mut Vec<Shallow>) -> Option<()> {
        let Body::Keywords(it) = &self.schemas[id].body else { return Some(()) };
        let depth = depth.checked_sub(1)?;
        let is_unsaid = |keyword: &str| self.residual.keywords.contains(&keyword);
        let is_chosen = |name: &str| name == "oneOf" && self.residual.chosen.contains_key(&id);
        for part in it.reference.iter().chain(&it.dynamic_reference).chain(&it.all_of) {
            self.unsaid(*part, depth, all)?;
        }
        if is_unsaid("dependentRequired") {
            all.extend(self.dependent_required(it));
        }
        if is_unsaid("dependentSchemas") {
            self.dependent_schemas(it, depth, all)?;
        }
        if is_unsaid("minProperties") || is_unsaid("maxProperties") {
            all.extend(self.counts(it));
        }
        for (name, branches) in [("anyOf", &it.any_of), ("oneOf", &it.one_of)] {
            if let [only] = branches[..] {
                self.unsaid(only, depth, all)?;
            } else if is_unsaid(name) && !is_chosen(name) {
                all.push(self.group(name, branches, depth)?);
            }
        }
        if is_unsaid("not") {
            all.push(self.not(it, depth)?);
        }
        if is_unsaid("if") {
            all.push(self.condition(it, depth)?);
        }
        Some(())
    }

    /// All that a schema says about the object.
    fn whole(&self, id: SchemaId, depth: u32) -> Option<Shallow> {
        let it = match &self.schemas[id].body {
            Body::Boolean(value) => return Some(Shallow::Always(*value)),
            Body::Keywords(it) => it,
        };
        let depth = depth.checked_sub(1)?;
        let is_deep = it.values.is_some()
            || it.dynamic_reference.is_some()
            || !it.pattern_properties.is_empty()
            || it.additional_properties.is_some()
            || it.property_names.is_some()
            || it.unevaluated_properties.is_some();
        if is_deep {
            return None;
        }
        if it.types.is_some_and(|types| !types.contains(TypeSet::OBJECT)) {
            return Some(Shallow::Always(false));
        }
        let mut all: Vec<Shallow> = it.required.iter().map(|name| self.has(name)).collect();
        for (name, member) in &it.properties {
            all.push(self.member(name, *member, depth)?);
        }
        all.extend(self.dependent_required(it));
        self.dependent_schemas(it, depth, &mut all)?;
        all.extend(self.counts(it));
        for part in it.reference.iter().chain(&it.all_of) {
            all.push(self.whole(*part, depth)?);
        }
        for (name, branches) in [("anyOf", &it.any_of), ("oneOf", &it.one_of)] {
            all.push(self.group(name, branches, depth)?);
        }
        all.push(self.not(it, depth)?);
        all.push(self.condition(it, depth)?);
        Some(Shallow::all(all))
    }

    /// Whether a member is there.
    fn has(&self, name: &str) -> Shallow {
        match self.record.fields.iter().position(|it| it.wire == name) {
            Some(at) if self.record.fields[at].presence == Presence::Optional => Shallow::Field(at),
            Some(_) => Shallow::Always(true),
            None => match self.record.rest {
                Rest::Closed => Shallow::Always(false),
                Rest::Open(_) | Rest::Matching(..) if self.record.forbidden.iter().any(|it| it == name) => {
                    Shallow::Always(false)
                }
                Rest::Open(_) | Rest::Matching(..) => Shallow::Unknown(name.to_owned()),
            },
        }
    }

    /// What is asked of how many members there are, where the shape leaves that open.
    fn counts(&self, it: &Keywords) -> impl Iterator<Item = Shallow> + use<> {
        let fields = &self.record.fields;
        let count = |them: usize| u64::try_from(them).unwrap_or(u64::MAX);
        let least = count(fields.iter().filter(|it| it.presence != Presence::Optional).count());
        let is_closed = matches!(self.record.rest, Rest::Closed);
        let most = if is_closed { count(fields.len()) } else { u64::MAX };
        let at_least = it.min_properties.map(|min| match min {
            _ if min <= least => Shallow::Always(true),
            _ if min > most => Shallow::Always(false),
            _ => Shallow::AtLeast(min),
        });
        let at_most = it.max_properties.map(|max| match max {
            _ if max >= most => Shallow::Always(true),
            _ if max < least => Shallow::Always(false),
            _ => Shallow::AtMost(max),
        });
        at_least.into_iter().chain(at_most)
    }

    fn dependent_required(&self, it: &Keywords) -> Vec<Shallow> {
        let needs = it.dependent_required.iter();
        needs
            .map(|(name, needed)| {
                let all = needed.iter().map(|name| self.has(name)).collect();
                Shallow::any(vec![Shallow::not(self.has(name)), Shallow::all(all)])
            })
            .collect()
    }

    fn dependent_schemas(&self, it: &Keywords, depth: u32, all: &mut Vec<Shallow>) -> Option<()> {
        for (name, schema) in &it.dependent_schemas {
            all.push(Shallow::any(vec![Shallow::not(self.has(name)), self.whole(*schema, depth)?]));
        }
        Some(())
    }

    fn group(&self, name: &str, branches: &[SchemaId], depth: u32) -> Option<Shallow> {
        if branches.is_empty() {
            return Some(Shallow::Always(true));
        }
        let branches: Option<Vec<Shallow>> = branches.iter().map(|id| self.whole(*id, depth)).collect();
        let branches = branches?;
        Some(if name == "anyOf" { Shallow::any(branches) } else { Shallow::One(branches) })
    }

    fn not(&self, it: &Keywords, depth: u32) -> Option<Shallow> {
        match it.not {
            Some(id) => self.whole(id, depth).map(Shallow::not),
            None => Some(Shallow::Always(true)),
        }
    }

    fn condition(&self, it: &Keywords, depth: u32) -> Option<Shallow> {
        let Some(condition) = it.if_ else { return Some(Shallow::Always(true)) };
        let branch = |id: Option<SchemaId>| match id {
            Some(id) => self.whole(id, depth),
            None => Some(Shallow::Always(true)),
        };
        let (then, otherwise) = (branch(it.then)?, branch(it.else_)?);
        Some(match self.whole(condition, depth)? {
            Shallow::Always(true) => then,
            Shallow::Always(false) => otherwise,
            condition => Shallow::If(Box::new([condition, then, otherwise])),
        })
    }

    /// What `properties` says about one member.
    fn member(&self, name: &str, schema: SchemaId, depth: u32) -> Option<Shallow> {
        let depth = depth.checked_sub(1)?;
        let it = match &self.schemas[schema].body {
            Body::Boolean(true) => return Some(Shallow::Always(true)),
            Body::Boolean(false) => return Some(Shallow::not(self.has(name))),
            Body::Keywords(it) => it,
        };
        if let Some(target) = it.alias() {
            return self.member(name, target, depth);
        }
        let Some(at) = self.record.fields.iter().position(|it| it.wire == name) else {
            let is_free = !it.asserts() && it.if_.is_none();
            return match self.has(name) {
                Shallow::Always(_) => Some(Shallow::Always(true)),
                _ => is_free.then_some(Shallow::Always(true)),
            };
        };
        let mut rest = it.clone();
        let (types, values) = (rest.types.take().unwrap_or(TypeSet::ALL), rest.values.take());
        if rest.asserts() {
            return None;
        }
        let field = &self.record.fields[at];
        if let Presence::Constant(own) = &field.presence {
            let is_value = values.is_none_or(|values| values.iter().any(|it| equal(it, own)));
            return Some(Shallow::Always(is_value && types.contains(TypeSet::of(own))));
        }
        let own = self.types(&field.ty)?;
        match values {
            Some(values) => {
                let values =
                    values.into_iter().filter(|it| (types & own).contains(TypeSet::of(it))).collect();
                self.can_compare(&field.ty).then_some(Shallow::Is(at, values))
            }
            None if types.contains(own) => Some(Shallow::Always(true)),
            None if !types.meets(own) => Some(Shallow::not(self.has(name))),
            None => None,
        }
    }

    /// The JSON types of a use, where they are few and plain.
    fn types(&self, ty: &TypeUse) -> Option<TypeSet> {
        Some(match ty {
            TypeUse::String => TypeSet::STRING,
            TypeUse::Boolean => TypeSet::BOOLEAN,
            TypeUse::Integer(_) => TypeSet::INTEGER,
            TypeUse::Double | TypeUse::Number => TypeSet::NUMBER,
            TypeUse::Sequence(_) | TypeUse::Tuple(_) | TypeUse::Leading(..) => TypeSet::ARRAY,
            TypeUse::Map(_) => TypeSet::OBJECT,
            TypeUse::Nullable(inner) => self.types(inner)? | TypeSet::NULL,
            TypeUse::Named(id) => match &self.model[*id].shape {
                Shape::Record(_) => TypeSet::OBJECT,
                Shape::Choice(choice) if choice.is_text() => TypeSet::STRING,
                Shape::Wrapper(wrapper) if wrapper.inner == TypeUse::String => TypeSet::STRING,
                Shape::Choice(_) | Shape::Wrapper(_) | Shape::Union(_) => return None,
            },
            TypeUse::Null | TypeUse::Any | TypeUse::Never | TypeUse::Boxed(_) => return None,
        })
    }

    /// Whether values of the use are compared with constants as Rust values.
    fn can_compare(&self, ty: &TypeUse) -> bool {
        match ty {
            TypeUse::String | TypeUse::Boolean => true,
            TypeUse::Nullable(inner) => self.can_compare(inner),
            TypeUse::Named(_) => self.types(ty) == Some(TypeSet::STRING),
            _ => false,
        }
    }
}

impl Shallow {
    fn all(parts: Vec<Self>) -> Self {
        let mut parts: Vec<Self> = parts.into_iter().filter(|it| *it != Self::Always(true)).collect();
        match parts.len() {
            _ if parts.contains(&Self::Always(false)) => Self::Always(false),
            0 => Self::Always(true),
            1 => parts.remove(0),
            _ => Self::All(parts),
        }
    }

    fn any(parts: Vec<Self>) -> Self {
        let mut parts: Vec<Self> = parts.into_iter().filter(|it| *it != Self::Always(false)).collect();
        match parts.len() {
            _ if parts.contains(&Self::Always(true)) => Self::Always(true),
            0 => Self::Always(false),
            1 => parts.remove(0),
            _ => Self::Any(parts),
        }
    }

    fn not(part: Self) -> Self {
        match part {
            Self::Always(value) => Self::Always(!value),
            Self::Not(part) => *part,
            part => Self::Not(Box::new(part)),
        }
    }
}
