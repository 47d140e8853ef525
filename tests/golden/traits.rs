//! What the standard library's traits say about types of the golden cases, as a user meets them.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::hash::{BuildHasher as _, RandomState};

use isotype_golden::enums::open_by_extension::OpenByExtensionState as Open;
use isotype_golden::objects::min_properties::MinProperties;
use isotype_golden::runtime::{UnknownValue, Violation};
use isotype_golden::scalars::traits::{
    Traits, TraitsKey as Key, TraitsLevel as Level, TraitsMode as Mode, TraitsNames as Names,
    TraitsPercent as Percent, TraitsRatio as Ratio, TraitsTags as Tags,
};

#[test]
fn a_checked_text_is_compared_hashed_and_found_as_its_text() -> Result<(), Violation> {
    let key: Key = "k_a".parse()?;
    assert!(key == *"k_a" && key == "k_a" && key < Key::try_from("k_b")?);
    let state = RandomState::new();
    assert_eq!(state.hash_one(&key), state.hash_one("k_a"), "a hash map finds it by its text");
    let sorted: BTreeMap<Key, i32> = [(key.clone(), 2)].into_iter().collect();
    assert_eq!(sorted["k_a"], 2);
    assert_eq!((key.as_ref(), key.starts_with("k_"), format!("{key:>4}")), ("k_a", true, " k_a".to_owned()));
    assert_eq!(String::from(key), "k_a");
    Ok(())
}

#[test]
fn a_choice_is_like_its_text() -> Result<(), UnknownValue> {
    let mode: Mode = "fast".parse()?;
    assert!(mode == "fast" && mode != *"careful" && mode == Mode::try_from("fast")?);
    let text: &'static str = mode.into();
    assert_eq!((text, String::from(mode), mode.to_string(), mode.as_ref()), ("fast", "fast".into(), "fast".into(), "fast"));
    assert_eq!(Mode::default(), Mode::Careful, "the schema says so");
    let open: Open = "never heard of".parse()?;
    assert!(open == "never heard of");
    assert_eq!(String::from(open), "never heard of");
    Ok(())
}

#[test]
fn a_choice_of_integers_is_like_its_integer() -> Result<(), Violation> {
    let level = Level::try_from(3)?;
    assert_eq!((i64::from(level), level.to_string()), (3, "3".to_owned()));
    assert_eq!(Level::try_from(4).expect_err("not listed").to_string(), "4 is none of 1, 2, 3");
    assert_eq!(i64::from(Level::default()), 2, "the schema says so");
    Ok(())
}

#[test]
fn a_checked_number_is_copied_and_printed() -> Result<(), Violation> {
    let (percent, ratio) = (Percent::try_from(7)?, Ratio::try_from(0.5)?);
    let copies = (percent, ratio);
    assert_eq!((percent.to_string(), ratio.to_string()), ("7".to_owned(), "0.5".to_owned()));
    assert_eq!((u64::from(copies.0) + *percent, f64::from(copies.1)), (14, 0.5));
    assert_eq!(BTreeSet::from([percent, copies.0]).len(), 1);
    Ok(())
}

/// `Default` is there where the schema accepts the empty value, and not where it does not.
#[test]
fn what_may_be_empty_is_empty_by_default() {
    trait HasDefault {
        const HAS: bool;
    }
    struct Ask<T>(std::marker::PhantomData<T>);
    impl<T: Default> Ask<T> {
        const HAS: bool = true;
    }
    impl<T> HasDefault for Ask<T> {
        const HAS: bool = false;
    }
    assert_eq!((Traits::default().tags, Tags::default().len()), (None, 0));
    let has = [Ask::<Traits>::HAS, Ask::<Tags>::HAS, Ask::<Level>::HAS];
    let has_not = [Ask::<Names>::HAS, Ask::<Key>::HAS, Ask::<MinProperties>::HAS];
    assert_eq!((has, has_not), ([true; 3], [false; 3]));
}

#[test]
fn errors_are_errors() {
    let violation: Box<dyn Error + Send + Sync> = Box::new("x".parse::<Key>().expect_err("it does not match"));
    let unknown: Box<dyn Error + Send + Sync> = Box::new("slow".parse::<Mode>().expect_err("not listed"));
    assert!(violation.to_string().contains("\"x\""), "{violation}");
    assert_eq!(unknown.to_string(), "unknown value \"slow\", expected \"fast\" or \"careful\"");
}
