//! Makes a crate's generated files what they should be.
//!
//! A file is ours when one of its first lines says so; others are never overwritten or removed. Files
//! that are already right are not touched, so that cargo has nothing to build again.
//!
//! Writing is all or nothing. New texts are first laid into a folder of the crate itself, because a rename
//! is only atomic within one file system. Then a journal of all renames and removals is put there by a
//! rename: that is the moment the new crate counts. A run that ends before it leaves the old crate as it
//! was; one that ends after it leaves a journal, which the next run carries out first ([`recover`]).
//! Runs wait for each other ([`mod@turn`]).
//! This holds for runs that fail or are killed; against power cuts the files are in version control.

mod journal;
mod ours;
mod turn;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};

use self::ours::{MARK, ensure_ours, has_mark, is_plain, marked_files};

pub(crate) use self::journal::{is_interrupted, recover};
pub(crate) use self::ours::is_generated_or_missing;
pub(crate) use self::turn::turn;

/// What has to happen to a crate's files, sorted by path.
#[derive(Debug)]
pub(crate) struct Plan {
    root: PathBuf,
    /// Every file that is not as it should be.
    pub(crate) changes: Vec<Change>,
}

/// One file that is not as it should be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// Path in the crate, `/` between parts.
    pub(crate) path: String,
    /// What is wrong with it.
    pub(crate) kind: ChangeKind,
}

/// What is wrong with a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ChangeKind {
    /// It says something else.
    Changed { old: String, new: String },
    /// It is not there.
    Missing { new: String },
    /// It is ours, and nothing generates it any more.
    LeftOver,
}

/// How many files a plan wrote and removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) written: usize,
    pub(crate) removed: usize,
}

/// Compares what should be with what is. Writes nothing.
///
/// # Errors
///
/// Where the folder holds something that is not ours, or a file by hand stands in the way.
pub(crate) fn compare(root: &Path, files: &BTreeMap<String, String>) -> Result<Plan> {
    ensure_ours(root)?;
    let mut changes = Vec::new();
    for (path, new) in files {
        ensure!(is_plain(path), "generated path `{path}` does not stay in the crate");
        ensure!(has_mark(new.as_bytes()), "generated file `{path}` lacks the mark `{MARK}`");
        let kind = match fs::read(root.join(path)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                ChangeKind::Missing { new: new.clone() }
            }
            Err(error) => return Err(error).with_context(|| format!("cannot read `{path}`")),
            Ok(old) if old == new.as_bytes() => continue,
            Ok(old) if has_mark(&old) || old.trim_ascii().is_empty() => {
                ChangeKind::Changed { old: String::from_utf8_lossy(&old).into_owned(), new: new.clone() }
            }
            Ok(_) => bail!("`{}` was written by hand and stands in the way", root.join(path).display()),
        };
        changes.push(Change { path: path.clone(), kind });
    }
    for path in marked_files(root)? {
        if !files.contains_key(&path) {
            changes.push(Change { path, kind: ChangeKind::LeftOver });
        }
    }
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Plan { root: root.to_path_buf(), changes })
}

impl Plan {
    /// Makes the crate what it should be.
    pub(crate) fn write(self) -> Result<Written> {
        if self.changes.is_empty() {
            return Ok(Written::default());
        }
        let journal = journal::stage(&self)?;
        journal::carry_out(&self.root, &journal)?;
        journal::clear(&self.root)?;
        Ok(Written { written: journal.rename.len(), removed: journal.remove.len() })
    }
}

#[cfg(test)]
mod tests;
