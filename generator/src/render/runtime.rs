use std::collections::{BTreeMap, BTreeSet};
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part { Decode, Content, Object, Union, Tag, Trial, Choice, Literal, Extra, Number, Null, Never, Wrapper, Matches, Check, Pattern, PatternRegex, PatternRegress }
pub(crate) fn runtime_files(_parts: &BTreeSet<Part>) -> BTreeMap<String, String> { BTreeMap::new() }
