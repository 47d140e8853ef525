//! Stage 2, normalize: the same instances, in fewer spellings.
//!
//! Takes the arena of schemas. Gives, for a conjunction of schemas (a [`Term`]), one [`Flat`]: what
//! all of them say together, sorted by JSON type, with `$ref` and `allOf` gone. What a flat can't
//! say is named in [`Flat::unsaid`]; the flat then accepts more than the schemas do, never less.
//!
//! Reading order: [`term`], [`flat`], [`object`], [`alternatives`], [`evidence`],
//! [`reading`], [`witness`].

mod alternatives;
mod evidence;
mod flat;
mod object;
mod reading;
mod term;
mod witness;

pub(crate) use self::alternatives::{Alternatives, Branch, branches, covers};
pub(crate) use self::evidence::{Evidence, Side, all_apart, disjoint};
pub(crate) use self::flat::{Bound, Flat, NumberRules};
pub(crate) use self::term::{Group, Term};
pub(crate) use self::witness::accepted_by_both;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use indexmap::IndexMap;

use self::alternatives::Outline;
use crate::config::Policies;
use crate::pattern::Matcher;
use crate::schema::{Evaluator, SchemaId, Schemas};

/// What the stage works with: the schemas, the policies, and what was found so far.
pub(crate) struct Normalizer<'a> {
    pub(crate) schemas: &'a Schemas,
    pub(crate) policies: Policies,
    evaluator: Evaluator<'a>,
    flats: RefCell<IndexMap<Term, Rc<Flat>>>,
    branches: RefCell<IndexMap<Term, Rc<Vec<Branch>>>>,
    evidence: RefCell<IndexMap<Term, Rc<Evidence>>>,
    outlines: RefCell<BTreeMap<SchemaId, Outline>>,
    patterns: RefCell<BTreeMap<String, Option<Matcher>>>,
}

/// How many terms are remembered at once. What was found is found again where it is forgotten: of a large
/// source, most is asked for in one place only.
const REMEMBERED: usize = 8192;

fn keep<T>(known: &mut IndexMap<Term, Rc<T>>, term: &Term, found: &Rc<T>) {
    if known.len() >= REMEMBERED {
        known.clear();
    }
    known.insert(term.clone(), Rc::clone(found));
}

impl<'a> Normalizer<'a> {
    pub(crate) fn new(schemas: &'a Schemas, policies: Policies) -> Self {
        Self {
            schemas,
            policies,
            evaluator: Evaluator::new(schemas),
            flats: RefCell::default(),
            branches: RefCell::default(),
            evidence: RefCell::default(),
            outlines: RefCell::default(),
            patterns: RefCell::default(),
        }
    }

    /// What the schemas of a term say together.
    pub(crate) fn flat(&self, term: &Term) -> Rc<Flat> {
        if let Some(flat) = self.flats.borrow().get(term) {
            return Rc::clone(flat);
        }
        let flat = Rc::new(flat::flatten(self, term));
        self.keep_flat(term, &flat);
        flat
    }

    fn keep_flat(&self, term: &Term, flat: &Rc<Flat>) {
        keep(&mut self.flats.borrow_mut(), term, flat);
    }

    /// Whether every schema of the term accepts the instance, by the letter; of a `oneOf` that has its
    /// branch chosen, the other branches do not count.
    pub(crate) fn accepts(&self, term: &Term, instance: &serde_json::Value) -> bool {
        let chosen = |owner| term.chosen.get(&(owner, Group::OneOf)).copied();
        term.types.contains(crate::schema::TypeSet::of(instance))
            && term.schemas.iter().all(|id| self.evaluator.accepts_choosing(*id, instance, &chosen))
    }

    /// Whether a name matches an ECMA-262 pattern; one that can't be matched matches nothing.
    pub(crate) fn matches(&self, pattern: &str, name: &str) -> bool {
        let mut patterns = self.patterns.borrow_mut();
        let compiled = match patterns.get(pattern) {
            Some(compiled) => compiled,
            None => patterns.entry(pattern.to_owned()).or_insert_with(|| Matcher::new(pattern).ok()),
        };
        compiled.as_ref().is_some_and(|it| it.is_match(name))
    }
}

#[cfg(test)]
mod tests;
