//! Objects and arrays.

use std::collections::BTreeSet;

use serde_json::Value;

use super::lower::{Lowering, schema_docs};
use super::{Check, Docs, Field, Origin, Presence, Record, Residual, Rest, Segment, Shape, TypeUse, Wrapper};
use crate::normalize::{Flat, Term};
use crate::schema::{SchemaId, TypeSet};

/// Lowers a term that accepts objects only.
pub(super) fn object(ctx: &mut Lowering<'_>, term: &Term, place: &Origin, flat: &Flat) -> TypeUse {
    if flat.object.properties.is_empty() {
        return map(ctx, term, place, flat);
    }
    let base = ctx.origin(term, place);
    let mut record = Record {
        fields: Vec::with_capacity(flat.object.properties.len()),
        rest: Rest::Closed,
        forbidden: Vec::new(),
        folded: flat.atoms.clone(),
    };
    for (wire, member) in &flat.object.properties {
        let at = base.then(Segment::Member(wire.clone()));
        let required = flat.object.required.contains(wire);
        let docs = member_docs(ctx, flat, wire, member);
        if let (true, Some(value)) = (required, constant(ctx, member)) {
            let presence = Presence::Constant(Box::new(value));
            record.fields.push(Field { wire: wire.clone(), ty: TypeUse::Any, presence, docs });
            continue;
        }
        let ty = ctx.term(member, &at);
        if ty == TypeUse::Never && !required {
            record.forbidden.push(wire.clone());
            continue;
        }
        let presence = if required { Presence::Required } else { Presence::Optional };
        record.fields.push(Field { wire: wire.clone(), ty, presence, docs });
    }
    let (rest, mut unsaid) = rest(ctx, &base, flat);
    record.rest = rest;
    unsaid.extend(limits(flat));
    let residual = residual(term, flat, unsaid);
    ctx.define_with(term, place, flat, Shape::Record(record), residual)
}

/// An object without named members is a map.
fn map(ctx: &mut Lowering<'_>, term: &Term, place: &Origin, flat: &Flat) -> TypeUse {
    let base = ctx.origin(term, place);
    let (rest, mut unsaid) = rest(ctx, &base, flat);
    let inner = match rest {
        Rest::Open(ty) => TypeUse::Map(Box::new(ty)),
        Rest::Closed | Rest::Matching(..) => {
            let record = Record { fields: Vec::new(), rest, forbidden: Vec::new(), folded: Vec::new() };
            unsaid.extend(limits(flat));
            let residual = residual(term, flat, unsaid);
            return ctx.define_with(term, place, flat, Shape::Record(record), residual);
        }
    };
    let residual = residual(term, flat, unsaid);
    let mut checks = Vec::new();
    if flat.object.min_properties > 0 {
        checks.push(Check::MinProperties(flat.object.min_properties));
    }
    checks.extend(flat.object.max_properties.map(Check::MaxProperties));
    wrap(ctx, term, place, flat, inner, checks, residual)
}

/// The limits of how many members there are that no struct keeps.
fn limits(flat: &Flat) -> impl Iterator<Item = &'static str> + use<> {
    let rules = &flat.object;
    let is_kept = usize::try_from(rules.min_properties).is_ok_and(|min| min <= rules.required.len());
    let min = (!is_kept).then_some("minProperties");
    min.into_iter().chain(rules.max_properties.map(|_| "maxProperties"))
}

/// The inner use alone where nothing has to be checked, else a newtype around it.
pub(super) fn wrap(
    ctx: &mut Lowering<'_>,
    term: &Term,
    place: &Origin,
    flat: &Flat,
    inner: TypeUse,
    checks: Vec<Check>,
    residual: Option<Residual>,
) -> TypeUse {
    if checks.is_empty() && residual.is_none() {
        return inner;
    }
    ctx.define_with(term, place, flat, Shape::Wrapper(Wrapper { inner, checks }), residual)
}

pub(super) fn residual(term: &Term, flat: &Flat, unsaid: Vec<&'static str>) -> Option<Residual> {
    let mut residual = Lowering::residual(term, flat);
    if !unsaid.is_empty() {
        let it = residual.get_or_insert_with(|| Residual::of(term, Vec::new()));
        it.keywords.extend(unsaid);
    }
    residual
}

/// The members beyond the named ones, and the keywords that this leaves unsaid.
fn rest(ctx: &mut Lowering<'_>, base: &Origin, flat: &Flat) -> (Rest, Vec<&'static str>) {
    let rules = &flat.object;
    let at = base.then(Segment::Rest);
    let others = ctx.term(&rules.rest, &at);
    if rules.patterns.is_empty() {
        let rest = if others == TypeUse::Never { Rest::Closed } else { Rest::Open(others) };
        return (rest, Vec::new());
    }
    let terms: BTreeSet<&Term> = rules.patterns.values().collect();
    if let (1, TypeUse::Never) = (terms.len(), &others) {
        // A name that matches several patterns is under all of them, which here say the same.
        let term = &rules.patterns[0];
        let ty = ctx.term(term, &at);
        return match ty {
            TypeUse::Never => (Rest::Closed, Vec::new()),
            ty => (Rest::Matching(rules.patterns.keys().cloned().collect(), ty), Vec::new()),
        };
    }
    if let (1, true) = (terms.len(), rules.patterns[0].schemas == rules.rest.schemas) {
        return (Rest::Open(others), Vec::new());
    }
    (Rest::Open(TypeUse::Any), vec!["patternProperties"])
}

