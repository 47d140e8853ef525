//! Objects that say by one of their members what they are.

use std::borrow::Cow;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, Error, MapAccess};
use serde::ser::Serialize;

use super::access::MemberAccess;
use super::content::Content;
use super::decode::{Decode, decode_map, next_value};
use super::excerpt::excerpt;
use super::expected::{instead_of, joined};
use super::from_content::{At, decode_from};
use super::kept::Kept;
use super::key::next_key;
use super::literal::Literal;
use super::memo::{Memo, Place};
use super::place::{position, split_position, within};

/// An object, read as far as its tag.
///
/// Members before the tag are kept in memory. If the tag comes first, and most often it does,
/// there are none.
pub struct Object<'de, A> {
    found: Found<'de>,
    /// Members that came before the tag, the first one last.
    before: Vec<(Cow<'de, str>, Content<'de>)>,
    rest: A,
    next: Next<'de>,
}

/// The tag, and what is said about it: the same for all objects.
struct Found<'de> {
    name: &'static str,
    tag: Option<Content<'de>>,
    decides: Decides,
}

/// What of the tag decides.
#[derive(Clone, Copy)]
enum Decides {
    /// Its value.
    Value,
    /// The value of a member of it.
    Inner(&'static str),
    /// That it is there.
    Presence,
}

/// What is handed on next, when the object is read from its start again.
enum Next<'de> {
    /// The tag; it comes first, so that who looks for it again need not keep members in memory again.
    TagName,
    /// The value of the tag.
    Tag,
    /// The value of a member that came before the tag.
    Value(Content<'de>),
    /// A name, or the value of a member that was not read yet.
    Other,
}

impl<'de, A: MemberAccess<'de>> Object<'de, A> {
    /// Reads an object as far as the member of that name, or to its end if there is none.
    ///
    /// # Errors
    ///
    /// If the input is not well-formed.
    #[inline]
    pub fn find(name: &'static str, map: A) -> Result<Self, A::Error> {
        Self::search(name, Decides::Value, |key| (key == name).then_some(name), map)
    }

