//! Matches texts as the runtime will, for the stages that judge what stands in documents.

use super::{Part, Plan, Refusal, Sequence, Step, Table, plan};
use crate::support::pattern::Walk;
use crate::support::pattern_automaton::{Compiled, in_ranges};
use crate::support::pattern_syntax::parse;
use crate::support::pattern_table::{self, Row, row, with_kind};

/// A pattern that texts can be matched by.
#[derive(Debug)]
pub(crate) enum Matcher {
    Always,
    Simple(Vec<Sequence>),
    /// Each with whether it has to match.
    Every(Vec<(bool, Matcher)>),
    Table(Machine),
    Regex(regex::Regex),
    Automaton(Compiled),
}

impl Matcher {
    /// The pattern, planned and compiled.
    pub(crate) fn new(source: &str) -> Result<Self, Refusal> {
        Self::of(plan(source)?, source)
    }

    /// The pattern by this plan, compiled.
    pub(super) fn of(plan: Plan, source: &str) -> Result<Self, Refusal> {
        const TOO_LARGE: Refusal = Refusal::Unsupported("is too large");
        Ok(match plan {
            Plan::Always => Self::Always,
            Plan::Simple(sequences) => Self::Simple(sequences),
            Plan::Every(parts) => {
                let matcher = |it: Part| Ok((!it.negative, Self::of(it.plan, &it.text)?));
                Self::Every(parts.into_iter().map(matcher).collect::<Result<_, Refusal>>()?)
            }
            Plan::Table(table) => Self::Table(Machine::new(table)),
            Plan::Regex(expression) => Self::Regex(
                regex::RegexBuilder::new(&expression).size_limit(1 << 26).build().map_err(|_| TOO_LARGE)?,
            ),
            Plan::Automaton => {
                let (node, _) = parse(source).map_err(Refusal::Invalid)?;
                Self::Automaton(Compiled::new(&node).ok_or(TOO_LARGE)?)
            }
        })
    }

    /// Whether the pattern matches, anywhere in the text if it is not anchored.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        match self {
            Self::Always => true,
            Self::Simple(sequences) => sequences.iter().any(|it| walk_through(it, text)),
            Self::Every(parts) => parts.iter().all(|(positive, it)| it.is_match(text) == *positive),
            Self::Table(table) => table.is_match(text),
            Self::Regex(regex) => regex.is_match(text),
            Self::Automaton(compiled) => compiled.is_match(text),
        }
    }
}

/// A table, read as `runtime::pattern_table::Table` does.
#[derive(Debug)]
pub(crate) struct Machine {
    ascii: [u8; 128],
    others: Vec<(char, char, u8)>,
    rows: Vec<Row>,
}

impl Machine {
    fn new(Table { kinds, others, rows }: Table) -> Self {
        let ascii = (1..).zip(&kinds).fold([0; 128], |all, (kind, it)| with_kind(all, it, kind));
        Self { ascii, others, rows: rows.iter().map(|it| row(it)).collect() }
    }

    fn is_match(&self, text: &str) -> bool {
        pattern_table::is_match(&self.ascii, &self.others, &self.rows, text)
    }
}

fn walk_through(sequence: &Sequence, text: &str) -> bool {
    let steps = &sequence.steps[..];
    match (sequence.from_start, sequence.to_end) {
        (true, true) if sequence.backwards => Walk::whole_from_end(text, |at| all_back(steps, at)),
        (true, true) => Walk::whole(text, |at| all(steps, at)),
        (true, false) => Walk::start(text, |at| all(steps, at)),
        (false, true) => Walk::end(text, |at| all(steps, at)),
        (false, false) => Walk::anywhere(text, |at| all(steps, at)),
    }
}

/// The steps in one of the directions.
macro_rules! steps {
    ($all:ident, $direction:literal, $steps:ident => $in_order:expr) => {
        fn $all($steps: &[Step], at: &mut Walk<'_, $direction>) -> bool {
            $in_order.all(|step| match step {
                Step::Text(text) => at.text(text),
                Step::Class(set, min, max) => {
                    at.class(*min as usize, *max as usize, |it| in_ranges(&set.ranges, it))
                }
                Step::Group(steps, min, max) => at.group(*min as usize, *max as usize, |at| $all(steps, at)),
                Step::Choice(branches) => branches.iter().any(|steps| at.branch(|at| $all(steps, at))),
            })
        }
    };
}
steps!(all, false, steps => steps.iter());
steps!(all_back, true, steps => steps.iter().rev());
