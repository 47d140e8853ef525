//! Enums of integers as integers.

use super::literal::Literal;
use super::literal_choice::{LiteralCodec, encoded};
use super::violation::Violation;

/// The integer that a value stands for.
pub fn to_integer<T: LiteralCodec>(value: T) -> i64 {
    encoded(value).and_then(integer).unwrap_or_default()
}

/// The value that an integer stands for.
///
/// # Errors
///
/// If the schema does not list the integer.
pub fn of_integer<T: LiteralCodec>(number: i64) -> Result<T, Violation> {
    let found = T::LITERALS.iter().find(|(_, literal)| integer(*literal) == Some(number));
    found.map(|(value, _)| *value).ok_or_else(|| {
        let known: Vec<String> = T::LITERALS.iter().map(|(_, literal)| literal.to_string()).collect();
        Violation::new(&number, format_args!("is none of {}", known.join(", ")))
    })
}

fn integer(literal: Literal) -> Option<i64> {
    match literal {
        Literal::Int(value) => Some(value),
        Literal::Uint(value) => value.try_into().ok(),
        _ => None,
    }
}

/// Implements the conversions between an enum of integers and `i64`.
macro_rules! integer_choice {
    ($type:ty) => {
        impl From<$type> for i64 {
            #[inline]
            fn from(value: $type) -> Self {
                $crate::support::to_integer(value)
            }
        }

        impl TryFrom<i64> for $type {
            type Error = $crate::support::Violation;

            #[inline]
            fn try_from(number: i64) -> Result<Self, $crate::support::Violation> {
                $crate::support::of_integer(number)
            }
        }
    };
}

pub(crate) use integer_choice;

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Level {
        Low,
        High,
    }

    impl LiteralCodec for Level {
        const LITERALS: &'static [(Self, Literal)] =
            &[(Self::Low, Literal::Int(-1)), (Self::High, Literal::Uint(7))];
    }

    crate::support::integer_choice::integer_choice!(Level);

    #[test]
    fn is_an_integer() {
        assert_eq!((i64::from(Level::Low), i64::from(Level::High)), (-1, 7));
        assert_eq!(Level::try_from(7), Ok(Level::High));
        let error = Level::try_from(0).unwrap_err().to_string();
        assert_eq!(error, "0 is none of -1, 7");
    }
}
