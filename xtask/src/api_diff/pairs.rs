//! Which type of the old version is which type of the new one.

use std::collections::{BTreeMap, BTreeSet};

use isotype::outline::{self, Outline, OutlinedType};

/// Pairs of indices into the types of both outlines.
pub(crate) type Pairs = BTreeMap<usize, usize>;

/// Pairs types by name; those left, which were renamed, by equal schemas, then by place.
pub(crate) fn find(old: &Outline, new: &Outline) -> Pairs {
    let mut pairs = Pairs::new();
    pair(&mut pairs, old, new, |a, b| a.name == b.name);
    pair(&mut pairs, old, new, |a, b| is_same(old, new, a, b));
    pair(&mut pairs, old, new, |a, b| a.file == b.file && a.pointer == b.pointer);
    // What stands in a type that was renamed goes with it.
    let moved: Vec<(String, String)> = pairs
        .iter()
        .map(|(a, b)| (format!("{}/", old.types[*a].pointer), format!("{}/", new.types[*b].pointer)))
        .filter(|(a, b)| a != b)
        .collect();
    pair(&mut pairs, old, new, |a, b| {
        a.file == b.file
            && moved.iter().any(|(from, to)| {
                let below = a.pointer.strip_prefix(from.as_str());
                below.is_some_and(|it| b.pointer.strip_prefix(to.as_str()) == Some(it))
            })
    });
    pairs
}

fn pair(
    pairs: &mut Pairs,
    old: &Outline,
    new: &Outline,
    belong: impl Fn(&OutlinedType, &OutlinedType) -> bool,
) {
    let mut taken: BTreeSet<usize> = pairs.values().copied().collect();
    for (a, before) in old.types.iter().enumerate() {
        if pairs.contains_key(&a) {
            continue;
        }
        let free = new.types.iter().enumerate().filter(|(b, _)| !taken.contains(b));
        let found = free.filter(|(_, after)| belong(before, after)).map(|(b, _)| b).next();
        if let Some(b) = found {
            pairs.insert(a, b);
            taken.insert(b);
        }
    }
}

/// Whether two types' schemas say the same, whatever their definitions are called.
pub(crate) fn is_same(old: &Outline, new: &Outline, a: &OutlinedType, b: &OutlinedType) -> bool {
    let (before, after) = (&old.schema["$defs"][&a.key], &new.schema["$defs"][&b.key]);
    outline::is_same((&old.schema, before), (&new.schema, after))
}

#[cfg(test)]
mod tests {
    use isotype::config::{InputFile, Source};
    use isotype::outline::{Outline, outline};

    use super::find;

    fn of(schema: &str) -> Outline {
        let file = InputFile { path: "s.json".to_owned(), bytes: schema.as_bytes().to_vec() };
        outline(&Source::new("s", vec![file])).0.expect("it is JSON")
    }

    #[track_caller]
    fn check(old: &str, new: &str, expected: &[(&str, &str)]) {
        let (old, new) = (of(old), of(new));
        let pairs = find(&old, &new);
        let found: Vec<(&str, &str)> =
            pairs.iter().map(|(a, b)| (&*old.types[*a].name, &*new.types[*b].name)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_type_with_the_same_schema_was_renamed() {
        let shop = |name: &str, item: &str| {
            format!(
                r##"{{"title": "Shop", "type": "object", "properties": {{"a": {{"$ref": "#/$defs/{name}"}}}}, "$defs":
                {{"{name}": {{"type": "object", "properties": {{"next": {{"$ref": "#/$defs/{name}"}}, "item": {item}}}}}}}}}"##
            )
        };
        let (one, two) = (r#"{"enum": ["a", "b"]}"#, r#"{"enum": ["a", "c"]}"#);
        let same = [("Shop", "Shop"), ("Order", "Purchase"), ("OrderItem", "PurchaseItem")];
        check(&shop("Order", one), &shop("Purchase", one), &same);
        // Changed as well: neither name nor schema nor place are the same.
        check(&shop("Order", one), &shop("Purchase", two), &[("Shop", "Shop")]);
    }

    #[test]
    fn a_type_at_the_same_place_was_renamed() {
        check(
            r#"{"title": "Old", "type": "object"}"#,
            r#"{"title": "New", "type": "object", "required": ["a"]}"#,
            &[("Old", "New")],
        );
    }
}
