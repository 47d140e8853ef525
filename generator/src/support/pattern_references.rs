//! What patterns refer back to, written out.
//!
//! A group that can have read only a few texts, such as `(["'])` or `(-?)`, is replaced by each of them in turn, and so
//! is what refers to it. What comes of that remembers nothing, and is matched as other patterns are.
//!
//! Spec: ECMA-262, §22.2.2.

use std::collections::BTreeSet;

use super::pattern_set::Set;
use super::pattern_syntax::{Node, is_assertion};

/// So many texts a group may have read.
const MOST_TEXTS: usize = 64;
/// So many nodes may come of a pattern.
const MOST_NODES: usize = 20_000;
/// So many groups may be referred to.
const MOST_GROUPS: usize = 16;

/// The pattern without groups, and without references where they can be written out.
pub(super) fn written_out(node: Node) -> Node {
    let mut node = node;
    while count(&node) <= MOST_NODES {
        match innermost(&node).and_then(|group| within(&node, group)) {
            Some(written) => node = written,
            None => break,
        }
    }
    without_groups(node)
}

/// A group that is referred to, and that has no other such group within; `None` also where there are too many.
fn innermost(node: &Node) -> Option<u32> {
    let mut wanted = BTreeSet::new();
    visit(node, &mut |it| {
        if let Node::Reference(group) = it {
            wanted.insert(*group);
        }
    });
    if wanted.len() > MOST_GROUPS {
        return None;
    }
    let is_outer = |group: u32| {
        let mut others = false;
        visit(node, &mut |it| {
            if let Node::Group(number, inner) = it {
                let is_meant = *number == group;
                others |= is_meant && wanted.iter().any(|it| *it != group && has_group(inner, *it));
            }
        });
        others
    };
    wanted.iter().copied().find(|it| *it != 0 && !is_outer(*it))
}

/// The node without references to a group, which are all within it; `None` where that can't be.
fn within(node: &Node, group: u32) -> Option<Node> {
    if !refers(node, group) {
        return Some(node.clone());
    }
    Some(match node {
        // What was not read is empty.
        Node::Reference(_) => text_node(""),
        // Who comes to one branch was not in another one.
        Node::Choice(branches) => {
            Node::Choice(branches.iter().map(|it| within(it, group)).collect::<Option<_>>()?)
        }
        // What was read the last time is forgotten.
        Node::Repeat { node, min, max } => {
            Node::Repeat { node: Box::new(within(node, group)?), min: *min, max: *max }
        }
        Node::Look { behind: false, negative, node } => {
            Node::Look { behind: false, negative: *negative, node: Box::new(within(node, group)?) }
        }
        Node::Group(number, inner) if *number != group => {
            Node::Group(*number, Box::new(within(inner, group)?))
        }
        Node::Sequence(nodes) => {
            let referring: Vec<usize> = (0..nodes.len()).filter(|at| refers(&nodes[*at], group)).collect();
            let homes: Vec<usize> = (0..nodes.len()).filter(|at| has_group(&nodes[*at], group)).collect();
            match (&homes[..], &referring[..]) {
                ([], _) => replaced(node, group, ""),
                (homes, [only]) if homes == [*only] => {
                    let mut nodes = nodes.clone();
                    nodes[*only] = within(&nodes[*only], group)?;
                    Node::Sequence(nodes)
                }
                ([home], [.., last]) if !referring.contains(home) => {
                    branches(nodes, *home, *home.max(last), group)?
                }
                _ => return None,
            }
        }
        _ => return None,
    })
}

