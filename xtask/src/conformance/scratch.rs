//! The scratch crates that hold the types, and the program that runs instances through them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use isotype::{CrateOptions, Generated};
use serde::Deserialize;

use crate::report::Reporter;
use crate::{codegen, sync, workspace};

/// Modules in a crate: few enough for crates to be compiled side by side.
const CHUNK: usize = 80;

/// The crate of the program, beside those of the types: they are no members of its workspace.
const PROGRAM: &str = "program";

/// The types of one source.
pub(crate) struct Module {
    pub(crate) name: String,
    pub(crate) generated: Generated,
    /// Types that read instances, by the name that requests have for each.
    pub(crate) readers: BTreeMap<String, String>,
}

/// What came of an instance.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Again {
    /// It was read, and written as this.
    Written(String),
    /// It was refused.
    Refused(String),
    /// There was a panic or a crash, or there is no type.
    Lost(String),
}

/// Writes and compiles the crates; gives the modules that don't compile, and why.
pub(crate) fn build(
    folder: &Path,
    modules: &[Module],
    reporter: &Reporter,
) -> Result<BTreeMap<String, String>> {
    let mut faults: BTreeMap<String, String> = BTreeMap::new();
    loop {
        let crates = write(folder, modules, &faults)?;
        reporter.progress(&format!("compiling {} modules in {crates} crates", modules.len() - faults.len()));
        let Some(errors) = compile(folder)? else { return Ok(faults) };
        let found = blamed(&errors, modules);
        if found.keys().all(|it| faults.contains_key(it)) {
            bail!("the scratch crates in {} do not compile:\n{errors}", folder.display());
        }
        faults.extend(found);
    }
}

fn write(folder: &Path, modules: &[Module], faults: &BTreeMap<String, String>) -> Result<usize> {
    let chunks: Vec<&[Module]> = modules.chunks(CHUNK).collect();
    for (at, chunk) in chunks.iter().enumerate() {
        let good: Vec<&Module> = chunk.iter().filter(|it| !faults.contains_key(&it.name)).collect();
        let generated: Vec<Generated> = good.iter().map(|it| it.generated.clone()).collect();
        let package = Some(format!("types_{at}"));
        let mut files =
            codegen::crate_files(&generated, &CrateOptions { package, ..CrateOptions::default() })?;
        files.retain(|path, _| !path.starts_with("tests/"));
        files.entry("src/lib.rs".to_owned()).or_default().push_str(&readers(&good));
        sync::compare(&folder.join(format!("types_{at}")), &files)?.write()?;
    }
    let count = chunks.len();
    let mut manifest = "[package]\nname = \"conformance\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nserde_json = \"1\"\n".to_owned();
    let mut main =
        "//! Runs instances through the types.\n\nmod program;\n\nfn main() {\n    program::run(&["
            .to_owned();
    for at in 0..count {
        writeln!(manifest, "types_{at} = {{ path = \"../types_{at}\", features = [\"direct\"] }}")?;
        write!(main, "types_{at}::TYPES, ")?;
    }
    manifest += "\n[profile.dev]\ndebug = false\n\n# A crate of its own, though it lies in the project's folder.\n[workspace]\n";
    main += "]);\n}\n";
    let program = folder.join(PROGRAM);
    write_if_new(&program.join("Cargo.toml"), &manifest)?;
    write_if_new(&program.join("src/main.rs"), &main)?;
    write_if_new(&program.join("src/program.rs"), include_str!("program.rs"))?;
    // The same versions as the project's, which are on this machine already.
    let lock = codegen::read_text(&workspace::root().join("Cargo.lock"))?;
    if !program.join("Cargo.lock").exists() {
        write_if_new(&program.join("Cargo.lock"), &lock)?;
    }
    Ok(count)
}