    /// Reads an object as far as the first member that has one of the names, or to its end if there is none.
    ///
    /// # Errors
    ///
    /// If the input is not well-formed.
    pub fn first(names: &'static [&'static str], map: A) -> Result<Self, A::Error> {
        let wanted = |key: &str| names.iter().copied().find(|name| *name == key);
        Self::search("", Decides::Presence, wanted, map)
    }

    #[inline]
    fn search(
        name: &'static str,
        decides: Decides,
        wanted: impl Fn(&str) -> Option<&'static str>,
        mut map: A,
    ) -> Result<Self, A::Error> {
        if A::LOOKS_AHEAD {
            let found = map.look_ahead(wanted);
            let (name, tag) = found.map_or((name, None), |(name, tag)| (name, Some(tag)));
            let found = Found { name, tag, decides };
            return Ok(Self { found, before: Vec::new(), rest: map, next: Next::Other });
        }
        let mut before = Vec::new();
        while let Some(key) = next_key(&mut map)? {
            let value = next_value(&mut map).map_err(|error| within(&*key, error))?;
            if let Some(name) = wanted(&key) {
                before.reverse();
                let found = Found { name, tag: Some(value), decides };
                return Ok(Self { found, before, rest: map, next: Next::TagName });
            }
            before.push((key.into(), value));
        }
        before.reverse();
        let found = Found { name, tag: None, decides };
        Ok(Self { found, before, rest: map, next: Next::Other })
    }

    /// The name of the next member that was read before.
    #[inline(never)]
    fn earlier(&mut self) -> Option<Cow<'de, str>> {
        if let Next::TagName = self.next {
            self.next = Next::Tag;
            return Some(Cow::Borrowed(self.found.name));
        }
        let Some((name, value)) = self.before.pop() else {
            self.next = Next::Other;
            return None;
        };
        self.next = Next::Value(value);
        Some(name)
    }

    /// The same object, of which a member of the tag decides.
    pub fn within(mut self, name: &'static str) -> Self {
        self.found.decides = Decides::Inner(name);
        self
    }

    /// The value that decides.
    #[inline]
    pub fn tag(&self) -> Option<&Content<'de>> {
        self.found.tag()
    }

    /// The name of the member that is there.
    pub fn member(&self) -> Option<&'static str> {
        self.found.tag.is_some().then_some(self.found.name)
    }

    /// The value of the tag if it is a text.
    #[inline]
    pub fn text(&self) -> Option<&str> {
        match self.tag() {
            Some(Content::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The value of the tag if it is `true` or `false`.
    #[inline]
    pub fn boolean(&self) -> Option<bool> {
        match self.tag() {
            Some(Content::Bool(value)) => Some(*value),
            _ => None,
        }
    }

    /// Whether the tag has that value.
    pub fn is(&self, literal: &Literal) -> bool {
        self.tag().is_some_and(|tag| literal.equals(tag))
    }

    /// Whether the object has no tag.
    pub fn is_absent(&self) -> bool {
        self.tag().is_none()
    }

    /// Reads the whole object as a type: the tag, what came before it, and what follows.
    ///
    /// # Errors
    ///
    /// If the object is not a value of that type; the error names the tag as the reason.
    #[inline]
    pub fn read<T: Decode<'de>>(self) -> Result<T, A::Error> {
        if !A::LOOKS_AHEAD {
            self.read_on()
        } else if A::EXPLAINS {
            self.read_again()
        } else {
            // Where what was looked for is still there to be read, nothing else of this need be moved there.
            self.rest.whole()
        }
    }

    /// Reads from memory.
    fn read_again<T: Decode<'de>>(self) -> Result<T, A::Error> {
        let Self { found, rest, .. } = self;
        rest.whole().map_err(|error| found.explain(error))
    }

    /// Reads what was read already, and the rest.
    fn read_on<T: Decode<'de>>(mut self) -> Result<T, A::Error> {
        decode_map(&mut self).map_err(|error| self.found.explain(error))
    }

    /// Keeps the whole object, so that it can be read more than once.
    ///
    /// # Errors
    ///
    /// If the input is not well-formed, or a member comes twice.
    pub fn keep(self) -> Result<Kept<'de, A>, A::Error> {
        if A::LOOKS_AHEAD {
            return Ok(Kept::Text(self.rest));
        }
        let mut members = self.before;
        members.reverse();
        members.extend(self.found.tag.map(|tag| (Cow::Borrowed(self.found.name), tag)));
        Content::with_members(members, self.rest).map(Kept::Memory)
    }

    /// The error for a tag that is missing, or has a value that belongs to no branch.
    #[cold]
    pub fn refuse<T: Serialize>(&self, expected: &[T]) -> A::Error {
        match self.tag().zip(self.found.reason()) {
            Some((tag, reason)) => A::Error::custom(format_args!("{reason}, {}", instead_of(tag, expected))),
            None => A::Error::custom(format_args!("`{}` is required", self.found.path())),
        }
    }

    /// The error for an object that has none of the members that decide.
    #[cold]
    pub fn refuse_without(&self, expected: &[&str]) -> A::Error {
        A::Error::custom(format_args!("expected one of the members `{}`", joined(expected, "`, `")))
    }
}

impl<'de> Found<'de> {
    /// The value that decides.
    #[inline]
    fn tag(&self) -> Option<&Content<'de>> {
        match self.decides {
            Decides::Value | Decides::Presence => self.tag.as_ref(),
            Decides::Inner(name) => self.tag.as_ref().and_then(|it| it.get(name)),
        }
    }

    fn path(&self) -> String {
        match self.decides {
            Decides::Value | Decides::Presence => self.name.to_owned(),
            Decides::Inner(inner) => format!("{}/{inner}", self.name),
        }
    }

    /// Why a branch was chosen.
    #[cold]
    fn reason(&self) -> Option<String> {
        let tag = self.tag()?;
        let path = self.path();
        Some(match self.decides {
            Decides::Value | Decides::Inner(_) => format!("`{path}` is {}", excerpt(tag)),
            Decides::Presence => format!("`{path}` is there"),
        })
    }

    /// Adds to an error why a branch was chosen.
    #[cold]
    #[inline(never)]
    fn explain<E: Error>(&self, error: E) -> E {
        match self.reason() {
            Some(reason) => because(&reason, error),
            None => error,
        }
    }
}

