//! Instances that show what a type is.

use std::fmt::Write as _;

use serde_json::Value;

use super::{Input, docs, object_of_examples, source};
use crate::model::{Derives, Origin, Payload, Segment, Shape, TypeId, TypeUse, Variant};
use crate::names::snake;
use crate::normalize::{Normalizer, Term, accepted_by_both, branches};
use crate::schema::TypeSet;

/// A longer instance shows nothing at a glance.
const LINES: usize = 16;
/// What an instance puts on one line is no longer.
const WIDTH: usize = 80;
/// A `match` in an example has no more arms for variants.
const ARMS: usize = 4;

/// Instances that a type may accept, and where they are from, the most telling ones first.
pub(crate) fn candidates(
    input: &Input<'_>,
    normalizer: &Normalizer<'_>,
    id: TypeId,
    term: &Term,
) -> Vec<(Value, String)> {
    let made = || Some((accepted_by_both(normalizer, term, term)?, "made from the schema".to_owned()));
    by_people(input, id).chain(std::iter::once_with(made).flatten()).collect()
}

/// The instances that people wrote: in the schema, in files, of members.
fn by_people(input: &Input<'_>, id: TypeId) -> impl Iterator<Item = (Value, String)> {
    let own = input.model[id].docs.examples.iter().cloned();
    let own = own.map(|value| (value, "the schema's example".to_owned()));
    let files = input.source.examples.iter().filter(move |it| it.ty == input.names[id].name);
    let files = files.filter_map(|it| Some((serde_json::from_slice(&it.bytes).ok()?, it.path.clone())));
    let whole = object_of_examples(input.model, id);
    own.chain(files).chain(whole.map(|value| (value, "the members' examples".to_owned())))
}

/// The instances that a type is for.
pub(crate) fn term_of(normalizer: &Normalizer<'_>, origin: &Origin) -> Option<Term> {
    let mut term = Term::of(normalizer.schemas, origin.schema);
    for segment in &origin.path {
        let flat = normalizer.flat(&term);
        term = match segment {
            Segment::Member(wire) => flat.object.properties.get(wire)?.clone(),
            Segment::Rest => flat.object.rest.clone(),
            Segment::Item(index) => flat.array.item(index.unwrap_or(usize::MAX)).clone(),
            Segment::Branch(schema) => {
                let all = flat.alternatives.iter().flat_map(|it| branches(normalizer, &term, it));
                all.filter(|it| it.schema == *schema).map(|it| it.term).next()?
            }
            Segment::Part(name) => term.only(part(name)?),
        };
    }
    Some(term)
}

fn part(name: &str) -> Option<TypeSet> {
    Some(match name {
        "null" => TypeSet::NULL,
        "boolean" => TypeSet::BOOLEAN,
        "integer" => TypeSet::INTEGER,
        "number" => TypeSet::NUMBER,
        "string" => TypeSet::STRING,
        "array" => TypeSet::ARRAY,
        "object" => TypeSet::OBJECT,
        _ => return None,
    })
}

/// The examples of a source's types, as they stand in docs.
pub(super) struct Examples<'a> {
    input: &'a Input<'a>,
    normalizer: &'a Normalizer<'a>,
    /// The crate as its users name it; without one, there are no examples.
    package: Option<String>,
}

impl<'a> Examples<'a> {
    pub(super) fn new(input: &'a Input<'a>, normalizer: &'a Normalizer<'a>) -> Self {
        let package = input.source.package.as_ref().map(crate::config::Package::crate_name);
        Self { input, normalizer, package }
    }

    /// Whether the schema of a type accepts an instance.
    pub(super) fn accepts(&self, id: TypeId, value: &Value) -> bool {
        let term = term_of(self.normalizer, &self.input.model[id].origin);
        term.is_some_and(|it| self.normalizer.accepts(&it, value))
    }

