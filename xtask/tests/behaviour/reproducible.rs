//! The same input gives the same bytes wherever, by whomever and whenever codegen runs.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::project::Project;

#[test]
fn two_places_two_users_one_crate() {
    let environments = [
        [("LC_ALL", "C"), ("TZ", "UTC"), ("HOME", "/"), ("COLUMNS", "20")],
        [("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Pacific/Kiritimati"), ("HOME", "/nowhere"), ("COLUMNS", "400")],
    ];
    let [here, there] =
        ["reproducible/a", "reproducible/another place/with ünicode/and depth"].map(Project::empty);
    let projects = [(&here, false), (&there, true)].map(|(project, backwards)| {
        let vendored = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("schemas");
        copy(&vendored, &project.0.join("schemas"), backwards);
        // What an earlier run kept lies beside the program: a copy has nothing.
        fs::create_dir_all(project.0.join("bin")).unwrap();
        fs::copy(env!("CARGO_BIN_EXE_xtask"), project.0.join("bin/xtask")).unwrap();
        project
    });
    for (project, environment) in projects.into_iter().zip(environments) {
        let output = Command::new(project.0.join("bin/xtask"))
            .current_dir(&project.0)
            .envs(environment)
            .args(["codegen", "--schemas", "schemas", "--out", "out"])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let (ours, theirs) = (files(&here.0.join("out")), files(&there.0.join("out")));
    assert!(ours.len() > 10, "{:?}", ours.keys());
    assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>());
    for (path, bytes) in &ours {
        assert!(bytes == &theirs[path], "{path} differs");
    }
}

/// Copies a folder; `backwards` makes its files in the other order, as the file system may list them in.
fn copy(from: &Path, to: &Path, backwards: bool) {
    fs::create_dir_all(to).unwrap();
    let mut paths: Vec<_> = fs::read_dir(from).unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    if backwards {
        paths.reverse();
    }
    for path in paths {
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target, backwards);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// All files below a folder by their paths in it.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut left = vec![root.to_path_buf()];
    while let Some(folder) = left.pop() {
        for path in fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()) {
            if path.is_dir() {
                left.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}
