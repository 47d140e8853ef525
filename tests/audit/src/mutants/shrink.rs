//! Makes a mutant small that is at fault.

use std::time::{Duration, Instant};

use isotype::config::Source;
use serde_json::Value;

use super::trial::trial;
use super::watch::STACK;

const TIME: Duration = Duration::from_secs(60);

/// The smallest mutant found with the same fault, in words.
pub(super) fn shrunk(source: Source, wrong: &str) -> String {
    let thread = std::thread::Builder::new().stack_size(STACK);
    let small = std::thread::scope(|scope| {
        let work = thread.spawn_scoped(scope, || smaller(source, wrong));
        work.ok().and_then(|it| it.join().ok())
    });
    let Some(source) = small else { return wrong.to_owned() };
    let documents: Vec<String> = source
        .documents
        .iter()
        .map(|it| format!("{}: {}", it.path, String::from_utf8_lossy(&it.bytes).escape_debug()))
        .collect();
    let Source { dialect, roots, policies, overrides, allow, package, .. } = source;
    format!(
        "{wrong}\n  {}\n  {dialect:?} {roots:?} {policies:?} {overrides:?} {allow:?} {package:?}",
        documents.join("\n  ")
    )
}

fn smaller(mut source: Source, wrong: &str) -> Source {
    let until = Instant::now() + TIME;
    let is_same = |source: &Source| Instant::now() < until && trial(source).is_err_and(|it| it == wrong);
    if source.documents.len() > 1 {
        let alone = Source { documents: source.documents[..1].to_vec(), ..source.clone() };
        if is_same(&alone) {
            source = alone;
        }
    }
    for at in 0..source.documents.len() {
        let mut try_bytes = |bytes: &[u8]| {
            let mut other = source.clone();
            other.documents[at].bytes = bytes.to_vec();
            is_same(&other)
        };
        let bytes = match serde_json::from_slice::<Value>(&source.documents[at].bytes) {
            Ok(mut value) => {
                value_smaller(&mut value, &mut |it| try_bytes(it.to_string().as_bytes()));
                value.to_string().into_bytes()
            }
            Err(_) => text_smaller(source.documents[at].bytes.clone(), &mut try_bytes),
        };
        source.documents[at].bytes = bytes;
    }
    source
}

/// Takes out every part, the larger ones first, without which the fault stays.
fn value_smaller(value: &mut Value, is_same: &mut impl FnMut(&Value) -> bool) {
    loop {
        let before = value.to_string().len();
        let mut waiting = vec![String::new()];
        while let Some(pointer) = waiting.pop() {
            for key in keys(value.pointer(&pointer)) {
                let mut without = value.clone();
                take_out(without.pointer_mut(&pointer), &key);
                if is_same(&without) {
                    *value = without;
                }
            }
            let inside = keys(value.pointer(&pointer)).into_iter();
            waiting
                .extend(inside.map(|it| format!("{pointer}/{}", it.replace('~', "~0").replace('/', "~1"))));
        }
        if value.to_string().len() >= before {
            return;
        }
    }
}

/// The names of members or the numbers of items, the last one first.
fn keys(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Object(members)) => members.keys().rev().cloned().collect(),
        Some(Value::Array(items)) => (0..items.len()).rev().map(|it| it.to_string()).collect(),
        _ => Vec::new(),
    }
}

fn take_out(from: Option<&mut Value>, key: &str) {
    match (from, key.parse::<usize>()) {
        (Some(Value::Object(members)), _) => drop(members.shift_remove(key)),
        (Some(Value::Array(items)), Ok(at)) if at < items.len() => drop(items.remove(at)),
        _ => {}
    }
}

/// Takes out pieces, half of the text first.
fn text_smaller(mut text: Vec<u8>, is_same: &mut impl FnMut(&[u8]) -> bool) -> Vec<u8> {
    let mut piece = text.len() / 2;
    while piece > 0 {
        let mut at = 0;
        while at < text.len() {
            let mut without = text.clone();
            without.drain(at..text.len().min(at + piece));
            if is_same(&without) {
                text = without;
            } else {
                at += piece;
            }
        }
        piece /= 2;
    }
    text
}
