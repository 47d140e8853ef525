//! What types share that stand for texts.

/// Implements comparison with texts, and the way to a `String`.
macro_rules! like_text {
    ($type:ident $(<$de:lifetime>)?, $value:ident => $text:expr) => {
        impl $(<$de>)? ::core::cmp::PartialEq<str> for $type $(<$de>)? {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                ::core::convert::AsRef::<str>::as_ref(self) == other
            }
        }

        impl $(<$de>)? ::core::cmp::PartialEq<&str> for $type $(<$de>)? {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                ::core::convert::AsRef::<str>::as_ref(self) == *other
            }
        }

        impl $(<$de>)? From<$type $(<$de>)?> for ::std::string::String {
            #[inline]
            fn from($value: $type $(<$de>)?) -> Self {
                $text
            }
        }
    };
}

pub(crate) use like_text;
