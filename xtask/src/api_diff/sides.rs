//! What OLD and NEW mean: a git revision, a folder of schemas with its manifest, or one document.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};
use isotype::config::{InputFile, Policies, Roots, Source};
use isotype::diagnostic::{Diagnostic, Diagnostics, Severity};
use serde_json::Value;

use crate::{module_name, vendored, workspace};

/// One version of the schemas.
pub(crate) struct Side {
    pub(crate) name: Name,
    schemas: Schemas,
}

/// What one version is called.
#[derive(Clone, Debug, Default)]
pub(crate) struct Name {
    /// How the user called it.
    pub(crate) label: String,
    /// The folder of its schemas, if it has one.
    pub(crate) folder: PathBuf,
}

enum Schemas {
    /// All sources of a manifest.
    Vendored(Vec<Source>),
    /// One document, of which no manifest says how it is read.
    Document(InputFile),
}

/// A module's source in both versions; one that is new or gone has one of them.
pub(crate) struct SourcePair {
    pub(crate) module: String,
    pub(crate) old: Option<Source>,
    pub(crate) new: Option<Source>,
}

/// A version that can't be read: what was found in it, and in which texts.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) name: Name,
    pub(crate) found: Vec<Diagnostic>,
    /// The documents that were read; what else findings are about lies in the folder.
    pub(crate) documents: Vec<InputFile>,
}

/// Reads a version by its name.
pub(crate) fn read(name: &str, schemas: &Path, preset: Option<Policies>) -> Result<Result<Side, Refused>> {
    let path = Path::new(name);
    if path.is_dir() {
        return folder(name, path, preset);
    }
    if path.is_file() {
        let bytes = fs::read(path).with_context(|| format!("cannot read {name}"))?;
        let file = path.file_name().context("a file has a name")?.to_string_lossy().into_owned();
        let document = Schemas::Document(InputFile { path: file, bytes });
        let name = Name { label: name.to_owned(), ..Name::default() };
        return Ok(Ok(Side { name, schemas: document }));
    }
    let unpacked = at_revision(name, schemas)?;
    folder(name, &unpacked, preset)
}

/// Reads the schemas as they are on disk.
pub(crate) fn working_tree(schemas: &Path, preset: Option<Policies>) -> Result<Result<Side, Refused>> {
    folder("the working tree", schemas, preset)
}

fn folder(label: &str, path: &Path, preset: Option<Policies>) -> Result<Result<Side, Refused>> {
    let mut found = Diagnostics::default();
    let sources = vendored::load(path, preset, &mut found).with_context(|| format!("in {label}"))?;
    let found: Vec<Diagnostic> =
        found.into_sorted().into_iter().filter(|it| it.severity == Severity::Error).collect();
    let name = Name { label: label.to_owned(), folder: path.to_owned() };
    if !found.is_empty() {
        return Ok(Err(Refused { name, found, documents: Vec::new() }));
    }
    Ok(Ok(Side { name, schemas: Schemas::Vendored(sources) }))
}

/// Unpacks the schemas of a git revision under `target/diff`.
fn at_revision(revision: &str, schemas: &Path) -> Result<PathBuf> {
    let schemas = std::path::absolute(schemas)?;
    let (Some(parent), Some(name)) = (schemas.parent(), schemas.file_name()) else {
        bail!("{} has no parent folder", schemas.display());
    };
    ensure!(!revision.starts_with('-'), "`{revision}` is neither a file, a folder nor a git revision");
    let commit = git(parent, &["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")])
        .with_context(|| format!("`{revision}` is neither a file, a folder nor a git revision"))?;
    let folder = workspace::root().join("target/diff").join(commit.trim());
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let archive = folder.join("schemas.tar");
    let output = format!("--output={}", archive.display());
    git(parent, &["archive", "--format=tar", &output, commit.trim(), &name.to_string_lossy()])
        .with_context(|| format!("`{revision}` has no {}", workspace::shown(&schemas)))?;
    let unpacked = Command::new("tar").current_dir(&folder).arg("-xf").arg(&archive).status();
    ensure!(unpacked.context("cannot run tar")?.success(), "cannot unpack {}", archive.display());
    Ok(folder.join(name))
}

