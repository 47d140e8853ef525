//! The bounds of numbers. Values of different types are compared without rounding.

use std::cmp::Ordering;

use super::decimal::Number;
use super::literal::Literal;
use super::numeric::Numeric;
use super::violation::Violation;

/// Checks `minimum`.
///
/// # Errors
///
/// If the value is less.
#[inline]
pub fn minimum(value: impl Numeric, bound: Literal) -> Result<(), Violation> {
    compare(value.exact(), bound.exact(), Ordering::is_ge, "is less than")
}

/// Checks `maximum`.
///
/// # Errors
///
/// If the value is greater.
#[inline]
pub fn maximum(value: impl Numeric, bound: Literal) -> Result<(), Violation> {
    compare(value.exact(), bound.exact(), Ordering::is_le, "is greater than")
}

/// Checks `exclusiveMinimum`.
///
/// # Errors
///
/// If the value is not greater.
#[inline]
pub fn exclusive_minimum(value: impl Numeric, bound: Literal) -> Result<(), Violation> {
    compare(value.exact(), bound.exact(), Ordering::is_gt, "is not greater than")
}

/// Checks `exclusiveMaximum`.
///
/// # Errors
///
/// If the value is not less.
#[inline]
pub fn exclusive_maximum(value: impl Numeric, bound: Literal) -> Result<(), Violation> {
    compare(value.exact(), bound.exact(), Ordering::is_lt, "is not less than")
}

/// Checks `multipleOf`, by decimal arithmetic: 0.3 is a multiple of 0.1.
///
/// # Errors
///
/// If the value is not a multiple.
#[inline]
pub fn multiple_of(value: impl Numeric, step: Literal) -> Result<(), Violation> {
    let (value, step) = (value.exact(), step.exact());
    if is_finite(value) && value.is_multiple_of(step) {
        return Ok(());
    }
    Err(broken(value, "is not a multiple of", step))
}

#[inline]
fn compare(
    value: Number,
    bound: Number,
    keeps: impl Fn(Ordering) -> bool,
    wrong: &str,
) -> Result<(), Violation> {
    // The types are known where this is compiled: most often one comparison is left, by integers or doubles.
    let order = match (value, bound) {
        (Number::Uint(value), Number::Uint(bound)) => Some(value.cmp(&bound)),
        (Number::Int(value), Number::Int(bound)) => Some(value.cmp(&bound)),
        (value, bound) => {
            value.small().zip(bound.small()).and_then(|(value, bound)| value.partial_cmp(&bound))
        }
    };
    // Who does not pass goes the long way.
    if order.is_some_and(&keeps) && is_finite(value) {
        return Ok(());
    }
    compare_exactly(value, bound, keeps, wrong)
}

#[cold]
#[inline(never)]
fn compare_exactly(
    value: Number,
    bound: Number,
    keeps: impl Fn(Ordering) -> bool,
    wrong: &str,
) -> Result<(), Violation> {
    if is_finite(value) && keeps(value.compare(bound)) { Ok(()) } else { Err(broken(value, wrong, bound)) }
}

#[cold]
fn broken(value: Number, wrong: &str, bound: Number) -> Violation {
    Violation::because(format_args!("{value} {wrong} {bound}"))
}

/// JSON has no other numbers.
#[inline]
fn is_finite(value: Number) -> bool {
    match value {
        Number::Float(value) => value.is_finite(),
        Number::Int(_) | Number::Uint(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::Literal::{Float, Int, Uint};
    use super::*;

    #[track_caller]
    fn check(result: Result<(), Violation>, expect: &str) {
        assert_eq!(result.unwrap_err().to_string(), expect);
    }

    #[test]
    fn compares_across_types() {
        assert_eq!(minimum(3_i64, Float(3.0)), Ok(()));
        assert_eq!(minimum(3_u8, Int(-1)), Ok(()));
        assert_eq!(maximum(u64::MAX, Float(18_446_744_073_709_551_616.0)), Ok(()));
        check(minimum(2.5, Uint(3)), "2.5 is less than 3");
        check(maximum(4_i64, Uint(3)), "4 is greater than 3");
        check(exclusive_minimum(3_i8, Uint(3)), "3 is not greater than 3");
        check(exclusive_maximum(3.0, Uint(3)), "3.0 is not less than 3");
        check(
            maximum(9_007_199_254_740_993_i64, Float(9_007_199_254_740_992.0)),
            "9007199254740993 is greater than 9007199254740992.0",
        );
        assert!(minimum(f64::NAN, Uint(0)).is_err() && maximum(f64::NAN, Uint(0)).is_err());
    }

    #[test]
    fn divides() {
        assert_eq!(multiple_of(0.3, Float(0.1)), Ok(()));
        check(multiple_of(7_u64, Uint(2)), "7 is not a multiple of 2");
        assert!(multiple_of(f64::INFINITY, Uint(1)).is_err());
    }
}
