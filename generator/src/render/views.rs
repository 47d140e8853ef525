//! What types that are built on others have in common with them, without a copy.

use super::types::type_text;
use super::{Context, docs, source};
use crate::model::{
    Base, Field, Model, Presence, Record, Shape, Shown, TypeId, TypeUse, shown, shown_by_value,
};
use crate::names::Names;

const INDENT: &str = "    ";

/// A struct of references to the members of a base, and the ways to it.
///
/// # Errors
///
/// Gives what was written and is not Rust.
pub(super) fn items(ctx: &mut Context<'_>, model: &Model, base: &Base) -> Result<Vec<String>, String> {
    let Shape::Record(record) = &model[base.of].shape else { return Ok(Vec::new()) };
    let mut all = vec![view(ctx, model, base.of, record)];
    for id in std::iter::once(base.of).chain(base.children.iter().copied()) {
        all.extend(from_struct(ctx.names, model, (record, base.of), id));
    }
    all.extend(base.unions.iter().filter_map(|id| from_union(ctx.names, model, base.of, *id)));
    all.into_iter().map(source::wrapped).collect()
}

fn view(ctx: &mut Context<'_>, model: &Model, id: TypeId, record: &Record) -> String {
    let names = &ctx.names[id];
    let mut text = String::new();
    let words = format!("The members of [`{}`], in it or in a type that is built on it.", names.name);
    source::push_docs(&mut text, "", &[words]);
    text.extend(["#[derive(Clone, Copy, Debug)]\npub struct ", &names.view, "<'a> {\n"]);
    for (field, ident) in members(ctx.names, id, record) {
        source::push_docs(&mut text, INDENT, &[format!("The member {}.", docs::code(&field.wire))]);
        let ty = type_text(&field.ty, ctx.names, &mut ctx.imports);
        let ty = if shown_by_value(model, field) {
            ty
        } else if field.presence == Presence::Optional {
            format!("&'a Option<{ty}>")
        } else {
            format!("&'a {ty}")
        };
        text.extend([INDENT, "pub ", ident, ": ", &ty, ",\n"]);
    }
    text.push_str("}\n");
    text
}

fn members<'a>(
    names: &'a Names,
    id: TypeId,
    record: &'a Record,
) -> impl Iterator<Item = (&'a Field, &'a String)> {
    let fields = record.fields.iter().zip(&names[id].fields);
    fields.filter(|(field, _)| !matches!(field.presence, Presence::Constant(_)))
}

fn from_struct(
    names: &Names,
    model: &Model,
    (record, base): (&Record, TypeId),
    id: TypeId,
) -> Option<String> {
    let Shape::Record(child) = &model[id].shape else { return None };
    let mut fields = Vec::new();
    let mut borrows = false;
    for (field, ident) in members(names, base, record) {
        fields.push(match shown(model, child, field)? {
            Shown::Field(index) => {
                borrows = true;
                let own = &names[id].fields[index];
                if shown_by_value(model, field) {
                    format!("{ident}: it.{own}")
                } else {
                    format!("{ident}: &it.{own}")
                }
            }
            Shown::Value(choice, index) => {
                let choice = &names[choice];
                format!("{ident}: {}::{}", choice.name, choice.variants[index])
            }
        });
    }
    let mut body = String::new();
    source::push_struct(&mut body, "        Self {", &fields);
    let it = if borrows { "it" } else { "_it" };
    Some(from(&names.with_lifetime(id, "'a"), &names[base].view, it, &body))
}

fn from_union(names: &Names, model: &Model, base: TypeId, id: TypeId) -> Option<String> {
    let Shape::Union(union) = &model[id].shape else { return None };
    let name = &names[id].name;
    let mut body = "        match it {\n".to_owned();
    for (variant, it) in names[id].variants.iter().zip(&union.variants) {
        let is_boxed = matches!(it.ty(), Some(TypeUse::Boxed(_)));
        let value = if is_boxed { "(&**it).into()" } else { "it.into()" };
        body.extend(["            ", name, "::", variant, "(it) => ", value, ",\n"]);
    }
    body.push_str("        }\n");
    Some(from(&names.with_lifetime(id, "'a"), &names[base].view, "it", &body))
}

/// The way from a type to a view.
fn from(name: &str, view: &str, it: &str, body: &str) -> String {
    format!(
        "impl<'a> From<&'a {name}> for {view}<'a> {{\n    fn from({it}: &'a {name}) -> Self {{\n{body}    }}\n}}\n"
    )
}
