//! The documents of a source: their texts, their values, and where each value stands.

use serde_json::Value;

use super::json::{self, Fault, FaultKind, Spot};
use super::{DocumentId, Location};
use crate::config::InputFile;
use crate::diagnostic::{Diagnostics, Place};

/// How many places of a page text are tried as the beginning of a JSON text.
const PAGE_TRIES: usize = 8;

/// The documents of a source, in its order; built-in metaschemas that it refers to come last.
#[derive(Debug, Default)]
pub struct Documents {
    files: Vec<Document>,
}

/// One JSON text.
#[derive(Debug)]
pub struct Document {
    path: String,
    text: String,
    lines: Lines,
    value: Value,
    spot: Spot,
}

/// Where the lines of a text begin.
#[derive(Debug, Default)]
struct Lines {
    starts: Vec<usize>,
    /// Whether bytes are characters, so that columns need not be counted.
    is_ascii: bool,
}

impl Documents {
    /// The value at a location.
    pub fn get(&self, location: &Location) -> Option<&Value> {
        let mut value = self.root(location.document);
        for token in location.tokens() {
            value = part(value, &token)?;
        }
        Some(value)
    }

    /// The root value of a document.
    pub fn root(&self, document: DocumentId) -> &Value {
        &self.files[document.0 as usize].value
    }

    /// The path of a document as its caller named it.
    pub fn path(&self, document: DocumentId) -> &str {
        &self.files[document.0 as usize].path
    }

    /// All documents in order.
    pub fn ids(&self) -> impl Iterator<Item = DocumentId> + use<> {
        (0..u32::try_from(self.files.len()).unwrap_or(u32::MAX)).map(DocumentId)
    }

    /// Where a location is in its file; an unknown one is reported at its nearest ancestor.
    pub fn place(&self, location: &Location) -> Place {
        let file = &self.files[location.document.0 as usize];
        let (mut value, mut spot) = (&file.value, &file.spot);
        for token in location.tokens() {
            let Some(next) = part(value, &token) else { break };
            let index = match value {
                Value::Object(members) => members.keys().position(|it| *it == token),
                _ => token.parse().ok(),
            };
            let Some(at) = index.and_then(|it| spot.children.get(it)) else { break };
            (value, spot) = (next, at);
        }
        let (line, column) = file.lines.position(&file.text, spot.offset);
        Place { file: file.path.clone(), line, column, pointer: location.pointer.clone() }
    }

    /// Adds a document that comes with the generator.
    pub(super) fn add_built_in(&mut self, uri: &str, value: Value) -> DocumentId {
        self.add(Document {
            path: uri.to_owned(),
            text: String::new(),
            lines: Lines::default(),
            value,
            spot: Spot::default(),
        })
    }

    /// Adds a parsed file.
    pub(super) fn add(&mut self, document: Document) -> DocumentId {
        let id = u32::try_from(self.files.len()).expect("a source has fewer than 2^32 files");
        self.files.push(document);
        DocumentId(id)
    }
}

/// Parses a file, or says all that is wrong with it.
///
/// A document with duplicate members is given back with the last of each, so that what else is
/// wrong with it is found in the same run.
///
/// Spec: RFC 8259.
pub(super) fn parse(file: &InputFile, diagnostics: &mut Diagnostics) -> Option<Document> {
    let whole = || Place { file: file.path.clone(), ..Place::default() };
    if file.bytes.starts_with(&[0xfe, 0xff]) || file.bytes.starts_with(&[0xff, 0xfe]) {
        diagnostics.error("not-utf8", whole(), "the file is UTF-16").help("save it as UTF-8");
        return None;
    }
    let text = match std::str::from_utf8(&file.bytes) {
        Ok(text) => text,
        Err(error) => {
            let good = String::from_utf8_lossy(&file.bytes[..error.valid_up_to()]);
            let at = Finder::new(file, &good).place(good.len(), "");
            diagnostics.error("not-utf8", at, "the file is not UTF-8 from here on").help("save it as UTF-8");
            return None;
        }
    };
    let finder = Finder::new(file, text);
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    if start > 0 {
        diagnostics
            .error("byte-order-mark", whole(), "the file begins with a byte order mark")
            .help("save it as UTF-8 without one (RFC 8259, §8.1)");
    }
    let first = json::after_space(text, start);
    if first == text.len() {
        diagnostics
            .error("empty-document", whole(), "the file is empty")
            .help("fetch it again, or take it out of the source");
        return None;
    }
    match json::parse(text, start) {
        Ok(parsed) => {
            for it in &parsed.duplicates {
                let place = finder.place(it.offset, &it.pointer);
                let name = &it.name;
                diagnostics
                    .error("duplicate-member", place, format!("the object has another member `{name}`"))
                    .help("keep one of them; readers differ in which one they take");
            }
            let rest = json::after_space(text, parsed.end);
            if rest < text.len() {
                report_trailing(finder.place(rest, ""), diagnostics);
                return None;
            }
            Some(Document {
                path: file.path.clone(),
                text: text.to_owned(),
                lines: finder.lines,
                value: parsed.value,
                spot: parsed.spot,
            })
        }
        Err(fault) => {
            let place = finder.place(fault.offset, &fault.pointer);
            report_fault(text, first, &fault, place, diagnostics);
            None
        }
    }
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
            "the file is not JSON; it looks like YAML, which is not read yet".to_owned(),
            "turn it into JSON first".to_owned(),
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

/// A part of a value by one token of a JSON Pointer.
pub(super) fn part<'v>(value: &'v Value, token: &str) -> Option<&'v Value> {
    match value {
        Value::Object(members) => members.get(token),
        Value::Array(items) => {
            let plain = token == "0" || !token.starts_with(['0', '+']);
            items.get(plain.then(|| token.parse::<usize>().ok())??)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
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

impl Lines {
    fn new(text: &str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { starts, is_ascii: text.is_ascii() }
    }

    /// Line and column from 1; zeros where there is no text.
    fn position(&self, text: &str, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|it| *it <= offset);
        let Some(start) = line.checked_sub(1).map(|it| self.starts[it]) else { return (0, 0) };
        let column = if self.is_ascii { offset - start } else { text[start..offset].chars().count() };
        (line, column + 1)
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
        check(
            "openapi: 3.0.0\n",
            &["not-json 1:1 the file is not JSON; it looks like YAML, which is not read yet"],
        );
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
