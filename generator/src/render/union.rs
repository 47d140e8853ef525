//! Unions: conversions and codecs.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::checks::literal;
use super::{Context, docs};
use crate::model::{Plan, TagPlan, TypeId, TypeUse, Union};

/// The impls of a union.
pub(super) fn impls(ctx: &mut Context<'_>, id: TypeId, union: &Union) -> Vec<TokenStream> {
    let name = ctx.ident(id);
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
    let variants = union.variants.iter().zip(&ctx.names[id].variants).map(|(variant, name)| {
        let name = format_ident!("{name}");
        let payload = only_payload(id, union, &variant.ty).map(|payload| ctx.ident(payload));
        let from = payload.map(|payload| quote!(from #payload));
        quote!(#name #from,)
    });
    vec![
        quote! {
            impl UnionCodec for #name {
                const EXPECTING: &'static str = #expecting;
                #(#readers)*
            }
        },
        quote!(union_codec! { #name { #(#variants)* } }),
    ]
}

/// The payload's type, if it has a name of its own and only one variant holds it.
fn only_payload(id: TypeId, union: &Union, ty: &TypeUse) -> Option<TypeId> {
    let unboxed = |ty: &TypeUse| match ty {
        TypeUse::Boxed(inner) => (**inner).clone(),
        ty => ty.clone(),
    };
    let TypeUse::Named(payload) = unboxed(ty) else { return None };
    let holders = union.variants.iter().filter(|it| unboxed(&it.ty) == TypeUse::Named(payload));
    (holders.count() == 1 && payload != id).then_some(payload)
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
    ctx.imports.runtime("Input");
    let function = format_ident!("{function}");
    let body = match plan {
        Plan::Direct(index) => {
            ctx.imports.runtime("Decode");
            let variant = format_ident!("{}", ctx.names[id].variants[*index]);
            quote!(Decode::decode(input).map(Self::#variant))
        }
        Plan::Trial { candidates, exactly_one } => {
            ctx.imports.runtime("Decode");
            ctx.imports.runtime("Content");
            let trial = trial(ctx, id, candidates, *exactly_one);
            quote!(let content = Content::decode(input)?; #trial)
        }
        Plan::Tag(_) => unreachable_plan(),
    };
    quote! {
        fn #function<'de, D: Input<'de>>(input: D) -> Result<Self, D::Error> {
            #body
        }
    }
}

/// The planner gives tags to objects alone.
fn unreachable_plan() -> TokenStream {
    quote!(compile_error!("a tag plan for what is not an object"))
}

fn object_reader(ctx: &mut Context<'_>, id: TypeId, plan: &Plan) -> TokenStream {
    ctx.imports.runtime("Members");
    let body = match plan {
        Plan::Direct(index) => {
            ctx.imports.runtime("decode_map");
            let variant = format_ident!("{}", ctx.names[id].variants[*index]);
            quote!(decode_map(map).map(Self::#variant))
        }
        Plan::Trial { candidates, exactly_one } => {
            ctx.imports.runtime("Content");
            let trial = trial(ctx, id, candidates, *exactly_one);
            quote!(let content = Content::from_map(map)?; #trial)
        }
        Plan::Tag(tag) => {
            ctx.imports.runtime("Object");
            let member = &tag.member;
            let choose = choose(ctx, id, tag);
            quote!(let object = Object::find(#member, map)?; #choose)
        }
    };
    quote! {
        fn object<'de, A: Members<'de>>(map: A) -> Result<Self, A::Error> {
            #body
        }
    }
}

/// Goes by the tag of `object`.
fn choose(ctx: &mut Context<'_>, id: TypeId, tag: &TagPlan) -> TokenStream {
    let values: Vec<&Value> = tag.arms.iter().map(|(value, _)| value).collect();
    let expected = one_of(&values);
    let refuse = quote!(Err(object.refuse(#expected)));
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
    let mut arms: Vec<(Vec<&Value>, TokenStream)> = Vec::new();
    for (value, plan) in &tag.arms {
        let body = follow(ctx, id, plan);
        match arms.iter_mut().find(|(_, it)| it.to_string() == body.to_string()) {
            Some((values, _)) => values.push(value),
            None => arms.push((vec![value], body)),
        }
    }
    let strings = values.iter().all(|it| it.is_string());
    let booleans = values.iter().all(|it| it.is_boolean());
    if strings || booleans {
        let subject = if strings { quote!(object.text()) } else { quote!(object.boolean()) };
        let arms = arms.into_iter().map(|(values, body)| {
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
    let arms = arms.into_iter().map(|(values, body)| {
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
            quote!(object.read().map(Self::#variant))
        }
        Plan::Tag(tag) => {
            ctx.imports.runtime("Object");
            let member = &tag.member;
            let choose = choose(ctx, id, tag);
            quote!({ let object = Object::find(#member, object)?; #choose })
        }
        Plan::Trial { candidates, exactly_one } => {
            let trial = trial(ctx, id, candidates, *exactly_one);
            quote!({ let content = object.into_content()?; #trial })
        }
    }
}

/// Tries candidates on `content`.
fn trial(ctx: &mut Context<'_>, id: TypeId, candidates: &[usize], exactly_one: bool) -> TokenStream {
    ctx.imports.runtime("Trial");
    let start = format_ident!("{}", if exactly_one { "only" } else { "first" });
    let attempts = candidates.iter().map(|index| {
        let name = &ctx.names[id].variants[*index];
        let variant = format_ident!("{name}");
        quote!(trial.attempt(#name, Self::#variant);)
    });
    quote! {
        let mut trial = Trial::#start(&content);
        #(#attempts)*
        trial.finish(Self::EXPECTING)
    }
}

/// Values as a list for an error message.
fn one_of(values: &[&Value]) -> String {
    let shown: Vec<String> = values.iter().take(12).map(|it| docs::code(&it.to_string())).collect();
    let more = if values.len() > 12 { format!(" or {} others", values.len() - 12) } else { String::new() };
    match &shown[..] {
        [only] => format!("{only}{more}"),
        [all @ .., last] if more.is_empty() => format!("{} or {last}", all.join(", ")),
        all => format!("{}{more}", all.join(", ")),
    }
}
