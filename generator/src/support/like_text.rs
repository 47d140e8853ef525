//! What types share that stand for texts.

/// Implements comparison with texts, and the way to a `String`.
macro_rules! like_text {
    ($type:ty, $value:ident => $text:expr) => {
        impl ::core::cmp::PartialEq<str> for $type {
            fn eq(&self, other: &str) -> bool {
                ::core::convert::AsRef::<str>::as_ref(self) == other
            }
        }

        impl ::core::cmp::PartialEq<&str> for $type {
            fn eq(&self, other: &&str) -> bool {
                ::core::convert::AsRef::<str>::as_ref(self) == *other
            }
        }

        impl From<$type> for ::std::string::String {
            fn from($value: $type) -> Self {
                $text
            }
        }
    };
}

pub(crate) use like_text;
