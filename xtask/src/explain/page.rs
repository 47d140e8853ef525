//! What is said about a type, as text.

use std::fmt::Write as _;

use isotype::Grade;
use isotype::describe::{Instance, Tree, TypeDescription};
use serde_json::Value;

use super::trial::Tried;
use super::{Explained, rust};
use crate::workspace;

/// Refused instances shown.
const REFUSED: usize = 3;
/// Types shown of those that hold this one.
const LISTED: usize = 4;
/// Longest instance that is shown on one line.
const LINE: usize = 90;

/// The whole page on a type.
pub(super) fn of(explained: &Explained, ty: &TypeDescription, remark: Option<&str>, tried: &Tried) -> String {
    let mut page = remark.map(|it| format!("{it}\n\n")).unwrap_or_default();
    let part = if ty.is_part { ", a part of it" } else { "" };
    let _ = writeln!(page, "{}::{}", explained.description.module, ty.name);
    fact(&mut page, "from", &format!("{} #{}{part}", ty.place, ty.place.pointer));
    fact(&mut page, "is", &ty.became);
    fact(&mut page, "grade", grade(ty.grade));
    for reading in &ty.readings {
        fact(&mut page, "read", reading);
    }
    if let Some(residual) = &ty.residual {
        fact(&mut page, "checks", residual);
    }
    let users: Vec<&str> = explained
        .description
        .types
        .iter()
        .filter(|it| it.uses.contains(&ty.name))
        .map(|it| it.name.as_str())
        .collect();
    if !users.is_empty() {
        fact(&mut page, "in", &listed(&users));
    }
    if !ty.plan.is_empty() {
        page += "\ntold apart, when it is\n";
        for tree in &ty.plan {
            draw(&mut page, tree, "  ", "");
        }
    }
    if let Some((path, line, item)) = rust::item(&explained.generated, &ty.name) {
        let folder = workspace::shown(&workspace::generated());
        let _ = writeln!(page, "\nRust, in {folder}/{path}:{line}\n{}", indented(&item, "  "));
    }
    accepted(&mut page, ty, tried);
    refused(&mut page, ty, tried);
    page
}

fn fact(page: &mut String, name: &str, text: &str) {
    let _ = writeln!(page, "  {name:<6} {text}");
}

/// The first few of some names.
fn listed(names: &[&str]) -> String {
    match names.len().checked_sub(LISTED) {
        None | Some(0) => names.join(", "),
        Some(more) => format!("{} and {more} more", names[..LISTED].join(", ")),
    }
}

fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::Exact => "exact: the type alone says what the schema says",
        Grade::Checked => "checked: the type and what is checked beyond it say what the schema says",
        Grade::Narrowed => "narrowed: a policy refuses more than the schema does",
        Grade::Widened => "widened: a policy accepts more than the schema does",
    }
}

/// A tree, a line a node.
fn draw(page: &mut String, tree: &Tree, before: &str, branch: &str) {
    let _ = writeln!(page, "{before}{branch}{}: {}", tree.when, tree.then);
    let deeper = match branch {
        "" => before.to_owned(),
        "└─ " => format!("{before}   "),
        _ => format!("{before}│  "),
    };
    for (at, case) in tree.cases.iter().enumerate() {
        let branch = if at + 1 == tree.cases.len() { "└─ " } else { "├─ " };
        draw(page, case, &deeper, branch);
    }
}

fn accepted(page: &mut String, ty: &TypeDescription, tried: &Tried) {
    let good = |it: &&Instance| tried.of(&ty.name, &it.value).is_none_or(Result::is_ok);
    match ty.accepted.iter().find(good) {
        Some(it) => {
            let _ = writeln!(page, "\naccepts ({})\n{}", it.about, indented(&shown(&it.value), "  "));
        }
        None if ty.accepted.is_empty() => {
            let name = &ty.name;
            let _ = writeln!(
                page,
                "\nNo instance is at hand that it accepts: give the schema `examples`, or put `{name}.json` into the\n\
                 source's folder of examples."
            );
        }
        None => {}
    }
}

fn refused(page: &mut String, ty: &TypeDescription, tried: &Tried) {
    let bad = ty.refused.iter().filter(|it| tried.of(&ty.name, &it.value).is_none_or(Result::is_err));
    // One long instance is enough.
    let bad = bad.enumerate().filter(|(at, it)| *at == 0 || it.value.to_string().chars().count() <= LINE);
    for (_, it) in bad.take(REFUSED) {
        let _ = writeln!(page, "\nrefuses ({})\n{}", it.about, indented(&shown(&it.value), "  "));
        if let Some(Err(reason)) = tried.of(&ty.name, &it.value) {
            let _ = writeln!(page, "  error: {reason}");
        }
    }
    if let Some(reason) = &tried.reason {
        let _ = writeln!(page, "\nThe instances were not tried on the types: {reason}");
    }
}

/// On one line where it fits.
fn shown(value: &Value) -> String {
    let line = value.to_string();
    if line.chars().count() <= LINE { line } else { format!("{value:#}") }
}

fn indented(text: &str, by: &str) -> String {
    let line = |it: &str| if it.is_empty() { String::new() } else { format!("{by}{it}") };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}
