//! A use of a type as Rust tokens.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Imports;
use crate::model::{Integer, TypeUse};
use crate::names::Names;

/// Writes a use of a type with its short name, and notes what has to be imported for it.
pub(super) fn type_tokens(ty: &TypeUse, names: &Names, imports: &mut Imports) -> TokenStream {
    match ty {
        TypeUse::Named(id) => {
            let name = format_ident!("{}", names[*id].name);
            quote!(#name)
        }
        TypeUse::Null => imports.runtime_type("Null"),
        TypeUse::Boolean => quote!(bool),
        TypeUse::Integer(Integer::Wide) => imports.runtime_type("Integer"),
        TypeUse::Integer(integer) => {
            let name = format_ident!("{}", integer_name(*integer));
            quote!(#name)
        }
        TypeUse::Double => quote!(f64),
        TypeUse::Number => imports.runtime_type("Number"),
        TypeUse::String => quote!(String),
        TypeUse::Any => {
            imports.add("serde_json", "Value");
            quote!(Value)
        }
        TypeUse::Never => imports.runtime_type("Never"),
        TypeUse::Sequence(item) => {
            let item = type_tokens(item, names, imports);
            quote!(Vec<#item>)
        }
        TypeUse::Map(item) => {
            imports.add("std::collections", "BTreeMap");
            let item = type_tokens(item, names, imports);
            quote!(BTreeMap<String, #item>)
        }
        TypeUse::Tuple(items) => {
            let items = items.iter().map(|item| type_tokens(item, names, imports));
            quote!((#(#items,)*))
        }
        TypeUse::Leading(items, rest) => {
            let leading = imports.runtime_type("Leading");
            let items = items.iter().map(|item| type_tokens(item, names, imports)).collect::<Vec<_>>();
            let rest = type_tokens(rest, names, imports);
            quote!(#leading<(#(#items,)*), #rest>)
        }
        TypeUse::Nullable(item) => {
            let item = type_tokens(item, names, imports);
            quote!(Option<#item>)
        }
        TypeUse::Boxed(item) => {
            let item = type_tokens(item, names, imports);
            quote!(Box<#item>)
        }
    }
}

/// The same as text.
pub(super) fn type_text(ty: &TypeUse, names: &Names, imports: &mut Imports) -> String {
    let mut of_runtime = |name: &str| {
        imports.runtime(name);
        name.to_owned()
    };
    match ty {
        TypeUse::Named(id) => names[*id].name.clone(),
        TypeUse::Null => of_runtime("Null"),
        TypeUse::Boolean => "bool".to_owned(),
        TypeUse::Integer(Integer::Wide) => of_runtime("Integer"),
        TypeUse::Integer(integer) => integer_name(*integer).to_owned(),
        TypeUse::Double => "f64".to_owned(),
        TypeUse::Number => of_runtime("Number"),
        TypeUse::String => "String".to_owned(),
        TypeUse::Any => {
            imports.add("serde_json", "Value");
            "Value".to_owned()
        }
        TypeUse::Never => of_runtime("Never"),
        TypeUse::Sequence(item) => format!("Vec<{}>", type_text(item, names, imports)),
        TypeUse::Map(item) => {
            imports.add("std::collections", "BTreeMap");
            format!("BTreeMap<String, {}>", type_text(item, names, imports))
        }
        TypeUse::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|item| type_text(item, names, imports)).collect();
            tuple_text(&items)
        }
        TypeUse::Leading(items, rest) => {
            imports.runtime("Leading");
            let items: Vec<String> = items.iter().map(|item| type_text(item, names, imports)).collect();
            format!("Leading<{}, {}>", tuple_text(&items), type_text(rest, names, imports))
        }
        TypeUse::Nullable(item) => format!("Option<{}>", type_text(item, names, imports)),
        TypeUse::Boxed(item) => format!("Box<{}>", type_text(item, names, imports)),
    }
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
