//! Structs: constants, constructors, codecs.

use serde_json::Value;

use super::types::type_text;
use super::{Context, checks, docs, shallow, source, union};
use crate::model::{Field, Presence, Record, Rest, Shallow, TypeId, TypeUse};
use crate::names::Names;

/// More arguments than this make a call that nobody can read.
const ARGUMENTS: usize = 7;
const INDENT: &str = "    ";
/// That of a table's lines.
const TABLE: &str = "        ";

/// The impls of a struct, in reading order.
///
/// # Errors
///
/// Gives what was written and is not Rust.
pub(super) fn impls(
    ctx: &mut Context<'_>,
    id: TypeId,
    record: &Record,
    check: Option<&str>,
    shallow: Option<&Shallow>,
) -> Result<Vec<String>, String> {
    let mut all = Vec::new();
    let agree = shallow.map(|shallow| shallow::method(ctx, id, record, shallow)).transpose()?;
    all.extend(inherent(ctx, id, record, check, agree.as_deref())?);
    all.extend(from_required(ctx, id, record)?);
    all.extend(builder(ctx, id, record));
    let check = check.map(|check| {
        let agree = if agree.is_some() { " unless members_agree" } else { "" };
        format!(", check = {check}{agree}")
    });
    all.push(codec(ctx, id, record, &check.unwrap_or_default()));
    Ok(all)
}

/// A field as the impls see it.
struct Member<'a> {
    field: &'a Field,
    ident: &'a str,
}

fn members<'a>(names: &'a Names, id: TypeId, record: &'a Record) -> impl Iterator<Item = Member<'a>> {
    let pairs = record.fields.iter().zip(&names[id].fields);
    pairs.map(|(field, ident)| Member { field, ident })
}

fn has_rest(record: &Record) -> bool {
    !matches!(record.rest, Rest::Closed)
}

/// Constants and `validate`.
fn inherent(
    ctx: &mut Context<'_>,
    id: TypeId,
    record: &Record,
    check: Option<&str>,
    agree: Option<&str>,
) -> Result<Option<String>, String> {
    let mut parts = Vec::new();
    for member in members(ctx.names, id, record) {
        if let Presence::Constant(value) = &member.field.presence {
            parts.extend(constant(&member, value));
        }
    }
    if let Some(check) = check {
        ctx.imports.runtime("Violation");
        ctx.imports.runtime("validate");
        parts.push(format!(
            "    /// Checks a value that was built by hand against the whole schema.
    ///
    /// # Errors
    ///
    /// Says which constraint does not hold, and where.
    pub fn validate(&self) -> Result<(), Violation> {{
        validate(self, &{check})
    }}
"
        ));
    }
    parts.extend(agree.map(str::to_owned));
    if parts.is_empty() {
        return Ok(None);
    }
    let whole = ctx.names.with_lifetime(id, "'_");
    source::wrapped(format!("impl {whole} {{\n{}}}\n", parts.join("\n"))).map(Some)
}

