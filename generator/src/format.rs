//! Which formats can be asserted, and which are.
//!
//! What a format is, the runtime knows: generation asks the same functions that generated code calls,
//! so that both agree on every text.

use crate::support;

/// A format that can be asserted.
///
/// Spec: Validation 2020-12, §7.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Format(u8);

macro_rules! known {
    ($($module:ident::$constant:ident,)*) => {
        [$((stringify!($constant), &support::$module::$constant)),*]
    };
}

/// Every format: the name of the runtime's static, and the static.
static KNOWN: [(&str, &support::format::Format); 19] = known![
    format_time::DATE_TIME,
    format_time::DATE,
    format_time::TIME,
    format_time::DURATION,
    format_email::EMAIL,
    format_idn_email::IDN_EMAIL,
    format_hostname::HOSTNAME,
    format_idn_hostname::IDN_HOSTNAME,
    format_ip::IPV4,
    format_ip::IPV6,
    format_uri::URI,
    format_uri::URI_REFERENCE,
    format_uri::IRI,
    format_uri::IRI_REFERENCE,
    format_uuid::UUID,
    format_uri_template::URI_TEMPLATE,
    format_pointer::JSON_POINTER,
    format_pointer::RELATIVE_JSON_POINTER,
    format_regex::REGEX,
];

impl Format {
    /// All formats, in the order of the specification.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..).zip(KNOWN).map(|(at, _)| Self(at))
    }

    /// The format with this name, if it can be asserted.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|it| it.name() == name)
    }

    /// Its name in schemas.
    pub fn name(self) -> &'static str {
        KNOWN[usize::from(self.0)].1.name()
    }

    /// The name of the runtime's static: `DATE_TIME` of `date-time`.
    pub(crate) fn constant(self) -> &'static str {
        KNOWN[usize::from(self.0)].0
    }

    /// Whether a text has it.
    pub fn accepts(self, text: &str) -> bool {
        KNOWN[usize::from(self.0)].1.accepts(text)
    }
}

/// The formats that are asserted; the others are annotations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Formats(u32);

impl Formats {
    /// None of them: the specification's own reading.
    pub const NONE: Self = Self(0);
    /// Every one that is known.
    pub const ALL: Self = Self(u32::MAX);

    /// The set with one more.
    #[must_use]
    pub const fn with(self, format: Format) -> Self {
        Self(self.0 | 1 << format.0)
    }

    /// Whether a format is asserted.
    pub const fn contains(self, format: Format) -> bool {
        self.0 >> format.0 & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Format, Formats};

    #[test]
    fn every_format_has_a_name_of_its_own() {
        let names: BTreeSet<&str> = Format::all().map(Format::name).collect();
        assert_eq!(names.len(), Format::all().count());
        assert!(Format::all().all(|it| Format::named(it.name()) == Some(it)));
        assert_eq!(Format::named("postcode"), None);
    }

    #[test]
    fn a_set_holds_what_was_put_in() {
        let [uuid, date] = ["uuid", "date"].map(|it| Format::named(it).expect("the format is known"));
        let formats = Formats::NONE.with(uuid);
        assert!(formats.contains(uuid) && !formats.contains(date) && Formats::ALL.contains(date));
    }
}
