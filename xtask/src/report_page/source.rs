//! What the page says of one source.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use isotype::describe::{Instance, Outcome, TypeDescription};
use isotype::diagnostic::Diagnostic;

use super::html::{self, GRADES, escape, grades};
use super::svg;
use crate::explain::{Explained, Tried, rust_item};

/// Refused instances shown of a type.
const REFUSED: usize = 4;

/// The section on a source.
pub(super) fn section(explained: &Explained, tried: &Tried, findings: &[Diagnostic]) -> String {
    let description = &explained.description;
    let module = escape(&description.module);
    let mut out = format!("<section id=\"{module}\"><h2>{module}</h2>{}", grades(description.types.iter()));
    if description.types.len() > 1 {
        let _ = write!(
            out,
            "<h3>Which type holds which</h3><div class=\"wide graph\">{}</div>",
            svg::graph(&description.module, &description.types)
        );
    }
    out += "<h3>Types</h3>";
    for ty in &description.types {
        card(&mut out, explained, ty, tried);
    }
    for alias in &description.aliases {
        let id = format!("{module}.{}", escape(&alias.name));
        let _ = write!(
            out,
            "<details class=\"type\" id=\"{id}\" data-words=\"{}\"><summary><code>{}</code> <span class=\"kind\">name</span>\
             </summary><p>A name for <code>{}</code>, from <code>{}#{}</code>.</p></details>",
            escape(&alias.name.to_lowercase()),
            html::name(&alias.name),
            html::name(&alias.ty),
            escape(&alias.place.to_string()),
            escape(&alias.place.pointer)
        );
    }
    keywords(&mut out, explained, findings);
    out + "</section>"
}

fn card(out: &mut String, explained: &Explained, ty: &TypeDescription, tried: &Tried) {
    let module = escape(&explained.description.module);
    let name = escape(&ty.name);
    let grade = GRADES.iter().find(|it| it.0 == ty.grade).map_or("", |it| it.1);
    let mut words = format!("{} {}", ty.name, ty.place.pointer).to_lowercase();
    for part in &ty.parts {
        let _ = write!(words, " {} {}", part.wire.to_lowercase(), part.name.to_lowercase());
    }
    let _ = write!(
        out,
        "<details class=\"type\" id=\"{module}.{name}\" data-words=\"{}\"><summary><code>{}</code> \
         <span class=\"kind\">{}</span> <b class=\"{grade}\">{grade}</b></summary><p>Made {} <code>{}</code>, \
         <code>#{}</code>: {}.</p>",
        escape(&words),
        html::name(&ty.name),
        ty.kind,
        if ty.is_part { "of a part of" } else { "from" },
        escape(&ty.place.to_string()),
        escape(&ty.place.pointer),
        code_spans(&ty.became)
    );
    for reading in &ty.readings {
        let _ = write!(out, "<p>Read: {}.</p>", code_spans(reading));
    }
    if let Some(residual) = &ty.residual {
        let _ = write!(out, "<p>Beyond the type, {}.</p>", code_spans(residual));
    }
    if !ty.uses.is_empty() {
        let _ = write!(out, "<p>Holds {}.</p>", links(&explained.description.module, &ty.uses));
    }
    let users = explained.description.types.iter().filter(|it| it.uses.contains(&ty.name));
    let users: Vec<String> = users.map(|it| it.name.clone()).collect();
    if !users.is_empty() {
        let _ = write!(out, "<p>Held by {}.</p>", links(&explained.description.module, &users));
    }
    if !ty.plan.is_empty() {
        let _ = write!(out, "<h4>Told apart</h4><div class=\"wide\">{}</div>", svg::plan(&ty.plan));
    }
    if let Some((_, _, item)) = rust_item(&explained.generated, &ty.name) {
        let _ = write!(out, "<h4>Rust</h4><pre><code>{}</code></pre>", escape(&item));
    }
    instances(out, ty, tried);
    *out += "</details>";
}

fn instances(out: &mut String, ty: &TypeDescription, tried: &Tried) {
    let of = |it: &Instance| tried.of(&ty.name, &it.value);
    if let Some(it) = ty.accepted.iter().find(|it| of(it).is_none_or(Result::is_ok)) {
        let _ = write!(
            out,
            "<h4>Accepts</h4><p>{}</p><pre><code>{}</code></pre>",
            escape(&it.about),
            escape(&format!("{:#}", it.value))
        );
    }
    let refused = ty.refused.iter().filter(|it| of(it).is_none_or(Result::is_err)).take(REFUSED);
    let mut list = String::new();
    for it in refused {
        let _ = write!(
            list,
            "<li>{}<pre><code>{}</code></pre>",
            code_spans(&it.about),
            escape(&it.value.to_string())
        );
        if let Some(Err(reason)) = of(it) {
            let _ = write!(list, "<p class=\"error\">{}</p>", code_spans(reason));
        }
    }
    if !list.is_empty() {
        let _ = write!(out, "<h4>Refuses</h4><ul class=\"refused\">{list}</ul>");
    }
}

/// Each keyword and what became of it.
fn keywords(out: &mut String, explained: &Explained, findings: &[Diagnostic]) {
    const COLUMNS: [(Outcome, &str); 4] = [
        (Outcome::Type, "in the type"),
        (Outcome::Residual, "checked beyond"),
        (Outcome::Structure, "leads to schemas"),
        (Outcome::Annotation, "for people"),
    ];
    let description = &explained.description;
    let mut reported: BTreeMap<&str, usize> = BTreeMap::new();
    let files: Vec<&str> = description.types.iter().map(|it| it.place.file.as_str()).collect();
    for it in findings.iter().filter(|it| files.contains(&it.place.file.as_str())) {
        *reported.entry(it.place.pointer.rsplit('/').next().unwrap_or_default()).or_default() += 1;
    }
    *out += "<h3>Keywords</h3><div class=\"wide\"><table><thead><tr><th>keyword";
    for (_, title) in COLUMNS {
        let _ = write!(out, "<th>{title}");
    }
    *out += "<th>reported<tbody>";
    for it in &description.keywords {
        let _ = write!(out, "<tr><td><code>{}</code>", escape(&it.keyword));
        for (outcome, _) in COLUMNS {
            let count = it.outcomes.get(&outcome).map(ToString::to_string).unwrap_or_default();
            let _ = write!(out, "<td>{count}");
        }
        let count = reported.get(it.keyword.as_str()).map(ToString::to_string).unwrap_or_default();
        let _ = write!(out, "<td>{count}");
    }
    *out += "</table></div>";
}

fn links(module: &str, names: &[String]) -> String {
    let module = escape(module);
    let link = |it: &String| {
        let name = escape(it);
        format!("<a href=\"#{module}.{name}\"><code>{name}</code></a>")
    };
    names.iter().map(link).collect::<Vec<_>>().join(", ")
}

/// What stands between backticks becomes code.
fn code_spans(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split('`').enumerate() {
        let part = escape(part);
        if at % 2 == 1 {
            let _ = write!(out, "<code>{part}</code>");
        } else {
            out += &part;
        }
    }
    out
}
