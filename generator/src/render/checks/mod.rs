//! Writes schemas down as the tables that the runtime verifies instances by.
//!
//! Takes the schemas of the residual and a name for each; gives the `static`s of their tables, of
//! those that they share, and of the patterns. A schema that is used once stands where it is used.
//!
//! No schema comes back to itself on the same instance: the read stage sees to that.
//!
//! Reading order: [`reach`], [`chosen`], [`rules`], [`literal`].

mod chosen;
mod literal;
mod reach;
mod rules;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use serde_json::Value;

use self::chosen::Chosen;
use self::reach::Reach;
use self::rules::Writer;
use super::expression::Expression;
use super::pattern::{self, Engines};
use crate::format::Format;
use crate::pattern::{Plan, plan};
use crate::schema::{SchemaId, Schemas};

pub(crate) use self::literal::{literal, number as digits};

/// A `static` of the tables or patterns.
pub(crate) enum Static {
    /// A table: its name and its value.
    Table(String, Expression),
    /// A pattern.
    Pattern(TokenStream),
}

/// Collects what has to be checked, then writes all of it at once.
pub(crate) struct Checks<'s> {
    schemas: &'s Schemas,
    roots: Vec<Root>,
    patterns: Patterns,
}

/// A table that was asked for by name.
struct Root {
    name: String,
    all_of: Vec<SchemaId>,
    chosen: Chosen,
}

/// What the tables need.
#[derive(Debug, Default)]
pub(crate) struct Needs {
    /// What the patterns need.
    pub(crate) engines: Engines,
    /// Names that the items take from `crate::runtime`, sorted.
    pub(crate) imports: Vec<&'static str>,
}

impl<'s> Checks<'s> {
    pub(crate) fn new(schemas: &'s Schemas) -> Self {
        Self { schemas, roots: Vec::new(), patterns: Patterns::default() }
    }

    /// Asks for a `static` of this name, of type `Check`, which all of the schemas have to accept; of a
    /// `oneOf` that has a branch chosen, that branch and no other counts.
    ///
    /// Names are the caller's, and each its own.
    pub(crate) fn add(&mut self, name: &str, all_of: &[SchemaId], chosen: &BTreeMap<SchemaId, SchemaId>) {
        self.patterns.names.taken.insert(name.to_owned());
        let chosen = Chosen::new(self.schemas, all_of, chosen);
        self.roots.push(Root { name: name.to_owned(), all_of: all_of.to_vec(), chosen });
    }

    /// Asks for a `static` of type `Pattern`, shared between equal sources. Gives its name, made
    /// from `hint` if the source is new, or `None` if there is nothing to check.
    pub(crate) fn add_pattern(&mut self, hint: &str, source: &str) -> Option<Ident> {
        self.patterns.get(hint, source)
    }

    /// Writes the tables.
    ///
    /// `each` takes the `static`s as they come, since all of them together are large: the tables that were
    /// asked for, in order, each followed by those first used in it; then patterns.
    pub(crate) fn finish(self, mut each: impl FnMut(Static)) -> Needs {
        let Self { schemas, roots, mut patterns } = self;
        let reach = Reach::new(schemas, roots.iter().flat_map(|root| &root.all_of));
        let mut writer = Writer::new(schemas, &reach, &mut patterns);
        for root in &roots {
            // What has a branch chosen is like no other table of the schema.
            if let ([id], true) = (&root.all_of[..], root.chosen.is_empty()) {
                writer.name(*id, &root.name);
            }
        }
        let mut imports = BTreeSet::new();
        let mut table = |name: String, rules: Vec<Expression>| {
            imports.insert("Check");
            let value = Expression::call("Check", [Expression::slice(rules)]);
            note_imports(&value, &mut imports);
            each(Static::Table(name, value));
        };
        for root in roots {
            table(root.name, writer.all_of_rules(&root.all_of, &root.chosen));
            while let Some((name, rules)) = writer.next_shared() {
                table(name, rules);
            }
        }
        for item in patterns.items {
            note_imports_of_tokens(&item, &mut imports);
            each(Static::Pattern(item));
        }
        Needs { engines: patterns.engines, imports: imports.into_iter().collect() }
    }
}

/// The name of the runtime that a name is, if it is one.
fn of_runtime(name: &str) -> Option<&'static str> {
    const NAMES: [&str; 10] =
        ["Automaton", "Bound", "Check", "Literal", "Pattern", "Regex", "Rule", "Table", "Types", "Walk"];
    // Most of what is asked about are literals.
    name.starts_with(|it: char| it.is_ascii_uppercase()).then_some(())?;
    NAMES.into_iter().chain(Format::all().map(Format::constant)).find(|it| *it == name)
}

