//! What a search needs of a pattern: where it is not anchored, a repetition at its edge need not go on.

use crate::support::pattern_syntax::Node;

/// The pattern that is found in the same texts: `a.*` is `a`, `(a+|b)$` is `(a|b)$`.
pub(super) fn trimmed(node: &Node) -> Node {
    let mut nodes = vec![node.clone()];
    trim(&mut nodes, Edge::Back);
    trim(&mut nodes, Edge::Front);
    if nodes.len() == 1 { nodes.remove(0) } else { Node::Sequence(nodes) }
}

/// An end of a sequence.
#[derive(Clone, Copy)]
enum Edge {
    Front,
    Back,
}

fn trim(nodes: &mut Vec<Node>, edge: Edge) {
    let outermost = |nodes: &mut Vec<Node>| match edge {
        Edge::Back => nodes.pop(),
        Edge::Front => (!nodes.is_empty()).then(|| nodes.remove(0)),
    };
    while let Some(node) = outermost(nodes) {
        let left = match node {
            Node::Repeat { min: 0, .. } => continue,
            Node::Sequence(inner) => inner,
            Node::Repeat { node, min: 1, .. } => vec![*node],
            Node::Repeat { node, min, .. } => {
                return put(nodes, edge, Node::Repeat { node, min, max: Some(min) });
            }
            Node::Choice(branches) => {
                let branches: Vec<Vec<Node>> = branches
                    .into_iter()
                    .map(|it| {
                        let mut branch = vec![it];
                        trim(&mut branch, edge);
                        branch
                    })
                    .collect();
                if branches.iter().any(Vec::is_empty) {
                    continue;
                }
                return put(nodes, edge, Node::Choice(branches.into_iter().map(Node::Sequence).collect()));
            }
            other => return put(nodes, edge, other),
        };
        let at = match edge {
            Edge::Back => nodes.len(),
            Edge::Front => 0,
        };
        nodes.splice(at..at, left);
    }
}

fn put(nodes: &mut Vec<Node>, edge: Edge, node: Node) {
    match edge {
        Edge::Back => nodes.push(node),
        Edge::Front => nodes.insert(0, node),
    }
}