fn constant(member: &Member<'_>, value: &Value) -> Option<String> {
    let (ty, value) = match value {
        Value::Bool(value) => ("bool", value.to_string()),
        Value::String(text) => ("&'static str", source::quoted(text)),
        Value::Number(number) if number.is_i64() => ("i64", number.to_string()),
        Value::Number(number) if number.is_u64() => ("u64", number.to_string()),
        Value::Number(number) => ("f64", fraction(number.as_f64()?)),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    let mut text = String::new();
    source::push_docs(
        &mut text,
        INDENT,
        &[format!("The constant member {}.", docs::code(&member.field.wire))],
    );
    text.extend([INDENT, "pub const ", member.ident, ": ", ty, " = ", &value, ";\n"]);
    Some(text)
}

fn fraction(value: f64) -> String {
    proc_macro2::Literal::f64_unsuffixed(value).to_string()
}

/// How a required member is given: as an argument, or left null at first.
fn argument(field: &Field) -> Option<&TypeUse> {
    match (&field.presence, &field.ty) {
        (Presence::Required, TypeUse::Nullable(_)) | (Presence::Optional | Presence::Constant(_), _) => None,
        (Presence::Required, ty) => Some(ty),
    }
}

fn required_count(ctx: &Context<'_>, id: TypeId, record: &Record) -> usize {
    members(ctx.names, id, record).filter(|it| argument(it.field).is_some()).count()
}

/// Whether what a value is made of borrows.
fn is_made_of_borrowed(ctx: &Context<'_>, id: TypeId, record: &Record) -> bool {
    let mut arguments = members(ctx.names, id, record).filter_map(|it| argument(it.field));
    arguments.any(|ty| ctx.names.lifetimes.borrows(ty))
}

/// The line of the constructor, with what there is to say about it.
fn new(ctx: &mut Context<'_>, id: TypeId, record: &Record) -> Option<String> {
    if required_count(ctx, id, record) > ARGUMENTS {
        return None;
    }
    let mut arguments = Vec::new();
    let mut nulls = Vec::new();
    for Member { field, ident } in members(ctx.names, id, record) {
        match argument(field) {
            Some(ty) => arguments.push(parameter(ctx, ident, ty)),
            None if field.presence == Presence::Required => nulls.push(docs::code(&field.wire)),
            None => {}
        }
    }
    // One that the schema does not accept as it is, is no value by default, and people expect that of `new()`.
    let is_refused = arguments.is_empty() && !ctx.defaults.contains_key(&id);
    let words = match &nulls[..] {
        _ if is_refused => "The schema does not accept it yet.".to_owned(),
        [] => String::new(),
        [only] => format!("{only} starts as null."),
        [all @ .., last] => format!("{} and {last} start as null.", all.join(", ")),
    };
    let mut line = String::new();
    if !words.is_empty() {
        line.extend(["/// ", &words, "\n", TABLE]);
    }
    let open = if is_refused { "fn empty(" } else { "fn new(" };
    let never_set = |it: &Member<'_>| settable(it.field).is_some_and(|(ty, _)| ctx.uninhabited.has(ty));
    let unset: Vec<&str> = members(ctx.names, id, record).filter(never_set).map(|it| it.ident).collect();
    let mut rest = ")".to_owned();
    if !unset.is_empty() {
        rest.extend([" without(", &unset.join(", "), ")"]);
    }
    if has_rest(record) {
        rest.extend([", ..", &ctx.names[id].rest]);
    }
    line.push_str(&source::arguments(TABLE, open, &arguments, &rest));
    Some(line)
}

/// The members that the schema does not name, in a struct expression.
fn empty_rest(ctx: &Context<'_>, id: TypeId, record: &Record) -> Option<String> {
    has_rest(record).then(|| format!("{}: Extra::new()", ctx.names[id].rest))
}

fn parameter(ctx: &mut Context<'_>, ident: &str, ty: &TypeUse) -> String {
    let text = type_text(ty, ctx.names, &mut ctx.imports);
    if takes_into(ctx, ty) { format!("{ident}: impl Into<{text}>") } else { format!("{ident}: {text}") }
}

/// Types that callers have in another form at hand.
fn takes_into(ctx: &Context<'_>, ty: &TypeUse) -> bool {
    match ty {
        TypeUse::String | TypeUse::Boxed(_) | TypeUse::Any => true,
        TypeUse::Named(id) => union::is_converted(ctx, *id),
        _ => false,
    }
}

/// What the constructor leaves out, and a setter takes: its type, and whether null is another value of it.
fn settable(field: &Field) -> Option<(&TypeUse, bool)> {
    match (&field.presence, &field.ty) {
        (Presence::Optional, TypeUse::Nullable(inner)) => Some((inner, true)),
        (Presence::Required, TypeUse::Nullable(inner)) => Some((inner, false)),
        (Presence::Optional, ty) => Some((ty, false)),
        (Presence::Required | Presence::Constant(_), _) => None,
    }
}

/// The table of `new` and `with_…`.
fn builder(ctx: &mut Context<'_>, id: TypeId, record: &Record) -> Option<String> {
    if ctx.uninhabited.has_type(id) {
        return None;
    }
    let mut lines: Vec<String> = new(ctx, id, record).into_iter().collect();
    for Member { field, ident } in members(ctx.names, id, record) {
        let Some((ty, null)) = settable(field).filter(|(ty, _)| !ctx.uninhabited.has(ty)) else { continue };
        let plain = ident.trim_end_matches('_');
        // Fields, variants and types are only said to be deprecated: their codecs use them.
        let note = if field.docs.deprecated { "#[deprecated] " } else { "" };
        let mut line = format!("{note}with_{plain}({})", parameter(ctx, ident, ty));
        if null {
            // A member of that name has the setter.
            let is_taken = ctx.names[id].fields.contains(&format!("null_{plain}"));
            line.extend([" | with_null_", plain, if is_taken { "_" } else { "" }]);
        }
        lines.push(line);
    }
    if lines.is_empty() {
        return None;
    }
    ctx.imports.runtime("builder");
    Some(source::table("builder", &ctx.names.with_lifetime(id, "'a"), &lines))
}

/// Where `new` would have too many arguments: its members by name, in a struct of their own.
fn from_required(ctx: &mut Context<'_>, id: TypeId, record: &Record) -> Result<Vec<String>, String> {
    if required_count(ctx, id, record) <= ARGUMENTS {
        return Ok(Vec::new());
    }
    let (name, parts) = (&ctx.names[id].name, &ctx.names[id].parts);
    let lifetime = if is_made_of_borrowed(ctx, id, record) { "<'a>" } else { "" };
    let whole = ctx.names.with_lifetime(id, if lifetime.is_empty() { "'_" } else { "'a" });
    let mut declared = String::new();
    let words = format!("The members that [`{name}`] needs: it is made from them by `into`.");
    source::push_docs(&mut declared, "", &[words]);
    declared.extend(["#[derive(Clone, Debug)]\npub struct ", parts, lifetime, " {\n"]);
    let mut fields = Vec::new();
    for Member { field, ident } in members(ctx.names, id, record) {
        match (&field.presence, argument(field)) {
            (Presence::Constant(_), _) => {}
            (_, Some(ty)) => {
                let ty = type_text(ty, ctx.names, &mut ctx.imports);
                source::push_docs(&mut declared, INDENT, &[format!("See [`{name}::{ident}`].")]);
                declared.extend([INDENT, "pub ", ident, ": ", &ty, ",\n"]);
                fields.push(format!("{ident}: parts.{ident}"));
            }
            (_, None) => fields.push(format!("{ident}: None")),
        }
    }
    declared.push_str("}\n");
    fields.extend(empty_rest(ctx, id, record));
    let parts = format!("{parts}{lifetime}");
    let mut from =
        format!("impl{lifetime} From<{parts}> for {whole} {{\n    fn from(parts: {parts}) -> Self {{\n");
    source::push_struct(&mut from, "        Self {", &fields);
    from.push_str("    }\n}\n");
    Ok(vec![source::wrapped(declared)?, source::wrapped(from)?])
}

/// The table of the members.
fn codec(ctx: &mut Context<'_>, id: TypeId, record: &Record, check: &str) -> String {
    ctx.imports.runtime("object_codec");
    let mut constants = Vec::new();
    let mut lines = Vec::new();
    for Member { field, ident } in members(ctx.names, id, record) {
        let wire = source::quoted(&field.wire);
        match &field.presence {
            Presence::Constant(value) => {
                if value.is_array() || value.is_object() {
                    ctx.imports.runtime("Literal");
                }
                constants.push(format!("const {wire} => {}", constant_literal(ident, value)));
            }
            Presence::Required => lines.push(format!("{wire} => required({ident})")),
            Presence::Optional => lines.push(format!("{wire} => optional({ident})")),
        }
    }
    if !record.forbidden.is_empty() {
        let names: Vec<String> = record.forbidden.iter().map(|it| source::quoted(it)).collect();
        lines.push(format!("never {}", names.join(" | ")));
    }
    let rest = &ctx.names[id].rest;
    match &record.rest {
        Rest::Closed => {}
        Rest::Open(_) => lines.push(format!(".. => {rest}")),
        Rest::Matching(patterns, _) => {
            let patterns: Vec<Option<String>> = patterns.iter().map(|it| ctx.pattern(id, it)).collect();
            // A pattern that every name matches leaves nothing to refuse.
            let patterns: Option<Vec<String>> = patterns.into_iter().collect();
            lines.push(match patterns {
                Some(patterns) => format!(".. => {rest} if {}", patterns.join(" | ")),
                None => format!(".. => {rest}"),
            });
        }
    }
    constants.append(&mut lines);
    let name = ctx.names.with_lifetime(id, "'de");
    source::table("object_codec", &format!("{name}{check}"), &constants)
}

/// A constant member: the variant of `Literal`, a local that notes whether it was there, and the value, by
/// its associated constant where that has the type.
fn constant_literal(ident: &str, value: &Value) -> String {
    let seen = format!("{}_seen", ident.to_lowercase().trim_end_matches('_'));
    let literal = |value: &Value| checks::literal(value).line();
    match value {
        Value::Bool(_) => format!("Bool({seen}, Self::{ident})"),
        Value::String(_) => format!("Text({seen}, Self::{ident})"),
        Value::Number(number) if number.is_u64() => format!("Uint({seen}, {number})"),
        Value::Number(number) if number.is_i64() => format!("Int({seen}, {number})"),
        Value::Number(number) => format!("Float({seen}, {})", fraction(number.as_f64().unwrap_or_default())),
        Value::Null => format!("Null({seen})"),
        Value::Array(all) => {
            let all: Vec<String> = all.iter().map(literal).collect();
            format!("Array({seen}, &[{}])", all.join(", "))
        }
        Value::Object(members) => {
            let member =
                |(name, value): (&String, &Value)| format!("({}, {})", source::quoted(name), literal(value));
            let members: Vec<String> = members.iter().map(member).collect();
            format!("Object({seen}, &[{}])", members.join(", "))
        }
    }
}
