//! Types as the renderer writes them: that the API fits together.

#![expect(missing_docs, reason = "the types stand for generated ones, which are documented")]

use serde::ser::{Serialize, Serializer};

use super::access::{MemberAccess, ValueAccess};
use super::builder::builder;
use super::check::{Check, Rule};
use super::checked::validate;
use super::choice::choice_codec;
use super::content::Content;
use super::decode::{Decode, decode_map};
use super::encode::encode_by_serde;
use super::extra::Extra;
use super::kept::{Kept, Own};
use super::literal::Literal;
use super::literal_choice::{LiteralCodec, literal_codec};
use super::object::object_codec;
use super::plain_wrapper::plain_wrapper_codec;
use super::tag::Object;
use super::text_wrapper::text_wrapper_codec;
use super::trial::Trial;
use super::union::union_codec;
use super::union_codec::UnionCodec;
use super::value_wrapper::wrapper_codec;
use super::violation::Violation;

/// A record that is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Active {
    pub access_token: Token,
    pub note: Option<Option<String>>,
    pub extra: Extra,
}

impl Active {
    const ACTIVE: bool = true;
}

builder! {
    Active {
        fn new(access_token: Token), ..extra,
        with_note(note: impl Into<String>) | with_null_note,
    }
}

object_codec! {
    Active {
        const "active" => Bool(active_seen, Self::ACTIVE),
        "access_token" => required(access_token),
        "note" => optional(note),
        .. => extra,
    }
}

/// A record that is closed.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub value: String,
    pub expires_at: Option<i64>,
}

object_codec! {
    Token {
        "value" => required(value),
        "expires_at" => required(expires_at),
    }
}

/// A record whose other members have a type.
#[derive(Clone, Debug, PartialEq)]
pub struct Inactive {
    pub extra: Extra<Reason>,
}

object_codec! {
    Inactive {
        const "active" => Bool(active_seen, false),
        .. => extra,
    }
}

/// A choice of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    NotInstalled,
    NeedsReauthorization,
}

choice_codec! {
    Reason {
        "not_installed" => NotInstalled,
        "needs_reauthorization" => NeedsReauthorization,
    }
}

/// A union told apart by a boolean.
#[derive(Clone, Debug, PartialEq)]
pub enum Response {
    Active(Active),
    Inactive(Box<Inactive>),
}

impl<'de> UnionCodec<'de> for Response {
    const EXPECTING: &'static str = "an object";

    fn object<A: MemberAccess<'de>>(map: A) -> Result<Self, A::Error> {
        let object = Object::find("active", map)?;
        match object.boolean() {
            Some(true) => object.read().map(Self::Active),
            Some(false) => object.read().map(Self::Inactive),
            _ => Err(object.refuse(&[true, false])),
        }
    }
}

union_codec! {
    Response {
        Active from Active,
        Inactive from Inactive,
    }
}

/// A union by JSON type, with a trial among objects.
#[derive(Clone, Debug, PartialEq)]
pub enum Mixed {
    Count(i64),
    Name(Name),
    Names(Vec<Name>),
    Response(Response),
    Token(Token),
}

impl<'de> UnionCodec<'de> for Mixed {
    const EXPECTING: &'static str = "a number, a string, an array or an object";

    fn number<D: ValueAccess<'de>>(input: D) -> Result<Self, D::Error> {
        Decode::decode(input).map(Self::Count)
    }

    fn string<D: ValueAccess<'de>>(input: D) -> Result<Self, D::Error> {
        Decode::decode(input).map(Self::Name)
    }

    fn array<D: ValueAccess<'de>>(input: D) -> Result<Self, D::Error> {
        Decode::decode(input).map(Self::Names)
    }

    fn object<A: MemberAccess<'de>>(map: A) -> Result<Self, A::Error> {
        let mut trial = Trial::only(Kept::of(map)?);
        trial.attempt("Response", Self::Response);
        trial.attempt("Token", Self::Token);
        trial.finish(Self::EXPECTING)
    }
}

union_codec! {
    Mixed {
        Count,
        Name from Name,
        Names,
        Response from Response,
        Token from Token,
    }
}

/// Tags within tags: `active`, then `kind`; the objects may be of either.
#[derive(Clone, Debug, PartialEq)]
pub enum Nested {
    Response(Response),
    Either(Either),
}

/// Whichever accepts.
#[derive(Clone, Debug, PartialEq)]
pub enum Either {
    Token(Token),
    Any(Extra),
}

encode_by_serde!(Either);

impl Serialize for Either {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Token(it) => it.serialize(serializer),
            Self::Any(it) => serializer.collect_map(it),
        }
    }
}

