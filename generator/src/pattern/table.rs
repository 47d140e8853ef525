//! Patterns as small tables of states.
//!
//! The states of the automaton that may be open together become one; states that no rest of a text tells apart
//! are then made one again, and so are kinds of characters.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::support::pattern_automaton::{Assertion, Compiled, State, in_ranges};
use crate::support::pattern_set::{Set, WORD};
use crate::support::pattern_syntax::Node;
use crate::support::pattern_table::COLUMNS;

/// As `runtime::pattern_table::Table`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table {
    /// The ASCII characters of each kind but the first, which has all that are in no other.
    pub(crate) kinds: Vec<String>,
    /// Ranges of other characters in order, with their kinds.
    pub(crate) others: Vec<(char, char, u8)>,
    /// For each state its name, what comes after each kind, and at the end of the text.
    pub(crate) rows: Vec<String>,
}

/// The most states: more read worse than they run.
const MOST_STATES: usize = 128;
/// The most steps from state to state of the automaton, so that no pattern takes long.
const MOST_STEPS: usize = 100_000;
/// The most states before those are made one that are alike.
const MOST_UNMERGED: usize = 1_000;
/// The most kinds of characters before those are made one that are alike.
const MOST_KINDS: usize = 2 * COLUMNS;
/// The most ranges of characters: more read worse than the pattern.
const MOST_RANGES: usize = 64;

impl Table {
    /// Whether every text matches.
    pub(super) fn is_always(&self) -> bool {
        self.rows == ["a ++"]
    }
}

/// The table of a pattern, or `None` where it is not small, or the pattern looks around.
pub(super) fn table(node: &Node) -> Option<Table> {
    let compiled = Compiled::new(node)?;
    let alphabet = Alphabet::new(&compiled)?;
    let machine = merged(&determinized(&compiled, &alphabet)?)?;
    written(&machine, &alphabet)
}

/// Characters that a pattern does not tell apart are of one kind.
struct Alphabet {
    /// The ranges of each kind, all together in order.
    ranges: Vec<(char, char, usize)>,
    /// By kinds: the classes that have it.
    classes: Vec<Vec<bool>>,
    /// By kinds: whether `\b` takes it for a word's.
    words: Vec<bool>,
}

impl Alphabet {
    fn new(compiled: &Compiled) -> Option<Self> {
        let mut sets: Vec<&Set> = compiled.classes.iter().map(|it| &it.set).collect();
        if sets.iter().any(|it| !it.properties.is_empty()) {
            return None;
        }
        let words = Set::of(&WORD);
        let knows_words = has_boundary(compiled);
        if knows_words {
            sets.push(&words);
        }
        let borders: BTreeSet<char> = sets
            .iter()
            .flat_map(|it| [it.ranges.clone(), it.others()].concat())
            .map(|(low, _)| low)
            .chain(['\0'])
            .collect();
        if borders.len() > 4 * MOST_RANGES {
            return None;
        }
        let classes_of = |low: char| sets.iter().map(|it| in_ranges(&it.ranges, low)).collect::<Vec<_>>();
        // What comes last is of kind 0: it is what most patterns don't name.
        let mut kinds: Vec<Vec<bool>> = borders.last().map(|it| classes_of(*it)).into_iter().collect();
        let mut ranges = Vec::new();
        let ends = borders.iter().skip(1).map(|next| before(*next)).chain([char::MAX]);
        for (low, high) in borders.iter().zip(ends) {
            let classes = classes_of(*low);
            let kind = kinds.iter().position(|it| *it == classes).unwrap_or(kinds.len());
            if kind == kinds.len() {
                kinds.push(classes);
            }
            ranges.push((*low, high, kind));
        }
        let words = kinds.iter().map(|it| knows_words && it.last() == Some(&true)).collect();
        (kinds.len() <= MOST_KINDS).then_some(Self { ranges, classes: kinds, words })
    }
}

/// The character that comes before, without surrogates.
fn before(character: char) -> char {
    char::from_u32(u32::from(character).saturating_sub(1)).unwrap_or('\u{d7ff}')
}

