//! What the tests of this stage share.

use serde_json::Value;

use super::{Dialect, Documents, Evaluator, Schemas, read};
use crate::config::{InputFile, Policies, Roots, Source};
use crate::diagnostic::{Diagnostic, Diagnostics};

/// A source of some documents, each a path and a text.
pub(super) fn source(documents: &[(&str, &str)], roots: Roots) -> Source {
    let file =
        |(path, text): &(&str, &str)| InputFile { path: (*path).to_owned(), bytes: text.as_bytes().to_vec() };
    let documents = documents.iter().map(file).collect();
    Source { roots, policies: Policies::LETTER, ..Source::new("example", documents) }
}

/// Reads a source; gives what was read and what was found.
pub(super) fn read_all(source: &Source) -> (Option<(Documents, Schemas)>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::default();
    let read = read(source, &mut diagnostics);
    (read, diagnostics.into_sorted())
}

/// Asserts that the root of the first document, read without a finding, accepts one list of
/// instances and refuses another.
#[track_caller]
pub(super) fn check_verdicts(documents: &[(&str, &str)], dialect: Dialect, good: &[Value], bad: &[Value]) {
    let source = Source { dialect: Some(dialect), ..source(documents, Roots::Root) };
    let (read, found) = read_all(&source);
    assert!(found.is_empty(), "{}", found[0]);
    let (_, schemas) = read.expect("nothing was found wrong");
    let evaluator = Evaluator::new(&schemas);
    for (instances, expect) in [(good, true), (bad, false)] {
        for it in instances {
            assert_eq!(evaluator.accepts(schemas.roots[0], it), expect, "{it}");
        }
    }
}

/// Asserts the findings on some documents, in the order in which they are printed: each as
/// `code line:column message`.
#[track_caller]
pub(super) fn check_findings(documents: &[(&str, &str)], expect: &[&str]) {
    let (_, found) = read_all(&source(documents, Roots::Definitions));
    let line = |it: &Diagnostic| format!("{} {}:{} {}", it.code, it.place.line, it.place.column, it.message);
    let found: Vec<_> = found.iter().map(line).collect();
    assert_eq!(found, expect);
}
