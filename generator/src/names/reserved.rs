//! Names that schemas can't have.

/// Whether a word is a keyword of Rust, now or in reserve.
pub(crate) fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "_" | "abstract"
            | "as"
            | "async"
            | "await"
            | "become"
            | "box"
            | "break"
            | "const"
            | "continue"
            | "crate"
            | "do"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "false"
            | "final"
            | "fn"
            | "for"
            | "gen"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "macro"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "override"
            | "priv"
            | "pub"
            | "ref"
            | "return"
            | "Self"
            | "self"
            | "static"
            | "struct"
            | "super"
            | "trait"
            | "true"
            | "try"
            | "type"
            | "typeof"
            | "unsafe"
            | "unsized"
            | "use"
            | "virtual"
            | "where"
            | "while"
            | "yield"
    )
}

/// Whether a type name has a meaning in generated modules already: the prelude, and what they import.
pub(crate) fn is_taken(name: &str) -> bool {
    PRELUDE.contains(&name) || IMPORTED.contains(&name)
}

const PRELUDE: [&str; 38] = [
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "Vec",
];

const IMPORTED: [&str; 36] = [
    "BTreeMap",
    "Check",
    "Checked",
    "ChoiceCodec",
    "Content",
    "Deref",
    "Decode",
    "Display",
    "Extra",
    "FromStr",
    "Integer",
    "Kept",
    "KeptValue",
    "Leading",
    "Literal",
    "LiteralCodec",
    "Map",
    "MemberAccess",
    "Never",
    "Null",
    "Number",
    "Object",
    "Pattern",
    "SerializeMap",
    "Serialize",
    "Serializer",
    "Trial",
    "TryInto",
    "Types",
    "Unpin",
    "UnionCodec",
    "UnknownObject",
    "UnknownText",
    "Value",
    "ValueAccess",
    "Violation",
];
