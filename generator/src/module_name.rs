//! Which names a top module of the generated crate may have.

/// Names that mean something else at the root of a crate: keywords, our own modules, crates of the prelude.
#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct",
    "super", "trait", "true", "try", "type", "typeof", "union", "unsafe", "unsized", "use", "virtual", "where",
    "while", "yield",
    "lib", "main", "runtime", "schemas",
    "alloc", "core", "fluent_uri", "regex", "schemars", "serde", "serde_json", "std", "test",
    "unicode_bidi", "unicode_ident", "unicode_normalization",
];

/// Why a name can't be the module of a [`Source`](crate::Source), or `None` where it can.
pub fn module_name_fault(name: &str) -> Option<&'static str> {
    let mut chars = name.chars();
    let starts_well = chars.next().is_some_and(|it| it.is_ascii_lowercase());
    if !starts_well || !chars.all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_') {
        return Some("a module name is lower-case letters, digits and `_`, and starts with a letter");
    }
    RESERVED.contains(&name).then_some("the name is taken by Rust or by the generated crate itself")
}

#[cfg(test)]
mod tests {
    use super::module_name_fault as fault;

    #[test]
    fn a_module_name_is_snake_case_and_free() {
        assert!(fault("workos").is_none());
        for name in ["WorkOS", "work-os", "", "_x", "1a", "crate", "runtime"] {
            assert!(fault(name).is_some(), "{name}");
        }
    }
}
