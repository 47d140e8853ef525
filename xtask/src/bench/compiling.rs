//! What generated types cost to compile: ours, the same with serde's derives, and stock typify's.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::derived;
use crate::{codegen, report, workspace};

/// Types of Pipedream that reach most others; all three have them under these names.
const ROOTS: [&str; 9] = [
    "ConfigurePropResponse",
    "ConnectUsageResponse",
    "CreateTokenResponse",
    "GetAccountsResponse",
    "GetComponentResponse",
    "GetTriggerEventsResponse",
    "GetTriggersResponse",
    "GetUsersResponse",
    "RunActionOpts",
];

/// Checking is short: the least of as many counts.
const CHECKS: usize = 3;

/// A crate of types, with a program that reads and writes the roots.
struct Subject {
    name: &'static str,
    /// Where the types are found.
    path: &'static str,
    features: &'static [&'static str],
}

const SUBJECTS: [Subject; 4] = [
    Subject { name: "ours", path: "ours::pipedream", features: &[] },
    Subject { name: "ours_direct", path: "ours_direct::pipedream", features: &["direct"] },
    Subject { name: "derived", path: "derived", features: &[] },
    Subject { name: "typify", path: "typify", features: &[] },
];

/// What ours are on top of: the runtime without any source, which is checked once for all of them.
const RUNTIME: Subject = Subject { name: "runtime", path: "", features: &[] };

/// Builds them, each as often as said, and prints the tables.
pub(super) fn run(stock: &Path, rounds: usize) -> Result<()> {
    let folder = workspace::root().join("target/bench/compiling");
    for subject in SUBJECTS.iter().chain([&RUNTIME]) {
        write(&folder, subject, stock)?;
    }
    let names = SUBJECTS.iter().chain([&RUNTIME]).map(|it| it.name);
    let members: Vec<String> = names.clone().map(|it| format!("{it:?}")).collect();
    let manifest = format!(
        "[workspace]\nresolver = \"2\"\nmembers = [{}]\n\n[profile.release]\nstrip = true\n",
        members.join(", ")
    );
    fs::write(folder.join("Cargo.toml"), manifest).context("cannot write the manifest")?;
    fs::copy(workspace::root().join("Cargo.lock"), folder.join("Cargo.lock")).context("no lock file")?;
    report::out_line("Compiling Pipedream's types, in seconds of CPU; dependencies are built before.\n");
    report::out_line("`cargo check` of the types:\n");
    let mut checked = measured(&folder, "check", rounds.max(CHECKS), names)?;
    let runtime = checked.pop().unwrap_or_default();
    table(&["seconds", "/ derived", "/ typify"], &ratios(&checked));
    report::out_line(&format!("\n{runtime:.2} seconds of ours are the runtime, which all sources share."));
    report::out_line("\n`cargo build --release` with a program that reads and writes nine of them:\n");
    let built = measured(&folder, "build", rounds.max(1), SUBJECTS.iter().map(|it| it.name))?;
    let built = ratios(&built);
    let sizes = SUBJECTS.iter().map(|it| size(&folder, it)).collect::<Result<Vec<f64>>>()?;
    let rows: Vec<Vec<String>> =
        built.into_iter().zip(ratios(&sizes)).map(|(a, b)| [a, b].concat()).collect();
    table(&["seconds", "/ derived", "/ typify", "program, stripped, KiB", "/ derived", "/ typify"], &rows);
    Ok(())
}

fn table(columns: &[&str], rows: &[Vec<String>]) {
    report::out_line(&format!("| types | {} |", columns.join(" | ")));
    report::out_line(&format!("| --- |{}", " --- |".repeat(columns.len())));
    for (subject, row) in SUBJECTS.iter().zip(rows) {
        report::out_line(&format!("| {} | {} |", subject.name, row.join(" | ")));
    }
}

/// What each subject costs, and how much that is of what the last two do.
fn ratios(costs: &[f64]) -> Vec<Vec<String>> {
    let [.., derived, typify] = costs else { return Vec::new() };
    costs.iter().map(|it| [*it, it / derived, it / typify].map(|it| format!("{it:.2}")).to_vec()).collect()
}

/// The size of a subject's program.
fn size(folder: &Path, subject: &Subject) -> Result<f64> {
    let program = folder.join("target/release").join(format!("{}_program", subject.name));
    let bytes = fs::metadata(&program).with_context(|| format!("no {}", program.display()))?.len();
    Ok(f64::from(u32::try_from(bytes / 1024)?))
}

