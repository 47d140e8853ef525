//! An instance in memory, for those cases that can't be decided while reading.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, Error, Expected, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::access::ValueAccess;
use super::decode::{Decode, Seed};
use super::excerpt::excerpt;
use super::expected::instead_of;
use super::from_serde::FromSerde;
use super::key::next_key;
use super::place::{duplicate, within};
use super::then::Then;
use super::violation::Violation;

/// A JSON instance that borrows from its text.
#[derive(Clone, Debug, PartialEq)]
pub enum Content<'de> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number from 0.
    Uint(u64),
    /// A whole number below 0.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// A string.
    Text(Cow<'de, str>),
    /// An array.
    Array(Vec<Content<'de>>),
    /// An object, its members in the order of the text.
    Object(Vec<(Cow<'de, str>, Content<'de>)>),
}

/// The members of an object.
type Members<'de> = Vec<(Cow<'de, str>, Content<'de>)>;

impl<'de> Content<'de> {
    /// Reads the members of an object.
    ///
    /// # Errors
    ///
    /// If the input is not well-formed, or a member comes twice.
    pub fn from_map<A: MapAccess<'de>>(map: A) -> Result<Self, A::Error> {
        Self::with_members(Vec::new(), map)
    }

    /// Reads the members of an object of which some are in memory already.
    ///
    /// # Errors
    ///
    /// If the input is not well-formed, or a member comes twice.
    pub fn with_members<A>(mut members: Members<'de>, mut map: A) -> Result<Self, A::Error>
    where
        A: MapAccess<'de>,
    {
        while let Some(key) = next_key(&mut map)? {
            let value = map.next_value_seed(Seed::new()).map_err(|error| within(&*key, error))?;
            members.push((key.into(), value));
        }
        match twice(&members) {
            Some(name) => Err(duplicate(name)),
            None => Ok(Self::Object(members)),
        }
    }

    /// The text, if this is one.
    #[inline]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null
            | Self::Bool(_)
            | Self::Uint(_)
            | Self::Int(_)
            | Self::Float(_)
            | Self::Array(_)
            | Self::Object(_) => None,
        }
    }

    /// The error for a value that is none of the expected ones.
    #[cold]
    pub fn refuse<E: Error, T: Serialize>(&self, expected: &[T]) -> E {
        let found = excerpt(self);
        E::custom(format_args!("unknown value {found}, {}", instead_of(self, expected)))
    }

    /// The member of that name, if this is an object that has one.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            Self::Null
            | Self::Bool(_)
            | Self::Uint(_)
            | Self::Int(_)
            | Self::Float(_)
            | Self::Text(_)
            | Self::Array(_) => None,
        }
    }
}

/// The name that two members have.
fn twice<'a>(members: &'a Members<'_>) -> Option<&'a str> {
    if members.len() <= 16 {
        let mut later = members.iter().enumerate();
        return later
            .find(|(at, (name, _))| members[..*at].iter().any(|(earlier, _)| earlier == name))
            .map(|(_, (name, _))| &**name);
    }
    let mut names: Vec<&str> = members.iter().map(|(name, _)| &**name).collect();
    names.sort_unstable();
    names.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0])
}

impl<'de> From<&'de Value> for Content<'de> {
    fn from(value: &'de Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(value), _) => Self::Uint(value),
                (None, Some(value)) => Self::Int(value),
                (None, None) => number.as_f64().map_or(Self::Null, Self::Float),
            },
            Value::String(text) => Self::Text(Cow::Borrowed(text)),
            Value::Array(items) => Self::Array(items.iter().map(Self::from).collect()),
            Value::Object(members) => Self::Object(
                members
                    .iter()
                    .map(|(name, value)| (Cow::Borrowed(name.as_str()), Self::from(value)))
                    .collect(),
            ),
        }
    }
}

impl Serialize for Content<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Uint(value) => serializer.serialize_u64(*value),
            Self::Int(value) => serializer.serialize_i64(*value),
            Self::Float(value) => serializer.serialize_f64(*value),
            Self::Text(value) => serializer.serialize_str(value),
            Self::Array(items) => serializer.collect_seq(items),
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Decode<'de> for Content<'de> {
    fn decode<In: ValueAccess<'de>>(input: In) -> Result<Self, In::Error> {
        input.into_serde().deserialize_any(ContentVisitor)
    }

    fn decode_if<In: ValueAccess<'de>>(
        input: In,
        keeps: impl FnOnce(&Self) -> Result<(), Violation>,
    ) -> Result<Self, In::Error> {
        input.into_serde().deserialize_any(Then(ContentVisitor, keeps))
    }
}