fn git(folder: &Path, arguments: &[&str]) -> Result<String> {
    let done = Command::new("git").current_dir(folder).args(arguments).output().context("cannot run git")?;
    ensure!(done.status.success(), "git: {}", String::from_utf8_lossy(&done.stderr).trim());
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

/// Puts the sources of two versions side by side, by module.
///
/// A document without a manifest takes the place of the one with its name in the other version; two such
/// documents are versions of each other.
pub(crate) fn pair(old: Side, new: Side, preset: Policies) -> Result<Vec<SourcePair>> {
    match (old.schemas, new.schemas) {
        (Schemas::Vendored(old), Schemas::Vendored(new)) => Ok(by_module(old, new)),
        (Schemas::Document(old), Schemas::Document(new)) => {
            let new = alone(new, preset);
            // Under the new one's name, which its types may be called after, and read in the same way.
            let mut before = new.clone();
            before.documents[0].bytes = old.bytes;
            Ok(vec![couple(before, new)])
        }
        (Schemas::Document(document), Schemas::Vendored(sources)) => {
            let new = holding(sources, &document)?;
            Ok(vec![couple(with(&new, &document), new)])
        }
        (Schemas::Vendored(sources), Schemas::Document(document)) => {
            let old = holding(sources, &document)?;
            let new = with(&old, &document);
            Ok(vec![couple(old, new)])
        }
    }
}

fn couple(old: Source, new: Source) -> SourcePair {
    SourcePair { module: new.module.clone(), old: Some(old), new: Some(new) }
}

fn by_module(old: Vec<Source>, new: Vec<Source>) -> Vec<SourcePair> {
    let mut before = old;
    let mut pairs = Vec::new();
    for source in new {
        let found = before.iter().position(|it| it.module == source.module);
        let old = found.map(|at| before.remove(at));
        pairs.push(SourcePair { module: source.module.clone(), old, new: Some(source) });
    }
    let gone = |it: Source| SourcePair { module: it.module.clone(), old: Some(it), new: None };
    pairs.extend(before.into_iter().map(gone));
    pairs.sort_by(|a, b| a.module.cmp(&b.module));
    pairs
}

/// A document as a module of its own: its root with all that it refers to, or all definitions.
fn alone(document: InputFile, policies: Policies) -> Source {
    let stem = document.path.split('.').next().unwrap_or_default().to_owned();
    let module = module_name::from_stems([stem.as_str()]).remove(0);
    let roots = if says_what_instances_are(&document) { Roots::Entry } else { Roots::Definitions };
    Source { roots, policies, ..Source::new(module, vec![document]) }
}

/// Whether the root is a schema, and not only the place of definitions. YAML is what OpenAPI is written in.
fn says_what_instances_are(document: &InputFile) -> bool {
    let keywords =
        ["type", "properties", "allOf", "anyOf", "oneOf", "$ref", "enum", "additionalProperties", "items"];
    let root = serde_json::from_slice::<Value>(&document.bytes).unwrap_or_default();
    root.get("openapi").is_none() && keywords.iter().any(|it| root.get(*it).is_some())
}

fn is_same_file(vendored: &InputFile, document: &InputFile) -> bool {
    vendored.path.rsplit('/').next() == Some(document.path.as_str())
}

fn holding(sources: Vec<Source>, document: &InputFile) -> Result<Source> {
    let holds = |it: &Source| it.documents.iter().any(|it| is_same_file(it, document));
    let mut found: Vec<Source> = sources.into_iter().filter(holds).collect();
    match (found.pop(), found.is_empty()) {
        (Some(source), true) => Ok(source),
        (Some(_), false) => bail!("several sources have a document called `{}`", document.path),
        (None, _) => {
            bail!("no source has a document called `{}`: name two documents to compare", document.path)
        }
    }
}

/// The source with its document replaced by one of the same name.
fn with(source: &Source, document: &InputFile) -> Source {
    let mut source = source.clone();
    for it in source.documents.iter_mut().filter(|it| is_same_file(it, document)) {
        it.bytes.clone_from(&document.bytes);
    }
    source
}
