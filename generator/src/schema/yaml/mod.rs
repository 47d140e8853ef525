//! YAML texts, as strictly as JSON ones: what JSON can't say is refused, with the place.
//!
//! `saphyr-parser` turns the text into events; values, their places and what is refused are decided here.

mod scalar;

use std::borrow::Cow;
use std::collections::BTreeMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span, StrInput, Tag};
use serde_json::{Map, Value};

use super::json::{DEPTH_LIMIT, Duplicate, Parsed, Spot};
use super::location::escape;

/// How many bytes, roughly, aliases may add to a document.
const ALIAS_BUDGET: usize = 16 << 20;

/// Why a text is not a YAML document that JSON could say as well.
#[derive(Debug)]
pub(super) struct Fault {
    /// Of the diagnostic.
    pub(super) code: &'static str,
    /// Offset in bytes.
    pub(super) offset: usize,
    /// JSON Pointer of the value concerned.
    pub(super) pointer: String,
    /// One clause.
    pub(super) message: String,
    /// What the user can do.
    pub(super) help: &'static str,
}

/// Parses the document that begins at `start`.
///
/// Plain scalars are read by the core schema. Tags, merge keys, keys that are no scalars, and a second
/// document are refused; an alias is a copy of what its anchor names.
///
/// Spec: YAML 1.2.2.
pub(super) fn parse(text: &str, start: usize) -> Result<Parsed, Fault> {
    let mut reader = Reader {
        parser: Parser::new_from_str(&text[start..]),
        offsets: Offsets::new(text, start),
        builder: Builder::default(),
    };
    while let Some(event) = reader.parser.next_event() {
        match event {
            Ok((Event::StreamEnd, _)) => break,
            Ok((event, span)) => reader.event(event, span)?,
            Err(error) => {
                return Err(reader.no_yaml(text, &error));
            }
        }
    }
    let Builder { root, duplicates, .. } = reader.builder;
    let Some(root) = root else {
        return Err(Fault {
            code: "empty-document",
            offset: start,
            pointer: String::new(),
            message: "the file holds no YAML document".to_owned(),
            help: "fetch it again, or take it out of the source",
        });
    };
    Ok(Parsed { value: root.value, spot: root.spot, duplicates, end: text.len() })
}

struct Reader<'t> {
    parser: Parser<'t, StrInput<'t>>,
    offsets: Offsets,
    builder: Builder,
}

/// Byte offsets of the parser's character indices.
struct Offsets {
    start: usize,
    /// Empty where characters are bytes.
    of_characters: Vec<usize>,
    end: usize,
}

/// A value that is complete.
#[derive(Clone)]
struct Node {
    value: Value,
    spot: Spot,
    /// How many bytes a copy takes, roughly.
    size: usize,
    /// How many levels of arrays and objects it has.
    depth: usize,
}

/// An array or an object that has begun and not ended.
struct Open {
    /// The parts so far; for an object its values, in the order of `names`.
    node: Node,
    anchor: usize,
    /// For an object the key whose value comes next.
    key: Option<Key>,
    /// For an object where its keys stand.
    keys: Vec<usize>,
}

struct Key {
    name: String,
    offset: usize,
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    root: Option<Node>,
    /// What each anchor names.
    anchors: BTreeMap<usize, Node>,
    /// What copies have taken so far.
    copied: usize,
    duplicates: Vec<Duplicate>,
}

