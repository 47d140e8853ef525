//! Patterns that look around, by an automaton: in time linear in the text, whatever the pattern repeats.
//!
//! Whether something looked for is there, is found out for all places of a text at once, before the pattern
//! itself goes through it: what stands behind a place by going through the text from its end.

use std::sync::OnceLock;

use super::pattern_set::{Set, WORD};
use super::pattern_syntax::{Node, parse};

/// An ECMA-262 pattern, read when it is first needed.
#[derive(Debug)]
pub struct Automaton {
    source: &'static str,
    compiled: OnceLock<Option<Compiled>>,
}

impl Automaton {
    /// The generator has compiled the pattern before.
    pub const fn new(source: &'static str) -> Self {
        Self { source, compiled: OnceLock::new() }
    }

    /// Whether the pattern matches, anywhere in the text if it is not anchored.
    pub fn is_match(&self, text: &str) -> bool {
        let compile = || parse(self.source).ok().and_then(|(node, _)| Compiled::new(&node));
        self.compiled.get_or_init(compile).as_ref().is_some_and(|it| it.is_match(text))
    }
}

/// More states would make even linear time long.
const MOST_STATES: u64 = 10_000;
/// Each is remembered for all places of a text.
const MOST_LOOKS: usize = 100;

/// A pattern as states, and what they look for.
#[derive(Debug, Default)]
pub struct Compiled {
    /// What its states take.
    pub classes: Vec<Class>,
    /// What is looked for, each before those that look for it; the last is the pattern itself.
    pub looks: Vec<Look>,
}

/// A step on the way to what is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Takes a character of a class, then goes on with the next state.
    Take(usize),
    /// Goes on with both.
    Fork(usize, usize),
    /// Goes on with the next state where this holds.
    Hold(Assertion),
    /// What the states were made of is there.
    Found,
}

/// What has to hold at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assertion {
    /// `^`
    Start,
    /// `$`
    End,
    /// `\b`
    Boundary {
        /// `\B`
        negative: bool,
    },
    /// That something is looked for, or is not there.
    Look {
        /// Its number.
        at: usize,
        /// Whether it must not be there.
        negative: bool,
    },
}

/// Characters that a state takes.
#[derive(Debug)]
pub struct Class {
    /// What they are.
    pub set: Set,
    /// `\p{…}` and `\P{…}` among it.
    properties: Option<regex::Regex>,
}

/// Something that is looked for.
#[derive(Debug)]
pub struct Look {
    /// How it is found; the first is where it begins.
    pub states: Vec<State>,
    direction: Direction,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Forward,
    Backward,
}

impl Compiled {
    /// The states of a pattern; `None` where they are too many, or something in the pattern is not known here.
    pub fn new(node: &Node) -> Option<Self> {
        if size(node) > MOST_STATES {
            return None;
        }
        let mut builder = Builder::default();
        builder.look(node, Direction::Forward)?;
        Some(builder.compiled)
    }

    /// Whether the pattern matches.
    pub fn is_match(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        let mut found: Vec<Vec<bool>> = Vec::with_capacity(self.looks.len());
        for look in &self.looks {
            let is_open = vec![0; look.states.len()];
            let run =
                Run { classes: &self.classes, look, text: &text, found: &found, is_open, open: Vec::new() };
            let places = run.places();
            found.push(places);
        }
        found.last().is_some_and(|places| places.contains(&true))
    }
}

#[derive(Default)]
struct Builder<'n> {
    compiled: Compiled,
    /// What is looked for already; a repetition has its parts many times.
    known: Vec<(&'n Node, Direction, usize)>,
}

impl<'n> Builder<'n> {
    /// Adds something to look for; gives its number.
    fn look(&mut self, node: &'n Node, direction: Direction) -> Option<usize> {
        let is_same = |it: &&(&Node, Direction, usize)| std::ptr::eq(it.0, node) && it.1 == direction;
        if let Some((_, _, at)) = self.known.iter().find(is_same) {
            return Some(*at);
        }
        // What it looks for itself is added meanwhile.
        let mut states = Vec::new();
        self.add(node, direction, &mut states)?;
        states.push(State::Found);
        let at = self.compiled.looks.len();
        if at == MOST_LOOKS {
            return None;
        }
        self.compiled.looks.push(Look { states, direction });
        self.known.push((node, direction, at));
        Some(at)
    }

