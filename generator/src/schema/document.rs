//! The documents of a source: their texts, their values, and where each value stands.

use serde_json::Value;

use super::json::Spot;
use super::members::member;
use super::{DocumentId, Location, location};
use crate::diagnostic::Place;

/// The documents of a source, in its order; built-in metaschemas that it refers to come last.
#[derive(Debug, Default)]
pub struct Documents {
    files: Vec<Document>,
}

/// One JSON or YAML text.
#[derive(Debug)]
pub struct Document {
    pub(super) path: String,
    pub(super) text: String,
    pub(super) lines: Lines,
    pub(super) value: Value,
    pub(super) spot: Spot,
}

/// Where the lines of a text begin.
#[derive(Debug, Default)]
pub(super) struct Lines {
    starts: Vec<usize>,
    /// Whether bytes are characters, so that columns need not be counted.
    is_ascii: bool,
}

impl Documents {
    /// The value at a location.
    pub fn get(&self, location: &Location) -> Option<&Value> {
        let mut value = self.root(location.document);
        for token in location::parts(&location.pointer) {
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
        self.find(location, |it| it.offset)
    }

    /// Where the name of a member is in its file.
    pub(super) fn place_of_name(&self, location: &Location) -> Place {
        self.find(location, |it| it.name.unwrap_or(it.offset))
    }

    fn find(&self, location: &Location, offset: impl Fn(&Spot) -> usize) -> Place {
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
        let (line, column) = file.lines.position(&file.text, offset(spot));
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

/// A part of a value by one token of a JSON Pointer.
pub(super) fn part<'v>(value: &'v Value, token: &str) -> Option<&'v Value> {
    match value {
        Value::Object(members) => member(members, token),
        Value::Array(items) => {
            let plain = token == "0" || !token.starts_with(['0', '+']);
            items.get(plain.then(|| token.parse::<usize>().ok())??)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { starts, is_ascii: text.is_ascii() }
    }

    /// Line and column from 1; zeros where there is no text.
    pub(super) fn position(&self, text: &str, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|it| *it <= offset);
        let Some(start) = line.checked_sub(1).map(|it| self.starts[it]) else { return (0, 0) };
        let column = if self.is_ascii { offset - start } else { text[start..offset].chars().count() };
        (line, column + 1)
    }
}
