//! When two instances are equal, and whether those of an array all differ.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::content::Content;
use super::decimal::Number;

/// Up to this many, pairs are compared; beyond it an index is made.
const FEW: usize = 16;

/// The members of an object.
pub(super) type Members<'de> = [(Cow<'de, str>, Content<'de>)];

/// Whether two instances are the same JSON value: `1` is `1.0`, and members have no order.
///
/// Spec: Core 2020-12, §4.2.2.
pub fn equal(left: &Content<'_>, right: &Content<'_>) -> bool {
    match (left, right) {
        (Content::Null, Content::Null) => true,
        (Content::Bool(left), Content::Bool(right)) => left == right,
        (Content::Text(left), Content::Text(right)) => left == right,
        (Content::Array(left), Content::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Content::Object(left), Content::Object(right)) => {
            let right = Index::new(right);
            left.len() == right.members.len()
                && left.iter().all(|(name, left)| right.get(name).is_some_and(|right| equal(left, right)))
        }
        _ => match (Number::of(left), Number::of(right)) {
            (Some(left), Some(right)) => left.compare(right).is_eq(),
            _ => false,
        },
    }
}

/// Whether no two of the instances are equal.
pub fn all_differ(items: &[Content<'_>]) -> bool {
    if items.len() <= FEW {
        return items.iter().enumerate().all(|(at, item)| !items[..at].iter().any(|it| equal(it, item)));
    }
    let mut hashed: Vec<(u64, &Content<'_>)> = items.iter().map(|item| (hash(item), item)).collect();
    hashed.sort_unstable_by_key(|(hash, _)| *hash);
    let same_hash = hashed.chunk_by(|(left, _), (right, _)| left == right);
    same_hash.into_iter().all(|group| {
        group.iter().enumerate().all(|(at, (_, item))| !group[..at].iter().any(|(_, it)| equal(it, item)))
    })
}

/// Finds members of an object by name; wide objects are sorted once.
pub(super) struct Index<'a, 'de> {
    members: &'a Members<'de>,
    /// Empty for small objects.
    sorted: Vec<&'a (Cow<'de, str>, Content<'de>)>,
}

impl<'a, 'de> Index<'a, 'de> {
    pub(super) fn new(members: &'a Members<'de>) -> Self {
        let mut sorted = Vec::new();
        if members.len() > FEW {
            sorted.extend(members);
            sorted.sort_unstable_by(|(left, _), (right, _)| left.cmp(right));
        }
        Self { members, sorted }
    }

    pub(super) fn get(&self, name: &str) -> Option<&'a Content<'de>> {
        let found = if self.sorted.is_empty() {
            self.members.iter().find(|(key, _)| key == name)
        } else {
            let at = self.sorted.binary_search_by(|(key, _)| key.as_ref().cmp(name));
            at.ok().map(|at| self.sorted[at])
        };
        found.map(|(_, value)| value)
    }
}

/// A hash that is the same for equal instances.
fn hash(instance: &Content<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    match instance {
        Content::Null => 0_u8.hash(&mut hasher),
        Content::Bool(value) => value.hash(&mut hasher),
        // An integer hashes as the double nearest to it, as an equal double would.
        Content::Uint(_) | Content::Int(_) | Content::Float(_) => nearest(instance).hash(&mut hasher),
        Content::Text(value) => value.hash(&mut hasher),
        Content::Array(items) => {
            hasher.write_usize(items.len());
            for item in items {
                hasher.write_u64(hash(item));
            }
        }
        Content::Object(members) => {
            // A sum, as members have no order.
            let sum = members.iter().fold(0_u64, |sum, (name, value)| {
                let mut member = DefaultHasher::new();
                name.hash(&mut member);
                member.write_u64(hash(value));
                sum.wrapping_add(member.finish())
            });
            hasher.write_u64(sum);
        }
    }
    hasher.finish()
}

/// A number's value cut to 64 bits, the same for equal numbers.
fn nearest(number: &Content<'_>) -> u64 {
    match number {
        Content::Uint(value) => *value,
        Content::Int(value) => value.cast_unsigned(),
        Content::Float(value) => {
            let as_unsigned = format!("{value:.0}");
            as_unsigned
                .parse::<u64>()
                .or_else(|_| as_unsigned.parse::<i64>().map(i64::cast_unsigned))
                .unwrap_or(value.to_bits())
        }
        Content::Null | Content::Bool(_) | Content::Text(_) | Content::Array(_) | Content::Object(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Content<'_> {
        Content::Text(text.into())
    }

    fn object<'a>(members: &[(&'a str, Content<'a>)]) -> Content<'a> {
        Content::Object(members.iter().map(|(name, value)| ((*name).into(), value.clone())).collect())
    }

    #[test]
    fn compares_as_json() {
        let same = [
            (Content::Uint(1), Content::Float(1.0)),
            (Content::Float(-2.0), Content::Int(-2)),
            (Content::Uint(0), Content::Float(-0.0)),
            (
                object(&[("a", Content::Null), ("b", Content::Uint(1))]),
                object(&[("b", Content::Float(1.0)), ("a", Content::Null)]),
            ),
        ];
        for (left, right) in &same {
            assert!(equal(left, right), "{left:?} and {right:?}");
            assert_eq!(hash(left), hash(right), "{left:?} and {right:?}");
        }
        let differ = [
            (Content::Uint(1), Content::Bool(true)),
            (Content::Uint(0), Content::Bool(false)),
            (Content::Null, Content::Bool(false)),
            (text("1"), Content::Uint(1)),
            (Content::Float(1.5), Content::Uint(1)),
            (object(&[("a", Content::Null)]), object(&[("b", Content::Null)])),
            (object(&[("a", Content::Null)]), object(&[])),
            (Content::Array(vec![]), object(&[])),
        ];
        for (left, right) in &differ {
            assert!(!equal(left, right), "{left:?} and {right:?}");
        }
    }

    #[test]
    fn finds_doubles_in_long_arrays() {
        let mut items: Vec<Content<'_>> = (0..20_000).map(Content::Uint).collect();
        items.push(Content::Float(0.5));
        items.push(Content::Array(vec![Content::Uint(1)]));
        assert!(all_differ(&items));
        items.push(Content::Float(1234.0));
        assert!(!all_differ(&items));
    }

    #[test]
    fn finds_members_of_wide_objects() {
        let names: Vec<String> = (0..100).map(|number| format!("m{number}")).collect();
        let members: Vec<_> =
            names.iter().map(|name| (Cow::from(name.as_str()), Content::Text(name.into()))).collect();
        let index = Index::new(&members);
        assert!(names.iter().all(|name| index.get(name) == Some(&text(name))));
        assert_eq!(index.get("m100"), None);
    }
}