fn write(folder: &Path, subject: &Subject, stock: &Path) -> Result<()> {
    let Subject { name, path, features } = subject;
    let own = folder.join(name);
    fs::create_dir_all(own.join("src")).with_context(|| format!("cannot make {}", own.display()))?;
    let generated = workspace::root().join("generated");
    let (library, source) = match *name {
        "derived" => {
            let module = codegen::read_text(&generated.join("src/pipedream/mod.rs"))?;
            ("src/lib.rs".to_owned(), derived::types(&module)?)
        }
        "typify" => {
            let module = codegen::read_text(&stock.join("pipedream.rs"))?;
            ("src/lib.rs".to_owned(), format!("#![allow(warnings)]\n{module}"))
        }
        _ => (generated.join("src/lib.rs").display().to_string(), String::new()),
    };
    let edition = if source.is_empty() { "2024" } else { "2021" };
    let dependencies = if source.is_empty() { own_dependencies(&generated)? } else { OF_OTHERS.to_owned() };
    let mut manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"{edition}\"\n\n\
         [lib]\npath = {library:?}\n\n[[bin]]\nname = \"{name}_program\"\npath = \"src/main.rs\"\n\n\
         {dependencies}\n[features]\n"
    );
    if source.is_empty() {
        let source: &[&str] = if path.is_empty() { &[] } else { &["pipedream"] };
        let on: Vec<String> = features.iter().chain(source).map(|it| format!("{it:?}")).collect();
        let _ = writeln!(manifest, "default = [{}]", on.join(", "));
        for feature in OF_OURS {
            let _ = writeln!(manifest, "{feature} = []");
        }
    } else {
        fs::write(own.join("src/lib.rs"), source).context("cannot write the types")?;
    }
    fs::write(own.join("Cargo.toml"), manifest).context("cannot write a manifest")?;
    let roots: &[&str] = if path.is_empty() { &[] } else { &ROOTS };
    let calls: Vec<String> = roots.iter().map(|it| format!("    once::<{path}::{it}>(&text);")).collect();
    fs::write(own.join("src/main.rs"), PROGRAM.replace("CALLS", &calls.join("\n")))
        .context("cannot write the program")
}

/// What derived types and typify's need, which has another engine for patterns.
const OF_OTHERS: &str = "[dependencies]\nregress = \"0.12\"\n\
    serde = { version = \"1\", features = [\"derive\"] }\n\
    serde_json = { version = \"1\", features = [\"float_roundtrip\"] }\n";

/// The dependencies that the generated crate always has.
fn own_dependencies(generated: &Path) -> Result<String> {
    let manifest: toml::Table = codegen::read_text(&generated.join("Cargo.toml"))?.parse()?;
    let all = manifest.get("dependencies").and_then(toml::Value::as_table).into_iter().flatten();
    let always = all.filter(|(_, it)| it.get("optional").is_none());
    let always: toml::Table = always.map(|(name, it)| (name.clone(), it.clone())).collect();
    Ok(toml::Table::from_iter([("dependencies".to_owned(), toml::Value::Table(always))]).to_string())
}

/// The features that `generated/` tests for.
const OF_OURS: [&str; 11] =
    ["chrono", "clerk", "direct", "jiff", "pipedream", "schema", "schemars", "time", "url", "uuid", "workos"];

const PROGRAM: &str = "use std::io::Read as _;

fn once<T: serde::de::DeserializeOwned + serde::Serialize>(text: &str) {
    match serde_json::from_str::<T>(text) {
        Ok(value) => println!(\"{}\", serde_json::to_string(&value).unwrap_or_default()),
        Err(error) => println!(\"{error}\"),
    }
}

fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).expect(\"a text\");
CALLS
}
";

/// What each subject costs, its dependencies apart: the least of several rounds, one after the other so that the
/// neighbours' load is shared.
fn measured<'a>(
    folder: &Path,
    command: &str,
    rounds: usize,
    names: impl Iterator<Item = &'a str>,
) -> Result<Vec<f64>> {
    let commands: Vec<Vec<String>> = names.map(|it| commands(folder, command, it)).collect::<Result<_>>()?;
    let mut least = vec![f64::INFINITY; commands.len()];
    for _ in 0..rounds {
        for (least, commands) in least.iter_mut().zip(&commands) {
            let before = children()?;
            for line in commands {
                let status =
                    Command::new("sh").args(["-c", line]).current_dir(folder).stderr(Stdio::null()).status();
                if !status.context("cannot run sh")?.success() {
                    bail!("this failed the second time: {line}");
                }
            }
            *least = least.min(children()? - before);
        }
    }
    Ok(least)
}

/// Has cargo build a subject, and gives what it called the compiler with.
fn commands(folder: &Path, command: &str, name: &str) -> Result<Vec<String>> {
    let cargo = || {
        let mut cargo = super::cargo();
        cargo
            .current_dir(folder)
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_TARGET_DIR", folder.join("target"));
        cargo
    };
    let profile = if command == "check" { "--lib" } else { "--release" };
    // What is fresh would not be told.
    let mut clean = cargo();
    clean.args(["clean", "--quiet", "--package", name]);
    if command == "build" {
        clean.arg(profile);
    }
    clean.status().context("cannot run cargo")?;
    let told = cargo().args([command, "--verbose", "--package", name, profile]).output();
    let told = told.context("cannot run cargo")?;
    let text = String::from_utf8_lossy(&told.stderr);
    let lines = text.lines().filter_map(|it| it.trim().strip_prefix("Running `")?.strip_suffix('`'));
    let own = [format!("--crate-name {name} "), format!("--crate-name {name}_program ")];
    let found: Vec<String> =
        lines.filter(|it| own.iter().any(|own| it.contains(own.as_str()))).map(str::to_owned).collect();
    if !told.status.success() || found.is_empty() {
        bail!("cargo did not build {name}:\n{text}");
    }
    Ok(found)
}

/// Seconds of CPU that programs which we started have used, as Linux tells it.
fn children() -> Result<f64> {
    let text = fs::read_to_string("/proc/self/stat").context("this needs Linux's /proc")?;
    let mut fields = text.rsplit(") ").next().unwrap_or_default().split(' ');
    // `cutime`, in hundredths.
    let spent = fields.nth(13).and_then(|it| it.parse::<u32>().ok());
    Ok(f64::from(spent.context("/proc/self/stat has another form")?) / 100.0)
}
