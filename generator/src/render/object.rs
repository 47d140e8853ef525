//! Structs: constants, constructors, codecs.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;
use syn::Ident;

use super::checks::literal;
use super::types::type_tokens;
use super::{Context, docs};
use crate::model::{Field, Presence, Record, Rest, TypeId, TypeUse};

/// More arguments than this make a call that nobody can read.
const ARGUMENTS: usize = 7;

/// The impls of a struct, in reading order.
pub(super) fn impls(
    ctx: &mut Context<'_>,
    id: TypeId,
    record: &Record,
    check: Option<&Ident>,
) -> Vec<TokenStream> {
    let mut all = Vec::new();
    all.extend(inherent(ctx, id, record, check));
    all.extend(from_required(ctx, id, record));
    all.push(codec(ctx, id, record));
    let name = ctx.ident(id);
    ctx.imports.runtime("object_codec");
    all.push(match check {
        Some(check) => quote!(object_codec!(#name, check = #check);),
        None => quote!(object_codec!(#name);),
    });
    all
}

/// A field as the impls see it.
struct Member<'a> {
    field: &'a Field,
    ident: Ident,
    /// The local that holds it while an object is read.
    local: Ident,
}

/// What a codec calls its own: a member with such a name is held in a local of another.
const OWN_NAMES: [&str; 8] =
    ["constant", "key", "map", "member", "name", "next_key", "required", "unknown_member"];

fn members<'a>(ctx: &Context<'_>, id: TypeId, record: &'a Record) -> Vec<Member<'a>> {
    record
        .fields
        .iter()
        .zip(&ctx.names[id].fields)
        .map(|(field, name)| {
            let local = match field.presence {
                Presence::Constant(_) => {
                    format_ident!("{}_seen", crate::names::snake(&field.wire).trim_end_matches('_'))
                }
                _ if OWN_NAMES.contains(&name.as_str()) => format_ident!("{name}_value"),
                _ => format_ident!("{name}"),
            };
            Member { field, ident: format_ident!("{name}"), local }
        })
        .collect()
}

fn has_rest(record: &Record) -> bool {
    !matches!(record.rest, Rest::Closed)
}

/// Constants, `new`, `with_…` and `validate`.
fn inherent(
    ctx: &mut Context<'_>,
    id: TypeId,
    record: &Record,
    check: Option<&Ident>,
) -> Option<TokenStream> {
    let name = ctx.ident(id);
    let mut parts = Vec::new();
    for member in members(ctx, id, record) {
        if let Presence::Constant(value) = &member.field.presence {
            parts.extend(constant(&member, value));
        }
    }
    parts.extend(new(ctx, id, record));
    for member in members(ctx, id, record) {
        if member.field.presence == Presence::Optional {
            parts.extend(setter(ctx, id, &member));
        } else if let (Presence::Required, TypeUse::Nullable(inner)) =
            (&member.field.presence, &member.field.ty)
        {
            parts.push(nullable_setter(ctx, &member, inner));
        }
    }
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
        "Makes one without its optional members".to_owned()
    } else {
        "Makes one of its required members".to_owned()
    };
    match &nulls[..] {
        [] => {}
        [only] => words.push_str(&format!("; {only} starts as null")),
        [all @ .., last] => words.push_str(&format!("; {} and {last} start as null", all.join(", "))),
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

fn setter(ctx: &mut Context<'_>, id: TypeId, member: &Member<'_>) -> Vec<TokenStream> {
    let ident = &member.ident;
    let wire = docs::code(&member.field.wire);
    let plain = ident.to_string();
    let plain = plain.trim_end_matches('_');
    let with = format_ident!("with_{plain}");
    let lines = docs::attributes(&[format!("Sets {wire}.")]);
    if let TypeUse::Nullable(inner) = &member.field.ty {
        let (ty, value) = parameter(ctx, ident, inner);
        let value = if value.is_empty() { quote!(#ident) } else { quote!(#ident.into()) };
        let mut all = vec![quote! {
            #(#lines)*
            #[must_use]
            pub fn #with(mut self, #ident: #ty) -> Self {
                self.#ident = Some(Some(#value));
                self
            }
        }];
        let null = format!("null_{plain}");
        if !ctx.names[id].fields.iter().any(|it| *it == null) {
            let with = format_ident!("with_{null}");
            let lines = docs::attributes(&[format!("Sets {wire} to null.")]);
            all.push(quote! {
                #(#lines)*
                #[must_use]
                pub fn #with(mut self) -> Self {
                    self.#ident = Some(None);
                    self
                }
            });
        }
        return all;
    }
    let (ty, value) = parameter(ctx, ident, &member.field.ty);
    let value = if value.is_empty() { quote!(#ident) } else { quote!(#ident.into()) };
    vec![quote! {
        #(#lines)*
        #[must_use]
        pub fn #with(mut self, #ident: #ty) -> Self {
            self.#ident = Some(#value);
            self
        }
    }]
}

fn nullable_setter(ctx: &mut Context<'_>, member: &Member<'_>, inner: &TypeUse) -> TokenStream {
    let ident = &member.ident;
    let plain = ident.to_string();
    let with = format_ident!("with_{}", plain.trim_end_matches('_'));
    let (ty, value) = parameter(ctx, ident, inner);
    let value = if value.is_empty() { quote!(#ident) } else { quote!(#ident.into()) };
    let lines = docs::attributes(&[format!("Sets {}.", docs::code(&member.field.wire))]);
    quote! {
        #(#lines)*
        #[must_use]
        pub fn #with(mut self, #ident: #ty) -> Self {
            self.#ident = Some(#value);
            self
        }
    }
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

fn codec(ctx: &mut Context<'_>, id: TypeId, record: &Record) -> TokenStream {
    let name = ctx.ident(id);
    ctx.imports.runtime("ObjectCodec");
    ctx.imports.add("serde::de", "MapAccess");
    ctx.imports.add("serde::ser", "SerializeMap");
    let expecting = format!("object `{name}`");
    let read = read(ctx, id, record);
    let write = write(ctx, id, record);
    quote! {
        impl ObjectCodec for #name {
            const EXPECTING: &'static str = #expecting;
            #read
            #write
        }
    }
}

fn read(ctx: &mut Context<'_>, id: TypeId, record: &Record) -> TokenStream {
    let members = members(ctx, id, record);
    ctx.imports.runtime("next_key");
    let mut slots = Vec::new();
    let mut arms = Vec::new();
    let mut fields = Vec::new();
    let mut constants = Vec::new();
    for member in &members {
        let wire = &member.field.wire;
        let (ident, local) = (&member.ident, &member.local);
        match &member.field.presence {
            Presence::Constant(value) => {
                let value = constant_literal(ctx, ident, value);
                ctx.imports.runtime("constant");
                ctx.imports.runtime("required");
                slots.push(quote!(let mut #local = None;));
                arms.push(quote!(#wire => constant(&mut #local, #wire, &#value, &mut map)?));
                constants.push(quote!(required(#local, #wire)?;));
            }
            Presence::Required => {
                ctx.imports.runtime("member");
                ctx.imports.runtime("required");
                slots.push(quote!(let mut #local = None;));
                arms.push(quote!(#wire => member(&mut #local, #wire, &mut map)?));
                fields.push(quote!(#ident: required(#local, #wire)?));
            }
            Presence::Optional => {
                ctx.imports.runtime("member");
                slots.push(quote!(let mut #local = None;));
                arms.push(quote!(#wire => member(&mut #local, #wire, &mut map)?));
                fields.push(if ident == local { quote!(#ident) } else { quote!(#ident: #local) });
            }
        }
    }
    if !record.forbidden.is_empty() {
        let names = &record.forbidden;
        ctx.imports.runtime("unknown_member");
        arms.push(quote!(#(#names)|* => return Err(unknown_member(&key, &[]))));
    }
    let known: Vec<&String> = members.iter().map(|it| &it.field.wire).collect();
    let rest = format_ident!("{}", if has_rest(record) { ctx.names[id].rest.as_str() } else { "extra" });
    match &record.rest {
        Rest::Closed => {
            ctx.imports.runtime("unknown_member");
            arms.push(quote!(_ => return Err(unknown_member(&key, &[#(#known),*]))));
        }
        Rest::Open(_) => {
            ctx.imports.runtime("Extra");
            slots.push(quote!(let mut #rest = Extra::new();));
            arms.push(quote!(_ => #rest.read(key, &mut map)?));
            fields.push(quote!(#rest));
        }
        Rest::Matching(patterns, _) => {
            ctx.imports.runtime("Extra");
            ctx.imports.runtime("unknown_member");
            let patterns: Vec<Option<Ident>> = patterns.iter().map(|it| ctx.pattern(id, it)).collect();
            // A pattern that every name matches leaves nothing to refuse.
            let all = patterns.iter().any(Option::is_none);
            let patterns = patterns.iter().flatten();
            slots.push(quote!(let mut #rest = Extra::new();));
            if all {
                arms.push(quote!(_ => #rest.read(key, &mut map)?));
            } else {
                arms.push(quote!(name if #(#patterns.is_match(name))||* => #rest.read(key, &mut map)?));
                arms.push(quote!(_ => return Err(unknown_member(&key, &[#(#known),*]))));
            }
            fields.push(quote!(#rest));
        }
    }
    let body = if record.fields.is_empty() && record.forbidden.is_empty() && arms.len() == 1 {
        // A single arm needs no match.
        match &record.rest {
            Rest::Open(_) | Rest::Matching(..) => quote!(#rest.read(key, &mut map)?;),
            Rest::Closed => quote!(return Err(unknown_member(&key, &[]));),
        }
    } else {
        quote!(match &*key { #(#arms,)* })
    };
    let looping = if record.fields.is_empty() && matches!(record.rest, Rest::Closed) {
        quote!(if let Some(key) = next_key(&mut map)? { #body })
    } else {
        quote!(while let Some(key) = next_key(&mut map)? { #body })
    };
    quote! {
        fn read<'de, A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
            #(#slots)*
            #looping
            #(#constants)*
            Ok(Self { #(#fields),* })
        }
    }
}

/// The literal of a constant member, by its associated constant where there is one.
fn constant_literal(ctx: &mut Context<'_>, ident: &Ident, value: &Value) -> TokenStream {
    ctx.imports.runtime("Literal");
    match value {
        Value::Bool(_) => quote!(Literal::Bool(Self::#ident)),
        Value::String(_) => quote!(Literal::Text(Self::#ident)),
        value => literal(value),
    }
}

fn write(ctx: &mut Context<'_>, id: TypeId, record: &Record) -> TokenStream {
    let mut steps = Vec::new();
    let members = members(ctx, id, record);
    for member in &members {
        let wire = &member.field.wire;
        let ident = &member.ident;
        steps.push(match &member.field.presence {
            Presence::Constant(value) => match value {
                Value::Null | Value::Array(_) | Value::Object(_) => {
                    let value = constant_literal(ctx, ident, value);
                    quote!(map.serialize_entry(#wire, &#value)?;)
                }
                Value::Bool(_) | Value::Number(_) => quote!(map.serialize_entry(#wire, &Self::#ident)?;),
                Value::String(_) => quote!(map.serialize_entry(#wire, Self::#ident)?;),
            },
            Presence::Required => quote!(map.serialize_entry(#wire, &self.#ident)?;),
            Presence::Optional => {
                ctx.imports.runtime("optional");
                quote!(optional(map, #wire, &self.#ident)?;)
            }
        });
    }
    let last = if has_rest(record) {
        let rest = format_ident!("{}", ctx.names[id].rest);
        let mut known: Vec<&String> = members.iter().map(|it| &it.field.wire).collect();
        known.extend(&record.forbidden);
        let named =
            if known.is_empty() { quote!(|_| false) } else { quote!(|name| matches!(name, #(#known)|*)) };
        quote!(self.#rest.write(map, #named))
    } else {
        quote!(Ok(()))
    };
    let unused = steps.is_empty() && !has_rest(record);
    let map = if unused { format_ident!("_map") } else { format_ident!("map") };
    quote! {
        fn write<M: SerializeMap>(&self, #map: &mut M) -> Result<(), M::Error> {
            #(#steps)*
            #last
        }
    }
}
