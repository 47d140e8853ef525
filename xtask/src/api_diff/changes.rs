//! All that changed, as data: what the renderings show.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use isotype::Generated;
use isotype::config::Source;
use isotype::diagnostic::{Diagnostic, Severity};
use isotype::outline::{self, Outline, OutlinedType};
use serde_json::Value;

use super::api::{self, Api};
use super::api_change::{self, ApiChange, Level};
use super::pairs::{self, Pairs};
use super::prover::{self, Answer, Pair, Question, Verdict};
use super::sides::{Refused, SourcePair};
use super::words::{self, SchemaChange};
use crate::generation;
use crate::report::Reporter;

/// What changed between two versions.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Changes {
    pub(crate) old: String,
    pub(crate) new: String,
    /// Every module, sorted; those without a change too.
    pub(crate) modules: Vec<ModuleChange>,
}

/// What changed in a module.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ModuleChange {
    pub(crate) module: String,
    pub(crate) fate: Fate,
    /// How many types the new version has, or the old one of a module that is gone.
    pub(crate) types: usize,
    /// The types that changed, or hold one that did, in the order of the new module; then those that are gone.
    pub(crate) changed: Vec<TypeChange>,
    /// What the Rust API asks of the crate's version; `None` where the text of the module is the same.
    pub(crate) level: Option<Level>,
}

/// Whether something is in both versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Kept,
    New,
    Gone,
}

/// What changed about a type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TypeChange {
    pub(crate) name: String,
    /// What it was called before, where that was something else.
    pub(crate) old_name: Option<String>,
    /// Document and JSON Pointer of its schema, where it has one of its own.
    pub(crate) place: Option<String>,
    pub(crate) fate: Fate,
    pub(crate) schema: Vec<SchemaChange>,
    pub(crate) api: Vec<ApiChange>,
    /// What the change does to instances, where the type is in both versions and has a schema of its own.
    pub(crate) answer: Option<Answer>,
    /// Types by which it changed, where its own schema did not.
    pub(crate) through: Vec<String>,
}

/// The worst of some verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Worst {
    Safe,
    Unknown,
    Breaking,
}

impl From<&Verdict> for Worst {
    fn from(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Safe => Self::Safe,
            Verdict::Unknown { .. } => Self::Unknown,
            Verdict::Breaking { .. } => Self::Breaking,
        }
    }
}

impl Worst {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unknown => "unknown",
            Self::Breaking => "breaking",
        }
    }
}

impl Changes {
    pub(crate) fn level(&self) -> Option<Level> {
        self.modules.iter().filter_map(|it| it.level).max()
    }

    pub(crate) fn readers(&self) -> Worst {
        self.modules.iter().map(ModuleChange::readers).max().unwrap_or(Worst::Safe)
    }

    pub(crate) fn writers(&self) -> Worst {
        self.modules.iter().map(ModuleChange::writers).max().unwrap_or(Worst::Safe)
    }

    /// Whether there is a type of whose readers or writers nothing was proven.
    pub(crate) fn has_unknown(&self) -> bool {
        let answers = self.modules.iter().flat_map(|it| &it.changed).filter_map(|it| it.answer.as_ref());
        let mut verdicts = answers.flat_map(|it| [&it.readers, &it.writers]);
        verdicts.any(|it| Worst::from(it) == Worst::Unknown)
    }
}

impl ModuleChange {
    pub(crate) fn readers(&self) -> Worst {
        self.worst(|it| &it.readers)
    }

    pub(crate) fn writers(&self) -> Worst {
        self.worst(|it| &it.writers)
    }

    fn worst(&self, party: fn(&Answer) -> &Verdict) -> Worst {
        let answers = self.changed.iter().filter_map(|it| it.answer.as_ref());
        answers.map(|it| Worst::from(party(it))).max().unwrap_or(Worst::Safe)
    }
}

