//! A user's code against both versions: the compiler is the judge of what is said of the Rust API.
//!
//! The code uses all that the old API offers, so it compiles with the old types, and with the new ones just
//! where the change is no breaking one. `cargo-semver-checks` does not look at the types of fields and arguments,
//! which is what changes of a schema change most: it comes second.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use isotype::CrateOptions;
use isotype::Generated;

use super::{Case, cases, source};
use crate::api_diff::api::{self, Api, Entry, Fact};
use crate::api_diff::api_change::arguments;
use crate::report::{MessageFormat, Reporter};
use crate::{codegen, generation, sync, workspace};

#[test]
fn the_compiler_agrees_on_what_breaks() {
    let cases = cases();
    let folder = workspace::root().join("target/diff/user");
    let [old, new] = [|it: &Case| it.old.clone(), |it: &Case| it.new.clone()].map(|of| {
        let sources: Vec<_> = cases.iter().map(|(name, it)| source(name, it, &of(it))).collect();
        let made = generation::run(&sources, &Reporter::new(MessageFormat::Human)).unwrap();
        made.into_iter().map(|it| it.generated.unwrap()).collect::<Vec<Generated>>()
    });
    for (name, made) in [("old", &old), ("new", &new)] {
        write_types(&folder.join(name), made);
    }
    let apis: BTreeMap<&str, Api> = old.iter().map(|it| (it.module.as_str(), api::of(it).unwrap())).collect();
    write_user(&folder.join("code"), &apis);
    assert_eq!(refused(&folder, "old"), BTreeMap::new(), "the code is for the old types");
    let refused = refused(&folder, "new");
    let known = cases.iter().filter(|(_, it)| it.rust_api == "breaking");
    let known: BTreeSet<&str> = known.map(|(name, _)| name.as_str()).collect();
    let found: BTreeSet<&str> = refused.keys().map(String::as_str).collect();
    assert_eq!(found, known, "{refused:#?}");
    super::semver::check(&folder, &known);
}

fn write_types(folder: &Path, made: &[Generated]) {
    let options = CrateOptions { package: Some("types".to_owned()), ..CrateOptions::default() };
    let mut files = codegen::crate_files(made, &options).unwrap();
    files.retain(|path, _| !path.starts_with("tests/"));
    sync::compare(folder, &files).unwrap().write().unwrap();
}

/// A module a case; `lib.rs` has one value of every type, for free.
fn write_user(folder: &Path, apis: &BTreeMap<&str, Api>) {
    let mut lib = "pub fn make<T>() -> T {\n    loop {}\n}\n\n".to_owned();
    fs::create_dir_all(folder.join("src")).unwrap();
    for (module, api) in apis {
        let _ = writeln!(lib, "mod {module};");
        fs::write(folder.join("src").join(format!("{module}.rs")), program(module, api)).unwrap();
    }
    fs::write(folder.join("src/lib.rs"), lib).unwrap();
}

/// Code that uses an API; it is compiled and never run.
fn program(module: &str, api: &Api) -> String {
    let mut text = format!(
        "#![allow(unused)]\nuse crate::make;\nuse std::collections::BTreeMap;\nuse serde_json::Value;\n\
         use types::runtime::*;\nuse types::{module}::*;\n\n"
    );
    for (name, entry) in &api.items {
        // What borrows would have to be given a lifetime here.
        if entry.borrows || entry.facts.values().any(|it| it.contains("'a")) {
            continue;
        }
        let _ = writeln!(text, "fn use_{}(it: {name}) {{", name.to_lowercase());
        for line in uses(name, entry) {
            let _ = writeln!(text, "    {line}");
        }
        text.push_str("}\n\n");
    }
    text
}

fn uses(name: &str, entry: &Entry) -> Vec<String> {
    let mut lines = Vec::new();
    let names = |of: fn(&Fact) -> Option<&String>| entry.facts.keys().filter_map(of).collect::<Vec<_>>();
    let fields = names(|it| if let Fact::Field(name) = it { Some(name) } else { None });
    let more = if entry.non_exhaustive { ".." } else { "" };
    if entry.kind == "struct" && !fields.is_empty() {
        let fields: Vec<String> = fields.iter().map(|it| format!("{it}: _, ")).collect();
        lines.push(format!("let {name} {{ {}{more} }} = make::<{name}>();", fields.concat()));
    }
    if entry.kind == "enum" {
        let arm = |fact: &Fact| match fact {
            Fact::Variant(variant) => Some(format!("{name}::{variant} {{ .. }} => {{}} ")),
            _ => None,
        };
        let arms: String = entry.facts.keys().filter_map(arm).collect();
        let more = if entry.non_exhaustive { "_ => {}" } else { "" };
        lines.push(format!("match make::<{name}>() {{ {arms}{more} }}"));
    }
    lines.extend(entry.facts.iter().map(|(fact, detail)| use_of(name, entry, fact, detail)));
    lines
}

