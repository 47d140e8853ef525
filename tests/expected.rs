//! Expected files: compared, or written where `UPDATE_EXPECT=1` asks for it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Compares files with what they should hold, or writes them.
///
/// `others` are files that exist; those of them that are not expected are left over, and removed by
/// an update.
///
/// # Panics
///
/// Where a file differs, is missing, or is left over: with its first difference and what to do.
pub fn check(expected: &BTreeMap<PathBuf, String>, others: &[PathBuf]) {
    let left_over = others.iter().filter(|it| !expected.contains_key(*it));
    let stale: Vec<(&PathBuf, &String)> = expected
        .iter()
        .filter(|(path, text)| fs::read_to_string(path).ok().as_ref() != Some(*text))
        .collect();
    if std::env::var_os("UPDATE_EXPECT").is_some_and(|it| it == "1") {
        for (path, text) in stale {
            write(path, text);
        }
        for path in left_over {
            fs::remove_file(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        }
        return;
    }
    let mut report = String::new();
    for (path, text) in stale {
        let _ = writeln!(report, "{}: {}", shown(path), first_difference(path, text));
    }
    for path in left_over {
        let _ = writeln!(report, "{}: nothing expects this file", shown(path));
    }
    assert!(
        report.is_empty(),
        "{report}\nTo accept: the same command with UPDATE_EXPECT=1, then read the diff."
    );
}

fn write(path: &Path, text: &str) {
    let folder = path.parent().expect("a file lies in a folder");
    fs::create_dir_all(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn first_difference(path: &Path, text: &str) -> String {
    let Ok(old) = fs::read_to_string(path) else { return "missing".to_owned() };
    let (mut before, mut after) = (old.lines(), text.lines());
    let mut line = 1;
    loop {
        match (before.next(), after.next()) {
            (Some(before), Some(after)) if before == after => line += 1,
            (None, None) => return "line ends differ".to_owned(),
            (before, after) => {
                let shown = |it: Option<&str>| it.unwrap_or("(end)").to_owned();
                return format!("line {line}\n  - {}\n  + {}", shown(before), shown(after));
            }
        }
    }
}

fn shown(path: &Path) -> String {
    path.strip_prefix(crate::project()).unwrap_or(path).display().to_string()
}
