//! The scratch crates that hold the types, and the program that runs instances through them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use isotype::{CrateOptions, Generated};

/// Modules in a crate: as many crates as are compiled side by side, since each has a runtime of its own.
const CHUNK: usize = 120;

/// How long a single instance may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A folder of scratch crates.
pub(crate) struct Scratch {
    folder: PathBuf,
}

/// What became of an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Again {
    /// It was read, and written as this.
    Written(String),
    /// It was refused.
    Refused(String),
    /// A panic, a crash or no end.
    Lost(String),
}

/// The name of the module with a number.
pub(crate) fn module(number: usize) -> String {
    format!("s{number}")
}

impl Scratch {
    /// The folder; what lies there may be overwritten.
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Writes and compiles modules; gives the numbers of those that don't compile, and why.
    pub(crate) fn build(&self, modules: &BTreeMap<usize, Generated>) -> Result<BTreeMap<usize, String>> {
        let mut faults: BTreeMap<usize, String> = BTreeMap::new();
        loop {
            self.write(modules, &faults)?;
            let Some(errors) = self.compile()? else { return Ok(faults) };
            let found = blamed(&errors);
            if found.is_empty() || found.keys().all(|it| faults.contains_key(it)) {
                bail!("the scratch crates in {} do not compile:\n{errors}", self.folder.display());
            }
            faults.extend(found);
        }
    }

    fn write(&self, modules: &BTreeMap<usize, Generated>, faults: &BTreeMap<usize, String>) -> Result<()> {
        let good: Vec<(&usize, &Generated)> =
            modules.iter().filter(|(it, _)| !faults.contains_key(it)).collect();
        let mut manifest =
            "[package]\nname = \"audit\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n"
                .to_owned();
        let mut main =
            "//! Runs instances through the types.\n\nmod program;\n\nfn main() {\n    program::run(&["
                .to_owned();
        for (at, chunk) in good.chunks(CHUNK).enumerate() {
            let generated: Vec<Generated> = chunk.iter().map(|(_, it)| (*it).clone()).collect();
            let mut files = isotype::assemble(
                &generated,
                &CrateOptions { package: Some(format!("types_{at}")), ..CrateOptions::default() },
            );
            files.retain(|path, _| !path.starts_with("tests/"));
            for source in generated {
                files.extend(source.files);
            }
            files.entry("src/lib.rs".to_owned()).or_default().push_str(&readers(chunk));
            let folder = self.folder.join(format!("types_{at}"));
            if folder.exists() {
                fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
            }
            for (path, text) in files {
                write(&folder.join(path), &text)?;
            }
            writeln!(manifest, "types_{at} = {{ path = \"../types_{at}\", features = [\"direct\"] }}")?;
            write!(main, "types_{at}::TYPES, ")?;
        }
        manifest += "\n[profile.dev]\ndebug = false\nincremental = false\n\n[workspace]\n";
        main += "]);\n}\n";
        let program = self.program();
        write(&program.join("Cargo.toml"), &manifest)?;
        write(&program.join("src/main.rs"), &main)?;
        write(&program.join("src/program.rs"), include_str!("program.rs"))?;
        if !program.join("Cargo.lock").exists() {
            // The same versions as the project's, which are on this machine already.
            let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
            write(&program.join("Cargo.lock"), &fs::read_to_string(lock)?)?;
        }
        Ok(())
    }

    fn program(&self) -> PathBuf {
        self.folder.join("program")
    }

    fn target(&self) -> PathBuf {
        self.folder.join("target")
    }

    /// What the compiler complains about, if it does.
    fn compile(&self) -> Result<Option<String>> {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(self.program());
        cargo.args(["build", "--quiet", "--keep-going", "--message-format", "short"]);
        cargo.env("CARGO_TARGET_DIR", self.target()).env("RUSTFLAGS", "--cap-lints allow");
        let built = cargo.output().context("cannot run cargo")?;
        Ok((!built.status.success()).then(|| String::from_utf8_lossy(&built.stderr).into_owned()))
    }

