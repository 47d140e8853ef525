//! The items that typify draws, written down.
//!
//! typify turns the projection into structs, enums and newtypes; what it made of each definition is
//! compared with the model, part by part: a difference is a fault of ours or of theirs, and stops
//! generation. Docs and derives are the model's. What typify would write of its own way of reading JSON
//! (serde's derives and attributes, conversions that go round checks) is never asked for, because taking
//! that apart again costs more than all the rest of generating.

use std::collections::BTreeMap;
use std::fmt::Write;

use schemars08::schema::Schema;
use typify::{Type, TypeDetails, TypeEnumVariant, TypeSpace, TypeSpaceSettings};

use super::defaults::DefaultValue;
use super::project::{Types, definition};
use super::types::type_text;
use super::{Imports, docs, source};
use crate::model::{Derives, Model, Payload, Presence, Rest, Shape, TypeId, TypeUse};
use crate::names::Names;

/// How many definitions typify sees at once. It looks at all of them again and again.
const TOGETHER: usize = 128;

/// Types by the chunks in which they are drawn.
pub(super) fn chunks(model: &Model) -> Vec<Vec<TypeId>> {
    let ids: Vec<TypeId> = model.ids().collect();
    ids.chunks(TOGETHER).map(<[TypeId]>::to_vec).collect()
}

/// The text of the item of each of these types, and what it uses.
///
/// # Errors
///
/// Says which item typify drew otherwise than the model has it.
pub(super) fn items(
    words: &docs::Words<'_>,
    ids: &[TypeId],
    derives: &[Derives],
) -> Result<Vec<(String, Imports)>, String> {
    let docs::Words { model, names, .. } = *words;
    let mut imports: Vec<Imports> = ids.iter().map(|_| Imports::default()).collect();
    let wanted = ids.iter().zip(&mut imports).map(|(id, imports)| item(model, names, *id, imports));
    let wanted: Vec<Item> = wanted.collect();
    let named = || ids.iter().map(|id| names[*id].name.as_str());
    let mut drawn = draw(named().zip(&wanted))?;
    let mut all = Vec::with_capacity(ids.len());
    for (((id, name), wanted), imports) in ids.iter().zip(named()).zip(&wanted).zip(imports) {
        let drawn = drawn.remove(name).ok_or_else(|| format!("typify drew no item for `{name}`"))?;
        contract(name, wanted, &drawn)?;
        all.push((text(*id, wanted, derives[id.0 as usize], words)?, imports));
    }
    Ok(all)
}

/// An item without its words: names of fields or variants, and their types as text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// Fields, in the model's order.
    Struct(Vec<(String, String)>),
    /// Variants, in the model's order; without a payload the type is empty.
    Enum(Vec<(String, String)>),
    /// The type inside.
    Newtype(String),
}

/// What typify makes of the items, by name.
fn draw<'a>(
    items: impl Iterator<Item = (&'a str, &'a Item)> + Clone,
) -> Result<BTreeMap<String, Item>, String> {
    let mut types = Types::beside(&items.clone().map(|(name, _)| name));
    let definitions = items.map(|(name, item)| (name.to_owned(), definition(item, &mut types)));
    let mut definitions: Vec<(String, Schema)> = definitions.collect();
    let mut settings = TypeSpaceSettings::default();
    definitions.extend(types.definitions(&mut settings));
    let mut space = TypeSpace::new(&settings);
    space.add_ref_types(definitions).map_err(|e| format!("typify refused the projection: {e}"))?;
    let drawn = space.iter_types().filter(|ty| !matches!(ty.details(), TypeDetails::Builtin(_)));
    drawn.map(|ty| Ok((ty.name(), drawn_item(&space, &ty.details())?))).collect()
}

fn drawn_item(space: &TypeSpace, details: &TypeDetails<'_>) -> Result<Item, String> {
    let text = |id: &typify::TypeId| match space.get_type(id).as_ref().map(Type::details) {
        Ok(TypeDetails::Builtin(text)) => Ok(text.to_owned()),
        _ => Err("typify made another type of one that was given as it is".to_owned()),
    };
    match details {
        TypeDetails::Struct(it) => {
            let fields = it.properties().map(|(name, ty)| Ok((name.to_owned(), text(&ty)?)));
            Ok(Item::Struct(fields.collect::<Result<_, String>>()?))
        }
        TypeDetails::Enum(it) => {
            let variants = it.variants().map(|(name, payload)| match payload {
                TypeEnumVariant::Simple => Ok((name.to_owned(), String::new())),
                TypeEnumVariant::Tuple(types) if types.len() == 1 => Ok((name.to_owned(), text(&types[0])?)),
                _ => Err(format!("typify drew the variant `{name}` with several parts")),
            });
            Ok(Item::Enum(variants.collect::<Result<_, String>>()?))
        }
        TypeDetails::Newtype(it) => Ok(Item::Newtype(text(&it.inner())?)),
        _ => Err("typify drew neither a struct nor an enum".to_owned()),
    }
}

