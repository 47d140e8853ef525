//! Enums over known values, and newtypes.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::{Number, Value};
use syn::Ident;

use super::Context;
use super::checks::literal;
use super::types::type_tokens;
use crate::model::{Check, Choice, Integer, Shape, TypeId, TypeUse, Wrapper};

/// The impls of an enum over known values.
pub(super) fn choice_impls(ctx: &mut Context<'_>, id: TypeId, choice: &Choice) -> Vec<TokenStream> {
    let name = ctx.ident(id);
    let variants: Vec<Ident> = ctx.names[id].variants.iter().map(|it| format_ident!("{it}")).collect();
    if !choice.is_text() {
        ctx.imports.runtime("LiteralCodec");
        ctx.imports.runtime("literal_codec");
        ctx.imports.runtime("Literal");
        let values = choice.values.iter().map(|it| literal(&it.value));
        return vec![
            quote! {
                impl LiteralCodec for #name {
                    const LITERALS: &'static [(Self, Literal)] = &[#((Self::#variants, #values)),*];
                }
            },
            quote!(literal_codec!(#name);),
        ];
    }
    ctx.imports.runtime("choice_codec");
    let values = choice.values.iter().filter_map(|it| it.value.as_str());
    let unknown = format_ident!("{}", ctx.names[id].unknown);
    let other = choice.open.then(|| quote!(.. => #unknown(UnknownText),));
    vec![quote!(choice_codec! { #name { #(#values => #variants,)* #other } })]
}

/// The impls of a newtype.
pub(super) fn wrapper_impls(
    ctx: &mut Context<'_>,
    id: TypeId,
    wrapper: &Wrapper,
    check: Option<&Ident>,
) -> Vec<TokenStream> {
    let name = ctx.ident(id);
    let inner = type_tokens(&wrapper.inner, ctx.names, &mut ctx.imports);
    if wrapper.checks.is_empty() && check.is_none() {
        ctx.imports.runtime("plain_wrapper_codec");
        return vec![quote!(plain_wrapper_codec!(#name, #inner);)];
    }
    let mut rules = Vec::new();
    for check in &wrapper.checks {
        let Some((mut function, limit)) = rule(ctx, id, check) else { continue };
        if *check == Check::UniqueItems && has_plain_items(ctx, &wrapper.inner) {
            function = "distinct_items";
        }
        ctx.imports.part(function);
        let function = format_ident!("{function}");
        rules.push(quote!(#function(#limit),));
    }
    let is_text = wrapper.inner == TypeUse::String;
    let codec = if is_text { "text_wrapper_codec" } else { "wrapper_codec" };
    ctx.imports.runtime(codec);
    let codec = format_ident!("{codec}");
    let inner = (!is_text).then(|| quote!((#inner)));
    let check = check.map(|check| quote!(, check = #check));
    vec![quote!(#codec! { #name #inner #check { #(#rules)* } })]
}

/// Whether the items of a list are the same as JSON if and only if Rust says so.
fn has_plain_items(ctx: &Context<'_>, list: &TypeUse) -> bool {
    let is_plain = |ty: &TypeUse| {
        matches!(ty, TypeUse::String | TypeUse::Boolean)
            || matches!(ty, TypeUse::Integer(integer) if *integer != Integer::Wide)
    };
    let TypeUse::Sequence(item) = list else { return false };
    match &**item {
        TypeUse::Named(id) => match &ctx.model[*id].shape {
            Shape::Wrapper(wrapper) => is_plain(&wrapper.inner),
            Shape::Choice(choice) => choice.is_text(),
            Shape::Record(_) | Shape::Union(_) => false,
        },
        item => is_plain(item),
    }
}

/// The function of a check and its limit; `None` where there is nothing to check.
fn rule(ctx: &mut Context<'_>, id: TypeId, check: &Check) -> Option<(&'static str, TokenStream)> {
    let count = |n: u64| proc_macro2::Literal::u64_unsuffixed(n);
    let bound = |ctx: &mut Context<'_>, number: &Number| {
        ctx.imports.runtime("Literal");
        let value = literal(&Value::Number(number.clone()));
        quote!(#value)
    };
    Some(match check {
        Check::MinLength(n) => {
            let n = count(*n);
            ("min_length", quote!(#n))
        }
        Check::MaxLength(n) => {
            let n = count(*n);
            ("max_length", quote!(#n))
        }
        Check::Pattern(source) => {
            let pattern = ctx.pattern(id, source)?;
            ("matches", quote!(&#pattern))
        }
        Check::Format(format) => {
            let name = format.constant();
            ctx.imports.runtime(name);
            let name = format_ident!("{name}");
            ("has_format", quote!(&#name))
        }
        Check::Minimum(n) => ("minimum", bound(ctx, n)),
        Check::ExclusiveMinimum(n) => ("exclusive_minimum", bound(ctx, n)),
        Check::Maximum(n) => ("maximum", bound(ctx, n)),
        Check::ExclusiveMaximum(n) => ("exclusive_maximum", bound(ctx, n)),
        Check::MultipleOf(n) => ("multiple_of", bound(ctx, n)),
        Check::MinItems(n) => {
            let n = count(*n);
            ("min_items", quote!(#n))
        }
        Check::MaxItems(n) => {
            let n = count(*n);
            ("max_items", quote!(#n))
        }
        Check::UniqueItems => ("unique_items", quote!()),
        Check::MinProperties(n) => {
            let n = count(*n);
            ("min_properties", quote!(#n))
        }
        Check::MaxProperties(n) => {
            let n = count(*n);
            ("max_properties", quote!(#n))
        }
    })
}