impl<'t> Reader<'t> {
    fn event(&mut self, event: Event<'t>, span: Span) -> Result<(), Fault> {
        let offset = self.offsets.of(span.start);
        match event {
            Event::DocumentStart(_) if self.builder.root.is_some() => Err(self.fault(
                "several-documents",
                span.start,
                "a second YAML document begins here".to_owned(),
                "a file is one document; make the rest a file of its own",
            )),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => Ok(()),
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_tag(tag.as_ref(), span)?;
                self.scalar(&text, style, anchor, span)
            }
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::SequenceStart(anchor, tag) => {
                self.refuse_tag(tag.as_ref(), span)?;
                self.begin(Value::Array(Vec::new()), offset, anchor, span)
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_tag(tag.as_ref(), span)?;
                self.begin(Value::Object(Map::new()), offset, anchor, span)
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = self.builder.open.pop() else { return Ok(()) };
                self.add(open.node, open.anchor, span)
            }
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, anchor: usize, span: Span) -> Result<(), Fault> {
        let offset = self.offsets.of(span.start);
        let is_plain = style == ScalarStyle::Plain;
        if self.builder.awaits_key() {
            if is_plain && text == "<<" {
                return Err(self.fault(
                    "yaml-merge-key",
                    span.start,
                    "merge keys (`<<`) are not part of YAML 1.2".to_owned(),
                    "write the members out, use `allOf`, or quote the key if it is a name",
                ));
            }
            // A key is the text it is written as: `200` is "200".
            if anchor > 0 {
                self.remember(anchor, &Node::leaf(Value::String(text.to_owned()), offset), span)?;
            }
            self.builder.set_key(text, offset);
            return Ok(());
        }
        let value = if is_plain { scalar::value(text) } else { Some(Value::String(text.to_owned())) };
        let Some(value) = value else {
            let message = format!("`{text}` is not a number that JSON knows, or too large");
            return Err(self.fault("invalid-yaml", span.start, message, "quote it if a text is meant"));
        };
        self.add(Node::leaf(value, offset), anchor, span)
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Fault> {
        let Some(named) = self.builder.anchors.get(&anchor) else {
            return Err(self.fault(
                "yaml-alias",
                span.start,
                "the alias stands inside of what it names".to_owned(),
                "refer to the schema by `$ref` instead",
            ));
        };
        let (size, depth) = (named.size, named.depth);
        self.spend(size, span)?;
        if self.builder.open.len() + depth > DEPTH_LIMIT {
            return Err(self.too_deep(span));
        }
        let Some(mut copy) = self.builder.anchors.get(&anchor).cloned() else { return Ok(()) };
        copy.spot.offset = self.offsets.of(span.start);
        if self.builder.awaits_key() {
            let Value::String(name) = &copy.value else { return Err(self.no_key(span)) };
            self.builder.set_key(name, copy.spot.offset);
            return Ok(());
        }
        self.add(copy, 0, span)
    }

    fn begin(&mut self, value: Value, offset: usize, anchor: usize, span: Span) -> Result<(), Fault> {
        if self.builder.awaits_key() {
            return Err(self.no_key(span));
        }
        if self.builder.open.len() == DEPTH_LIMIT {
            return Err(self.too_deep(span));
        }
        let node = Node { depth: 1, ..Node::leaf(value, offset) };
        self.builder.open.push(Open { node, anchor, key: None, keys: Vec::new() });
        Ok(())
    }

    /// Puts a complete value where it belongs.
    fn add(&mut self, node: Node, anchor: usize, span: Span) -> Result<(), Fault> {
        if anchor > 0 {
            self.remember(anchor, &node, span)?;
        }
        self.builder.add(node);
        Ok(())
    }

    fn remember(&mut self, anchor: usize, node: &Node, span: Span) -> Result<(), Fault> {
        self.spend(node.size, span)?;
        self.builder.anchors.insert(anchor, node.clone());
        Ok(())
    }

    /// Counts a copy.
    fn spend(&mut self, size: usize, span: Span) -> Result<(), Fault> {
        self.builder.copied = self.builder.copied.saturating_add(size);
        if self.builder.copied <= ALIAS_BUDGET {
            return Ok(());
        }
        let message = format!("anchors and aliases copy more than {} MiB", ALIAS_BUDGET >> 20);
        Err(self.fault("yaml-alias", span.start, message, "refer to schemas by `$ref` instead"))
    }

    fn refuse_tag(&self, tag: Option<&Cow<'t, Tag>>, span: Span) -> Result<(), Fault> {
        let Some(tag) = tag else { return Ok(()) };
        let shown = if tag.is_yaml_core_schema() { format!("!!{}", tag.suffix) } else { tag.to_string() };
        let message = format!("JSON has no tags, here is `{shown}`");
        Err(self.fault("yaml-tag", span.start, message, "take the tag out; quote a value that is a text"))
    }

    fn no_yaml(&self, text: &str, error: &ScanError) -> Fault {
        let message = format!("the text is not YAML here: {}", error.info());
        let fault = self.fault("invalid-yaml", *error.marker(), message, "correct the file");
        // The parser has read the tabs that it complains about.
        let before = text[..fault.offset].trim_end_matches('\t').len();
        if before == fault.offset {
            return fault;
        }
        Fault { offset: before, help: "indent with spaces", ..fault }
    }

    fn no_key(&self, span: Span) -> Fault {
        let message = "a key is a text, not a list or an object".to_owned();
        self.fault("invalid-yaml", span.start, message, "quote the key if it is a text with brackets")
    }

    fn too_deep(&self, span: Span) -> Fault {
        let message = format!("the text is nested deeper than {DEPTH_LIMIT} levels");
        self.fault("nested-too-deep", span.start, message, "move inner schemas to `$defs` and refer to them")
    }

    fn fault(&self, code: &'static str, at: Marker, message: String, help: &'static str) -> Fault {
        Fault { code, offset: self.offsets.of(at), pointer: self.builder.pointer(), message, help }
    }
}

impl Builder {
    fn awaits_key(&self) -> bool {
        self.open.last().is_some_and(|it| it.node.value.is_object() && it.key.is_none())
    }