/// Notes the names of the runtime that a table uses.
fn note_imports(table: &Expression, used: &mut BTreeSet<&'static str>) {
    used.extend(of_runtime(table.name()));
    for item in table.items() {
        note_imports(item, used);
    }
}

/// Notes the names of the runtime that an item uses.
fn note_imports_of_tokens(item: &TokenStream, used: &mut BTreeSet<&'static str>) {
    let mut open = vec![item.clone()];
    while let Some(tokens) = open.pop() {
        for token in tokens {
            match &token {
                TokenTree::Group(group) => open.push(group.stream()),
                TokenTree::Ident(ident) => used.extend(of_runtime(&ident.to_string())),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}

/// The patterns, each once.
#[derive(Default)]
struct Patterns {
    names: Names,
    /// By source; `None` where it is no pattern, which the read stage has reported.
    plans: BTreeMap<String, Option<Plan>>,
    /// Those that are written, by source.
    written: BTreeMap<String, Ident>,
    items: Vec<TokenStream>,
    engines: Engines,
}

impl Patterns {
    /// The `static` for a pattern that a text is checked by, if there is anything to check.
    fn get(&mut self, hint: &str, source: &str) -> Option<Ident> {
        if *self.plan(source)? == Plan::Always { None } else { self.get_any(hint, source) }
    }

    /// The `static` for a pattern, also one that always matches.
    fn get_any(&mut self, hint: &str, source: &str) -> Option<Ident> {
        if let Some(written) = self.written.get(source) {
            return Some(written.clone());
        }
        let plan = self.plan(source)?.clone();
        let name = self.names.unique(hint, "PATTERN");
        self.engines.add(Engines::of(&plan));
        self.items.extend(pattern::items(&plan, &name, source));
        let ident = Ident::new(&name, Span::call_site());
        self.written.insert(source.to_owned(), ident.clone());
        Some(ident)
    }

    fn plan(&mut self, source: &str) -> Option<&Plan> {
        if !self.plans.contains_key(source) {
            self.plans.insert(source.to_owned(), plan(source).ok());
        }
        self.plans[source].as_ref()
    }
}

/// Names of `static`s that are taken.
#[derive(Default)]
struct Names {
    taken: BTreeSet<String>,
    /// How often a name was asked for.
    asked: BTreeMap<String, u32>,
}

impl Names {
    /// `HINT_SUFFIX`, with a number if that is taken.
    fn unique(&mut self, hint: &str, suffix: &str) -> String {
        let base = format!("{}_{suffix}", screaming(hint));
        let times = self.asked.entry(base.clone()).or_insert(0);
        loop {
            *times += 1;
            let name = if *times == 1 { base.clone() } else { format!("{base}_{times}") };
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

/// `SCREAMING_SNAKE_CASE` of ASCII letters and digits.
fn screaming(text: &str) -> String {
    let mut name = String::new();
    let mut before = ' ';
    for character in text.chars() {
        if character.is_ascii_alphanumeric() {
            let begins = character.is_ascii_uppercase() && !before.is_ascii_uppercase();
            if !name.is_empty() && !name.ends_with('_') && (begins || !before.is_ascii_alphanumeric()) {
                name.push('_');
            }
            name.push(character.to_ascii_uppercase());
        }
        before = character;
    }
    if name.is_empty() || name.starts_with(|it: char| it.is_ascii_digit()) {
        name.insert(0, 'N');
    }
    name
}

/// A name for what stands at a location: its last token that is no keyword, and the end.
fn hint(pointer: &str) -> String {
    let tokens: Vec<&str> = pointer.split('/').skip(1).collect();
    let is_name = |at: usize| {
        let parent = at.checked_sub(1).map(|parent| tokens[parent]);
        matches!(parent, Some("properties" | "$defs" | "definitions" | "patternProperties" | "schemas"))
            && tokens[at].contains(|it: char| it.is_ascii_alphabetic())
    };
    let from = (0..tokens.len()).rev().find(|at| is_name(*at)).unwrap_or(0);
    let Some((name, rest)) = tokens[from..].split_first() else { return "root".to_owned() };
    // Two of the steps below are enough; numbers tell the rest apart.
    let below = &rest[rest.len().saturating_sub(2)..];
    [&[*name], below].concat().join("_")
}

/// A number as `runtime::Bound`.
fn number(value: &serde_json::Number) -> Expression {
    let name = match () {
        () if value.is_u64() => "Bound::Uint",
        () if value.is_i64() => "Bound::Int",
        () => "Bound::Float",
    };
    Expression::call(name, [Expression::words(digits(value))])
}

/// A list of JSON values.
fn literals<'v>(values: impl IntoIterator<Item = &'v Value>) -> Expression {
    Expression::slice(values.into_iter().map(literal))
}

#[cfg(test)]
mod tests;
