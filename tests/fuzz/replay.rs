//! What fuzzing once found, and the project's own files: each target's promise holds for them.
//!
//! `ISOTYPE_CORPUS=tests/fuzz/corpus cargo test -p isotype-fuzz` lays the files down for `cargo fuzz` to begin with.

use std::fs;
use std::path::{Path, PathBuf};

/// As much as generation has.
const STACK: usize = 512 << 20;

/// Runs a target over what was found, and over files of the project with each of the bytes before them.
#[track_caller]
fn replay(target: fn(&[u8]), name: &str, files: &[PathBuf], firsts: &[u8]) {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("found").join(name);
    let mut inputs: Vec<(String, Vec<u8>)> = Vec::new();
    for path in below(&found) {
        inputs.push((path.display().to_string(), fs::read(&path).expect("the input can be read")));
    }
    for path in files {
        let text = fs::read(path).expect("the file can be read");
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        for first in firsts {
            inputs.push((format!("{stem}-{first}"), [&[*first], &text[..]].concat()));
        }
        if firsts.is_empty() {
            inputs.push((stem.into_owned(), text));
        }
    }
    assert!(!inputs.is_empty(), "no input of `{name}`");
    let corpus = std::env::var_os("ISOTYPE_CORPUS").map(|it| project().join(it).join(name));
    for (input, bytes) in inputs {
        if let Some(corpus) = &corpus {
            fs::create_dir_all(corpus).expect("the folder can be made");
            fs::write(corpus.join(input.replace('/', "_")), &bytes).expect("the input can be written");
        }
        let shown = isotype_fuzz::shown(&bytes);
        let thread = std::thread::Builder::new().stack_size(STACK).spawn(move || target(&bytes));
        let ended = thread.expect("a thread can be started").join();
        assert!(ended.is_ok(), "{input}, which the generator would take for {shown}");
    }
}

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All files below a folder.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in
        fs::read_dir(folder).into_iter().flatten().map(|it| it.expect("the folder can be read").path())
    {
        if path.is_dir() {
            files.extend(below(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn ending(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut files = below(&project().join(folder));
    files.retain(|it| it.to_string_lossy().ends_with(ending));
    files
}

#[test]
fn documents() {
    let files = [ending("tests/diagnostics", ".json"), ending("tests/diagnostics", ".yaml")].concat();
    replay(isotype_fuzz::documents, "documents", &files, &[0, 0x21]);
}

#[test]
fn manifests() {
    replay(
        isotype_fuzz::manifests,
        "manifests",
        &[ending("schemas", "manifest.toml"), ending("tests/diagnostics", "manifest.toml")].concat(),
        &[],
    );
}

#[test]
fn patterns() {
    replay(isotype_fuzz::patterns, "patterns", &ending("tests/fuzz/src", ".rs"), &[0, 1]);
}

#[test]
fn references() {
    replay(isotype_fuzz::references, "references", &ending("tests/fuzz/src", ".rs"), &[0x22, 0x2a]);
}

#[test]
fn generator() {
    replay(isotype_fuzz::generator, "generator", &ending("tests/diagnostics", ".json"), &[0x02, 0x20]);
}

#[test]
fn readers() {
    replay(
        isotype_fuzz::readers,
        "readers",
        &ending("schemas/pipedream/examples", ".json"),
        &[0, 2, 3, 4, 5, 6],
    );
    replay(isotype_fuzz::readers, "readers", &ending("schemas/workos/examples", ".json"), &[1, 13, 17]);
}

/// All types, on the small stack of a test's thread.
#[test]
fn readers_of_nested_texts() {
    for opening in ["[", r#"{"a":"#, r#"{"children":["#, r#"{"left":"#, r#"[{"a":[]},"#] {
        for kind in 0..32 {
            isotype_fuzz::readers(&[&[kind], opening.repeat(100_000).as_bytes()].concat());
        }
    }
}