fn use_of(name: &str, entry: &Entry, fact: &Fact, detail: &str) -> String {
    match fact {
        Fact::Field(field) => format!("let _: {detail} = make::<{name}>().{field};"),
        Fact::Variant(variant) => match detail.strip_prefix('(').and_then(|it| it.strip_suffix(')')) {
            Some(inner) => format!("if let {name}::{variant}(inner) = make() {{ let _: {inner} = inner; }}"),
            None => format!("let _ = {name}::{variant};"),
        },
        Fact::Target if entry.kind == "type alias" => format!("let _: {detail} = make::<{name}>();"),
        Fact::Target => format!("let _ = <{name}>::try_from(make::<{detail}>());"),
        Fact::Constant(constant) => format!("let _: {detail} = {name}::{constant};"),
        Fact::Impl(it) if it.starts_with("conversions of") => String::new(),
        Fact::Impl(it) if it.contains(' ') => format!("let _: &str = make::<{name}>().as_str();"),
        Fact::Impl(it) if it.starts_with("From<") => {
            format!("let _ = <{name} as {it}>::from(make());")
        }
        Fact::Impl(it) => format!("{{ fn is<T: {}>() {{}} is::<{name}>(); }}", path(it)),
        Fact::Function(function) => {
            let arguments = arguments(detail);
            let value = |it: &String| {
                let ty = it.split_once(": ").map_or("", |(_, ty)| ty);
                let ty = ty.strip_prefix("impl Into<").and_then(|it| it.strip_suffix('>')).unwrap_or(ty);
                format!("make::<{ty}>()")
            };
            let given: Vec<String> = arguments.iter().filter(|it| it.contains(": ")).map(value).collect();
            let given = given.join(", ");
            if arguments.first().is_some_and(|it| it.ends_with("self")) {
                format!("let _ = make::<{name}>().{function}({given});")
            } else {
                format!("let _ = {name}::{function}({given});")
            }
        }
    }
}

/// Traits that the prelude does not name.
fn path(name: &str) -> String {
    match name {
        "Hash" => "std::hash::Hash".to_owned(),
        "Debug" | "Display" => format!("std::fmt::{name}"),
        "Deref" => format!("std::ops::{name}"),
        _ => name.to_owned(),
    }
}

/// The modules that do not compile with a version of the types, each with its first error.
fn refused(folder: &Path, version: &str) -> BTreeMap<String, String> {
    let package = folder.join("code");
    let manifest = format!(
        "[package]\nname = \"user\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[dependencies]\n\
         serde_json = \"1\"\ntypes = {{ path = \"../{version}\" }}\n\n\
         # A crate of its own, though it lies in the project's folder.\n[workspace]\n"
    );
    fs::write(package.join("Cargo.toml"), manifest).unwrap();
    // The same versions as the project's, which are on this machine already.
    fs::copy(workspace::root().join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap());
    cargo.current_dir(&package).args(["check", "--quiet", "--message-format", "short"]);
    cargo.env("CARGO_TARGET_DIR", folder.with_file_name("build")).env("RUSTFLAGS", "--cap-lints allow");
    let done = cargo.output().unwrap();
    let errors = String::from_utf8_lossy(&done.stderr).into_owned();
    let mut found = BTreeMap::new();
    for line in errors.lines() {
        let Some((place, error)) = line.split_once(": error") else { continue };
        let module = place.strip_prefix("src/").and_then(|it| it.split('.').next());
        let module = module.unwrap_or_else(|| panic!("the types do not compile: {errors}"));
        found.entry(module.to_owned()).or_insert_with(|| error.to_owned());
    }
    assert!(done.status.success() || !found.is_empty(), "{errors}");
    found
}
