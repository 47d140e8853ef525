//! What the tests share: golden cases, the vendored sources, expected files.
//!
//! The tests themselves are in `behaviour/` and `buffering.rs`, and in the crate `golden/`, which
//! compiles the golden cases' expected Rust and runs their instances through it.

pub mod case;
pub mod compile_fail;
pub mod expected;
pub mod translation;
pub mod vendored;

use std::path::{Path, PathBuf};

use isotype::Generated;
use isotype::config::Source;
use isotype::diagnostic::{Diagnostic, Severity};

/// Schemas nest deeper than a test's stack.
const STACK: usize = 256 << 20;

/// The folder of this crate.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the project.
///
/// # Panics
///
/// Never: this crate lies in it.
pub fn project() -> PathBuf {
    folder().parent().expect("the crate lies in the project").to_owned()
}

/// Generates a source as `cargo xtask codegen` does: an error leaves nothing.
///
/// # Panics
///
/// Where the generator does.
pub fn generate(source: &Source) -> (Option<Generated>, Vec<Diagnostic>) {
    let (generated, diagnostics) = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let running = thread.spawn_scoped(scope, || isotype::generate(source));
        running.expect("a thread can be started").join().expect("the generator does not panic")
    });
    let refused = diagnostics.iter().any(|it| it.severity == Severity::Error);
    (generated.filter(|_| !refused), diagnostics)
}

/// The entries of a folder, sorted.
///
/// # Panics
///
/// Where the folder can't be read.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut entries: Vec<PathBuf> = entries.map(|it| it.expect("the folder can be read").path()).collect();
    entries.sort();
    entries
}

/// A file's name without its folder and its ending.
pub fn stem(path: &Path) -> String {
    path.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default()
}