/// A source as it is compared.
struct Version {
    api: Api,
    text: BTreeMap<String, String>,
    outline: Outline,
    /// Instances that stand beside the schemas, by type.
    instances: BTreeMap<String, Vec<Value>>,
}

/// Compares the sources of two versions.
pub(crate) fn find(
    (old, new): (String, String),
    sources: &[SourcePair],
    reporter: &Reporter,
) -> Result<Result<Changes, Refused>> {
    let of = |side: fn(&SourcePair) -> Option<&Source>| versions(sources, side, reporter);
    let (before, after) = match (of(|it| it.old.as_ref())?, of(|it| it.new.as_ref())?) {
        (Ok(before), Ok(after)) => (before, after),
        (Err(refused), _) | (_, Err(refused)) => return Ok(Err(refused)),
    };
    let couples: Vec<(Option<Version>, Option<Version>)> = before.into_iter().zip(after).collect();
    let kept = couples.iter().filter_map(|(old, new)| Some((old.as_ref()?, new.as_ref()?)));
    let mut comparisons: Vec<Comparison<'_>> = kept.map(|(old, new)| Comparison::new(old, new)).collect();
    reporter.progress("proving");
    let asked: Vec<Pair<'_>> = comparisons.iter().map(Comparison::questions).collect();
    let answers = prover::ask(&asked)?;
    for (comparison, answers) in comparisons.iter_mut().zip(answers) {
        comparison.take(answers);
    }
    let mut comparisons = comparisons.into_iter();
    let mut modules = Vec::new();
    for (source, couple) in sources.iter().zip(&couples) {
        let module = source.module.clone();
        modules.push(match couple {
            (Some(_), Some(_)) => {
                let comparison = comparisons.next().expect("each module in both versions was compared");
                comparison.module(module)
            }
            (Some(only), None) => whole(module, Fate::Gone, Level::Breaking, only),
            (None, Some(only)) => whole(module, Fate::New, Level::Minor, only),
            (None, None) => continue,
        });
    }
    reporter.progress("");
    Ok(Ok(Changes { old, new, modules }))
}

fn whole(module: String, fate: Fate, level: Level, version: &Version) -> ModuleChange {
    ModuleChange { module, fate, types: version.api.items.len(), changed: Vec::new(), level: Some(level) }
}

/// The sources of one side, in the order of the pairs.
fn versions(
    sources: &[SourcePair],
    side: fn(&SourcePair) -> Option<&Source>,
    reporter: &Reporter,
) -> Result<Result<Vec<Option<Version>>, Refused>> {
    let present: Vec<Source> = sources.iter().filter_map(side).cloned().collect();
    let outcomes = generation::run(&present, reporter)?;
    let mut versions = Vec::new();
    let mut refused: Vec<Diagnostic> = Vec::new();
    for (source, outcome) in present.iter().zip(outcomes) {
        let outline = generation::alone(|| outline::outline(source).0);
        let outline = outline.map_err(|error| anyhow::anyhow!("internal error: {error}"))?;
        match (outcome.generated, outline) {
            (Some(generated), Some(outline)) => versions.push(version(source, &generated, outline)?),
            _ => refused.extend(outcome.diagnostics.into_iter().filter(|it| it.severity == Severity::Error)),
        }
    }
    if !refused.is_empty() {
        return Ok(Err(Refused(refused)));
    }
    let mut versions = versions.into_iter();
    Ok(Ok(sources.iter().map(|it| side(it).and_then(|_| versions.next())).collect()))
}

fn version(source: &Source, generated: &Generated, outline: Outline) -> Result<Version> {
    let mut instances: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for example in source.examples.iter().chain(&source.counterexamples) {
        if let Ok(instance) = serde_json::from_slice(&example.bytes) {
            instances.entry(example.ty.clone()).or_default().push(instance);
        }
    }
    let text = generated.files.iter().filter(|(path, _)| !path.starts_with("tests/"));
    let text = text.map(|(path, text)| (path.clone(), text.clone())).collect();
    Ok(Version { api: api::of(generated)?, text, outline, instances })
}