/// Says why something was expected.
#[cold]
fn because<E: Error>(reason: &str, error: E) -> E {
    let inner = error.to_string();
    drop(error);
    E::custom(with_reason(reason, inner))
}

fn with_reason(reason: &str, inner: String) -> String {
    if position(&inner, reason).is_some() {
        // Someone who looked for the same tag has said so.
        return inner;
    }
    if is_missing(&inner) {
        return format!("{reason}, so {inner}");
    }
    if !inner.starts_with('/') {
        return format!("{reason}: {inner}");
    }
    // The path stays in front, and the position at the end.
    let (message, position) = split_position(&inner);
    format!("{message} ({reason}){position}")
}

/// Whether an error says that a member is required.
fn is_missing(message: &str) -> bool {
    let Some(name) = message.strip_prefix('`') else { return false };
    position(name, "`").is_some_and(|end| name[end..].starts_with("` is required"))
}

/// Hands what is in memory to a seed.
fn deserialize_from<'de, S: DeserializeSeed<'de>, E: Error>(
    content: &Content<'de>,
    seed: S,
) -> Result<S::Value, E> {
    seed.deserialize(At::new(content, None)).map_err(E::custom)
}

/// The object from its start, for a type that reads members, or looks for another tag.
impl<'de, A: MemberAccess<'de>> MapAccess<'de> for Object<'de, A> {
    type Error = A::Error;

    #[inline]
    fn next_key_seed<K>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error>
    where
        K: DeserializeSeed<'de>,
    {
        if let Next::TagName = self.next {
            self.next = Next::Tag;
            return seed.deserialize(BorrowedStrDeserializer::new(self.found.name)).map(Some);
        }
        if let Some((name, value)) = self.before.pop() {
            self.next = Next::Value(value);
            return deserialize_from(&Content::Text(name), seed).map(Some);
        }
        self.next = Next::Other;
        self.rest.next_key_seed(seed)
    }

    #[inline]
    fn next_value_seed<V>(&mut self, seed: V) -> Result<V::Value, A::Error>
    where
        V: DeserializeSeed<'de>,
    {
        match (&self.next, &self.found.tag) {
            (Next::Tag, Some(tag)) => deserialize_from(tag, seed),
            (Next::Value(value), _) => deserialize_from(value, seed),
            _ => self.rest.next_value_seed(seed),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        let known = usize::from(matches!(self.next, Next::TagName)) + self.before.len();
        self.rest.size_hint().map(|rest| rest + known)
    }
}

impl<'de, A: MemberAccess<'de>> MemberAccess<'de> for Object<'de, A> {
    #[inline]
    fn key<'b, T>(&mut self, buffer: &'b mut String) -> Result<Option<&'b str>, A::Error>
    where
        'de: 'b,
    {
        // Most often the tag was the first member, and nothing is left of it.
        let is_on = self.before.is_empty() && matches!(self.next, Next::Other);
        match if is_on { None } else { self.earlier() } {
            None => self.rest.key::<T>(buffer),
            Some(Cow::Borrowed(name)) => Ok(Some(name)),
            Some(Cow::Owned(name)) => {
                *buffer = name;
                Ok(Some(buffer))
            }
        }
    }

