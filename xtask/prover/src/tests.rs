//! What is proven of the golden cases' schemas holds for all of their instances.

use std::collections::BTreeSet;

use isotype::outline::outline;
use isotype_tests::case::{self, Case};
use serde_json::Value;

use crate::inclusion;
use crate::side::Side;
use crate::verdict::{self, Verdict};

/// A definition, and which of the instances it accepts.
struct Judged {
    side: Side,
    accepts: BTreeSet<usize>,
}

fn definitions(case: &Case) -> Vec<Side> {
    let Some(outline) = outline(&case.source()).0 else { return Vec::new() };
    outline.types.iter().filter_map(|it| Side::new(&outline.schema, &it.key).ok()).collect()
}

fn judged() -> (Vec<Value>, Vec<Judged>) {
    let cases = case::all();
    let mut instances: Vec<Value> = Vec::new();
    for test in cases.iter().flat_map(|it| &it.tests) {
        if !instances.contains(&test.data) {
            instances.push(test.data.clone());
        }
    }
    let judge = |side: Side| {
        let accepts = instances.iter().enumerate().filter(|(_, it)| side.accepts(it));
        let accepts = accepts.map(|(at, _)| at).collect();
        Judged { side, accepts }
    };
    let all = cases.iter().flat_map(definitions).map(judge).collect();
    (instances, all)
}

#[test]
fn what_is_proven_holds() {
    let (instances, all) = judged();
    let mut proven = 0;
    for (a, narrow) in all.iter().enumerate() {
        for (b, wide) in all.iter().enumerate() {
            let wide_of = (&wide.side.schema, wide.side.name.as_str());
            if a == b || !inclusion::covers(wide_of, (&narrow.side.schema, narrow.side.name.as_str())) {
                continue;
            }
            proven += 1;
            let lost = narrow.accepts.difference(&wide.accepts).next();
            assert!(
                lost.is_none(),
                "{} accepts {}, which {} refuses",
                narrow.side.schema,
                instances[lost.copied().unwrap_or_default()],
                wide.side.schema
            );
        }
    }
    assert!(proven > 1000, "only {proven} of {} pairs were proven", all.len() * all.len());
}

/// The algebra is an experiment of its authors: of what it says, too, no instance shows the contrary.
#[test]
fn verdicts_hold() {
    let (instances, all) = judged();
    let mut found = [0; 3];
    // Neighbours are about the same thing.
    for pair in all.windows(2) {
        for (from, to) in [(&pair[0], &pair[1]), (&pair[1], &pair[0])] {
            let lost = from.accepts.difference(&to.accepts).next();
            match verdict::of(&from.side, &to.side, &[]) {
                Verdict::Safe => {
                    found[0] += 1;
                    assert_eq!(
                        lost.map(|it| &instances[*it]),
                        None,
                        "{} {}",
                        from.side.schema,
                        to.side.schema
                    );
                }
                Verdict::Breaking { instance } => {
                    found[1] += 1;
                    assert!(from.side.accepts(&instance) && !to.side.accepts(&instance), "{instance}");
                }
                Verdict::Unknown { .. } => found[2] += 1,
            }
        }
    }
    let [safe, breaking, unknown] = found;
    assert!(safe > 20 && breaking > 10 * unknown, "{found:?}");
}
