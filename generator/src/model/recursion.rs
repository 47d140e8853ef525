//! Types that can hold themselves, and where a `Box` is needed: on the uses by value that would make them do so.

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

/// The types whose values can hold values of the same type, behind pointers or not, and those that stand between
/// such types.
pub(crate) fn recursive(model: &Model) -> BTreeSet<TypeId> {
    let mut holders = vec![Vec::new(); model.types.len()];
    let mut held = vec![Vec::new(); model.types.len()];
    for id in model.ids() {
        for it in model[id].shape.uses().into_iter().flat_map(TypeUse::named) {
            holders[it.0 as usize].push(id);
            held[id.0 as usize].push(it);
        }
    }
    let mut left: BTreeSet<TypeId> = model.ids().collect();
    // Without those that hold none of what is left, then without those that none of it holds.
    for (from, to) in [(&held, &holders), (&holders, &held)] {
        let count = |id: TypeId| from[id.0 as usize].iter().filter(|it| left.contains(it)).count();
        let mut counts: Vec<usize> = model.ids().map(count).collect();
        let mut open: Vec<TypeId> = left.iter().copied().filter(|id| counts[id.0 as usize] == 0).collect();
        while let Some(id) = open.pop() {
            left.remove(&id);
            for it in &to[id.0 as usize] {
                let count = &mut counts[it.0 as usize];
                *count -= usize::from(left.contains(it));
                if *count == 0 && left.contains(it) {
                    open.push(*it);
                }
            }
        }
    }
    left
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
