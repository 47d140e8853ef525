//! What the command line says: findings, stale files, progress, one summary line.
//!
//! People read findings on standard error and the summary on standard output. With
//! `--message-format json` standard output holds JSON lines and nothing else, each with a `reason`.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use annotate_snippets::Renderer;
use clap::ValueEnum;
use isotype::diagnostic::Diagnostic;
use serde_json::{Value, json};

use crate::excerpt::{self, Files};

/// Who reads the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// People.
    Human,
    /// Programs: JSON lines.
    Json,
}

/// Prints; failing to print is nobody's failure.
pub(crate) struct Reporter {
    format: MessageFormat,
    colours: bool,
    progress: bool,
    quiet: bool,
    line_open: AtomicBool,
}

impl Reporter {
    /// A reporter for the terminal, file or pipe that standard error is.
    pub(crate) fn new(format: MessageFormat) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let human = format == MessageFormat::Human;
        let colours = terminal && human && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty());
        // Some CI pretends to be a terminal, and keeps all that is drawn over on a real one.
        let is_set = |name| std::env::var_os(name).is_some_and(|it| !it.is_empty());
        let drawable = terminal && !is_set("CI") && std::env::var_os("TERM").is_none_or(|it| it != "dumb");
        Self { format, colours, progress: drawable && human, quiet: false, line_open: AtomicBool::new(false) }
    }

    /// The same, saying only what is wrong or was asked for, where `quiet` is wished.
    pub(crate) fn quiet(self, quiet: bool) -> Self {
        Self { progress: self.progress && !quiet, quiet, ..self }
    }

    /// Prints findings sorted by place, under the folder of schemas that the user named.
    pub(crate) fn diagnostics(&self, diagnostics: Vec<Diagnostic>, schemas: &Path) {
        self.diagnostics_in(diagnostics, Files::below(schemas));
    }

    /// Prints findings sorted by place, with the texts that they are about.
    pub(crate) fn diagnostics_in(&self, mut diagnostics: Vec<Diagnostic>, mut files: Files) {
        diagnostics.sort_by(|a, b| (&a.place, a.code, &a.message).cmp(&(&b.place, b.code, &b.message)));
        if self.format == MessageFormat::Human {
            let renderer = if self.colours { Renderer::styled() } else { Renderer::plain() };
            for it in &diagnostics {
                self.error_line(&format!("{}\n", excerpt::draw(it, &mut files, &renderer)));
            }
            return;
        }
        for it in &mut diagnostics {
            for place in std::iter::once(&mut it.place).chain(it.related.iter_mut().map(|it| &mut it.place)) {
                place.file = files.shown(&place.file);
            }
        }
        self.json_only(&diagnostics);
    }

    /// Prints findings for programs; people would drown in them.
    pub(crate) fn json_only(&self, diagnostics: &[Diagnostic]) {
        if self.format == MessageFormat::Human {
            return;
        }
        for diagnostic in diagnostics {
            let mut value = json!(diagnostic);
            value["reason"] = json!("diagnostic");
            out_line(&value.to_string());
        }
    }

    /// Prints what `--check` found about one file; `change` is `changed`, `missing` or `left over`.
    pub(crate) fn stale(&self, path: &str, change: &str, diff: &[String]) {
        match self.format {
            MessageFormat::Human => {
                self.error_line(&format!("{} {path}", self.paint(YELLOW, &format!("{change}:"))));
                for line in diff {
                    let colour = match line.chars().next() {
                        Some('-') => RED,
                        Some('+') => GREEN,
                        _ => DIM,
                    };
                    self.error_line(&format!("    {}", self.paint(colour, line)));
                }
            }
            MessageFormat::Json => {
                let value = json!({"reason": "stale", "path": path, "change": change, "diff": diff});
                out_line(&value.to_string());
            }
        }
    }

    /// Prints a remark for people.
    pub(crate) fn note(&self, text: &str) {
        if self.format == MessageFormat::Human && !self.quiet {
            self.error_line(text);
        }
    }

    /// Prints where time went; `facts` is the same for programs.
    pub(crate) fn timing(&self, line: &str, mut facts: Value) {
        match self.format {
            MessageFormat::Human => self.error_line(line),
            MessageFormat::Json => {
                facts["reason"] = json!("timing");
                out_line(&facts.to_string());
            }
        }
    }

    /// Shows what is being done, on a terminal only; the next line printed takes its place.
    pub(crate) fn progress(&self, text: &str) {
        /// Of the narrowest terminal that people use: a line that wraps can't be taken away.
        const WIDTH: usize = 79;
        if self.progress {
            let text: String = text.chars().take(WIDTH).collect();
            let _ = write!(std::io::stderr(), "\r\x1b[K{}", self.paint(DIM, &text));
            let _ = std::io::stderr().flush();
            self.line_open.store(true, Ordering::Relaxed);
        }
    }

    /// Prints the one line at the end of what went well; `facts` is the same for programs.
    pub(crate) fn summary(&self, line: &str, facts: Value) {
        if self.format == MessageFormat::Human && self.quiet {
            self.clear();
            return;
        }
        self.conclude(line, facts);
    }

    /// Prints the one line at the end that nobody should miss.
    pub(crate) fn conclude(&self, line: &str, mut facts: Value) {
        self.clear();
        match self.format {
            MessageFormat::Human => out_line(line),
            MessageFormat::Json => {
                facts["reason"] = json!("summary");
                out_line(&facts.to_string());
            }
        }
    }

    /// Takes the progress line away.
    fn clear(&self) {
        if self.line_open.swap(false, Ordering::Relaxed) {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }

    fn error_line(&self, text: &str) {
        self.clear();
        let _ = writeln!(std::io::stderr(), "{text}");
    }

    fn paint(&self, colour: &str, text: &str) -> String {
        if self.colours { format!("{colour}{text}\x1b[0m") } else { text.to_owned() }
    }
}

const RED: &str = "\x1b[31m";
const GREEN: &str = "\x1b[32m";
const YELLOW: &str = "\x1b[1;33m";
const DIM: &str = "\x1b[2m";

/// Prints why a task could not be done at all.
pub(crate) fn failure(error: &anyhow::Error) {
    let _ = writeln!(std::io::stderr(), "error: {error:#}");
}

/// Prints one line on standard output.
pub(crate) fn out_line(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Rows of equal length as lines, each column as wide as its widest cell.
pub(crate) fn columns<R: AsRef<[String]>>(rows: &[R]) -> String {
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (column, cell) in row.as_ref().iter().enumerate() {
            let widths = rows.iter().filter_map(|it| it.as_ref().get(column));
            let width = widths.map(|it| it.chars().count()).max().unwrap_or(0);
            let cell = format!("{cell:width$}  ");
            line.push_str(&cell);
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}

/// `1 file`, `2 files`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