    #[inline]
    fn value<T: Decode<'de>>(&mut self) -> Result<T, A::Error> {
        let kept = match (&self.next, &self.found.tag) {
            (Next::Tag, Some(tag)) => tag,
            (Next::Value(value), _) => value,
            _ => return self.rest.value(),
        };
        decode_from(kept).map_err(A::Error::custom)
    }

    const LOOKS_AHEAD: bool = A::LOOKS_AHEAD;
    const EXPLAINS: bool = A::EXPLAINS;

    #[inline]
    fn next_is(&mut self, name: &'static str) -> bool {
        // Else a member may be left that was read before.
        A::LOOKS_AHEAD && self.rest.next_is(name)
    }

    #[inline]
    fn text_is(&mut self, text: &str) -> bool {
        A::LOOKS_AHEAD && self.rest.text_is(text)
    }

    #[inline]
    fn boolean_is(&mut self, value: bool) -> bool {
        A::LOOKS_AHEAD && self.rest.boolean_is(value)
    }

    #[inline]
    fn look_ahead<T: Decode<'de>>(
        &mut self,
        wanted: impl Fn(&str) -> Option<&'static str>,
    ) -> Option<(&'static str, T)> {
        self.rest.look_ahead(wanted)
    }

    fn again<T: Decode<'de>>(&mut self, memo: Option<&Memo>) -> Result<T, A::Error> {
        self.rest.again(memo)
    }

    fn memo(&self) -> Option<(&Memo, Place)> {
        self.rest.memo()
    }
}

#[cfg(test)]
mod tests {
    use super::super::from_serde::FromSerde;
    use std::collections::BTreeMap;
    use std::fmt;
    use std::iter::Copied;
    use std::slice;

    use serde::de::value::{Error as Plain, MapDeserializer};
    use serde::de::{Deserializer, Visitor};
    use serde_json::{Value, json};

    use super::*;

    type Texts<'a> = MapDeserializer<'a, Copied<slice::Iter<'a, (&'a str, &'a str)>>, Plain>;

    type Found<'a> = Object<'a, Counting<'a>>;

