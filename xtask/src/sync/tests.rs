//! What `sync` does to a folder, and what it leaves alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{ChangeKind, Written, compare, journal, recover};
use crate::sync::ours::MARK;

/// A folder that goes away with the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("isotype-sync-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn write(&self, files: &[(&str, &str)]) -> Written {
        compare(&self.0, &crate_of(files)).unwrap().write().unwrap()
    }

    /// Path and last line of every file.
    fn tree(&self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        walk(&self.0, &self.0, &mut all);
        all.sort();
        all
    }

    #[track_caller]
    fn holds(&self, expected: &[(&str, &str)]) {
        let tree = self.tree();
        let tree: Vec<(&str, &str)> =
            tree.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        assert_eq!(tree, expected);
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn walk(root: &Path, folder: &Path, all: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            walk(root, &entry.path(), all);
        } else {
            let path = entry.path().strip_prefix(root).unwrap().to_string_lossy().into_owned();
            let text = fs::read_to_string(entry.path()).unwrap();
            all.push((path, text.lines().last().unwrap_or_default().to_owned()));
        }
    }
}

fn marked(text: &str) -> String {
    format!("// {MARK}. Do not edit.\n{text}\n")
}

fn crate_of(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), marked(text))).collect()
}

#[test]
fn writes_what_differs_and_removes_what_is_left_over() {
    let out = Scratch::new();
    let first =
        out.write(&[("src/lib.rs", "1"), ("src/a/mod.rs", "1"), ("tests/a.rs", "1"), ("LEDGER.md", "1")]);
    assert_eq!(first, Written { written: 4, removed: 0 });
    out.put("src/by_hand.rs", "mine");
    out.put("tests/by_hand.rs", "mine");
    let second = out.write(&[("src/lib.rs", "2"), ("src/b.rs", "1"), ("LEDGER.md", "1")]);
    assert_eq!(second, Written { written: 2, removed: 2 });
    out.holds(&[
        ("LEDGER.md", "1"),
        ("src/b.rs", "1"),
        ("src/by_hand.rs", "mine"),
        ("src/lib.rs", "2"),
        ("tests/by_hand.rs", "mine"),
    ]);
    assert!(!out.0.join("src/a").exists(), "an empty folder goes with its last file");
}

#[test]
fn a_second_run_writes_nothing() {
    let out = Scratch::new();
    let files = [("src/lib.rs", "1"), ("src/a.rs", "1")];
    out.write(&files);
    let before = fs::metadata(out.0.join("src/a.rs")).unwrap().modified().unwrap();
    assert_eq!(out.write(&files), Written::default());
    assert_eq!(fs::metadata(out.0.join("src/a.rs")).unwrap().modified().unwrap(), before);
}

#[test]
fn comparing_writes_nothing() {
    let out = Scratch::new();
    out.write(&[("src/lib.rs", "1"), ("src/a.rs", "1")]);
    let before = out.tree();
    let plan = compare(&out.0, &crate_of(&[("src/lib.rs", "2"), ("src/b.rs", "1")])).unwrap();
    let kinds: Vec<(&str, &str)> = plan
        .changes
        .iter()
        .map(|change| {
            let kind = match change.kind {
                ChangeKind::Changed { .. } => "changed",
                ChangeKind::Missing { .. } => "missing",
                ChangeKind::LeftOver => "left over",
            };
            (change.path.as_str(), kind)
        })
        .collect();
    assert_eq!(kinds, [("src/a.rs", "left over"), ("src/b.rs", "missing"), ("src/lib.rs", "changed")]);
    assert_eq!(out.tree(), before);
}

#[test]
fn a_run_that_ends_before_its_journal_leaves_the_old_crate() {
    let out = Scratch::new();
    out.write(&[("src/lib.rs", "old"), ("src/a.rs", "old")]);
    out.put(".codegen-staged/src/lib.rs", &marked("new"));
    assert!(!recover(&out.0).unwrap());
    out.holds(&[("src/a.rs", "old"), ("src/lib.rs", "old")]);
}

#[test]
fn a_run_that_ends_after_its_journal_is_finished_by_the_next() {
    let out = Scratch::new();
    out.write(&[("src/lib.rs", "old"), ("src/a.rs", "old"), ("src/b.rs", "old")]);
    let plan = compare(&out.0, &crate_of(&[("src/lib.rs", "new"), ("src/b.rs", "new")])).unwrap();
    journal::stage(&plan).unwrap();
    // Killed after the first rename: `b.rs` is new, `lib.rs` old, `a.rs` still there.
    fs::rename(out.0.join(".codegen-staged/src/b.rs"), out.0.join("src/b.rs")).unwrap();
    assert!(recover(&out.0).unwrap());
    out.holds(&[("src/b.rs", "new"), ("src/lib.rs", "new")]);
    assert!(!recover(&out.0).unwrap());
}

#[test]
fn a_folder_of_someone_else_is_refused() {
    let out = Scratch::new();
    out.put("notes.txt", "mine");
    let files = crate_of(&[("src/lib.rs", "1")]);
    let error = compare(&out.0, &files).unwrap_err().to_string();
    assert!(error.contains("holds something else than a generated crate"), "{error}");
    out.put("Cargo.toml", "[package]\nname = \"x\"\n\n[package.metadata.isotype]\n");
    compare(&out.0, &files).unwrap();
}

#[test]
fn a_file_by_hand_is_never_overwritten() {
    let out = Scratch::new();
    out.write(&[("src/lib.rs", "1")]);
    out.put("src/a.rs", "mine");
    let error =
        compare(&out.0, &crate_of(&[("src/lib.rs", "1"), ("src/a.rs", "1")])).unwrap_err().to_string();
    assert!(error.contains("was written by hand"), "{error}");
    out.put("src/a.rs", "\n");
    out.write(&[("src/lib.rs", "1"), ("src/a.rs", "1")]);
}

#[test]
fn a_path_out_of_the_crate_is_refused() {
    let out = Scratch::new();
    for path in ["../lib.rs", "/lib.rs", "src/../../lib.rs", ""] {
        compare(&out.0, &crate_of(&[(path, "1")])).unwrap_err();
    }
}
