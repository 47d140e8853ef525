//! The items that typify draws, made ours.
//!
//! typify turns the projection into structs and enums. The overlay drops what belongs to its own
//! way of reading JSON (serde's derives and attributes, conversions that go round checks), puts
//! fields in document order, and shortens paths. Then every item is compared with the model: a
//! difference is a fault of ours or of theirs, and stops generation.

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Fields, Item, ItemEnum, ItemStruct, Type as SynType, Visibility};
use typify::{TypeSpace, TypeSpaceSettings, UnknownPolicy};

use super::project::{STAND_IN, project};
use super::types::type_tokens;
use super::{Imports, docs};
use crate::model::{Derives, Model, Payload, Presence, Rest, Shape, TypeId, TypeUse, derives};
use crate::names::Names;

/// One item a type, in the model's order.
///
/// # Errors
///
/// Says which item typify drew otherwise than the model has it.
pub(super) fn items(
    model: &Model,
    names: &Names,
    words: &docs::Words<'_>,
    imports: &mut Imports,
) -> Result<Vec<Item>, String> {
    let mut drawn = draw(model, names)?;
    let derives = derives(model);
    model
        .ids()
        .map(|id| {
            let name = &names[id].name;
            let item = drawn.remove(name).ok_or_else(|| format!("typify drew no item for `{name}`"))?;
            let item = overlay(model, names, id, item, imports)?;
            contract(model, names, id, &item, imports)?;
            Ok(dress(model, id, item, derives[id.0 as usize], words))
        })
        .collect()
}

fn draw(model: &Model, names: &Names) -> Result<BTreeMap<String, Item>, String> {
    let mut settings = TypeSpaceSettings::default();
    settings.with_unknown_crates(UnknownPolicy::Allow);
    let mut space = TypeSpace::new(&settings);
    space.add_ref_types(project(model, names)).map_err(|e| format!("typify refused the projection: {e}"))?;
    let mut drawn = BTreeMap::new();
    for tokens in struct_and_enum_tokens(space.to_stream()) {
        let item: Item = syn::parse2(tokens).map_err(|e| format!("typify drew what is not an item: {e}"))?;
        let name = match &item {
            Item::Struct(item) => item.ident.to_string(),
            Item::Enum(item) => item.ident.to_string(),
            _ => continue,
        };
        drawn.insert(name, item);
    }
    Ok(drawn)
}

/// The tokens of each top-level struct and enum: parsing the rest would cost the most and give nothing.
fn struct_and_enum_tokens(stream: TokenStream) -> Vec<TokenStream> {
    let mut found = Vec::new();
    let mut current: Vec<TokenTree> = Vec::new();
    let mut wanted = false;
    let mut in_impl = false;
    for token in stream {
        if let TokenTree::Ident(ident) = &token
            && current.iter().all(|it| !matches!(it, TokenTree::Ident(it) if it != "pub"))
        {
            wanted = ident == "struct" || ident == "enum";
            in_impl |= !wanted && ident != "pub";
        }
        let ends = match &token {
            TokenTree::Group(group) => group.delimiter() == proc_macro2::Delimiter::Brace,
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
        };
        current.push(token);
        if ends {
            if wanted && !in_impl {
                found.push(current.drain(..).collect());
            }
            current.clear();
            wanted = false;
            in_impl = false;
        }
    }
    found
}

/// Strips serde, restores the order of fields, shortens paths.
fn overlay(
    model: &Model,
    names: &Names,
    id: TypeId,
    item: Item,
    imports: &mut Imports,
) -> Result<Item, String> {
    let inner = match &model[id].shape {
        Shape::Wrapper(wrapper) => Some(type_tokens(&wrapper.inner, names, imports)),
        Shape::Choice(_) | Shape::Union(_) => opaque(&model[id].shape, &names[id].name, imports),
        Shape::Record(_) => None,
    };
    let mut paths = ShortPaths { inner, failed: None };
    let item = match item {
        Item::Struct(mut item) => {
            item.attrs.clear();
            paths.visit_item_struct_mut(&mut item);
            if let Fields::Named(fields) = &mut item.fields {
                let order = &names[id];
                let place = |field: &syn::Field| {
                    let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
                    order.fields.iter().position(|it| *it == name).unwrap_or(usize::MAX)
                };
                let mut all: Vec<syn::Field> = std::mem::take(&mut fields.named).into_iter().collect();
                all.sort_by_key(place);
                fields.named = all.into_iter().collect();
            }
            for field in &mut item.fields {
                field.attrs.clear();
            }
            // What is checked must not be changed from outside.
            if let Fields::Unnamed(fields) = &mut item.fields {
                for field in &mut fields.unnamed {
                    field.vis = Visibility::Inherited;
                }
            }
            Item::Struct(item)
        }
        Item::Enum(mut item) => {
            item.attrs.clear();
            paths.visit_item_enum_mut(&mut item);
            for variant in &mut item.variants {
                variant.attrs.clear();
            }
            Item::Enum(item)
        }
        other => other,
    };
    match paths.failed {
        None => Ok(item),
        Some(path) => Err(format!("typify wrote an unknown path `{path}` in `{}`", names[id].name)),
    }
}