struct ContentVisitor;

impl<'de> Visitor<'de> for ContentVisitor {
    type Value = Content<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Content<'de>, E> {
        Ok(Content::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Content<'de>, E> {
        Ok(Content::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, input: D) -> Result<Content<'de>, D::Error> {
        Content::decode(FromSerde(input))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Content<'de>, E> {
        Ok(Content::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Content<'de>, E> {
        Ok(u64::try_from(value).map_or(Content::Int(value), Content::Uint))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Content<'de>, E> {
        Ok(Content::Uint(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Content<'de>, E> {
        Ok(Content::Float(value))
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Content<'de>, E> {
        Ok(Content::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Content<'de>, E> {
        Ok(Content::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Content<'de>, E> {
        Ok(Content::Text(Cow::Owned(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut input: A) -> Result<Content<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) =
            input.next_element_seed(Seed::new()).map_err(|error| within(items.len(), error))?
        {
            items.push(item);
        }
        Ok(Content::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Content<'de>, A::Error> {
        Content::from_map(map)
    }
}

/// Why an instance in memory was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentError(Box<str>);

impl ContentError {
    /// What is wrong.
    pub fn into_message(self) -> String {
        self.0.into()
    }
}

impl fmt::Display for ContentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ContentError {}

impl Error for ContentError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string().into())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(format!("invalid type: {}, expected {expected}", Found(found)).into())
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(format!("invalid value: {}, expected {expected}", Found(found)).into())
    }
}

/// What was found, as `serde_json` says it.
struct Found<'a>(Unexpected<'a>);

impl fmt::Display for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Unexpected::Unit => f.write_str("null"),
            Unexpected::Float(value) => match serde_json::Number::from_f64(value) {
                Some(number) => write!(f, "floating point `{number}`"),
                None => fmt::Display::fmt(&self.0, f),
            },
            other => fmt::Display::fmt(&other, f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::from_content::decode_from;
    use super::*;

    #[track_caller]
    fn content(text: &str) -> Result<Content<'_>, String> {
        Content::decode(FromSerde(&mut serde_json::Deserializer::from_str(text)))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn loses_nothing() {
        for text in [
            "null",
            "true",
            "0",
            "-1",
            "18446744073709551615",
            "-9223372036854775808",
            "1.0",
            "-0.0",
            "1.5e+300",
            r#""a\nb""#,
            "[1,[],{}]",
            r#"{"b":1,"a":{"c":[null]}}"#,
        ] {
            let content = content(text).unwrap();
            assert_eq!(serde_json::to_string(&content).unwrap(), text);
            let again: Content<'_> = decode_from(&content).unwrap();
            assert_eq!(again, content);
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(Content::from(&value).get("a"), content.get("a"));
        }
    }

    #[test]
    fn borrows_through_copies() {
        let text = r#"{"a": ["b", "c\n"]}"#;
        let content: Content<'_> = {
            let first = content(text).unwrap();
            decode_from(&first).unwrap()
        };
        let Content::Object(members) = content else { panic!("{content:?}") };
        assert!(matches!(members[0].0, Cow::Borrowed("a")));
        let Content::Array(items) = &members[0].1 else { panic!("{members:?}") };
        assert!(matches!(items[0], Content::Text(Cow::Borrowed("b"))));
        assert!(matches!(items[1], Content::Text(Cow::Owned(_))));
    }

    #[test]
    fn refuses_duplicates() {
        let error = content(r#"{"a": {"b": 1, "c": 1, "b": 1}}"#).unwrap_err();
        assert_eq!(error, "/a: duplicate member `b` at line 1 column 30");
        let members: Vec<String> = (0..20).map(|at| format!(r#""m{}": 1"#, at % 19)).collect();
        let error = content(&format!("{{{}}}", members.join(","))).unwrap_err();
        assert!(error.starts_with("duplicate member `m0`"), "{error}");
    }
}
