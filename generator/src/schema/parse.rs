//! From the bytes of a file to a document, or to all that is wrong with them.

use super::document::{Document, Lines};
use super::json::{self, Fault, FaultKind, Parsed};
use super::yaml;
use crate::config::InputFile;
use crate::diagnostic::{Diagnostics, Place};

/// How many places of a page text are tried as the beginning of a JSON text.
const PAGE_TRIES: usize = 8;

/// Parses a file, or says all that is wrong with it.
///
/// A file is YAML when its name ends so, and JSON otherwise. A document with duplicate members is given
/// back with the last of each, so that what else is wrong with it is found in the same run.
///
/// Spec: RFC 8259; YAML 1.2.2.
pub(super) fn parse(file: &InputFile, diagnostics: &mut Diagnostics) -> Option<Document> {
    let text = text(file, diagnostics)?;
    let finder = Finder::new(file, text);
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    if start > 0 {
        diagnostics
            .error("byte-order-mark", whole(file), "the file begins with a byte order mark")
            .help("save it as UTF-8 without one (RFC 8259, §8.1)");
    }
    if json::after_space(text, start) == text.len() {
        diagnostics
            .error("empty-document", whole(file), "the file is empty")
            .help("fetch it again, or take it out of the source");
        return None;
    }
    let parsed = if is_yaml(&file.path) {
        yaml_value(&finder, start, diagnostics)?
    } else {
        json_value(&finder, start, diagnostics)?
    };
    for it in &parsed.duplicates {
        let place = finder.place(it.offset, &it.pointer);
        let name = &it.name;
        diagnostics
            .error("duplicate-member", place, format!("the object has another member `{name}`"))
            .related(finder.place(it.first, &it.pointer), "first given here")
            .help("keep one of them; readers differ in which one they take");
    }
    Some(Document {
        path: file.path.clone(),
        text: text.to_owned(),
        lines: finder.lines,
        value: parsed.value,
        spot: parsed.spot,
    })
}

/// Whether a file's name says that it is YAML.
pub(super) fn is_yaml(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, it)| it);
    extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml")
}

fn text<'f>(file: &'f InputFile, diagnostics: &mut Diagnostics) -> Option<&'f str> {
    if file.bytes.starts_with(&[0xfe, 0xff]) || file.bytes.starts_with(&[0xff, 0xfe]) {
        diagnostics.error("not-utf8", whole(file), "the file is UTF-16").help("save it as UTF-8");
        return None;
    }
    std::str::from_utf8(&file.bytes)
        .map_err(|error| {
            let good = String::from_utf8_lossy(&file.bytes[..error.valid_up_to()]);
            let at = Finder::new(file, &good).place(good.len(), "");
            diagnostics.error("not-utf8", at, "the file is not UTF-8 from here on").help("save it as UTF-8");
        })
        .ok()
}

fn json_value(finder: &Finder<'_>, start: usize, diagnostics: &mut Diagnostics) -> Option<Parsed> {
    let text = finder.text;
    match json::parse(text, start) {
        Ok(parsed) => {
            let rest = json::after_space(text, parsed.end);
            if rest == text.len() {
                return Some(parsed);
            }
            report_trailing(finder.place(rest, ""), diagnostics);
        }
        Err(fault) => {
            let place = finder.place(fault.offset, &fault.pointer);
            report_fault(text, json::after_space(text, start), &fault, place, diagnostics);
        }
    }
    None
}

fn yaml_value(finder: &Finder<'_>, start: usize, diagnostics: &mut Diagnostics) -> Option<Parsed> {
    yaml::parse(finder.text, start)
        .map_err(|fault| {
            let place = finder.place(fault.offset, &fault.pointer);
            diagnostics.error(fault.code, place, fault.message).help(fault.help);
        })
        .ok()
}

fn whole(file: &InputFile) -> Place {
    Place { file: file.path.clone(), ..Place::default() }
}

fn report_trailing(place: Place, diagnostics: &mut Diagnostics) {
    diagnostics
        .error("text-after-json", place, "something stands after the end of the JSON value")
        .help("a document is one JSON value; remove the rest, or make it a file of its own");
}

fn report_fault(text: &str, first: usize, fault: &Fault, place: Place, diagnostics: &mut Diagnostics) {
    let is_page = fault.offset == first && fault.pointer.is_empty() && fault.kind == FaultKind::Syntax;
    if is_page {
        let (message, help) = page(text, first);
        diagnostics.error("not-json", place, message).help(help);
        return;
    }
    let (code, help) = match fault.kind {
        FaultKind::Incomplete => {
            ("incomplete-document", "this copy was cut off; fetch the complete file from its source")
        }
        FaultKind::Syntax => {
            ("invalid-json", "correct the file; JSON has no comments and no trailing commas")
        }
        FaultKind::TooDeep => ("nested-too-deep", "move inner schemas to `$defs` and refer to them"),
    };
    diagnostics.error(code, place, fault.message.as_str()).help(help);
}

