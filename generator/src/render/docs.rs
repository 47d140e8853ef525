//! What the generated code says to people.

use std::borrow::Cow;
use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::defaults::DefaultValue;
use super::examples::Examples;
use super::markdown;
use crate::model::{
    Check, Docs, Model, Payload, Plan, Presence, Residual, Rest, Root, Shape, Type, TypeId, TypeUse,
};
use crate::names::Names;
use crate::schema::{Body, Schemas};

/// The words for each item, from the schema.
pub(super) struct Words<'a> {
    pub(super) model: &'a Model,
    pub(super) names: &'a Names,
    pub(super) schemas: &'a Schemas,
    pub(super) examples: Examples<'a>,
    pub(super) defaults: &'a BTreeMap<TypeId, DefaultValue>,
}

/// Doc attributes, one a line, so that they print as `///`.
pub(super) fn attributes(lines: &[String]) -> Vec<TokenStream> {
    let attribute = |line: &String| {
        let line = if line.is_empty() { String::new() } else { format!(" {line}") };
        quote!(#[doc = #line])
    };
    lines.iter().map(attribute).collect()
}

impl Words<'_> {
    /// What a type stands for, how it is told apart or checked, and where it comes from.
    pub(super) fn of_type(&self, id: TypeId) -> Vec<String> {
        let ty = &self.model[id];
        let mut paragraphs = Vec::new();
        match (&ty.docs.description, &ty.docs.title) {
            (Some(text), _) | (None, Some(text)) => paragraphs.push(clean(text)),
            (None, None) => paragraphs.push(vec![Self::fallback(ty)]),
        }
        paragraphs.extend(Self::told(ty).map(|it| vec![it]));
        if let Some(residual) = &ty.residual {
            let checks: Vec<String> = residual.keywords.iter().map(|it| self.check(residual, it)).collect();
            paragraphs.push(vec![format!("Checked as a whole: {}.", checks.join(", "))]);
        }
        let shown = self.examples.of_type(id);
        // A format that is checked was told with the checks, and an example is told once.
        let format = ty.docs.format.clone().filter(|it| !is_checked(&ty.shape, it));
        let examples = if shown.is_some() { Vec::new() } else { ty.docs.examples.clone() };
        paragraphs.extend(notes(&Docs { examples, format, ..ty.docs.clone() }).map(|it| vec![it]));
        let pointer = &self.schemas[ty.origin.schema].location.pointer;
        paragraphs.push(vec![format!("Schema: {}", code(&format!("#{pointer}")))]);
        paragraphs.extend(shown);
        paragraphs.join(&String::new())
    }

    /// What a keyword of a residual asks for: in words where they are few.
    fn check(&self, residual: &Residual, keyword: &str) -> String {
        let schemas = residual.schemas.iter().filter_map(|id| match &self.schemas[*id].body {
            Body::Keywords(keywords) => Some(keywords),
            Body::Boolean(_) => None,
        });
        let words = schemas.filter_map(|it| match keyword {
            "minProperties" => it.min_properties.map(|n| format!("at least {}", counted(n, "member"))),
            "maxProperties" => it.max_properties.map(|n| format!("at most {}", counted(n, "member"))),
            "dependentRequired" => {
                let pairs = it.dependent_required.iter().map(|(name, needed)| {
                    let needed: Vec<String> = needed.iter().map(|it| code(it)).collect();
                    format!("{} wherever {} is there", needed.join(" and "), code(name))
                });
                Some(pairs.collect::<Vec<_>>().join(", ")).filter(|it| !it.is_empty())
            }
            _ => None,
        });
        let words: Vec<String> = words.collect();
        if words.is_empty() { code(keyword) } else { words.join(", ") }
    }

    /// What a name for a use of another type stands for.
    pub(super) fn of_root(&self, root: &Root) -> Vec<String> {
        let mut paragraphs = match (&root.docs.description, &root.docs.title) {
            (Some(text), _) | (None, Some(text)) => vec![clean(text)],
            (None, None) => vec![vec![self.use_words(&root.ty)]],
        };
        paragraphs.extend(notes(&root.docs).map(|it| vec![it]));
        paragraphs.push(vec![format!(
            "Schema: {}",
            code(&format!("#{}", self.schemas[root.schema].location.pointer))
        )]);
        paragraphs.join(&String::new())
    }

    fn fallback(ty: &Type) -> String {
        match &ty.shape {
            Shape::Record(record) => match &record.rest {
                Rest::Closed => "An object without further members.".to_owned(),
                Rest::Open(_) | Rest::Matching(..) => "An object.".to_owned(),
            },
            Shape::Choice(choice) if choice.values.len() == 1 => {
                let lead = if choice.open { "So far always" } else { "Always" };
                format!("{lead} {}.", code(&choice.values[0].value.to_string()))
            }
            Shape::Choice(_) => "One of the known values.".to_owned(),
            Shape::Union(_) => "One of several forms.".to_owned(),
            Shape::Wrapper(wrapper) => match &wrapper.inner {
                TypeUse::String => "A text.".to_owned(),
                TypeUse::Sequence(_) => "A list.".to_owned(),
                TypeUse::Map(_) => "A map by name.".to_owned(),
                TypeUse::Integer(_) => "An integer.".to_owned(),
                TypeUse::Double | TypeUse::Number => "A number.".to_owned(),
                TypeUse::Any => "A JSON value.".to_owned(),
                _ => "A value.".to_owned(),
            },
        }
    }

    /// How variants are told apart, or what is checked.
    fn told(ty: &Type) -> Option<String> {
        match &ty.shape {
            Shape::Union(union) => {
                let plan = &union.plan;
                let kinds =
                    [&plan.null, &plan.boolean, &plan.number, &plan.string, &plan.array, &plan.object];
                let by_type = kinds.iter().filter(|it| it.is_some()).count() > 1;
                let by = |plan: &Plan| match plan {
                    Plan::Direct(_) | Plan::Constants { other: None, .. } => None,
                    Plan::Constants { .. } => Some("value".to_owned()),
                    Plan::Tag(tag) => Some(code(&tag.tag.path())),
                    Plan::Presence(plan) => {
                        let names: Vec<String> = plan.arms.iter().map(|(name, _)| code(name)).collect();
                        Some(format!("which of {} is there", names.join(", ")))
                    }
                    Plan::Trial { exactly_one: true, .. } => {
                        Some("which form matches; exactly one may".to_owned())
                    }
                    Plan::Trial { .. } => Some("which form matches, the most specific one first".to_owned()),
                };
                let mut ways = Vec::new();
                if by_type {
                    ways.push("JSON type".to_owned());
                }
                for way in kinds.into_iter().flatten().filter_map(by) {
                    if !ways.contains(&way) {
                        ways.push(way);
                    }
                }
                (!ways.is_empty()).then(|| format!("Told apart by {}.", ways.join(", then ")))
            }
            Shape::Wrapper(wrapper) => in_words(&wrapper.checks),
            Shape::Choice(choice) if choice.open => Some("Other texts are kept as they are.".to_owned()),
            Shape::Choice(_) | Shape::Record(_) => None,
        }
    }

    /// What a field holds and whether it has to be there.
    pub(super) fn of_field(&self, id: TypeId, ident: &str) -> Vec<String> {
        let Shape::Record(record) = &self.model[id].shape else { return Vec::new() };
        let own = &self.names[id];
        let Some(index) = own.fields.iter().position(|it| it == ident) else {
            return vec![rest_words(&record.rest).to_owned()];
        };
        let field = &record.fields[index];
        let mut paragraphs = Vec::new();
        match (&field.docs.description, &field.docs.title) {
            (Some(text), _) | (None, Some(text)) => paragraphs.push(clean(text)),
            (None, None) => paragraphs.push(vec![format!("The member {}.", code(&field.wire))]),
        }
        let nullable = matches!(field.ty, TypeUse::Nullable(_));
        let presence = match (&field.presence, nullable) {
            (Presence::Required, true) => Some("Required, may be null."),
            (Presence::Optional, true) => Some("Optional, may be null."),
            (Presence::Required | Presence::Optional | Presence::Constant(_), _) => None,
        };
        let mut line: Vec<String> = presence.map(str::to_owned).into_iter().collect();
        line.extend(notes(&field.docs));
        if !line.is_empty() {
            paragraphs.push(vec![line.join(" ")]);
        }
        paragraphs.join(&String::new())
    }

    /// What a variant stands for.
    pub(super) fn of_variant(&self, id: TypeId, index: usize) -> Vec<String> {
        match &self.model[id].shape {
            Shape::Choice(choice) => match choice.values.get(index) {
                Some(it) => {
                    let wire = match &it.value {
                        Value::String(text) if !text.is_empty() => code(text),
                        value => code(&value.to_string()),
                    };
                    match &it.description {
                        Some(text) => with_lead(&wire, &clean(text)),
                        None => vec![wire],
                    }
                }
                None => vec!["A text that the schema does not list.".to_owned()],
            },
            Shape::Union(union) => {
                let variant = &union.variants[index];
                let lead = match (&variant.payload, &variant.tag) {
                    (Payload::Constant(Value::String(text)), _) => Some(code(text)),
                    (Payload::Constant(value), _) => Some(code(&value.to_string())),
                    (_, Some((_, Value::String(text)))) => Some(code(text)),
                    (_, Some((tag, value))) => {
                        Some(format!("{} is {}", code(&tag.path()), code(&value.to_string())))
                    }
                    (_, None) => None,
                };
                let words =
                    variant.docs.description.as_ref().or(variant.docs.title.as_ref()).map(|it| clean(it));
                match (lead, words) {
                    (Some(lead), Some(words)) => with_lead(&lead, &words),
                    (Some(lead), None) => vec![lead],
                    (None, Some(words)) => words,
                    (None, None) => vec![match variant.ty() {
                        Some(ty) => self.use_words(ty),
                        None => "An object that the schema does not know, kept as it is.".to_owned(),
                    }],
                }
            }
            Shape::Record(_) | Shape::Wrapper(_) => Vec::new(),
        }
    }

    fn use_words(&self, ty: &TypeUse) -> String {
        match ty {
            TypeUse::Named(id) => format!("See [`{}`].", self.names[*id].name),
            TypeUse::Null => "Null.".to_owned(),
            TypeUse::Boolean => "A boolean.".to_owned(),
            TypeUse::Integer(_) => "An integer.".to_owned(),
            TypeUse::Double | TypeUse::Number => "A number.".to_owned(),
            TypeUse::String => "A text.".to_owned(),
            TypeUse::Any => "Any other value.".to_owned(),
            TypeUse::Never => "Never there.".to_owned(),
            TypeUse::Sequence(_) | TypeUse::Tuple(_) | TypeUse::Leading(..) => "A list.".to_owned(),
            TypeUse::Map(_) => "A map by name.".to_owned(),
            TypeUse::Boxed(inner) | TypeUse::Nullable(inner) => self.use_words(inner),
        }
    }
}

