//! A folder of its own for each test, and the command line in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) const SCHEMA: &str =
    r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Shop", "type": "string"}"#;
pub(crate) const SCHEMA_SUM: &str = "2f0ccdf109dc6347123351329ff9825d03f874b43e7889fca4810cb5372f2f99";

pub(crate) struct Project(pub(crate) PathBuf);

impl Project {
    /// A project with one good source.
    pub(crate) fn new(name: &str) -> Self {
        let project = Self::empty(name);
        project.put("schemas/shop/shop.json", SCHEMA);
        project.put("schemas/manifest.toml", &manifest(SCHEMA_SUM));
        project
    }

    /// A project with nothing in it.
    pub(crate) fn empty(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Writes a file in one step, as editors do: nobody who looks on sees half of it.
    pub(crate) fn put(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let written = self.0.join("being-written");
        fs::write(&written, text).unwrap();
        fs::rename(written, path).unwrap();
    }

    pub(crate) fn text(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap()
    }

    /// Runs codegen; returns what it printed.
    #[track_caller]
    pub(crate) fn check(&self, more: &[&str], code: i32) -> (String, String) {
        self.run(&[&["codegen", "--schemas", "schemas", "--out", "out"], more].concat(), code)
    }

    /// Runs a task; returns what it printed.
    #[track_caller]
    pub(crate) fn run(&self, arguments: &[&str], code: i32) -> (String, String) {
        let (found, out, err) = self.output(arguments);
        assert_eq!(found, Some(code), "{out}{err}");
        (out, err)
    }

    /// Runs a task; returns its exit code and what it printed.
    pub(crate) fn output(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let output =
            Command::new(env!("CARGO_BIN_EXE_xtask")).current_dir(&self.0).args(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    }
}

pub(crate) fn manifest(sum: &str) -> String {
    format!(
        r#"preset = "practical-2026-11"

[[source]]
module = "shop"
files = ["shop/shop.json"]
roots = "root"
origin = "https://example.com/shop.json"
retrieved = "2026-11-22"
[source.sha256]
"shop/shop.json" = "{sum}"
"#
    )
}
