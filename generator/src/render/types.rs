//! A use of a type as Rust.

use proc_macro2::TokenStream;

use super::Imports;
use super::runtime::Part;
use crate::model::{Integer, TypeUse};
use crate::names::Names;

/// Writes a use of a type with its short name, and notes what has to be imported for it. What borrows does so for `'a`.
pub(super) fn type_text(ty: &TypeUse, names: &Names, imports: &mut Imports) -> String {
    type_text_for("'a", ty, names, imports)
}

/// The same where the lifetime has another name.
pub(super) fn type_text_for(lifetime: &str, ty: &TypeUse, names: &Names, imports: &mut Imports) -> String {
    let text = |ty: &TypeUse, imports: &mut Imports| type_text_for(lifetime, ty, names, imports);
    let mut of_runtime = |name: &'static str| {
        imports.runtime(name);
        name.to_owned()
    };
    match ty {
        TypeUse::Named(id) => names.with_lifetime(*id, lifetime),
        TypeUse::Null => of_runtime("Null"),
        TypeUse::Boolean => "bool".to_owned(),
        TypeUse::Integer(Integer::Wide) => of_runtime("Integer"),
        TypeUse::Integer(integer) => integer_name(*integer).to_owned(),
        TypeUse::Double => "f64".to_owned(),
        TypeUse::Number => of_runtime("Number"),
        TypeUse::String if names.lifetimes.are_texts_borrowed() => {
            imports.add("std::borrow", "Cow");
            imports.part("IntoOwned");
            format!("Cow<{lifetime}, str>")
        }
        TypeUse::String => "String".to_owned(),
        TypeUse::Any => {
            imports.add("serde_json", "Value");
            "Value".to_owned()
        }
        TypeUse::Never => of_runtime("Never"),
        TypeUse::Sequence(item) => format!("Vec<{}>", text(item, imports)),
        TypeUse::Map(item) => {
            imports.add("std::collections", "BTreeMap");
            format!("BTreeMap<String, {}>", text(item, imports))
        }
        TypeUse::Tuple(items) => {
            imports.impls(Part::Tuple);
            let items: Vec<String> = items.iter().map(|item| text(item, imports)).collect();
            tuple_text(&items)
        }
        TypeUse::Leading(items, rest) => {
            imports.runtime("Leading");
            let items: Vec<String> = items.iter().map(|item| text(item, imports)).collect();
            format!("Leading<{}, {}>", tuple_text(&items), text(rest, imports))
        }
        TypeUse::Nullable(item) => format!("Option<{}>", text(item, imports)),
        TypeUse::Boxed(item) => format!("Box<{}>", text(item, imports)),
    }
}

/// The same for people, who import nothing.
pub(crate) fn type_name(ty: &TypeUse, names: &Names) -> String {
    type_text_for("'_", ty, names, &mut Imports::default())
}

/// The same as tokens.
pub(super) fn type_tokens(ty: &TypeUse, names: &Names, imports: &mut Imports) -> TokenStream {
    tokens(&type_text(ty, names, imports))
}

/// A type that was written, as tokens.
pub(super) fn tokens(ty: &str) -> TokenStream {
    ty.parse().expect("a type as it is written has the tokens of one")
}

fn tuple_text(items: &[String]) -> String {
    if let [only] = items { format!("({only},)") } else { format!("({})", items.join(", ")) }
}

pub(crate) fn integer_name(integer: Integer) -> &'static str {
    match integer {
        Integer::I8 => "i8",
        Integer::I16 => "i16",
        Integer::I32 => "i32",
        Integer::I64 => "i64",
        Integer::U8 => "u8",
        Integer::U16 => "u16",
        Integer::U32 => "u32",
        Integer::U64 => "u64",
        Integer::Wide => "Integer",
    }
}
