//! Whatever happens to a run of codegen, the crate is the old one or the new one, whole.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use crate::project::Project;

/// The path of each file, and what it holds.
type Tree = BTreeMap<String, Vec<u8>>;

const STAGED: &str = ".codegen-staged";

/// Schemas of two versions, and what each becomes.
struct Versions {
    project: Project,
    old: Tree,
    new: Tree,
}

impl Versions {
    fn new(name: &str) -> Self {
        let project = Project::empty(name);
        put_schemas(&project, "old", |at| format!(r#"{{"title": "T{at}", "type": "string"}}"#));
        put_schemas(&project, "new", |at| {
            format!(
                r##"{{"title": "U{at}", "type": "object", "properties": {{"a": {{"enum": ["x", "y"]}},
                "b": {{"type": "array", "items": {{"$ref": "#"}}, "uniqueItems": true}}}}, "required": ["a"]}}"##
            )
        });
        // The name of the package is that of the folder.
        let [old, new] = ["old", "new"].map(|version| {
            let out = format!("{version}-crate/out");
            project.run(&["codegen", "--schemas", version, "--out", &out], 0);
            tree(&project.0.join(out))
        });
        Self { project, old, new }
    }

    /// Makes the crate the old one.
    fn reset(&self) {
        let out = self.project.0.join("out");
        let _ = fs::remove_dir_all(&out);
        for (path, text) in &self.old {
            let path = out.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }

    fn start(&self, schemas: &str) -> Child {
        let mut codegen = Command::new(env!("CARGO_BIN_EXE_xtask"));
        codegen.current_dir(&self.project.0).args(["codegen", "--schemas", schemas, "--out", "out"]);
        codegen.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// What the crate is now; panics where it is neither version and nothing tells how to go on.
    #[track_caller]
    fn state(&self) -> State {
        let out = self.project.0.join("out");
        let tree = tree(&out);
        if tree == self.old {
            return State::Old;
        }
        if tree == self.new {
            return State::New;
        }
        assert!(out.join(STAGED).join("journal.json").is_file(), "neither old nor new: {:?}", tree.keys());
        for (path, text) in &tree {
            let is_whole = [&self.old, &self.new].iter().any(|it| it.get(path) == Some(text));
            assert!(is_whole, "`{path}` is neither the old nor the new file");
        }
        State::Between
    }

    /// A run that nothing happens to makes it the new one.
    #[track_caller]
    fn finish(&self) {
        self.project.run(&["codegen", "--schemas", "new", "--out", "out"], 0);
        assert_eq!(self.state(), State::New);
        assert!(!self.project.0.join("out").join(STAGED).exists(), "nothing is left behind");
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Old,
    /// A journal says what is left to do.
    Between,
    New,
}

/// A folder of schemas with a manifest; sixteen sources, so that writing takes a while.
fn put_schemas(project: &Project, version: &str, schema: impl Fn(usize) -> String) {
    let mut manifest = "preset = \"practical-2026-11\"\n".to_owned();
    for at in 0..16 {
        project.put(&format!("{version}/s{at}.json"), &schema(at));
        let source = format!(
            "[[source]]\nmodule = \"s{at}\"\nfiles = [\"s{at}.json\"]\nroots = \"root\"\ndialect = \"2020-12\"\n\
             origin = \"https://example.com\"\nretrieved = \"2026-11-22\"\n[source.sha256]\n\"s{at}.json\" = \"\"\n"
        );
        manifest += &source;
    }
    project.put(&format!("{version}/manifest.toml"), &manifest);
    // Codegen prints the sums that are missing.
    let (_, err) = project.run(&["codegen", "--schemas", version, "--out", "none"], 2);
    for line in err.lines().filter_map(|it| it.split(" write ").nth(1)) {
        let (file, sum) = line.split_once(" = ").unwrap();
        manifest = manifest.replace(&format!("{file} = \"\""), &format!("{file} = {sum}"));
    }
    project.put(&format!("{version}/manifest.toml"), &manifest);
}

/// All files but those that wait.
fn tree(root: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                waiting.extend(Some(path).filter(|it| !it.ends_with(STAGED)));
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                tree.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    tree
}

/// A time below a limit that nobody foresees.
fn any_below(limit: Duration) -> Duration {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().subsec_nanos();
    let mixed = now.wrapping_mul(0x9E37_79B9).rotate_left(15).wrapping_mul(0x85EB_CA6B);
    limit.mul_f64(f64::from(mixed) / f64::from(u32::MAX))
}

/// `ISOTYPE_KILLS=300 cargo test -p xtask --test behaviour killed -- --nocapture` kills more often.
#[test]
fn a_run_that_is_killed_at_any_moment() {
    let kills = std::env::var("ISOTYPE_KILLS").ok().and_then(|it| it.parse().ok()).unwrap_or(30);
    let versions = Versions::new("killed");
    versions.reset();
    let began = Instant::now();
    versions.finish();
    let usual = began.elapsed();
    let mut seen: BTreeMap<State, usize> = BTreeMap::new();
    for at in 0..kills {
        versions.reset();
        let began = Instant::now();
        let mut run = versions.start("new");
        let staged = versions.project.0.join("out").join(STAGED);
        if at % 3 == 0 {
            std::thread::sleep(any_below(usual));
        } else {
            // Most of the time nothing is written: here the end comes soon after writing began.
            while !staged.exists() && run.try_wait().unwrap().is_none() && began.elapsed() < usual * 20 {
                std::hint::spin_loop();
            }
            std::thread::sleep(any_below(Duration::from_millis(12)));
        }
        run.kill().unwrap();
        run.wait().unwrap();
        *seen.entry(versions.state()).or_default() += 1;
        versions.finish();
    }
    eprintln!("{kills} kills: {seen:?}");
}

/// The same where there was no crate before.
#[test]
fn a_first_run_that_is_killed() {
    let mut versions = Versions::new("killed_first");
    versions.old = Tree::new();
    for _ in 0..6 {
        versions.reset();
        let mut run = versions.start("new");
        let staged = versions.project.0.join("out").join(STAGED);
        while !staged.exists() && run.try_wait().unwrap().is_none() {
            std::hint::spin_loop();
        }
        std::thread::sleep(any_below(Duration::from_millis(8)));
        run.kill().unwrap();
        run.wait().unwrap();
        versions.state();
        versions.finish();
    }
}

#[test]
fn runs_at_once_take_turns() {
    let versions = Versions::new("at_once");
    for _ in 0..4 {
        versions.reset();
        let mut runs: Vec<Child> =
            ["new", "old", "new", "old"].into_iter().map(|it| versions.start(it)).collect();
        for run in &mut runs {
            assert!(run.wait().unwrap().success());
        }
        assert_ne!(versions.state(), State::Between);
    }
    versions.finish();
}

/// Runs a script in which `$xtask` stands for the command line; gives its exit code and what it printed.
fn script(project: &Project, text: &str) -> (Option<i32>, String) {
    let mut shell = Command::new("sh");
    shell.current_dir(&project.0).env("xtask", env!("CARGO_BIN_EXE_xtask")).args(["-c", text]);
    let output = shell.output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn files_that_can_not_be_written_whole() {
    let versions = Versions::new("too_large");
    // The largest file that is written has 6 to 8 KiB; a block is half of one.
    for blocks in [0, 1, 4, 8, 12] {
        versions.reset();
        // Writing fails where it would be killed otherwise.
        let limited = format!("trap '' XFSZ; ulimit -f {blocks}; \"$xtask\" codegen --schemas new --out out");
        let (code, said) = script(&versions.project, &limited);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("cannot write"), "{said}");
        assert_eq!(versions.state(), State::Old);
        versions.finish();
    }
}

/// Whether file systems can be mounted that only one process sees.
fn has_namespaces() -> bool {
    let tried = Command::new("unshare").args(["-m", "mount", "-t", "tmpfs", "none", "/mnt"]).output();
    let has = tried.is_ok_and(|it| it.status.success());
    if !has {
        eprintln!("not tested here: nothing can be mounted");
    }
    has
}

#[test]
fn a_full_disk() {
    if !has_namespaces() {
        return;
    }
    let versions = Versions::new("full");
    let mut failed = 0;
    for kib in [300, 400, 500, 600, 800, 1200] {
        versions.reset();
        // The crate moves to a small disk and back again; the code of codegen is that of the script.
        let full = format!(
            "unshare -m sh -c 'mkdir disk && mount -t tmpfs -o size={kib}k none disk && cp -r out/. disk && \
             rm -r out && ln -s disk out && \"$xtask\" codegen --schemas new --out out; code=$?; rm out; \
             mkdir out; cp -r disk/. out; exit $code'; code=$?; rmdir disk; exit $code"
        );
        let (code, said) = script(&versions.project, &full);
        if code == Some(0) {
            assert_eq!(versions.state(), State::New);
        } else {
            assert!(said.contains("o space left"), "{kib}: {said}");
            assert_ne!(versions.state(), State::New);
            failed += 1;
        }
        versions.finish();
    }
    assert!((1..6).contains(&failed), "{failed} of the disks were too small");
}

#[test]
fn a_folder_that_can_not_be_written() {
    if !has_namespaces() {
        return;
    }
    let versions = Versions::new("read_only");
    versions.reset();
    let read_only = "unshare -m sh -c 'mount --bind out out && mount -o remount,ro,bind out && \
        \"$xtask\" codegen --schemas new --out out'";
    let (code, said) = script(&versions.project, read_only);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("cannot make out/.codegen-staged"), "{said}");
    assert_eq!(versions.state(), State::Old);
    versions.finish();
}

#[test]
fn a_folder_of_someone_else() {
    let versions = Versions::new("foreign");
    versions.project.put("out/src/main.rs", "fn main() {}\n");
    let (_, said) = versions.project.run(&["codegen", "--schemas", "new", "--out", "out"], 2);
    assert!(said.contains("holds something else than a generated crate"), "{said}");
    let expected = Tree::from([("src/main.rs".to_owned(), b"fn main() {}\n".to_vec())]);
    assert_eq!(tree(&versions.project.0.join("out")), expected);
}

#[test]
fn a_folder_of_schemas_behind_a_link() {
    let versions = Versions::new("linked");
    let project = &versions.project;
    fs::create_dir_all(project.0.join("secret")).unwrap();
    fs::rename(project.0.join("new/s3.json"), project.0.join("secret/s3.json")).unwrap();
    std::os::unix::fs::symlink("../secret", project.0.join("new/inside")).unwrap();
    let manifest = project.text("new/manifest.toml").replace("\"s3.json\"", "\"inside/s3.json\"");
    project.put("new/manifest.toml", &manifest);
    versions.reset();
    let (_, said) = project.run(&["codegen", "--schemas", "new", "--out", "out"], 2);
    assert!(said.contains("error[file-outside]"), "{said}");
    assert_eq!(versions.state(), State::Old);
}
