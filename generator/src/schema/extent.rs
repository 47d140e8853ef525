//! Limits on what one instance has to pass, and on what is listed: what no author means, no reader should wait for.

use super::document::Documents;
use super::{Body, Schema, SchemaId, Schemas};
use crate::diagnostic::Diagnostics;

/// Schemas that follow each other for the same instance: `$ref` to `$ref`, branch in branch.
const CHAIN: u32 = 512;

/// Schemas that one instance may have to pass at one place, each as often as it is applied there.
const APPLIED: u64 = 100_000;

/// Values of one `enum`: each becomes a variant, which a compiler of Rust has to read as well.
const VALUES: usize = 20_000;

/// Reports schemas beyond the limits; `false` where there is one: later stages would not come to an end.
///
/// Those that apply to the same instance must form no cycle.
///
/// A chain of thirty schemas, each of which applies the next one twice, asks for a thousand million verdicts.
pub(super) fn check(documents: &Documents, schemas: &mut Schemas, diagnostics: &mut Diagnostics) -> bool {
    let mut within = true;
    let children: Vec<Vec<SchemaId>> = schemas.nodes.iter_mut().map(children).collect();
    let extents = extents(&children);
    for ((id, schema), children) in schemas.iter().zip(&children) {
        let extent = extents[id.0 as usize];
        // Once: where a limit is crossed, not at all that lead there.
        let crosses = |exceeds: &dyn Fn(&Extent) -> bool| {
            exceeds(&extent) && !children.iter().any(|it| exceeds(&extents[it.0 as usize]))
        };
        let (code, message, help) = if crosses(&|it| it.chain > CHAIN) {
            (
                "chain-too-long",
                format!("more than {CHAIN} schemas follow each other for the same instance"),
                "let references lead to the schema that is meant, not to other references",
            )
        } else if extent.chain <= CHAIN && crosses(&|it| it.applied > APPLIED) {
            (
                "too-many-branches",
                format!("an instance has to pass more than {APPLIED} schemas here"),
                "the same schemas apply again and again through `allOf`, `anyOf` or `oneOf`: apply each once",
            )
        } else if matches!(&schema.body, Body::Keywords(it) if it.values.as_ref().is_some_and(|it| it.len() > VALUES))
        {
            (
                "too-many-values",
                format!("`enum` lists more than {VALUES} values, each of which would be a variant"),
                "say what the values have in common, by `type` or `pattern`, and keep the list as data",
            )
        } else {
            continue;
        };
        diagnostics.error(code, documents.place(&schema.location), message).help(help);
        within = false;
    }
    within
}

/// How much a schema applies to one instance.
#[derive(Clone, Copy, Default)]
struct Extent {
    /// The longest way down.
    chain: u32,
    /// All ways down.
    applied: u64,
}

/// The extent of each schema, from those that apply nothing upwards.
fn extents(children: &[Vec<SchemaId>]) -> Vec<Extent> {
    let mut known: Vec<Option<Extent>> = vec![None; children.len()];
    for start in 0..children.len() {
        // The path from `start`, each with the schemas that it applies and that are still to visit.
        let mut open = vec![(start, children[start].iter())];
        while let Some((at, rest)) = open.last_mut() {
            let at = *at;
            if let Some(next) = rest.by_ref().map(|it| it.0 as usize).find(|it| known[*it].is_none()) {
                open.push((next, children[next].iter()));
                continue;
            }
            let all = children[at].iter().filter_map(|it| known[it.0 as usize]);
            known[at] = Some(all.fold(Extent { chain: 1, applied: 1 }, |sum, it| Extent {
                chain: sum.chain.max(it.chain.saturating_add(1)),
                applied: sum.applied.saturating_add(it.applied),
            }));
            open.pop();
        }
    }
    known.into_iter().map(Option::unwrap_or_default).collect()
}

fn children(schema: &mut Schema) -> Vec<SchemaId> {
    match &mut schema.body {
        Body::Boolean(_) => Vec::new(),
        Body::Keywords(it) => it.in_place_mut().map(|it| *it).collect(),
    }
}
