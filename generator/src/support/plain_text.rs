//! Types that are texts without constraints.

/// Implements what texts have for a tuple struct around a `String` with a `plain_wrapper_codec`.
macro_rules! plain_text {
    ($type:ty) => {
        impl From<&str> for $type {
            fn from(text: &str) -> Self {
                Self(::std::string::String::from(text))
            }
        }

        impl ::core::str::FromStr for $type {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self(::std::string::String::from(text)))
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(&self.0)
            }
        }

        // It is compared and hashed as its text.
        impl ::core::borrow::Borrow<str> for $type {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        $crate::support::like_text!($type, value => value.0);
    };
}

pub(crate) use plain_text;

#[cfg(test)]
mod tests {
    #[derive(Clone, Debug, PartialEq)]
    struct Note(String);

    crate::support::plain_text::plain_text!(Note);

    #[test]
    fn is_a_text() {
        let note = Note::from("a");
        assert!(note == "a" && format!("{note}") == "a" && "a".parse() == Ok(note.clone()));
        assert_eq!((note.as_ref(), String::from(note.clone())), ("a", "a".to_owned()));
    }
}
