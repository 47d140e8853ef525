//! What each code of a diagnostic means: the sections of `docs/diagnostics.md`.

/// Read by people as a page, and here by section.
const PAGE: &str = include_str!("../../../docs/diagnostics.md");

/// The text on a code.
pub(super) fn section(code: &str) -> Option<&'static str> {
    sections().find_map(|(it, text)| (it == code).then_some(text))
}

/// Every code, in the page's order.
pub(super) fn all() -> Vec<&'static str> {
    sections().map(|(code, _)| code).collect()
}

fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
    PAGE.split("\n### ").skip(1).filter_map(|section| {
        let (code, text) = section.split_once('\n')?;
        // The last section of a chapter is followed by the next chapter's title.
        let text = text.split("\n## ").next().unwrap_or(text);
        Some((code.trim(), text.trim()))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::{all, section};
    use crate::workspace;

    #[test]
    fn sections_are_found_by_code() {
        let text = section("yaml-tag").expect("it is documented");
        assert!(text.starts_with("Error.") && !text.contains('#'), "{text}");
        assert_eq!(section("no-such-code"), None);
        let sorted: BTreeSet<_> = all().into_iter().collect();
        assert_eq!(sorted.len(), all().len(), "a code is there twice");
    }

    #[test]
    fn every_code_is_documented_and_every_documented_code_exists() {
        let mut found = BTreeSet::new();
        for folder in ["generator/src", "xtask/src"] {
            collect(&workspace::root().join(folder), &mut found);
        }
        let documented: BTreeSet<String> = all().into_iter().map(str::to_owned).collect();
        assert_eq!(found, documented);
    }

    /// Codes are told apart from other words in quotes by where they stand: after what begins a finding, or in
    /// a pattern or a field that is called `code`.
    fn collect(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                collect(&path, found);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let text = fs::read_to_string(&path).expect("the file is UTF-8");
                let text = text.split("#[cfg(test)]").next().unwrap_or_default();
                for mark in [
                    "error(",
                    "warning(",
                    ".fault(",
                    "without_file(",
                    "code:",
                    "(code, help) = ",
                    "{\n            (",
                ] {
                    found.extend(text.split(mark).skip(1).filter_map(code));
                }
                for conditional in text.split("let code = ").skip(1) {
                    let statement = conditional.split(';').next().unwrap_or_default();
                    found.extend(statement.split('"').filter(|it| is_code(it)).map(str::to_owned));
                }
                if let Some((_, arms)) = text.split_once("let (code, help) = match") {
                    let arms = arms.split("};").next().unwrap_or_default();
                    found.extend(arms.split('"').filter(|it| is_code(it)).map(str::to_owned));
                }
            }
        }
    }

    /// The code that a text begins with.
    fn code(text: &str) -> Option<String> {
        let code = text.trim_start().strip_prefix('"')?.split('"').next()?;
        is_code(code).then(|| code.to_owned())
    }

    fn is_code(text: &str) -> bool {
        text.contains('-')
            && text.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-')
    }
}
