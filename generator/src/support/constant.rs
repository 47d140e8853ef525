//! Members that the schema gives the value of.

use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};

use super::access::MemberAccess;
use super::decimal::Number;
use super::key::next_key;
use super::literal::Literal;
use super::place::{duplicate, within};

/// Reads the value of a member that has to be that constant.
///
/// # Errors
///
/// If the member was there before, or has another value.
#[inline]
pub fn constant<'de, A: MemberAccess<'de>>(
    seen: &mut Option<()>,
    name: &'static str,
    literal: &Literal,
    map: &mut A,
) -> Result<(), A::Error> {
    let is_next = A::LOOKS_AHEAD
        && seen.is_none()
        && match literal {
            Literal::Text(text) => map.text_is(text),
            Literal::Bool(value) => map.boolean_is(*value),
            _ => false,
        };
    if is_next {
        *seen = Some(());
        return Ok(());
    }
    read_constant(seen, name, literal, map)
}

/// What does not depend on the type.
#[inline(never)]
fn read_constant<'de, A: MemberAccess<'de>>(
    seen: &mut Option<()>,
    name: &'static str,
    literal: &Literal,
    map: &mut A,
) -> Result<(), A::Error> {
    if seen.is_some() {
        return Err(duplicate(name));
    }
    *seen = Some(());
    map.next_value_seed(Same(literal)).map_err(|error| within(name, error))
}

/// Compares with a literal while reading; nothing is kept.
#[derive(Clone, Copy)]
struct Same<'a>(&'a Literal);

impl Same<'_> {
    fn number<E: Error>(self, value: Number, found: Unexpected<'_>) -> Result<(), E> {
        let own = match self.0 {
            Literal::Int(own) => Number::Int(*own),
            Literal::Uint(own) => Number::Uint(*own),
            Literal::Float(own) => Number::Float(*own),
            Literal::Null | Literal::Bool(_) | Literal::Text(_) | Literal::Array(_) | Literal::Object(_) => {
                return Err(E::invalid_type(found, &self));
            }
        };
        if own.compare(value).is_eq() { Ok(()) } else { Err(E::invalid_value(found, &self)) }
    }
}

impl<'de> DeserializeSeed<'de> for Same<'_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        input.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Same<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.0, f)
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        match self.0 {
            Literal::Null => Ok(()),
            _ => Err(E::invalid_type(Unexpected::Unit, &self)),
        }
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    #[inline]
    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        match self.0 {
            Literal::Bool(own) if *own == value => Ok(()),
            Literal::Bool(_) => Err(E::invalid_value(Unexpected::Bool(value), &self)),
            _ => Err(E::invalid_type(Unexpected::Bool(value), &self)),
        }
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.number(Number::Int(value), Unexpected::Signed(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.number(Number::Uint(value), Unexpected::Unsigned(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.number(Number::Float(value), Unexpected::Float(value))
    }

    #[inline]
    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        match self.0 {
            Literal::Text(own) if *own == value => Ok(()),
            Literal::Text(_) => Err(E::invalid_value(Unexpected::Str(value), &self)),
            _ => Err(E::invalid_type(Unexpected::Str(value), &self)),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut input: A) -> Result<(), A::Error> {
        let Literal::Array(own) = self.0 else {
            return Err(A::Error::invalid_type(Unexpected::Seq, &self));
        };
        for (index, item) in own.iter().enumerate() {
            let same = input.next_element_seed(Same(item)).map_err(|error| within(index, error))?;
            if same.is_none() {
                return Err(A::Error::invalid_length(index, &self));
            }
        }
        match input.next_element::<IgnoredAny>()? {
            Some(IgnoredAny) => Err(A::Error::invalid_length(own.len() + 1, &self)),
            None => Ok(()),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Literal::Object(own) = self.0 else {
            return Err(A::Error::invalid_type(Unexpected::Map, &self));
        };
        let mut seen = vec![false; own.len()];
        while let Some(key) = next_key(&mut map)? {
            let Some(at) = own.iter().position(|(name, _)| *name == &*key) else {
                return Err(A::Error::custom(format_args!(
                    "unknown member `{}`, expected {}",
                    &*key, self.0
                )));
            };
            if seen[at] {
                return Err(duplicate(&key));
            }
            seen[at] = true;
            map.next_value_seed(Same(&own[at].1)).map_err(|error| within(&*key, error))?;
        }
        match seen.iter().position(|seen| !seen) {
            Some(at) => {
                Err(A::Error::custom(format_args!("`{}` is required, expected {}", own[at].0, self.0)))
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, literal: &Literal, expect: Result<(), &str>) {
        let result = Same(literal).deserialize(&mut serde_json::Deserializer::from_str(text));
        let result = result.map_err(|error| error.to_string());
        let result = match &result {
            Ok(()) => Ok(()),
            Err(error) => Err(error.split(" at line").next().unwrap()),
        };
        assert_eq!(result, expect, "{text}");
    }

    #[test]
    fn compares_while_reading() {
        const MEMBERS: &[(&str, Literal)] =
            &[("b", Literal::Uint(1)), ("a", Literal::Array(&[Literal::Null]))];
        let object = Literal::Object(MEMBERS);
        check(r#""x""#, &Literal::Text("x"), Ok(()));
        check(r#""\u0078""#, &Literal::Text("x"), Ok(()));
        check("1.0", &Literal::Uint(1), Ok(()));
        check("-1", &Literal::Float(-1.0), Ok(()));
        check("null", &Literal::Null, Ok(()));
        check(r#"{"a": [null], "b": 1e0}"#, &object, Ok(()));
        check(r#""y""#, &Literal::Text("x"), Err(r#"invalid value: string "y", expected "x""#));
        check("1", &Literal::Text("x"), Err(r#"invalid type: integer `1`, expected "x""#));
        check("false", &Literal::Bool(true), Err("invalid value: boolean `false`, expected true"));
        check("[]", &Literal::Null, Err("invalid type: sequence, expected null"));
        check(r#"{"a": [null, 1], "b": 1}"#, &object, Err("/a: invalid length 2, expected [null]"));
        check(r#"{"a": [null]}"#, &object, Err(r#"`b` is required, expected {"b":1,"a":[null]}"#));
        check(r#"{"c": 1}"#, &object, Err(r#"unknown member `c`, expected {"b":1,"a":[null]}"#));
    }
}