    /// Instances that the type accepts, as JSON. Those that are made up from the schema show nothing that the
    /// type does not.
    fn instances(&self, id: TypeId) -> impl Iterator<Item = Vec<String>> {
        let term = term_of(self.normalizer, &self.input.model[id].origin);
        by_people(self.input, id).filter_map(move |(value, _)| {
            let lines = pretty(&value);
            let is_plain = !value.is_null() && !lines.iter().any(|it| docs::has_hidden(it));
            let is_short = lines.len() <= LINES;
            (is_plain && is_short && self.normalizer.takes(term.as_ref()?, &value)).then_some(lines)
        })
    }

    /// The shortest instance.
    fn instance(&self, id: TypeId) -> Option<Vec<String>> {
        self.instances(id).min_by_key(Vec::len)
    }

    /// A test in the docs of a type: how an instance is read.
    pub(super) fn of_type(&self, id: TypeId) -> Option<Vec<String>> {
        let package = self.package.as_ref()?;
        let Input { source, model, names, .. } = *self.input;
        let name = &names[id].name;
        let lines = match &model[id].shape {
            // The docs of its variants say it all.
            Shape::Choice(_) => return None,
            Shape::Wrapper(wrapper) if wrapper.inner == TypeUse::String => {
                let text = self.instance(id)?.concat();
                let text: String = serde_json::from_str(&text).ok()?;
                vec![format!("let it = {name}::try_from({})?;", source::quoted(&text))]
            }
            Shape::Record(_) | Shape::Union(_) | Shape::Wrapper(_) => {
                let read = format!("let it: {name} = serde_json::from_str(");
                let mut lines = literal(&read, &self.instance(id)?);
                lines.last_mut()?.push_str(")?;");
                lines
            }
        };
        let mut all = vec!["```".to_owned(), format!("# use {package}::{}::{name};", source.module)];
        all.extend(lines);
        all.push("# Ok::<(), Box<dyn std::error::Error>>(())".to_owned());
        all.push("```".to_owned());
        Some(all)
    }

    /// A test in the docs of the module: how an instance of its first type is read, used and written.
    pub(super) fn of_module(&self, derives: &[Derives]) -> Option<Vec<String>> {
        let package = self.package.as_ref()?;
        let Input { source, model, names, .. } = *self.input;
        let roots = model.roots.iter().filter_map(|it| match &it.ty {
            TypeUse::Named(id) => Some(*id),
            _ => None,
        });
        let is_object = |id: &TypeId| matches!(model[*id].shape, Shape::Record(_) | Shape::Union(_));
        let (id, instance) =
            roots.filter(is_object).find_map(|id| Some((id, self.instances(id).max_by_key(Vec::len)?)))?;
        let name = &names[id].name;
        let local = local(name);
        let mut lines = literal("let text = ", &instance);
        lines.last_mut()?.push(';');
        lines.push(format!("let {local}: {name} = serde_json::from_str(text)?;"));
        lines.extend(self.used(id, &local));
        let value: Value = serde_json::from_str(&instance.concat()).ok()?;
        if is_written_alike(&value, derives[id.0 as usize].eq) {
            lines.push(format!("let written = serde_json::to_value(&{local})?;"));
            lines.push("assert_eq!(written, serde_json::from_str::<serde_json::Value>(text)?);".to_owned());
        } else {
            lines.push(format!("let written = serde_json::to_string(&{local})?;"));
            lines.push(format!("assert_eq!(serde_json::from_str::<{name}>(&written)?, {local});"));
        }
        let mut all = vec!["```".to_owned()];
        // Without the feature there is nothing to show.
        let feature = source.feature();
        all.extend(feature.map(|it| format!("# #[cfg(feature = {})] {{", source::quoted(it))));
        all.push(format!("use {package}::{}::{name};", source.module));
        all.push(String::new());
        all.extend(lines);
        all.extend(feature.map(|_| "# }".to_owned()));
        all.push("# Ok::<(), serde_json::Error>(())".to_owned());
        all.push("```".to_owned());
        Some(all)
    }

