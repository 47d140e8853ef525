//! The entry of the stage: from a source to its arena.

use super::arena::Arena;
use super::document::Documents;
use super::left_out::Allowed;
use super::reference::Resolver;
use super::{Schemas, cycle, extent, fixup, open_api, parse, resource, roots};
use crate::config::{InputFile, Source};
use crate::diagnostic::Diagnostics;

/// Reads the documents of a source, and every schema that its roots reach.
///
/// Returns `None` when a document can't be parsed. Other findings leave the schema concerned with
/// fewer keywords; whoever writes files asks the diagnostics for errors first.
///
/// # Example
///
/// ```
/// use isotype::config::{InputFile, Source};
/// use isotype::diagnostic::Diagnostics;
///
/// let file = InputFile { path: "shop/order.json".to_owned(), bytes: br#"{"type": "object"}"#.to_vec() };
/// let source = Source::new("shop", vec![file]);
/// let mut diagnostics = Diagnostics::default();
/// let (_, schemas) = isotype::schema::read(&source, &mut diagnostics).expect("the document is JSON");
/// assert_eq!(schemas.roots.len(), 1);
/// ```
pub fn read(source: &Source, diagnostics: &mut Diagnostics) -> Option<(Documents, Schemas)> {
    let mut documents = Documents::default();
    // The first file is the entry; in which order the others are listed makes no difference.
    let mut files: Vec<&InputFile> = source.documents.iter().collect();
    if let [_, others @ ..] = &mut files[..] {
        others.sort_by(|a, b| a.path.cmp(&b.path));
    }
    let parsed: Vec<_> = files.into_iter().map(|it| parse::parse(it, diagnostics)).collect();
    for document in parsed {
        let mut document = document?;
        fixup::apply(&mut document, source, diagnostics);
        documents.add(document);
    }
    let paths: Vec<_> = documents.ids().map(|id| documents.path(id)).collect();
    fixup::report_unused(&paths, source, diagnostics);
    let own: Vec<_> = documents.ids().collect();
    for id in &own {
        open_api::report_version(&documents, *id, diagnostics);
    }
    let index = resource::index(&mut documents, source.dialect, diagnostics);
    let resolver = Resolver::new(&documents, index);
    let roots = roots::find(&documents, &own, source, &resolver, diagnostics);
    let mut allowed = Allowed::new(source);
    let mut arena = Arena::new(&documents, resolver, source.policies);
    for root in roots {
        arena.add_root(root, &mut allowed, diagnostics);
    }
    let mut schemas = arena.finish(source, &mut allowed, diagnostics);
    allowed.leave_out(&documents, &mut schemas, diagnostics);
    cycle::cut(&documents, &mut schemas, diagnostics);
    extent::check(&documents, &mut schemas, diagnostics).then_some((documents, schemas))
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_findings;

    #[test]
    fn keywords_that_say_nothing_are_reported() {
        check_findings(
            &[(
                "x.json",
                r#"{"$schema": "http://json-schema.org/draft-04/schema#", "required": true, "const": 1}"#,
            )],
            &[
                "required-flag 1:68 `required` as a flag says nothing since draft-04",
                "keyword-of-other-dialect 1:74 `const` says nothing in draft-04",
            ],
        );
    }

    #[test]
    fn wrong_values_are_reported() {
        check_findings(
            &[(
                "x.json",
                r#"{"minLength": -1, "type": "any", "pattern": "(", "required": [1], "properties": 5}"#,
            )],
            &[
                "invalid-keyword 1:15 `minLength` must be an integer from 0, not this number",
                "unknown-type 1:27 `any` is no JSON type",
                "invalid-pattern 1:45 `(` is no ECMA-262 expression: a group is not closed",
                "invalid-keyword 1:62 `required` must be an array of strings, not this array",
                "invalid-keyword 1:81 `properties` must be an object, not this number",
            ],
        );
    }
}
