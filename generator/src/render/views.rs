//! What types that are built on others have in common with them, without a copy.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::types::type_tokens;
use super::{Context, docs};
use crate::model::{Base, Model, Presence, Record, Shape, Shown, TypeId, TypeUse, shown, shown_by_value};

/// A struct of references to the members of a base, and the ways to it.
pub(super) fn items(ctx: &mut Context<'_>, model: &Model, base: &Base) -> Vec<TokenStream> {
    let Shape::Record(record) = &model[base.of].shape else { return Vec::new() };
    let name = ctx.ident(base.of);
    let view = format_ident!("{}", ctx.names[base.of].view);
    let mut fields = Vec::new();
    for (field, ident) in members(ctx, base.of, record) {
        let lines = docs::attributes(&[format!("The member {}.", docs::code(&field.wire))]);
        let ty = type_tokens(&field.ty, ctx.names, &mut ctx.imports);
        let ty = if shown_by_value(model, field) {
            ty
        } else if field.presence == Presence::Optional {
            quote!(&'a Option<#ty>)
        } else {
            quote!(&'a #ty)
        };
        fields.push(quote!(#(#lines)* pub #ident: #ty));
    }
    let lines =
        docs::attributes(&[format!("The members of [`{name}`], in it or in a type that is built on it.")]);
    let mut all = vec![quote! {
        #(#lines)*
        #[derive(Clone, Copy, Debug)]
        pub struct #view<'a> { #(#fields),* }
    }];
    for id in std::iter::once(base.of).chain(base.children.iter().copied()) {
        all.extend(from_struct(ctx, model, (record, base.of), id));
    }
    for id in &base.unions {
        let (union, whole) = (ctx.ident(*id), ctx.with_lifetime(*id, "'a"));
        let variants = ctx.names[*id].variants.iter().map(|it| format_ident!("{it}"));
        let Shape::Union(shape) = &model[*id].shape else { continue };
        let arms = variants.zip(&shape.variants).map(|(variant, it)| {
            let is_boxed = matches!(it.ty(), Some(TypeUse::Boxed(_)));
            let value = if is_boxed { quote!((&**it).into()) } else { quote!(it.into()) };
            quote!(#union::#variant(it) => #value)
        });
        all.push(quote! {
            impl<'a> From<&'a #whole> for #view<'a> {
                fn from(it: &'a #whole) -> Self {
                    match it { #(#arms,)* }
                }
            }
        });
    }
    all
}

fn members<'a>(ctx: &Context<'_>, id: TypeId, record: &'a Record) -> Vec<(&'a crate::model::Field, Ident)> {
    let named = record.fields.iter().zip(&ctx.names[id].fields);
    named
        .filter(|(field, _)| !matches!(field.presence, Presence::Constant(_)))
        .map(|(field, name)| (field, format_ident!("{name}")))
        .collect()
}

fn from_struct(
    ctx: &Context<'_>,
    model: &Model,
    (record, base): (&Record, TypeId),
    id: TypeId,
) -> Option<TokenStream> {
    let Shape::Record(child) = &model[id].shape else { return None };
    let view = format_ident!("{}", ctx.names[base].view);
    let name = ctx.with_lifetime(id, "'a");
    let mut fields = Vec::new();
    let mut borrows = false;
    for (field, ident) in members(ctx, base, record) {
        fields.push(match shown(model, child, field)? {
            Shown::Field(index) => {
                borrows = true;
                let own = format_ident!("{}", ctx.names[id].fields[index]);
                if shown_by_value(model, field) { quote!(#ident: it.#own) } else { quote!(#ident: &it.#own) }
            }
            Shown::Value(choice, index) => {
                let choice_name = ctx.ident(choice);
                let variant = format_ident!("{}", ctx.names[choice].variants[index]);
                quote!(#ident: #choice_name::#variant)
            }
        });
    }
    let it = format_ident!("{}", if borrows { "it" } else { "_it" });
    Some(quote! {
        impl<'a> From<&'a #name> for #view<'a> {
            fn from(#it: &'a #name) -> Self {
                Self { #(#fields),* }
            }
        }
    })
}
