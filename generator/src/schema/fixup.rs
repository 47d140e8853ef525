//! Applies corrections to a parsed document, so that the vendored file stays as it was published.
//!
//! Values keep the places that they have in the file; what a fixup adds stands where its parent does.

use serde_json::Value;

use super::document::Document;
use super::json::Spot;
use super::location::tokens;
use crate::config::{Fixup, Operation, Source};
use crate::diagnostic::{Diagnostics, Place};

/// Applies the fixups of a document, in their order; those that no longer apply are errors.
///
/// Spec: RFC 6902.
pub(super) fn apply(document: &mut Document, source: &Source, diagnostics: &mut Diagnostics) {
    for (index, fixup) in source.fixups.iter().enumerate().filter(|(_, it)| it.file == document.path) {
        if let Err((operation, fault)) = apply_one(&mut document.value, &mut document.spot, &fixup.patch) {
            let place = written(source, index, operation).unwrap_or_else(|| {
                let (line, column) = document.lines.position(&document.text, 0);
                Place { file: document.path.clone(), line, column, pointer: String::new() }
            });
            report(fixup, &fault, place, diagnostics);
        }
    }
}

/// Where an operation is written down.
fn written(source: &Source, fixup: usize, operation: usize) -> Option<Place> {
    source.written.fixups.get(fixup)?.get(operation).cloned()
}

/// Reports fixups whose document is none of the source's.
pub(super) fn report_unused(documents: &[&str], source: &Source, diagnostics: &mut Diagnostics) {
    let unused = source.fixups.iter().enumerate().filter(|(_, it)| !documents.contains(&it.file.as_str()));
    for (index, fixup) in unused {
        let place = written(source, index, 0).unwrap_or_else(|| Place::of_file(&fixup.file));
        report(fixup, "the source has no such document", place, diagnostics);
    }
}

fn report(fixup: &Fixup, fault: &str, place: Place, diagnostics: &mut Diagnostics) {
    let name = fixup.reason.lines().find(|it| !it.trim().is_empty()).unwrap_or_default().trim();
    diagnostics
        .error("fixup-does-not-apply", place, format!("the fixup \"{name}\" does not apply: {fault}"))
        .help("look whether the document still needs it; correct the fixup in the manifest, or remove it");
}

/// Carries out all operations of a patch, or says which one, from 0, fails and why.
fn apply_one(value: &mut Value, spot: &mut Spot, patch: &[Operation]) -> Result<(), (usize, String)> {
    if patch.iter().all(|it| matches!(it, Operation::Test { .. })) {
        return Err((0, "it changes nothing".to_owned()));
    }
    for (index, operation) in patch.iter().enumerate() {
        let mut node = Node { value, spot };
        node.carry_out(operation).map_err(|fault| {
            let (name, at) = shown(operation);
            (index, format!("operation {} (`{name}` of `{at}`): {fault}", index + 1))
        })?;
    }
    Ok(())
}

fn shown(operation: &Operation) -> (&'static str, &str) {
    match operation {
        Operation::Add { path, .. } => ("add", path),
        Operation::Remove { path } => ("remove", path),
        Operation::Replace { path, .. } => ("replace", path),
        Operation::Move { path, .. } => ("move", path),
        Operation::Copy { path, .. } => ("copy", path),
        Operation::Test { path, .. } => ("test", path),
    }
}

/// A value and its places, which always have the same shape.
struct Node<'n> {
    value: &'n mut Value,
    spot: &'n mut Spot,
}

impl<'n> Node<'n> {
    fn carry_out(&mut self, operation: &Operation) -> Result<(), String> {
        match operation {
            Operation::Add { path, value } => self.add(path, value.clone(), None),
            Operation::Remove { path } => self.remove(path).map(drop),
            Operation::Replace { path, value } => {
                let at = self.at(path)?;
                if at.value == value {
                    return Err("that is its value already".to_owned());
                }
                *at.spot = places(value, at.spot.offset);
                at.value.clone_from(value);
                Ok(())
            }
            Operation::Move { from, path } => {
                if path == from || path.starts_with(&format!("{from}/")) {
                    return Err(format!("`{from}` can't be moved there"));
                }
                let (value, spot) = self.remove(from)?;
                self.add(path, value, Some(spot))
            }
            Operation::Copy { from, path } => {
                let at = self.at(from)?;
                let (value, spot) = (at.value.clone(), at.spot.clone());
                self.add(path, value, Some(spot))
            }
            Operation::Test { path, value } => {
                if super::equal(self.at(path)?.value, value) {
                    return Ok(());
                }
                Err("another value stands there".to_owned())
            }
        }
    }

