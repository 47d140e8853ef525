//! Enums over known values, and newtypes.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::{Number, Value};
use syn::Ident;

use super::Context;
use super::checks::literal;
use super::source;
use super::types::type_tokens;
use crate::model::{Check, Choice, TypeId, TypeUse, Wrapper};

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
    ctx.imports.runtime("ChoiceCodec");
    ctx.imports.runtime("choice_codec");
    let values: Vec<&str> = choice.values.iter().filter_map(|it| it.value.as_str()).collect();
    let unknown = format_ident!("{}", ctx.names[id].unknown);
    let (receiver, result, kept) = if choice.open {
        (quote!(fn as_str(&self)), quote!(&str), Some(quote!(Self::#unknown(text) => text,)))
    } else {
        (quote!(const fn as_str(self)), quote!(&'static str), None)
    };
    let other = if choice.open { quote!(Self::#unknown(text.to_owned())) } else { quote!(return None) };
    vec![
        quote! {
            impl #name {
                /// The text that stands for it in JSON.
                pub #receiver -> #result {
                    match self {
                        #(Self::#variants => #values,)*
                        #kept
                    }
                }
            }
        },
        quote! {
            impl ChoiceCodec for #name {
                const EXPECTED: &'static [&'static str] = &[#(#values),*];
                fn from_text(text: &str) -> Option<Self> {
                    Some(match text {
                        #(#values => Self::#variants,)*
                        _ => #other,
                    })
                }
                fn as_text(&self) -> &str {
                    self.as_str()
                }
            }
        },
        quote!(choice_codec!(#name);),
    ]
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
    ctx.imports.runtime("Checked");
    ctx.imports.runtime("Violation");
    let checks = checks(ctx, id, &wrapper.checks);
    let argument = if source::mentions(&checks, "inner") { quote!(inner) } else { quote!(_inner) };
    let is_text = wrapper.inner == TypeUse::String;
    let codec = if is_text { "text_wrapper_codec" } else { "wrapper_codec" };
    ctx.imports.runtime(codec);
    let codec = format_ident!("{codec}");
    let check = check.map(|check| quote!(, check = #check));
    let call = if is_text { quote!(#codec!(#name #check);) } else { quote!(#codec!(#name, #inner #check);) };
    vec![
        quote! {
            impl Checked for #name {
                type Inner = #inner;
                fn check(#argument: &Self::Inner) -> Result<(), Violation> {
                    #checks
                }
                fn wrap(inner: Self::Inner) -> Self {
                    Self(inner)
                }
                fn inner(&self) -> &Self::Inner {
                    &self.0
                }
            }
        },
        call,
    ]
}

/// The checks of a newtype in order; the last one is the result.
fn checks(ctx: &mut Context<'_>, id: TypeId, checks: &[Check]) -> TokenStream {
    let mut calls: Vec<TokenStream> = Vec::new();
    for check in checks {
        let Some((function, arguments)) = call(ctx, id, check) else { continue };
        ctx.imports.runtime(function);
        let function = format_ident!("{function}");
        calls.push(quote!(#function(#arguments)));
    }
    match &calls[..] {
        [] => quote!(Ok(())),
        [first @ .., last] => quote!(#(#first?;)* #last),
    }
}

/// The function of a check and its arguments; `None` where there is nothing to check.
fn call(ctx: &mut Context<'_>, id: TypeId, check: &Check) -> Option<(&'static str, TokenStream)> {
    let count = |n: u64| proc_macro2::Literal::u64_unsuffixed(n);
    let bound = |ctx: &mut Context<'_>, number: &Number| {
        ctx.imports.runtime("Literal");
        let value = literal(&Value::Number(number.clone()));
        quote!(inner, &#value)
    };
    Some(match check {
        Check::MinLength(n) => {
            let n = count(*n);
            ("min_length", quote!(inner, #n))
        }
        Check::MaxLength(n) => {
            let n = count(*n);
            ("max_length", quote!(inner, #n))
        }
        Check::Pattern(source) => {
            let pattern = ctx.pattern(id, source)?;
            ("matches", quote!(inner, &#pattern))
        }
        Check::Format(format) => {
            let name = format.constant();
            ctx.imports.runtime(name);
            let name = format_ident!("{name}");
            ("has_format", quote!(inner, &#name))
        }
        Check::Minimum(n) => ("minimum", bound(ctx, n)),
        Check::ExclusiveMinimum(n) => ("exclusive_minimum", bound(ctx, n)),
        Check::Maximum(n) => ("maximum", bound(ctx, n)),
        Check::ExclusiveMaximum(n) => ("exclusive_maximum", bound(ctx, n)),
        Check::MultipleOf(n) => ("multiple_of", bound(ctx, n)),
        Check::MinItems(n) => {
            let n = count(*n);
            ("min_items", quote!(inner.len(), #n))
        }
        Check::MaxItems(n) => {
            let n = count(*n);
            ("max_items", quote!(inner.len(), #n))
        }
        Check::UniqueItems => ("unique_items", quote!(inner)),
        Check::MinProperties(n) => {
            let n = count(*n);
            ("min_properties", quote!(inner.len(), #n))
        }
        Check::MaxProperties(n) => {
            let n = count(*n);
            ("max_properties", quote!(inner.len(), #n))
        }
    })
}
