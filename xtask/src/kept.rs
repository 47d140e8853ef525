//! What was generated of each source is kept, so that a source of which nothing changed is not generated again.
//!
//! It lies beside this program, among what cargo builds and throws away: one file a source, with a sum of
//! everything that it follows from: this very program, the source's entry in the manifest, its documents
//! and its instances. Each program has a folder of its own, because cargo puts now this one and now that one in the
//! same place: the one of `cargo xtask`, and the one of `cargo test`, built with other features. Files of the crate are compared with what is kept as they are with what is generated,
//! so that an edit by hand is found all the same. What can't be read is generated.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use isotype::Generated;
use isotype::config::{ExampleFile, InputFile, Source};
use isotype::diagnostic::{Diagnostic, Place, Related, Severity};
use serde::{Deserialize, Serialize};

use crate::generation::Outcome;
use crate::timings::Laps;
use crate::vendored::sha256;

const FOLDER: &str = "codegen-kept";

/// Where outcomes are kept for one folder of schemas.
pub(crate) struct Kept {
    /// What all programs keep.
    all: PathBuf,
    /// Sets this program apart from others that were built; a sum.
    program: String,
    schemas: PathBuf,
}

/// The first line of a file, in JSON.
#[derive(Serialize, Deserialize)]
struct Entry {
    sum: String,
    /// Without its texts. They are most of it: they come after the line as they are, in no need of being parsed.
    generated: Generated,
    warnings: Vec<Warning>,
    /// The lengths in bytes of the files' texts, by path, and of the schemas.
    files: Vec<(String, usize)>,
    schemas: usize,
}

#[derive(Serialize, Deserialize)]
struct Warning {
    code: String,
    place: Place,
    message: String,
    help: Option<String>,
    related: Vec<Related>,
}

impl Kept {
    /// `None` where the system does not say which program this is.
    pub(crate) fn of(schemas: &Path) -> Option<Self> {
        let program = std::env::current_exe().ok()?;
        let facts = fs::metadata(&program).ok()?;
        let built = facts.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        let facts = format!("{} {built:?} {}", env!("CARGO_PKG_VERSION"), facts.len());
        Some(Self {
            all: program.parent()?.join(FOLDER),
            program: sha256(facts.as_bytes()),
            schemas: fs::canonicalize(schemas).ok()?,
        })
    }

    /// What an earlier run made of the same source.
    pub(crate) fn get(&self, source: &Source) -> Option<Outcome> {
        let text = fs::read_to_string(self.path(source)).ok()?;
        let (line, mut texts) = text.split_once('\n')?;
        let mut entry: Entry = serde_json::from_str(line).ok()?;
        if entry.sum != self.sum(source) {
            return None;
        }
        let mut next = |length: usize| {
            let (text, rest) = texts.split_at_checked(length)?;
            texts = rest;
            Some(text.to_owned())
        };
        for (path, length) in entry.files {
            entry.generated.files.insert(path, next(length)?);
        }
        if let Some(schemas) = &mut entry.generated.schemas {
            schemas.text = next(entry.schemas)?;
        }
        let diagnostics = entry.warnings.into_iter().map(|it| Diagnostic {
            severity: Severity::Warning,
            // Codes are texts of the library; these few live as long as this short run.
            code: it.code.leak(),
            place: it.place,
            message: it.message,
            help: it.help,
            related: it.related,
        });
        Some(Outcome {
            generated: Some(entry.generated),
            diagnostics: diagnostics.collect(),
            laps: Laps::new(),
        })
    }

    /// Keeps an outcome without errors. One that can't be kept is made again next time.
    pub(crate) fn put(&self, source: &Source, outcome: &Outcome) {
        let Some(mut generated) = outcome.generated.clone() else { return };
        let texts = std::mem::take(&mut generated.files);
        let schemas = generated.schemas.as_mut().map(|it| std::mem::take(&mut it.text)).unwrap_or_default();
        let warnings = outcome.diagnostics.iter().map(|it| Warning {
            code: it.code.to_owned(),
            place: it.place.clone(),
            message: it.message.clone(),
            help: it.help.clone(),
            related: it.related.clone(),
        });
        let entry = Entry {
            sum: self.sum(source),
            generated,
            warnings: warnings.collect(),
            files: texts.iter().map(|(path, text)| (path.clone(), text.len())).collect(),
            schemas: schemas.len(),
        };
        let mut bytes = serde_json::to_vec(&entry).unwrap_or_default();
        bytes.push(b'\n');
        for text in texts.values().chain([&schemas]) {
            bytes.extend_from_slice(text.as_bytes());
        }
        if !self.folder().is_dir() {
            self.forget_old_programs();
        }
        let path = self.path(source);
        // By a rename, and a draft of our own: other runs may read and write the same file.
        let draft = path.with_extension(format!("{}.draft", std::process::id()));
        let written = fs::create_dir_all(self.folder())
            .and_then(|()| fs::write(&draft, &bytes))
            .and_then(|()| fs::rename(&draft, &path));
        if written.is_err() {
            let _ = fs::remove_file(&draft);
        }
    }

