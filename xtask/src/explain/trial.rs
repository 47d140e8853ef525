//! Instances, tried on the compiled types.

use std::collections::BTreeMap;

use anyhow::Result;
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

/// Types of a source, by their places in its description, of which the instances are to be tried.
pub(crate) type Asked<'a> = (&'a Explained, Vec<usize>);

/// Compiles the sources' types in a folder of this name, if they are not compiled yet, and tries the instances of
/// those asked for: of each source what came of them.
pub(crate) fn tried(name: &str, asked: &[Asked<'_>], reporter: &Reporter) -> Vec<Tried> {
    let failed = |reason| Tried { reason: Some(reason), ..Tried::default() };
    run(name, asked, reporter)
        .unwrap_or_else(|error| asked.iter().map(|_| failed(format!("{error:#}"))).collect())
}

fn run(name: &str, asked: &[Asked<'_>], reporter: &Reporter) -> Result<Vec<Tried>> {
    let folder = workspace::root().join("target/explain").join(name);
    let modules: Vec<Module> = asked.iter().map(|(explained, _)| module(explained)).collect();
    let mut faults = scratch::build(&folder, &modules, reporter)?;
    let mut all: Vec<Tried> = Vec::new();
    for (explained, types) in asked {
        let module = &explained.generated.module;
        if let Some(fault) = faults.remove(module) {
            all.push(Tried {
                reason: Some(format!("the types do not compile: {fault}")),
                ..Tried::default()
            });
            continue;
        }
        let mut instances: Vec<(&str, String, String)> = Vec::new();
        for ty in types.iter().map(|it| &explained.description.types[*it]) {
            let of_type = ty.accepted.iter().chain(&ty.refused);
            instances.extend(of_type.map(|it| (&*ty.name, reader(module, &ty.name), it.value.to_string())));
        }
        let requests: Vec<(&str, &str)> = instances.iter().map(|(_, it, text)| (&**it, &**text)).collect();
        let answers = scratch::run(&folder, &requests)?.into_iter().map(|answer| match answer {
            Again::Written(text) => Ok(text),
            Again::Refused(reason) | Again::Lost(reason) => Err(reason),
        });
        let keys = instances.iter().map(|(ty, _, text)| ((*ty).to_owned(), text.clone()));
        all.push(Tried { answers: keys.zip(answers).collect(), reason: None });
    }
    Ok(all)
}

/// A source's types, with a reader of each.
fn module(explained: &Explained) -> Module {
    let Explained { generated, description, .. } = explained;
    let name = &generated.module;
    let readers = description.types.iter().map(|it| (reader(name, &it.name), it.name.clone())).collect();
    Module { name: name.clone(), generated: generated.clone(), readers }
}

/// The name of a type's reader: sources have types of the same name.
fn reader(module: &str, ty: &str) -> String {
    format!("{module}::{ty}")
}