    fn add(&mut self, node: &'n Node, direction: Direction, states: &mut Vec<State>) -> Option<()> {
        match node {
            Node::Set(set) => {
                let class = self.class(set)?;
                states.push(State::Take(class));
            }
            Node::Sequence(nodes) => {
                let mut add = |node| self.add(node, direction, states);
                match direction {
                    Direction::Forward => nodes.iter().try_for_each(&mut add)?,
                    Direction::Backward => nodes.iter().rev().try_for_each(&mut add)?,
                }
            }
            Node::Choice(branches) => self.add_choice(branches, direction, states)?,
            Node::Repeat { node, min, max } => {
                for _ in 0..*min {
                    self.add(node, direction, states)?;
                }
                match max {
                    Some(max) => self.add_options(node, max - min, direction, states)?,
                    None => self.add_loop(node, direction, states)?,
                }
            }
            Node::Start => states.push(State::Hold(Assertion::Start)),
            Node::End => states.push(State::Hold(Assertion::End)),
            Node::Boundary => states.push(State::Hold(Assertion::Boundary { negative: false })),
            Node::NoBoundary => states.push(State::Hold(Assertion::Boundary { negative: true })),
            Node::Look { behind, negative, node } => {
                // Its other end is at the place that is asked about.
                let direction = if *behind { Direction::Forward } else { Direction::Backward };
                let at = self.look(node, direction)?;
                states.push(State::Hold(Assertion::Look { at, negative: *negative }));
            }
            Node::Group(..) | Node::Reference(_) | Node::Folded => return None,
        }
        Some(())
    }

    fn add_choice(
        &mut self,
        branches: &'n [Node],
        direction: Direction,
        states: &mut Vec<State>,
    ) -> Option<()> {
        let Some((last, others)) = branches.split_last() else { return Some(()) };
        let mut ends = Vec::with_capacity(others.len());
        for branch in others {
            let fork = states.len();
            states.push(State::Fork(0, 0));
            self.add(branch, direction, states)?;
            ends.push(states.len());
            states.push(State::Fork(0, 0));
            states[fork] = State::Fork(fork + 1, states.len());
        }
        self.add(last, direction, states)?;
        let end = states.len();
        for at in ends {
            states[at] = State::Fork(end, end);
        }
        Some(())
    }

    /// Any number of times.
    fn add_loop(&mut self, node: &'n Node, direction: Direction, states: &mut Vec<State>) -> Option<()> {
        let fork = states.len();
        states.push(State::Fork(0, 0));
        self.add(node, direction, states)?;
        states.push(State::Fork(fork, fork));
        states[fork] = State::Fork(fork + 1, states.len());
        Some(())
    }

    /// At most so many times.
    fn add_options(
        &mut self,
        node: &'n Node,
        times: u32,
        direction: Direction,
        states: &mut Vec<State>,
    ) -> Option<()> {
        let mut forks = Vec::new();
        for _ in 0..times {
            forks.push(states.len());
            states.push(State::Fork(0, 0));
            self.add(node, direction, states)?;
        }
        let end = states.len();
        for fork in forks {
            states[fork] = State::Fork(fork + 1, end);
        }
        Some(())
    }

    fn class(&mut self, set: &Set) -> Option<usize> {
        let classes = &mut self.compiled.classes;
        if let Some(at) = classes.iter().position(|it| it.set == *set) {
            return Some(at);
        }
        let names = set.properties.iter().map(|it| {
            let sign = if it.negated { 'P' } else { 'p' };
            format!("\\{sign}{{{}}}", it.name)
        });
        let properties = match &*names.collect::<String>() {
            "" => None,
            names => Some(regex::Regex::new(&format!("^[{names}]")).ok()?),
        };
        classes.push(Class { set: set.clone(), properties });
        Some(classes.len() - 1)
    }
}

