//! One mutant through the whole generator.

use std::panic::{AssertUnwindSafe, catch_unwind};

use isotype::Generated;
use isotype::config::Source;
use isotype::diagnostic::Severity;

/// What is wrong, in words that are the same for the same fault.
pub(super) type Wrong = String;

/// What came of a mutant that has no fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Came {
    /// Types.
    Types,
    /// Errors for the user.
    Errors,
}

/// Errors about what is asked for besides the schemas; the types are what they would be without it.
const SUPERFLUOUS: [&str; 2] = ["allow-superfluous", "override-applies-to-nothing"];

/// Generates twice and looks at the result.
pub(super) fn trial(source: &Source) -> Result<Came, Wrong> {
    let (generated, found) = caught(|| isotype::generate(source))?;
    let error = found.iter().find(|it| it.severity == Severity::Error && !SUPERFLUOUS.contains(&it.code));
    if let Some(inside) = found.iter().find(|it| it.code == "internal-error") {
        return Err(format!("an error inside the generator: {}", line(&inside.message)));
    }
    if generated.is_none() && error.is_none() {
        return Err("nothing is generated, and no reason given".to_owned());
    }
    let (explained, again) = caught(|| isotype::explain(source))?;
    let explained = explained.map(|(generated, _)| generated);
    if found != again || files(generated.as_ref()) != files(explained.as_ref()) {
        return Err("another result the second time".to_owned());
    }
    if error.is_none() {
        for (path, text) in files(generated.as_ref()) {
            is_rust(path, text)?;
        }
    }
    caught(|| isotype::outline::outline(source))?;
    Ok(if error.is_none() { Came::Types } else { Came::Errors })
}

fn files(generated: Option<&Generated>) -> Vec<(&String, &String)> {
    generated.into_iter().flat_map(|it| &it.files).collect()
}

fn is_rust(path: &str, text: &str) -> Result<(), Wrong> {
    if let Err(error) = caught(|| syn::parse_file(text))? {
        return Err(format!("{path} is no Rust: {}", line(&error.to_string())));
    }
    // rustc refuses them in comments and literals.
    let turns = |it: char| matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\0');
    match text.lines().find(|it| it.contains(turns)) {
        Some(_) => Err(format!("{path} holds a character that turns the text around")),
        None => Ok(()),
    }
}

fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Wrong> {
    catch_unwind(AssertUnwindSafe(work))
        .map_err(|_| format!("a panic: {}", line(&super::watch::last_panic())))
}

fn line(text: &str) -> String {
    text.lines().next().unwrap_or_default().chars().take(200).collect()
}