impl<'de> UnionCodec<'de> for Nested {
    const EXPECTING: &'static str = "an object";

    fn object<A: MemberAccess<'de>>(map: A) -> Result<Self, A::Error> {
        let object = Object::find("kind", map)?;
        match object.text() {
            Some("response") => {
                let object = Object::find("active", object)?;
                match object.boolean() {
                    Some(true | false) => object.read().map(Self::Response),
                    _ => Err(object.refuse(&[true, false])),
                }
            }
            _ if object.is_absent() => {
                let mut trial = Trial::first(object.keep()?);
                trial.attempt("Token", |it| Self::Either(Either::Token(it)));
                trial.attempt("Any", |it: std::collections::BTreeMap<String, serde_json::Value>| {
                    Self::Either(Either::Any(it.into()))
                });
                trial.finish(Self::EXPECTING)
            }
            _ => Err(object.refuse(&["response"])),
        }
    }
}

union_codec! {
    Nested {
        Response from Response,
        Either from Either,
    }
}

/// A checked text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

text_wrapper_codec! {
    Name {
        min_length(2),
        max_length(5),
    }
}

/// A checked text with a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotBob(String);

static NOT_BOB: Check = Check(&[Rule::Not(&Check(&[Rule::Values(&[Literal::Text("bob")])]))]);

text_wrapper_codec! {
    NotBob, check = NOT_BOB {
        max_length(5),
    }
}

/// A checked number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Age(i64);

wrapper_codec! {
    Age(i64) {
        minimum(Literal::Uint(18)),
    }
}

/// A checked number with a table.
#[derive(Clone, Debug, PartialEq)]
pub struct NotSeven(f64);

static NOT_SEVEN: Check = Check(&[Rule::Not(&Check(&[Rule::Values(&[Literal::Uint(7)])]))]);

wrapper_codec! {
    NotSeven(f64), check = NOT_SEVEN {
    }
}

/// A newtype without a check.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names(Vec<Name>);

plain_wrapper_codec!(Names, Vec<Name>);

/// An enum of any values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    One,
    Off,
    Pair,
}

impl LiteralCodec for Level {
    const LITERALS: &'static [(Self, Literal)] = &[
        (Self::One, Literal::Uint(1)),
        (Self::Off, Literal::Bool(false)),
        (Self::Pair, Literal::Array(&[Literal::Text("a"), Literal::Null])),
    ];
}

literal_codec!(Level);

/// A record with a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pair {
    pub left: Option<i64>,
    pub right: Option<i64>,
}

static PAIR: Check = Check(&[Rule::MinProperties(1)]);

impl Pair {
    /// Checks a value that was built by hand.
    ///
    /// # Errors
    ///
    /// If the table refuses it.
    pub fn validate(&self) -> Result<(), Violation> {
        validate(self, &PAIR)
    }
}

object_codec! {
    Pair, check = PAIR {
        "left" => optional(left),
        "right" => optional(right),
    }
}

/// A union with a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Boxed {
    Pair(Pair),
}

impl<'de> UnionCodec<'de> for Boxed {
    const EXPECTING: &'static str = "an object";

    fn object<A: MemberAccess<'de>>(map: A) -> Result<Self, A::Error> {
        decode_map(map).map(Self::Pair)
    }
}

union_codec! {
    Boxed, check = PAIR {
        Pair from Pair,
    }
}

mod tests {
    use std::fmt::Debug;

    use super::super::decode::tests::read;
    use super::*;

    /// Reads the text, and writes it back the same.
    #[track_caller]
    fn same<T: for<'de> Decode<'de> + Debug + Serialize>(text: &str) {
        let value = read::<T>(text).unwrap();
        assert_eq!(serde_json::to_string(&value).unwrap(), text);
    }

    #[track_caller]
    fn refused<T: for<'de> Decode<'de> + Debug>(text: &str, expect: &str) {
        assert_eq!(read::<T>(text).unwrap_err(), expect);
    }

