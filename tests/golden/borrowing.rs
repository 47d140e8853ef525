//! That types borrow what they can, and only that.

use std::borrow::Cow;

use isotype_golden::borrowing::base::{Event, MadeRef};
use isotype_golden::borrowing::everything::{Everything, EverythingId, EverythingLevel};
use isotype_golden::borrowing::nothing_to_borrow::NothingToBorrow;
use isotype_golden::borrowing::recursive::Tree;
use isotype_golden::borrowing::tagged_union::TaggedUnion;
use isotype_golden::borrowing::tuples::Tuples;
use isotype_golden::borrowing::union_by_trial::UnionByTrial;
use isotype_golden::runtime::{FromJson, IntoOwned, ToJson};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Whether a text stands in the input.
fn is_lent(text: &str, input: &str) -> bool {
    input.as_bytes().as_ptr_range().contains(&text.as_ptr())
}

const EVERYTHING: &str = r#"{"kind": "account", "id": "a_b", "name": "c\"d", "note": null, "expires_at": "e",
    "tags": ["f", "\u00e4"], "labels": {"g": "h"}, "level": "low"}"#;

#[track_caller]
fn lends(it: &Everything<'_>, input: &str) {
    let lent = [&it.id, it.expires_at.as_deref().expect("it is there"), &it.tags[0]];
    assert!(lent.iter().all(|text| is_lent(text, input)));
    assert!(is_lent(&it.labels.as_ref().expect("they are there")["g"], input));
    assert_eq!((&*it.name, &*it.tags[1]), ("c\"d", "ä"), "what has escapes is read as ever");
    assert!(matches!((&it.name, &it.tags[1]), (Cow::Owned(_), Cow::Owned(_))));
}

#[test]
fn texts_are_borrowed_from_the_input() {
    let input = EVERYTHING.to_owned();
    let by_serde: Everything<'_> = serde_json::from_str(&input).expect("it is valid");
    lends(&by_serde, &input);
    let from_bytes: Everything<'_> = serde_json::from_slice(input.as_bytes()).expect("it is valid");
    lends(&from_bytes, &input);
    let straight = Everything::from_json_slice(input.as_bytes()).expect("it is valid");
    lends(&straight, &input);
    let written = straight.to_json_vec().expect("it can be written");
    assert_eq!(written, serde_json::to_vec(&by_serde).expect("it can be written"));
}

#[test]
fn what_is_kept_for_a_late_tag_or_a_trial_is_borrowed_too() {
    let input = r#"{"text": "a", "kind": "text"}"#.to_owned();
    for it in [serde_json::from_str(&input), TaggedUnion::from_json_str(&input)] {
        assert!(matches!(it, Ok(TaggedUnion::Text(it)) if is_lent(&it.text, &input)));
    }
    let input = r#"{"a": "b"}"#.to_owned();
    for it in [serde_json::from_str(&input), UnionByTrial::from_json_str(&input)] {
        assert!(matches!(it, Ok(UnionByTrial::Object(it)) if is_lent(&it.a, &input)));
    }
}

#[test]
fn what_the_input_can_not_lend_is_owned() {
    let mut reader = serde_json::Deserializer::from_reader(EVERYTHING.as_bytes());
    let read: Everything<'static> = Everything::deserialize(&mut reader).expect("it is valid");
    let value: serde_json::Value = serde_json::from_str(EVERYTHING).expect("it is JSON");
    let of_value: Everything<'static> = Everything::deserialize(value).expect("it is valid");
    assert_eq!(read, of_value);
    assert_eq!(read, Everything::from_json_str(EVERYTHING).expect("it is valid"));
}

#[test]
fn an_owned_value_outlives_the_input() {
    fn kept(input: String) -> Everything<'static> {
        Everything::from_json_str(&input).expect("it is valid").into_owned()
    }
    let it = kept(EVERYTHING.to_owned());
    assert_eq!((&*it.id, it.level), ("a_b", Some(EverythingLevel::Low)));
    assert!(!is_lent(&it.tags[0], EVERYTHING));

    let tree = r#"{"name": "a", "left": {"name": "b"}, "children": [{"name": "c"}, 1, null]}"#;
    let it = Tree::from_json_str(tree).expect("it is valid");
    assert_eq!(it.clone().into_owned(), it);
    let tuples = r#"{"pair": ["x", "a"], "row": ["y", null, "z"]}"#;
    let it = Tuples::from_json_str(tuples).expect("it is valid");
    assert_eq!(it.clone().into_owned(), it);
    let answers: Vec<TaggedUnion<'_>> = serde_json::from_str(r#"["none"]"#).expect("it is valid");
    assert_eq!(answers.into_owned(), [TaggedUnion::None]);
}

#[test]
fn values_are_made_of_texts_that_live_elsewhere() {
    let name = "n".to_owned();
    let id = EverythingId::try_from("a_b").expect("it matches");
    assert!(EverythingId::try_from("b").is_err() && EverythingId::try_from("b".to_owned()).is_err());
    let it = Everything::new(id, &*name, vec![Cow::Borrowed(&*name)]).with_note(name.clone());
    assert!(is_lent(&it.name, &name) && !is_lent(it.note.flatten().expect("it was set").as_ref(), &name));
    let parsed: EverythingId<'static> = "a_c".to_owned().parse().expect("it matches");
    assert!(parsed == "a_c");
    assert_eq!(String::from(parsed), "a_c");
    assert!(matches!(UnionByTrial::from(&*name), UnionByTrial::String(it) if is_lent(&it, &name)));
}

#[test]
fn views_and_types_of_users_borrow_as_well() {
    #[derive(Deserialize)]
    struct Users<'a> {
        #[serde(borrow)]
        event: Event<'a>,
    }
    let input = r#"{"event": {"kind": "made", "id": "a", "by": "b"}}"#.to_owned();
    let users: Users<'_> = serde_json::from_str(&input).expect("it is valid");
    let Event::Made(made) = &users.event else { panic!("{:?}", users.event) };
    assert!(is_lent(MadeRef::from(made).id, &input));
}

#[test]
fn types_without_texts_have_no_lifetime() {
    fn is_owned<T: DeserializeOwned>() {}
    is_owned::<NothingToBorrow>();
    is_owned::<EverythingLevel>();
}