    /// How a value is used: its variants told apart, or a member read.
    fn used(&self, id: TypeId, local: &str) -> Vec<String> {
        let own = &self.input.names[id];
        let Shape::Union(union) = &self.input.model[id].shape else {
            return self
                .member(id, local)
                .map(|it| vec![format!("println!(\"{{:?}}\", {it});")])
                .unwrap_or_default();
        };
        let mut lines = vec![format!("match &{local} {{")];
        for (variant, name) in union.variants.iter().zip(&own.variants).take(ARMS) {
            let arm = self.arm(variant);
            lines.push(format!("    {}::{name}{arm},", own.name));
        }
        if union.variants.len() > ARMS || union.is_open() {
            lines.push("    _ => println!(\"something else\"),".to_owned());
        }
        lines.push("}".to_owned());
        lines
    }

    fn arm(&self, variant: &Variant) -> String {
        let of = match &variant.payload {
            Payload::Constant(_) => return " => println!(\"the constant\")".to_owned(),
            Payload::Unknown => None,
            Payload::Type(ty) => match ty {
                TypeUse::Named(id) => self.member(*id, "it"),
                _ => None,
            },
        };
        format!("(it) => println!(\"{{:?}}\", {})", of.as_deref().unwrap_or("it"))
    }

    /// The first member that has a field.
    fn member(&self, id: TypeId, local: &str) -> Option<String> {
        let own = &self.input.names[id];
        let Shape::Record(record) = &self.input.model[id].shape else { return None };
        let fields = record.fields.iter().zip(&own.fields);
        let mut fields =
            fields.filter(|(field, _)| !matches!(field.presence, crate::model::Presence::Constant(_)));
        fields.next().map(|(_, ident)| format!("{local}.{ident}"))
    }
}

/// Whether all numbers come back as they stand, and not only with the same value: 1 in 64 bits is written as 1.0, and
/// 1.0 as an integer as 1.
fn is_written_alike(value: &Value, holds_no_double: bool) -> bool {
    match value {
        Value::Number(number) => match number.as_f64() {
            Some(double) if number.is_f64() => double.fract() != 0.0,
            _ => holds_no_double,
        },
        Value::Array(items) => items.iter().all(|it| is_written_alike(it, holds_no_double)),
        Value::Object(members) => members.values().all(|it| is_written_alike(it, holds_no_double)),
        Value::Null | Value::Bool(_) | Value::String(_) => true,
    }
}

/// What a value of the type may be called: the last word of its name.
fn local(name: &str) -> String {
    let name = snake(name);
    let last = name.trim_end_matches('_').rsplit('_').next().unwrap_or_default();
    // No keyword, and neither of the example's own names.
    match last {
        "" | "text" | "written" => "it".to_owned(),
        last => snake(last),
    }
}

/// JSON as a raw string after the beginning of a line.
fn literal(begin: &str, json: &[String]) -> Vec<String> {
    let text = super::round_trip::raw(&json.join("\n"));
    format!("{begin}{text}").lines().map(str::to_owned).collect()
}

/// JSON on lines, where what is short stands on one.
pub(super) fn pretty(value: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    write(value, 0, &mut String::new(), &mut lines);
    lines
}

fn write(value: &Value, depth: usize, begin: &mut String, lines: &mut Vec<String>) {
    let length = begin.len();
    let fits = write_on_line(value, begin);
    let (open, close) = match value {
        Value::Object(members) if !members.is_empty() && (depth == 0 || !fits) => ("{", "}"),
        Value::Array(items) if !items.is_empty() && !fits => ("[", "]"),
        _ => return lines.push(std::mem::take(begin)),
    };
    begin.truncate(length);
    let pad = "    ".repeat(depth + 1);
    lines.push(format!("{begin}{open}"));
    let parts: Vec<(String, &Value)> = match value {
        Value::Object(members) => {
            members.iter().map(|(name, it)| (format!("{pad}{}: ", Value::from(name.as_str())), it)).collect()
        }
        Value::Array(items) => items.iter().map(|it| (pad.clone(), it)).collect(),
        _ => Vec::new(),
    };
    let count = parts.len();
    for (index, (mut begin, part)) in parts.into_iter().enumerate() {
        write(part, depth + 1, &mut begin, lines);
        if index + 1 < count
            && let Some(last) = lines.last_mut()
        {
            last.push(',');
        }
    }
    lines.push(format!("{}{close}", "    ".repeat(depth)));
}

