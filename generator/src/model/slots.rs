//! What the candidates of a union say about a member that may tell them apart.
//!
//! In a union of thousands each member concerns few branches: the others are counted, not asked.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde_json::Value;

use super::Tag;
use super::plan::Candidate;
use crate::normalize::{Normalizer, Term};
use crate::schema::{TypeSet, key};

/// The candidates that are left, by the members that they speak of.
pub(super) struct Left<'a> {
    pub(super) all: &'a [usize],
    speaking: BTreeMap<&'a str, Vec<usize>>,
    /// Those that forbid members that they don't speak of.
    closed: BTreeSet<usize>,
    candidates: &'a [Candidate],
}

impl<'a> Left<'a> {
    pub(super) fn new(candidates: &'a [Candidate], all: &'a [usize]) -> Self {
        let mut speaking: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for i in all {
            let Candidate { flat, facts, .. } = &candidates[*i];
            let names = facts.tags.keys().chain(&facts.required).chain(&facts.declared);
            for name in names.chain(&facts.forbidden).chain(flat.object.properties.keys()) {
                let those = speaking.entry(name).or_default();
                if those.last() != Some(i) {
                    those.push(*i);
                }
            }
        }
        let closed = all.iter().copied().filter(|i| candidates[*i].facts.closed).collect();
        Self { all, speaking, closed, candidates }
    }

    fn speaking(&self, name: &str) -> &[usize] {
        self.speaking.get(name).map_or(&[], Vec::as_slice)
    }

    fn forbids(&self, candidate: usize, name: &str) -> bool {
        self.candidates[candidate].facts.forbids(name)
    }

    /// How many forbid a member.
    pub(super) fn forbidding(&self, name: &str) -> usize {
        let speaking = self.speaking(name);
        let silent = self.closed.len() - speaking.iter().filter(|it| self.closed.contains(it)).count();
        silent + speaking.iter().filter(|it| self.forbids(**it, name)).count()
    }

    /// Those that do not forbid a member.
    pub(super) fn allowing(&self, name: &str) -> Vec<usize> {
        if self.closed.len() == self.all.len() {
            let speaking = self.speaking(name).iter().copied();
            return speaking.filter(|it| !self.forbids(*it, name)).collect();
        }
        self.all.iter().copied().filter(|it| !self.forbids(*it, name)).collect()
    }
}

/// What a candidate says about the value of a tag.
#[derive(Clone, Default)]
pub(super) struct Slot {
    /// The only values, where they are listed.
    pub(super) values: Option<Vec<Value>>,
    pub(super) is_required: bool,
    pub(super) is_forbidden: bool,
    term: Option<Term>,
}

/// What all candidates that are left say about the value of a tag.
pub(super) struct Slots {
    /// Of those that speak of the member, in order.
    spoken: Vec<(usize, Slot)>,
    /// How many of the others there are, and how many of these may have the tag with any value.
    silent: usize,
    silent_open: usize,
    /// Whether the tag is a member of a member.
    is_inner: bool,
}

/// A tag is not rated by more questions than this whether a candidate accepts a value.
const QUESTIONS: usize = 500_000;

/// The values of a tag with the candidates that list or otherwise allow each.
type ByValue = IndexMap<String, (Value, Vec<usize>)>;

impl Slots {
    pub(super) fn new(
        normalizer: &Normalizer<'_>,
        candidates: &[Candidate],
        left: &Left<'_>,
        tag: &Tag,
    ) -> Self {
        let speaking = left.speaking(&tag.member);
        let spoken = speaking.iter().map(|i| (*i, slot(normalizer, &candidates[*i], tag))).collect();
        let silent = left.all.len() - speaking.len();
        let closed = left.closed.len() - speaking.iter().filter(|it| left.closed.contains(it)).count();
        let is_inner = tag.inner.is_some();
        Self { spoken, silent, silent_open: if is_inner { silent } else { silent - closed }, is_inner }
    }

