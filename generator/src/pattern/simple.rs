//! Patterns that can be walked through without ever going back.
//!
//! At every repetition and choice the next character decides: what may follow can't also continue.

use crate::support::pattern_set::Set;
use crate::support::pattern_syntax::Node;

/// Steps between two anchors, as `runtime::pattern::Sequence`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sequence {
    pub(crate) from_start: bool,
    pub(crate) steps: Vec<Step>,
    pub(crate) to_end: bool,
    /// Whether the steps are to be taken from the last to the first, each from its end.
    pub(crate) backwards: bool,
}

/// As `runtime::pattern::Step`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    Text(String),
    Class(Set, u32, u32),
    Group(Vec<Step>, u32, u32),
    Choice(Vec<Vec<Step>>),
}

/// No end of a repetition.
pub(crate) const UNBOUNDED: u32 = u32::MAX;
/// The longest match that is searched for at every place of a text.
const LONGEST_SEARCH: u32 = 64;
/// The most branches that are compared pair by pair.
const MOST_BRANCHES: usize = 1_000;

/// The sequences one of which has to match, or `None` when an engine is needed.
pub(super) fn sequences(node: &Node) -> Option<Vec<Sequence>> {
    match node {
        Node::Choice(branches) => {
            let sequences: Option<Vec<_>> = branches.iter().map(sequences).collect();
            Some(sequences?.concat())
        }
        other => sequence(other).map(|it| vec![it]),
    }
}

fn sequence(node: &Node) -> Option<Sequence> {
    let mut nodes = Vec::new();
    flatten(node, &mut nodes);
    let from_start = nodes.first() == Some(&&Node::Start);
    let to_end = nodes.last() == Some(&&Node::End);
    let inner = &nodes[usize::from(from_start)..];
    let inner = &inner[..inner.len() - usize::from(to_end && !inner.is_empty())];
    let mut steps = Vec::new();
    inner.iter().try_for_each(|node| add_node(node, &mut steps))?;
    if !from_start && longest(&steps) > LONGEST_SEARCH && !matches!(steps[..], [Step::Text(_)]) {
        return None;
    }
    let backwards = is_decided(&steps, &Set::default()).is_none();
    if backwards {
        // `^.+@.+[.]com$` is as plain from its end as others are from their start.
        is_decided(&reversed(&steps), &Set::default()).filter(|_| from_start && to_end)?;
    }
    Some(Sequence { from_start, steps, to_end, backwards })
}

/// The steps for texts that are read from their end.
fn reversed(steps: &[Step]) -> Vec<Step> {
    let back = |step: &Step| match step {
        Step::Text(text) => Step::Text(text.chars().rev().collect()),
        Step::Class(set, min, max) => Step::Class(set.clone(), *min, *max),
        Step::Group(body, min, max) => Step::Group(reversed(body), *min, *max),
        Step::Choice(branches) => Step::Choice(branches.iter().map(|steps| reversed(steps)).collect()),
    };
    steps.iter().rev().map(back).collect()
}

/// The nodes of nested sequences in a row.
pub(super) fn flatten<'n>(node: &'n Node, into: &mut Vec<&'n Node>) {
    match node {
        Node::Sequence(nodes) => nodes.iter().for_each(|node| flatten(node, into)),
        other => into.push(other),
    }
}

fn add_node(node: &Node, steps: &mut Vec<Step>) -> Option<()> {
    match node {
        Node::Set(set) if set.properties.is_empty() => match (single(set), steps.last_mut()) {
            (Some(character), Some(Step::Text(text))) => text.push(character),
            (Some(character), _) => steps.push(Step::Text(character.into())),
            (None, _) => add_class(set, 1, 1, steps),
        },
        Node::Sequence(nodes) => nodes.iter().try_for_each(|node| add_node(node, steps))?,
        Node::Choice(branches) => add_choice(branches, steps)?,
        Node::Repeat { node, min, max } => {
            add_repeat(node, *min, max.unwrap_or(UNBOUNDED), steps)?;
        }
        Node::Set(_)
        | Node::Start
        | Node::End
        | Node::Boundary
        | Node::NoBoundary
        | Node::Look { .. }
        | Node::Group(..)
        | Node::Reference(_)
        | Node::Folded => return None,
    }
    Some(())
}

