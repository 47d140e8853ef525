//! Pictures: how a union is told apart, and which type holds which.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use isotype::describe::{Tree, TypeDescription};

use super::html::escape;

const ROW: usize = 26;
const GAP: usize = 44;
/// Width of a character; the font is monospaced.
const CHARACTER: f64 = 7.9;

/// Trees from left to right: a column of questions and answers each level.
pub(super) fn plan(trees: &[Tree]) -> String {
    let mut columns = Vec::new();
    for tree in trees {
        measure(tree, 0, &mut columns);
    }
    let starts: Vec<usize> = columns
        .iter()
        .scan(0, |at, width| {
            let start = *at;
            *at += width + GAP;
            Some(start)
        })
        .collect();
    let mut body = String::new();
    let mut row = 0;
    for tree in trees {
        place(tree, 0, &starts, &columns, &mut row, &mut body);
    }
    let width = starts.last().copied().unwrap_or(0) + columns.last().copied().unwrap_or(0);
    frame(width + 2, row * ROW + 2, "plan", &body)
}

fn label(tree: &Tree) -> String {
    format!("{} → {}", tree.when, tree.then)
}

fn measure(tree: &Tree, depth: usize, columns: &mut Vec<usize>) {
    if columns.len() == depth {
        columns.push(0);
    }
    columns[depth] = columns[depth].max(text_width(&label(tree)) + 16);
    for case in &tree.cases {
        measure(case, depth + 1, columns);
    }
}

/// Draws a tree from the next free row on; gives the middle of its box.
fn place(
    tree: &Tree,
    depth: usize,
    starts: &[usize],
    columns: &[usize],
    row: &mut usize,
    body: &mut String,
) -> usize {
    let first = *row;
    let ends: Vec<usize> =
        tree.cases.iter().map(|it| place(it, depth + 1, starts, columns, row, body)).collect();
    let middle = if let (Some(top), Some(bottom)) = (ends.first(), ends.last()) {
        usize::midpoint(*top, *bottom)
    } else {
        *row = first + 1;
        first * ROW + ROW / 2
    };
    let (x, width) = (starts[depth], columns[depth]);
    for end in ends {
        let (from, to) = (x + width, starts[depth + 1]);
        let half = usize::midpoint(from, to);
        let _ = write!(body, "<path d=\"M{from} {middle}C{half} {middle} {half} {end} {to} {end}\"/>");
    }
    let class = if tree.then == "refused" { "no" } else { "yes" };
    node(body, x, middle, width, class, &label(tree));
    middle
}

/// All types, each a step to the right of those that hold it.
pub(super) fn graph(module: &str, types: &[TypeDescription]) -> String {
    let index: BTreeMap<&str, usize> =
        types.iter().enumerate().map(|(at, it)| (it.name.as_str(), at)).collect();
    let uses: Vec<Vec<usize>> = types
        .iter()
        .map(|it| it.uses.iter().filter_map(|it| index.get(it.as_str()).copied()).collect())
        .collect();
    let layers = layers(&uses);
    let mut spots = vec![(0, 0); types.len()];
    let (mut x, mut height) = (0, 0);
    let mut widths = Vec::new();
    for layer in &layers {
        let width = layer.iter().map(|it| text_width(&types[*it].name) + 16).max().unwrap_or(0);
        for (row, ty) in layer.iter().enumerate() {
            spots[*ty] = (x, row * ROW + ROW / 2);
        }
        height = height.max(layer.len() * ROW);
        widths.push(width);
        x += width + 2 * GAP;
    }
    let layer_of: BTreeMap<usize, usize> =
        layers.iter().enumerate().flat_map(|(at, it)| it.iter().map(move |ty| (*ty, at))).collect();
    let mut body = String::new();
    for (from, targets) in uses.iter().enumerate() {
        for to in targets {
            let (start, end) = (spots[from].0 + widths[layer_of[&from]], spots[*to].0);
            let (y, z) = (spots[from].1, spots[*to].1);
            let _ = write!(
                body,
                "<path data-ends=\"{from} {to}\" d=\"M{start} {y}C{} {y} {} {z} {end} {z}\"/>",
                start + GAP,
                end.saturating_sub(GAP)
            );
        }
    }
    for (at, ty) in types.iter().enumerate() {
        let name = escape(&ty.name);
        let _ = write!(
            body,
            "<a href=\"#{}.{name}\" data-node=\"{at}\" data-name=\"{}\">",
            escape(module),
            name.to_lowercase()
        );
        node(&mut body, spots[at].0, spots[at].1, widths[layer_of[&at]], ty.kind, &ty.name);
        body += "</a>";
    }
    frame(x.saturating_sub(2 * GAP) + 2, height + 2, "types", &body)
}

/// Types by the length of the shortest way from one that nobody holds; neighbours near each other.
fn layers(uses: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut held = vec![false; uses.len()];
    for (from, to) in uses.iter().enumerate().flat_map(|(from, all)| all.iter().map(move |to| (from, *to))) {
        held[to] |= from != to;
    }
    let mut layers: Vec<Vec<usize>> = Vec::new();
    let mut seen = vec![false; uses.len()];
    // Types in a circle that nobody else holds begin with the first of them.
    for start in (0..uses.len()).filter(|it| !held[*it]).chain(0..uses.len()) {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let (mut layer, mut depth) = (vec![start], 0);
        while !layer.is_empty() {
            let mut next = Vec::new();
            for to in layer.iter().flat_map(|it| &uses[*it]) {
                if !std::mem::replace(&mut seen[*to], true) {
                    next.push(*to);
                }
            }
            if layers.len() == depth {
                layers.push(Vec::new());
            }
            layers[depth].append(&mut layer);
            (layer, depth) = (next, depth + 1);
        }
    }
    layers
}

fn node(body: &mut String, x: usize, middle: usize, width: usize, class: &str, text: &str) {
    let _ = write!(
        body,
        "<g class=\"{class}\"><rect x=\"{}\" y=\"{}\" width=\"{width}\" height=\"{}\" rx=\"4\"/>\
         <text x=\"{}\" y=\"{}\">{}</text></g>",
        x + 1,
        middle + 1 - ROW / 2 + 2,
        ROW - 4,
        x + 9,
        middle + 5,
        escape(text)
    );
}

fn frame(width: usize, height: usize, class: &str, body: &str) -> String {
    format!(
        "<svg class=\"{class}\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">{body}</svg>"
    )
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "names are short"
)]
fn text_width(text: &str) -> usize {
    (text.chars().count() as f64 * CHARACTER).ceil() as usize
}

#[cfg(test)]
mod tests {
    use super::layers;

    #[test]
    fn each_type_stands_once_to_the_right_of_one_that_holds_it() {
        assert_eq!(layers(&[vec![1, 2], vec![2], vec![], vec![4], vec![3]]), [vec![0, 3], vec![1, 2, 4]]);
        assert_eq!(layers(&[vec![0]]), [vec![0]]);
        assert_eq!(layers(&[]), Vec::<Vec<usize>>::new());
    }
}