/// The sequence with a branch for each text that the group in a node may have read, and one for where it was left out; from
/// there to the last node that refers to it.
fn branches(nodes: &[Node], home: usize, last: usize, group: u32) -> Option<Node> {
    let mut texts = BTreeSet::new();
    read_texts(&nodes[home], group, &mut texts)?;
    let size: usize = nodes[home..=last].iter().map(count).sum();
    if (texts.len() + 1) * size > MOST_NODES {
        return None;
    }
    let with = |home_node: Node, text: &str| {
        let after = nodes[home + 1..=last].iter().map(|it| replaced(it, group, text));
        Node::Sequence(std::iter::once(home_node).chain(after).collect())
    };
    let mut all: Vec<Node> =
        texts.iter().map(|text| with(through(&nodes[home], group, text), text)).collect();
    all.extend(past(&nodes[home], group).map(|it| with(it, "")));
    if all.is_empty() {
        all.push(nothing());
    }
    // What refers to it from before has nothing to read yet.
    let before = nodes[..home].iter().map(|it| replaced(it, group, ""));
    let after = nodes[last + 1..].iter().cloned();
    Some(Node::Sequence(before.chain([Node::Choice(all)]).chain(after).collect()))
}

/// Collects the texts of a group; `None` where they are too many, or where a text may go through it more than once.
fn read_texts(node: &Node, group: u32, texts: &mut BTreeSet<String>) -> Option<()> {
    match node {
        Node::Group(number, inner) if *number == group => {
            texts.extend(texts_of(inner)?);
            (texts.len() <= MOST_TEXTS).then_some(())
        }
        _ if !has_group(node, group) => Some(()),
        Node::Group(_, inner) | Node::Repeat { node: inner, max: Some(1), .. } => {
            read_texts(inner, group, texts)
        }
        Node::Sequence(nodes) | Node::Choice(nodes) => {
            nodes.iter().try_for_each(|it| read_texts(it, group, texts))
        }
        _ => None,
    }
}

/// The texts that a node takes; `None` where they are too many, or more matters than what they are.
fn texts_of(node: &Node) -> Option<BTreeSet<String>> {
    let joined = |before: &BTreeSet<String>, after: &BTreeSet<String>| {
        let pairs =
            before.iter().flat_map(|first| after.iter().map(move |second| format!("{first}{second}")));
        let all: BTreeSet<String> = pairs.take(MOST_TEXTS * MOST_TEXTS).collect();
        (all.len() <= MOST_TEXTS).then_some(all)
    };
    let empty = || BTreeSet::from([String::new()]);
    let texts: BTreeSet<String> = match node {
        Node::Set(set) if set.properties.is_empty() && !set.negated => {
            let all = set.ranges.iter().flat_map(|(low, high)| *low..=*high);
            all.take(MOST_TEXTS + 1).map(String::from).collect()
        }
        Node::Sequence(nodes) => {
            nodes.iter().try_fold(empty(), |before, it| joined(&before, &texts_of(it)?))?
        }
        Node::Choice(nodes) => {
            let all: Vec<BTreeSet<String>> = nodes.iter().map(texts_of).collect::<Option<_>>()?;
            all.into_iter().flatten().collect()
        }
        Node::Repeat { node, min, max: Some(max) } if *max as usize <= MOST_TEXTS => {
            let once = texts_of(node)?;
            let mut times = empty();
            let mut all = BTreeSet::new();
            for count in 0..=*max {
                if count >= *min {
                    all.extend(times.iter().cloned());
                }
                if count < *max {
                    times = joined(&times, &once)?;
                }
            }
            all
        }
        Node::Group(_, inner) => texts_of(inner)?,
        _ => return None,
    };
    (texts.len() <= MOST_TEXTS).then_some(texts)
}

/// The node for those who go through the group in it, which reads this text.
fn through(node: &Node, group: u32, text: &str) -> Node {
    match node {
        Node::Group(number, inner) if *number == group => {
            let is_read = texts_of(inner).is_some_and(|it| it.contains(text));
            if is_read { text_node(text) } else { nothing() }
        }
        _ if !has_group(node, group) => node.clone(),
        Node::Group(number, inner) => Node::Group(*number, Box::new(through(inner, group, text))),
        Node::Repeat { node, .. } => through(node, group, text),
        Node::Sequence(nodes) => Node::Sequence(nodes.iter().map(|it| through(it, group, text)).collect()),
        Node::Choice(nodes) => {
            let homes = nodes.iter().filter(|it| has_group(it, group));
            Node::Choice(homes.map(|it| through(it, group, text)).collect())
        }
        other => other.clone(),
    }
}