/// Says what a text is that does not begin as JSON does.
fn page(text: &str, first: usize) -> (String, String) {
    let begin = &text[first..];
    if let Some((from, to)) = embedded_json(text) {
        let lines = if from == to { format!("line {from}") } else { format!("lines {from} to {to}") };
        let message = format!("the file is a page text, not JSON, with a JSON text in {lines}");
        return (message, format!("save {lines} alone as the document"));
    }
    if begin.starts_with('<') {
        return (
            "the file is a web page, not JSON".to_owned(),
            "fetch the raw file rather than the page that shows it".to_owned(),
        );
    }
    let line = begin.lines().next().unwrap_or_default();
    if line == "---" || line.split_once(':').is_some_and(|(key, _)| !key.contains(' ')) {
        return (
            "the file is not JSON; it looks like YAML".to_owned(),
            "give its name the ending `.yaml`".to_owned(),
        );
    }
    let message =
        format!("the file is not JSON: it begins with `{}`", line.chars().take(40).collect::<String>());
    (message, "give a file that holds one JSON schema and nothing else".to_owned())
}

/// First and last line of a JSON object that begins at the start of some line.
fn embedded_json(text: &str) -> Option<(usize, usize)> {
    let starts = text.match_indices("\n{").map(|(at, _)| at + 1);
    let inline = text.match_indices("{\"").map(|(at, _)| at);
    let parsed = starts.take(PAGE_TRIES).chain(inline.take(PAGE_TRIES)).find_map(|at| {
        let end = json::parse(text, at).ok()?.end;
        Some((at, end))
    });
    let line = |at: usize| text[..at].matches('\n').count() + 1;
    parsed.map(|(start, end)| (line(start), line(end)))
}

/// Finds places in a file that is being parsed.
struct Finder<'f> {
    path: &'f str,
    text: &'f str,
    lines: Lines,
}

impl<'f> Finder<'f> {
    fn new(file: &'f InputFile, text: &'f str) -> Self {
        Self { path: &file.path, text, lines: Lines::new(text) }
    }

    fn place(&self, offset: usize, pointer: &str) -> Place {
        let (line, column) = self.lines.position(self.text, offset);
        Place { file: self.path.to_owned(), line, column, pointer: pointer.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_findings;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        check_findings(&[("x.json", text)], expect);
    }

    #[test]
    fn cut_off() {
        check(
            "{\"a\": {\n  \"$re\n# --- truncated ---",
            &[
                "incomplete-document 2:3 the file is incomplete: it ends in the middle of a member name, with 2 brackets still open",
            ],
        );
        check(
            "{\"a\": [1",
            &[
                "incomplete-document 1:9 the file is incomplete: it ends in the middle of an array, with 2 brackets still open",
            ],
        );
        check(
            "{\"a\":",
            &[
                "incomplete-document 1:6 the file is incomplete: it ends where a value should stand, with 1 bracket still open",
            ],
        );
    }

    #[test]
    fn not_json() {
        check("", &["empty-document 0:0 the file is empty"]);
        check(
            "Title\nmore\n{\"a\":\n1}\nend",
            &["not-json 1:1 the file is a page text, not JSON, with a JSON text in lines 3 to 4"],
        );
        check("<!doctype html>", &["not-json 1:1 the file is a web page, not JSON"]);
        check("openapi: 3.0.0\n", &["not-json 1:1 the file is not JSON; it looks like YAML"]);
        check("\u{feff}{}", &["byte-order-mark 0:0 the file begins with a byte order mark"]);
    }

    #[test]
    fn broken() {
        check("{\"a\": 1,}", &["invalid-json 1:9 a comma stands before the end of an object"]);
        check("{\"é\" 1}", &["invalid-json 1:6 expected `:` after the member name, found `1`"]);
        check("{} {}", &["text-after-json 1:4 something stands after the end of the JSON value"]);
        check(
            "{\"a\": \"\\ud800\"}",
            &["invalid-json 1:8 a string holds half of a surrogate pair or a broken `\\u` escape"],
        );
        check("{\"a\": 01}", &["invalid-json 1:7 `01` is not a number that JSON knows, or too large"]);
        let deep = format!("{}{}", "[".repeat(129), "]".repeat(129));
        check(&deep, &["nested-too-deep 1:129 the text is nested deeper than 128 levels"]);
    }

    #[test]
    fn every_duplicate_is_reported() {
        check(
            "{\"title\": \"a\",\n \"title\": \"b\",\n \"$defs\": {\"X\": {},\n  \"X\": {}}}",
            &[
                "duplicate-member 2:2 the object has another member `title`",
                "duplicate-member 4:3 the object has another member `X`",
            ],
        );
    }
}