fn has_boundary(compiled: &Compiled) -> bool {
    let is_boundary = |it: &State| matches!(it, State::Hold(Assertion::Boundary { .. }));
    compiled.looks.iter().any(|look| look.states.iter().any(is_boundary))
}

/// By states what comes after each kind, and last at the end: states, or one of the outcomes.
type Machine = Vec<Vec<usize>>;

/// The text does not match, whatever follows.
const DIFFERS: usize = 0;
/// The text matches, whatever follows.
const MATCHES: usize = 1;
/// Where a text begins.
const FIRST: usize = 2;

/// What is open at a place of a text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Open {
    states: BTreeSet<usize>,
    before: Beside,
}

/// What stands beside a place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Beside {
    /// The text begins or ends there.
    Nothing,
    Word,
    Other,
}

/// The states that can be open together, as one each; the first two are the outcomes.
fn determinized(compiled: &Compiled, alphabet: &Alphabet) -> Option<Machine> {
    let [look] = &compiled.looks[..] else { return None };
    let (states, kinds) = (&look.states[..], alphabet.classes.len());
    let first = Open { states: BTreeSet::new(), before: Beside::Nothing };
    let mut machine = vec![vec![DIFFERS; kinds + 1], vec![MATCHES; kinds + 1]];
    let mut numbers = BTreeMap::from([(first.clone(), FIRST)]);
    let mut waiting = VecDeque::from([first]);
    let mut steps = 0;
    while let Some(open) = waiting.pop_front() {
        let before = |after| follow(states, &open, after);
        let (before_word, before_other) = (before(Beside::Word), before(Beside::Other));
        let mut row = Vec::with_capacity(kinds + 1);
        for kind in 0..kinds {
            let reached = if alphabet.words[kind] { &before_word } else { &before_other };
            steps += reached.len();
            row.push(if is_found(states, reached) {
                MATCHES
            } else {
                let number = FIRST + numbers.len();
                *numbers.entry(take(states, reached, kind, alphabet)).or_insert_with_key(|next| {
                    waiting.push_back(next.clone());
                    number
                })
            });
        }
        row.push(if is_found(states, &before(Beside::Nothing)) { MATCHES } else { DIFFERS });
        machine.push(row);
        if steps > MOST_STEPS || numbers.len() > MOST_UNMERGED {
            return None;
        }
    }
    Some(machine)
}

/// What is open behind a character of this kind.
fn take(states: &[State], reached: &BTreeSet<usize>, kind: usize, alphabet: &Alphabet) -> Open {
    let taken = reached.iter().filter_map(|state| match states[*state] {
        State::Take(class) => alphabet.classes[kind][class].then_some(state + 1),
        State::Fork(..) | State::Hold(_) | State::Found => None,
    });
    Open { states: taken.collect(), before: if alphabet.words[kind] { Beside::Word } else { Beside::Other } }
}

fn is_found(states: &[State], reached: &BTreeSet<usize>) -> bool {
    reached.last().is_some_and(|last| states[*last] == State::Found)
}

/// The states that can be reached without a character when this comes next.
fn follow(states: &[State], open: &Open, after: Beside) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    // It may begin anywhere.
    let mut arrived: Vec<usize> = open.states.iter().copied().chain([0]).collect();
    while let Some(state) = arrived.pop() {
        if !reached.insert(state) {
            continue;
        }
        match states[state] {
            State::Take(_) | State::Found => {}
            State::Fork(one, other) => arrived.extend([one, other]),
            State::Hold(assertion) => {
                let holds = match assertion {
                    Assertion::Start => open.before == Beside::Nothing,
                    Assertion::End => after == Beside::Nothing,
                    Assertion::Boundary { negative } => {
                        ((open.before == Beside::Word) != (after == Beside::Word)) != negative
                    }
                    Assertion::Look { .. } => false,
                };
                if holds {
                    arrived.push(state + 1);
                }
            }
        }
    }
    reached
}

