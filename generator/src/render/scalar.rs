//! Enums over known values, and newtypes.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::{Number, Value};

use super::types::type_text_for;
use super::{Context, checks, source};
use crate::model::{Check, Choice, Integer, Shape, TypeId, TypeUse, Wrapper};

/// The impls of an enum over known values.
///
/// # Errors
///
/// Gives what was written and is not Rust.
pub(super) fn choice_impls(
    ctx: &mut Context<'_>,
    id: TypeId,
    choice: &Choice,
) -> Result<Vec<String>, String> {
    let (name, variants) = (&ctx.names[id].name, &ctx.names[id].variants);
    if !choice.is_text() {
        for part in ["LiteralCodec", "literal_codec", "Literal"] {
            ctx.imports.runtime(part);
        }
        let literals = literals(ctx, id, choice);
        let mut all = vec![source::formatted(literals)?, format!("literal_codec!({name});\n")];
        if choice.values.iter().all(|it| it.value.is_i64()) {
            ctx.imports.runtime("integer_choice");
            all.push(format!("integer_choice!({name});\n"));
        }
        return Ok(all);
    }
    ctx.imports.runtime("choice_codec");
    let values = choice.values.iter().filter_map(|it| it.value.as_str());
    let mut lines: Vec<String> =
        values.zip(variants).map(|(value, it)| format!("{} => {it}", source::quoted(value))).collect();
    if choice.open {
        lines.push(format!(".. => {}(UnknownText)", ctx.names[id].unknown));
    }
    Ok(vec![source::table("choice_codec", name, &lines)])
}

fn literals(ctx: &Context<'_>, id: TypeId, choice: &Choice) -> TokenStream {
    let name = ctx.ident(id);
    let variants = ctx.names[id].variants.iter().map(|it| format_ident!("{it}"));
    let values = choice.values.iter().map(|it| checks::literal(&it.value));
    quote! {
        impl LiteralCodec for #name {
            const LITERALS: &'static [(Self, Literal)] = &[#((Self::#variants, #values)),*];
        }
    }
}

/// The impls of a newtype.
pub(super) fn wrapper_impls(
    ctx: &mut Context<'_>,
    id: TypeId,
    wrapper: &Wrapper,
    check: Option<&str>,
) -> Vec<String> {
    let name = ctx.names.with_lifetime(id, "'de");
    let inner = type_text_for("'de", &wrapper.inner, ctx.names, &mut ctx.imports);
    if wrapper.checks.is_empty() && check.is_none() {
        ctx.imports.runtime("plain_wrapper_codec");
        let mut all = vec![format!("plain_wrapper_codec!({name}, {inner});\n")];
        if wrapper.inner == TypeUse::String {
            ctx.imports.runtime("plain_text");
            all.push(format!("plain_text!({name});\n"));
        }
        return all;
    }
    let mut rules = Vec::new();
    for check in &wrapper.checks {
        let Some((mut function, limit)) = rule(ctx, id, check) else { continue };
        if *check == Check::UniqueItems && has_plain_items(ctx, &wrapper.inner) {
            function = "distinct_items";
        }
        ctx.imports.part(function);
        rules.push(format!("{function}({limit})"));
    }
    let is_text = wrapper.inner == TypeUse::String;
    let codec = match &wrapper.inner {
        TypeUse::String => "text_wrapper_codec",
        TypeUse::Boolean | TypeUse::Integer(_) | TypeUse::Double | TypeUse::Number => "scalar_wrapper_codec",
        _ => "wrapper_codec",
    };
    ctx.imports.runtime(codec);
    let mut head = name.clone();
    if !is_text {
        head.extend(["(", &inner, ")"]);
    }
    if let Some(check) = check {
        head.extend([", check = ", check]);
    }
    vec![source::table(codec, &head, &rules)]
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
fn rule(ctx: &mut Context<'_>, id: TypeId, check: &Check) -> Option<(&'static str, String)> {
    let bound = |ctx: &mut Context<'_>, number: &Number| {
        ctx.imports.runtime("Literal");
        checks::literal(&Value::Number(number.clone())).line()
    };
    Some(match check {
        Check::MinLength(n) => ("min_length", n.to_string()),
        Check::MaxLength(n) => ("max_length", n.to_string()),
        Check::Pattern(source) => ("matches", format!("&{}", ctx.pattern(id, source)?)),
        Check::Format(format) => {
            let name = format.constant();
            ctx.imports.runtime(name);
            ("has_format", format!("&{name}"))
        }
        Check::Minimum(n) => ("minimum", bound(ctx, n)),
        Check::ExclusiveMinimum(n) => ("exclusive_minimum", bound(ctx, n)),
        Check::Maximum(n) => ("maximum", bound(ctx, n)),
        Check::ExclusiveMaximum(n) => ("exclusive_maximum", bound(ctx, n)),
        Check::MultipleOf(n) => ("multiple_of", bound(ctx, n)),
        Check::MinItems(n) => ("min_items", n.to_string()),
        Check::MaxItems(n) => ("max_items", n.to_string()),
        Check::UniqueItems => ("unique_items", String::new()),
        Check::MinProperties(n) => ("min_properties", n.to_string()),
        Check::MaxProperties(n) => ("max_properties", n.to_string()),
    })
}
