//! Types that borrow, made to own.

use super::runtime::Part;
use super::{Context, source};
use crate::model::{Payload, Presence, Record, Rest, Shape, TypeId, TypeUse, Union};

/// The table of a type's parts by which it becomes one that borrows nothing, where it does borrow.
pub(super) fn table(ctx: &mut Context<'_>, id: TypeId) -> Option<String> {
    let (model, name) = (ctx.model, &ctx.names[id].name);
    if !ctx.names.lifetimes.has(id) {
        let is_beside = ctx.names.lifetimes.beside.contains(&id);
        return is_beside.then(|| {
            ctx.imports.runtime("into_owned");
            format!("into_owned!(= {name});\n")
        });
    }
    ctx.imports.runtime("into_owned");
    if model[id].shape.uses().into_iter().any(needs_parts) {
        ctx.imports.impls(Part::OwnedParts);
    }
    let (kind, parts) = match &model[id].shape {
        Shape::Record(record) => ("struct", fields(ctx, id, record)),
        Shape::Union(union) => ("enum", variants(ctx, id, union)),
        Shape::Wrapper(_) => return Some(format!("into_owned!({name});\n")),
        Shape::Choice(_) => return None,
    };
    // Those that borrow come first.
    let (mut entries, mut kept) = (Vec::new(), Vec::new());
    for (part, borrows) in parts {
        if borrows { entries.push(part) } else { kept.push(format!("= {part}")) }
    }
    entries.append(&mut kept);
    Some(source::table("into_owned", &format!("{kind} {name}"), &entries))
}

/// Whether the runtime's own types stand in lists of several types.
fn needs_parts(ty: &TypeUse) -> bool {
    let mut found = false;
    ty.visit(&mut |it, _| found |= matches!(it, TypeUse::Tuple(_) | TypeUse::Leading(..)));
    found
}

/// The fields, and whether each borrows.
fn fields(ctx: &Context<'_>, id: TypeId, record: &Record) -> Vec<(String, bool)> {
    let lifetimes = &ctx.names.lifetimes;
    let named = record.fields.iter().zip(&ctx.names[id].fields);
    let named = named.filter(|(field, _)| !matches!(field.presence, Presence::Constant(_)));
    let mut all: Vec<_> = named.map(|(field, name)| (name.clone(), lifetimes.borrows(&field.ty))).collect();
    match &record.rest {
        Rest::Closed => {}
        Rest::Open(ty) | Rest::Matching(_, ty) => {
            all.push((ctx.names[id].rest.clone(), lifetimes.borrows(ty)));
        }
    }
    all
}

/// The variants, and whether each borrows.
fn variants(ctx: &Context<'_>, id: TypeId, union: &Union) -> Vec<(String, bool)> {
    let part = |(variant, name): (&Payload, &String)| match variant {
        Payload::Type(ty) if ctx.names.lifetimes.borrows(ty) => (name.clone(), true),
        Payload::Type(_) | Payload::Unknown => (format!("{name}(it)"), false),
        Payload::Constant(_) => (name.clone(), false),
    };
    union.variants.iter().map(|it| &it.payload).zip(&ctx.names[id].variants).map(part).collect()
}