/// The item as the model has it.
fn item(model: &Model, names: &Names, id: TypeId, imports: &mut Imports) -> Item {
    let own = &names[id];
    match &model[id].shape {
        Shape::Record(record) => {
            let mut parts = Vec::new();
            for (field, name) in record.fields.iter().zip(&own.fields) {
                let text = match field.presence {
                    Presence::Constant(_) => continue,
                    Presence::Required => type_text(&field.ty, names, imports),
                    Presence::Optional => format!("Option<{}>", type_text(&field.ty, names, imports)),
                };
                parts.push((name.clone(), text));
            }
            match &record.rest {
                Rest::Closed => {}
                Rest::Open(TypeUse::Any) | Rest::Matching(_, TypeUse::Any) => {
                    imports.runtime("Extra");
                    parts.push((own.rest.clone(), "Extra".to_owned()));
                }
                Rest::Open(ty) | Rest::Matching(_, ty) => {
                    imports.runtime("Extra");
                    parts.push((own.rest.clone(), format!("Extra<{}>", type_text(ty, names, imports))));
                }
            }
            Item::Struct(parts)
        }
        Shape::Wrapper(wrapper) => Item::Newtype(type_text(&wrapper.inner, names, imports)),
        Shape::Choice(choice) => {
            let mut parts: Vec<_> = own.variants.iter().map(|it| (it.clone(), String::new())).collect();
            if choice.open {
                parts.push((own.unknown.clone(), keeper("UnknownText", names, id, imports)));
            }
            Item::Enum(parts)
        }
        Shape::Union(union) => {
            let mut part = |it: &Payload| match it {
                Payload::Type(ty) => type_text(ty, names, imports),
                Payload::Unknown => keeper("UnknownObject", names, id, imports),
                Payload::Constant(_) => String::new(),
            };
            let variants = own.variants.iter().zip(&union.variants);
            Item::Enum(variants.map(|(name, it)| (name.clone(), part(&it.payload))).collect())
        }
    }
}

/// What keeps the values that an enum does not know.
fn keeper(of_runtime: &'static str, names: &Names, id: TypeId, imports: &mut Imports) -> String {
    imports.runtime(of_runtime);
    // It borrows nothing.
    format!("{of_runtime}<{}>", names.with_lifetime(id, "'static"))
}

/// Compares what was drawn with what the model has; typify sorts fields by name.
fn contract(name: &str, wanted: &Item, drawn: &Item) -> Result<(), String> {
    let agree = match (wanted, drawn) {
        (Item::Struct(wanted), Item::Struct(drawn)) => {
            let mut wanted: Vec<_> = wanted.iter().collect();
            let mut drawn: Vec<_> = drawn.iter().collect();
            wanted.sort_unstable();
            drawn.sort_unstable();
            wanted == drawn
        }
        (Item::Enum(wanted), Item::Enum(drawn)) => wanted == drawn,
        (Item::Newtype(wanted), Item::Newtype(drawn)) => wanted == drawn,
        _ => false,
    };
    if agree { Ok(()) } else { Err(format!("the model has `{name}` as {wanted:?}, typify drew {drawn:?}")) }
}

/// The item with its docs, derives and `#[non_exhaustive]`.
fn text(id: TypeId, item: &Item, derives: Derives, words: &docs::Words<'_>) -> Result<String, String> {
    let shape = &words.model[id].shape;
    let name = words.names.with_lifetime(id, "'a");
    let mut text = String::with_capacity(1024);
    source::push_docs(&mut text, "", &words.of_type(id));
    let open = match shape {
        Shape::Record(record) => !matches!(record.rest, Rest::Closed) && !record.fields.is_empty(),
        Shape::Choice(choice) => choice.open,
        Shape::Union(union) => union.is_open(),
        Shape::Wrapper(_) => false,
    };
    let non_exhaustive = if open { "#[non_exhaustive]\n" } else { "" };
    let default = words.defaults.get(&id);
    let traits = traits(derives, default.is_some()).join(", ");
    let kind = if matches!(item, Item::Enum(_)) { "enum" } else { "struct" };
    let _ = write!(text, "#[derive({traits})]\n{non_exhaustive}pub {kind} {name}");
    match item {
        // What is checked must not be changed from outside.
        Item::Newtype(inner) => {
            let _ = writeln!(text, "({inner});");
        }
        Item::Struct(parts) | Item::Enum(parts) if parts.is_empty() => text.push_str(" {}\n"),
        Item::Struct(fields) => {
            text.push_str(" {\n");
            for (field, ty) in fields {
                source::push_docs(&mut text, "    ", &words.of_field(id, field));
                let _ = writeln!(text, "    pub {field}: {ty},");
            }
            text.push_str("}\n");
        }
        Item::Enum(variants) => {
            text.push_str(" {\n");
            for (index, (variant, payload)) in variants.iter().enumerate() {
                source::push_docs(&mut text, "    ", &words.of_variant(id, index));
                if matches!(default, Some(DefaultValue::Variant(it)) if *it == index) {
                    text.push_str("    #[default]\n");
                }
                let _ = match payload.as_str() {
                    "" => writeln!(text, "    {variant},"),
                    ty => writeln!(text, "    {variant}({ty}),"),
                };
            }
            text.push_str("}\n");
        }
    }
    source::wrapped(text)
}

fn traits(derives: Derives, has_default: bool) -> Vec<&'static str> {
    let mut traits = vec!["Clone"];
    if derives.copy {
        traits.push("Copy");
    }
    traits.push("Debug");
    if has_default {
        traits.push("Default");
    }
    traits.push("PartialEq");
    if derives.eq {
        traits.push("Eq");
    }
    if derives.key {
        traits.extend(["PartialOrd", "Ord", "Hash"]);
    }
    traits
}
