//! Structs: constants, constructors, codecs.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;
use syn::Ident;

use super::checks::literal;
use super::types::type_tokens;
use super::{Context, docs, shallow};
use crate::model::{Field, Presence, Record, Rest, Shallow, TypeId, TypeUse};

/// More arguments than this make a call that nobody can read.
const ARGUMENTS: usize = 7;

/// The impls of a struct, in reading order.
pub(super) fn impls(
    ctx: &mut Context<'_>,
    id: TypeId,
    record: &Record,
    check: Option<&Ident>,
    shallow: Option<&Shallow>,
) -> Vec<TokenStream> {
    let mut all = Vec::new();
    let agree = shallow.map(|shallow| shallow::method(ctx, id, record, shallow));
    all.extend(inherent(ctx, id, record, check, agree.as_ref()));
    all.extend(from_required(ctx, id, record));
    all.extend(setters(ctx, id, record));
    let check = check.map(|check| {
        let agree = agree.map(|_| quote!(unless members_agree));
        quote!(, check = #check #agree)
    });
    all.push(codec(ctx, id, record, check.as_ref()));
    all
}

/// A field as the impls see it.
struct Member<'a> {
    field: &'a Field,
    ident: Ident,
}

fn members<'a>(ctx: &Context<'_>, id: TypeId, record: &'a Record) -> Vec<Member<'a>> {
    let names = &ctx.names[id].fields;
    let fields = record.fields.iter().zip(names);
    fields.map(|(field, name)| Member { field, ident: format_ident!("{name}") }).collect()
}

fn has_rest(record: &Record) -> bool {
    !matches!(record.rest, Rest::Closed)
}

