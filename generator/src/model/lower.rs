//! One term to one type.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::{
    Docs, InUse, Model, Origin, Payload, Reading, Residual, Root, Segment, Shape, Type, TypeId, TypeUse,
};
use super::{Wrapper, object, recursion, scalar, union};
use crate::config::{OneOf, Policies, Roots};
use crate::normalize::{Flat, Normalizer, Term, branches};
use crate::overrides::Overrides;
use crate::schema::{SchemaId, TypeSet, key};

/// Lowers the roots, and all that they reach, to Rust types.
pub(crate) fn lower(normalizer: &Normalizer<'_>, overrides: &Overrides, asked: &Roots) -> Model {
    let mut ctx = Lowering {
        normalizer,
        types: Vec::new(),
        states: IndexMap::new(),
        overrides,
        in_use: Vec::new(),
        first_match: BTreeSet::new(),
        opened: BTreeSet::new(),
        implied: false,
        depth: 0,
    };
    let mut roots = Vec::new();
    for root in &normalizer.schemas.roots {
        let term = Term::of(normalizer.schemas, *root);
        ctx.implied = false;
        let ty = ctx.term(&term, &Origin::of(*root));
        roots.push(ctx.root(ty, *root, asked));
    }
    let mut model = ctx.finish(roots);
    recursion::break_cycles(&mut model);
    model
}

/// How far the lowering of a term is.
enum State {
    /// Being lowered; a type was set aside for it when it was met again.
    Open(Option<TypeId>),
    /// Being lowered as what is left of it without null, which it may take or not.
    Split { without_null: Term, takes_null: bool },
    Done {
        ty: TypeUse,
        /// Whether keywords imply a type in it, outside of the named types that it uses.
        implied: bool,
    },
}

/// What lowering works with.
pub(super) struct Lowering<'a> {
    pub(super) normalizer: &'a Normalizer<'a>,
    types: Vec<Option<Type>>,
    states: IndexMap<Term, State>,
    /// Corrections of single schemas.
    pub(super) overrides: &'a Overrides,
    /// Readings of schemas that become no type of their own.
    in_use: Vec<InUse>,
    pub(super) first_match: BTreeSet<SchemaId>,
    pub(super) opened: BTreeSet<SchemaId>,
    /// Whether keywords imply a type in what was lowered of the term at hand, outside of named types.
    implied: bool,
    depth: u32,
}

/// Terms nest no deeper than this; what lies deeper is kept as a JSON value and checked.
const DEPTH: u32 = 192;

/// How complex a use may be, in an `Option` of its own; what is more becomes a type with a name. Clippy calls it too
/// complex, and what is written would grow with the square of the nesting, or twofold with each level of a pair of
/// one type.
const COMPLEXITY: usize = 250 - 10;

