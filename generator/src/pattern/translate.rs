//! Patterns in the language of the `regex` crate.
//!
//! Written from the tree, so that nothing of the ECMA-262 syntax is taken over by its looks.

use std::fmt::Write;

use super::simple::single;
use crate::support::pattern_set::{Property, Set};
use crate::support::pattern_syntax::Node;

/// More than this the `regex` crate might refuse to compile.
const LARGEST: u64 = 30_000;

/// The expression with the same matches, or `None` when there is none or it is not certain.
pub(super) fn translate(node: &Node) -> Option<String> {
    if size(node) > LARGEST {
        return None;
    }
    let mut text = String::new();
    write_node(&mut text, node)?;
    Some(text)
}

/// How many states an automaton may need, roughly.
fn size(node: &Node) -> u64 {
    match node {
        Node::Set(set) if !set.properties.is_empty() => 300,
        Node::Set(set) if set.ranges.iter().all(|(_, high)| high.is_ascii()) => 1,
        Node::Set(set) => 8 + set.ranges.len() as u64,
        Node::Sequence(nodes) | Node::Choice(nodes) => nodes.iter().map(size).fold(1, u64::saturating_add),
        Node::Repeat { node, min, max } => size(node).saturating_mul(u64::from(max.unwrap_or(*min).max(1))),
        Node::Start | Node::End | Node::Boundary | Node::NoBoundary => 1,
        Node::Look { .. } | Node::Group(..) | Node::Reference(_) | Node::Folded => u64::MAX,
    }
}

fn write_node(text: &mut String, node: &Node) -> Option<()> {
    match node {
        Node::Set(set) => write_set(text, set)?,
        Node::Sequence(nodes) => {
            for node in nodes {
                if matches!(node, Node::Choice(_)) {
                    write_group(text, node)?;
                } else {
                    write_node(text, node)?;
                }
            }
        }
        Node::Choice(branches) => {
            for (at, branch) in branches.iter().enumerate() {
                if at > 0 {
                    text.push('|');
                }
                write_node(text, branch)?;
            }
        }
        Node::Repeat { node, min, max } => {
            match **node {
                Node::Set(_) => write_node(text, node)?,
                _ => write_group(text, node)?,
            }
            match (min, max) {
                (0, None) => text.push('*'),
                (1, None) => text.push('+'),
                (0, Some(1)) => text.push('?'),
                (min, None) => write!(text, "{{{min},}}").ok()?,
                (min, Some(max)) if min == max => write!(text, "{{{min}}}").ok()?,
                (min, Some(max)) => write!(text, "{{{min},{max}}}").ok()?,
            }
        }
        Node::Start => text.push('^'),
        Node::End => text.push('$'),
        Node::Boundary => text.push_str(r"(?-u:\b)"),
        // `(?-u:\B)` holds within a character, too, which the crate refuses.
        Node::NoBoundary | Node::Look { .. } | Node::Group(..) | Node::Reference(_) | Node::Folded => {
            return None;
        }
    }
    Some(())
}

fn write_group(text: &mut String, node: &Node) -> Option<()> {
    text.push_str("(?:");
    write_node(text, node)?;
    text.push(')');
    Some(())
}

fn write_set(text: &mut String, set: &Set) -> Option<()> {
    if let (Some(character), false) = (single(set), set.negated) {
        write_character(text, character);
        return Some(());
    }
    if set.properties.is_empty() {
        match set.ranges[..] {
            [] => {
                text.push_str(r"[^\x{0}-\x{10ffff}]");
                return Some(());
            }
            [('\0', char::MAX)] => {
                text.push_str("(?s:.)");
                return Some(());
            }
            _ => {}
        }
    }
    // `[^/]` says more than all that comes before and after.
    let others = if set.properties.is_empty() { set.others() } else { Vec::new() };
    let is_inverted = !others.is_empty() && others.len() < set.ranges.len();
    text.push('[');
    if set.negated || is_inverted {
        text.push('^');
    }
    for (low, high) in if is_inverted { &others } else { &set.ranges } {
        write_character(text, *low);
        if low < high {
            text.push('-');
            write_character(text, *high);
        }
    }
    for Property { name, negated } in &set.properties {
        let sign = if *negated { 'P' } else { 'p' };
        write!(text, "\\{sign}{{{name}}}").ok()?;
    }
    text.push(']');
    Some(())
}

fn write_character(text: &mut String, character: char) {
    // The crate takes an escape of any ASCII punctuation but `<` and `>`.
    match character {
        '<' | '>' | '_' => text.push(character),
        other if other.is_ascii_punctuation() => text.extend(['\\', other]),
        other if other.is_alphanumeric() => text.push(other),
        other => text.extend(["\\x{", &format!("{:x}", u32::from(other)), "}"]),
    }
}