/// What keeps the values that an enum does not know.
fn opaque(shape: &Shape, name: &str, imports: &mut Imports) -> Option<TokenStream> {
    let keeper = match shape {
        Shape::Choice(choice) if choice.open => "UnknownText",
        Shape::Union(union) if union.is_open() => "UnknownObject",
        Shape::Choice(_) | Shape::Union(_) | Shape::Record(_) | Shape::Wrapper(_) => return None,
    };
    let (keeper, name) = (imports.runtime_type(keeper), format_ident!("{name}"));
    Some(quote!(#keeper<#name>))
}

/// Leaves of each path only its last part; resolves stand-ins.
struct ShortPaths {
    inner: Option<TokenStream>,
    failed: Option<String>,
}

impl VisitMut for ShortPaths {
    fn visit_type_mut(&mut self, ty: &mut SynType) {
        visit_mut::visit_type_mut(self, ty);
        let SynType::Path(path) = ty else { return };
        let segments = &mut path.path.segments;
        let stands_in = segments.first().is_some_and(|it| it.ident == STAND_IN);
        let Some(mut last) = segments.last().cloned() else { return };
        if let syn::PathArguments::AngleBracketed(arguments) = &mut last.arguments {
            arguments.args.pop_punct();
        }
        path.path.leading_colon = None;
        path.path.segments = std::iter::once(last.clone()).collect();
        if !stands_in {
            return;
        }
        let replaced = if last.ident == "Inner" {
            self.inner.clone()
        } else if last.ident == "Tuple" {
            match &last.arguments {
                syn::PathArguments::AngleBracketed(arguments) => {
                    let items = arguments.args.iter();
                    Some(quote!((#(#items,)*)))
                }
                _ => None,
            }
        } else {
            return;
        };
        match replaced.and_then(|it| syn::parse2(it).ok()) {
            Some(replaced) => *ty = replaced,
            None => self.failed = Some(last.to_token_stream().to_string()),
        }
    }
}

/// Compares what was drawn with what the model has.
fn contract(
    model: &Model,
    names: &Names,
    id: TypeId,
    item: &Item,
    imports: &mut Imports,
) -> Result<(), String> {
    let own = &names[id];
    let name = &own.name;
    let drawn: Vec<(String, String)> = match item {
        Item::Struct(item) => struct_parts(item),
        Item::Enum(item) => enum_parts(item),
        _ => return Err(format!("typify drew neither a struct nor an enum for `{name}`")),
    };
    let mut text = |ty: &TypeUse| type_tokens(ty, names, imports).to_string();
    let wanted: Vec<(String, String)> = match &model[id].shape {
        Shape::Record(record) => {
            let mut parts = Vec::new();
            for (field, name) in record.fields.iter().zip(&own.fields) {
                match field.presence {
                    Presence::Constant(_) => {}
                    Presence::Required => parts.push((name.clone(), text(&field.ty))),
                    Presence::Optional => {
                        parts.push((name.clone(), format!("Option < {} >", text(&field.ty))));
                    }
                }
            }
            match &record.rest {
                Rest::Closed => {}
                Rest::Open(TypeUse::Any) | Rest::Matching(_, TypeUse::Any) => {
                    parts.push((own.rest.clone(), "Extra".to_owned()));
                }
                Rest::Open(ty) | Rest::Matching(_, ty) => {
                    parts.push((own.rest.clone(), format!("Extra < {} >", text(ty))));
                }
            }
            parts
        }
        Shape::Wrapper(wrapper) => vec![("0".to_owned(), text(&wrapper.inner))],
        Shape::Choice(choice) => {
            let mut parts: Vec<_> = own.variants.iter().map(|it| (it.clone(), String::new())).collect();
            if choice.open {
                parts.push((own.unknown.clone(), format!("UnknownText < {name} >")));
            }
            parts
        }
        Shape::Union(union) => {
            let mut part = |it: &Payload| match it {
                Payload::Type(ty) => text(ty),
                Payload::Unknown => format!("UnknownObject < {name} >"),
                Payload::Constant(_) => String::new(),
            };
            let variants = own.variants.iter().zip(&union.variants);
            variants.map(|(name, it)| (name.clone(), part(&it.payload))).collect()
        }
    };
    if drawn == wanted {
        return Ok(());
    }
    let differs = wanted.iter().zip(&drawn).find(|(a, b)| a != b);
    let (a, b) = differs.map_or_else(
        || (format!("{} parts", wanted.len()), format!("{} parts", drawn.len())),
        |(a, b)| (format!("`{}: {}`", a.0, a.1), format!("`{}: {}`", b.0, b.1)),
    );
    Err(format!("the model has {a} in `{name}`, typify drew {b}"))
}

fn struct_parts(item: &ItemStruct) -> Vec<(String, String)> {
    let name = |index: usize, field: &syn::Field| {
        field.ident.as_ref().map_or_else(|| index.to_string(), ToString::to_string)
    };
    item.fields
        .iter()
        .enumerate()
        .map(|(index, field)| (name(index, field), field.ty.to_token_stream().to_string()))
        .collect()
}

fn enum_parts(item: &ItemEnum) -> Vec<(String, String)> {
    item.variants
        .iter()
        .map(|it| {
            let payload = match &it.fields {
                Fields::Unit => String::new(),
                fields => fields
                    .iter()
                    .map(|field| field.ty.to_token_stream().to_string())
                    .collect::<Vec<_>>()
                    .join(", "),
            };
            (it.ident.to_string(), payload)
        })
        .collect()
}

/// Adds docs, derives and `#[non_exhaustive]`.
fn dress(model: &Model, id: TypeId, item: Item, derives: Derives, words: &docs::Words<'_>) -> Item {
    let shape = &model[id].shape;
    let mut traits = vec!["Clone"];
    if derives.copy {
        traits.push("Copy");
    }
    traits.push("Debug");
    if let Shape::Record(record) = shape
        && record
            .fields
            .iter()
            .all(|it| it.presence != Presence::Required || matches!(it.ty, TypeUse::Nullable(_)))
    {
        traits.push("Default");
    }
    traits.push("PartialEq");
    if derives.eq {
        traits.push("Eq");
    }
    if derives.key {
        traits.extend(["PartialOrd", "Ord", "Hash"]);
    }
    let traits = traits.into_iter().map(|it| format_ident!("{it}"));
    let open = match shape {
        Shape::Record(record) => !matches!(record.rest, Rest::Closed) && !record.fields.is_empty(),
        Shape::Choice(choice) => choice.open,
        Shape::Union(union) => union.is_open(),
        Shape::Wrapper(_) => false,
    };
    let non_exhaustive = open.then(|| quote!(#[non_exhaustive]));
    let head = docs::attributes(&words.of_type(id));
    let head = quote!(#(#head)* #[derive(#(#traits),*)] #non_exhaustive);
    let parse = |tokens: TokenStream| -> Vec<syn::Attribute> {
        let parser = syn::Attribute::parse_outer;
        syn::parse::Parser::parse2(parser, tokens).expect("attributes that we wrote parse")
    };
    match item {
        Item::Struct(mut item) => {
            item.attrs = parse(head);
            for field in &mut item.fields {
                if let Some(ident) = &field.ident {
                    let lines = docs::attributes(&words.of_field(id, &ident.to_string()));
                    field.attrs = parse(quote!(#(#lines)*));
                }
            }
            Item::Struct(item)
        }
        Item::Enum(mut item) => {
            item.attrs = parse(head);
            for (index, variant) in item.variants.iter_mut().enumerate() {
                let lines = docs::attributes(&words.of_variant(id, index));
                variant.attrs = parse(quote!(#(#lines)*));
            }
            Item::Enum(item)
        }
        other => other,
    }
}
