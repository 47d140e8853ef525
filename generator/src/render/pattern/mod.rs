//! Decides how a pattern is matched, and writes it down.
//!
//! Takes an ECMA-262 expression; gives the `static` that the runtime matches by, and tells which
//! engine the generated crate needs for it.
//!
//! Reading order: [`parse`], [`simple`], [`walk`], [`translate`]; [`slow`].

mod parse;
mod simple;
mod slow;
mod translate;
mod walk;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

pub(crate) use self::slow::report as slow_patterns;

use self::parse::{Node, Unread};
use self::simple::Sequence;

/// How a pattern is matched.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan(Kind);

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    /// Every text matches.
    Always,
    /// By walking through a text.
    Simple(Vec<Sequence>),
    /// By other patterns that have to match, or not to match.
    Every(Vec<Part>),
    /// By the `regex` crate, with this expression.
    Regex(String),
    /// By the `regress` crate, with the expression as it stands.
    Regress,
}

#[derive(Clone, Debug, PartialEq)]
struct Part {
    negative: bool,
    /// What stands in for a source text.
    text: String,
    kind: Kind,
}

/// Parts of the runtime, and crates, that patterns need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Engines {
    /// `pattern_regex` and the `regex` crate.
    pub(crate) regex: bool,
    /// `pattern_regress` and the `regress` crate.
    pub(crate) regress: bool,
}

impl Engines {
    /// What either needs.
    pub(crate) fn add(&mut self, other: Self) {
        self.regex |= other.regex;
        self.regress |= other.regress;
    }
}

/// Decides how a pattern is matched; `None` when it is no ECMA-262 pattern.
pub(crate) fn plan(source: &str) -> Option<Plan> {
    let known = match parse::parse(source) {
        Ok(node) => kind(&node),
        Err(Unread::Unknown | Unread::BackReference) => None,
    };
    if let Some(kind) = known {
        return Some(Plan(kind));
    }
    let regress = regress::Regex::with_flags(source, "u").or_else(|_| regress::Regex::new(source));
    regress.is_ok().then_some(Plan(Kind::Regress))
}

fn kind(node: &Node) -> Option<Kind> {
    if let Some(sequences) = simple::sequences(node) {
        let always = |it: &Sequence| it.steps.is_empty() && !(it.from_start && it.to_end);
        return Some(if sequences.iter().any(always) { Kind::Always } else { Kind::Simple(sequences) });
    }
    every(node).or_else(|| translate::translate(node).map(Kind::Regex))
}

/// Takes a pattern apart that looks ahead at the start of a text, or back at its end.
///
/// `^(?!A)B` matches where `^B` does and `^A` does not; `A(?<!B)$` where `A$` does and `B$` does not.
fn every(node: &Node) -> Option<Kind> {
    let mut nodes = Vec::new();
    simple::flatten(node, &mut nodes);
    let mut parts = Vec::new();
    let leads = |node: &Node| matches!(node, Node::Start | Node::Look { behind: false, .. });
    let front = nodes.iter().take_while(|node| leads(node)).count();
    let (mut leading, mut main) = nodes.split_at(front);
    if !leading.contains(&&Node::Start) {
        (leading, main) = (&[], &nodes);
    }
    let trails = |node: &Node| matches!(node, Node::End | Node::Look { behind: true, .. });
    let back = main.iter().rev().take_while(|node| trails(node)).count();
    let (mut rest, mut trailing) = main.split_at(main.len() - back);
    if !trailing.contains(&&Node::End) {
        (rest, trailing) = (main, &[]);
    }
    for node in leading {
        if let Node::Look { negative, node, .. } = node {
            parts.push(part(*negative, &Node::Sequence(vec![Node::Start, (**node).clone()]))?);
        }
    }
    for node in trailing {
        if let Node::Look { negative, node, .. } = node {
            parts.push(part(*negative, &Node::Sequence(vec![(**node).clone(), Node::End]))?);
        }
    }
    if parts.is_empty() {
        return None;
    }
    let mut main: Vec<Node> = rest.iter().map(|node| (*node).clone()).collect();
    if !leading.is_empty() {
        main.insert(0, Node::Start);
    }
    if !trailing.is_empty() {
        main.push(Node::End);
    }
    parts.insert(0, part(false, &Node::Sequence(main))?);
    parts.retain(|part| part.negative || part.kind != Kind::Always);
    Some(Kind::Every(parts))
}

fn part(negative: bool, node: &Node) -> Option<Part> {
    let text = translate::translate(node)?;
    Some(Part { negative, kind: kind(node)?, text })
}

impl Plan {
    /// Whether every text matches, so that nothing need be checked.
    pub(crate) fn is_always(&self) -> bool {
        self.0 == Kind::Always
    }

    /// What the pattern needs.
    pub(crate) fn engines(&self) -> Engines {
        self.0.engines()
    }

    /// The `static` of this name, and those that it is made up of.
    pub(crate) fn items(&self, name: &str, source: &str) -> Vec<TokenStream> {
        let mut items = Vec::new();
        self.0.add_items(name, source, &mut items);
        items
    }
}

impl Kind {
    fn engines(&self) -> Engines {
        match self {
            Self::Always | Self::Simple(_) => Engines::default(),
            Self::Every(parts) => parts.iter().fold(Engines::default(), |mut engines, part| {
                engines.add(part.kind.engines());
                engines
            }),
            Self::Regex(_) => Engines { regex: true, regress: false },
            Self::Regress => Engines { regex: false, regress: true },
        }
    }

    fn add_items(&self, name: &str, source: &str, items: &mut Vec<TokenStream>) {
        let ident = Ident::new(name, Span::call_site());
        let text = text(source);
        let value = match self {
            Self::Always => quote!(Pattern::simple(#text, |_| true)),
            Self::Simple(sequences) => walk::pattern(&text, sequences),
            Self::Every(parts) => {
                let mut conditions = Vec::new();
                for (at, part) in parts.iter().enumerate() {
                    let part_name = format!("{name}_PART_{}", at + 1);
                    let part_ident = Ident::new(&part_name, Span::call_site());
                    part.kind.add_items(&part_name, &part.text, items);
                    let not = part.negative.then(|| quote!(!));
                    conditions.push(quote!(#not #part_ident.is_match(text)));
                }
                quote!(Pattern::simple(#text, |text| #(#conditions)&&*))
            }
            Self::Regex(expression) => {
                let expression = self::text(expression);
                quote!(Pattern::simple(#text, |text| {
                    static EXPRESSION: Regex = Regex::new(#expression);
                    EXPRESSION.is_match(text)
                }))
            }
            Self::Regress => quote!(Pattern::simple(#text, |text| {
                static EXPRESSION: Regress = Regress::new(#text);
                EXPRESSION.is_match(text)
            })),
        };
        items.push(quote!(static #ident: Pattern = #value;));
    }
}

/// A string literal, raw where that spares escapes.
pub(super) fn text(text: &str) -> Literal {
    // A raw literal can't escape what nobody would see, or what turns the line around.
    let is_odd = |it: char| !matches!(it, '"' | '\'' | '\\') && it.escape_debug().len() > 1;
    if !text.contains('\\') || text.contains(is_odd) {
        return Literal::string(text);
    }
    // One `#` more than stand behind any quote.
    let behind_quotes = text.split('"').skip(1).map(|it| it.len() - it.trim_start_matches('#').len() + 1);
    let hashes = "#".repeat(behind_quotes.max().unwrap_or(0));
    format!("r{hashes}\"{text}\"{hashes}").parse().unwrap_or_else(|_| Literal::string(text))
}

#[cfg(test)]
mod tests;