    /// Runs instances, each through the type with a number; a crash costs the instance that caused it.
    pub(crate) fn run(&self, requests: &[(usize, &str)]) -> Result<Vec<Again>> {
        let program = self.target().join("debug").join(format!("audit{}", std::env::consts::EXE_SUFFIX));
        let file = self.folder.join("instances.txt");
        let mut answers = Vec::with_capacity(requests.len());
        while answers.len() < requests.len() {
            let mut lines = String::new();
            for (number, text) in &requests[answers.len()..] {
                writeln!(lines, "{number} {text}")?;
            }
            write(&file, &lines)?;
            answers.extend(answered(&program, &file, requests.len() - answers.len())?);
        }
        Ok(answers)
    }
}

/// The answers up to the end, or up to a crash, which is the last answer.
fn answered(program: &Path, instances: &Path, count: usize) -> Result<Vec<Again>> {
    let mut command = Command::new(program);
    command.stdin(fs::File::open(instances)?).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().with_context(|| format!("cannot run {}", program.display()))?;
    let out = child.stdout.take().context("the output is piped")?;
    let (sender, lines) = mpsc::channel();
    let reading = std::thread::spawn(move || {
        // The receiver is gone where the wait was too long.
        BufReader::new(out).lines().map_while(Result::ok).all(|line| sender.send(line).is_ok())
    });
    let mut answers = Vec::new();
    let mut reason = None;
    while answers.len() < count {
        match lines.recv_timeout(PATIENCE) {
            Ok(line) => answers.push(answer(&line)),
            Err(mpsc::RecvTimeoutError::Timeout) => {
                reason = Some(format!("no answer in {} s", PATIENCE.as_secs()));
                child.kill().context("cannot end the program")?;
                break;
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
        }
    }
    drop(lines);
    let status = child.wait()?;
    let _ = reading.join();
    if answers.len() < count {
        answers.push(Again::Lost(reason.unwrap_or_else(|| format!("the program ended with {status}"))));
    }
    Ok(answers)
}

fn answer(line: &str) -> Again {
    match (line.get(..1), line.get(1..).unwrap_or_default().to_owned()) {
        (Some("W"), text) => Again::Written(text),
        (Some("R"), reason) => Again::Refused(reason),
        (_, reason) => Again::Lost(reason),
    }
}

/// A table of the root types of a crate.
fn readers(modules: &[(&usize, &Generated)]) -> String {
    let mut text = "\n/// What a text is when it was read and written again, or why it is refused: the same by way of serde and\n\
        /// straight from the text.\n\
        fn again<T>(text: &str) -> Result<String, String>\nwhere\n    \
        T: serde::de::DeserializeOwned + serde::Serialize + for<'de> runtime::FromJson<'de> + runtime::ToJson,\n{\n    \
        let read = serde_json::from_str::<T>(text).map_err(|it| it.to_string());\n    \
        let written = read.and_then(|it| serde_json::to_string(&it).map_err(|it| it.to_string()));\n    \
        let read = T::from_json_str(text).map_err(|it| it.to_string());\n    \
        let straight = read.and_then(|it| it.to_json_vec().map_err(|it| it.to_string()));\n    \
        let straight = straight.map(|it| String::from_utf8_lossy(&it).into_owned());\n    \
        assert_eq!(straight, written, \"not the same straight from the text as by serde\");\n    \
        written\n}\n\n\
        /// The reader of every root type, by number.\n\
        pub static TYPES: &[(usize, fn(&str) -> Result<String, String>)] = &[\n"
        .to_owned();
    for (number, generated) in modules {
        if let Some(root) = generated.roots.first() {
            let _ = writeln!(text, "    ({number}, again::<{}::{root}>),", generated.module);
        }
    }
    text + "];\n"
}

/// The modules that errors point at, each with its first error.
fn blamed(errors: &str) -> BTreeMap<usize, String> {
    let mut found = BTreeMap::new();
    for line in errors.lines() {
        let Some((place, error)) = line.split_once(": error") else { continue };
        let inside = place.rsplit_once("src/").map_or(place, |(_, inside)| inside);
        let module = inside.split(['.', '/']).next().unwrap_or(inside);
        if let Some(number) = module.strip_prefix('s').and_then(|it| it.parse().ok()) {
            found.entry(number).or_insert_with(|| format!("error{error}"));
        }
    }
    found
}

fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    }
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
