//! Exact reading of objects as maps.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::access::MemberAccess;
use super::decode::Decode;
use super::key::next_key;
use super::place::{duplicate, within};

/// Reads the members of an object; none may come twice.
impl<'de, T: Decode<'de>> Decode<'de> for BTreeMap<String, T> {
    fn from_members<A: MemberAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut members = BTreeMap::<String, T>::new();
        while let Some(key) = next_key(&mut map)? {
            match members.entry(key.into()) {
                Entry::Occupied(entry) => return Err(duplicate(entry.key())),
                Entry::Vacant(entry) => {
                    let value = map.value().map_err(|error| within(entry.key(), error))?;
                    entry.insert(value);
                }
            }
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests {
    use super::super::decode::tests::read;
    use super::*;

    #[test]
    fn reads_members_once() {
        let members = read::<BTreeMap<String, bool>>(r#"{"b": true, "a": false}"#);
        assert_eq!(members, Ok(BTreeMap::from([("a".to_owned(), false), ("b".to_owned(), true)])));
        let error = read::<BTreeMap<String, bool>>(r#"{"a": true, "a": true}"#).unwrap_err();
        assert_eq!(error, "duplicate member `a` at line 1 column 15");
        let error = read::<BTreeMap<String, bool>>(r#"{"a/b": 1}"#).unwrap_err();
        assert_eq!(error, "/a~1b: invalid type: integer `1`, expected a boolean at line 1 column 9");
    }
}