    /// Of what other programs keep, all but the latest is for programs that are no more.
    fn forget_old_programs(&self) {
        let Ok(entries) = fs::read_dir(&self.all) else { return };
        let others = entries.flatten().filter(|it| it.file_name() != self.program.as_str());
        let known = others.filter_map(|it| Some((it.metadata().ok()?.modified().ok()?, it.path())));
        let mut known: Vec<_> = known.collect();
        known.sort();
        known.pop();
        for (_, path) in known {
            let _ = fs::remove_dir_all(&path).or_else(|_| fs::remove_file(&path));
        }
    }

    fn folder(&self) -> PathBuf {
        self.all.join(&self.program)
    }

    /// One file for each module of each folder of schemas.
    fn path(&self, source: &Source) -> PathBuf {
        let name = sha256(format!("{:?}", (&self.schemas, &source.module)).as_bytes());
        self.folder().join(format!("{}.kept", &name[..32]))
    }

    /// The sum of all that an outcome follows from.
    fn sum(&self, source: &Source) -> String {
        let Source {
            module,
            documents,
            dialect,
            roots,
            policies,
            overrides,
            examples,
            counterexamples,
            fixups,
            allow,
            borrow,
            origin,
            retrieved,
            written,
            package,
        } = source;
        let document = |it: &InputFile| (it.path.clone(), sha256(&it.bytes));
        let example = |it: &ExampleFile| (it.path.clone(), it.ty.clone(), sha256(&it.bytes));
        let files = (
            documents.iter().map(document).collect::<Vec<_>>(),
            examples.iter().map(example).collect::<Vec<_>>(),
            counterexamples.iter().map(example).collect::<Vec<_>>(),
        );
        let entry = (module, dialect, roots, policies, overrides, fixups, allow, borrow, written);
        let words = (origin, retrieved, package);
        sha256(format!("{:?}", (&self.program, entry, words, files)).as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::Kept;
    use crate::generation::Outcome;
    use isotype::Generated;
    use isotype::config::{InputFile, Source};

    fn source(text: &str) -> Source {
        Source::new("shop", vec![InputFile { path: "shop.json".into(), bytes: text.into() }])
    }

    #[test]
    fn an_outcome_is_kept_for_the_same_source_and_program() {
        let all = std::env::temp_dir().join(format!("isotype-kept-{}", std::process::id()));
        let kept = Kept { all: all.clone(), program: "1".into(), schemas: "s".into() };
        let generated = Generated { roots: vec!["Order".into()], ..Generated::default() };
        let outcome = Outcome { generated: Some(generated), diagnostics: Vec::new(), laps: Vec::new() };
        assert!(kept.get(&source("{}")).is_none());
        kept.put(&source("{}"), &outcome);
        let found = kept.get(&source("{}")).and_then(|it| it.generated).expect("it is kept");
        assert_eq!(found.roots, ["Order"]);
        assert!(kept.get(&source("true")).is_none(), "another document");
        let open = Source { allow: vec!["invalid-pattern".into()], ..source("{}") };
        assert!(kept.get(&open).is_none(), "another entry of the manifest");
        let later = Kept { program: "2".into(), schemas: "s".into(), all };
        assert!(later.get(&source("{}")).is_none(), "another program");
        later.put(&source("{}"), &outcome);
        assert!(kept.get(&source("{}")).is_some(), "two programs take turns");
        std::fs::write(later.path(&source("{}")), "cut o").expect("the folder is there");
        assert!(later.get(&source("{}")).is_none(), "damaged");
        let last = Kept { program: "3".into(), ..later };
        last.put(&source("{}"), &outcome);
        assert!(kept.get(&source("{}")).is_none(), "a program that is no more");
        std::fs::remove_dir_all(last.all).expect("the folder is there");
    }
}
