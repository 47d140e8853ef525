//! The changes as people and programs read them: text for a terminal, Markdown for a pull request, JSON lines.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::api_change::Level;
use super::changes::{Changes, Fate, ModuleChange, TypeChange};
use super::prover::{Answer, Verdict};

/// Longer instances are cut, but for programs.
const SHOWN: usize = 300;

/// Text for a terminal.
pub(crate) fn text(changes: &Changes) -> String {
    let mut out = String::new();
    for module in &changes.modules {
        let _ = writeln!(out, "{}: {}", module.module, facts(module));
        for change in module.changed.iter().filter(|it| it.through.is_empty()) {
            let place = change.place.as_deref().unwrap_or_default();
            let _ = writeln!(out, "\n  {}", format!("{}  {place}", title(change)).trim_end());
            for (what, words) in lines(change) {
                let _ = writeln!(out, "    {what:<9} {words}");
            }
        }
        if module.changed.iter().any(|it| !it.through.is_empty()) {
            out.push_str("\n  and the types that hold these:\n");
        }
        for change in module.changed.iter().filter(|it| !it.through.is_empty()) {
            let _ = writeln!(out, "    {}, by {}", change.name, change.through.join(", "));
            for (what, words) in lines(change) {
                let _ = writeln!(out, "      {what:<9} {words}");
            }
        }
        out.push('\n');
    }
    let _ = writeln!(out, "{} -> {}: {}", changes.old, changes.new, summary(changes));
    out
}

/// Markdown for a pull request.
pub(crate) fn markdown(changes: &Changes) -> String {
    let mut out = format!(
        "### Types: {}\n\nFrom {} to {}.\n\n",
        summary(changes),
        code(&changes.old),
        code(&changes.new)
    );
    out.push_str(
        "| module | changed types | Rust API | readers | writers |\n| --- | --- | --- | --- | --- |\n",
    );
    for module in &changes.modules {
        let row = [
            code(&module.module),
            fate(module.fate)
                .map_or_else(|| format!("{} of {}", module.changed.len(), module.types), str::to_owned),
            strong(level(module.level)),
            strong(module.readers().name()),
            strong(module.writers().name()),
        ];
        let _ = writeln!(out, "| {} |", row.join(" | "));
    }
    out.push_str(
        "\nReaders have the old types and meet what is valid now; writers write what was valid before. \
         Of each that breaks, an instance shows it.\n",
    );
    for module in &changes.modules {
        for change in module.changed.iter().filter(|it| it.through.is_empty()) {
            let _ = writeln!(out, "\n#### `{}::{}`\n", module.module, title(change));
            if let Some(place) = &change.place {
                let _ = writeln!(out, "{}\n", code(place));
            }
            for (what, words) in lines(change) {
                let words =
                    words.strip_prefix("breaking").map_or(words.clone(), |it| format!("**breaking**{it}"));
                let _ = writeln!(out, "- {what}: {words}");
            }
        }
        let held: Vec<&TypeChange> = module.changed.iter().filter(|it| !it.through.is_empty()).collect();
        if !held.is_empty() {
            let _ = writeln!(
                out,
                "\n<details><summary>{} more of <code>{}</code> that hold these</summary>\n",
                held.len(),
                module.module
            );
            for change in held {
                let by: Vec<String> = change.through.iter().map(|it| code(it)).collect();
                let verdicts = lines(change).into_iter().map(|(what, words)| format!("{what} {words}"));
                let verdicts: Vec<String> = verdicts.collect();
                let _ =
                    writeln!(out, "- {}, by {}: {}", code(&change.name), by.join(", "), verdicts.join("; "));
            }
            out.push_str("\n</details>\n");
        }
    }
    out
}

/// JSON lines: one a type that changed, one a module, and the summary.
pub(crate) fn json_lines(changes: &Changes) -> Vec<String> {
    let mut out = Vec::new();
    for module in &changes.modules {
        out.extend(module.changed.iter().map(|it| type_line(module, it).to_string()));
        let line = json!({
            "reason": "module",
            "module": module.module,
            "fate": word(module.fate),
            "types": module.types,
            "changed": module.changed.len(),
            "rust_api": level(module.level),
            "readers": module.readers().name(),
            "writers": module.writers().name(),
        });
        out.push(line.to_string());
    }
    let line = json!({
        "reason": "summary",
        "old": changes.old,
        "new": changes.new,
        "rust_api": level(changes.level()),
        "readers": changes.readers().name(),
        "writers": changes.writers().name(),
    });
    out.push(line.to_string());
    out
}

