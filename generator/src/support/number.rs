//! Numbers as they were written, without loss.

use std::cmp::Ordering;
use std::fmt::{self, Display};
use std::hash::{Hash, Hasher};

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

use super::access::ValueAccess;
use super::decimal::Number as Exact;
use super::decode::{Decode, deserialize};
use super::encode::encode_by_serde;
use super::float::{exact_from_i64, exact_from_u64, whole};
use super::numeric::Numeric;
use super::then::Then;
use super::violation::Violation;

/// Any JSON number: an integer of 64 bits, or a double. `1` equals `1.0`.
#[derive(Clone, Copy, Debug)]
pub struct Number(Exact);

/// A whole number, however it was written: `1.0` and `1e2` are whole.
///
/// Beyond 64 bits it holds what a double holds; reading refuses digits that a double would round.
#[derive(Clone, Copy, Debug)]
pub struct Integer(Exact);

macro_rules! number_impls {
    ($type:ident, $visitor:ident) => {
        impl $type {
            /// The number as an integer, if it is one and fits.
            pub fn as_i64(&self) -> Option<i64> {
                integral(self.0)?.try_into().ok()
            }

            /// The number as an integer, if it is one and fits.
            pub fn as_u64(&self) -> Option<u64> {
                integral(self.0)?.try_into().ok()
            }

            /// The number as a double, if one equals it.
            pub fn as_f64(&self) -> Option<f64> {
                match self.0 {
                    Exact::Uint(value) => exact_from_u64(value),
                    Exact::Int(value) => exact_from_i64(value),
                    Exact::Float(value) => Some(value),
                }
            }
        }

        impl PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                self.cmp(other).is_eq()
            }
        }

        impl Eq for $type {}

        impl PartialOrd for $type {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $type {
            fn cmp(&self, other: &Self) -> Ordering {
                self.0.compare(other.0)
            }
        }

        impl Hash for $type {
            fn hash<H: Hasher>(&self, state: &mut H) {
                match (integral(self.0), self.0) {
                    (None, Exact::Float(value)) => value.to_bits().hash(state),
                    (integer, _) => integer.hash(state),
                }
            }
        }

        impl Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl Numeric for $type {
            fn exact(self) -> Exact {
                self.0
            }
        }

        impl From<i64> for $type {
            fn from(value: i64) -> Self {
                Self(u64::try_from(value).map_or(Exact::Int(value), Exact::Uint))
            }
        }

        impl From<u64> for $type {
            fn from(value: u64) -> Self {
                Self(Exact::Uint(value))
            }
        }

        encode_by_serde!($type);

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self.0 {
                    Exact::Uint(value) => serializer.serialize_u64(value),
                    Exact::Int(value) => serializer.serialize_i64(value),
                    Exact::Float(value) => serializer.serialize_f64(value),
                }
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                deserialize(input)
            }
        }

        impl<'de> Decode<'de> for $type {
            fn decode<In: ValueAccess<'de>>(input: In) -> Result<Self, In::Error> {
                input.into_serde().deserialize_any($visitor)
            }

            fn decode_if<In: ValueAccess<'de>>(
                input: In,
                keeps: impl FnOnce(&Self) -> Result<(), Violation>,
            ) -> Result<Self, In::Error> {
                input.into_serde().deserialize_any(Then($visitor, keeps))
            }
        }
    };
}

number_impls!(Number, NumberVisitor);
number_impls!(Integer, IntegerVisitor);

impl TryFrom<f64> for Number {
    type Error = Violation;

    fn try_from(value: f64) -> Result<Self, Violation> {
        if value.is_finite() {
            return Ok(Self(Exact::Float(value)));
        }
        Err(Violation::because(format_args!("{value} is not a JSON number")))
    }
}

impl TryFrom<f64> for Integer {
    type Error = Violation;

    fn try_from(value: f64) -> Result<Self, Violation> {
        if value.is_finite() && value.fract() == 0.0 {
            return Ok(Self(Exact::Float(value)));
        }
        Err(Violation::because(format_args!("{value} is not a whole number")))
    }
}

/// The integer that a number is, if 128 bits hold it.
fn integral(number: Exact) -> Option<i128> {
    match number {
        Exact::Uint(value) => Some(value.into()),
        Exact::Int(value) => Some(value.into()),
        Exact::Float(value) => whole(value),
    }
}

struct NumberVisitor;

impl Visitor<'_> for NumberVisitor {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Number, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Number, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Number, E> {
        Number::try_from(value).map_err(|_| E::invalid_value(Unexpected::Float(value), &self))
    }
}

struct IntegerVisitor;

impl Visitor<'_> for IntegerVisitor {
    type Value = Integer;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Integer, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Integer, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Integer, E> {
        if Exact::Float(value).may_be_rounded() {
            return Err(E::custom(format_args!(
                "an integer near {value:.5e} has more digits than can be kept"
            )));
        }
        Integer::try_from(value).map_err(|_| E::invalid_value(Unexpected::Float(value), &self))
    }
}

#[cfg(test)]
mod tests {
    use super::super::decode::tests::read;
    use super::*;

    #[test]
    fn keeps_numbers_as_written() {
        for text in ["0", "-1", "1.5", "18446744073709551615", "-9223372036854775808", "1.0", "1e300"] {
            let number = read::<Number>(text).unwrap();
            assert_eq!(serde_json::to_string(&number).unwrap().replace("e+", "e"), text);
            assert_eq!(number.to_string(), text);
        }
        assert_eq!(read::<Number>("1"), read::<Number>("1.0"));
        assert_eq!(read::<Number>("1.0").unwrap().as_u64(), Some(1));
        assert_eq!(read::<Number>("9007199254740993").unwrap().as_f64(), None);
        assert!(Number::try_from(f64::NAN).is_err());
    }

    #[test]
    fn reads_whole_numbers() {
        assert_eq!(read::<Integer>("1e2"), Ok(Integer::from(100_u64)));
        assert!(read::<Integer>("1e300").is_ok());
        let error = read::<Integer>("123456789012345678901").unwrap_err();
        assert_eq!(error, "an integer near 1.23457e20 has more digits than can be kept at line 1 column 21");
        assert_eq!(read::<Integer>("-5").unwrap().as_i64(), Some(-5));
        let error = read::<Integer>("1.5").unwrap_err();
        assert_eq!(error, "invalid value: number `1.5`, expected an integer at line 1 column 3");
    }
}