    /// The value that a pointer leads to.
    fn at(&mut self, path: &str) -> Result<Node<'_>, String> {
        self.below(&parsed(path)?).ok_or_else(|| format!("nothing stands at `{path}`"))
    }

    fn below(&mut self, tokens: &[String]) -> Option<Node<'_>> {
        let mut node = Node { value: self.value, spot: self.spot };
        for token in tokens {
            node = node.part(token)?;
        }
        Some(node)
    }

    fn part(self, token: &str) -> Option<Node<'n>> {
        let (value, index) = match self.value {
            Value::Object(members) => {
                let index = members.keys().position(|it| it == token)?;
                (members.get_mut(token)?, index)
            }
            Value::Array(items) => {
                let index = index(token)?;
                (items.get_mut(index)?, index)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
        };
        Some(Node { value, spot: self.spot.children.get_mut(index)? })
    }

    fn add(&mut self, path: &str, value: Value, spot: Option<Spot>) -> Result<(), String> {
        let tokens = parsed(path)?;
        let Some((last, outer)) = tokens.split_last() else {
            *self.spot = spot.unwrap_or_else(|| places(&value, self.spot.offset));
            *self.value = value;
            return Ok(());
        };
        let parent = self.below(outer).ok_or("there is nothing to add it to")?;
        let spot = spot.unwrap_or_else(|| places(&value, parent.spot.offset));
        match parent.value {
            Value::Object(members) => {
                if members.get(last) == Some(&value) {
                    return Err("that is its value already".to_owned());
                }
                match members.keys().position(|it| it == last) {
                    Some(index) => parent.spot.children[index] = spot,
                    None => parent.spot.children.push(spot),
                }
                members.insert(last.clone(), value);
            }
            Value::Array(items) => {
                let index = if last == "-" { Some(items.len()) } else { index(last) };
                let index = index.filter(|it| *it <= items.len()).ok_or("the array is shorter")?;
                items.insert(index, value);
                parent.spot.children.insert(index, spot);
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                return Err("there is nothing to add it to".to_owned());
            }
        }
        Ok(())
    }

    fn remove(&mut self, path: &str) -> Result<(Value, Spot), String> {
        let nothing = || format!("nothing stands at `{path}`");
        let tokens = parsed(path)?;
        let (last, outer) = tokens.split_last().ok_or("a document can't be without its root")?;
        let parent = self.below(outer).ok_or_else(nothing)?;
        let (value, index) = match parent.value {
            Value::Object(members) => {
                let index = members.keys().position(|it| it == last).ok_or_else(nothing)?;
                (members.shift_remove(last).ok_or_else(nothing)?, index)
            }
            Value::Array(items) => {
                let index = index(last).filter(|it| *it < items.len()).ok_or_else(nothing)?;
                (items.remove(index), index)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return Err(nothing()),
        };
        Ok((value, parent.spot.children.remove(index)))
    }
}

fn parsed(path: &str) -> Result<Vec<String>, String> {
    if !path.is_empty() && !path.starts_with('/') {
        return Err(format!("`{path}` is no JSON Pointer: it begins with `/`, or is empty"));
    }
    Ok(tokens(path).collect())
}

fn index(token: &str) -> Option<usize> {
    let is_plain = token == "0" || !token.starts_with(['0', '+']);
    is_plain.then(|| token.parse().ok())?
}