    #[test]
    fn records() {
        same::<Token>(r#"{"value":"x","expires_at":null}"#);
        same::<Token>(r#"{"value":"x","expires_at":5}"#);
        assert_eq!(read::<Token>(r#"{"expires_at": 5.0, "value": "x"}"#).unwrap().expires_at, Some(5));
        refused::<Token>(r#"{"value": "x"}"#, "`expires_at` is required at line 1 column 14");
        refused::<Token>(r#"{"value": "x", "value": "y"}"#, "duplicate member `value` at line 1 column 22");
        refused::<Token>(
            r#"{"valeu": "x"}"#,
            "unknown member `valeu`, did you mean `value`? at line 1 column 8",
        );
        refused::<Token>("[]", "invalid type: array, expected object `Token` at line 1 column 0");
        same::<Active>(r#"{"active":true,"access_token":{"value":"x","expires_at":1},"note":null,"z":[1]}"#);
        refused::<Active>(
            "{\"active\": true,\n \"access_token\": {\"value\": 1}}",
            "/access_token/value: invalid type: integer `1`, expected a string at line 2 column 28",
        );
        refused::<Active>(
            r#"{"active": 0}"#,
            "/active: invalid type: integer `0`, expected true at line 1 column 12",
        );
        let mut active =
            read::<Active>(r#"{"active":true,"access_token":{"value":"x","expires_at":1}}"#).unwrap();
        active.extra.insert("note".to_owned(), serde_json::Value::Null);
        let error = serde_json::to_string(&active).unwrap_err().to_string();
        assert_eq!(error, "the extra member `note` has the name of a field");
    }

    #[test]
    fn tagged() {
        let late =
            r#"{"access_token": {"value": "x\n", "expires_at": 1}, "z": 1, "active": true, "note": "n"}"#;
        let response = read::<Response>(late).unwrap();
        assert_eq!(
            serde_json::to_string(&response).unwrap(),
            r#"{"active":true,"access_token":{"value":"x\n","expires_at":1},"note":"n","z":1}"#
        );
        same::<Response>(r#"{"active":false,"error":"not_installed"}"#);
        refused::<Response>(
            r#"{"active": true}"#,
            "`active` is true, so `access_token` is required at line 1 column 16",
        );
        refused::<Response>(
            r#"{"active": true, "access_token": {"value": "x", "expires_at": "y"}}"#,
            "/access_token/expires_at: invalid type: string \"y\", expected an integer from \
             -9223372036854775808 to 9223372036854775807 or null (`active` is true) at line 1 column 65",
        );
        refused::<Response>(
            r#"{"active": false, "error": "x"}"#,
            "/error: unknown value \"x\", expected \"not_installed\" or \"needs_reauthorization\" \
             (`active` is false) at line 1 column 30",
        );
        refused::<Response>(
            r#"{"active": "yes"}"#,
            "`active` is \"yes\", expected true or false at line 1 column 17",
        );
        refused::<Response>("{}", "`active` is required at line 1 column 2");
        refused::<Response>(
            r#"{"active": false, "active": false}"#,
            "`active` is false: duplicate member `active` at line 1 column 26",
        );
        refused::<Response>(
            r#"{"a": "not_installed", "active": false, "a": "not_installed"}"#,
            "`active` is false: duplicate member `a` at line 1 column 43",
        );
        refused::<Response>("1", "invalid type: integer `1`, expected an object at line 1 column 1");
    }

    /// They can't be borrowed from the input: of members before and after the tag, known and unknown.
    #[test]
    fn names_with_escapes() {
        let text = r#"{"\u006eote": "n", "\"\u00e9": 1, "\u0061ctive": true, "\/": 2,
            "access_token": {"v\u0061lue": "x", "expires\u005fat": 3}}"#;
        let expect =
            r#"{"active":true,"access_token":{"value":"x","expires_at":3},"note":"n","\"é":1,"/":2}"#;
        assert_eq!(serde_json::to_string(&read::<Response>(text).unwrap()).unwrap(), expect);
        assert_eq!(serde_json::to_string(&read::<Active>(text).unwrap()).unwrap(), expect);
        refused::<Token>(
            r#"{"v\u0061lue": "x", "valu\u0065": "y"}"#,
            "duplicate member `value` at line 1 column 32",
        );
        refused::<Token>(
            r#"{"\u0078": "x"}"#,
            "unknown member `x`, expected one of `value`, `expires_at` at line 1 column 9",
        );
    }

    #[test]
    fn nested_tags() {
        let text = r#"{"active": false, "kind": "response"}"#;
        refused::<Nested>(
            text,
            "/kind: unknown value \"response\", expected \"not_installed\" or \
             \"needs_reauthorization\" (`active` is false) at line 1 column 37",
        );
        let text = r#"{"access_token": {"value": "", "expires_at": null}, "active": true, "x": 1, "kind": "response"}"#;
        assert_eq!(
            serde_json::to_string(&read::<Nested>(text).unwrap()).unwrap(),
            r#"{"active":true,"access_token":{"value":"","expires_at":null},"kind":"response","x":1}"#
        );
        same::<Nested>(r#"{"value":"x","expires_at":null}"#);
        same::<Nested>(r#"{"value":"x"}"#);
        refused::<Nested>(r#"{"kind": 1}"#, "`kind` is 1, expected \"response\" at line 1 column 11");
    }

    #[test]
    fn by_type() {
        same::<Mixed>("5");
        same::<Mixed>(r#""abc""#);
        same::<Mixed>(r#"["abc"]"#);
        same::<Mixed>(r#"{"value":"x","expires_at":null}"#);
        same::<Mixed>(r#"{"active":false}"#);
        same::<Option<Mixed>>("null");
        same::<Option<Mixed>>(r#"{"active":false}"#);
        refused::<Mixed>(
            "true",
            "invalid type: boolean `true`, expected a number, a string, an array or an object \
             at line 1 column 4",
        );
        refused::<Mixed>(r#"["abc", "a"]"#, "/1: \"a\" has fewer than 2 characters at line 1 column 11");
        refused::<Mixed>(
            r#"{"value": 1, "expires_at": null}"#,
            "/value: invalid type: integer `1`, expected a string (as `Token`); \
             nor is it `Response` at line 1 column 32",
        );
    }

    #[test]
    fn trials() {
        let content = Own::from(Content::Object(vec![]));
        let pick = |trial: &mut Trial<&Own<'_>, u8>| {
            trial
                .attempt("A", |_: Extra0| 1)
                .attempt("B", |_: Extra0| 2)
                .finish::<super::super::content::ContentError>("x")
        };
        assert_eq!(pick(&mut Trial::first(&content)), Ok(1));
        let error = pick(&mut Trial::only(&content)).unwrap_err().to_string();
        assert_eq!(error, "`A` and `B` both accept this, expected exactly one (x)");
    }

    type Extra0 = std::collections::BTreeMap<String, bool>;

    #[test]
    fn newtypes() {
        same::<Name>(r#""abc""#);
        refused::<Name>(r#""abcdef""#, "\"abcdef\" has more than 5 characters at line 1 column 8");
        assert_eq!(Name::try_from("a").unwrap_err().to_string(), "\"a\" has fewer than 2 characters");
        assert_eq!("abc".parse::<Name>().unwrap().to_string(), "abc");
        assert_eq!(Name::try_from("abc").unwrap().into_inner(), "abc");
        assert_eq!(Name::try_from("abc").unwrap().len(), 3);
        same::<NotBob>(r#""abc""#);
        assert!(read::<NotBob>(r#""bob""#).is_err() && NotBob::try_from("bob").is_err());
        assert!(NotBob::try_from("abcdef").is_err());
        assert_eq!(*read::<Age>("18.0").unwrap(), 18);
        refused::<Age>("17", "17 is less than 18 at line 1 column 2");
        assert!(Age::try_from(17).is_err());
        same::<NotSeven>("7.5");
        assert!(read::<NotSeven>("7").is_err() && NotSeven::try_from(7.0).is_err());
        same::<Names>(r#"["abc"]"#);
        refused::<Names>("[1]", "/0: invalid type: integer `1`, expected a string at line 1 column 2");
        let mut names = Names::from(vec![]);
        names.push(Name::try_from("abc").unwrap());
        assert_eq!(names.into_inner().len(), 1);
    }

    #[test]
    fn choices() {
        same::<Reason>(r#""not_installed""#);
        let error = "x".parse::<Reason>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "unknown value \"x\", expected \"not_installed\" or \"needs_reauthorization\""
        );
        assert_eq!(Reason::try_from("not_installed").unwrap().as_ref(), "not_installed");
        assert_eq!(Reason::NotInstalled.to_string(), "not_installed");
        assert!(read::<Reason>(r#"{"not_installed": null}"#).is_err());
        same::<Level>("1");
        same::<Level>(r#"["a",null]"#);
        assert_eq!(read::<Level>("1.0"), Ok(Level::One));
        refused::<Level>("2", "unknown value 2, expected one of 1, false, [\"a\",null]");
    }

    #[test]
    fn tables() {
        same::<Pair>(r#"{"left":1}"#);
        assert_eq!(read::<Pair>("{}").unwrap_err(), "fewer than 1 member at line 1 column 2");
        assert!(Pair::default().validate().is_err());
        assert!(Pair { left: Some(1), right: None }.validate().is_ok());
        same::<Boxed>(r#"{"left":1}"#);
        assert!(read::<Boxed>("{}").is_err());
        refused::<Vec<Pair>>(r"[{}]", "/0: fewer than 1 member at line 1 column 3");
    }
}
