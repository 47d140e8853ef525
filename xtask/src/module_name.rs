//! Which names a top module of the generated crate may have.

use std::collections::BTreeSet;

/// Names that mean something else at the root of a crate: keywords, our own modules, crates of the prelude.
#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct",
    "super", "trait", "true", "try", "type", "typeof", "union", "unsafe", "unsized", "use", "virtual", "where",
    "while", "yield",
    "lib", "main", "runtime", "schemas",
    "alloc", "core", "fluent_uri", "regex", "regress", "schemars", "serde", "serde_json", "std", "test", "unicode_bidi",
    "unicode_ident", "unicode_normalization",
];

/// Why a name can't be a module, or `None` where it can.
pub(crate) fn fault(name: &str) -> Option<&'static str> {
    let mut chars = name.chars();
    let starts_well = chars.next().is_some_and(|it| it.is_ascii_lowercase());
    if !starts_well || !chars.all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_') {
        return Some("a module name is lower-case letters, digits and `_`, and starts with a letter");
    }
    RESERVED.contains(&name).then_some("the name is taken by Rust or by the generated crate itself")
}

/// Gives each file stem a module name; the same stems in the same order give the same names.
pub(crate) fn from_stems<'a>(stems: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    stems.into_iter().map(|stem| unused(&from_stem(stem), &mut taken)).collect()
}

fn from_stem(stem: &str) -> String {
    let lower = stem.to_ascii_lowercase();
    let clean: String = lower.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '_' }).collect();
    let name = match clean.chars().next() {
        Some(first) if first.is_ascii_lowercase() => clean,
        _ => format!("m{clean}"),
    };
    if fault(&name).is_some() { format!("{name}_schema") } else { name }
}

fn unused(name: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    let free = std::iter::once(name.to_owned()).chain(numbered).find(|it| !taken.contains(it));
    let free = free.expect("the numbers do not end");
    taken.insert(free.clone());
    free
}

#[cfg(test)]
mod tests {
    use super::{fault, from_stems};

    #[test]
    fn stems_become_valid_and_unique_names() {
        let stems = ["a-b", "A_b", "1x", "type", "runtime", "", "ä", "serde", "a_b_2"];
        let names = from_stems(stems);
        let expected =
            ["a_b", "a_b_2", "m1x", "type_schema", "runtime_schema", "m", "m_", "serde_schema", "a_b_2_2"];
        assert_eq!(names, expected);
        assert!(names.iter().all(|name| fault(name).is_none()));
    }

    #[test]
    fn a_module_name_is_snake_case_and_free() {
        assert!(fault("workos").is_none());
        for name in ["WorkOS", "work-os", "", "_x", "1a", "crate", "runtime"] {
            assert!(fault(name).is_some(), "{name}");
        }
    }
}
