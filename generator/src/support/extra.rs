//! The members of an object that its schema does not name.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::btree_map::{self, Entry};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, DerefMut};

use serde::ser::Error;
use serde_json::Value;

use super::access::MemberAccess;
use super::decode::Decode;
use super::encode::{Encode, MemberSink};
use super::members::Members;
use super::place::{duplicate, within};

/// Members that the schema does not name, by their names. They are written back as they were read.
///
/// As large as a pointer, and allocates nothing as long as it is empty: most often it is.
#[derive(Clone)]
#[expect(clippy::box_collection, reason = "an empty one is to be a null pointer: small, and nothing to drop")]
pub struct Extra<T = Value>(Option<Box<BTreeMap<String, T>>>);

impl<T> Extra<T> {
    /// No members.
    #[inline]
    pub const fn new() -> Self {
        Self(None)
    }

    /// The members as a map.
    pub fn into_inner(mut self) -> BTreeMap<String, T> {
        self.0.take().map(|members| *members).unwrap_or_default()
    }

    /// Reads the value of the member whose key was read last, and keeps it.
    ///
    /// # Errors
    ///
    /// If there is such a member already, or the value is not of the type.
    pub fn read<'de, A>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error>
    where
        T: Decode<'de>,
        A: MemberAccess<'de>,
    {
        match self.entry(name.to_owned()) {
            Entry::Occupied(entry) => Err(duplicate(entry.key())),
            Entry::Vacant(entry) => match map.value() {
                Ok(value) => {
                    entry.insert(value);
                    Ok(())
                }
                Err(error) => Err(within(entry.key(), error)),
            },
        }
    }

    /// Writes the members; `named` are the names that belong to fields, which none of them may have.
    #[inline]
    pub fn write<M>(&self, members: &mut Members<'_, M>, named: &[&str])
    where
        T: Encode,
        M: MemberSink,
    {
        members.more(|sink| match &self.0 {
            None => Ok(()),
            Some(extra) => write_members(extra, sink, named),
        });
    }
}

fn write_members<T, M>(members: &BTreeMap<String, T>, map: &mut M, named: &[&str]) -> Result<(), M::Error>
where
    T: Encode,
    M: MemberSink,
{
    for (name, value) in members {
        if named.contains(&name.as_str()) {
            return Err(taken(name));
        }
        map.other(name, value)?;
    }
    Ok(())
}

#[cold]
fn taken<E: Error>(name: &str) -> E {
    E::custom(format_args!("the extra member `{name}` has the name of a field"))
}

/// Most often there is nothing to drop; what there is would else be dropped where each type is.
impl<T> Drop for Extra<T> {
    #[inline]
    fn drop(&mut self) {
        if let Some(members) = self.0.take() {
            drop_members(members);
        }
    }
}

#[inline(never)]
#[expect(clippy::box_collection, reason = "what is in `Extra`")]
fn drop_members<T>(members: Box<BTreeMap<String, T>>) {
    drop(members);
}

impl<T> Default for Extra<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Deref for Extra<T> {
    type Target = BTreeMap<String, T>;

    #[inline]
    fn deref(&self) -> &Self::Target {
        match &self.0 {
            Some(members) => members,
            None => const { &BTreeMap::new() },
        }
    }
}

impl<T> DerefMut for Extra<T> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.0.get_or_insert_default()
    }
}

impl<T: fmt::Debug> fmt::Debug for Extra<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(&**self).finish()
    }
}

impl<T: PartialEq> PartialEq for Extra<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for Extra<T> {}

impl<T: PartialOrd> PartialOrd for Extra<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (**self).partial_cmp(&**other)
    }
}

impl<T: Ord> Ord for Extra<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl<T: Hash> Hash for Extra<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl<T> From<BTreeMap<String, T>> for Extra<T> {
    fn from(members: BTreeMap<String, T>) -> Self {
        Self((!members.is_empty()).then(|| Box::new(members)))
    }
}

impl<K: Into<String>, T> FromIterator<(K, T)> for Extra<T> {
    fn from_iter<I: IntoIterator<Item = (K, T)>>(members: I) -> Self {
        members.into_iter().map(|(name, value)| (name.into(), value)).collect::<BTreeMap<_, _>>().into()
    }
}

impl<T> IntoIterator for Extra<T> {
    type Item = (String, T);
    type IntoIter = btree_map::IntoIter<String, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_inner().into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Extra<T> {
    type Item = (&'a String, &'a T);
    type IntoIter = btree_map::Iter<'a, String, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_a_map() {
        let mut extra: Extra<u8> = [("b", 2), ("a", 1)].into_iter().collect();
        extra.insert("c".to_owned(), 3);
        assert_eq!((extra.len(), extra.get("a")), (3, Some(&1)));
        assert_eq!((&extra).into_iter().map(|(name, _)| name.as_str()).collect::<String>(), "abc");
        assert_eq!(extra.clone().into_iter().count(), 3);
        assert_ne!(extra, Extra::default());
        assert_eq!(Extra::from(extra.clone().into_inner()), extra);
        extra.clear();
        assert_eq!((extra, size_of::<Extra>()), (Extra::new(), size_of::<usize>()));
    }
}
