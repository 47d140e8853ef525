//! Unions: conversions and codecs.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use serde_json::Value;

use super::checks::{digits, literal};
use super::types::integer_name;
use super::{Context, source};
use crate::model::{
    Dispatch, Payload, Plan, PresencePlan, Shape, Tag, TagPlan, TypeId, TypeUse, Union, Variant,
};

/// The impls of a union.
///
/// # Errors
///
/// Gives what was written and is not Rust.
pub(super) fn impls(
    ctx: &mut Context<'_>,
    id: TypeId,
    union: &Union,
    check: Option<&str>,
) -> Result<Vec<String>, String> {
    let name = ctx.with_lifetime(id, "'de");
    ctx.imports.runtime("UnionCodec");
    ctx.imports.runtime("union_codec");
    let expecting = expecting(union);
    let plan = &union.plan;
    let mut readers = Vec::new();
    for (function, plan) in [
        ("null", &plan.null),
        ("boolean", &plan.boolean),
        ("number", &plan.number),
        ("string", &plan.string),
        ("array", &plan.array),
    ] {
        if let Some(plan) = plan {
            readers.push(value_reader(ctx, id, function, plan));
        }
    }
    if let Some(plan) = &plan.object {
        readers.push(object_reader(ctx, id, plan));
    }
    let codec = quote! {
        impl<'de> UnionCodec<'de> for #name {
            const EXPECTING: &'static str = #expecting;
            #(#readers)*
        }
    };
    let check = check.map(|check| format!(", check = {check}")).unwrap_or_default();
    Ok(vec![source::formatted(codec)?, variants(ctx, id, union, &check)])
}

/// The table of the variants.
fn variants(ctx: &Context<'_>, id: TypeId, union: &Union, check: &str) -> String {
    let mut variants = Vec::new();
    let mut constants = Vec::new();
    let from = conversions(ctx, id, union);
    for ((variant, name), from) in union.variants.iter().zip(&ctx.names[id].variants).zip(from) {
        match (&variant.payload, from) {
            (Payload::Constant(value), _) => {
                constants.push(format!("= {} => {name}", source::line(plain(value))));
            }
            (Payload::Type(_), Some(payload)) => variants.push(format!("{name} from {payload}")),
            (Payload::Type(_) | Payload::Unknown, _) => variants.push(name.clone()),
        }
    }
    variants.append(&mut constants);
    let name = ctx.names.with_lifetime(id, "'de");
    source::table("union_codec", &format!("{name}{check}"), &variants)
}

/// Whether a union is made from what some variant holds.
pub(super) fn is_converted(ctx: &Context<'_>, id: TypeId) -> bool {
    matches!(&ctx.model[id].shape, Shape::Union(union) if conversions(ctx, id, union).any(|it| it.is_some()))
}

/// For each variant, what it is made from.
fn conversions<'a>(
    ctx: &'a Context<'_>,
    id: TypeId,
    union: &'a Union,
) -> impl Iterator<Item = Option<String>> {
    let holders = holders(union);
    union.variants.iter().enumerate().map(move |(index, variant)| {
        let ty = variant.ty()?;
        let named = payload(ty).filter(|it| *it != id && holders[it] == 1);
        let named = named.map(|it| ctx.names.with_lifetime(it, "'de"));
        let text = if ctx.names.lifetimes.are_texts_borrowed() { BORROWED_TEXT } else { TEXT };
        named.or_else(|| scalar(&union.plan, index, ty, text).map(str::to_owned))
    })
}

/// What a text is made from.
const TEXT: &str = "String | &str";
const BORROWED_TEXT: &str = "Cow<'de, str> | String | &'de str";

