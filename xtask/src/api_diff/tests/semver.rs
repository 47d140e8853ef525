//! `cargo-semver-checks` as a second judge of the Rust API, where it is installed.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

/// Breaking by its lints alone: variants in another order are other numbers to code that casts them. All code
/// compiles as before, which is what we ask.
const BY_ITS_LINTS: [&str; 1] = ["enum_reordered"];
/// Breaking by the compiler alone: types of fields, arguments and aliases are not looked at by its lints.
const BY_THE_COMPILER: [&str; 5] =
    ["bound_added", "items_bounded", "type_changed", "type_narrowed", "union_of_types_widened"];

/// Compares the modules that break in `folder/old` and `folder/new` with those that are known to.
pub(super) fn check(folder: &Path, known: &BTreeSet<&str>) {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap());
    cargo.current_dir(folder).args(["semver-checks", "--color", "never", "--release-type", "patch"]);
    let done = cargo.args(["--manifest-path", "new/Cargo.toml", "--baseline-root", "old"]).output().unwrap();
    let said = [done.stdout, done.stderr].map(|it| String::from_utf8_lossy(&it).into_owned()).concat();
    if !said.contains("semver requires") {
        assert!(said.contains("no such command"), "{said}");
        // Not `eprintln`, which is shown only where a test fails.
        let _ = writeln!(std::io::stderr(), "skipped: cargo-semver-checks is not installed");
        return;
    }
    let found = failed(&said);
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>();
    let known = known.iter().map(|it| (*it).to_owned()).collect();
    assert_eq!(only(&found, &known), BY_ITS_LINTS, "{said}");
    assert_eq!(only(&known, &found), BY_THE_COMPILER, "{said}");
}

/// The modules that failures are about; warnings are no verdict.
fn failed(said: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut is_failure = false;
    for line in said.lines() {
        if let Some(heading) = line.strip_prefix("--- ") {
            is_failure = heading.starts_with("failure ");
        }
        let modules = line.split("/src/").skip(1).filter_map(|it| it.split(['.', '/']).next());
        found.extend(modules.filter(|_| is_failure && line.contains(".rs:")).map(str::to_owned));
    }
    found
}
