//! Types that are texts without constraints.

/// Implements what texts have for a tuple struct around a `String`, or a `Cow<'de, str>`, with a `plain_wrapper_codec`.
macro_rules! plain_text {
    ($type:ident) => {
        impl From<&str> for $type {
            #[inline]
            fn from(text: &str) -> Self {
                Self(::std::string::String::from(text))
            }
        }

        $crate::support::plain_text!(@common $type);
    };
    ($type:ident<$de:lifetime>) => {
        impl<$de> From<&$de str> for $type<$de> {
            #[inline]
            fn from(text: &$de str) -> Self {
                Self(::std::borrow::Cow::Borrowed(text))
            }
        }

        impl From<::std::string::String> for $type<'_> {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                Self(::std::borrow::Cow::Owned(text))
            }
        }

        $crate::support::plain_text!(@common $type<$de>);
    };
    (@common $type:ident $(<$de:lifetime>)?) => {
        impl $(<$de>)? ::core::str::FromStr for $type $(<$de>)? {
            type Err = ::core::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self(::std::string::String::from(text).into()))
            }
        }

        impl $(<$de>)? AsRef<str> for $type $(<$de>)? {
            #[inline]
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl $(<$de>)? ::core::fmt::Display for $type $(<$de>)? {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(&self.0)
            }
        }

        // It is compared and hashed as its text.
        impl $(<$de>)? ::core::borrow::Borrow<str> for $type $(<$de>)? {
            #[inline]
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        $crate::support::like_text!($type $(<$de>)?, value => value.0.into());
    };
}

pub(crate) use plain_text;

#[cfg(test)]
mod tests {
    #[derive(Clone, Debug, PartialEq)]
    struct Note(String);

    crate::support::plain_text!(Note);

    #[test]
    fn is_a_text() {
        let note = Note::from("a");
        assert!(note == "a" && format!("{note}") == "a" && "a".parse() == Ok(note.clone()));
        assert_eq!((note.as_ref(), String::from(note.clone())), ("a", "a".to_owned()));
    }
}
