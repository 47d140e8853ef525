//! How an instance finds its variant, as a tree.

use serde::Serialize;

use crate::model::{Dispatch, Plan, TagPlan};

/// A question with its answers, or a leaf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tree {
    /// What leads here: a JSON type, or the value of a member.
    pub when: String,
    /// What happens then.
    pub then: String,
    /// The cases, where a member decides.
    pub cases: Vec<Tree>,
}

/// The trees of a union, one for JSON types that are treated in the same way.
pub(super) fn of(dispatch: &Dispatch, variants: &[String]) -> Vec<Tree> {
    let kinds = [
        ("an object", &dispatch.object),
        ("an array", &dispatch.array),
        ("a string", &dispatch.string),
        ("a number", &dispatch.number),
        ("a boolean", &dispatch.boolean),
        ("null", &dispatch.null),
    ];
    let mut trees: Vec<Tree> = Vec::new();
    for (kind, plan) in kinds {
        let tree = match plan {
            Some(plan) => node(kind.to_owned(), plan, variants),
            None => leaf(kind, "refused"),
        };
        match trees.iter_mut().find(|it| it.then == tree.then && it.cases == tree.cases) {
            Some(same) => same.when = format!("{}, {kind}", same.when),
            None => trees.push(tree),
        }
    }
    trees
}

fn node(when: String, plan: &Plan, variants: &[String]) -> Tree {
    let name = |index: &usize| variants.get(*index).cloned().unwrap_or_default();
    match plan {
        Plan::Direct(index) => Tree { when, then: name(index), cases: Vec::new() },
        Plan::Trial { candidates, exactly_one } => {
            let names: Vec<String> = candidates.iter().map(name).collect();
            let then = if *exactly_one {
                format!("exactly one of {}", names.join(", "))
            } else {
                format!("the first that accepts: {}", names.join(", "))
            };
            Tree { when, then, cases: Vec::new() }
        }
        Plan::Constants { arms, other } => {
            let known = arms.iter().map(|(value, index)| leaf(&value.to_string(), &name(index)));
            let cases = known.chain([rest("another value", other.as_deref(), variants)]).collect();
            Tree { when, then: "the value decides".to_owned(), cases }
        }
        Plan::Tag(tag) => {
            let then = format!("the member `{}` decides", tag.tag.path());
            Tree { when, then, cases: cases(tag, variants) }
        }
        Plan::Presence(presence) => {
            let arms = presence.arms.iter().map(|(member, plan)| node(format!("`{member}`"), plan, variants));
            let cases = arms.chain([rest("none of them", presence.absent.as_deref(), variants)]).collect();
            Tree { when, then: "the first member that is there decides".to_owned(), cases }
        }
    }
}

fn cases(tag: &TagPlan, variants: &[String]) -> Vec<Tree> {
    let mut cases: Vec<Tree> =
        tag.arms.iter().map(|(value, plan)| node(value.to_string(), plan, variants)).collect();
    for (when, plan) in [("another value", &tag.other), ("absent", &tag.absent)] {
        cases.push(rest(when, plan.as_deref(), variants));
    }
    cases
}

/// What happens to the rest, which may have no plan.
fn rest(when: &str, plan: Option<&Plan>, variants: &[String]) -> Tree {
    plan.map_or_else(|| leaf(when, "refused"), |plan| node(when.to_owned(), plan, variants))
}

fn leaf(when: &str, then: &str) -> Tree {
    Tree { when: when.to_owned(), then: then.to_owned(), cases: Vec::new() }
}
