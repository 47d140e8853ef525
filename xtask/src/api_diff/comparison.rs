//! One module in two versions.

use std::collections::{BTreeMap, BTreeSet};

use isotype::outline::{self, OutlinedType};
use serde_json::Value;

use super::api_change::{self, ApiChange, Level};
use super::changes::{Fate, ModuleChange, TypeChange, Version};
use super::pairs::{self, Pairs};
use super::prover::{Answer, Pair, Question};
use super::words::{self, SchemaChange};

/// A module in two versions.
pub(super) struct Comparison<'a> {
    old: &'a Version,
    new: &'a Version,
    pairs: Pairs,
    /// What is proven of each pair, by the type's place among the new ones.
    answers: BTreeMap<usize, Answer>,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(old: &'a Version, new: &'a Version) -> Self {
        let pairs = pairs::find(&old.outline, &new.outline);
        let mut answers = BTreeMap::new();
        for (a, b) in &pairs {
            let (before, after) = (&old.outline.types[*a], &new.outline.types[*b]);
            if pairs::is_same(&old.outline, &new.outline, before, after) {
                answers.insert(*b, Answer::SAME);
            }
        }
        Self { old, new, pairs, answers }
    }

    /// Pairs of which it is not plain that they are the same.
    fn open(&self) -> Vec<(usize, usize)> {
        self.pairs.iter().map(|(a, b)| (*a, *b)).filter(|(_, b)| !self.answers.contains_key(b)).collect()
    }

    pub(super) fn questions(&self) -> Pair<'a> {
        let (old, new) = (self.old, self.new);
        let question = |(a, b): (usize, usize)| {
            let (before, after) = (&old.outline.types[a], &new.outline.types[b]);
            let known = old.instances.get(&before.name).into_iter().chain(new.instances.get(&after.name));
            Question {
                old: before.key.clone(),
                new: after.key.clone(),
                instances: known.flatten().cloned().collect(),
            }
        };
        Pair {
            old: &old.outline.schema,
            new: &new.outline.schema,
            questions: self.open().into_iter().map(question).collect(),
        }
    }

    pub(super) fn take(&mut self, answers: Vec<Answer>) {
        let open = self.open();
        self.answers.extend(open.into_iter().map(|(_, b)| b).zip(answers));
    }

    pub(super) fn module(&self, module: String) -> ModuleChange {
        let renamed: BTreeMap<String, String> = self
            .pairs
            .iter()
            .map(|(a, b)| (self.old.outline.types[*a].name.clone(), self.new.outline.types[*b].name.clone()))
            .filter(|(before, after)| before != after)
            .collect();
        let mut changed: Vec<TypeChange> =
            self.couples().iter().map(|it| self.change(it, &renamed)).collect();
        let own: BTreeSet<String> =
            changed.iter().filter(|it| !it.schema.is_empty()).map(|it| it.name.clone()).collect();
        for change in changed.iter_mut().filter(|it| it.fate == Fate::Kept && it.schema.is_empty()) {
            if change.answer.as_ref().is_some_and(|it| *it != Answer::SAME) {
                change.through = self.through(&change.name, &own);
            }
        }
        changed.retain(TypeChange::says_something);
        let text_differs = (self.old.text != self.new.text).then_some(Level::Patch);
        let api = changed.iter().flat_map(|it| &it.api).map(|it| it.level).max();
        ModuleChange {
            module,
            fate: Fate::Kept,
            types: self.new.api.items.len(),
            changed,
            level: api.or(text_differs),
        }
    }

    /// All types: those with a place in the order of the new module, those without, then those that are gone.
    fn couples(&self) -> Vec<Couple> {
        let couple = |old: Option<&String>, new: &String| match old {
            Some(old) => Couple::Kept { old: old.clone(), new: new.clone() },
            None => Couple::New(new.clone()),
        };
        let (before, after) = (&self.old.outline.types, &self.new.outline.types);
        let back: BTreeMap<usize, usize> = self.pairs.iter().map(|(a, b)| (*b, *a)).collect();
        let with_place =
            after.iter().enumerate().map(|(b, it)| couple(back.get(&b).map(|a| &before[*a].name), &it.name));
        let mut couples: Vec<Couple> = with_place.collect();
        let known: BTreeSet<String> = couples.iter().filter_map(|it| it.after().cloned()).collect();
        let (old_api, new_api) = (&self.old.api.items, &self.new.api.items);
        for name in new_api.keys().filter(|it| !known.contains(*it)) {
            couples.push(couple(old_api.get_key_value(name).map(|(old, _)| old), name));
        }
        let known: BTreeSet<String> = couples.iter().filter_map(|it| it.before().cloned()).collect();
        couples.extend(old_api.keys().filter(|it| !known.contains(*it)).cloned().map(Couple::Gone));
        couples
    }

    fn change(&self, couple: &Couple, renamed: &BTreeMap<String, String>) -> TypeChange {
        let outlined = |version: &'a Version, name: Option<&String>| {
            let at = version.outline.types.iter().position(|it| Some(&it.name) == name)?;
            Some((at, &version.outline.types[at]))
        };
        let (before, after) = (outlined(self.old, couple.before()), outlined(self.new, couple.after()));
        let place = after.or(before).map(|(_, it)| format!("{}#{}", it.file, it.pointer));
        let mut api = Vec::new();
        let (name, fate) = match couple {
            Couple::Kept { old, new } => {
                if old != new {
                    api.push(api_is(Level::Breaking, &format!("`{old}` is called `{new}`")));
                }
                let entries = self.old.api.items.get(old).zip(self.new.api.items.get(new));
                api.extend(entries.into_iter().flat_map(|(old, new)| api_change::between(old, new, renamed)));
                (new, Fate::Kept)
            }
            Couple::New(new) => {
                api.push(api_is(Level::Minor, "the type is new"));
                (new, Fate::New)
            }
            Couple::Gone(old) => {
                api.push(api_is(Level::Breaking, "the type is gone"));
                (old, Fate::Gone)
            }
        };
        let old_name = couple.before().filter(|it| fate == Fate::Kept && *it != name).cloned();
        TypeChange {
            name: name.clone(),
            old_name,
            place,
            fate,
            schema: before.zip(after).map_or_else(Vec::new, |((_, a), (_, b))| self.words(a, b)),
            api,
            answer: after.and_then(|(b, _)| self.answers.get(&b).cloned()),
            through: Vec::new(),
        }
    }

    /// What changed in the text of a type's schema.
    fn words(&self, old: &OutlinedType, new: &OutlinedType) -> Vec<SchemaChange> {
        let files = (self.old.outline.documents.get(&old.file), self.new.outline.documents.get(&new.file));
        let (Some(before), Some(after)) = files else { return Vec::new() };
        let is_other_type = |a: &str, b: &str| {
            self.pairs.iter().any(|(x, y)| {
                let (x, y) = (&self.old.outline.types[*x], &self.new.outline.types[*y]);
                (&x.file, x.pointer.as_str()) == (&old.file, a)
                    && (&y.file, y.pointer.as_str()) == (&new.file, b)
            })
        };
        let documents = words::Documents { old: before, new: after, is_other_type: &is_other_type };
        words::between(&documents, &old.pointer, &new.pointer)
    }

    /// The nearest types with a change of their own that a type refers to.
    fn through(&self, name: &str, own: &BTreeSet<String>) -> Vec<String> {
        let outline = &self.new.outline;
        let by_key: BTreeMap<&str, &str> =
            outline.types.iter().map(|it| (it.key.as_str(), it.name.as_str())).collect();
        let Some(start) = outline.types.iter().find(|it| it.name == name) else { return Vec::new() };
        let (mut seen, mut open) = (BTreeSet::from([start.key.clone()]), vec![start.key.clone()]);
        let mut found = BTreeSet::new();
        while let Some(key) = open.pop() {
            for next in references(&outline.schema["$defs"][&key]) {
                match by_key.get(next) {
                    Some(name) if own.contains(*name) => drop(found.insert((*name).to_owned())),
                    _ if seen.insert(next.to_owned()) => open.push(next.to_owned()),
                    _ => {}
                }
            }
        }
        found.into_iter().collect()
    }
}

/// A type's names in the two versions.
enum Couple {
    Kept { old: String, new: String },
    New(String),
    Gone(String),
}

impl Couple {
    fn before(&self) -> Option<&String> {
        match self {
            Self::Kept { old, .. } | Self::Gone(old) => Some(old),
            Self::New(_) => None,
        }
    }

    fn after(&self) -> Option<&String> {
        match self {
            Self::Kept { new, .. } | Self::New(new) => Some(new),
            Self::Gone(_) => None,
        }
    }
}

fn api_is(level: Level, words: &str) -> ApiChange {
    ApiChange { level, words: words.to_owned() }
}

fn references(schema: &Value) -> Vec<&str> {
    let mut found = Vec::new();
    let mut open = vec![schema];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                found.extend(members.iter().filter_map(|(name, it)| outline::definition(name, it)));
                open.extend(members.values());
            }
            Value::Array(items) => open.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    found
}
