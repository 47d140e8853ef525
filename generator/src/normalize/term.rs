//! Conjunctions of schemas.

use std::collections::BTreeMap;

use crate::schema::{Body, SchemaId, Schemas, TypeSet};

/// A group of branches of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Group {
    AnyOf,
    OneOf,
}

/// The instances of some JSON types that every one of some schemas accepts.
///
/// `chosen` says which branch of a group is already among the schemas; the group itself is then
/// left out, since choosing a branch is the business of the union that holds it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Term {
    pub(crate) schemas: Vec<SchemaId>,
    pub(crate) types: TypeSet,
    pub(crate) chosen: BTreeMap<(SchemaId, Group), SchemaId>,
}

impl Term {
    /// All instances.
    pub(crate) fn anything() -> Self {
        Self { schemas: Vec::new(), types: TypeSet::ALL, chosen: BTreeMap::new() }
    }

    /// The instances of one schema.
    pub(crate) fn of(schemas: &Schemas, id: SchemaId) -> Self {
        let mut term = Self::anything();
        term.add(schemas, id);
        term
    }

    /// Adds a schema, seen through plain references; one that says nothing is left out.
    pub(crate) fn add(&mut self, schemas: &Schemas, id: SchemaId) {
        self.schemas.extend(head(schemas, id).filter(|it| !self.schemas.contains(it)));
    }

    /// Adds schemas, as [`Term::add`] does.
    pub(crate) fn add_all(&mut self, schemas: &Schemas, ids: impl IntoIterator<Item = SchemaId>) {
        for id in ids {
            self.add(schemas, id);
        }
    }

    /// The same schemas, for instances of fewer types.
    pub(crate) fn only(&self, types: TypeSet) -> Self {
        Self { types: self.types & types, ..self.clone() }
    }

    /// The term with one branch of a group chosen.
    pub(crate) fn choosing(
        &self,
        schemas: &Schemas,
        owner: SchemaId,
        group: Group,
        branch: SchemaId,
    ) -> Self {
        let mut term = self.clone();
        if term.schemas.contains(&owner) && says_only(schemas, owner, group) {
            // A schema that says nothing but the group is done with.
            term.schemas.retain(|id| *id != owner);
        } else {
            term.chosen.insert((owner, group), branch);
        }
        term.add(schemas, branch);
        term
    }

    /// Whether the term is one schema as it was written.
    pub(crate) fn single(&self) -> Option<SchemaId> {
        match self.schemas[..] {
            [id] => Some(id),
            _ => None,
        }
    }
}

/// The schema that a schema stands for once plain references, and `allOf` that holds nothing
/// but one, are seen through; none where nothing is said.
fn head(schemas: &Schemas, id: SchemaId) -> Option<SchemaId> {
    let mut at = id;
    // A loop of references says nothing (least constraint); the read stage has reported it.
    for _ in 0..=schemas.len() {
        match &schemas[at].body {
            Body::Boolean(true) => return None,
            Body::Boolean(false) => return Some(at),
            Body::Keywords(keywords) if !keywords.asserts() => return None,
            Body::Keywords(keywords) => match keywords.alias() {
                Some(target) => at = target,
                None => return Some(at),
            },
        }
    }
    None
}

fn says_only(schemas: &Schemas, id: SchemaId, group: Group) -> bool {
    let Body::Keywords(keywords) = &schemas[id].body else { return false };
    let branches = match group {
        Group::AnyOf => &keywords.any_of,
        Group::OneOf => &keywords.one_of,
    };
    !branches.is_empty() && !keywords.asserts_beside_group()
}
