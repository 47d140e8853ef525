//! A key whose value is one of a few words, or a list of names.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

/// A word, or a list of names.
#[derive(Clone, Debug)]
pub(crate) enum Names<W> {
    /// One of the words.
    Word(W),
    /// The names.
    List(Vec<Spanned<String>>),
}

/// Words that may stand in place of a list.
pub(crate) trait Word: DeserializeOwned {
    /// What may stand there, for messages.
    const EXPECTED: &'static str;

    /// What the names of the list may be.
    #[cfg(test)]
    fn names() -> schemars::Schema {
        schemars::json_schema!({"type": "string"})
    }
}

// By hand, since what serde derives for `untagged` loses the places of the names.
impl<'de, W: Word> Deserialize<'de> for Names<W> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NamesVisitor(PhantomData))
    }
}

struct NamesVisitor<W>(PhantomData<W>);

impl<'de, W: Word> Visitor<'de> for NamesVisitor<W> {
    type Value = Names<W>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(W::EXPECTED)
    }

    fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<Names<W>, E> {
        W::deserialize(word.into_deserializer()).map(Names::Word)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, names: A) -> Result<Names<W>, A::Error> {
        Deserialize::deserialize(SeqAccessDeserializer::new(names)).map(Names::List)
    }
}
