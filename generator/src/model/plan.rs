//! How an instance finds its variant.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Dispatch, Plan, TagPlan};
use crate::normalize::{Evidence, Normalizer, Term, disjoint, evidence};
use crate::schema::{TypeSet, equal};

/// A candidate: the branch's term and the facts about it.
pub(super) struct Candidate {
    pub(super) term: Term,
    pub(super) facts: Evidence,
}

impl Candidate {
    pub(super) fn new(normalizer: &Normalizer<'_>, term: Term) -> Self {
        let facts = evidence(normalizer, &term, &normalizer.flat(&term));
        Self { term, facts }
    }
}

/// How the candidates are told apart; `counts` when an instance of two of them is refused.
pub(super) fn dispatch(
    normalizer: &Normalizer<'_>,
    candidates: &[Candidate],
    counts: bool,
    discriminator: Option<&str>,
) -> Dispatch {
    let planner = Planner { normalizer, candidates, counts, discriminator };
    let of = |part: TypeSet| {
        let left: Vec<usize> =
            (0..candidates.len()).filter(|i| candidates[*i].facts.types.meets(part)).collect();
        if part == TypeSet::OBJECT { planner.object(&left, &BTreeSet::new()) } else { planner.trial(&left) }
    };
    Dispatch {
        null: of(TypeSet::NULL),
        boolean: of(TypeSet::BOOLEAN),
        number: of(TypeSet::NUMBER),
        string: of(TypeSet::STRING),
        array: of(TypeSet::ARRAY),
        object: of(TypeSet::OBJECT),
    }
}

struct Planner<'a> {
    normalizer: &'a Normalizer<'a>,
    candidates: &'a [Candidate],
    counts: bool,
    discriminator: Option<&'a str>,
}

impl Planner<'_> {
    fn trial(&self, left: &[usize]) -> Option<Plan> {
        match left {
            [] => None,
            [only] => Some(Plan::Direct(*only)),
            _ => {
                let exactly_one = self.counts && !self.all_disjoint(left);
                Some(Plan::Trial { candidates: left.to_vec(), exactly_one })
            }
        }
    }

    fn all_disjoint(&self, left: &[usize]) -> bool {
        left.iter().enumerate().all(|(at, i)| {
            left[at + 1..]
                .iter()
                .all(|j| disjoint(self.normalizer, &self.candidates[*i].term, &self.candidates[*j].term))
        })
    }

    fn object(&self, left: &[usize], used: &BTreeSet<String>) -> Option<Plan> {
        if left.len() < 2 {
            return self.trial(left);
        }
        let Some(member) = self.best_tag(left, used) else { return self.trial(left) };
        let mut used = used.clone();
        used.insert(member.clone());
        let mut arms: Vec<(Value, Plan)> = Vec::new();
        for value in self.tag_values(left, &member) {
            let chosen: Vec<usize> = left
                .iter()
                .copied()
                .filter(|i| {
                    self.tags(*i, &member).is_none_or(|values| values.iter().any(|it| equal(it, &value)))
                })
                .collect();
            arms.extend(self.object(&chosen, &used).map(|plan| (value, plan)));
        }
        let other: Vec<usize> = left.iter().copied().filter(|i| self.tags(*i, &member).is_none()).collect();
        let absent: Vec<usize> =
            left.iter().copied().filter(|i| !self.candidates[*i].facts.required.contains(&member)).collect();
        Some(Plan::Tag(TagPlan {
            other: self.object(&other, &used).map(Box::new),
            absent: self.object(&absent, &used).map(Box::new),
            member,
            arms,
        }))
    }

    fn tags(&self, candidate: usize, member: &str) -> Option<&Vec<Value>> {
        self.candidates[candidate].facts.tags.get(member)
    }

    /// All values of a tag, in order of the branches; each once.
    fn tag_values(&self, left: &[usize], member: &str) -> Vec<Value> {
        let mut all: Vec<Value> = Vec::new();
        for value in left.iter().filter_map(|i| self.tags(*i, member)).flatten() {
            if !all.iter().any(|it| equal(it, value)) {
                all.push(value.clone());
            }
        }
        all
    }

    /// The member whose values leave the fewest candidates, the author's choice first.
    fn best_tag(&self, left: &[usize], used: &BTreeSet<String>) -> Option<String> {
        let mut names: Vec<&String> = Vec::new();
        for i in left {
            for name in self.candidates[*i].facts.tags.keys() {
                if !used.contains(name) && !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        let rated = names.into_iter().filter_map(|name| {
            let rating = self.rate(left, name)?;
            Some((rating, usize::from(self.discriminator != Some(name.as_str())), name))
        });
        rated.min().map(|(_, _, name)| name.clone())
    }

    /// How many candidates are left at most, and in sum, once the member is known; `None` when it
    /// tells nothing apart, or its values are not all scalars.
    fn rate(&self, left: &[usize], member: &str) -> Option<(usize, usize)> {
        let values = self.tag_values(left, member);
        if values.iter().any(|it| it.is_array() || it.is_object() || it.is_f64()) {
            return None;
        }
        let open = left.iter().filter(|i| self.tags(**i, member).is_none()).count();
        let absent = left.iter().filter(|i| !self.candidates[**i].facts.required.contains(member)).count();
        let mut most = open.max(absent);
        let mut sum = open + absent;
        for value in &values {
            let here = left
                .iter()
                .filter(|i| self.tags(**i, member).is_none_or(|all| all.iter().any(|it| equal(it, value))))
                .count();
            most = most.max(here);
            sum += here - open;
        }
        (most < left.len()).then_some((most, sum))
    }
}
