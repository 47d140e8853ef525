//! The scratch crate that compiles both tools' types and runs the instances through them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};
use isotype::config::{ExampleFile, Source};
use serde::{Deserialize, Serialize};

use super::stock::Stock;

/// One source's types by one tool, and the instances for them.
pub(crate) struct Program {
    /// Name of the program.
    name: String,
    /// Path of each type that there is, by the name that instances use.
    types: BTreeMap<String, String>,
    instances: Vec<Instance>,
    /// Types to compile; ours are in a crate already.
    stock: Option<Stock>,
}

/// An instance, as the program reads it.
#[derive(Serialize)]
struct Instance {
    ty: String,
    valid: bool,
    text: String,
}

/// What a program found.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Tally {
    /// Examples that were read.
    pub(crate) accepted: usize,
    /// Examples that came back as the same JSON.
    pub(crate) unchanged: usize,
    /// Counterexamples that were read.
    pub(crate) wrongly_accepted: usize,
    /// First error, where the program does not compile.
    pub(crate) compile_error: Option<String>,
}

impl Program {
    /// A program for the types of `source` that `tool` made.
    pub(crate) fn new(
        source: &Source,
        tool: &str,
        types: BTreeMap<String, String>,
        stock: Option<Stock>,
    ) -> Self {
        let instance = |it: &ExampleFile, valid| Instance {
            ty: it.ty.clone(),
            valid,
            text: String::from_utf8_lossy(&it.bytes).into_owned(),
        };
        let valid = source.examples.iter().map(|it| instance(it, true));
        let invalid = source.counterexamples.iter().map(|it| instance(it, false));
        let instances = valid.chain(invalid).collect();
        Self { name: format!("{}_{tool}", source.module), types, instances, stock }
    }

    /// Types that instances name and the tool did not make under that name.
    pub(crate) fn lacking(&self) -> BTreeSet<&str> {
        let named = self.instances.iter().map(|it| it.ty.as_str());
        named.filter(|it| !self.types.contains_key(*it)).collect()
    }

    fn text(&self) -> String {
        let mut text = String::from("mod judge;\n");
        if self.stock.is_some() {
            let _ = writeln!(text, "mod types {{ include!(\"{}.types.rs\"); }}", self.name);
        }
        text += "fn main() {\n    judge::run(&[\n";
        for (name, path) in &self.types {
            // A type without instances is compiled all the same; it needs no reader.
            if self.instances.iter().any(|it| it.ty == *name) {
                let _ = writeln!(text, "        ({name:?}, judge::again::<{path}>),");
            }
        }
        text + "    ]);\n}\n"
    }
}

/// Writes the crate.
pub(crate) fn write(folder: &Path, generated: &Path, programs: &[Option<Program>]) -> Result<()> {
    let source = folder.join("src/bin");
    if source.exists() {
        fs::remove_dir_all(&source).with_context(|| format!("cannot remove {}", source.display()))?;
    }
    fs::create_dir_all(&source).with_context(|| format!("cannot make {}", source.display()))?;
    let write = |path: &Path, text: &str| {
        fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
    };
    let mut dependencies: BTreeMap<&str, &str> = BTreeMap::new();
    // Not in `bin`, where cargo would take it for a program.
    fs::create_dir_all(source.join("judge"))?;
    write(&source.join("judge/mod.rs"), include_str!("judge.rs"))?;
    for program in programs.iter().flatten() {
        write(&source.join(format!("{}.rs", program.name)), &program.text())?;
        write(&folder.join(format!("{}.json", program.name)), &serde_json::to_string(&program.instances)?)?;
        if let Some(stock) = &program.stock {
            write(&source.join(format!("{}.types.rs", program.name)), &stock.text)?;
            dependencies.extend(stock.dependencies.iter());
        }
    }
    let package = package_name(generated)?;
    let generated = generated.to_string_lossy();
    let mut manifest = format!(
        "[package]\nname = \"compare\"\nversion = \"0.0.0\"\nedition = \"2024\"\nautobins = false\n\n\
         [dependencies]\ngenerated = {{ package = {package:?}, path = {generated:?} }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n"
    );
    for (name, requirement) in dependencies {
        writeln!(manifest, "{name} = {requirement}")?;
    }
    for program in programs.iter().flatten() {
        write!(manifest, "\n[[bin]]\nname = {:?}\npath = \"src/bin/{0}.rs\"\n", program.name)?;
    }
    manifest += "\n# A crate of its own, though it lies in the project's folder.\n[workspace]\n";
    write(&folder.join("Cargo.toml"), &manifest)
}

fn package_name(generated: &Path) -> Result<String> {
    let manifest: toml::Table = crate::codegen::read_text(&generated.join("Cargo.toml"))?.parse()?;
    let name = manifest.get("package").and_then(|it| it.get("name")).and_then(toml::Value::as_str);
    Ok(name.context("our crate has no name; run `cargo xtask codegen` first")?.to_owned())
}

/// Compiles a program and runs the instances through it.
pub(crate) fn judge(folder: &Path, program: &Program) -> Result<Tally> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(folder).args(["build", "--quiet", "--bin", &program.name]);
    cargo.env("CARGO_TARGET_DIR", folder.join("target")).env("RUSTFLAGS", "--cap-lints allow");
    let built = cargo.output().context("cannot run cargo")?;
    if !built.status.success() {
        let text = String::from_utf8_lossy(&built.stderr);
        let first = text.lines().find(|it| it.starts_with("error")).unwrap_or("no reason given");
        return Ok(Tally { compile_error: Some(first.to_owned()), ..Tally::default() });
    }
    let exe = format!("{}{}", program.name, std::env::consts::EXE_SUFFIX);
    let instances = fs::File::open(folder.join(format!("{}.json", program.name)))?;
    let run = Command::new(folder.join("target/debug").join(&exe)).stdin(instances).output();
    let run = run.with_context(|| format!("cannot run {exe}"))?;
    serde_json::from_slice(&run.stdout).with_context(|| format!("{exe} ended with {}", run.status))
}
