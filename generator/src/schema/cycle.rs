//! Cuts references by which a schema's verdict on an instance would rest on itself.

use super::document::Documents;
use super::{Body, Schema, SchemaId, Schemas};
use crate::diagnostic::Diagnostics;

/// How far the search is with a schema.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Unseen,
    Open,
    Done,
}

/// Lets each loop that never comes to a part of the instance end in `true`, with a warning.
///
/// After this the schemas that apply to the same instance form no cycle, so later stages may
/// follow them without a guard.
///
/// Spec: Core 2020-12, §9.4.1.
pub(super) fn cut(documents: &Documents, schemas: &mut Schemas, diagnostics: &mut Diagnostics) {
    for (from, to) in back_edges(schemas) {
        let location = schemas[from].location.clone();
        diagnostics
            .warning(
                "endless-reference",
                documents.place(&location),
                "the schema comes back to itself for the same instance; that reference is read as `true`",
            )
            .help(
                "a schema may refer to itself from `properties` or `items`, not directly or through `allOf`",
            );
        let end = schemas.push(Schema { location, body: Body::Boolean(true) });
        if let Body::Keywords(it) = &mut schemas.nodes[from.0 as usize].body {
            it.in_place_mut().filter(|id| **id == to).for_each(|id| *id = end);
        }
    }
}

/// The edges that close a loop, by depth-first search in the order of the arena.
fn back_edges(schemas: &mut Schemas) -> Vec<(SchemaId, SchemaId)> {
    let mut found = Vec::new();
    let mut progress = vec![Progress::Unseen; schemas.len()];
    let starts: Vec<_> = schemas.iter().map(|(id, _)| id).collect();
    for start in starts {
        // The path from `start`, each with the schemas that it applies and that are still to visit.
        let mut path: Vec<(SchemaId, Vec<SchemaId>)> = Vec::new();
        let mut next = Some(start);
        loop {
            if let Some(id) = next.take() {
                match progress[id.0 as usize] {
                    Progress::Unseen => {
                        progress[id.0 as usize] = Progress::Open;
                        path.push((id, children(schemas, id)));
                    }
                    Progress::Open => found.extend(path.last().map(|(from, _)| (*from, id))),
                    Progress::Done => {}
                }
            }
            let Some((id, rest)) = path.last_mut() else { break };
            next = rest.pop();
            if next.is_none() {
                progress[id.0 as usize] = Progress::Done;
                path.pop();
            }
        }
    }
    found
}

fn children(schemas: &mut Schemas, id: SchemaId) -> Vec<SchemaId> {
    match &mut schemas.nodes[id.0 as usize].body {
        Body::Boolean(_) => Vec::new(),
        Body::Keywords(it) => it.in_place_mut().map(|it| *it).collect(),
    }
}