/// The Rust types of a payload that all instances of a JSON type become.
fn scalar(plan: &Dispatch, index: usize, ty: &TypeUse, text: &'static str) -> Option<&'static str> {
    let (plan, name) = match ty {
        TypeUse::Boolean => (&plan.boolean, "bool"),
        TypeUse::String => (&plan.string, text),
        TypeUse::Double => (&plan.number, "f64"),
        TypeUse::Integer(integer) => (&plan.number, integer_name(*integer)),
        _ => return None,
    };
    matches!(plan, Some(Plan::Direct(it)) if *it == index).then_some(name)
}

/// A text, a boolean or a number as a literal of Rust.
fn plain(value: &Value) -> TokenStream {
    match value {
        Value::Bool(value) => quote!(#value),
        Value::Number(value) => {
            let suffix = match value.as_i64() {
                _ if value.is_f64() => "",
                Some(value) if i32::try_from(value).is_ok() => "",
                Some(_) => "_i64",
                None => "_u64",
            };
            format!("{}{suffix}", digits(value)).parse().unwrap_or_default()
        }
        value => {
            let text = value.as_str().unwrap_or_default();
            quote!(#text)
        }
    }
}

/// How many variants hold each type that has a name, in a box or not.
fn holders(union: &Union) -> BTreeMap<TypeId, usize> {
    let mut all = BTreeMap::new();
    for id in union.variants.iter().filter_map(Variant::ty).filter_map(payload) {
        *all.entry(id).or_default() += 1;
    }
    all
}

/// The type that a variant holds, if it has a name of its own.
fn payload(ty: &TypeUse) -> Option<TypeId> {
    let unboxed = if let TypeUse::Boxed(inner) = ty { inner } else { ty };
    if let TypeUse::Named(id) = unboxed { Some(*id) } else { None }
}

/// What an error says was expected.
fn expecting(union: &Union) -> String {
    let plan = &union.plan;
    let kinds: Vec<&str> = [
        ("null", &plan.null),
        ("a boolean", &plan.boolean),
        ("a number", &plan.number),
        ("a string", &plan.string),
        ("an array", &plan.array),
        ("an object", &plan.object),
    ]
    .into_iter()
    .filter(|(_, plan)| plan.is_some())
    .map(|(name, _)| name)
    .collect();
    match &kinds[..] {
        [] => "nothing".to_owned(),
        [only] => (*only).to_owned(),
        [all @ .., last] => format!("{} or {last}", all.join(", ")),
    }
}

/// A reader for instances of one JSON type other than objects.
fn value_reader(ctx: &mut Context<'_>, id: TypeId, function: &str, plan: &Plan) -> TokenStream {
    ctx.imports.runtime("ValueAccess");
    let function = format_ident!("{function}");
    let body = if let Plan::Direct(index) = plan {
        ctx.imports.runtime("Decode");
        let variant = format_ident!("{}", ctx.names[id].variants[*index]);
        quote!(Decode::decode(input).map(Self::#variant))
    } else {
        let body = by_content(ctx, id, plan);
        quote!(let content = input.keep()?; #body)
    };
    quote! {
        fn #function<D: ValueAccess<'de>>(input: D) -> Result<Self, D::Error> {
            #body
        }
    }
}

/// Goes by `content`, which is no object.
fn by_content(ctx: &mut Context<'_>, id: TypeId, plan: &Plan) -> TokenStream {
    match plan {
        Plan::Direct(index) => {
            let variant = format_ident!("{}", ctx.names[id].variants[*index]);
            ctx.imports.runtime("KeptValue");
            quote!(content.read().map(Self::#variant))
        }
        Plan::Trial { candidates, exactly_one } => {
            trial(ctx, id, &quote!(&content), candidates, *exactly_one)
        }
        Plan::Constants { arms, other } => constants(ctx, id, arms, other.as_deref()),
        Plan::Tag(_) | Plan::Presence(_) => {
            quote!(compile_error!("a plan for what is an object, for what is none"))
        }
    }
}

/// Compares `content` with constants.
fn constants(
    ctx: &mut Context<'_>,
    id: TypeId,
    arms: &[(Value, usize)],
    other: Option<&Plan>,
) -> TokenStream {
    let values: Vec<&Value> = arms.iter().map(|(value, _)| value).collect();
    let other = if let Some(plan) = other {
        let body = by_content(ctx, id, plan);
        if matches!(plan, Plan::Trial { .. }) { quote!({ #body }) } else { body }
    } else {
        let expected = expected(ctx, &values);
        quote!(Err(content.refuse(&[#(#expected),*])))
    };
    let variants: Vec<_> =
        arms.iter().map(|(_, index)| format_ident!("{}", ctx.names[id].variants[*index])).collect();
    if values.iter().all(|it| it.is_string()) {
        let texts = values.iter().filter_map(|it| it.as_str());
        return quote! {
            match content.text() {
                #(Some(#texts) => Ok(Self::#variants),)*
                _ => #other
            }
        };
    }
    if values.iter().all(|it| it.is_boolean()) {
        ctx.imports.runtime("Content");
        let values = values.iter().map(|it| plain(it));
        return quote! {
            match &*content {
                #(Content::Bool(#values) => Ok(Self::#variants),)*
                _ => #other
            }
        };
    }
    ctx.imports.runtime("Literal");
    let values = values.into_iter().map(literal);
    quote! {
        match &content {
            #(it if #values.equals(it) => Ok(Self::#variants),)*
            _ => #other
        }
    }
}

/// Values for an error message.
fn expected(ctx: &mut Context<'_>, values: &[&Value]) -> Vec<TokenStream> {
    let of_one_type = values.iter().all(|it| it.is_string()) || values.iter().all(|it| it.is_boolean());
    if of_one_type {
        return values.iter().map(|it| plain(it)).collect();
    }
    ctx.imports.runtime("Literal");
    values.iter().map(|it| literal(it).to_token_stream()).collect()
}

fn object_reader(ctx: &mut Context<'_>, id: TypeId, plan: &Plan) -> TokenStream {
    ctx.imports.runtime("MemberAccess");
    let body = match plan {
        Plan::Direct(index) => {
            ctx.imports.runtime("decode_map");
            let variant = format_ident!("{}", ctx.names[id].variants[*index]);
            quote!(decode_map(map).map(Self::#variant))
        }
        Plan::Trial { candidates, exactly_one } => {
            ctx.imports.runtime("Kept");
            trial(ctx, id, &quote!(Kept::of(map)?), candidates, *exactly_one)
        }
        Plan::Tag(tag) => by_tag(ctx, id, tag, &quote!(map)),
        Plan::Presence(presence) => by_presence(ctx, id, presence, &quote!(map)),
        Plan::Constants { .. } => quote!(compile_error!("no object is a constant")),
    };
    quote! {
        fn object<A: MemberAccess<'de>>(map: A) -> Result<Self, A::Error> {
            #body
        }
    }
}

/// Looks for the tag in `map` and goes by it.
fn by_tag(ctx: &mut Context<'_>, id: TypeId, tag: &TagPlan, map: &TokenStream) -> TokenStream {
    ctx.imports.runtime("Object");
    let Tag { member, inner } = &tag.tag;
    let within = inner.as_ref().map(|inner| quote!(.within(#inner)));
    let choose = choose(ctx, id, tag);
    quote!(let object = Object::find(#member, #map)?#within; #choose)
}

/// Looks for the members in `map` and goes by the first that is there.
fn by_presence(ctx: &mut Context<'_>, id: TypeId, plan: &PresencePlan, map: &TokenStream) -> TokenStream {
    ctx.imports.runtime("Object");
    let names: Vec<&String> = plan.arms.iter().map(|(name, _)| name).collect();
    let arms: Vec<TokenStream> = plan.arms.iter().map(|(_, plan)| follow(ctx, id, plan)).collect();
    let absent = if let Some(plan) = &plan.absent {
        follow(ctx, id, plan)
    } else {
        quote!(Err(object.refuse_without(&[#(#names),*])))
    };
    quote! {
        let object = Object::first(&[#(#names),*], #map)?;
        match object.member() {
            #(Some(#names) => #arms,)*
            _ => #absent
        }
    }
}

/// Goes by the tag of `object`.
fn choose(ctx: &mut Context<'_>, id: TypeId, tag: &TagPlan) -> TokenStream {
    let values: Vec<&Value> = tag.arms.iter().map(|(value, _)| value).collect();
    let expected = expected(ctx, &values);
    // Of no value the compiler can't tell what it would be.
    let text = values.is_empty().then(|| quote!(::<&str>));
    let refuse = quote!(Err(object.refuse #text (&[#(#expected),*])));
    let other = tag.other.as_ref().map(|plan| follow(ctx, id, plan));
    let absent = tag.absent.as_ref().map(|plan| follow(ctx, id, plan));
    let rest = match (other, absent) {
        (None, None) => quote!(_ => #refuse),
        (Some(other), Some(absent)) if other.to_string() == absent.to_string() => quote!(_ => #other),
        (other, absent) => {
            let absent = absent.map(|it| quote!(_ if object.is_absent() => #it,));
            let other = other.map_or_else(
                || quote!(_ => #refuse),
                |it| {
                    if absent.is_some() {
                        quote!(_ => #it)
                    } else {
                        quote!(_ if object.is_absent() => #refuse, _ => #it)
                    }
                },
            );
            quote!(#absent #other)
        }
    };
    // Values that lead the same way share an arm.
    let mut arms: IndexMap<String, (Vec<&Value>, TokenStream)> = IndexMap::new();
    for (value, plan) in &tag.arms {
        let body = follow(ctx, id, plan);
        arms.entry(body.to_string()).or_insert_with(|| (Vec::new(), body)).0.push(value);
    }
    let arms = arms.into_values();
    let strings = values.iter().all(|it| it.is_string());
    let booleans = values.iter().all(|it| it.is_boolean());
    if strings || booleans {
        let subject = if strings { quote!(object.text()) } else { quote!(object.boolean()) };
        let arms = arms.map(|(values, body)| {
            let values = values.iter().map(|it| match it {
                Value::String(text) => quote!(Some(#text)),
                it => {
                    let value = it.as_bool().unwrap_or_default();
                    quote!(Some(#value))
                }
            });
            quote!(#(#values)|* => #body)
        });
        return quote!(match #subject { #(#arms,)* #rest });
    }
    ctx.imports.runtime("Literal");
    let arms = arms.map(|(values, body)| {
        let values = values.iter().map(|it| literal(it));
        quote!(_ if #(object.is(&#values))||* => #body)
    });
    quote!(match () { #(#arms,)* #rest })
}

/// Goes on with `object` by a plan.
fn follow(ctx: &mut Context<'_>, id: TypeId, plan: &Plan) -> TokenStream {
    match plan {
        Plan::Direct(index) => {
            let variant = format_ident!("{}", ctx.names[id].variants[*index]);
            let Shape::Union(union) = &ctx.model[id].shape else { return TokenStream::new() };
            let is_unknown = union.variants[*index].payload == Payload::Unknown;
            let keep = is_unknown.then(|| quote!(.map(UnknownObject::keep)));
            quote!(object.read()#keep.map(Self::#variant))
        }
        Plan::Tag(tag) => {
            let body = by_tag(ctx, id, tag, &quote!(object));
            quote!({ #body })
        }
        Plan::Presence(presence) => {
            let body = by_presence(ctx, id, presence, &quote!(object));
            quote!({ #body })
        }
        Plan::Trial { candidates, exactly_one } => {
            let trial = trial(ctx, id, &quote!(object.keep()?), candidates, *exactly_one);
            quote!({ #trial })
        }
        Plan::Constants { .. } => quote!(compile_error!("no object is a constant")),
    }
}

/// Tries candidates on an instance that can be read more than once.
fn trial(
    ctx: &mut Context<'_>,
    id: TypeId,
    instance: &TokenStream,
    candidates: &[usize],
    exactly_one: bool,
) -> TokenStream {
    ctx.imports.runtime("Trial");
    let start = format_ident!("{}", if exactly_one { "only" } else { "first" });
    let remembering = ctx.recursive.contains(&id).then(|| quote!(.remembering()));
    let attempts = candidates.iter().map(|index| {
        let name = &ctx.names[id].variants[*index];
        let variant = format_ident!("{name}");
        quote!(trial.attempt(#name, Self::#variant);)
    });
    quote! {
        let mut trial = Trial::#start(#instance)#remembering;
        #(#attempts)*
        trial.finish(Self::EXPECTING)
    }
}
