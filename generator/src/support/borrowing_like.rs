//! Types that borrow, as the renderer writes them: that the API fits together.

#![expect(missing_docs, reason = "the types stand for generated ones, which are documented")]

use std::borrow::Cow;

use super::access::MemberAccess;
use super::builder::builder;
use super::extra::Extra;
use super::into_owned::into_owned;
use super::object::object_codec;
use super::plain_text::plain_text;
use super::plain_wrapper::plain_wrapper_codec;
use super::tag::Object;
use super::text_wrapper::text_wrapper_codec;
use super::union::union_codec;
use super::union_codec::UnionCodec;
use super::value_wrapper::wrapper_codec;

#[derive(Clone, Debug, PartialEq)]
pub struct Account<'a> {
    id: AccountId<'a>,
    name: Option<Cow<'a, str>>,
    parent: Option<Box<Answer<'a>>>,
    tags: Tags<'a>,
    at: (Note<'a>, i64),
    balance: f64,
    extra: Extra,
}

builder! {
    Account<'a> {
        with_name(name: impl Into<Cow<'a, str>>),
    }
}

into_owned! {
    struct Account {
        id,
        name,
        parent,
        tags,
        at,
        = balance,
        = extra,
    }
}

object_codec! {
    Account<'de> {
        "id" => required(id),
        "name" => optional(name),
        "parent" => optional(parent),
        "tags" => required(tags),
        "at" => required(at),
        "balance" => required(balance),
        .. => extra,
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountId<'a>(Cow<'a, str>);

into_owned!(AccountId);

text_wrapper_codec! {
    AccountId<'de> {
        max_length(9),
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note<'a>(Cow<'a, str>);

into_owned!(Note);
plain_wrapper_codec!(Note<'de>, Cow<'de, str>);
plain_text!(Note<'de>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tags<'a>(Vec<Cow<'a, str>>);

into_owned!(Tags);

wrapper_codec! {
    Tags<'de>(Vec<Cow<'de, str>>) {
        min_items(1),
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Answer<'a> {
    Account(Account<'a>),
    Text(Cow<'a, str>),
    Count(i64),
    None,
}

impl<'de> UnionCodec<'de> for Answer<'de> {
    const EXPECTING: &'static str = "an object";

    fn object<A: MemberAccess<'de>>(map: A) -> Result<Self, A::Error> {
        Object::find("kind", map)?.read().map(Self::Account)
    }
}

into_owned! {
    enum Answer {
        Account,
        Text,
        = Count(it),
        = None,
    }
}

union_codec! {
    Answer<'de> {
        Account from Account<'de>,
        Text from Cow<'de, str> | &'de str | String,
        Count,
        = "none" => None,
    }
}

mod tests {
    use std::borrow::Cow;

    use serde::Deserialize;

    use super::super::from_json::FromJson;
    use super::{Account, AccountId, Answer, Note};

    const TEXT: &str = r#"{"name": "b", "id": "a", "tags": ["c"], "at": ["d", 1], "balance": 1.5, "e": "f",
        "parent": {"id": "\\", "tags": ["\n"], "at": ["", 2], "balance": 2, "kind": "x"}}"#;

    #[test]
    fn reads_borrows_and_outlives() {
        let text = TEXT.to_owned();
        let by_serde: Answer<'_> = serde_json::from_str(&text).unwrap();
        let straight = Answer::from_json_slice(text.as_bytes()).unwrap();
        assert_eq!(by_serde, straight);
        let Answer::Account(it) = &straight else { panic!("{straight:?}") };
        assert!(matches!(
            (&it.id.0, &it.tags[0], &it.at.0.0),
            (Cow::Borrowed("a"), Cow::Borrowed("c"), Cow::Borrowed("d"))
        ));
        let kept: Answer<'static> = straight.into_owned();
        assert_eq!(kept, by_serde);
        drop(by_serde);
        drop(text);
        let Answer::Account(Account { parent: Some(parent), .. }) = kept else { panic!("{kept:?}") };
        assert!(matches!(*parent, Answer::Account(it) if &*it.id == "\\" && it.tags[0] == "\n"));
    }

    #[test]
    fn texts_are_made_of_texts() {
        let text = "ab".to_owned();
        assert!(matches!(AccountId::try_from(&*text), Ok(AccountId(Cow::Borrowed("ab")))));
        assert!(AccountId::try_from("0123456789").is_err());
        let parsed: AccountId<'static> = text.parse().unwrap();
        assert_eq!(AccountId::try_from(text), Ok(parsed));
        assert_eq!(String::from(Note::from("a")), Note::from("a".to_owned()).into_inner());
        let answers = [Answer::from("a"), Answer::from("a".to_owned()), Cow::Borrowed("a").into()];
        assert_eq!(serde_json::to_string(&answers).unwrap(), r#"["a","a","a"]"#);
    }

    /// Values of types that live shorter than the input, as a derived `Deserialize` has them.
    #[derive(Deserialize)]
    struct Own<'a> {
        #[serde(borrow)]
        account: Account<'a>,
    }

    #[test]
    fn stands_in_types_of_users() {
        let text = format!(r#"{{"account": {TEXT}}}"#);
        let it: Own<'_> = serde_json::from_str(&text).unwrap();
        assert_eq!(it.account.with_name(text.clone()).name.as_deref(), Some(&*text));
    }
}