/// Constants, `new` and `validate`.
fn inherent(
    ctx: &mut Context<'_>,
    id: TypeId,
    record: &Record,
    check: Option<&Ident>,
    agree: Option<&TokenStream>,
) -> Option<TokenStream> {
    let name = ctx.ident(id);
    let mut parts = Vec::new();
    for member in members(ctx, id, record) {
        if let Presence::Constant(value) = &member.field.presence {
            parts.extend(constant(&member, value));
        }
    }
    parts.extend(new(ctx, id, record));
    if let Some(check) = check {
        ctx.imports.runtime("Violation");
        ctx.imports.runtime("validate");
        parts.push(quote! {
            /// Checks a value that was built by hand against the whole schema.
            ///
            /// # Errors
            ///
            /// Says which constraint does not hold, and where.
            pub fn validate(&self) -> Result<(), Violation> {
                validate(self, &#check)
            }
        });
    }
    parts.extend(agree.cloned());
    (!parts.is_empty()).then(|| quote!(impl #name { #(#parts)* }))
}

fn constant(member: &Member<'_>, value: &Value) -> Option<TokenStream> {
    let ident = &member.ident;
    let (ty, value) = match value {
        Value::Bool(value) => (quote!(bool), quote!(#value)),
        Value::String(text) => (quote!(&'static str), quote!(#text)),
        Value::Number(number) => {
            if let Some(value) = number.as_i64() {
                let value = proc_macro2::Literal::i64_unsuffixed(value);
                (quote!(i64), quote!(#value))
            } else if let Some(value) = number.as_u64() {
                let value = proc_macro2::Literal::u64_unsuffixed(value);
                (quote!(u64), quote!(#value))
            } else {
                let value = proc_macro2::Literal::f64_unsuffixed(number.as_f64()?);
                (quote!(f64), quote!(#value))
            }
        }
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    let lines = docs::attributes(&[format!("The constant member {}.", docs::code(&member.field.wire))]);
    Some(quote!(#(#lines)* pub const #ident: #ty = #value;))
}

/// How a required member is given: as an argument, or left null at first.
fn argument<'a>(member: &Member<'a>) -> Option<&'a TypeUse> {
    match (&member.field.presence, &member.field.ty) {
        (Presence::Required, TypeUse::Nullable(_)) | (Presence::Optional | Presence::Constant(_), _) => None,
        (Presence::Required, ty) => Some(ty),
    }
}

fn required_count(ctx: &Context<'_>, id: TypeId, record: &Record) -> usize {
    members(ctx, id, record).iter().filter(|it| argument(it).is_some()).count()
}

fn new(ctx: &mut Context<'_>, id: TypeId, record: &Record) -> Option<TokenStream> {
    if required_count(ctx, id, record) > ARGUMENTS {
        return None;
    }
    let mut arguments = Vec::new();
    let mut fields = Vec::new();
    let mut nulls = Vec::new();
    for member in members(ctx, id, record) {
        let ident = &member.ident;
        match (&member.field.presence, argument(&member)) {
            (Presence::Constant(_), _) => {}
            (_, Some(ty)) => {
                let (ty, value) = parameter(ctx, ident, ty);
                arguments.push(quote!(#ident: #ty));
                fields.push(quote!(#ident #value));
            }
            (presence, None) => {
                if *presence == Presence::Required {
                    nulls.push(docs::code(&member.field.wire));
                }
                fields.push(quote!(#ident: None));
            }
        }
    }
    if has_rest(record) {
        let rest = format_ident!("{}", ctx.names[id].rest);
        ctx.imports.runtime("Extra");
        fields.push(quote!(#rest: Extra::new()));
    }
    let mut words = if arguments.is_empty() {
        "Makes a value without optional members".to_owned()
    } else {
        "Makes a value of the required members".to_owned()
    };
    match &nulls[..] {
        [] => {}
        [only] => words.extend(["; ", only, " starts as null"]),
        [all @ .., last] => words.extend(["; ", &all.join(", "), " and ", last, " start as null"]),
    }
    words.push('.');
    let lines = docs::attributes(&[words]);
    Some(quote! {
        #(#lines)*
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#fields),* }
        }
    })
}

/// The type of a parameter, and the field's value after its name in a struct expression.
fn parameter(ctx: &mut Context<'_>, ident: &Ident, ty: &TypeUse) -> (TokenStream, TokenStream) {
    let tokens = type_tokens(ty, ctx.names, &mut ctx.imports);
    if takes_into(ty) { (quote!(impl Into<#tokens>), quote!(: #ident.into())) } else { (tokens, quote!()) }
}

/// Types that callers have in another form at hand.
fn takes_into(ty: &TypeUse) -> bool {
    matches!(ty, TypeUse::String | TypeUse::Boxed(_) | TypeUse::Any)
}

/// The table of `with_…`.
fn setters(ctx: &mut Context<'_>, id: TypeId, record: &Record) -> Option<TokenStream> {
    let mut lines = Vec::new();
    for member in members(ctx, id, record) {
        let (ty, null) = match (&member.field.presence, &member.field.ty) {
            (Presence::Optional, TypeUse::Nullable(inner)) => (&**inner, true),
            (Presence::Required, TypeUse::Nullable(inner)) => (&**inner, false),
            (Presence::Optional, ty) => (ty, false),
            (Presence::Required | Presence::Constant(_), _) => continue,
        };
        let ident = &member.ident;
        let plain = ident.to_string();
        let plain = plain.trim_end_matches('_');
        let with = format_ident!("with_{plain}");
        let (ty, _) = parameter(ctx, ident, ty);
        let null = null.then(|| {
            let null = format!("null_{plain}");
            // A member of that name has the setter.
            let taken = ctx.names[id].fields.contains(&null);
            let with_null = if taken { format_ident!("with_{null}_") } else { format_ident!("with_{null}") };
            quote!(| #with_null)
        });
        // Fields, variants and types are only said to be deprecated: their codecs use them.
        let deprecated = member.field.docs.deprecated.then(|| quote!(#[deprecated]));
        lines.push(quote!(#deprecated #with(#ident: #ty) #null,));
    }
    if lines.is_empty() {
        return None;
    }
    ctx.imports.runtime("setters");
    let name = ctx.ident(id);
    Some(quote!(setters! { #name { #(#lines)* } }))
}

/// Where `new` would have too many arguments: its members by name, in a struct of their own.
fn from_required(ctx: &mut Context<'_>, id: TypeId, record: &Record) -> Vec<TokenStream> {
    if required_count(ctx, id, record) <= ARGUMENTS {
        return Vec::new();
    }
    let name = ctx.ident(id);
    let parts = format_ident!("{}", ctx.names[id].parts);
    let mut declared = Vec::new();
    let mut fields = Vec::new();
    for member in members(ctx, id, record) {
        let ident = &member.ident;
        match (&member.field.presence, argument(&member)) {
            (Presence::Constant(_), _) => {}
            (_, Some(ty)) => {
                let ty = type_tokens(ty, ctx.names, &mut ctx.imports);
                let lines = docs::attributes(&[format!("See [`{name}::{ident}`].")]);
                declared.push(quote!(#(#lines)* pub #ident: #ty));
                fields.push(quote!(#ident: parts.#ident));
            }
            (_, None) => fields.push(quote!(#ident: None)),
        }
    }
    if has_rest(record) {
        let rest = format_ident!("{}", ctx.names[id].rest);
        ctx.imports.runtime("Extra");
        fields.push(quote!(#rest: Extra::new()));
    }
    let lines =
        docs::attributes(&[format!("The members that [`{name}`] needs: it is made from them by `into`.")]);
    vec![
        quote!(#(#lines)* #[derive(Clone, Debug)] pub struct #parts { #(#declared),* }),
        quote! {
            impl From<#parts> for #name {
                fn from(parts: #parts) -> Self {
                    Self { #(#fields),* }
                }
            }
        },
    ]
}

/// The table of the members.
fn codec(ctx: &mut Context<'_>, id: TypeId, record: &Record, check: Option<&TokenStream>) -> TokenStream {
    ctx.imports.runtime("object_codec");
    let mut constants = Vec::new();
    let mut lines = Vec::new();
    for member in members(ctx, id, record) {
        let (wire, ident) = (&member.field.wire, &member.ident);
        match &member.field.presence {
            Presence::Constant(value) => {
                if value.is_array() || value.is_object() {
                    ctx.imports.runtime("Literal");
                }
                let value = constant_literal(ident, value);
                constants.push(quote!(const #wire => #value,));
            }
            Presence::Required => lines.push(quote!(#wire => required(#ident),)),
            Presence::Optional => lines.push(quote!(#wire => optional(#ident),)),
        }
    }
    if !record.forbidden.is_empty() {
        let names = &record.forbidden;
        lines.push(quote!(never #(#names)|*,));
    }
    let rest = format_ident!("{}", if has_rest(record) { ctx.names[id].rest.as_str() } else { "extra" });
    match &record.rest {
        Rest::Closed => {}
        Rest::Open(_) => lines.push(quote!(.. => #rest,)),
        Rest::Matching(patterns, _) => {
            let patterns: Vec<Option<Ident>> = patterns.iter().map(|it| ctx.pattern(id, it)).collect();
            // A pattern that every name matches leaves nothing to refuse.
            let all = patterns.iter().any(Option::is_none);
            let patterns = patterns.iter().flatten();
            lines.push(if all { quote!(.. => #rest,) } else { quote!(.. => #rest if #(#patterns)|*,) });
        }
    }
    let name = ctx.ident(id);
    quote!(object_codec! { #name #check { #(#constants)* #(#lines)* } })
}

/// A constant member: the variant of `Literal`, a local that notes whether it was there, and the value, by
/// its associated constant where that has the type.
fn constant_literal(ident: &Ident, value: &Value) -> TokenStream {
    let seen = format_ident!("{}_seen", ident.to_string().to_lowercase().trim_end_matches('_'));
    match value {
        Value::Bool(_) => quote!(Bool(#seen, Self::#ident)),
        Value::String(_) => quote!(Text(#seen, Self::#ident)),
        Value::Number(number) => {
            if let Some(value) = number.as_u64() {
                let value = proc_macro2::Literal::u64_unsuffixed(value);
                quote!(Uint(#seen, #value))
            } else if let Some(value) = number.as_i64() {
                let value = proc_macro2::Literal::i64_unsuffixed(value);
                quote!(Int(#seen, #value))
            } else {
                let value = proc_macro2::Literal::f64_unsuffixed(number.as_f64().unwrap_or_default());
                quote!(Float(#seen, #value))
            }
        }
        Value::Null => quote!(Null(#seen)),
        Value::Array(items) => {
            let items = items.iter().map(literal);
            quote!(Array(#seen, &[#(#items),*]))
        }
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let value = literal(value);
                quote!((#name, #value))
            });
            quote!(Object(#seen, &[#(#members),*]))
        }
    }
}
