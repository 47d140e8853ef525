//! Branches of `allOf` that say nothing but words: how authors describe a reference whose siblings are ignored.

use std::collections::BTreeMap;

use super::keywords::Rare;
use super::{Body, Keywords, SchemaId, Schemas};

/// Moves the annotations of such branches to the schemas that hold them, and leaves the branches out.
///
/// What a schema says of itself comes first, then the branches in their order.
///
/// Spec: Core 2020-12, §7.7.1: annotations of subschemas are the schema's own.
pub(super) fn hoist(schemas: &mut Schemas) {
    let branches = schemas.iter().flat_map(|(_, it)| match &it.body {
        Body::Keywords(it) => &it.all_of[..],
        Body::Boolean(_) => &[],
    });
    let words: BTreeMap<SchemaId, Keywords> =
        branches.filter_map(|id| Some((*id, words(&schemas[*id].body)?))).collect();
    for node in &mut schemas.nodes {
        let Body::Keywords(keywords) = &mut node.body else { continue };
        if !keywords.all_of.iter().any(|it| words.contains_key(it)) {
            continue;
        }
        for branch in std::mem::take(&mut keywords.all_of) {
            match words.get(&branch) {
                Some(words) => add(keywords, words),
                None => keywords.all_of.push(branch),
            }
        }
        keywords.settle();
    }
}

/// The keywords of a schema that has none but titles, descriptions, instances and the like.
fn words(body: &Body) -> Option<Keywords> {
    let keywords = match body {
        Body::Boolean(true) => return Some(Keywords::default()),
        Body::Boolean(false) => return None,
        Body::Keywords(it) if it.asserts() || it.format.is_some() => return None,
        Body::Keywords(it) => it,
    };
    let rest = Rare {
        default: None,
        examples: Vec::new(),
        deprecated: false,
        read_only: false,
        write_only: false,
        name_override: None,
        ..(***keywords).clone()
    };
    (rest == Rare::default()).then(|| (**keywords).clone())
}

fn add(keywords: &mut Keywords, words: &Keywords) {
    fn fill<T: Clone>(own: &mut Option<T>, theirs: Option<&T>) {
        if own.is_none() {
            *own = theirs.cloned();
        }
    }
    fill(&mut keywords.title, words.title.as_ref());
    fill(&mut keywords.description, words.description.as_ref());
    fill(&mut keywords.default, words.default.as_ref());
    fill(&mut keywords.name_override, words.name_override.as_ref());
    keywords.examples.extend(words.examples.iter().cloned());
    keywords.deprecated |= words.deprecated;
    keywords.read_only |= words.read_only;
    keywords.write_only |= words.write_only;
}

#[cfg(test)]
mod tests {
    use super::super::Body;
    use super::super::testing::{read_all, source};
    use crate::config::Roots;

    #[test]
    fn a_reference_is_described() {
        let text = r##"{
            "allOf": [{"$ref": "#/$defs/A"}, {"description": "First.", "default": 1}, true, {"description": "Second."}],
            "title": "Own",
            "$defs": {"A": {"minimum": 0}}
        }"##;
        let (read, _) = read_all(&source(&[("x.json", text)], Roots::Root));
        let (_, schemas) = read.expect("the text is JSON");
        let Body::Keywords(root) = &schemas[schemas.roots[0]].body else { panic!("the root is an object") };
        assert!(root.alias().is_some());
        assert_eq!(root.title.as_deref(), Some("Own"));
        assert_eq!(root.description.as_deref(), Some("First."));
        assert_eq!(root.default, Some(1.into()));
    }
}