/// The places of a value that does not stand in the file.
fn places(value: &Value, offset: usize) -> Spot {
    let children = match value {
        Value::Array(items) => items.iter().map(|it| places(it, offset)).collect(),
        Value::Object(members) => members.values().map(|it| places(it, offset)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    Spot { children, ..Spot::at(offset) }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{read_all, source};
    use crate::config::{Fixup, Roots, Source};

    const TEXT: &str = r#"{"a": {"b": [1, 2]},
        "x~/": null,
        "type": "any"}"#;

    fn patched(patch: &Value) -> (Option<Value>, Vec<String>) {
        let patch = serde_json::from_value(patch.clone()).expect("a patch");
        let fixup = Fixup { file: "x.json".to_owned(), patch, reason: "\nwhy\n".to_owned() };
        let source = Source { fixups: vec![fixup], ..source(&[("x.json", TEXT)], Roots::Root) };
        let (read, found) = read_all(&source);
        let found = found
            .iter()
            .map(|it| format!("{} {}:{} {}", it.code, it.place.line, it.place.column, it.message));
        (
            read.map(|(documents, schemas)| {
                documents.root(schemas[schemas.roots[0]].location.document).clone()
            }),
            found.collect(),
        )
    }

    #[track_caller]
    fn check(patch: &Value, expect: &Value) {
        let (value, _) = patched(patch);
        assert_eq!(value.as_ref(), Some(expect));
    }

    #[track_caller]
    fn check_refused(patch: &Value, expect: &str) {
        let (_, found) = patched(patch);
        let expect = format!("fixup-does-not-apply 1:1 the fixup \"why\" does not apply: {expect}");
        assert!(found.contains(&expect), "{found:?}");
    }

    #[test]
    fn the_six_operations() {
        let patch = json!([
            {"op": "test", "path": "/a/b/0", "value": 1.0},
            {"op": "add", "path": "/a/b/1", "value": {"c": [null]}},
            {"op": "add", "path": "/a/b/1/c/-", "value": 3},
            {"op": "copy", "from": "/a/b", "path": "/x~0~1"},
            {"op": "remove", "path": "/a/b/0"},
            {"op": "move", "from": "/a/b", "path": "/d"},
            {"op": "replace", "path": "/type", "value": "string"},
        ]);
        let expect =
            json!({"a": {}, "x~/": [1, {"c": [null, 3]}, 2], "type": "string", "d": [{"c": [null, 3]}, 2]});
        check(&patch, &expect);
        check(&json!([{"op": "add", "path": "", "value": {"type": "null"}}]), &json!({"type": "null"}));
    }

    #[test]
    fn what_no_longer_applies() {
        let operation = |it: Value| json!([it]);
        check_refused(&json!([]), "it changes nothing");
        check_refused(
            &operation(json!({"op": "test", "path": "/type", "value": "any"})),
            "it changes nothing",
        );
        check_refused(
            &operation(json!({"op": "replace", "path": "/type", "value": "any"})),
            "operation 1 (`replace` of `/type`): that is its value already",
        );
        check_refused(
            &operation(json!({"op": "add", "path": "/type", "value": "any"})),
            "operation 1 (`add` of `/type`): that is its value already",
        );
        check_refused(
            &operation(json!({"op": "remove", "path": "/a/b/2"})),
            "operation 1 (`remove` of `/a/b/2`): nothing stands at `/a/b/2`",
        );
        check_refused(
            &operation(json!({"op": "add", "path": "/a/b/4", "value": 1})),
            "operation 1 (`add` of `/a/b/4`): the array is shorter",
        );
        check_refused(
            &operation(json!({"op": "add", "path": "/n/b", "value": 1})),
            "operation 1 (`add` of `/n/b`): there is nothing to add it to",
        );
        check_refused(
            &operation(json!({"op": "move", "from": "/a", "path": "/a/b"})),
            "operation 1 (`move` of `/a/b`): `/a` can't be moved there",
        );
        check_refused(
            &operation(json!({"op": "replace", "path": "type", "value": 1})),
            "operation 1 (`replace` of `type`): `type` is no JSON Pointer: it begins with `/`, or is empty",
        );
        let patch = json!([
            {"op": "remove", "path": "/a"}, {"op": "test", "path": "/type", "value": "string"},
        ]);
        check_refused(&patch, "operation 2 (`test` of `/type`): another value stands there");
    }

    #[test]
    fn places_stay_those_of_the_file() {
        let (_, found) = patched(&json!([
            {"op": "remove", "path": "/a"}, {"op": "add", "path": "/x~0~1", "value": {}},
        ]));
        assert_eq!(found, ["unknown-type 3:17 `any` is no JSON type"]);
    }
}