fn rest_words(rest: &Rest) -> &'static str {
    match rest {
        Rest::Closed => "",
        Rest::Open(_) => "Members that the schema does not name.",
        Rest::Matching(..) => "Members whose names match the schema's pattern.",
    }
}

/// The schema's other annotations in a line.
fn notes(docs: &Docs) -> Option<String> {
    let mut notes = Vec::new();
    if docs.deprecated {
        notes.push("Deprecated.".to_owned());
    }
    if docs.read_only {
        notes.push("Read only.".to_owned());
    }
    if docs.write_only {
        notes.push("Write only.".to_owned());
    }
    if let Some(format) = &docs.format {
        notes.push(format!("Format: {}.", code(format)));
    }
    if let Some(default) = docs.default.as_ref().map(ToString::to_string).filter(|it| it.len() <= 60) {
        notes.push(format!("Default: {}.", code(&default)));
    }
    let example = docs.examples.first().map(|it| match it {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    });
    if let Some(example) = example.filter(|it| !it.is_empty() && it.len() <= 60) {
        notes.push(format!("Example: {}", code(&example)));
    }
    (!notes.is_empty()).then(|| notes.join(" "))
}

/// Whether the type checks a format, rather than noting it.
fn is_checked(shape: &Shape, name: &str) -> bool {
    let Shape::Wrapper(wrapper) = shape else { return false };
    wrapper.checks.iter().any(|check| matches!(check, Check::Format(format) if format.name() == name))
}

