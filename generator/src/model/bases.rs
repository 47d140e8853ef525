//! Types that are built on others: structs that hold all members of a base, and unions of such.

use std::collections::BTreeMap;

use super::{Field, Model, Presence, Record, Shape, TypeId, TypeUse};
use crate::schema::SchemaId;

/// A struct, and the types that have all its members, one of which at least is borrowed from them.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    pub(crate) of: TypeId,
    /// Structs whose schemas apply the base's in place.
    pub(crate) children: Vec<TypeId>,
    /// Unions whose variants are all children, or the base itself.
    pub(crate) unions: Vec<TypeId>,
}

/// The bases of a model, in its order.
pub(crate) fn bases(model: &Model) -> Vec<Base> {
    let mut records: BTreeMap<SchemaId, TypeId> = BTreeMap::new();
    for id in model.ids() {
        if let (Shape::Record(_), true) = (&model[id].shape, model[id].origin.path.is_empty()) {
            records.insert(model[id].origin.schema, id);
        }
    }
    let mut children: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for id in model.ids() {
        let Shape::Record(record) = &model[id].shape else { continue };
        let folded =
            record.folded.iter().filter_map(|schema| records.get(schema)).filter(|base| **base != id);
        for &base in folded {
            if has_members_of(model, record, base) {
                children.entry(base).or_default().push(id);
            }
        }
    }
    children
        .into_iter()
        .map(|(base, children)| Base { of: base, unions: unions_of(model, base, &children), children })
        .collect()
}

/// How a struct shows a member of its base.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shown {
    /// The field with this index, by reference.
    Field(usize),
    /// The known value with this index, of an enum.
    Value(TypeId, usize),
}

/// Where a struct has a member of its base; `None` when it has it in another form.
pub(crate) fn shown(model: &Model, record: &Record, of_base: &Field) -> Option<Shown> {
    let (index, field) = record.fields.iter().enumerate().find(|(_, it)| it.wire == of_base.wire)?;
    if let Presence::Constant(value) = &field.presence {
        let TypeUse::Named(id) = of_base.ty else { return None };
        let Shape::Choice(choice) = &model[id].shape else { return None };
        let at = choice.values.iter().position(|it| crate::schema::equal(&it.value, value))?;
        return (of_base.presence == Presence::Required && !choice.open).then_some(Shown::Value(id, at));
    }
    (field.ty == of_base.ty && field.presence == of_base.presence).then_some(Shown::Field(index))
}

fn has_members_of(model: &Model, record: &Record, base: TypeId) -> bool {
    let Shape::Record(base) = &model[base].shape else { return false };
    let visible = base.fields.iter().filter(|it| !matches!(it.presence, Presence::Constant(_)));
    let mut borrows = false;
    for field in visible {
        if shown(model, record, field).is_none() {
            return false;
        }
        borrows |= !shown_by_value(model, field);
    }
    borrows
}

/// Whether a base shows a member by its value: an enum of known values, which may be a constant in a
/// struct that is built on it.
pub(crate) fn shown_by_value(model: &Model, field: &Field) -> bool {
    let is_choice = match &field.ty {
        TypeUse::Named(id) => matches!(&model[*id].shape, Shape::Choice(choice) if !choice.open),
        _ => false,
    };
    is_choice && field.presence == Presence::Required
}

fn unions_of(model: &Model, base: TypeId, children: &[TypeId]) -> Vec<TypeId> {
    let is_built_on = |ty: &TypeUse| {
        let inner = if let TypeUse::Boxed(inner) = ty { inner } else { ty };
        matches!(inner, TypeUse::Named(id) if *id == base || children.contains(id))
    };
    let all_are = |id: &TypeId| match &model[*id].shape {
        Shape::Union(union) => union.variants.iter().all(|it| it.ty().is_some_and(is_built_on)),
        Shape::Record(_) | Shape::Choice(_) | Shape::Wrapper(_) => false,
    };
    model.ids().filter(all_are).collect()
}
