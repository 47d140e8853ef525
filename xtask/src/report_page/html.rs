//! The page around the sources.

use std::fmt::Write as _;

use isotype::Grade;
use isotype::describe::TypeDescription;
use isotype::diagnostic::Diagnostic;

use super::source;
use crate::compare::Score;
use crate::explain::{Explained, Tried};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The grades with their words, best first.
pub(super) const GRADES: [(Grade, &str, &str); 4] = [
    (Grade::Exact, "exact", "the type alone says what the schema says"),
    (Grade::Checked, "checked", "the type and what is checked beyond it do"),
    (Grade::Narrowed, "narrowed", "a policy refuses more than the schema"),
    (Grade::Widened, "widened", "a policy accepts more than the schema"),
];

/// The whole page.
pub(super) fn page(
    sources: &[Explained],
    tried: &[Tried],
    findings: &[Diagnostic],
    scores: Option<&[Score]>,
) -> String {
    let mut body = String::new();
    let all = || sources.iter().flat_map(|it| &it.description.types);
    let _ = write!(
        body,
        "<header><h1>Types</h1><p>{} in {}.</p>{}</header>",
        crate::report::count(all().count(), "type"),
        crate::report::count(sources.len(), "source"),
        grades(all())
    );
    body += "<nav><input type=\"search\" id=\"search\" placeholder=\"Find a type, a member, a place\" \
             aria-label=\"Find a type, a member, a place\" autocomplete=\"off\"><output id=\"count\"></output><ul>";
    for it in sources {
        let name = escape(&it.description.module);
        let _ = write!(body, "<li><a href=\"#{name}\">{name}</a></li>");
    }
    body += "</ul></nav><main>";
    body += &score(scores);
    for (it, tried) in sources.iter().zip(tried) {
        body += &source::section(it, tried, findings);
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n\
         <title>Types, by Isotype</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{body}</main>\n\
         <script>\n{SCRIPT}</script>\n</body>\n</html>\n"
    )
}

/// How many types have each grade, as a bar with its legend.
pub(super) fn grades<'a>(types: impl Iterator<Item = &'a TypeDescription>) -> String {
    let all: Vec<Grade> = types.map(|it| it.grade).collect();
    let (mut bar, mut legend) = (String::new(), String::new());
    for (grade, name, words) in GRADES {
        let count = all.iter().filter(|it| **it == grade).count();
        if count > 0 {
            let _ = write!(bar, "<span class=\"{name}\" style=\"flex-grow:{count}\"></span>");
            let _ = write!(legend, "<li><b class=\"{name}\">{count} {name}</b> {words}</li>");
        }
    }
    format!("<div class=\"bar\" aria-hidden=\"true\">{bar}</div><ul class=\"legend\">{legend}</ul>")
}

/// What `cargo xtask compare` found last.
fn score(scores: Option<&[Score]>) -> String {
    let Some(scores) = scores else {
        return "<section><h2>Beside stock typify</h2><p>Not measured yet: run <code>cargo xtask compare</code>, \
                then this again.</p></section>"
            .to_owned();
    };
    let mut rows = String::new();
    for it in scores {
        let _ = write!(rows, "<tr><td>{}<td>{}", escape(&it.source), escape(&it.tool));
        // Without types there is nothing to count.
        if it.generated != "ok" {
            let _ = write!(rows, "<td colspan=\"4\" class=\"bad\">{}", escape(&it.generated));
            continue;
        }
        rows += "<td>ok";
        for (good, of) in [it.accepted, it.unchanged, it.refused] {
            let class = if good == of { "good" } else { "bad" };
            let _ = write!(rows, "<td class=\"{class}\">{good} of {of}");
        }
    }
    format!(
        "<section><h2>Beside stock typify</h2><div class=\"wide\"><table><thead><tr><th>source<th>tool<th>generated\
         <th>examples read<th>come back unchanged<th>faulty ones refused<tbody>{rows}</table></div></section>"
    )
}

/// A name that may go on in the next line where a word of it ends: names are longer than phones are wide.
pub(super) fn name(text: &str) -> String {
    let mut out = String::new();
    let mut is_inside = false;
    for it in text.chars() {
        if is_inside && it.is_uppercase() {
            out.push_str("<wbr>");
        }
        is_inside = !it.is_uppercase();
        out.push_str(&escape(it.encode_utf8(&mut [0; 4])));
    }
    out
}

/// A text within HTML.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            it if it.is_control() && it != '\n' => out.push('\u{fffd}'),
            it => out.push(it),
        }
    }
    out
}