/// The same with as few states as can be, or `None` where they are too many.
fn merged(machine: &Machine) -> Option<Machine> {
    // States are alike until the end of a text tells them apart, or what comes after one of the kinds.
    let mut groups: Vec<usize> = machine.iter().map(|row| row[row.len() - 1]).collect();
    let mut count = 0;
    loop {
        let mut known: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        let mut refined = Vec::with_capacity(machine.len());
        for (row, group) in machine.iter().zip(&groups) {
            let after = row.iter().map(|it| groups[*it]);
            let number = known.len();
            refined.push(*known.entry(std::iter::once(*group).chain(after).collect()).or_insert(number));
        }
        if known.len() > FIRST + MOST_STATES {
            return None;
        }
        groups = refined;
        if known.len() == count {
            break;
        }
        count = known.len();
    }
    // Groups are numbered as they are met, so that the outcomes stay the first.
    let mut merged: Machine = Vec::with_capacity(count);
    for (row, group) in machine.iter().zip(&groups) {
        if *group == merged.len() {
            merged.push(row.iter().map(|it| groups[*it]).collect());
        }
    }
    if groups[FIRST] == DIFFERS {
        merged.truncate(DIFFERS + 1);
    }
    Some(merged)
}

/// The machine as text, without kinds that it does not tell apart; `None` where there are too many.
fn written(machine: &Machine, alphabet: &Alphabet) -> Option<Table> {
    let end = alphabet.classes.len();
    let column = |kind: usize| machine.iter().map(|row| row[kind]).collect::<Vec<_>>();
    let columns: Vec<Vec<usize>> = (0..end).map(column).collect();
    let mut kept = vec![0];
    let mut ranges: Vec<(char, char, usize)> = Vec::new();
    for (low, high, kind) in &alphabet.ranges {
        let known = kept.iter().position(|it| columns[*it] == columns[*kind]);
        let number = known.unwrap_or(kept.len());
        if known.is_none() {
            kept.push(*kind);
        }
        match ranges.last_mut() {
            Some((_, last, same)) if *same == number => *last = *high,
            _ => ranges.push((*low, *high, number)),
        }
    }
    ranges.retain(|(.., kind)| *kind > 0);
    if kept.len() >= COLUMNS || ranges.len() > MOST_RANGES {
        return None;
    }
    // Where all texts come to the same, there is no state but the outcome.
    let rows = &machine[FIRST.min(machine.len() - 1)..];
    let name = |state: usize| match state {
        DIFFERS => outcome('-', rows.len()),
        MATCHES => outcome('+', rows.len()),
        named => name(named - FIRST, rows.len()),
    };
    let row = |(at, row): (usize, &Vec<usize>)| {
        let cells = kept.iter().chain([&end]).map(|kind| name(row[*kind]));
        format!("{} {}", self::name(at, rows.len()), cells.collect::<String>())
    };
    let kinds = (1..kept.len()).map(|kind| ascii_class(&ranges, kind)).collect();
    let others = ranges.iter().filter(|(_, high, _)| !high.is_ascii());
    let others =
        others.map(|(low, high, kind)| Some(((*low).max('\u{80}'), *high, u8::try_from(*kind).ok()?)));
    Some(Table {
        kinds,
        others: others.collect::<Option<_>>()?,
        rows: rows.iter().enumerate().map(row).collect(),
    })
}

/// The name of a state among so many.
fn name(state: usize, count: usize) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    let letter = |at: usize| char::from(LETTERS[at]);
    if count <= LETTERS.len() {
        return letter(state).into();
    }
    [letter(state / 26), letter(state % 26)].iter().collect()
}

/// As long as the name of a state.
fn outcome(sign: char, count: usize) -> String {
    name(0, count).chars().map(|_| sign).collect()
}

/// The ASCII characters of a kind, as in a class.
fn ascii_class(ranges: &[(char, char, usize)], kind: usize) -> String {
    let of_kind = ranges.iter().filter(|it| it.2 == kind && it.0.is_ascii());
    let mut ranges: Vec<(char, char)> = of_kind.map(|(low, high, _)| (*low, (*high).min('\u{7f}'))).collect();
    // Behind another character it would begin a range.
    ranges.sort_by_key(|(low, _)| *low != '-');
    let mut class = String::new();
    for (low, high) in ranges {
        match u32::from(high) - u32::from(low) {
            0 => class.push(low),
            1 if high != '-' && low != '-' => class.extend([low, high]),
            _ => class.extend([low, '-', high]),
        }
    }
    class
}
