//! What is a number: for comparisons between Rust's types.

use super::decimal::Number;
use super::literal::Literal;

/// A number of any type.
pub trait Numeric: Copy {
    /// The number without loss.
    fn exact(self) -> Number;
}

macro_rules! numeric_by {
    ($($type:ident => $variant:ident,)*) => {$(
        impl Numeric for $type {
            #[inline]
            fn exact(self) -> Number {
                Number::$variant(self.into())
            }
        }
    )*};
}

numeric_by! {
    i8 => Int,
    i16 => Int,
    i32 => Int,
    i64 => Int,
    u8 => Uint,
    u16 => Uint,
    u32 => Uint,
    u64 => Uint,
    f64 => Float,
}

impl Numeric for Number {
    #[inline]
    fn exact(self) -> Number {
        self
    }
}

/// A literal that is no number counts as zero; the generator never asks for it.
impl Numeric for Literal {
    #[inline]
    fn exact(self) -> Number {
        match self {
            Self::Int(value) => Number::Int(value),
            Self::Uint(value) => Number::Uint(value),
            Self::Float(value) => Number::Float(value),
            Self::Null | Self::Bool(_) | Self::Text(_) | Self::Array(_) | Self::Object(_) => Number::Uint(0),
        }
    }
}

impl<T: Numeric> Numeric for &T {
    #[inline]
    fn exact(self) -> Number {
        (*self).exact()
    }
}
