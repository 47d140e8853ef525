//! Whether one definition accepts something that another one refuses.

use jsonschema::canonical::{CanonicalSchema, CanonicalView, Containment, Satisfiability};
use serde::Serialize;
use serde_json::Value;

use crate::side::Side;
use crate::{difference, inclusion, sample};

/// What a change does to one party.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "verdict", rename_all = "lowercase")]
pub(crate) enum Verdict {
    /// Nothing: proven by the algebra of schemas.
    Safe,
    /// It breaks them: this instance shows it.
    Breaking { instance: Value },
    /// Neither was shown.
    Unknown { reason: String },
}

/// Whether something that `from` accepts is refused by `to`.
pub(crate) fn of(from: &Side, to: &Side, known: &[Value]) -> Verdict {
    let shows = |it: &Value| from.accepts(it) && !to.accepts(it);
    let mut found: Vec<Value> = known.iter().filter(|it| shows(it)).cloned().collect();
    if found.is_empty() && inclusion::covers((&to.schema, &to.name), (&from.schema, &from.name)) {
        return Verdict::Safe;
    }
    let mut reason = String::new();
    match (&from.canonical, &to.canonical) {
        (Ok(given), Ok(taken)) => {
            let left = given.subtract(taken);
            let is_nothing = left.as_ref().is_ok_and(|it| it.satisfiability() == Satisfiability::No);
            if found.is_empty() && (is_nothing || taken.covers(given).is_ok_and(|it| it == Containment::Yes))
            {
                return Verdict::Safe;
            }
            let of_left = left.iter().flat_map(sample::instances);
            found.extend(of_left.chain(difference::instances(given, taken)).filter(shows));
            if found.is_empty() {
                reason = undecided(given, taken);
            }
        }
        (Err(why), _) | (_, Err(why)) => reason.clone_from(why),
    }
    let simplest = found.into_iter().min_by_key(complexity);
    simplest.map_or(Verdict::Unknown { reason }, |instance| Verdict::Breaking { instance })
}

/// How hard an instance is to read. Of equal ones the first is taken: the search has the simple ones first.
fn complexity(instance: &Value) -> usize {
    let text = instance.to_string();
    // An empty text looks like a mistake.
    text.len() + 4 * text.matches("\"\"").count()
}

fn undecided(given: &CanonicalSchema, taken: &CanonicalSchema) -> String {
    for schema in [given, taken] {
        if let CanonicalView::Raw(raw) = schema.view() {
            let keyword = raw.pointer.map(|it| format!(" at `{it}`")).unwrap_or_default();
            return format!(
                "the algebra of schemas does not model what stands there{keyword} ({})",
                raw.reason.as_str()
            );
        }
    }
    match taken.covers(given) {
        Ok(Containment::No) => "the algebra finds a difference, but no instance that shows it was found",
        _ => "neither a proof nor an instance that shows a difference was found",
    }
    .to_owned()
}
