//! How an instance finds its variant.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::Value;

use super::{Dispatch, Plan, PresencePlan, Tag, TagPlan};
use crate::normalize::{Evidence, Normalizer, Term, disjoint};
use crate::schema::{TypeSet, equal, key};

/// A candidate: the branch's term and the facts about it.
pub(super) struct Candidate {
    pub(super) term: Term,
    facts: Rc<Evidence>,
    /// The value that the variant stands for, where it holds nothing.
    constant: Option<Value>,
}

impl Candidate {
    pub(super) fn new(normalizer: &Normalizer<'_>, term: Term, constant: Option<Value>) -> Self {
        let facts = normalizer.evidence(&term);
        Self { term, facts, constant }
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

struct Planner<'a> {
    normalizer: &'a Normalizer<'a>,
    candidates: &'a [Candidate],
    counts: bool,
    discriminator: Option<&'a str>,
}

/// What a candidate says about the value of a tag.
struct Slot {
    /// The only values, where they are listed.
    values: Option<Vec<Value>>,
    is_required: bool,
    is_forbidden: bool,
    term: Option<Term>,
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
        if left.len() < 2 {
            return self.trial(left);
        }
        if let Some(tag) = self.best_tag(left, used, self.tags(left)) {
            return Some(self.by_tag(left, used, tag));
        }
        self.by_presence(left, used)
            .filter(decides)
            .or_else(|| {
                let tag = self.best_tag(left, used, self.inner_tags(left))?;
                Some(self.by_tag(left, used, tag)).filter(decides)
            })
            .or_else(|| self.trial(left))
    }

    fn by_tag(&self, left: &[usize], used: &BTreeSet<Tag>, tag: Tag) -> Plan {
        let mut used = used.clone();
        used.insert(tag.clone());
        let slots = self.slots(left, &tag);
        let those = |keep: &dyn Fn(&Slot) -> bool| {
            let left: Vec<usize> = slots.iter().filter(|(_, slot)| keep(slot)).map(|(i, _)| *i).collect();
            self.object(&left, &used)
        };
        let mut arms: Vec<(Value, Plan)> = Vec::new();
        for value in values(&slots) {
            arms.extend(those(&|slot| self.allows(slot, &value)).map(|plan| (value, plan)));
        }
        Plan::Tag(TagPlan {
            arms,
            other: those(&|slot| slot.values.is_none() && !slot.is_forbidden).map(Box::new),
            absent: those(&|slot| !slot.is_required).map(Box::new),
            tag,
        })
    }

    /// Each candidate by a member that it requires and others forbid.
    fn by_presence(&self, left: &[usize], used: &BTreeSet<Tag>) -> Option<Plan> {
        let mut names: Vec<&String> = Vec::new();
        for i in left {
            let forbidding = |name: &String| left.iter().filter(|j| self.facts(**j).forbids(name)).count();
            let is_used = |name: &String| used.iter().any(|it| it.member == *name);
            let own = self.facts(*i).required.iter().filter(|it| !is_used(it));
            // The first of those that most others forbid.
            let best = own.map(|name| (forbidding(name), name)).rev().max_by_key(|(count, _)| *count);
            names.extend(best.filter(|(count, _)| *count > 0).map(|(_, name)| name));
        }
        let mut seen = BTreeSet::new();
        names.retain(|it| seen.insert(*it));
        if names.is_empty() {
            return None;
        }
        let mut used = used.clone();
        used.extend(names.iter().map(|it| Tag { member: (*it).clone(), inner: None }));
        let those = |keep: &dyn Fn(&Evidence) -> bool| {
            let left: Vec<usize> = left.iter().copied().filter(|i| keep(self.facts(*i))).collect();
            self.object(&left, &used)
        };
        let arms = names.iter().filter_map(|name| Some(((*name).clone(), those(&|it| !it.forbids(name))?)));
        Some(Plan::Presence(PresencePlan {
            arms: arms.collect(),
            absent: those(&|it| !names.iter().any(|name| it.required.contains(*name))).map(Box::new),
        }))
    }

    fn slots(&self, left: &[usize], tag: &Tag) -> Vec<(usize, Slot)> {
        left.iter().map(|i| (*i, self.slot(*i, tag))).collect()
    }

