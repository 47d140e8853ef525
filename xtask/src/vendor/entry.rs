//! A source's entry in the manifest, as text.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

/// What the entry says.
pub(super) struct Entry<'a> {
    pub(super) module: &'a str,
    /// What stands in `files`.
    pub(super) file: &'a str,
    pub(super) roots: &'a str,
    pub(super) examples: bool,
    pub(super) counterexamples: bool,
    pub(super) origin: &'a str,
    pub(super) retrieved: &'a str,
    pub(super) sums: &'a BTreeMap<String, String>,
}

impl Entry<'_> {
    /// The manifest with the entry at its end; all else stays as it is.
    pub(super) fn appended_to(&self, manifest: &str) -> String {
        let mut text = manifest.trim_end().to_owned();
        let mut line = |key: &str, value: &str| {
            let _ = writeln!(text, "{key} = {value}");
        };
        let module = self.module;
        line("\n\n[[source]]\nmodule", &quoted(module));
        line("files", &format!("[{}]", quoted(self.file)));
        line("roots", &quoted(self.roots));
        for (key, is_there) in [("examples", self.examples), ("counterexamples", self.counterexamples)] {
            if is_there {
                line(key, &quoted(&format!("{module}/{key}")));
            }
        }
        line("origin", &quoted(self.origin));
        line("retrieved", &quoted(self.retrieved));
        text.push_str("\n[source.sha256]\n");
        for (file, sum) in self.sums {
            let _ = writeln!(text, "{} = {}", quoted(file), quoted(sum));
        }
        text
    }
}

pub(super) fn quoted(text: &str) -> String {
    // JSON's escapes are TOML's, but for DEL, which JSON leaves as it is.
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

/// Today in UTC, as `2026-11-22`.
pub(super) fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_secs());
    date(seconds / 86_400)
}

/// The date some days after 1970-01-01.
///
/// Years begin in March here, so that a leap day is a year's last.
fn date(days: u64) -> String {
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day:02}", era * 400 + year + later)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Entry, date};

    #[test]
    fn dates() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(11_016), "2000-02-29");
        assert_eq!(date(11_017), "2000-03-01");
        assert_eq!(date(20_779), "2026-11-22");
    }

    #[test]
    fn an_entry_comes_last_and_comments_stay() {
        let entry = Entry {
            module: "shop",
            file: "shop/",
            roots: "root",
            examples: true,
            counterexamples: false,
            origin: "a \"b\"\u{7f}",
            retrieved: "2026-11-22",
            sums: &BTreeMap::from([("shop/a.json".to_owned(), "00".to_owned())]),
        };
        let expect = r#"# Why.
preset = "practical-2026-11"

[[source]]
module = "shop"
files = ["shop/"]
roots = "root"
examples = "shop/examples"
origin = "a \"b\"\u007f"
retrieved = "2026-11-22"

[source.sha256]
"shop/a.json" = "00"
"#;
        assert_eq!(entry.appended_to("# Why.\npreset = \"practical-2026-11\"\n\n"), expect);
        assert!(toml::from_str::<toml::Table>(expect).is_ok());
    }
}
