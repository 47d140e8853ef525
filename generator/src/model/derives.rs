//! Which standard traits a type can derive, and means by it.

use super::{Model, Shape, TypeId, TypeUse};

/// The traits that differ from type to type; `Clone`, `Debug` and `PartialEq` always hold, and `Default` is for
/// the schema to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Derives {
    pub(crate) copy: bool,
    pub(crate) eq: bool,
    /// `Hash`, `PartialOrd` and `Ord`: for values that serve as keys.
    pub(crate) key: bool,
}

/// The traits of every type, in the model's order.
pub(crate) fn derives(model: &Model) -> Vec<Derives> {
    let mut all = vec![Derives { copy: false, eq: true, key: true }; model.types.len()];
    let mut users: Vec<Vec<TypeId>> = vec![Vec::new(); model.types.len()];
    for id in model.ids() {
        for used in model[id].shape.uses().into_iter().flat_map(TypeUse::named) {
            users[used.0 as usize].push(id);
        }
    }
    // What one part lacks, the whole lacks: go on with those that use what changed.
    let mut open: Vec<TypeId> = model.ids().collect();
    while let Some(id) = open.pop() {
        let new = of_type(model, id, &all);
        if all[id.0 as usize] != new {
            all[id.0 as usize] = new;
            open.extend(&users[id.0 as usize]);
        }
    }
    all
}

fn of_type(model: &Model, id: TypeId, known: &[Derives]) -> Derives {
    let shape = &model[id].shape;
    let eq = known[id.0 as usize].eq && shape.uses().into_iter().all(|ty| use_derives(ty, known).eq);
    let keyed = known[id.0 as usize].key && shape.uses().into_iter().all(|ty| use_derives(ty, known).key);
    match shape {
        Shape::Choice(choice) => Derives { copy: !choice.open, eq: true, key: true },
        // Objects are compared, but they are not keys.
        Shape::Record(_) => Derives { copy: false, eq, key: false },
        Shape::Union(union) => Derives { copy: false, eq, key: keyed && !union.is_open() },
        Shape::Wrapper(wrapper) => Derives { copy: use_derives(&wrapper.inner, known).copy, eq, key: keyed },
    }
}

fn use_derives(ty: &TypeUse, known: &[Derives]) -> Derives {
    let both = |eq, key| Derives { copy: false, eq, key };
    let scalar = |eq, key| Derives { copy: true, eq, key };
    match ty {
        TypeUse::Named(id) => known[id.0 as usize],
        TypeUse::Null | TypeUse::Never | TypeUse::Boolean | TypeUse::Integer(_) | TypeUse::Number => {
            scalar(true, true)
        }
        TypeUse::String => both(true, true),
        TypeUse::Double => scalar(false, false),
        TypeUse::Any => both(true, false),
        TypeUse::Nullable(item) => use_derives(item, known),
        TypeUse::Sequence(item) | TypeUse::Boxed(item) => Derives { copy: false, ..use_derives(item, known) },
        TypeUse::Map(item) => both(use_derives(item, known).eq, false),
        TypeUse::Tuple(items) => all_of(items.iter(), known),
        TypeUse::Leading(items, rest) => all_of(items.iter().chain([&**rest]), known),
    }
}

fn all_of<'t>(uses: impl Iterator<Item = &'t TypeUse>, known: &[Derives]) -> Derives {
    let all: Vec<Derives> = uses.map(|it| use_derives(it, known)).collect();
    Derives { copy: false, eq: all.iter().all(|it| it.eq), key: all.iter().all(|it| it.key) }
}
