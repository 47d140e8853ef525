//! Compares a hand-written `Cargo.toml` with what the generated code uses.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;
use isotype::diagnostic::{Diagnostic, Place, Severity};
use isotype::{Dependency, Generated};

use crate::{codegen, package, sync, workspace};

/// One error for each dependency that the crate in `out` has to have and does not.
pub(crate) fn missing(out: &Path, made: &[Generated]) -> Result<Vec<Diagnostic>> {
    let path = out.join("Cargo.toml");
    if sync::is_generated_or_missing(&path)? {
        return Ok(Vec::new());
    }
    let text = codegen::read_text(&path)?;
    let file = workspace::shown(&path);
    let error = |code, message, help| Diagnostic {
        severity: Severity::Error,
        code,
        place: Place { file: file.clone(), ..Place::default() },
        message,
        help: Some(help),
        related: Vec::new(),
    };
    let manifest: toml::Table = match text.parse() {
        Ok(manifest) => manifest,
        Err(fault) => {
            let message = format!("the file is not TOML: {}", fault.message());
            return Ok(vec![error("cargo-manifest-not-read", message, "correct it by hand".to_owned())]);
        }
    };
    let needed: BTreeSet<&Dependency> = made.iter().flat_map(|it| &it.dependencies).collect();
    let lacking = needed.into_iter().filter_map(|it| Some((it, fault(it, &manifest)?)));
    let mut errors: Vec<Diagnostic> = lacking
        .map(|(dependency, fault)| {
            let help = format!("write under [dependencies]: {}", line(dependency));
            error("dependency-missing", fault, help)
        })
        .collect();
    for (feature, dependency) in isotype::optional_dependencies(&package::of(out)?.0.features) {
        if let Some(fault) = fault(&dependency, &manifest) {
            let line = line(&dependency).replace(" }", ", optional = true }");
            let help = format!(
                "write under [dependencies]: {line}; and under [features], among what `{feature}` turns on: \"dep:{}\"",
                dependency.name
            );
            errors.push(error("dependency-missing", format!("for the feature `{feature}`, {fault}"), help));
        }
    }
    Ok(errors)
}

/// What is wrong with the manifest's line for a dependency.
fn fault(dependency: &Dependency, manifest: &toml::Table) -> Option<String> {
    let name = &dependency.name;
    let declared = manifest.get("dependencies").and_then(|it| it.get(name));
    let Some(declared) = declared else {
        return Some(format!("generated code uses `{name}`, which is no dependency of the crate"));
    };
    // What a workspace dependency offers stands elsewhere; cargo will tell.
    if declared.get("workspace").is_some() {
        return None;
    }
    let features = declared.get("features").and_then(toml::Value::as_array);
    let has = |feature: &str| features.is_some_and(|all| all.iter().any(|it| it.as_str() == Some(feature)));
    let is_default = |feature: &str| {
        feature == "std" && declared.get("default-features").and_then(toml::Value::as_bool) != Some(false)
    };
    let lacking: Vec<&str> = dependency.features.iter().map(String::as_str).collect();
    let lacking: Vec<&str> = lacking.into_iter().filter(|it| !has(it) && !is_default(it)).collect();
    (!lacking.is_empty())
        .then(|| format!("dependency `{name}` lacks the features `{}`", lacking.join("`, `")))
}

fn line(dependency: &Dependency) -> String {
    let Dependency { name, requirement, features } = dependency;
    let features = if features.is_empty() { String::new() } else { format!(", features = {features:?}") };
    format!("{name} = {{ version = \"{requirement}\", default-features = false{features} }}")
}

#[cfg(test)]
mod tests {
    use super::{fault, line};
    use isotype::Dependency;

    fn regex() -> Dependency {
        Dependency {
            name: "regex".into(),
            requirement: "1".into(),
            features: vec!["std".into(), "unicode".into()],
        }
    }

    #[track_caller]
    fn check(manifest: &str, expected: Option<&str>) {
        let manifest = manifest.parse().expect("test data is TOML");
        assert_eq!(fault(&regex(), &manifest).as_deref(), expected);
    }

    #[test]
    fn a_dependency_needs_its_features() {
        check("[dependencies]", Some("generated code uses `regex`, which is no dependency of the crate"));
        check(
            "[dependencies]\nregex = { version = \"1\", default-features = false, features = [\"std\"] }",
            Some("dependency `regex` lacks the features `unicode`"),
        );
        check("[dependencies]\nregex = { version = \"1\", features = [\"unicode\"] }", None);
        check("[dependencies]\nregex = { workspace = true }", None);
        let line = line(&regex());
        check(&format!("[dependencies]\n{line}"), None);
    }
}
