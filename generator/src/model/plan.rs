//! How an instance finds its variant.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value;

use super::slots::{Left, Slot, Slots};
use super::{Dispatch, Plan, PresencePlan, Tag, TagPlan};
use crate::normalize::{Evidence, Flat, Normalizer, Side, Term, all_apart};
use crate::schema::TypeSet;

/// A candidate: the branch's term and the facts about it.
pub(super) struct Candidate {
    pub(super) term: Term,
    pub(super) flat: Rc<Flat>,
    pub(super) facts: Rc<Evidence>,
    /// The value that the variant stands for, where it holds nothing.
    constant: Option<Value>,
}

impl Candidate {
    pub(super) fn new(normalizer: &Normalizer<'_>, term: Term, constant: Option<Value>) -> Self {
        let (flat, facts) = (normalizer.flat(&term), normalizer.evidence(&term));
        Self { term, flat, facts, constant }
    }

    fn side(&self) -> Side<'_> {
        Side { term: &self.term, flat: Rc::clone(&self.flat), facts: Rc::clone(&self.facts) }
    }
}

/// How the candidates are told apart; `counts` when an instance of two of them is refused.
pub(super) fn dispatch(
    normalizer: &Normalizer<'_>,
    candidates: &[Candidate],
    counts: bool,
    discriminator: Option<&str>,
) -> Dispatch {
    let planner = Planner { normalizer, candidates, counts, discriminator, entries: Cell::new(ENTRIES) };
    let of = |part: TypeSet| {
        let left: Vec<usize> =
            (0..candidates.len()).filter(|i| candidates[*i].facts.types.meets(part)).collect();
        if part == TypeSet::OBJECT {
            planner.object(&left, &BTreeSet::new())
        } else {
            planner.constants(&left, part)
        }
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

/// A plan lists no more candidates than this in all its steps; what is left then is tried.
///
/// Members that some branches fix and others leave open lead to plans that grow with each of them.
const ENTRIES: usize = 100_000;

struct Planner<'a> {
    normalizer: &'a Normalizer<'a>,
    candidates: &'a [Candidate],
    counts: bool,
    discriminator: Option<&'a str>,
    /// How many candidates the plan may still list.
    entries: Cell<usize>,
}

impl Planner<'_> {
    fn facts(&self, candidate: usize) -> &Evidence {
        &self.candidates[candidate].facts
    }

    fn trial(&self, left: &[usize]) -> Option<Plan> {
        match left {
            [] => None,
            [only] => Some(Plan::Direct(*only)),
            _ => {
                let sides = || left.iter().map(|i| self.candidates[*i].side()).collect::<Vec<_>>();
                let exactly_one = self.counts && !all_apart(self.normalizer, &sides());
                Some(Plan::Trial { candidates: left.to_vec(), exactly_one })
            }
        }
    }

    fn constants(&self, left: &[usize], part: TypeSet) -> Option<Plan> {
        let constant = |i: &usize| self.candidates[*i].constant.clone();
        let arms: Vec<(Value, usize)> = left.iter().filter_map(|i| Some((constant(i)?, *i))).collect();
        let others: Vec<usize> = left.iter().copied().filter(|i| constant(i).is_none()).collect();
        if arms.is_empty() {
            return self.trial(left);
        }
        debug_assert!(arms.iter().all(|(value, _)| part.contains(TypeSet::of(value))));
        Some(Plan::Constants { arms, other: self.trial(&others).map(Box::new) })
    }

    /// A tag costs the least: nothing is kept in memory where it stands first.
    fn object(&self, left: &[usize], used: &BTreeSet<Tag>) -> Option<Plan> {
        if left.len() < 2 || self.entries.get() < left.len() {
            return self.trial(left);
        }
        self.entries.update(|it| it - left.len());
        let left = Left::new(self.candidates, left);
        if let Some((tag, slots)) = self.best_tag(&left, used, self.tags(&left)) {
            return self.by_tag(&left, used, tag, &slots);
        }
        self.by_presence(&left, used)
            .filter(decides)
            .or_else(|| {
                let (tag, slots) = self.best_tag(&left, used, self.inner_tags(&left))?;
                self.by_tag(&left, used, tag, &slots).filter(decides)
            })
            .or_else(|| self.trial(left.all))
    }

    /// `None` where no value of the tag, nor its absence, leads anywhere: then no object is accepted.
    fn by_tag(&self, left: &Left<'_>, used: &BTreeSet<Tag>, tag: Tag, slots: &Slots) -> Option<Plan> {
        let mut used = used.clone();
        used.insert(tag.clone());
        let arms = slots.by_value(self.normalizer, left).into_iter();
        let arms = arms.filter_map(|(value, left)| Some((value, self.object(&left, &used)?)));
        let those = |keep: &dyn Fn(&Slot) -> bool| self.object(&slots.those(left, keep), &used);
        let plan = TagPlan {
            arms: arms.collect(),
            other: those(&|slot| slot.values.is_none() && !slot.is_forbidden).map(Box::new),
            absent: those(&|slot| !slot.is_required).map(Box::new),
            tag,
        };
        let leads = !plan.arms.is_empty() || plan.other.is_some() || plan.absent.is_some();
        leads.then_some(Plan::Tag(plan))
    }

    /// Each candidate by a member that it requires and others forbid.
    fn by_presence(&self, left: &Left<'_>, used: &BTreeSet<Tag>) -> Option<Plan> {
        let is_used = |name: &str| used.iter().any(|it| it.member == name);
        let mut forbidding: BTreeMap<&str, usize> = BTreeMap::new();
        let mut count = |name| *forbidding.entry(name).or_insert_with(|| left.forbidding(name));
        let mut names: Vec<&String> = Vec::new();
        for i in left.all {
            let own = self.facts(*i).required.iter().filter(|it| !is_used(it));
            // The first of those that most others forbid.
            let best = own.map(|name| (count(name), name)).rev().max_by_key(|(count, _)| *count);
            names.extend(best.filter(|(count, _)| *count > 0).map(|(_, name)| name));
        }
        let mut seen = BTreeSet::new();
        names.retain(|it| seen.insert(*it));
        if names.is_empty() {
            return None;
        }
        let mut used = used.clone();
        used.extend(names.iter().map(|it| Tag { member: (*it).clone(), inner: None }));
        let arms = names
            .iter()
            .filter_map(|name| Some(((*name).clone(), self.object(&left.allowing(name), &used)?)));
        let arms = arms.collect();
        let requires_none = |i: &usize| !self.facts(*i).required.iter().any(|name| seen.contains(name));
        let without: Vec<usize> = left.all.iter().copied().filter(requires_none).collect();
        Some(Plan::Presence(PresencePlan { arms, absent: self.object(&without, &used).map(Box::new) }))
    }

    /// Members that can have only some values.
    fn tags(&self, left: &Left<'_>) -> BTreeSet<Tag> {
        let names = left.all.iter().flat_map(|i| self.facts(*i).tags.keys());
        names.map(|member| Tag { member: member.clone(), inner: None }).collect()
    }

    /// Members of required members that can have only some values.
    fn inner_tags(&self, left: &Left<'_>) -> BTreeSet<Tag> {
        let mut tags = BTreeSet::new();
        for i in left.all {
            let object = &self.candidates[*i].flat.object;
            for (member, term) in &object.properties {
                if object.required.contains(member) && !self.facts(*i).tags.contains_key(member) {
                    let within = self.normalizer.evidence(term);
                    let names = within.tags.keys().cloned();
                    tags.extend(names.map(|inner| Tag { member: member.clone(), inner: Some(inner) }));
                }
            }
        }
        tags
    }

    /// The tag whose values leave the fewest candidates, the author's choice first.
    fn best_tag(&self, left: &Left<'_>, used: &BTreeSet<Tag>, tags: BTreeSet<Tag>) -> Option<(Tag, Slots)> {
        let rated = tags.into_iter().filter(|it| !used.contains(it)).filter_map(|tag| {
            let slots = Slots::new(self.normalizer, self.candidates, left, &tag);
            let rating = slots.rate(self.normalizer)?;
            Some(((rating, self.discriminator != Some(tag.member.as_str()), tag), slots))
        });
        rated.min_by(|(one, _), (other, _)| one.cmp(other)).map(|((_, _, tag), slots)| (tag, slots))
    }
}

/// Whether nothing is left to try.
fn decides(plan: &Plan) -> bool {
    !matches!(plan, Plan::Trial { .. }) && plan.next().into_iter().all(decides)
}
