//! The definition that says all that a conjunction says.

use super::lower::Lowering;
use crate::normalize::Term;
use crate::schema::{Body, SchemaId};

/// Definitions that say no more than another are seen through this often.
const STEPS: usize = 16;

impl Lowering<'_> {
    /// The term of a definition for the same instances, where there is one: what stands beside a reference or around a
    /// branch often says nothing that is not said there, `type` above all, and a type of its own would be a copy.
    pub(super) fn reduced(&self, term: &Term) -> Term {
        let mut term = self.normalizer.possible(term);
        for _ in 0..STEPS {
            let Some(less) = self.definitions_in(&term).find(|it| self.is_same(&term, it)) else { break };
            term = less;
        }
        term
    }

    /// Terms of the definitions that one of several schemas, or the only one, refers to. What the manifest speaks of
    /// stays a type of its own.
    fn definitions_in(&self, term: &Term) -> impl Iterator<Item = Term> {
        let schemas: Vec<SchemaId> = match term.single() {
            // Branches stand behind what is around them.
            None => term.schemas.iter().rev().copied().collect(),
            Some(id) if self.overrides.concern(self.normalizer.schemas, id) => Vec::new(),
            Some(id) if term.chosen.is_empty() => match &self.normalizer.schemas[id].body {
                Body::Keywords(it) => it.reference.iter().chain(&it.all_of).copied().collect(),
                Body::Boolean(_) => Vec::new(),
            },
            Some(_) => Vec::new(),
        };
        let types = term.types;
        let terms = schemas.into_iter().map(move |id| Term::of(self.normalizer.schemas, id).only(types));
        terms
            .filter(|it| it.single().is_some_and(|id| self.definition_of(id).is_some()))
            .map(|it| self.normalizer.possible(&it))
    }

    fn is_same(&self, term: &Term, other: &Term) -> bool {
        other != term && self.normalizer.flat(term).says_the_same(&self.normalizer.flat(other))
    }
}