/// The node for those who don't go through the group in it; `None` where nobody gets by.
fn past(node: &Node, group: u32) -> Option<Node> {
    match node {
        _ if !has_group(node, group) => Some(node.clone()),
        Node::Group(number, inner) if *number != group => {
            Some(Node::Group(*number, Box::new(past(inner, group)?)))
        }
        Node::Repeat { min: 0, node, .. } => {
            let passed = past(node, group);
            Some(passed.map_or_else(
                || text_node(""),
                |it| Node::Repeat { node: Box::new(it), min: 0, max: Some(1) },
            ))
        }
        Node::Repeat { node, .. } => past(node, group),
        Node::Sequence(nodes) => {
            nodes.iter().map(|it| past(it, group)).collect::<Option<_>>().map(Node::Sequence)
        }
        Node::Choice(nodes) => {
            let passed: Vec<Node> = nodes.iter().filter_map(|it| past(it, group)).collect();
            (!passed.is_empty()).then_some(Node::Choice(passed))
        }
        _ => None,
    }
}

/// The node with a text for each reference to the group.
fn replaced(node: &Node, group: u32, text: &str) -> Node {
    let inner = |node: &Node| Box::new(replaced(node, group, text));
    match node {
        Node::Reference(number) if *number == group => text_node(text),
        Node::Sequence(nodes) => Node::Sequence(nodes.iter().map(|it| replaced(it, group, text)).collect()),
        Node::Choice(nodes) => Node::Choice(nodes.iter().map(|it| replaced(it, group, text)).collect()),
        Node::Repeat { node, min, max } => Node::Repeat { node: inner(node), min: *min, max: *max },
        Node::Look { behind, negative, node } => {
            Node::Look { behind: *behind, negative: *negative, node: inner(node) }
        }
        Node::Group(number, node) => Node::Group(*number, inner(node)),
        other => other.clone(),
    }
}

fn without_groups(node: Node) -> Node {
    match node {
        // In its group an assertion can be repeated.
        Node::Group(_, inner) if is_assertion(&inner) => Node::Sequence(vec![without_groups(*inner)]),
        Node::Group(_, inner) => without_groups(*inner),
        Node::Sequence(nodes) => Node::Sequence(nodes.into_iter().map(without_groups).collect()),
        Node::Choice(nodes) => Node::Choice(nodes.into_iter().map(without_groups).collect()),
        Node::Repeat { node, min, max } => Node::Repeat { node: Box::new(without_groups(*node)), min, max },
        Node::Look { behind, negative, node } => {
            Node::Look { behind, negative, node: Box::new(without_groups(*node)) }
        }
        other => other,
    }
}

/// A node that takes just a text.
fn text_node(text: &str) -> Node {
    let one = |it: char| Node::Set(Set::of(&[(u32::from(it), u32::from(it))]));
    Node::Sequence(text.chars().map(one).collect())
}

/// A node that takes no text.
fn nothing() -> Node {
    Node::Set(Set::default())
}

fn refers(node: &Node, group: u32) -> bool {
    any(node, &|it| matches!(it, Node::Reference(number) if *number == group))
}

fn has_group(node: &Node, group: u32) -> bool {
    any(node, &|it| matches!(it, Node::Group(number, _) if *number == group))
}

fn count(node: &Node) -> usize {
    let mut count = 0;
    visit(node, &mut |_| count += 1);
    count
}

fn any(node: &Node, is_meant: &dyn Fn(&Node) -> bool) -> bool {
    let mut found = false;
    visit(node, &mut |it| found |= is_meant(it));
    found
}

fn visit(node: &Node, see: &mut dyn FnMut(&Node)) {
    see(node);
    match node {
        Node::Sequence(nodes) | Node::Choice(nodes) => nodes.iter().for_each(|it| visit(it, see)),
        Node::Repeat { node, .. } | Node::Look { node, .. } | Node::Group(_, node) => visit(node, see),
        _ => {}
    }
}