/// A table of the types of a crate that read instances.
fn readers(modules: &[&Module]) -> String {
    let mut text = "\n/// What a text is when it was read and written again, or why it is refused: the same by way of serde and\n\
        /// straight from the text.\n\
        fn again<'de, T>(text: &'de str) -> Result<String, String>\nwhere\n    \
        T: serde::Deserialize<'de> + serde::Serialize + runtime::FromJson<'de> + runtime::ToJson,\n{\n    \
        let read = serde_json::from_str::<T>(text).map_err(|it| it.to_string());\n    \
        let written = read.and_then(|it| serde_json::to_string(&it).map_err(|it| it.to_string()));\n    \
        let read = T::from_json_str(text).map_err(|it| it.to_string());\n    \
        let straight = read.and_then(|it| it.to_json_vec().map_err(|it| it.to_string()));\n    \
        let straight = straight.map(|it| String::from_utf8_lossy(&it).into_owned());\n    \
        assert_eq!(straight, written, \"not the same straight from the text as by serde\");\n    \
        written\n}\n\n\
        /// The reader of each type, by name.\n\
        pub static TYPES: &[(&str, fn(&str) -> Result<String, String>)] = &[\n"
        .to_owned();
    for Module { name, readers, .. } in modules {
        for (request, ty) in readers {
            let _ = writeln!(text, "    ({request:?}, |it| again::<{name}::{ty}>(it)),");
        }
    }
    text + "];\n"
}

fn write_if_new(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    let parent = path.parent().context("a file has a folder")?;
    fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// What the compiler complains about, if it does.
fn compile(folder: &Path) -> Result<Option<String>> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(folder.join(PROGRAM)).args([
        "build",
        "--quiet",
        "--keep-going",
        "--message-format",
        "short",
    ]);
    cargo.env("CARGO_TARGET_DIR", target(folder)).env("RUSTFLAGS", "--cap-lints allow");
    let built = cargo.output().context("cannot run cargo")?;
    Ok((!built.status.success()).then(|| String::from_utf8_lossy(&built.stderr).into_owned()))
}

/// Where cargo builds: beside the folder.
fn target(folder: &Path) -> std::path::PathBuf {
    folder.with_file_name("build").join(folder.file_name().unwrap_or_default())
}

/// The modules that errors point at, each with its first error.
fn blamed(errors: &str, modules: &[Module]) -> BTreeMap<String, String> {
    let names: BTreeSet<&str> = modules.iter().map(|it| it.name.as_str()).collect();
    let mut found = BTreeMap::new();
    for line in errors.lines() {
        let Some((place, error)) = line.split_once(": error") else { continue };
        let inside = place.rsplit_once("src/").map_or(place, |(_, inside)| inside);
        let module = inside.split(['.', '/']).next().unwrap_or(inside);
        if names.contains(module) {
            found.entry(module.to_owned()).or_insert_with(|| format!("error{error}"));
        }
    }
    found
}

/// Runs instances, each by the reader that is named; a crash costs the instance that caused it.
pub(crate) fn run(folder: &Path, requests: &[(&str, &str)]) -> Result<Vec<Again>> {
    let program = target(folder).join("debug").join(format!("conformance{}", std::env::consts::EXE_SUFFIX));
    let file = folder.join(PROGRAM).join("instances.jsonl");
    let mut answers = Vec::with_capacity(requests.len());
    while answers.len() < requests.len() {
        let mut text = Vec::new();
        for request in &requests[answers.len()..] {
            serde_json::to_writer(&mut text, request)?;
            writeln!(text)?;
        }
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
        let mut command = Command::new(&program);
        command.stdin(fs::File::open(&file)?).stderr(Stdio::null());
        let run = command.output().with_context(|| format!("cannot run {}", program.display()))?;
        for line in String::from_utf8_lossy(&run.stdout).lines() {
            answers.push(serde_json::from_str(line).context("the program prints JSON lines")?);
        }
        if !run.status.success() && answers.len() < requests.len() {
            answers.push(Again::Lost(format!("the program ended with {}", run.status)));
        } else if answers.len() != requests.len() {
            bail!("{} gave {} answers of {}", program.display(), answers.len(), requests.len());
        }
    }
    Ok(answers)
}

#[cfg(test)]
mod tests {
    use super::{BTreeMap, Generated, Module, blamed};

    #[test]
    fn errors_point_at_modules() {
        let modules = ["a", "b", "c"].map(|it| Module {
            name: it.into(),
            generated: Generated::default(),
            readers: BTreeMap::new(),
        });
        let errors = "types_0/src/a.rs:1:2: error[E0308]: mismatched types\nwarning: x\n\
            /x/src/y/types_1/src/b/checks.rs:3:4: error: no rules\n\
            types_0/src/a.rs:9:2: error: another\nerror: could not compile";
        let found: Vec<_> = blamed(errors, &modules).into_iter().collect();
        let expected = [("a", "error[E0308]: mismatched types"), ("b", "error: no rules")];
        assert_eq!(found, expected.map(|(module, error)| (module.to_owned(), error.to_owned())));
    }
}