/// The one value that a member can have.
fn constant(ctx: &Lowering<'_>, member: &Term) -> Option<Value> {
    let flat = ctx.normalizer.flat(member);
    if flat.types == TypeSet::NULL && ctx.normalizer.accepts(member, &Value::Null) {
        return Some(Value::Null);
    }
    let values = flat.values.as_ref()?;
    let mut accepted =
        values.iter().filter(|it| flat.types.contains(TypeSet::of(it)) && ctx.normalizer.accepts(member, it));
    match (accepted.next(), accepted.next()) {
        (Some(value), None) => Some(value.clone()),
        _ => None,
    }
}

/// A member's own words: those that stand where it is declared, before those of what it refers to.
fn member_docs(ctx: &Lowering<'_>, flat: &Flat, wire: &str, member: &Term) -> Docs {
    let mut docs = Docs::default();
    for id in flat.atoms.iter().rev() {
        let Some(declared) = ctx.normalizer.keywords(*id).and_then(|it| it.properties.get(wire)) else {
            continue;
        };
        let own = own_docs(ctx, *declared);
        if docs.description.is_none() && docs.examples.is_empty() {
            docs = own;
        }
    }
    if docs.description.is_none() {
        let target = ctx.docs(member);
        docs.description = target.description;
        if docs.examples.is_empty() {
            docs.examples = target.examples;
        }
    }
    docs
}

fn own_docs(ctx: &Lowering<'_>, id: SchemaId) -> Docs {
    ctx.normalizer.keywords(id).map(schema_docs).unwrap_or_default()
}

/// Lowers a term that accepts arrays only.
pub(super) fn array(ctx: &mut Lowering<'_>, term: &Term, place: &Origin, flat: &Flat) -> TypeUse {
    let rules = &flat.array;
    let base = ctx.origin(term, place);
    let item = |ctx: &mut Lowering<'_>, term: &Term, index: Option<usize>| {
        ctx.term(term, &base.then(Segment::Item(index)))
    };
    let mut checks = Vec::new();
    let mut unsaid = Vec::new();
    let length = rules.max_items.filter(|max| *max == rules.min_items && (1..=12).contains(max));
    let inner = if let (Some(length), false) = (length, rules.prefix.is_empty()) {
        let length = usize::try_from(length).unwrap_or(0);
        unsaid.extend(rules.unique.then_some("uniqueItems"));
        TypeUse::Tuple((0..length).map(|index| item(ctx, rules.item(index), Some(index))).collect())
    } else {
        checks.extend(rules.unique.then_some(Check::UniqueItems));
        checks.extend((rules.min_items > 0).then_some(Check::MinItems(rules.min_items)));
        checks.extend(rules.max_items.map(Check::MaxItems));
        let rest = item(ctx, &rules.items, None);
        let mut same = true;
        for (index, term) in rules.prefix.iter().enumerate() {
            same &= item(ctx, term, Some(index)) == rest;
        }
        // Items of one kind that end with the prefix: `items: false` only limits their number.
        if !same && rest == TypeUse::Never {
            let first = item(ctx, &rules.prefix[0], Some(0));
            let uniform = (0..rules.prefix.len()).all(|i| item(ctx, &rules.prefix[i], Some(i)) == first);
            if uniform {
                // A limit above says less; one below would have cut the prefix.
                checks.retain(|it| !matches!(it, Check::MaxItems(_)));
                checks.push(Check::MaxItems(rules.prefix.len() as u64));
                return finish_array(
                    ctx,
                    term,
                    place,
                    flat,
                    TypeUse::Sequence(Box::new(first)),
                    checks,
                    unsaid,
                );
            }
        }
        let leads = rules.min_items == rules.prefix.len() as u64
            && (1..=12).contains(&rules.prefix.len())
            && rules.max_items.is_none()
            && !rules.unique;
        if same {
            TypeUse::Sequence(Box::new(rest))
        } else if leads {
            // The type alone says how many there are at least.
            checks.clear();
            let first = (0..rules.prefix.len()).map(|index| item(ctx, rules.item(index), Some(index)));
            TypeUse::Leading(first.collect(), Box::new(rest))
        } else {
            unsaid.push("prefixItems");
            TypeUse::Sequence(Box::new(TypeUse::Any))
        }
    };
    finish_array(ctx, term, place, flat, inner, checks, unsaid)
}

fn finish_array(
    ctx: &mut Lowering<'_>,
    term: &Term,
    place: &Origin,
    flat: &Flat,
    inner: TypeUse,
    checks: Vec<Check>,
    unsaid: Vec<&'static str>,
) -> TypeUse {
    let residual = residual(term, flat, unsaid);
    wrap(ctx, term, place, flat, inner, checks, residual)
}
