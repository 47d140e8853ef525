//! Where a `Box` is needed: on the uses that would make a type hold itself.

use std::collections::BTreeSet;

use super::{Model, TypeId, TypeUse};

/// Puts a box on each use by value that closes a cycle, in document order.
pub(super) fn break_cycles(model: &mut Model) {
    let mut done = BTreeSet::new();
    for start in model.ids() {
        visit(model, start, &mut done);
    }
}

/// Walks what a type holds by value, depth first, without recursion.
fn visit(model: &mut Model, start: TypeId, done: &mut BTreeSet<TypeId>) {
    let mut path: Vec<(TypeId, Vec<TypeId>)> = Vec::new();
    let mut on_path = BTreeSet::new();
    let mut enter = Some(start);
    loop {
        if let Some(id) = enter.take()
            && done.insert(id)
        {
            on_path.insert(id);
            let held: BTreeSet<TypeId> =
                model[id].shape.uses().into_iter().flat_map(TypeUse::by_value).collect();
            path.push((id, held.into_iter().rev().collect()));
        }
        let Some((id, open)) = path.last_mut() else { return };
        match open.pop() {
            Some(next) if on_path.contains(&next) => {
                let id = *id;
                for ty in model.types[id.0 as usize].shape.uses_mut() {
                    box_within(ty, next);
                }
            }
            Some(next) => enter = Some(next),
            None => {
                on_path.remove(id);
                path.pop();
            }
        }
    }
}

/// Boxes the uses of a type that are held by value.
fn box_within(ty: &mut TypeUse, target: TypeId) {
    match ty {
        TypeUse::Named(id) if *id == target => *ty = TypeUse::Boxed(Box::new(TypeUse::Named(target))),
        TypeUse::Nullable(item) => box_within(item, target),
        TypeUse::Tuple(items) | TypeUse::Leading(items, _) => {
            for item in items {
                box_within(item, target);
            }
        }
        TypeUse::Named(_)
        | TypeUse::Sequence(_)
        | TypeUse::Map(_)
        | TypeUse::Boxed(_)
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
