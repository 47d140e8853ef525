//! Decides how an ECMA-262 pattern is matched.
//!
//! Takes the expression; gives a plan, by which the runtime matches texts, and here the stages match those of
//! the documents. Every plan takes time linear in the text; what has none, because it refers back to much that it
//! has read or has too many states, is refused.
//!
//! Reading order: [`edges`], [`simple`], [`table`], [`translate`], [`matcher`]. The runtime's `pattern_syntax` reads the expression.

mod edges;
mod matcher;
mod simple;
mod table;
mod translate;

pub(crate) use self::matcher::Matcher;
pub(crate) use self::simple::{Sequence, Step, UNBOUNDED};
pub(crate) use self::table::Table;

use crate::support::pattern_automaton::Compiled;
pub(crate) use crate::support::pattern_syntax::flags_in_front;
use crate::support::pattern_syntax::{Node, parse};

/// How a pattern is matched.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Plan {
    /// Every text matches.
    Always,
    /// By walking through a text.
    Simple(Vec<Sequence>),
    /// By other patterns that have to match, or not to match.
    Every(Vec<Part>),
    /// By a table of states.
    Table(Table),
    /// By the `regex` crate, with this expression.
    Regex(String),
    /// By the runtime's automaton, from the expression as it stands.
    Automaton,
}

/// A pattern that has to match, or not to match.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    pub(crate) negative: bool,
    /// What stands in for a source text.
    pub(crate) text: String,
    pub(crate) plan: Plan,
}

/// Why there is no plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It is no ECMA-262 pattern, for this reason.
    Invalid(&'static str),
    /// It can't be matched in time linear in the text: what it does.
    Unsupported(&'static str),
}

/// Decides how a pattern is matched.
pub(crate) fn plan(source: &str) -> Result<Plan, Refusal> {
    let (node, _) = parse(source).map_err(Refusal::Invalid)?;
    match in_kinds(&node) {
        Some(plan) => Ok(plan),
        None if Compiled::new(&node).is_some() => Ok(Plan::Automaton),
        None => Err(Refusal::Unsupported(reason(&node))),
    }
}

/// What keeps a pattern from being matched.
fn reason(node: &Node) -> &'static str {
    match () {
        () if has(node, &|it| matches!(it, Node::Reference(_))) => {
            "refers back to what a group has read, which can be too much: matching it can take time exponential in the text"
        }
        () if has(node, &|it| *it == Node::Folded) => {
            "leaves open the case of more than ASCII letters, which is not known here"
        }
        () => "repeats so much that it would need more than ten thousand states",
    }
}

fn has(node: &Node, wanted: &dyn Fn(&Node) -> bool) -> bool {
    match node {
        Node::Sequence(nodes) | Node::Choice(nodes) => nodes.iter().any(|it| has(it, wanted)),
        Node::Repeat { node, .. } | Node::Look { node, .. } => has(node, wanted),
        other => wanted(other),
    }
}

/// Whether a pattern has `\A`, `\z` or `\Z`, which other languages have for the ends of a text. To ECMA-262 they are
/// mistakes, or letters where it is read without the flag `u`, which nobody means.
pub(crate) fn has_foreign_anchors(source: &str) -> bool {
    let mut characters = source.chars();
    let mut in_class = false;
    while let Some(character) = characters.next() {
        match character {
            '[' => in_class = true,
            ']' => in_class = false,
            '\\' if matches!(characters.next(), Some('A' | 'z' | 'Z')) && !in_class => return true,
            _ => {}
        }
    }
    false
}

fn in_kinds(node: &Node) -> Option<Plan> {
    let node = &edges::trimmed(node);
    if let Some(sequences) = simple::sequences(node) {
        let always = |it: &Sequence| it.steps.is_empty() && !(it.from_start && it.to_end);
        return Some(if sequences.iter().any(always) { Plan::Always } else { Plan::Simple(sequences) });
    }
    every(node)
        .or_else(|| table::table(node).map(|it| if it.is_always() { Plan::Always } else { Plan::Table(it) }))
        .or_else(|| translate::translate(node).map(Plan::Regex))
}

/// Takes a pattern apart that looks ahead at the start of a text, or back at its end.
///
/// `^(?!A)B` matches where `^B` does and `^A` does not; `A(?<!B)$` where `A$` does and `B$` does not.
fn every(node: &Node) -> Option<Plan> {
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
    parts.retain(|part| part.negative || part.plan != Plan::Always);
    Some(Plan::Every(parts))
}

fn part(negative: bool, node: &Node) -> Option<Part> {
    let text = translate::translate(node)?;
    Some(Part { negative, plan: in_kinds(node)?, text })
}

#[cfg(test)]
mod tests;