/// Adds a class; to the one before if that has the same characters: `\d\d?` is `\d{1,2}`.
fn add_class(set: &Set, min: u32, max: u32, steps: &mut Vec<Step>) {
    if max == 0 {
        return;
    }
    match steps.last_mut() {
        Some(Step::Class(last, last_min, last_max)) if last == set => {
            *last_min = last_min.saturating_add(min);
            *last_max = last_max.saturating_add(max);
        }
        _ => steps.push(Step::Class(set.clone(), min, max)),
    }
}

fn add_choice(branches: &[Node], steps: &mut Vec<Step>) -> Option<()> {
    let mut class = Set::default();
    let mut others = Vec::new();
    let mut has_empty = false;
    for branch in branches {
        let mut branch_steps = Vec::new();
        add_node(branch, &mut branch_steps)?;
        match &branch_steps[..] {
            [] => has_empty = true,
            [Step::Class(set, 1, 1)] => class.join(set),
            [Step::Text(text)] if text.chars().nth(1).is_none() => {
                text.chars().for_each(|it| class.join(&Set::of(&[(u32::from(it), u32::from(it))])));
            }
            _ => others.push(branch_steps),
        }
    }
    if others.is_empty() {
        add_class(&class, u32::from(!has_empty), 1, steps);
        return Some(());
    }
    if class != Set::default() {
        others.push(vec![Step::Class(class, 1, 1)]);
    }
    // Of texts that begin alike the longest is tried first.
    others.sort_by_key(|steps| match &steps[..] {
        [Step::Text(text)] => std::cmp::Reverse(text.len()),
        _ => std::cmp::Reverse(0),
    });
    let choice = Step::Choice(others);
    steps.push(if has_empty { Step::Group(vec![choice], 0, 1) } else { choice });
    Some(())
}

fn add_repeat(node: &Node, min: u32, max: u32, steps: &mut Vec<Step>) -> Option<()> {
    let mut body = Vec::new();
    add_node(node, &mut body)?;
    match &body[..] {
        [] => {}
        _ if max == 0 => {}
        _ if (min, max) == (1, 1) => steps.extend(body),
        [Step::Text(text)] if text.chars().nth(1).is_none() => {
            let code = text.chars().next().map_or(0, u32::from);
            add_class(&Set::of(&[(code, code)]), min, max, steps);
        }
        [Step::Class(set, 1, 1)] => add_class(set, min, max, steps),
        // `(a+)*` is `a*`, and `(a{2,5})?` needs a group.
        [Step::Class(set, low @ (0 | 1), UNBOUNDED)] => add_class(set, min * low, UNBOUNDED, steps),
        [Step::Class(set, low @ (0 | 1), high)] if (min, max) == (0, 1) => {
            add_class(set, min * low, *high, steps);
        }
        _ => steps.push(Step::Group(body, min, max)),
    }
    Some(())
}

/// The most characters that the steps can take.
fn longest(steps: &[Step]) -> u32 {
    let lengths = steps.iter().map(|step| match step {
        Step::Text(text) => u32::try_from(text.chars().count()).unwrap_or(UNBOUNDED),
        Step::Class(_, _, max) => *max,
        Step::Group(body, _, max) => longest(body).saturating_mul(*max),
        Step::Choice(branches) => branches.iter().map(|steps| longest(steps)).max().unwrap_or(0),
    });
    lengths.fold(0, u32::saturating_add)
}

