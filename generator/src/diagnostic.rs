//! What generation tells the user: a finding with a place, a reason and a way out.

use serde::{Deserialize, Serialize};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is written for the type or source concerned.
    Error,
    /// A type is written; the user should know how the schema was read.
    Warning,
}

/// A place in a vendored file.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The file as the caller named it.
    pub file: String,
    /// Line, from 1; 0 when the finding concerns the whole file.
    pub line: usize,
    /// Column in characters, from 1; 0 when the finding concerns the whole file.
    pub column: usize,
    /// JSON Pointer of the value, empty for the root (RFC 6901).
    pub pointer: String,
}

impl Place {
    /// A file as a whole.
    pub fn of_file(file: &str) -> Self {
        Self { file: file.to_owned(), ..Self::default() }
    }
}

/// Another place that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Related {
    /// Where it is.
    pub place: Place,
    /// What stands there: one clause, lower case, no full stop.
    pub message: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Stable name of the kind of finding, in kebab case.
    pub code: &'static str,
    /// Where it is.
    pub place: Place,
    /// What is wrong: one clause, lower case, no full stop.
    pub message: String,
    /// What the user can do.
    pub help: Option<String>,
    /// Other places that it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
}

/// Collects findings while the stages go on.
#[derive(Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Records an error; the caller gets a handle to add help.
    pub fn error(&mut self, code: &'static str, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        self.push(Severity::Error, code, place, message.into())
    }

    /// Records a warning; the caller gets a handle to add help.
    pub fn warning(
        &mut self,
        code: &'static str,
        place: Place,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.push(Severity::Warning, code, place, message.into())
    }

    /// Whether anything stands in the way of writing the crate.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|it| it.severity == Severity::Error)
    }

    /// Takes over the findings of another collector.
    pub fn append(&mut self, other: Self) {
        self.found.extend(other.found);
    }

    /// All findings, sorted by place, each once.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.found.sort_by(|a, b| (&a.place, a.code, &a.message).cmp(&(&b.place, b.code, &b.message)));
        self.found.dedup();
        self.found
    }

    fn push(
        &mut self,
        severity: Severity,
        code: &'static str,
        place: Place,
        message: String,
    ) -> &mut Diagnostic {
        self.found.push(Diagnostic { severity, code, place, message, help: None, related: Vec::new() });
        let last = self.found.len() - 1;
        &mut self.found[last]
    }
}

impl Diagnostic {
    /// Adds what the user can do.
    pub fn help(&mut self, help: impl Into<String>) {
        self.help = Some(help.into());
    }

    /// Adds another place that it is about.
    pub fn related(&mut self, place: Place, message: impl Into<String>) -> &mut Self {
        self.related.push(Related { place, message: message.into() });
        self
    }
}

impl std::fmt::Display for Place {
    /// Writes `file:line:column`, as editors understand it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => write!(f, "{}", self.file),
            line => write!(f, "{}:{line}:{}", self.file, self.column),
        }
    }
}

impl std::fmt::Display for Diagnostic {
    /// Writes the finding in a few lines, without the text that it is about.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{severity}[{}]: {}\n  --> {}", self.code, self.message, self.place)?;
        if !self.place.pointer.is_empty() {
            write!(f, " #{}", self.place.pointer)?;
        }
        for it in &self.related {
            write!(f, "\n  {}: {}", it.place, it.message)?;
        }
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}
