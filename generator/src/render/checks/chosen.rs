//! Branches that a union has chosen, as far as a table has to know of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::{Body, SchemaId, Schemas};

/// The branch that counts of a schema's `oneOf`, and the schemas that lead to one, on the same instance.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    branches: BTreeMap<SchemaId, SchemaId>,
    concerned: BTreeSet<SchemaId>,
}

impl Chosen {
    /// Follows what all has to accept, from the roots of a table.
    pub(super) fn new(
        schemas: &Schemas,
        roots: &[SchemaId],
        branches: &BTreeMap<SchemaId, SchemaId>,
    ) -> Self {
        if branches.is_empty() {
            return Self::default();
        }
        let mut users: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        let mut open = roots.to_vec();
        while let Some(id) = open.pop() {
            let (true, Body::Keywords(it)) = (seen.insert(id), &schemas[id].body) else { continue };
            let all = it.reference.iter().chain(&it.dynamic_reference).chain(&it.all_of);
            let only = [&it.any_of, &it.one_of].into_iter().filter(|it| it.len() == 1).flatten();
            for part in all.chain(only).chain(branches.get(&id)) {
                users.entry(*part).or_default().push(id);
                open.push(*part);
            }
        }
        let branches: BTreeMap<_, _> =
            branches.iter().filter(|(owner, _)| seen.contains(owner)).map(|(a, b)| (*a, *b)).collect();
        let mut concerned = BTreeSet::new();
        let mut open: Vec<SchemaId> = branches.keys().copied().collect();
        while let Some(id) = open.pop() {
            if concerned.insert(id) {
                open.extend(users.get(&id).into_iter().flatten());
            }
        }
        Self { branches, concerned }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.branches.is_empty()
    }

    /// Whether a branch is chosen in the schema, or in one that it leads to.
    pub(super) fn concerns(&self, id: SchemaId) -> bool {
        self.concerned.contains(&id)
    }

    /// The one branch of a group, where one is chosen in it.
    pub(super) fn only(&self, branches: &[SchemaId]) -> Option<SchemaId> {
        match branches {
            [only] if self.concerns(*only) => Some(*only),
            _ => None,
        }
    }

    /// The branch of the schema's own `oneOf` that is chosen.
    pub(super) fn branch(&self, id: SchemaId) -> Option<SchemaId> {
        self.branches.get(&id).copied()
    }
}