/// Whether the next character decides everywhere, when `follow` may come next; gives what the
/// steps may begin with, and with `follow` if they can be empty.
fn is_decided(steps: &[Step], follow: &Set) -> Option<Set> {
    let mut follow = follow.clone();
    for step in steps.iter().rev() {
        follow = match step {
            Step::Text(text) => first_of(text),
            Step::Class(set, min, max) => {
                if min != max && !are_apart(set, &follow) {
                    return None;
                }
                first(set.clone(), *min, &follow)
            }
            Step::Group(body, min, max) => {
                if can_be_empty(body) {
                    return None;
                }
                let begin = begin_of(body);
                if min != max && !are_apart(&begin, &follow) {
                    return None;
                }
                let mut inner = follow.clone();
                if *max > 1 {
                    inner.join(&begin);
                }
                is_decided(body, &inner)?;
                first(begin, *min, &follow)
            }
            Step::Choice(branches) => is_decided_choice(branches, &follow)?,
        };
    }
    Some(follow)
}

/// What steps begin with that can't be empty.
fn begin_of(steps: &[Step]) -> Set {
    let mut begin = Set::default();
    for step in steps {
        let min = match step {
            Step::Text(text) => {
                begin.join(&first_of(text));
                1
            }
            Step::Class(set, min, _) => {
                begin.join(set);
                *min
            }
            Step::Group(body, min, _) => {
                begin.join(&begin_of(body));
                *min
            }
            Step::Choice(branches) => {
                for steps in branches {
                    begin.join(&begin_of(steps));
                }
                1
            }
        };
        if min > 0 {
            break;
        }
    }
    begin
}

fn first(mut begin: Set, min: u32, follow: &Set) -> Set {
    if min == 0 {
        begin.join(follow);
    }
    begin
}

fn first_of(text: &str) -> Set {
    text.chars().next().map_or_else(Set::default, |it| Set::of(&[(u32::from(it), u32::from(it))]))
}

fn is_decided_choice(branches: &[Vec<Step>], follow: &Set) -> Option<Set> {
    if branches.len() > MOST_BRANCHES {
        return None;
    }
    let mut begins: Vec<Set> = Vec::with_capacity(branches.len());
    for branch in branches {
        if can_be_empty(branch) {
            return None;
        }
        let begin = is_decided(branch, follow)?;
        let apart = begins.iter().zip(branches).all(|(other_begin, other)| {
            are_apart(&begin, other_begin)
                || match (&other[..], &branch[..]) {
                    // A longer text wins only where the shorter one could not have gone on like it, and if it is tried
                    // before.
                    ([Step::Text(longer)], [Step::Text(shorter)]) => {
                        match longer.strip_prefix(shorter.as_str()) {
                            Some(more) => are_apart(&first_of(more), follow),
                            None => !shorter.starts_with(longer.as_str()),
                        }
                    }
                    ([Step::Text(one), ..], [Step::Text(other), ..]) => {
                        !one.starts_with(other.as_str()) && !other.starts_with(one.as_str())
                    }
                    _ => false,
                }
        });
        if !apart {
            return None;
        }
        begins.push(begin);
    }
    let mut all = Set::default();
    for begin in &begins {
        all.join(begin);
    }
    Some(all)
}

fn can_be_empty(steps: &[Step]) -> bool {
    steps.iter().all(|step| match step {
        Step::Text(_) => false,
        Step::Class(_, min, _) => *min == 0,
        Step::Group(body, min, _) => *min == 0 || can_be_empty(body),
        Step::Choice(branches) => branches.iter().any(|steps| can_be_empty(steps)),
    })
}

/// The only character of a set.
pub(super) fn single(set: &Set) -> Option<char> {
    match set.ranges[..] {
        [(low, high)] if low == high && set.properties.is_empty() => Some(low),
        _ => None,
    }
}

/// Whether the sets surely share no character.
fn are_apart(one: &Set, other: &Set) -> bool {
    let ranges_apart = |(low, high): &(char, char)| {
        // Both are sorted; the first range that ends behind `low` decides.
        let at = other.ranges.partition_point(|(_, other_high)| other_high < low);
        other.ranges.get(at).is_none_or(|(other_low, _)| other_low > high)
    };
    one.properties.is_empty() && other.properties.is_empty() && one.ranges.iter().all(ranges_apart)
}
