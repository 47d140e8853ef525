//! `cargo xtask vendor add`: all of it, or nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use isotype::config::{InputFile, Roots, Source};
use isotype::diagnostic::Diagnostics;

use super::entry::{self, Entry};
use super::replace;
use crate::report::{MessageFormat, Reporter, count};
use crate::vendored::{self, FOLDER, MANIFEST};
use crate::{Ending, codegen, manifest, workspace};

/// The manifest that a folder without one gets.
const NEW_MANIFEST: &str = "# What `cargo xtask codegen` reads, and as which modules. Paths start at this folder.\npreset = \"practical-2026-11\"\n";

/// What is taken in.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A schema document, or a folder of them; its `examples` and `counterexamples` come along
    #[arg(value_name = "FILE_OR_DIR")]
    path: PathBuf,
    /// Name of the module, and of the folder under `schemas`
    #[arg(long = "as", value_name = "NAME")]
    name: String,
    /// Where the provider publishes it
    #[arg(long, value_name = "URL", default_value = "not recorded")]
    origin: String,
    /// Folder of the schemas and their `manifest.toml` [default: schemas]
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
    /// Folder of the crate to write [default: generated]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Files by their paths in the new folder.
type Files = BTreeMap<String, Vec<u8>>;

pub(super) fn run(args: &Args) -> Result<Ending> {
    let schemas = args.schemas.clone().unwrap_or_else(workspace::schemas);
    let name = args.name.as_str();
    if let Some(fault) = isotype::module_name_fault(name) {
        bail!("`{name}` can't be a module: {fault}");
    }
    let folder = schemas.join(name);
    ensure!(!folder.exists(), "{} is there already; remove it, or choose another name", folder.display());
    let manifest = schemas.join(MANIFEST);
    let old = match fs::read_to_string(&manifest) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", manifest.display())),
    };
    let files = files(&args.path)?;
    let new = with_entry(args, old.as_deref().unwrap_or(NEW_MANIFEST), &files)?;
    put(&schemas, name, &files)?;
    let ending = replace(&manifest, new.as_bytes())
        .and_then(|()| codegen::run(&codegen::Args::of_folders(args.schemas.clone(), args.out.clone())));
    let reporter = Reporter::new(MessageFormat::Human);
    if let Ok(Ending::Done) = ending {
        reporter.note(&format!("vendored {} as `{name}`", count(files.len(), "file")));
        return ending;
    }
    match old {
        Some(text) => replace(&manifest, text.as_bytes())?,
        None => fs::remove_file(&manifest).context("cannot take the new manifest away")?,
    }
    fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    reporter.note("nothing was vendored; the manifest and the folder are as they were");
    ending
}

/// The documents and instances at a path.
fn files(path: &Path) -> Result<Files> {
    let cannot = || format!("cannot read {}", path.display());
    if path.is_dir() {
        let mut files = Files::new();
        for name in
            vendored::files_in(path).with_context(cannot)?.into_iter().filter(|it| vendored::is_document(it))
        {
            files.insert(name.clone(), fs::read(path.join(&name)).with_context(cannot)?);
        }
        ensure!(!files.is_empty(), "{} has no file that ends in .json, .yaml or .yml", path.display());
        return Ok(files);
    }
    let name = path.file_name().with_context(cannot)?.to_string_lossy().into_owned();
    ensure!(vendored::is_document(&name), "{} does not end in .json, .yaml or .yml", path.display());
    Ok(Files::from([(name, fs::read(path).with_context(cannot)?)]))
}

/// The manifest's text with an entry for these files.
fn with_entry(args: &Args, text: &str, files: &Files) -> Result<String> {
    let name = args.name.as_str();
    let mut found = Diagnostics::default();
    let file = format!("{FOLDER}/{MANIFEST}");
    let Some(known) = manifest::parse(&file, text, &mut found) else {
        let found = found.into_sorted();
        bail!(
            "the manifest has to be corrected first:\n{}",
            found.first().map(ToString::to_string).unwrap_or_default()
        );
    };
    ensure!(
        known.sources.iter().all(|it| it.module.get_ref() != name),
        "the manifest has a module `{name}` already"
    );
    let is_instance = |it: &str| it.starts_with("examples/") || it.starts_with("counterexamples/");
    let documents: Vec<(&String, &Vec<u8>)> = files.iter().filter(|(it, _)| !is_instance(it)).collect();
    let sums =
        documents.iter().map(|(it, bytes)| (format!("{name}/{it}"), vendored::sha256(bytes))).collect();
    let file = match documents.as_slice() {
        [(only, _)] => format!("{name}/{only}"),
        _ => format!("{name}/"),
    };
    let has = |folder: &str| files.keys().any(|it| it.starts_with(folder));
    let entry = Entry {
        module: name,
        file: &file,
        roots: roots(&documents),
        examples: has("examples/"),
        counterexamples: has("counterexamples/"),
        origin: &args.origin,
        retrieved: &entry::today(),
        sums: &sums,
    };
    Ok(entry.appended_to(text))
}

/// `root` where each document's root says something, `definitions` otherwise.
fn roots(documents: &[(&String, &Vec<u8>)]) -> &'static str {
    let file =
        |(path, bytes): &(&String, &Vec<u8>)| InputFile { path: (*path).clone(), bytes: (*bytes).clone() };
    let documents_only = Source::new("", documents.iter().map(file).collect());
    let source = Source { roots: Roots::Definitions, ..documents_only };
    let Some((_, schemas)) = isotype::schema::read(&source, &mut Diagnostics::default()) else {
        return "root";
    };
    let is_root = |id: &&isotype::schema::SchemaId| schemas[**id].location.pointer.is_empty();
    if schemas.roots.iter().filter(is_root).count() == documents.len() { "root" } else { "definitions" }
}

/// Makes the folder: first under another name, so that it is never half there.
fn put(schemas: &Path, name: &str, files: &Files) -> Result<()> {
    let staged = schemas.join(format!(".vendor-{name}"));
    if staged.exists() {
        fs::remove_dir_all(&staged).with_context(|| format!("cannot remove {}", staged.display()))?;
    }
    let folder = schemas.join(name);
    let made = stage(&staged, files).and_then(|()| {
        fs::rename(&staged, &folder).with_context(|| format!("cannot make {}", folder.display()))
    });
    if made.is_err() {
        // The first failure is the one to tell.
        let _ = fs::remove_dir_all(&staged);
    }
    made
}

fn stage(staged: &Path, files: &Files) -> Result<()> {
    for (file, bytes) in files {
        let path = staged.join(file);
        let parent = path.parent().context("a file lies in a folder")?;
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