impl Lowering<'_> {
    pub(super) fn policies(&self) -> Policies {
        self.normalizer.policies
    }

    /// Lowers a term to a use of a type.
    pub(super) fn term(&mut self, term: &Term, place: &Origin) -> TypeUse {
        // The same instances, however the term was come by: types that the schemas refuse go, and schemas that say no
        // more than others.
        let term = &self.reduced(term);
        match self.states.get_mut(term) {
            Some(State::Done { ty, implied }) => {
                self.implied |= *implied;
                return ty.clone();
            }
            // Met again inside itself: it becomes a named type, whatever it turns out to be.
            Some(State::Open(Some(id))) => return TypeUse::Named(*id),
            Some(State::Split { without_null, takes_null }) => {
                let (without_null, takes_null) = (without_null.clone(), *takes_null);
                let inner = self.term(&without_null, place);
                return nullable(inner, takes_null);
            }
            Some(State::Open(reserved)) => {
                let id = TypeId(u32::try_from(self.types.len()).unwrap_or(u32::MAX));
                self.types.push(None);
                *reserved = Some(id);
                return TypeUse::Named(id);
            }
            None => {}
        }
        self.states.insert(term.clone(), State::Open(None));
        let beside = std::mem::take(&mut self.implied);
        self.depth += 1;
        let ty = self.split_null(term, place);
        self.depth -= 1;
        let reserved = match self.states.get(term) {
            Some(State::Open(reserved)) => *reserved,
            _ => None,
        };
        let ty = match (reserved, ty) {
            (Some(id), ty) if ty != TypeUse::Named(id) => self.with_name(term, place, ty),
            (None, ty) if ty.complexity(1) > COMPLEXITY => match ty {
                TypeUse::Nullable(inner) => TypeUse::Nullable(Box::new(self.with_name(term, place, *inner))),
                ty => self.with_name(term, place, ty),
            },
            (_, ty) => ty,
        };
        let implied = self.tell_implied(term, place, &ty);
        self.implied = beside || implied;
        self.states.insert(term.clone(), State::Done { ty: ty.clone(), implied });
        ty
    }

    /// Makes a use a type with a name.
    fn with_name(&mut self, term: &Term, place: &Origin, inner: TypeUse) -> TypeUse {
        let id = self.reserve(term);
        let origin = self.origin(term, place);
        let shape = Shape::Wrapper(Wrapper { inner, checks: Vec::new() });
        let readings = implied_type(&self.normalizer.flat(term));
        self.types[id.0 as usize] =
            Some(Type { origin, docs: self.docs(term), shape, residual: None, readings });
        TypeUse::Named(id)
    }

    /// Keeps that keywords imply a type in a use just lowered: with the named type, if it is one. Whether it is
    /// for the type around it to keep.
    fn tell_implied(&mut self, term: &Term, place: &Origin, ty: &TypeUse) -> bool {
        if matches!(ty, TypeUse::Named(_)) {
            if self.implied {
                self.add_reading(ty, Reading::ImpliedWithin);
            }
            return false;
        }
        let implied = self.normalizer.flat(term).implied;
        if implied {
            self.add_reading_in_use(term, place, ty, Reading::ImpliedType);
        }
        implied || self.implied
    }

    /// How `oneOf` is read in a schema.
    pub(super) fn one_of(&self, owner: SchemaId) -> OneOf {
        self.overrides.one_of.get(&owner).copied().unwrap_or(self.policies().one_of)
    }

    /// Null is decided first: by whether the schemas accept it.
    fn split_null(&mut self, term: &Term, place: &Origin) -> TypeUse {
        let flat = self.normalizer.flat(term);
        if flat.is_anything() {
            return TypeUse::Any;
        }
        if self.depth > DEPTH {
            return self.value(term, place, &flat, "nesting");
        }
        if flat.types.meets(TypeSet::NULL) {
            let takes_null = self.normalizer.accepts(term, &serde_json::Value::Null);
            let others = flat.types - TypeSet::NULL;
            if others.is_empty() {
                return if takes_null { TypeUse::Null } else { TypeUse::Never };
            }
            // All other types pass freely: the whole is better told as a value.
            if others == TypeSet::ALL - TypeSet::NULL && Self::says_nothing_by_type(&flat) {
                return self.value(term, place, &flat, "type");
            }
            let without_null = term.only(!TypeSet::NULL);
            if let Some(state @ State::Open(None)) = self.states.get_mut(term) {
                *state = State::Split { without_null: without_null.clone(), takes_null };
            }
            let inner = self.term(&without_null, place);
            if !takes_null && self.is_value_with_null(&inner) {
                return self.value(term, place, &flat, "type");
            }
            return nullable(inner, takes_null);
        }
        self.non_null(term, place, &flat)
    }

    /// Whether a use is a JSON value that takes null too, though it was lowered without it.
    fn is_value_with_null(&self, ty: &TypeUse) -> bool {
        let TypeUse::Named(id) = ty else { return *ty == TypeUse::Any };
        let accepts = |id: &SchemaId| {
            self.normalizer.accepts(&Term::of(self.normalizer.schemas, *id), &serde_json::Value::Null)
        };
        let Some(Type { shape: Shape::Wrapper(Wrapper { inner: TypeUse::Any, .. }), residual, .. }) =
            self.written(*id)
        else {
            return false;
        };
        // A chosen branch may accept what the whole does not.
        residual.as_ref().is_none_or(|it| !it.chosen.is_empty() || it.schemas.iter().all(accepts))
    }

    fn says_nothing_by_type(flat: &Flat) -> bool {
        flat.values.is_none()
            && flat.alternatives.is_empty()
            && flat.types.parts().all(|part| flat.leaves_free(part))
    }

    fn non_null(&mut self, term: &Term, place: &Origin, flat: &Flat) -> TypeUse {
        if flat.is_empty(self.normalizer) {
            return TypeUse::Never;
        }
        if let Some(values) = self.finite(term, flat, 4) {
            return scalar::choice(self, term, place, flat, values);
        }
        if let Some(alternatives) = flat.alternatives.first() {
            return union::alternatives(self, term, place, flat, alternatives);
        }
        let parts: Vec<TypeSet> = flat.types.parts().collect();
        match parts[..] {
            [TypeSet::BOOLEAN] => self.plain(TypeUse::Boolean, term, place, flat),
            [TypeSet::STRING] => scalar::string(self, term, place, flat),
            [TypeSet::ARRAY] => object::array(self, term, place, flat),
            [TypeSet::OBJECT] => object::object(self, term, place, flat),
            [TypeSet::NUMBER | TypeSet::INTEGER | TypeSet::FRACTION] => {
                scalar::number(self, term, place, flat)
            }
            _ => union::by_type(self, term, place, flat, &parts),
        }
    }

    /// All instances, where the schemas list them: by `enum`, or by branches that all do.
    fn finite(&self, term: &Term, flat: &Flat, depth: u32) -> Option<Vec<serde_json::Value>> {
        let mut values = if let Some(values) = &flat.values {
            values.clone()
        } else {
            let alternatives = flat.alternatives.first().filter(|_| depth > 0)?;
            let (mut all, mut seen) = (Vec::new(), BTreeSet::new());
            for branch in branches(self.normalizer, term, alternatives) {
                for value in self.finite(&branch.term, &branch.flat, depth - 1)? {
                    if seen.insert(key(&value)) {
                        all.push(value);
                    }
                }
            }
            all
        };
        values.retain(|it| flat.types.contains(TypeSet::of(it)) && self.normalizer.accepts(term, it));
        Some(values)
    }

    /// A use that says all there is to say, or a wrapper around it that checks the rest.
    pub(super) fn plain(&mut self, ty: TypeUse, term: &Term, place: &Origin, flat: &Flat) -> TypeUse {
        match Self::residual(term, flat) {
            None => ty,
            Some(_) => {
                self.define(term, place, flat, Shape::Wrapper(Wrapper { inner: ty, checks: Vec::new() }))
            }
        }
    }

    /// A JSON value that is checked as a whole.
    pub(super) fn value(
        &mut self,
        term: &Term,
        place: &Origin,
        flat: &Flat,
        keyword: &'static str,
    ) -> TypeUse {
        let residual = Residual::of(term, vec![keyword]);
        let shape = Shape::Wrapper(Wrapper { inner: TypeUse::Any, checks: Vec::new() });
        self.define_with(term, place, flat, shape, Some(residual))
    }

    pub(super) fn residual(term: &Term, flat: &Flat) -> Option<Residual> {
        (!flat.unsaid.is_empty()).then(|| Residual::of(term, flat.unsaid.clone()))
    }

    /// Sets a type aside for a term, so that what it holds can refer to it.
    fn reserve(&mut self, term: &Term) -> TypeId {
        if let Some(State::Open(Some(id))) = self.states.get(term) {
            return *id;
        }
        let id = TypeId(u32::try_from(self.types.len()).unwrap_or(u32::MAX));
        self.types.push(None);
        self.states.insert(term.clone(), State::Open(Some(id)));
        id
    }

    /// Writes a type for a term, with what its flat leaves unsaid as residual.
    pub(super) fn define(&mut self, term: &Term, place: &Origin, flat: &Flat, shape: Shape) -> TypeUse {
        let residual = Self::residual(term, flat);
        self.define_with(term, place, flat, shape, residual)
    }

    pub(super) fn define_with(
        &mut self,
        term: &Term,
        place: &Origin,
        flat: &Flat,
        shape: Shape,
        residual: Option<Residual>,
    ) -> TypeUse {
        let id = self.reserve(term);
        let origin = self.origin(term, place);
        let readings = implied_type(flat);
        self.types[id.0 as usize] = Some(Type { origin, docs: self.docs(term), shape, residual, readings });
        TypeUse::Named(id)
    }

    pub(super) fn add_reading(&mut self, ty: &TypeUse, reading: Reading) {
        if let TypeUse::Named(id) = ty
            && let Some(ty) = &mut self.types[id.0 as usize]
            && !ty.readings.contains(&reading)
        {
            ty.readings.push(reading);
        }
    }

    /// Notes a reading of a term that became no type of its own.
    pub(super) fn add_reading_in_use(&mut self, term: &Term, place: &Origin, ty: &TypeUse, reading: Reading) {
        let found = InUse { origin: self.origin(term, place), ty: ty.clone(), reading };
        if !self.in_use.contains(&found) {
            self.in_use.push(found);
        }
    }

    /// The type at an id, once it is written.
    pub(super) fn written(&self, id: TypeId) -> Option<&Type> {
        self.types[id.0 as usize].as_ref()
    }

    /// Where a term's type comes from: its one schema, or else the place where it is used.
    pub(super) fn origin(&self, term: &Term, place: &Origin) -> Origin {
        match term.single() {
            Some(id) if term.chosen.is_empty() => {
                let whole =
                    self.normalizer.possible_types(&Term::of(self.normalizer.schemas, id)) - TypeSet::NULL;
                match part_name(term.types) {
                    Some(part) if !term.types.contains(whole) => Origin::of(id).then(Segment::Part(part)),
                    _ => Origin::of(id),
                }
            }
            _ => place.clone(),
        }
    }

    /// What is said to people about a term: the first schema's words, without instances of the schema that
    /// the term sets apart.
    pub(super) fn docs(&self, term: &Term) -> Docs {
        let mut docs = Docs::default();
        // The newest schema speaks first: a derived definition before its bases.
        for id in term.schemas.iter().rev() {
            let Some(it) = self.normalizer.keywords(*id) else { continue };
            if docs.title.is_none() && docs.description.is_none() {
                docs = schema_docs(it);
                self.leave_out_instances(&mut docs, &Term::of(self.normalizer.schemas, *id), term);
            }
        }
        docs
    }

    /// Leaves out what a schema shows of JSON types that a term set apart from it.
    fn leave_out_instances(&self, docs: &mut Docs, schema: &Term, term: &Term) {
        if docs.examples.is_empty() && docs.default.is_none() {
            return;
        }
        let apart = self.normalizer.possible_types(schema) - term.types;
        docs.examples.retain(|it| !apart.contains(TypeSet::of(it)));
        docs.default = docs.default.take().filter(|it| !apart.contains(TypeSet::of(it)));
    }

    /// The root of a document must be a type with a name; a definition that is no type of its own
    /// gives its name to what it is, unless the type inside a nullable use has it.
    fn root(&mut self, ty: TypeUse, schema: SchemaId, asked: &Roots) -> Root {
        let docs = self.normalizer.keywords(schema).map(schema_docs).unwrap_or_default();
        let ty = match (&ty, asked) {
            (TypeUse::Named(_), _) | (_, Roots::Definitions | Roots::Named(_)) => ty,
            (_, Roots::Root | Roots::Entry) => self.wrapped(ty, schema, &docs),
        };
        // What `nullable` stands beside is a schema of its own at the same place.
        let location = |id: SchemaId| &self.normalizer.schemas[id].location;
        let is_same_place =
            |it: &Type| it.origin.path.is_empty() && location(it.origin.schema) == location(schema);
        let has_the_name = |id: &TypeId| self.types[id.0 as usize].as_ref().is_some_and(is_same_place);
        let is_alias = !ty.named().iter().any(has_the_name) && !matches!(ty, TypeUse::Never);
        let is_asked_for = matches!(asked, Roots::Named(_)) || self.definition_of(schema).is_some();
        let is_alias = is_alias && is_asked_for;
        Root { schema, ty, docs, is_alias }
    }

    fn wrapped(&mut self, inner: TypeUse, root: SchemaId, docs: &Docs) -> TypeUse {
        let id = TypeId(u32::try_from(self.types.len()).unwrap_or(u32::MAX));
        // What is inside a nullable root has the root's name already.
        let origin = match &inner {
            TypeUse::Nullable(inner) if !inner.named().is_empty() => {
                Origin::of(root).then(Segment::Part("or_null"))
            }
            _ => Origin::of(root),
        };
        self.types.push(Some(Type {
            origin,
            docs: docs.clone(),
            shape: Shape::Wrapper(Wrapper { inner, checks: Vec::new() }),
            residual: None,
            readings: if self.implied { vec![Reading::ImpliedWithin] } else { Vec::new() },
        }));
        TypeUse::Named(id)
    }

    /// Puts the types in the order of first use, roots first.
    fn finish(self, roots: Vec<Root>) -> Model {
        let (in_use, first_match, opened) = (self.in_use, self.first_match, self.opened);
        let types: Vec<Type> = self
            .types
            .into_iter()
            .map(|it| it.expect("every reserved type is defined before its term ends"))
            .collect();
        let mut order: Vec<TypeId> = Vec::new();
        let mut new_ids = vec![None; types.len()];
        let mut open: Vec<TypeId> = roots.iter().rev().flat_map(|it| it.ty.named()).collect();
        while let Some(id) = open.pop() {
            if new_ids[id.0 as usize].is_some() {
                continue;
            }
            new_ids[id.0 as usize] = Some(TypeId(u32::try_from(order.len()).unwrap_or(u32::MAX)));
            order.push(id);
            let mut next: Vec<TypeId> =
                types[id.0 as usize].shape.uses().into_iter().flat_map(TypeUse::named).collect();
            next.reverse();
            open.extend(next);
        }
        let new_id = |id: TypeId| new_ids[id.0 as usize];
        let mut kept: Vec<Option<Type>> = types.into_iter().map(Some).collect();
        let mut model = Model { types: Vec::new(), roots, in_use, first_match, opened };
        // What was lowered in vain took its types with it.
        model.in_use.retain(|it| it.ty.named().into_iter().all(|id| new_id(id).is_some()));
        for id in &order {
            model.types.extend(kept[id.0 as usize].take());
        }
        renumber(&mut model, &new_id);
        model
    }
}