    fn slot(&self, candidate: usize, tag: &Tag) -> Slot {
        let facts = self.facts(candidate);
        let flat = self.normalizer.flat(&self.candidates[candidate].term);
        let term = flat.object.properties.get(&tag.member).cloned();
        let is_required = facts.required.contains(&tag.member);
        let Some(inner) = &tag.inner else {
            return Slot {
                values: facts.tags.get(&tag.member).cloned(),
                is_required,
                is_forbidden: facts.forbids(&tag.member),
                term,
            };
        };
        let Some(within) = term.map(|it| self.normalizer.evidence(&it)) else {
            return Slot { values: None, is_required: false, is_forbidden: false, term: None };
        };
        Slot {
            values: within.tags.get(inner).cloned(),
            is_required: is_required && within.types == TypeSet::OBJECT && within.required.contains(inner),
            is_forbidden: facts.forbids(&tag.member) || within.forbids(inner),
            term: None,
        }
    }

    /// Whether an instance whose tag has that value can be the candidate.
    fn allows(&self, slot: &Slot, value: &Value) -> bool {
        if slot.is_forbidden {
            return false;
        }
        match (&slot.values, &slot.term) {
            (Some(values), _) => values.iter().any(|it| equal(it, value)),
            (None, Some(term)) => self.normalizer.accepts(term, value),
            (None, None) => true,
        }
    }

    /// Members that can have only some values.
    fn tags(&self, left: &[usize]) -> BTreeSet<Tag> {
        let names = left.iter().flat_map(|i| self.facts(*i).tags.keys());
        names.map(|member| Tag { member: member.clone(), inner: None }).collect()
    }

    /// Members of required members that can have only some values.
    fn inner_tags(&self, left: &[usize]) -> BTreeSet<Tag> {
        let mut tags = BTreeSet::new();
        for i in left {
            let flat = self.normalizer.flat(&self.candidates[*i].term);
            for (member, term) in &flat.object.properties {
                if flat.object.required.contains(member) && !self.facts(*i).tags.contains_key(member) {
                    let within = self.normalizer.evidence(term);
                    let names = within.tags.keys().cloned();
                    tags.extend(names.map(|inner| Tag { member: member.clone(), inner: Some(inner) }));
                }
            }
        }
        tags
    }

    /// The tag whose values leave the fewest candidates, the author's choice first.
    fn best_tag(&self, left: &[usize], used: &BTreeSet<Tag>, tags: BTreeSet<Tag>) -> Option<Tag> {
        let rated = tags.into_iter().filter(|it| !used.contains(it)).filter_map(|tag| {
            let rating = self.rate(&self.slots(left, &tag))?;
            Some((rating, self.discriminator != Some(tag.member.as_str()), tag))
        });
        rated.min().map(|(_, _, tag)| tag)
    }

    /// How many candidates are left at most, and in sum, once the tag is known; `None` when it
    /// tells nothing apart, or its values are not all scalars.
    fn rate(&self, slots: &[(usize, Slot)]) -> Option<(usize, usize)> {
        let values = values(slots);
        if values.iter().any(|it| it.is_array() || it.is_object() || it.is_f64()) {
            return None;
        }
        let count = |keep: &dyn Fn(&Slot) -> bool| slots.iter().filter(|(_, slot)| keep(slot)).count();
        let open = count(&|slot| slot.values.is_none() && !slot.is_forbidden);
        let absent = count(&|slot| !slot.is_required);
        let of_values = values.iter().map(|value| count(&|slot| self.allows(slot, value)));
        let (most, sum) = of_values.fold((open.max(absent), open + absent), |(most, sum), here| {
            (most.max(here), sum + here.saturating_sub(open))
        });
        (most < slots.len()).then_some((most, sum))
    }
}

/// All values of a tag, in order of the branches; each once.
fn values(slots: &[(usize, Slot)]) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    let all = slots.iter().filter_map(|(_, slot)| slot.values.as_ref()).flatten();
    all.filter(|it| seen.insert(key(it))).cloned().collect()
}

/// Whether nothing is left to try.
fn decides(plan: &Plan) -> bool {
    !matches!(plan, Plan::Trial { .. }) && plan.next().into_iter().all(decides)
}
