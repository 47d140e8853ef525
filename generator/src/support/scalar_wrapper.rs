//! The impls of checked types around numbers and booleans.

/// Implements what `wrapper_codec` does, and what values have that print as one word.
///
/// ```text
/// scalar_wrapper_codec! {
///     Percent(i64) {
///         maximum(Literal::Uint(100)),
///     }
/// }
/// ```
macro_rules! scalar_wrapper_codec {
    ($type:ident ($inner:ty) $($rest:tt)*) => {
        $crate::support::wrapper_codec!($type ($inner) $($rest)*);

        impl From<$type> for $inner {
            #[inline]
            fn from(value: $type) -> Self {
                value.0
            }
        }

        impl ::core::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

pub(crate) use scalar_wrapper_codec;

#[cfg(test)]
pub mod tests {
    //! A type as the macro makes it.

    use crate::support::literal::Literal;

    /// A checked number.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Percent(i64);

    crate::support::scalar_wrapper::scalar_wrapper_codec! {
        Percent(i64) {
            maximum(Literal::Uint(100)),
        }
    }

    #[test]
    fn prints_and_goes_back() {
        let percent = Percent::try_from(7).unwrap();
        assert_eq!(
            (format!("{percent:>3}"), i64::from(percent), percent.into_inner()),
            ("  7".to_owned(), 7, 7)
        );
        assert!(Percent::try_from(101).is_err());
    }
}
