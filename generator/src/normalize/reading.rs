//! Whether an instance that schemas accept is also accepted as the policies read them.

use serde_json::Value;

use super::{Normalizer, Term, branches};
use crate::schema::TypeSet;

/// Instances and branches within each other are looked into this deep.
const DEPTH: u32 = 64;

impl Normalizer<'_> {
    /// Whether the type for a term takes an instance: types that are implied refuse others than by the letter, and
    /// integers are held in 64 bits. Of what can't be told, no.
    pub(crate) fn takes(&self, term: &Term, instance: &Value) -> bool {
        self.accepts(term, instance) && self.is_read(term, instance, DEPTH)
    }

    /// The same of an instance that is accepted.
    fn is_read(&self, term: &Term, instance: &Value, depth: u32) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        let flat = self.flat(term);
        if !flat.types.contains(TypeSet::of(instance)) {
            return false;
        }
        if let Some(group) = flat.alternatives.first() {
            let mut branches = branches(self, term, group).into_iter();
            return branches
                .any(|it| self.accepts(&it.term, instance) && self.is_read(&it.term, instance, depth));
        }
        match instance {
            Value::Null | Value::Bool(_) | Value::String(_) => true,
            Value::Number(number) => {
                !TypeSet::INTEGER.contains(flat.types & TypeSet::NUMBER) || !is_beyond_64_bits(number)
            }
            Value::Array(items) => {
                items.iter().enumerate().all(|(index, it)| self.is_read(flat.array.item(index), it, depth))
            }
            Value::Object(members) => members.iter().all(|(name, it)| {
                let object = &flat.object;
                if let Some(term) = object.properties.get(name) {
                    return self.is_read(term, it, depth);
                }
                let patterns = object.patterns.iter().filter(|(pattern, _)| self.matches(pattern, name));
                let mut terms = patterns.map(|(_, term)| term).peekable();
                match terms.peek() {
                    Some(_) => terms.all(|term| self.is_read(term, it, depth)),
                    None => self.is_read(&object.rest, it, depth),
                }
            }),
        }
    }
}

fn is_beyond_64_bits(number: &serde_json::Number) -> bool {
    number.is_f64() && number.as_f64().is_some_and(|it| it.abs() >= 9_223_372_036_854_775_808.0)
}
