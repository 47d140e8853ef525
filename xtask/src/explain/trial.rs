//! Instances, tried on the compiled types.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use serde_json::Value;

use super::Explained;
use crate::conformance::scratch::{self, Again, Module};
use crate::report::Reporter;
use crate::workspace;

/// What types made of instances.
#[derive(Default)]
pub(crate) struct Tried {
    /// What a type, by its name, made of a text.
    answers: BTreeMap<(String, String), Result<String, String>>,
    /// Why nothing was tried.
    pub(crate) reason: Option<String>,
}

impl Tried {
    /// What a type made of an instance: how it was written again, or why it was refused.
    pub(crate) fn of(&self, ty: &str, value: &Value) -> Option<&Result<String, String>> {
        self.answers.get(&(ty.to_owned(), value.to_string()))
    }
}

/// Compiles the source's types, if they are not compiled yet, and tries the instances of those asked for.
pub(crate) fn tried(explained: &Explained, types: &[usize], reporter: &Reporter) -> Tried {
    run(explained, types, reporter)
        .unwrap_or_else(|error| Tried { reason: Some(format!("{error:#}")), ..Tried::default() })
}

fn run(explained: &Explained, types: &[usize], reporter: &Reporter) -> Result<Tried> {
    let Explained { generated, description, .. } = explained;
    let folder = workspace::root().join("target/explain").join(&generated.module);
    let readers = description.types.iter().map(|it| (it.name.clone(), it.name.clone()));
    let module =
        Module { name: generated.module.clone(), generated: generated.clone(), readers: readers.collect() };
    let faults = scratch::build(&folder, &[module], reporter)?;
    ensure!(faults.is_empty(), "the types do not compile: {}", faults.into_values().collect::<String>());
    let mut asked: Vec<(&str, String)> = Vec::new();
    for ty in types.iter().map(|it| &description.types[*it]) {
        let instances = ty.accepted.iter().chain(&ty.refused);
        asked.extend(instances.map(|it| (ty.name.as_str(), it.value.to_string())));
    }
    let requests: Vec<(&str, &str)> = asked.iter().map(|(ty, text)| (*ty, text.as_str())).collect();
    let mut answers = BTreeMap::new();
    for (answer, (ty, text)) in scratch::run(&folder, &requests)?.into_iter().zip(&asked) {
        let answer = match answer {
            Again::Written(text) => Ok(text),
            Again::Refused(reason) | Again::Lost(reason) => Err(reason),
        };
        answers.insert(((*ty).to_owned(), text.clone()), answer);
    }
    Ok(Tried { answers, reason: None })
}
