//! Checking a value while serde is still at its place.

use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::violation::Violation;

/// A visitor, and what its value has to keep: `serde_json` gives errors of visitors the line and column.
pub struct Then<V, F>(pub V, pub F);

impl<V, F> Then<V, F> {
    #[inline]
    fn check<'de, E>(self, visit: impl FnOnce(V) -> Result<V::Value, E>) -> Result<V::Value, E>
    where
        V: Visitor<'de>,
        F: FnOnce(&V::Value) -> Result<(), Violation>,
        E: Error,
    {
        let value = visit(self.0)?;
        match (self.1)(&value) {
            Ok(()) => Ok(value),
            Err(violation) => Err(E::custom(violation)),
        }
    }
}

macro_rules! visit {
    ($($method:ident($type:ty),)*) => {$(
        #[inline]
        fn $method<E: Error>(self, value: $type) -> Result<V::Value, E> {
            self.check(|visitor| visitor.$method(value))
        }
    )*};
}

impl<'de, V: Visitor<'de>, F: FnOnce(&V::Value) -> Result<(), Violation>> Visitor<'de> for Then<V, F> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    visit! {
        visit_bool(bool),
        visit_i64(i64),
        visit_u64(u64),
        visit_f64(f64),
        visit_str(&str),
        visit_borrowed_str(&'de str),
        visit_string(String),
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.check(V::visit_unit)
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.check(V::visit_none)
    }

    fn visit_some<D: Deserializer<'de>>(self, input: D) -> Result<V::Value, D::Error> {
        self.check(|visitor| visitor.visit_some(input))
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<V::Value, A::Error> {
        self.check(|visitor| visitor.visit_seq(items))
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<V::Value, A::Error> {
        self.check(|visitor| visitor.visit_map(members))
    }
}
