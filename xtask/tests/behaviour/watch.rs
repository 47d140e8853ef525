//! `cargo xtask watch` from outside: a process that goes on while files change.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::project::{Project, SCHEMA};

const NUMBER: &str = r#"{"title": "Shop", "type": "object", "properties": {"open": {"type": "boolean"}}}"#;
/// Far more than a look at the files and a run of codegen take, on a machine that has other things to do.
const PATIENCE: Duration = Duration::from_secs(60);

/// The process, and what it prints.
pub(crate) struct Watch {
    process: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn start(project: &Project, more: &[&str]) -> Self {
        let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"));
        xtask.current_dir(&project.0).args(["watch", "--schemas", "schemas", "--out", "out"]).args(more);
        Self::spawn(xtask)
    }

    pub(crate) fn spawn(mut xtask: Command) -> Self {
        // Both outputs by one pipe, as on a terminal: lines come in the order in which they were written.
        let (output, input) = std::io::pipe().unwrap();
        let process = xtask.stdout(input.try_clone().unwrap()).stderr(input).spawn().unwrap();
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Self { process, lines }
    }

    /// Waits for a line with these words; all lines until there.
    #[track_caller]
    pub(crate) fn wait_for(&self, words: &str) -> String {
        let end = Instant::now() + PATIENCE;
        let mut before = String::new();
        while let Ok(line) = self.lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
            before = before + &line + "\n";
            if line.contains(words) {
                return before;
            }
        }
        panic!("`{words}` was not printed, only\n{before}");
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn what_changes_is_generated_and_errors_do_not_end_it() {
    let project = Project::new("watch");
    let watch = Watch::start(&project, &["--accept"]);
    let module = || project.text("out/src/shop.rs");
    watch.wait_for("1 source, ");
    assert!(!module().contains("open"), "{}", module());

    project.put("schemas/shop/shop.json", NUMBER);
    watch.wait_for("shop/shop.json changed");
    watch.wait_for("accepted shop/shop.json as it is");
    watch.wait_for("1 source, ");
    assert!(module().contains("pub open: Option<bool>"), "{}", module());

    let broken = &NUMBER[..NUMBER.len() - 3];
    project.put("schemas/shop/shop.json", broken);
    let said = watch.wait_for("1 error; nothing was written");
    assert!(said.contains("--> schemas/shop/shop.json:1:"), "{said}");
    assert!(module().contains("pub open: Option<bool>"), "{}", module());

    let manifest = project.text("schemas/manifest.toml");
    std::fs::remove_file(project.0.join("schemas/manifest.toml")).unwrap();
    watch.wait_for("error: cannot read schemas/manifest.toml");
    project.put("schemas/manifest.toml", &manifest);
    watch.wait_for("1 error; nothing was written");

    project.put("schemas/shop/shop.json", SCHEMA);
    watch.wait_for("1 source, ");
    assert!(!module().contains("open"), "{}", module());
}

#[test]
fn a_vendored_file_stays_pinned_unless_it_is_accepted() {
    let project = Project::new("watch-pinned");
    let watch = Watch::start(&project, &["--quiet"]);
    project.put("schemas/shop/shop.json", NUMBER);
    watch.wait_for("error[sum-differs]: `shop/shop.json` was changed");
    let (_, said) = project.run(&["vendor", "accept", "--schemas", "schemas", "shop/shop.json"], 0);
    assert_eq!(said, "accepted shop/shop.json as it is\n");
    let end = Instant::now() + PATIENCE;
    let is_written =
        || project.0.join("out/src/shop.rs").exists() && project.text("out/src/shop.rs").contains("open");
    while !is_written() {
        assert!(Instant::now() < end, "nothing was written");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// What Ctrl-C does.
#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_and_leaves_the_crate_whole() {
    use std::os::unix::process::ExitStatusExt as _;
    const SIGINT: i32 = 2;
    let project = Project::new("watch-interrupt");
    let mut watch = Watch::start(&project, &[]);
    watch.wait_for("1 source, ");
    let kill = Command::new("kill").args(["-INT", &watch.process.id().to_string()]).status().unwrap();
    assert!(kill.success());
    assert_eq!(watch.process.wait().unwrap().signal(), Some(SIGINT));
    project.check(&["--check"], 0);
}
