//! What integers and doubles have in common, without rounding.

/// The whole number that a double is, `None` for fractions and for sizes from `2^127`.
pub fn whole(value: f64) -> Option<i128> {
    let bits = value.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let (digits, exponent) = match (bits >> 52 & 0x7ff) as i32 {
        0 => (fraction, -1074),
        biased => (fraction | 1 << 52, biased - 1075),
    };
    if digits == 0 {
        return Some(0);
    }
    let digits = i128::from(digits);
    let size = match exponent {
        0..=73 => digits << exponent,
        -52..=-1 if digits.trailing_zeros() >= exponent.unsigned_abs() => digits >> exponent.unsigned_abs(),
        _ => return None,
    };
    Some(if value < 0.0 { -size } else { size })
}

/// The double that equals an integer, `None` if there is none.
#[inline]
pub fn exact_from_u64(value: u64) -> Option<f64> {
    let unused = value.leading_zeros() + if value == 0 { 0 } else { value.trailing_zeros() };
    let high = (value >> 32) as u32;
    let low = (value & 0xffff_ffff) as u32;
    (unused >= 11).then(|| f64::from(high) * 4_294_967_296.0 + f64::from(low))
}

/// The double that equals an integer, `None` if there is none.
#[inline]
pub fn exact_from_i64(value: i64) -> Option<f64> {
    let size = exact_from_u64(value.unsigned_abs())?;
    Some(if value < 0 { -size } else { size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_whole_numbers() {
        for (value, expect) in [
            (0.0, Some(0)),
            (-0.0, Some(0)),
            (1.0, Some(1)),
            (-100.0, Some(-100)),
            (0.5, None),
            (1e-300, None),
            (5e-324, None),
            (2_251_799_813_685_248.5, None),
            (9_007_199_254_740_993.0, Some(9_007_199_254_740_992)),
            (9_223_372_036_854_775_808.0, Some(1 << 63)),
            (1e30, Some(1_000_000_000_000_000_019_884_624_838_656)),
            (1.8e38, None),
            (f64::INFINITY, None),
            (f64::NAN, None),
        ] {
            assert_eq!(whole(value), expect, "{value}");
        }
    }

    #[test]
    fn finds_exact_doubles() {
        for (value, expect) in [
            (0, Some(0.0)),
            (1, Some(1.0)),
            (4_294_967_297, Some(4_294_967_297.0)),
            (9_007_199_254_740_992, Some(9_007_199_254_740_992.0)),
            (9_007_199_254_740_993, None),
            (9_007_199_254_740_994, Some(9_007_199_254_740_994.0)),
            (1 << 63, Some(9_223_372_036_854_775_808.0)),
            (u64::MAX, None),
        ] {
            assert_eq!(exact_from_u64(value), expect, "{value}");
        }
        assert_eq!(exact_from_i64(i64::MIN), Some(-9_223_372_036_854_775_808.0));
        assert_eq!(exact_from_i64(-9_007_199_254_740_993), None);
    }
}
