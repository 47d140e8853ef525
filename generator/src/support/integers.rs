//! Exact reading of Rust's integers and of doubles.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Expected, Unexpected, Visitor};

use super::access::ValueAccess;
use super::decode::Decode;
use super::float::{exact_from_i64, exact_from_u64, whole};
use super::then::Then;
use super::violation::Violation;

/// Reads every spelling of a whole number, `1.0` and `1e2` too, as JSON Schema sees numbers.
struct IntegerVisitor<T> {
    min: i128,
    max: i128,
    integer: PhantomData<fn() -> T>,
}

impl<T: Into<i128>> IntegerVisitor<T> {
    #[inline]
    fn of(min: T, max: T) -> Self {
        Self { min: min.into(), max: max.into(), integer: PhantomData }
    }
}

impl<T> IntegerVisitor<T> {
    #[inline]
    fn accept<V, E>(self, value: V, found: Unexpected<'_>) -> Result<T, E>
    where
        T: TryFrom<V>,
        Self: Expected,
        E: Error,
    {
        T::try_from(value).map_err(|_| E::invalid_value(found, &self))
    }
}

impl<T: TryFrom<u64> + TryFrom<i64> + TryFrom<i128>> Visitor<'_> for IntegerVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an integer from {} to {}", self.min, self.max)
    }

    #[inline]
    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        self.accept(value, Unexpected::Signed(value))
    }

    #[inline]
    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        self.accept(value, Unexpected::Unsigned(value))
    }

    #[inline]
    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        match whole(value) {
            Some(integer) => self.accept(integer, Unexpected::Float(value)),
            None => Err(E::invalid_value(Unexpected::Float(value), &self)),
        }
    }
}

macro_rules! decode_integers {
    ($($type:ident by $method:ident,)*) => {$(
        impl<'de> Decode<'de> for $type {
            #[inline]
            fn decode<In: ValueAccess<'de>>(input: In) -> Result<Self, In::Error> {
                input.into_serde().$method(IntegerVisitor::<Self>::of(Self::MIN, Self::MAX))
            }

            #[inline]
            fn decode_if<In: ValueAccess<'de>>(input: In, keeps: impl FnOnce(&Self) -> Result<(), Violation>) -> Result<Self, In::Error> {
                input.into_serde().$method(Then(IntegerVisitor::<Self>::of(Self::MIN, Self::MAX), keeps))
            }
        }
    )*};
}

decode_integers! {
    i8 by deserialize_i8,
    i16 by deserialize_i16,
    i32 by deserialize_i32,
    i64 by deserialize_i64,
    u8 by deserialize_u8,
    u16 by deserialize_u16,
    u32 by deserialize_u32,
    u64 by deserialize_u64,
}

/// Reads the numbers that a double holds; an integer that it would round is refused.
impl<'de> Decode<'de> for f64 {
    #[inline]
    fn decode<In: ValueAccess<'de>>(input: In) -> Result<Self, In::Error> {
        input.into_serde().deserialize_f64(FloatVisitor)
    }

    #[inline]
    fn decode_if<In: ValueAccess<'de>>(
        input: In,
        keeps: impl FnOnce(&Self) -> Result<(), Violation>,
    ) -> Result<Self, In::Error> {
        input.into_serde().deserialize_f64(Then(FloatVisitor, keeps))
    }
}

struct FloatVisitor;

impl Visitor<'_> for FloatVisitor {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number that a double holds exactly")
    }

    #[inline]
    fn visit_i64<E: Error>(self, value: i64) -> Result<f64, E> {
        exact_from_i64(value).ok_or_else(|| E::invalid_value(Unexpected::Signed(value), &self))
    }

    #[inline]
    fn visit_u64<E: Error>(self, value: u64) -> Result<f64, E> {
        exact_from_u64(value).ok_or_else(|| E::invalid_value(Unexpected::Unsigned(value), &self))
    }

    #[inline]
    fn visit_f64<E: Error>(self, value: f64) -> Result<f64, E> {
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::super::decode::tests::read;
    use super::*;

    #[test]
    fn reads_every_spelling() {
        for (text, expect) in
            [("1", 1), ("1.0", 1), ("1e2", 100), ("-0.0", 0), ("-0", 0), ("-128", -128), ("12.5e1", 125)]
        {
            assert_eq!(read::<i8>(text), Ok(expect), "{text}");
        }
        assert_eq!(read::<u64>("18446744073709551615"), Ok(u64::MAX));
        assert_eq!(read::<i64>("-9223372036854775808.0"), Ok(i64::MIN));
    }

    #[test]
    fn refuses_what_does_not_fit() {
        #[track_caller]
        fn check<T: for<'de> Decode<'de> + fmt::Debug>(text: &str, expect: &str) {
            let error = read::<T>(text).unwrap_err();
            assert_eq!(error.split(" at line").next(), Some(expect));
        }
        check::<u8>("256", "invalid value: integer `256`, expected an integer from 0 to 255");
        check::<u8>("-1", "invalid value: integer `-1`, expected an integer from 0 to 255");
        check::<i8>("1.5", "invalid value: number `1.5`, expected an integer from -128 to 127");
        check::<i8>("\"1\"", "invalid type: string \"1\", expected an integer from -128 to 127");
        check::<i64>(
            "9223372036854775808",
            "invalid value: integer `9223372036854775808`, \
             expected an integer from -9223372036854775808 to 9223372036854775807",
        );
        check::<f64>(
            "9007199254740993",
            "invalid value: integer `9007199254740993`, expected a number that a double holds exactly",
        );
    }

    #[test]
    fn reads_doubles() {
        assert_eq!(read::<f64>("1"), Ok(1.0));
        assert_eq!(read::<f64>("-1.5e3"), Ok(-1500.0));
        assert_eq!(read::<f64>("9007199254740994"), Ok(9_007_199_254_740_994.0));
    }
}
