//! Which files a folder holds: documents, and others.

use std::fs;
use std::io;
use std::path::Path;

/// Every file below a folder, from there, `/` between parts, sorted; hidden ones are passed over.
///
/// Links are not followed: what they lead to is not vendored.
pub(crate) fn files(folder: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    collect(folder, "", &mut found)?;
    found.sort();
    Ok(found)
}

/// Whether a file is read as a schema document.
pub(crate) fn is_document(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, it)| it.to_ascii_lowercase());
    extension.is_some_and(|it| matches!(it.as_str(), "json" | "yaml" | "yml"))
}

fn collect(folder: &Path, prefix: &str, found: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let kind = entry.file_type()?;
        if kind.is_dir() {
            collect(&entry.path(), &format!("{prefix}{name}/"), found)?;
        } else if kind.is_file() {
            found.push(format!("{prefix}{name}"));
        }
    }
    Ok(())
}