/// A use with null, if that is accepted too.
/// Whether a type of its own is what its schema's other keywords imply.
fn implied_type(flat: &Flat) -> Vec<Reading> {
    if flat.implied { vec![Reading::ImpliedType] } else { Vec::new() }
}

fn nullable(inner: TypeUse, takes_null: bool) -> TypeUse {
    match (takes_null, inner) {
        (true, TypeUse::Never) => TypeUse::Null,
        (true, inner) => TypeUse::Nullable(Box::new(inner)),
        (false, inner) => inner,
    }
}

/// Rewrites every id of a model.
fn renumber(model: &mut Model, new_id: &dyn Fn(TypeId) -> Option<TypeId>) {
    fn go(ty: &mut TypeUse, new_id: &dyn Fn(TypeId) -> Option<TypeId>) {
        match ty {
            TypeUse::Named(id) => *id = new_id(*id).unwrap_or(*id),
            TypeUse::Sequence(item) | TypeUse::Map(item) | TypeUse::Boxed(item) | TypeUse::Nullable(item) => {
                go(item, new_id);
            }
            TypeUse::Tuple(items) => items.iter_mut().for_each(|item| go(item, new_id)),
            TypeUse::Leading(items, rest) => {
                for item in items {
                    go(item, new_id);
                }
                go(rest, new_id);
            }
            TypeUse::Null
            | TypeUse::Boolean
            | TypeUse::Integer(_)
            | TypeUse::Double
            | TypeUse::Number
            | TypeUse::String
            | TypeUse::Any
            | TypeUse::Never => {}
        }
    }
    model.roots.iter_mut().for_each(|it| go(&mut it.ty, new_id));
    model.in_use.iter_mut().for_each(|it| go(&mut it.ty, new_id));
    for ty in &mut model.types {
        ty.shape.uses_mut().into_iter().for_each(|it| go(it, new_id));
    }
}