    /// How many candidates are left at most, and in sum, once the tag is known; `None` when it
    /// tells nothing apart, or its values are not all scalars.
    pub(super) fn rate(&self, normalizer: &Normalizer<'_>) -> Option<(usize, usize)> {
        let all = self.spoken.len() + self.silent;
        let spoken = |keep: &dyn Fn(&Slot) -> bool| self.spoken.iter().filter(|(_, it)| keep(it)).count();
        let open = self.silent_open + spoken(&|it| it.values.is_none() && !it.is_forbidden);
        let absent = self.silent + spoken(&|it| !it.is_required);
        let listed: usize = self.spoken.iter().filter_map(|(_, it)| it.values.as_ref()).map(Vec::len).sum();
        if open.max(absent) >= all || open.saturating_mul(listed) > QUESTIONS {
            return None;
        }
        let arms = self.arms(normalizer);
        if arms.values().any(|(it, _)| it.is_array() || it.is_object() || it.is_f64()) {
            return None;
        }
        let of_values = arms.values().map(|(_, those)| those.len() + self.silent_open);
        let (most, sum) = of_values.fold((open.max(absent), open + absent), |(most, sum), here| {
            (most.max(here), sum + here.saturating_sub(open))
        });
        (most < all).then_some((most, sum))
    }

    /// All values of the tag, in order of the branches and each once, with the candidates that are left.
    pub(super) fn by_value(&self, normalizer: &Normalizer<'_>, left: &Left<'_>) -> Vec<(Value, Vec<usize>)> {
        let silent = self.silent_open(left);
        let arms = self.arms(normalizer).into_values().map(|(value, mut those)| {
            those.extend(&silent);
            those.sort_unstable();
            (value, those)
        });
        arms.collect()
    }

    /// The candidates whose slot is such.
    pub(super) fn those(&self, left: &Left<'_>, keep: &dyn Fn(&Slot) -> bool) -> Vec<usize> {
        let spoken = self.spoken.iter().filter(|(_, slot)| keep(slot)).map(|(i, _)| *i);
        let mut those: Vec<usize> = spoken.collect();
        let open = Slot::default();
        let closed = Slot { is_forbidden: true, ..Slot::default() };
        if keep(&closed) {
            those.extend(self.silent(left));
        } else if keep(&open) {
            those.extend(self.silent_open(left));
        }
        those.sort_unstable();
        those
    }

    fn silent<'l>(&'l self, left: &'l Left<'_>) -> impl Iterator<Item = usize> + 'l {
        let mut spoken = self.spoken.iter().map(|(i, _)| *i).peekable();
        left.all.iter().copied().filter(move |i| spoken.next_if_eq(i).is_none())
    }

    fn silent_open(&self, left: &Left<'_>) -> Vec<usize> {
        self.silent(left).filter(|i| self.is_inner || !left.closed.contains(i)).collect()
    }

    /// The values with the candidates that speak of the tag and allow each.
    fn arms(&self, normalizer: &Normalizer<'_>) -> ByValue {
        let mut arms = ByValue::new();
        for (i, slot) in &self.spoken {
            for value in slot.values.iter().flatten() {
                let (_, those) = arms.entry(key(value)).or_insert_with(|| (value.clone(), Vec::new()));
                if those.last() != Some(i) {
                    those.push(*i);
                }
            }
        }
        let unlisted = |it: &&(usize, Slot)| it.1.values.is_none() && !it.1.is_forbidden;
        for (i, slot) in self.spoken.iter().filter(unlisted) {
            for (value, those) in arms.values_mut() {
                if slot.term.as_ref().is_none_or(|term| normalizer.accepts(term, value)) {
                    those.push(*i);
                }
            }
        }
        arms
    }
}

fn slot(normalizer: &Normalizer<'_>, candidate: &Candidate, tag: &Tag) -> Slot {
    let facts = &candidate.facts;
    let term = candidate.flat.object.properties.get(&tag.member);
    let is_required = facts.required.contains(&tag.member);
    let Some(inner) = &tag.inner else {
        return Slot {
            values: facts.tags.get(&tag.member).cloned(),
            is_required,
            is_forbidden: facts.forbids(&tag.member),
            term: term.cloned(),
        };
    };
    let Some(within) = term.map(|it| normalizer.evidence(it)) else { return Slot::default() };
    Slot {
        values: within.tags.get(inner).cloned(),
        is_required: is_required && within.types == TypeSet::OBJECT && within.required.contains(inner),
        is_forbidden: facts.forbids(&tag.member) || within.forbids(inner),
        term: None,
    }
}
