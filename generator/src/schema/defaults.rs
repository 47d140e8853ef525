//! Defaults that the schemas beside them refuse.

use std::collections::BTreeMap;

use super::{Body, Documents, Evaluator, Location, Schemas};
use crate::diagnostic::Diagnostics;

/// Reports every `default` that its own schema does not accept.
///
/// It stays in the documentation, and nothing is generated from it. A place that is read in more than
/// one way, by its dynamic scope or by `nullable`, is reported where all of them refuse.
///
/// Spec: Validation 2020-12, §9.2.
pub(crate) fn check(documents: &Documents, schemas: &Schemas, diagnostics: &mut Diagnostics) {
    let evaluator = Evaluator::new(schemas);
    let mut accepted: BTreeMap<&Location, bool> = BTreeMap::new();
    for (id, schema) in schemas.iter() {
        let Body::Keywords(keywords) = &schema.body else { continue };
        if let Some(default) = &keywords.default {
            *accepted.entry(&schema.location).or_default() |= evaluator.accepts(id, default);
        }
    }
    for (location, _) in accepted.into_iter().filter(|(_, is_accepted)| !is_accepted) {
        let place = documents.place(&written(documents, location));
        diagnostics
            .warning("default-refused", place, "the schema refuses its own `default`")
            .help("correct the default or the schema; nothing is generated from it");
    }
}

/// Where the `default` of a schema stands: in the schema, or in a branch that only describes.
fn written(documents: &Documents, location: &Location) -> Location {
    let own = location.child("default");
    let branches = location.child("allOf");
    let branches = (0..).map(|index: usize| branches.child(&index.to_string()));
    let there = |it: &Location| documents.get(it).is_some();
    let mut inherited = branches.take_while(there).map(|it| it.child("default")).filter(there);
    if there(&own) { own } else { inherited.next().unwrap_or(own) }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{read_all, source};
    use crate::config::Roots;
    use crate::diagnostic::Diagnostics;

    #[track_caller]
    fn check(text: &str, places: &[&str]) {
        let (read, _) = read_all(&source(&[("x.json", text)], Roots::Root));
        let (documents, schemas) = read.expect("the text is JSON");
        let mut found = Diagnostics::default();
        super::check(&documents, &schemas, &mut found);
        let found: Vec<String> = found.into_sorted().into_iter().map(|it| it.place.pointer).collect();
        assert_eq!(found, places);
    }

    #[test]
    fn defaults_are_instances() {
        check(r#"{"type": "string", "default": "a"}"#, &[]);
        check(r#"{"type": "string", "default": 1}"#, &["/default"]);
        check(
            r#"{"properties": {"a": {"enum": ["x"], "default": "y"}, "b": {"default": 0}}}"#,
            &["/properties/a/default"],
        );
        check(
            r#"{"allOf": [{"minimum": 0}, {"description": "One."}, {"default": -1}]}"#,
            &["/allOf/2/default"],
        );
        check(
            r#"{"$ref": "http://json-schema.org/draft-07/schema#", "default": {"type": 5}}"#,
            &["/default"],
        );
    }

    #[test]
    fn null_is_the_default_of_what_is_nullable() {
        check(r#"{"type": "string", "nullable": true, "default": null}"#, &[]);
        check(r#"{"oneOf": [{"type": "string"}], "nullable": true, "default": null}"#, &[]);
        check(r#"{"oneOf": [{"type": "string"}], "nullable": true, "default": 1}"#, &["/default"]);
    }
}