fn type_line(module: &ModuleChange, change: &TypeChange) -> Value {
    let schema = change.schema.iter().map(|it| json!({ "pointer": it.pointer, "words": it.words }));
    let api = change.api.iter().map(|it| json!({ "level": it.level.name(), "words": it.words }));
    let verdict = |it: &Verdict| match it {
        Verdict::Safe => json!({ "verdict": "safe" }),
        Verdict::Breaking { instance } => json!({ "verdict": "breaking", "instance": instance }),
        Verdict::Unknown { reason } => json!({ "verdict": "unknown", "why": reason }),
    };
    json!({
        "reason": "type",
        "module": module.module,
        "type": change.name,
        "old_name": change.old_name,
        "place": change.place,
        "fate": word(change.fate),
        "schema": schema.collect::<Vec<_>>(),
        "rust_api": api.collect::<Vec<_>>(),
        "readers": change.answer.as_ref().map(|it| verdict(&it.readers)),
        "writers": change.answer.as_ref().map(|it| verdict(&it.writers)),
        "through": change.through,
    })
}

fn summary(changes: &Changes) -> String {
    let (readers, writers) = (changes.readers().name(), changes.writers().name());
    format!("Rust API {}, readers {readers}, writers {writers}", level(changes.level()))
}

fn facts(module: &ModuleChange) -> String {
    match module.fate {
        Fate::New => "the module is new".to_owned(),
        Fate::Gone => "the module is gone; Rust API breaking".to_owned(),
        Fate::Kept if module.changed.is_empty() && module.level.is_none() => "unchanged".to_owned(),
        Fate::Kept => format!(
            "{} of {} types changed; Rust API {}, readers {}, writers {}",
            module.changed.len(),
            module.types,
            level(module.level),
            module.readers().name(),
            module.writers().name(),
        ),
    }
}

fn title(change: &TypeChange) -> String {
    match &change.old_name {
        Some(old) => format!("{} (was {old})", change.name),
        None => change.name.clone(),
    }
}

/// What is said of a type, each with its heading.
fn lines(change: &TypeChange) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    lines.extend(change.schema.iter().map(|it| ("schema", format!("{} {}", code(&it.pointer), it.words))));
    lines.extend(change.api.iter().map(|it| ("Rust API", format!("{}: {}", it.level.name(), it.words))));
    if let Some(Answer { readers, writers }) = &change.answer {
        lines.push(("readers", verdict(readers, "is valid now, the old types refuse it")));
        lines.push(("writers", verdict(writers, "was valid before, the new types refuse it")));
    }
    lines
}

fn verdict(verdict: &Verdict, breaking: &str) -> String {
    match verdict {
        Verdict::Safe => "safe".to_owned(),
        Verdict::Breaking { instance } => format!("breaking: {} {breaking}", code(&shortened(instance))),
        Verdict::Unknown { reason } => format!("unknown: {reason}"),
    }
}

fn shortened(instance: &Value) -> String {
    let text = instance.to_string();
    if text.chars().count() <= SHOWN {
        return text;
    }
    text.chars().take(SHOWN).chain(['…']).collect()
}

/// A code span, also of a text with backticks.
fn code(text: &str) -> String {
    let fence = if text.contains('`') { "``" } else { "`" };
    format!("{fence}{text}{fence}")
}

fn strong(word: &str) -> String {
    if word == "breaking" { format!("**{word}**") } else { word.to_owned() }
}

fn level(level: Option<Level>) -> &'static str {
    level.map_or("unchanged", Level::name)
}

fn fate(fate: Fate) -> Option<&'static str> {
    match fate {
        Fate::Kept => None,
        Fate::New => Some("all: the module is new"),
        Fate::Gone => Some("all: the module is gone"),
    }
}

fn word(fate: Fate) -> &'static str {
    match fate {
        Fate::Kept => "kept",
        Fate::New => "new",
        Fate::Gone => "gone",
    }
}