/// How many states a pattern has, roughly.
fn size(node: &Node) -> u64 {
    match node {
        Node::Sequence(nodes) | Node::Choice(nodes) => {
            nodes.iter().map(|it| size(it).saturating_add(1)).fold(1, u64::saturating_add)
        }
        Node::Repeat { node, min, max } => {
            size(node).saturating_add(1).saturating_mul(u64::from(max.unwrap_or(*min).max(1)))
        }
        Node::Look { node, .. } => size(node).saturating_add(1),
        Node::Set(_)
        | Node::Start
        | Node::End
        | Node::Boundary
        | Node::NoBoundary
        | Node::Group(..)
        | Node::Reference(_)
        | Node::Folded => 1,
    }
}

/// Whether a character is in one of sorted ranges.
pub fn in_ranges(ranges: &[(char, char)], character: char) -> bool {
    let at = ranges.partition_point(|(_, high)| *high < character);
    ranges.get(at).is_some_and(|(low, _)| *low <= character)
}

impl Class {
    fn has(&self, character: char) -> bool {
        let by_property = |regex: &regex::Regex| regex.is_match(character.encode_utf8(&mut [0; 4]));
        (in_ranges(&self.set.ranges, character) || self.properties.as_ref().is_some_and(by_property))
            != self.set.negated
    }
}

/// One way through a text.
struct Run<'r> {
    classes: &'r [Class],
    look: &'r Look,
    text: &'r [char],
    /// Where that is which was looked for before.
    found: &'r [Vec<bool>],
    /// For each state the step at which it was last opened.
    is_open: Vec<usize>,
    /// States that wait for a character.
    open: Vec<usize>,
}

impl Run<'_> {
    /// The places at which something looked for ends, or begins if the way is backward.
    fn places(mut self) -> Vec<bool> {
        let mut places = vec![false; self.text.len() + 1];
        let mut arrived: Vec<usize> = Vec::new();
        for step in 0..=self.text.len() {
            let (place, character) = match self.look.direction {
                Direction::Forward => (step, self.text.get(step)),
                Direction::Backward => {
                    let place = self.text.len() - step;
                    (place, place.checked_sub(1).map(|it| &self.text[it]))
                }
            };
            // It may begin anywhere.
            arrived.push(0);
            self.open.clear();
            places[place] = self.follow(&mut arrived, place, step + 1);
            let Some(character) = character else { break };
            let mut last_class = None;
            for state in &self.open {
                let State::Take(class) = self.look.states[*state] else { continue };
                let has = match last_class {
                    Some((last, has)) if last == class => has,
                    _ => self.classes[class].has(*character),
                };
                last_class = Some((class, has));
                if has {
                    arrived.push(state + 1);
                }
            }
        }
        places
    }

    /// Opens the states that can be reached without a character; whether all was found.
    fn follow(&mut self, arrived: &mut Vec<usize>, place: usize, step: usize) -> bool {
        let mut is_found = false;
        while let Some(state) = arrived.pop() {
            if std::mem::replace(&mut self.is_open[state], step) == step {
                continue;
            }
            match self.look.states[state] {
                State::Take(_) => self.open.push(state),
                State::Fork(one, other) => arrived.extend([one, other]),
                State::Hold(assertion) => {
                    if self.holds(assertion, place) {
                        arrived.push(state + 1);
                    }
                }
                State::Found => is_found = true,
            }
        }
        is_found
    }

    fn holds(&self, assertion: Assertion, place: usize) -> bool {
        let is_word = |at: usize| {
            self.text
                .get(at)
                .is_some_and(|it| WORD.iter().any(|(low, high)| (*low..=*high).contains(&u32::from(*it))))
        };
        match assertion {
            Assertion::Start => place == 0,
            Assertion::End => place == self.text.len(),
            Assertion::Boundary { negative } => {
                let before = place.checked_sub(1).is_some_and(is_word);
                (before != is_word(place)) != negative
            }
            Assertion::Look { at, negative } => self.found[at][place] != negative,
        }
    }
}