    fn set_key(&mut self, name: &str, offset: usize) {
        let Some(open) = self.open.last_mut() else { return };
        open.key = Some(Key { name: name.to_owned(), offset });
        let Value::Object(members) = &open.node.value else { return };
        if let Some(place) = members.keys().position(|it| it == name) {
            let first = open.keys[place];
            let pointer = self.pointer();
            self.duplicates.push(Duplicate { offset, first, pointer, name: name.to_owned() });
        }
    }

    fn add(&mut self, part: Node) {
        let Some(open) = self.open.last_mut() else {
            self.root.get_or_insert(part);
            return;
        };
        let whole = &mut open.node;
        whole.size += part.size;
        whole.depth = whole.depth.max(part.depth + 1);
        match &mut whole.value {
            Value::Array(items) => {
                items.push(part.value);
                whole.spot.children.push(part.spot);
            }
            Value::Object(members) => {
                let Some(key) = open.key.take() else { return };
                whole.size += key.name.len();
                // An empty value stands behind its key; the key says better where.
                let is_empty = part.value.is_null() && part.spot.children.is_empty();
                let offset = if is_empty { key.offset } else { part.spot.offset };
                let spot = Spot { offset, name: Some(key.offset), ..part.spot };
                if members.contains_key(&key.name) {
                    let place = members.keys().position(|it| *it == key.name);
                    whole.spot.children[place.unwrap_or_default()] = spot;
                } else {
                    whole.spot.children.push(spot);
                    open.keys.push(key.offset);
                }
                members.insert(key.name, part.value);
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// Where we are.
    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for open in &self.open {
            match (&open.node.value, &open.key) {
                (Value::Array(items), _) => pointer.extend(["/", &items.len().to_string()]),
                (_, Some(key)) => pointer.extend(["/", &escape(&key.name)]),
                (_, None) => {}
            }
        }
        pointer
    }
}

impl Node {
    fn leaf(value: Value, offset: usize) -> Self {
        let size = size_of::<Value>() + value.as_str().map_or(0, str::len);
        Self { value, spot: Spot::at(offset), size, depth: 0 }
    }
}

impl Offsets {
    fn new(text: &str, start: usize) -> Self {
        let body = &text[start..];
        let of_characters =
            if body.is_ascii() { Vec::new() } else { body.char_indices().map(|(at, _)| at).collect() };
        Self { start, of_characters, end: text.len() }
    }

    fn of(&self, marker: Marker) -> usize {
        let within = if self.of_characters.is_empty() {
            Some(marker.index())
        } else {
            self.of_characters.get(marker.index()).copied()
        };
        within.map_or(self.end, |it| (self.start + it).min(self.end))
    }
}

#[cfg(test)]
mod tests;
