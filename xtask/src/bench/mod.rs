//! `cargo xtask bench`: what reading, writing, generating and compiling cost.
//!
//! Two programs that nobody else should have to build for speed; cargo starts them, and their tables are Markdown.

mod compiling;
mod derived;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, anyhow, bail};
use isotype::config::{InputFile, Source};
use serde_json::Value;

use crate::compare::stock;
use crate::{Ending, codegen, report, workspace};

/// What `cargo xtask bench` is asked to do.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Leaves generating out, whose program takes minutes to build
    #[arg(long)]
    types_only: bool,
    /// Measures what the types cost to compile, and nothing else
    #[arg(long)]
    compiling: bool,
    /// How often `--compiling` builds what it has built once; the least counts
    #[arg(long, default_value_t = 1, requires = "compiling")]
    rounds: usize,
    /// More documents whose generating is measured
    documents: Vec<PathBuf>,
}

/// Synthetic documents by their numbers of definitions.
const SYNTHETIC: [&str; 3] = ["100", "1000", "10000"];

/// Runs the task.
pub(crate) fn run(args: &Args) -> Result<Ending> {
    let folder = workspace::root().join("target/bench/typify");
    draw_stock(&folder)?;
    if args.compiling {
        compiling::run(&folder, args.rounds)?;
        return Ok(Ending::Done);
    }
    if !measure(&["--package", "isotype-bench", "--features", "typify"], &[], &folder)? {
        return Ok(Ending::Refused);
    }
    if args.types_only {
        return Ok(Ending::Done);
    }
    report::out_line("\nGenerating:\n");
    let real = of_packages()?.into_iter().chain(args.documents.iter().cloned()).map(|path| {
        let path = path.canonicalize().with_context(|| format!("cannot find {}", path.display()))?;
        path.into_os_string().into_string().map_err(|path| anyhow!("{} is no text", path.display()))
    });
    let real: Vec<String> = real.collect::<Result<_>>()?;
    let documents: Vec<&str> = SYNTHETIC.into_iter().chain(real.iter().map(String::as_str)).collect();
    let done = measure(&["--package", "isotype", "--example", "generating"], &documents, &folder)?;
    Ok(if done { Ending::Done } else { Ending::Refused })
}

/// Schemas of others that came with the packages we build: those that typify tests itself on.
fn of_packages() -> Result<Vec<PathBuf>> {
    let mut cargo = cargo();
    let found = cargo.args(["metadata", "--format-version", "1", "--offline"]).output();
    let found: Value = serde_json::from_slice(&found.context("cannot run cargo")?.stdout)?;
    let packages = found["packages"].as_array().into_iter().flatten();
    let typify =
        packages.filter(|it| it["name"] == "typify-impl").filter_map(|it| it["manifest_path"].as_str());
    let tests = typify.filter_map(|it| Some(Path::new(it).parent()?.join("tests")));
    let all = tests.flat_map(|it| ["vega.json", "github.json"].map(|name| it.join(name)));
    Ok(all.filter(|it| it.exists()).collect())
}

/// Has stock typify draw the types of each workload, in a file each.
fn draw_stock(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (module, schema) in stock_schemas()? {
        let file = InputFile { path: format!("{module}.json"), bytes: schema.to_string().into_bytes() };
        let drawn = match stock::generate(&Source::new(module, vec![file])) {
            Ok(drawn) => drawn,
            Err(reason) => bail!("typify does not take {module}: {reason}"),
        };
        let path = folder.join(format!("{module}.rs"));
        fs::write(&path, drawn.text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// The workloads' schemas, as typify takes them.
fn stock_schemas() -> Result<[(&'static str, Value); 3]> {
    let root = workspace::root();
    let read = |path: &str| codegen::read_text(&root.join(path));
    let workos = read("schemas/workos/data_integration_access_token_response.json")?;
    // What it draws for these two and for members of others has the same names.
    let pipedream = read("schemas/pipedream/connect_token.json")?
        .replace("ConfigurablePropAlertType", "AlertLevel")
        .replace("RunActionOptsStashId", "StashOption");
    let mut pipedream = serde_json::from_str(&pipedream)?;
    without_formats(&mut pipedream);
    let mut parcel: Value = serde_json::from_str(&read("tests/golden/objects/many_constraints.json")?)?;
    let mut parcel = parcel["schema"].take();
    // It panics on these.
    for keyword in ["if", "then", "else", "dependentRequired"] {
        parcel.as_object_mut().context("the case has a schema")?.remove(keyword);
    }
    Ok([("workos", serde_json::from_str(&workos)?), ("pipedream", pipedream), ("parcel", parcel)])
}

/// What is measured has no formats, and those of other types would need more crates.
fn without_formats(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, value| name != "format" || !value.is_string());
            members.values_mut().for_each(without_formats);
        }
        Value::Array(items) => items.iter_mut().for_each(without_formats),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Builds and runs one program; whether it came to its end.
fn measure(program: &[&str], args: &[&str], stock: &Path) -> Result<bool> {
    let mut cargo = cargo();
    cargo.args(["run", "--release"]).args(program).arg("--").args(args);
    cargo.env("ISOTYPE_BENCH_TYPIFY", stock);
    Ok(cargo.status().context("cannot run cargo")?.success())
}

fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(workspace::root());
    cargo
}