/// A module in two versions.
struct Comparison<'a> {
    old: &'a Version,
    new: &'a Version,
    pairs: Pairs,
    /// What is proven of each pair, by the type's place among the new ones.
    answers: BTreeMap<usize, Answer>,
}

impl<'a> Comparison<'a> {
    fn new(old: &'a Version, new: &'a Version) -> Self {
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

    fn questions(&self) -> Pair<'a> {
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

    fn take(&mut self, answers: Vec<Answer>) {
        let open = self.open();
        self.answers.extend(open.into_iter().map(|(_, b)| b).zip(answers));
    }

    fn module(&self, module: String) -> ModuleChange {
        let renamed: BTreeMap<String, String> = self
            .pairs
            .iter()
            .map(|(a, b)| (self.old.outline.types[*a].name.clone(), self.new.outline.types[*b].name.clone()))
            .filter(|(before, after)| before != after)
            .collect();
        let mut changed: Vec<TypeChange> = self.names().iter().map(|it| self.change(it, &renamed)).collect();
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
    fn names(&self) -> Vec<Couple> {
        let mut couples: Vec<Couple> = Vec::new();
        let back: BTreeMap<usize, usize> = self.pairs.iter().map(|(a, b)| (*b, *a)).collect();
        let (mut olds, mut news) = (BTreeSet::new(), BTreeSet::new());
        for (b, after) in self.new.outline.types.iter().enumerate() {
            let before = back.get(&b).map(|a| &self.old.outline.types[*a]);
            olds.extend(before.map(|it| it.name.clone()));
            news.insert(after.name.clone());
            couples.push(Couple { old: before.map(|it| it.name.clone()), new: Some(after.name.clone()) });
        }
        for name in self.new.api.items.keys().filter(|it| !news.contains(*it)) {
            let old = self.old.api.items.contains_key(name).then(|| name.clone());
            olds.extend(old.clone());
            couples.push(Couple { old, new: Some(name.clone()) });
        }
        let gone = self.old.api.items.keys().filter(|it| !olds.contains(*it));
        couples.extend(gone.map(|it| Couple { old: Some(it.clone()), new: None }));
        couples
    }

    fn change(&self, couple: &Couple, renamed: &BTreeMap<String, String>) -> TypeChange {
        let outlined = |version: &'a Version, name: &Option<String>| {
            let at = version.outline.types.iter().position(|it| Some(&it.name) == name.as_ref())?;
            Some((at, &version.outline.types[at]))
        };
        let (before, after) = (outlined(self.old, &couple.old), outlined(self.new, &couple.new));
        let place = after.or(before).map(|(_, it)| format!("{}#{}", it.file, it.pointer));
        let entry = |version: &'a Version, name: &Option<String>| version.api.items.get(name.as_ref()?);
        let (name, fate, mut api) = match (&couple.old, &couple.new) {
            (Some(_), Some(name)) => (name, Fate::Kept, Vec::new()),
            (None, Some(name)) => (name, Fate::New, vec![api_is(Level::Minor, "the type is new")]),
            (Some(name), None) => (name, Fate::Gone, vec![api_is(Level::Breaking, "the type is gone")]),
            (None, None) => unreachable!("a couple has a name"),
        };
        let old_name = couple.old.clone().filter(|it| fate == Fate::Kept && it != name);
        if let Some(old_name) = &old_name {
            api.push(api_is(Level::Breaking, &format!("`{old_name}` is called `{name}`")));
        }
        if let (Some(old), Some(new)) = (entry(self.old, &couple.old), entry(self.new, &couple.new)) {
            api.extend(api_change::between(old, new, renamed));
        }
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
struct Couple {
    old: Option<String>,
    new: Option<String>,
}

impl TypeChange {
    fn says_something(&self) -> bool {
        self.fate != Fate::Kept
            || !self.schema.is_empty()
            || !self.api.is_empty()
            || self.answer.as_ref().is_some_and(|it| *it != Answer::SAME)
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
