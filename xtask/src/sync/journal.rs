//! All or nothing: staged texts, and a journal of what is left to do with them.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use serde::{Deserialize, Serialize};

use super::ours::is_plain;
use super::{ChangeKind, Plan};

/// The folder in the crate where new texts wait.
pub(super) const STAGED: &str = ".codegen-staged";
const JOURNAL: &str = "journal.json";

/// Whether an interrupted run left a journal that [`recover`] would carry out.
pub(crate) fn is_interrupted(root: &Path) -> bool {
    root.join(STAGED).join(JOURNAL).is_file()
}

/// Finishes an interrupted run: carries out its journal, or takes its staged texts away.
///
/// Returns whether a journal was carried out.
pub(crate) fn recover(root: &Path) -> Result<bool> {
    let staged = root.join(STAGED);
    if !staged.is_dir() {
        return Ok(false);
    }
    let interrupted = is_interrupted(root);
    if interrupted {
        let path = staged.join(JOURNAL);
        let text = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let journal = serde_json::from_slice(&text)
            .with_context(|| format!("{} is damaged; remove {}", path.display(), staged.display()))?;
        carry_out(root, &journal)?;
    }
    clear(root)?;
    Ok(interrupted)
}

/// Takes the staging folder away.
pub(super) fn clear(root: &Path) -> Result<()> {
    let staged = root.join(STAGED);
    fs::remove_dir_all(&staged).with_context(|| format!("cannot remove {}", staged.display()))
}

/// What is left to do once every new text is staged.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Journal {
    /// Staged files to move to the same path in the crate.
    pub(super) rename: Vec<String>,
    /// Files to remove.
    pub(super) remove: Vec<String>,
}

/// Lays every new text and the journal into the staging folder.
pub(super) fn stage(plan: &Plan) -> Result<Journal> {
    let staged = plan.root.join(STAGED);
    let mut journal = Journal::default();
    for change in &plan.changes {
        match &change.kind {
            ChangeKind::Changed { new, .. } | ChangeKind::Missing { new } => {
                write_with_folders(&staged.join(&change.path), new)?;
                journal.rename.push(change.path.clone());
            }
            ChangeKind::LeftOver => journal.remove.push(change.path.clone()),
        }
    }
    let draft = staged.join("journal.draft");
    write_with_folders(&draft, &serde_json::to_string(&journal)?)?;
    fs::rename(&draft, staged.join(JOURNAL)).context("cannot write the journal")?;
    Ok(journal)
}

/// Does what the journal says; what was done before the interruption is passed over.
pub(super) fn carry_out(root: &Path, journal: &Journal) -> Result<()> {
    ensure!(journal.rename.iter().chain(&journal.remove).all(|it| is_plain(it)), "the journal is damaged");
    for path in &journal.remove {
        let target = root.join(path);
        match fs::remove_file(&target) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("cannot remove {}", target.display()));
            }
            _ => remove_empty_folders(root, path),
        }
    }
    for path in &journal.rename {
        let (from, target) = (root.join(STAGED).join(path), root.join(path));
        if from.exists() {
            make_parent(&target)?;
            fs::rename(&from, &target).with_context(|| format!("cannot write {}", target.display()))?;
        }
    }
    Ok(())
}

fn remove_empty_folders(root: &Path, path: &str) {
    for folder in Path::new(path).ancestors().skip(1).filter(|it| !it.as_os_str().is_empty()) {
        // Refused while something is left in it, which is what we want.
        if fs::remove_dir(root.join(folder)).is_err() {
            break;
        }
    }
}

fn write_with_folders(path: &Path, text: &str) -> Result<()> {
    make_parent(path)?;
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

fn make_parent(path: &Path) -> Result<()> {
    let parent = path.parent().context("a file lies in a folder")?;
    fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))
}