    /// Counts the members whose values were read.
    struct Counting<'a> {
        members: Texts<'a>,
        read: &'a std::cell::Cell<usize>,
    }

    impl<'a> Counting<'a> {
        fn new(members: &'a [(&'a str, &'a str)], read: &'a std::cell::Cell<usize>) -> Self {
            Self { members: MapDeserializer::new(members.iter().copied()), read }
        }
    }

    impl<'a> MemberAccess<'a> for Counting<'a> {}

    impl<'a> MapAccess<'a> for Counting<'a> {
        type Error = Plain;

        fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, Plain> {
            self.members.next_key_seed(seed)
        }

        fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, Plain> {
            self.read.set(self.read.get() + 1);
            self.members.next_value_seed(seed)
        }
    }

    #[test]
    fn keeps_nothing_after_the_tag() {
        let read = std::cell::Cell::new(0);
        let first = [("type", "x"), ("a", "1"), ("b", "2")];
        let object = Object::find("type", Counting::new(&first, &read)).unwrap();
        assert_eq!((object.text(), object.before.len(), read.get()), (Some("x"), 0, 1));
        let all = object.read::<BTreeMap<String, String>>().unwrap();
        assert_eq!((all.len(), read.get()), (3, 3));

        read.set(0);
        let second = [("a", "1"), ("type", "x"), ("b", "2")];
        let object = Object::find("type", Counting::new(&second, &read)).unwrap();
        assert_eq!((object.before.len(), read.get()), (1, 2));
        // Another search for the same tag takes nothing more into memory.
        let again = Object::find("type", object).unwrap();
        assert_eq!((again.before.len(), read.get()), (0, 2));
        assert_eq!(again.read::<BTreeMap<String, String>>().unwrap(), all);
    }

    /// Keeps the whole object as it is found.
    struct Whole<'de>(Content<'de>);

    impl<'de> Visitor<'de> for Whole<'de> {
        type Value = Content<'de>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Content<'de>, A::Error> {
            let object = Object::find("type", FromSerde(map))?;
            assert_eq!(object.tag(), Some(&self.0));
            let object = Object::find("a", object)?;
            object.read()
        }
    }

    #[test]
    fn keeps_texts_borrowed() {
        let text = r#"{"a": ["b"], "type": "x", "c": "d"}"#;
        let mut input = serde_json::Deserializer::from_str(text);
        let content = input.deserialize_map(Whole(Content::Text("x".into()))).unwrap();
        assert_eq!(serde_json::to_string(&content).unwrap(), r#"{"a":["b"],"type":"x","c":"d"}"#);
        let Content::Object(members) = &content else { panic!("{content:?}") };
        assert!(members.iter().all(|(name, _)| matches!(name, Cow::Borrowed(_))));
        let Content::Array(items) = &members[0].1 else { panic!("{members:?}") };
        assert!(matches!(items[0], Content::Text(Cow::Borrowed("b"))));
        assert!(matches!(members[2].1, Content::Text(Cow::Borrowed("d"))));
    }

    #[track_caller]
    fn find(text: &str, look: impl Fn(Found<'_>)) {
        let read = std::cell::Cell::new(0);
        let value: BTreeMap<&str, &str> = serde_json::from_str(text).unwrap();
        let members: Vec<(&str, &str)> = value.into_iter().collect();
        look(Object::find("type", Counting::new(&members, &read)).unwrap());
    }

    #[test]
    fn tells_the_tag() {
        find(r#"{"type": "x"}"#, |object| {
            assert!(object.is(&Literal::Text("x")) && !object.is(&Literal::Null) && !object.is_absent());
            assert_eq!((object.boolean(), object.tag().is_some()), (None, true));
            assert_eq!(object.refuse(&["y"]).to_string(), r#"`type` is "x", expected "y""#);
            assert_eq!(object.read::<Value>(), Ok(json!({"type": "x"})));
        });
        find(r#"{"a": "b"}"#, |object| {
            assert!(object.is_absent() && object.text().is_none() && !object.is(&Literal::Null));
            assert_eq!(object.refuse(&["x"]).to_string(), "`type` is required");
            assert_eq!(object.read::<Value>(), Ok(json!({"a": "b"})));
        });
    }

    /// Looks at a member of the tag.
    struct Inner;

    impl<'de> Visitor<'de> for Inner {
        type Value = Value;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
            let object = Object::find("meta", FromSerde(map))?.within("kind");
            assert_eq!((object.text(), object.is_absent()), (Some("x"), false));
            let error = object.refuse(&["y"]).to_string();
            assert_eq!(error, r#"`meta/kind` is "x", expected "y""#);
            let object = object.within("other");
            assert!(object.is_absent());
            object.read()
        }
    }

    #[test]
    fn decides_by_a_member_of_the_tag() {
        let text = r#"{"a": 1, "meta": {"kind": "x"}, "b": 2}"#;
        let value = serde_json::Deserializer::from_str(text).deserialize_map(Inner).unwrap();
        assert_eq!(value, serde_json::from_str::<Value>(text).unwrap());
    }

    #[test]
    fn decides_by_the_first_of_some_members() {
        let read = std::cell::Cell::new(0);
        let members = [("x", "1"), ("b", "2"), ("a", "3")];
        let object = Object::first(&["a", "b"], Counting::new(&members, &read)).unwrap();
        assert_eq!((object.member(), object.before.len(), read.get()), (Some("b"), 1, 2));
        assert_eq!(object.found.reason().as_deref(), Some("`b` is there"));
        assert_eq!(object.read::<BTreeMap<String, String>>().unwrap().len(), 3);
        let object = Object::first(&["c"], Counting::new(&members, &read)).unwrap();
        assert_eq!((object.member(), object.before.len()), (None, 3));
        assert_eq!(object.read::<BTreeMap<String, String>>().unwrap().len(), 3);
    }

    #[test]
    fn gives_the_tag_as_the_reason() {
        #[track_caller]
        fn check(inner: &str, expect: &str) {
            assert_eq!(because(r#"`type` is "x""#, Plain::custom(inner)).to_string(), expect);
        }
        check("`a` is required", r#"`type` is "x", so `a` is required"#);
        check("unknown member `a`", r#"`type` is "x": unknown member `a`"#);
        check("`kind` is 1, so `a` is required", r#"`type` is "x": `kind` is 1, so `a` is required"#);
        check("/a: wrong at line 1 column 2", r#"/a: wrong (`type` is "x") at line 1 column 2"#);
        check("/a: wrong at line x", r#"/a: wrong at line x (`type` is "x")"#);
        check(r#"/a: wrong (`type` is "x")"#, r#"/a: wrong (`type` is "x")"#);
    }
}
