//! Texts of formats as values of other crates, as a user meets them: asserted or not, the text is kept.

// What a crate carries for its features; of those, this one has none.
#[path = "../../generator/src/support/typed_chrono.rs"]
mod typed_chrono;
#[path = "../../generator/src/support/typed_jiff.rs"]
mod typed_jiff;
#[path = "../../generator/src/support/typed_time.rs"]
mod typed_time;
#[path = "../../generator/src/support/typed_url.rs"]
mod typed_url;
#[path = "../../generator/src/support/typed_uuid.rs"]
mod typed_uuid;

use std::error::Error;

use isotype_golden::scalars::formats_asserted::{
    FormatsAsserted, FormatsAssertedCreated as Created, FormatsAssertedDay as Day, FormatsAssertedId as Id,
    FormatsAssertedLasts as Lasts,
};

use typed_chrono::{FromChrono, ToChrono};
use typed_jiff::{FromJiff, ToJiff};
use typed_time::{FromTime, ToTime};
use typed_url::{FromUrl, ToUrl};
use typed_uuid::{FromUuid, ToUuid};

type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

const CREATED: &str = "2025-12-31T23:59:59.000+01:00";

#[test]
fn jiff() -> Outcome {
    let value = FormatsAsserted::new().with_created(CREATED.parse::<Created>()?).with_note("2026-01-01");
    let created: jiff::Timestamp = value.created.as_ref().ok_or("it is there")?.to_jiff()?;
    assert_eq!(created.to_string(), "2025-12-31T22:59:59Z");
    assert_eq!(value.created.as_deref(), Some(CREATED), "the text is kept");
    let note: jiff::civil::Date = value.note.as_deref().unwrap_or_default().to_jiff()?;
    assert_eq!(Day::from_jiff(note)?, "2026-01-01");
    assert_eq!(Created::from_jiff(created)?, "2025-12-31T22:59:59Z");
    assert_eq!(Lasts::try_from("P1DT2H")?.to_jiff::<jiff::Span>()?.get_hours(), 2);
    assert_eq!(String::from_jiff(created)?, "2025-12-31T22:59:59Z");
    let refused = Day::from_jiff(created).expect_err("it is no date").to_string();
    assert!(refused.contains("date"), "{refused}");
    assert!("soon".to_jiff::<jiff::Timestamp>().is_err());
    Ok(())
}

#[test]
fn chrono() -> Outcome {
    use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
    let created = Created::try_from(CREATED)?;
    let local: DateTime<FixedOffset> = created.to_chrono()?;
    let global: DateTime<Utc> = created.to_chrono()?;
    assert_eq!((local.offset().local_minus_utc(), local.to_utc()), (3600, global));
    assert_eq!(Created::from_chrono(local)?, "2025-12-31T23:59:59+01:00");
    assert_eq!(Created::from_chrono(global)?, "2025-12-31T22:59:59+00:00");
    let day: NaiveDate = Day::try_from("2024-02-29")?.to_chrono()?;
    assert_eq!(Day::from_chrono(day)?, "2024-02-29");
    assert!("2024-02-30".to_chrono::<NaiveDate>().is_err());
    Ok(())
}

#[test]
fn time() -> Outcome {
    use time::{Date, OffsetDateTime};
    let created = Created::try_from(CREATED)?;
    let at: OffsetDateTime = created.to_time()?;
    assert_eq!((at.unix_timestamp(), at.offset().whole_hours()), (1_767_221_999, 1));
    assert_eq!(Created::from_time(at)?, "2025-12-31T23:59:59+01:00");
    let day: Date = Day::try_from("2024-02-29")?.to_time()?;
    assert_eq!(Day::from_time(day)?, "2024-02-29");
    assert!("2024-02-30".to_time::<Date>().is_err());
    assert!(Created::from_time(at.replace_year(-1)?).is_err(), "RFC 3339 has no such year");
    Ok(())
}

#[test]
fn uuid() -> Outcome {
    let id = Id::try_from("F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6")?;
    let uuid = id.to_uuid()?;
    assert_eq!(Id::from_uuid(&uuid)?, "f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
    assert!(id != Id::from_uuid(&uuid)?, "a text is compared as a text");
    assert!("1".to_uuid().is_err());
    Ok(())
}

#[test]
fn url() -> Outcome {
    let value = FormatsAsserted::new().with_note("HTTPS://Example.com:443/a");
    let note = value.note.ok_or("it is there")?;
    let url = note.to_url()?;
    assert_eq!((url.host_str(), note.as_str()), (Some("example.com"), "HTTPS://Example.com:443/a"));
    assert_eq!(String::from_url(&url)?, "https://example.com/a");
    assert!("/a".to_url().is_err());
    Ok(())
}
