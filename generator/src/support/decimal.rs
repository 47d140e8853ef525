//! Numbers without loss: comparison over integers and doubles, and `multipleOf` in decimal.

use std::cmp::Ordering;
use std::fmt;

use super::content::Content;

/// A JSON number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// A whole number from 0.
    Uint(u64),
    /// A whole number, as a rule below 0.
    Int(i64),
    /// Any other number, finite.
    Float(f64),
}

impl Number {
    /// The number that an instance is.
    pub fn of(instance: &Content<'_>) -> Option<Self> {
        match instance {
            Content::Uint(value) => Some(Self::Uint(*value)),
            Content::Int(value) => Some(Self::Int(*value)),
            Content::Float(value) => Some(Self::Float(*value)),
            Content::Null | Content::Bool(_) | Content::Text(_) | Content::Array(_) | Content::Object(_) => {
                None
            }
        }
    }

    /// Whether the value is whole: `1.0` is.
    pub fn is_integer(self) -> bool {
        match self {
            Self::Uint(_) | Self::Int(_) => true,
            Self::Float(value) => value.fract() == 0.0,
        }
    }

    /// Whether it may stand for an integer that was rounded: a parser hands over a double where 64 bits
    /// don't hold the digits. At most 15 digits come through a double as they were.
    pub fn may_be_rounded(self) -> bool {
        let Self::Float(value) = self else { return false };
        let is_large = !(-9_223_372_036_854_775_808.0..18_446_744_073_709_551_616.0).contains(&value);
        is_large && Decimal::of(self).digits >= 1_000_000_000_000_000
    }

    /// Compares the values themselves; an integer is not rounded to a double first.
    #[inline]
    pub fn compare(self, other: Self) -> Ordering {
        match (self, other) {
            (Self::Uint(left), Self::Uint(right)) => left.cmp(&right),
            (Self::Int(left), Self::Int(right)) => left.cmp(&right),
            (Self::Float(left), Self::Float(right)) => left.partial_cmp(&right).unwrap_or(Ordering::Equal),
            (Self::Int(left), Self::Uint(right)) => i128::from(left).cmp(&right.into()),
            (Self::Uint(left), Self::Int(right)) => i128::from(left).cmp(&right.into()),
            (left, right) => match (left.small(), right.small()) {
                (Some(left), Some(right)) => left.partial_cmp(&right).unwrap_or(Ordering::Equal),
                _ => left.compare_in_binary(right),
            },
        }
    }

    /// The double that it is, if that is plain to see.
    #[inline]
    pub(super) fn small(self) -> Option<f64> {
        match self {
            Self::Uint(value) => u32::try_from(value).ok().map(f64::from),
            Self::Int(value) => i32::try_from(value).ok().map(f64::from),
            Self::Float(value) => Some(value),
        }
    }

    fn compare_in_binary(self, other: Self) -> Ordering {
        let (left, right) = (Binary::of(self), Binary::of(other));
        match (left.negative, right.negative) {
            (false, false) => left.compare_size(right),
            (true, true) => right.compare_size(left),
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
        }
    }

    /// Whether the value divided by `divisor` is whole, both read as decimals: 0.3 is a multiple of 0.1.
    ///
    /// A double stands for the shortest decimal that reads back as it.
    #[inline]
    pub fn is_multiple_of(self, divisor: Self) -> bool {
        match (self, divisor) {
            (Self::Uint(value), Self::Uint(divisor)) if divisor > 0 => value.is_multiple_of(divisor),
            (value, divisor) => value.is_multiple_in_decimal(divisor),
        }
    }

    fn is_multiple_in_decimal(self, divisor: Self) -> bool {
        let (value, divisor) = (Decimal::of(self), Decimal::of(divisor));
        if value.digits == 0 {
            return true;
        }
        if divisor.digits == 0 {
            return false;
        }
        let divisor_digits = u128::from(divisor.digits);
        let shift = value.exponent - divisor.exponent;
        if shift >= 0 {
            let power = power_of_ten(shift.unsigned_abs(), divisor_digits);
            return (u128::from(value.digits) % divisor_digits * power).is_multiple_of(divisor_digits);
        }
        // 10^20 is more than any digits: nothing but zero is a multiple.
        let shift = shift.unsigned_abs();
        shift < 20 && u128::from(value.digits).is_multiple_of(divisor_digits * 10_u128.pow(shift))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Uint(value) => value.fmt(f),
            Self::Int(value) => value.fmt(f),
            // `Debug` turns to exponents where `Display` would write hundreds of zeros.
            Self::Float(value) => write!(f, "{value:?}"),
        }
    }
}

/// A sign and `digits * 2^exponent`; zero has no sign.
#[derive(Clone, Copy)]
struct Binary {
    negative: bool,
    digits: u64,
    exponent: i32,
}

impl Binary {
    fn of(number: Number) -> Self {
        match number {
            Number::Uint(digits) => Self { negative: false, digits, exponent: 0 },
            Number::Int(value) => Self { negative: value < 0, digits: value.unsigned_abs(), exponent: 0 },
            Number::Float(value) => {
                let bits = value.to_bits();
                let fraction = bits & ((1 << 52) - 1);
                // IEEE 754: subnormal numbers have no hidden bit.
                let (digits, exponent) = match (bits >> 52 & 0x7ff) as i32 {
                    0 => (fraction, -1074),
                    biased => (fraction | 1 << 52, biased - 1075),
                };
                Self { negative: value < 0.0, digits, exponent }
            }
        }
    }

