//! Types of which no value can be made, as the compiler sees it: what holds `Never` directly.

use std::collections::BTreeSet;

use super::{Model, Presence, Shape, TypeId, TypeUse, Variant};

/// Types that no value has.
#[derive(Debug, Default)]
pub(crate) struct Uninhabited(BTreeSet<TypeId>);

impl Uninhabited {
    /// Finds them: such as a struct with a required member that is never valid.
    pub(crate) fn of(model: &Model) -> Self {
        let mut all = Self::default();
        let mut users: Vec<Vec<TypeId>> = vec![Vec::new(); model.types.len()];
        for id in model.ids() {
            for used in model[id].shape.uses().into_iter().flat_map(TypeUse::by_value) {
                users[used.0 as usize].push(id);
            }
        }
        // The whole has no value where a part has none: go on with those that use what was found.
        let mut open: Vec<TypeId> = model.ids().collect();
        while let Some(id) = open.pop() {
            if all.has_shape(&model[id].shape) && all.0.insert(id) {
                open.extend(&users[id.0 as usize]);
            }
        }
        all
    }

    /// Whether no value has the type.
    pub(crate) fn has(&self, ty: &TypeUse) -> bool {
        match ty {
            TypeUse::Never => true,
            TypeUse::Named(id) => self.has_type(*id),
            TypeUse::Tuple(items) | TypeUse::Leading(items, _) => items.iter().any(|it| self.has(it)),
            TypeUse::Null
            | TypeUse::Boolean
            | TypeUse::Integer(_)
            | TypeUse::Double
            | TypeUse::Number
            | TypeUse::String
            | TypeUse::Any
            | TypeUse::Sequence(_)
            | TypeUse::Map(_)
            | TypeUse::Nullable(_)
            | TypeUse::Boxed(_) => false,
        }
    }

    /// Whether no value has the type of this number.
    pub(crate) fn has_type(&self, id: TypeId) -> bool {
        self.0.contains(&id)
    }

    fn has_shape(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Record(record) => {
                record.fields.iter().any(|it| it.presence == Presence::Required && self.has(&it.ty))
            }
            Shape::Choice(_) => false,
            Shape::Union(union) => {
                union.variants.iter().map(Variant::ty).all(|ty| ty.is_some_and(|ty| self.has(ty)))
            }
            Shape::Wrapper(wrapper) => self.has(&wrapper.inner),
        }
    }
}