/// The checks of a wrapper in words.
pub(crate) fn in_words(checks: &[Check]) -> Option<String> {
    let mut words = Vec::new();
    let mut left = checks;
    while let Some(first) = left.first() {
        // Two bounds are told together.
        let both = match left {
            [Check::MinLength(min), Check::MaxLength(max), ..] => Some(between(*min, *max, "character")),
            [Check::MinItems(min), Check::MaxItems(max), ..] => Some(between(*min, *max, "item")),
            [Check::MinProperties(min), Check::MaxProperties(max), ..] => Some(between(*min, *max, "member")),
            [Check::Minimum(min), Check::Maximum(max), ..] => Some(format!("from {min} to {max}")),
            _ => None,
        };
        left = &left[1 + usize::from(both.is_some())..];
        words.push(both.unwrap_or_else(|| in_word(first)));
    }
    let mut text = words.join(", ");
    let first = text.chars().next()?;
    text.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
    text.push('.');
    Some(text)
}

fn in_word(check: &Check) -> String {
    match check {
        Check::MinLength(n) => format!("at least {}", counted(*n, "character")),
        Check::MaxLength(n) => format!("at most {}", counted(*n, "character")),
        Check::Pattern(pattern) => format!("matches {}", code(pattern)),
        Check::Format(format) => format!("of the format {}", code(format.name())),
        Check::Minimum(n) => format!("at least {n}"),
        Check::ExclusiveMinimum(n) => format!("more than {n}"),
        Check::Maximum(n) => format!("at most {n}"),
        Check::ExclusiveMaximum(n) => format!("less than {n}"),
        Check::MultipleOf(n) => format!("a multiple of {n}"),
        Check::MinItems(n) => format!("at least {}", counted(*n, "item")),
        Check::MaxItems(n) => format!("at most {}", counted(*n, "item")),
        Check::UniqueItems => "no two items are equal".to_owned(),
        Check::MinProperties(n) => format!("at least {}", counted(*n, "member")),
        Check::MaxProperties(n) => format!("at most {}", counted(*n, "member")),
    }
}

