//! Where things lie in the project, and how paths are shown.

use std::path::{Path, PathBuf};

/// The project's root folder.
pub(crate) fn root() -> PathBuf {
    // Cargo sets the variable for `cargo xtask`; a binary started by hand falls back on where it was built.
    let package = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.parent().map(Path::to_path_buf).unwrap_or(package)
}

/// The vendored schemas.
pub(crate) fn schemas() -> PathBuf {
    root().join("schemas")
}

/// The committed crate.
pub(crate) fn generated() -> PathBuf {
    root().join("generated")
}

/// A path as the user would type it: from the project's root where it lies inside, `/` between parts.
pub(crate) fn shown(path: &Path) -> String {
    let root = root();
    let short = path.strip_prefix(&root).unwrap_or(path);
    let text = short.to_string_lossy().replace('\\', "/");
    if text.is_empty() { ".".to_owned() } else { text }
}