/// Adds a value to a line. Stops, and says so, where it has parts and is longer than the line.
fn write_on_line(value: &Value, line: &mut String) -> bool {
    let parts = |line: &mut String, open: &str, close: &str, write: &mut dyn FnMut(&mut String) -> bool| {
        line.push_str(open);
        let fits = write(line);
        line.push_str(close);
        fits && line.len() <= WIDTH
    };
    match value {
        Value::Array(items) => parts(line, "[", "]", &mut |line| {
            items.iter().enumerate().all(|(index, it)| {
                line.push_str(if index > 0 { ", " } else { "" });
                write_on_line(it, line) && line.len() <= WIDTH
            })
        }),
        Value::Object(members) if !members.is_empty() => parts(line, "{ ", " }", &mut |line| {
            members.iter().enumerate().all(|(index, (name, it))| {
                line.push_str(if index > 0 { ", " } else { "" });
                let _ = write!(line, "{}: ", Value::from(name.as_str()));
                write_on_line(it, line) && line.len() <= WIDTH
            })
        }),
        value => {
            let _ = write!(line, "{value}");
            line.len() <= WIDTH
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{local, pretty};
    use crate::config::{InputFile, Package, Source};
    use crate::generate;

    #[test]
    fn short_parts_stand_on_one_line() {
        let long = "a text that leaves no place for another one beside it on a line of this width";
        let value = json!({"a": [1, {"b": {}}], "c": [long, null]});
        let expected = format!(
            "{{\n    \"a\": [1, {{ \"b\": {{}} }}],\n    \"c\": [\n        \"{long}\",\n        null\n    ]\n}}"
        );
        assert_eq!(pretty(&value).join("\n"), expected);
        assert_eq!(pretty(&json!([])), ["[]"]);
    }

    #[test]
    fn locals_are_no_keywords() {
        assert_eq!(local("AnswerText"), "it");
        assert_eq!(local("UserType"), "type_");
    }

    /// The docs of the module `shop` of the crate `shop-types`.
    fn docs(schema: &str) -> String {
        let file = InputFile { path: "shop.json".to_owned(), bytes: schema.as_bytes().to_vec() };
        let package =
            Package { name: "shop-types".to_owned(), features: [String::from("shop")].into_iter().collect() };
        let source = Source { package: Some(package), ..Source::new("shop", vec![file]) };
        let (generated, found) = generate(&source);
        assert_eq!(found, []);
        generated.expect("nothing was found wrong").files["src/shop.rs"].clone()
    }

    #[test]
    fn numbers_are_compared_as_values_where_they_are_written_another_way() {
        let of = |ty: &str, example: &str| {
            docs(&format!(
                r#"{{"type": "object", "properties": {{"q": {{"type": "{ty}"}}}}, "examples": [{{"q": {example}}}]}}"#
            ))
        };
        for (ty, example) in [("number", "1"), ("integer", "1.0")] {
            let text = of(ty, example);
            assert!(
                text.contains("//! assert_eq!(serde_json::from_str::<Shop>(&written)?, shop);"),
                "{text}"
            );
        }
        for (ty, example) in [("number", "1.5"), ("integer", "1")] {
            let text = of(ty, example);
            let expected = "//! assert_eq!(written, serde_json::from_str::<serde_json::Value>(text)?);";
            assert!(text.contains(expected), "{text}");
        }
    }

    #[test]
    fn docs_show_what_the_schema_shows() {
        let text = docs(
            r#"{"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "examples": ["o_1"]}},
                "examples": [{"id": 7}, {"id": "o_7", "paid": true}]}"#,
        );
        let module = "//! ```\n//! # #[cfg(feature = \"shop\")] {\n//! use shop_types::shop::Shop;\n";
        assert!(text.contains(module), "{text}");
        assert!(
            text.contains("/// let it: Shop = serde_json::from_str(r#\"{\n///     \"id\": \"o_1\"\n"),
            "{text}"
        );
        assert!(!text.contains(": 7"), "what the schema refuses is not shown: {text}");
    }

    #[test]
    fn nothing_is_shown_that_was_not_given() {
        let text =
            docs(r#"{"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}"#);
        assert!(!text.contains("```"), "{text}");
    }
}