    /// Compares without the signs.
    fn compare_size(self, other: Self) -> Ordering {
        if self.digits == 0 || other.digits == 0 {
            return self.digits.cmp(&other.digits);
        }
        self.top_bit().cmp(&other.top_bit()).then_with(|| {
            // With the same top bit the exponents differ by less than 64.
            let lowest = self.exponent.min(other.exponent);
            let aligned = |it: Self| u128::from(it.digits) << (it.exponent - lowest);
            aligned(self).cmp(&aligned(other))
        })
    }

    fn top_bit(self) -> i32 {
        self.digits.ilog2().cast_signed() + self.exponent
    }
}

/// `digits * 10^exponent`; the sign makes no difference to divisibility.
struct Decimal {
    digits: u64,
    exponent: i32,
}

impl Decimal {
    fn of(number: Number) -> Self {
        match number {
            Number::Uint(digits) => Self { digits, exponent: 0 },
            Number::Int(value) => Self { digits: value.unsigned_abs(), exponent: 0 },
            Number::Float(value) => {
                // `1.25e-7`: the shortest digits that read back, at most 17 of them.
                let text = format!("{:e}", value.abs());
                let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
                let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
                let exponent = exponent.parse::<i32>().unwrap_or(0);
                let places = i32::try_from(fraction.len()).unwrap_or(0);
                let digits = format!("{whole}{fraction}").parse().unwrap_or(0);
                Self { digits, exponent: exponent - places }
            }
        }
    }
}

/// `10^exponent mod modulus`, where the modulus has at most 64 bits.
fn power_of_ten(mut exponent: u32, modulus: u128) -> u128 {
    let (mut power, mut base) = (1 % modulus, 10 % modulus);
    while exponent > 0 {
        if exponent & 1 == 1 {
            power = power * base % modulus;
        }
        base = base * base % modulus;
        exponent >>= 1;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;
    use Number::{Float, Int, Uint};

    #[test]
    fn compares_without_rounding() {
        let ascending = [
            Float(f64::MIN),
            Int(i64::MIN),
            Float(-1.5),
            Int(-1),
            Float(-f64::MIN_POSITIVE / 4.0),
            Uint(0),
            Float(5e-324),
            Float(0.5),
            Uint(1),
            Float(1.5),
            Uint(9_007_199_254_740_992),
            Uint(9_007_199_254_740_993),
            Float(9_007_199_254_740_994.0),
            Uint(u64::MAX),
            Float(18_446_744_073_709_551_616.0),
            Float(f64::MAX),
        ];
        for (at, left) in ascending.iter().enumerate() {
            for (other, right) in ascending.iter().enumerate() {
                assert_eq!(left.compare(*right), at.cmp(&other), "{left} and {right}");
            }
        }
        for (left, right) in [
            (Uint(1), Float(1.0)),
            (Int(-3), Float(-3.0)),
            (Uint(0), Float(-0.0)),
            (Int(i64::MIN), Float(-9_223_372_036_854_775_808.0)),
            (Uint(1 << 63), Float(9_223_372_036_854_775_808.0)),
        ] {
            assert_eq!(left.compare(right), Ordering::Equal, "{left} and {right}");
            assert_eq!(right.compare(left), Ordering::Equal, "{right} and {left}");
        }
    }

    #[test]
    fn divides_decimals() {
        for (value, divisor, expect) in [
            (Float(0.3), Float(0.1), true),
            (Float(19.99), Float(0.01), true),
            (Float(0.0075), Float(0.0001), true),
            (Float(0.007_51), Float(0.0001), false),
            (Uint(4), Float(1.5), false),
            (Float(4.5), Float(1.5), true),
            (Uint(10), Uint(3), false),
            (Int(-9), Uint(3), true),
            (Uint(0), Float(0.7), true),
            (Float(0.0), Uint(7), true),
            (Float(1e308), Float(0.123_456_789), false),
            (Float(1e308), Float(1e-308), true),
            (Float(1e-308), Float(1e308), false),
            (Float(12_391_239_123.0), Float(1e-8), true),
            (Float(1e-7), Uint(1), false),
            (Float(5e-324), Float(5e-324), true),
            (Uint(u64::MAX), Uint(u64::MAX), true),
            (Uint(u64::MAX), Float(0.5), true),
            (Float(1.797_693_134_862_315_7e308), Uint(7), false),
            (Uint(7), Uint(0), false),
        ] {
            assert_eq!(value.is_multiple_of(divisor), expect, "{value} by {divisor}");
        }
    }

    #[test]
    fn knows_what_may_be_rounded() {
        for value in [12_345_678_901_234_567_890_123.0, -9_223_372_036_854_777_856.0] {
            assert!(Float(value).may_be_rounded(), "{value}");
        }
        for value in [0.1, 1e22, 6.022_140_76e23, 1e308, 9_007_199_254_740_993.0] {
            assert!(!Float(value).may_be_rounded(), "{value}");
        }
        assert!(!Uint(u64::MAX).may_be_rounded());
    }

    #[test]
    fn knows_whole_numbers() {
        assert!(Float(1.0).is_integer() && Float(1e300).is_integer() && Int(-1).is_integer());
        assert!(!Float(1.5).is_integer() && !Float(-1e-300).is_integer());
    }
}