fn between(min: u64, max: u64, noun: &str) -> String {
    if min == max {
        format!("exactly {}", counted(max, noun))
    } else {
        format!("{min} to {}", counted(max, noun))
    }
}

fn counted(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Words after what they are about: on its line, but where they begin with a list, a heading or a fence.
fn with_lead(lead: &str, words: &[String]) -> Vec<String> {
    let mut lines = words.to_vec();
    match lines.first_mut() {
        Some(first) if begins_block(first) => drop(lines.splice(..0, [format!("{lead}:"), String::new()])),
        Some(first) => *first = format!("{lead}: {first}"),
        None => lines.push(lead.to_owned()),
    }
    lines
}

/// Whether a line of Markdown begins something other than a paragraph.
fn begins_block(line: &str) -> bool {
    let after_number = line.trim_start_matches(|it: char| it.is_ascii_digit());
    ["```", "#", "|", ">", "- ", "* ", "+ "].iter().any(|it| line.starts_with(it))
        || (after_number.len() < line.len() && after_number.starts_with(". "))
}

/// A text as inline code of Markdown.
pub(super) fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() || is_hidden(c) { ' ' } else { c }).collect();
    let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or_default();
    let (fence, pad) = ("`".repeat(longest + 1), if longest > 0 { " " } else { "" });
    [&fence, pad, &text, pad, &fence].concat()
}

/// A schema's text as doc lines: nothing hidden, no code that rustdoc would run.
pub(super) fn clean(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        let line = seen(line);
        let trimmed = line.trim();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            fenced = !fenced;
            // Rust is what rustdoc takes a fence for that does not say otherwise.
            lines.push(if fenced { "```text".to_owned() } else { "```".to_owned() });
        } else if fenced {
            lines.push(line.trim_end().to_owned());
        } else {
            lines.push(markdown::line(trimmed));
        }
    }
    if fenced {
        lines.push("```".to_owned());
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    let start = lines.iter().position(|it| !it.is_empty()).unwrap_or(0);
    lines.drain(..start);
    lines.dedup_by(|a, b| a.is_empty() && b.is_empty());
    if lines.is_empty() {
        lines.push("No description.".to_owned());
    }
    lines
}

/// A line without what is not seen; most lines have nothing of that.
fn seen(line: &str) -> Cow<'_, str> {
    if line.bytes().all(|it| matches!(it, b' '..=b'~')) {
        return Cow::Borrowed(line);
    }
    line.chars().filter(|c| !is_hidden(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Whether a text has characters that are not seen.
pub(super) fn has_hidden(text: &str) -> bool {
    text.chars().any(|it| it.is_control() || is_hidden(it))
}

/// Characters that change how a text is shown without being seen.
pub(super) fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{0}' | '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}