impl Shape {
    /// The uses of types in it, to change.
    pub(super) fn uses_mut(&mut self) -> Vec<&mut TypeUse> {
        match self {
            Self::Record(record) => {
                let mut all: Vec<&mut TypeUse> = record.fields.iter_mut().map(|it| &mut it.ty).collect();
                match &mut record.rest {
                    super::Rest::Closed => {}
                    super::Rest::Open(ty) | super::Rest::Matching(_, ty) => all.push(ty),
                }
                all
            }
            Self::Choice(_) => Vec::new(),
            Self::Union(union) => {
                let payloads = union.variants.iter_mut().map(|it| &mut it.payload);
                payloads
                    .filter_map(|it| match it {
                        Payload::Type(ty) => Some(ty),
                        Payload::Constant(_) | Payload::Unknown => None,
                    })
                    .collect()
            }
            Self::Wrapper(wrapper) => vec![&mut wrapper.inner],
        }
    }
}

pub(super) fn schema_docs(keywords: &crate::schema::Keywords) -> Docs {
    Docs {
        title: keywords.title.clone(),
        description: keywords.description.clone(),
        examples: keywords.examples.clone(),
        default: keywords.default.clone().map(Box::new),
        format: keywords.format.clone(),
        deprecated: keywords.deprecated,
        read_only: keywords.read_only,
        write_only: keywords.write_only,
    }
}

/// The name of a set that is one JSON type.
pub(super) fn part_name(types: TypeSet) -> Option<&'static str> {
    Some(match types {
        TypeSet::NULL => "null",
        TypeSet::BOOLEAN => "boolean",
        TypeSet::INTEGER => "integer",
        TypeSet::NUMBER | TypeSet::FRACTION => "number",
        TypeSet::STRING => "string",
        TypeSet::ARRAY => "array",
        TypeSet::OBJECT => "object",
        _ => return None,
    })
}
