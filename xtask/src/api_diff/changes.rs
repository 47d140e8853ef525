//! All that changed, as data: what the renderings show.

use std::collections::BTreeMap;

use anyhow::Result;
use isotype::Generated;
use isotype::config::Source;
use isotype::diagnostic::{Diagnostic, Severity};
use isotype::outline::{self, Outline};
use serde_json::Value;

use super::api::{self, Api};
use super::api_change::{ApiChange, Level};
use super::comparison::Comparison;
use super::prover::{self, Answer, Pair, Verdict};
use super::sides::{Name, Refused, SourcePair};
use super::words::SchemaChange;
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
pub(super) struct Version {
    pub(super) api: Api,
    /// The files of the module.
    pub(super) text: BTreeMap<String, String>,
    pub(super) outline: Outline,
    /// Instances that stand beside the schemas, by type.
    pub(super) instances: BTreeMap<String, Vec<Value>>,
}

/// Compares the sources of two versions.
pub(crate) fn find(
    (old, new): (Name, Name),
    sources: &[SourcePair],
    reporter: &Reporter,
) -> Result<Result<Changes, Refused>> {
    let before = versions(&old, sources, |it| it.old.as_ref(), reporter)?;
    let after = versions(&new, sources, |it| it.new.as_ref(), reporter)?;
    let (before, after) = match (before, after) {
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
    Ok(Ok(Changes { old: old.label, new: new.label, modules }))
}

fn whole(module: String, fate: Fate, level: Level, version: &Version) -> ModuleChange {
    ModuleChange { module, fate, types: version.api.items.len(), changed: Vec::new(), level: Some(level) }
}

/// The sources of one side, in the order of the pairs.
fn versions(
    name: &Name,
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
        let documents = present.into_iter().flat_map(|it| it.documents).collect();
        return Ok(Err(Refused { name: name.clone(), found: refused, documents }));
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

impl TypeChange {
    /// Whether there is anything to tell.
    pub(super) fn says_something(&self) -> bool {
        self.fate != Fate::Kept
            || !self.schema.is_empty()
            || !self.api.is_empty()
            || self.answer.as_ref().is_some_and(|it| *it != Answer::SAME)
    }
}
