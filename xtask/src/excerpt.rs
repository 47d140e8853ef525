//! A finding as people see it: what it says, and the lines that it is about with carets below.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use isotype::config::InputFile;
use isotype::diagnostic::{Diagnostic, Place, Severity};

use crate::vendored::FOLDER;
use crate::workspace;

/// Longest JSON Pointer that is shown whole.
const POINTER: usize = 72;
/// Bytes of a line from which on a part of it is shown, and characters of it on either side of the mark.
const LONG: usize = 2000;
const AROUND: usize = 200;
/// Characters of a long line from one known place to the next.
const STEP: usize = 1024;

/// The files that findings are about, read as they are needed.
pub(crate) struct Files {
    /// The folder of the schemas.
    folder: PathBuf,
    texts: BTreeMap<String, Option<Text>>,
}

/// A text, and where its lines begin: it may be large, and many findings about it.
struct Text {
    whole: String,
    starts: Vec<usize>,
    /// Of each long line, by its number, where every so many of its characters begin.
    steps: BTreeMap<usize, Vec<usize>>,
}

impl Text {
    /// What is not UTF-8 is replaced.
    fn of(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let long = (1..).zip(text.split('\n')).filter(|(_, line)| line.len() > LONG);
        let steps = long.map(|(number, line)| {
            (number, line.char_indices().step_by(STEP).map(|(at, _)| at).collect::<Vec<_>>())
        });
        let steps = steps.collect();
        Self { whole: text, starts, steps }
    }

    /// A line, from 1.
    fn line(&self, number: usize) -> Option<&str> {
        let start = *self.starts.get(number.checked_sub(1)?)?;
        let end = self.starts.get(number).map_or(self.whole.len(), |next| next - 1);
        Some(&self.whole[start..end])
    }

    /// A part of a long line: a number of characters, after as many others.
    fn part(&self, number: usize, from: usize, count: usize) -> Option<&str> {
        let line = self.line(number)?;
        let step = *self.steps.get(&number)?.get(from / STEP)?;
        let after = |at: usize, count: usize| {
            line[at..].char_indices().nth(count).map_or(line.len(), |(offset, _)| at + offset)
        };
        let start = after(step, from % STEP);
        Some(&line[start..after(start, count)])
    }

    /// The marks that are drawn together: each alone where a line between them is long. `None` where a mark has
    /// no line here.
    fn parts<'m, 'p>(&self, marks: &'m [Mark<'p>]) -> Option<std::slice::Chunks<'m, Mark<'p>>> {
        let (first, last) = extremes(marks)?;
        let mut is_long = false;
        for number in first..=last {
            is_long |= self.line(number)?.len() > LONG;
        }
        Some(marks.chunks(if is_long { 1 } else { marks.len() }))
    }
}

impl Files {
    /// The files in a folder of schemas.
    pub(crate) fn below(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), texts: BTreeMap::new() }
    }

    /// The same with documents that were read already, wherever they were read from.
    pub(crate) fn holding(mut self, documents: Vec<InputFile>) -> Self {
        let text = |it: InputFile| (it.path, Some(Text::of(&it.bytes)));
        self.texts.extend(documents.into_iter().map(text));
        self
    }

    /// A file as the user would call it.
    pub(crate) fn shown(&self, file: &str) -> String {
        match inside(file) {
            Some(rest) => format!("{}/{rest}", workspace::shown(&self.folder)),
            None => file.to_owned(),
        }
    }

    /// A file's text.
    fn text(&mut self, file: &str) -> Option<&Text> {
        if !self.texts.contains_key(file) {
            let path = match inside(file) {
                Some(rest) => self.folder.join(rest),
                None => workspace::root().join(file),
            };
            let text = fs::read(path).ok().map(|it| Text::of(&it));
            self.texts.insert(file.to_owned(), text);
        }
        self.texts.get(file)?.as_ref()
    }
}

/// The path in the schemas folder, however that is called.
fn inside(file: &str) -> Option<&str> {
    file.strip_prefix(FOLDER)?.strip_prefix('/')
}

/// Draws one finding.
pub(crate) fn draw(diagnostic: &Diagnostic, files: &mut Files, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.code));
    let mut elsewhere = Vec::new();
    let mut notes = Vec::new();
    let mut marks: BTreeMap<&str, Vec<Mark<'_>>> = BTreeMap::new();
    let pointer = printable(&label(&diagnostic.place.pointer));
    marks.entry(&diagnostic.place.file).or_default().push(Mark {
        kind: AnnotationKind::Primary,
        place: &diagnostic.place,
        label: &pointer,
    });
    for it in &diagnostic.related {
        let mark = Mark { kind: AnnotationKind::Context, place: &it.place, label: &it.message };
        marks.entry(&it.place.file).or_default().push(mark);
    }
    // The file of the finding itself comes first.
    let own = marks.remove_entry(diagnostic.place.file.as_str());
    for (file, marks) in own.into_iter().chain(marks) {
        let shown = files.shown(file);
        let Some((text, parts)) = files.text(file).and_then(|text| Some((text, text.parts(&marks)?))) else {
            group = group.element(origin(shown, marks[0].place));
            notes.extend(marks.iter().map(|it| it.label).filter(|it| !it.is_empty()));
            continue;
        };
        for (at, marks) in parts.enumerate() {
            let lines = Lines::of(text, marks);
            // The columns of a cut line are not those of the file.
            let place = || origin(shown.clone(), marks[0].place);
            if at > 0 || (lines.cut && marks[0].kind == AnnotationKind::Context) {
                let title = Level::NOTE.secondary_title(printable(marks[0].label));
                let mark = Mark { kind: AnnotationKind::Primary, label: "", ..marks[0] };
                elsewhere.push(Group::with_title(title).element(place()).element(lines.snippet(&[mark])));
            } else if lines.cut {
                group = group.element(place()).element(lines.snippet(marks));
            } else {
                group = group.element(lines.snippet(marks).path(shown.clone()));
            }
        }
    }
    let notes = notes.into_iter().map(|it| Level::NOTE.message(printable(it)));
    let help = diagnostic.help.iter().map(|it| Level::HELP.message(printable(it)));
    let group = group.elements(notes).elements(help);
    without_separators(&renderer.render(&std::iter::once(group).chain(elsewhere).collect::<Vec<_>>()))
}

/// Leaves out the `:::` that the renderer puts before a snippet whose place was told by an origin.
fn without_separators(drawn: &str) -> String {
    let is_bare = |line: &str| {
        let visible = line.split('\u{1b}').enumerate().map(|(at, part)| match part.split_once('m') {
            Some((_, text)) if at > 0 => text,
            _ => part,
        });
        line.contains(":::") && visible.collect::<String>().trim() == ":::"
    };
    drawn.lines().filter(|it| !is_bare(it)).collect::<Vec<_>>().join("\n")
}

/// A place in a file, and what is said there.
#[derive(Clone, Copy)]
struct Mark<'a> {
    kind: AnnotationKind,
    place: &'a Place,
    label: &'a str,
}

/// The lines that marks are about.
struct Lines<'t> {
    texts: Vec<&'t str>,
    /// Number of the first one.
    first: usize,
    /// Whether a part of a long line stands for it, and after how many characters the part begins.
    cut: bool,
    from: usize,
}

/// The first and the last line that marks are about.
fn extremes(marks: &[Mark<'_>]) -> Option<(usize, usize)> {
    let lines = || marks.iter().map(|it| it.place.line);
    Some((lines().min()?, lines().max()?))
}

impl<'t> Lines<'t> {
    /// The lines of marks, all of which the text has.
    fn of(text: &'t Text, marks: &[Mark<'_>]) -> Self {
        let (first, last) = extremes(marks).unwrap_or_default();
        let mut texts: Vec<&str> = (first..=last).filter_map(|it| text.line(it)).collect();
        let (mut cut, mut from) = (false, 0);
        if let ([line], [mark]) = (&mut texts[..], marks) {
            let before = mark.place.column.saturating_sub(AROUND);
            if let Some(part) = text.part(first, before, 2 * AROUND) {
                (cut, from) = (true, before);
                *line = part;
            }
        }
        Self { texts, first, cut, from }
    }

    fn snippet(&self, marks: &[Mark<'_>]) -> Snippet<'static, Annotation<'static>> {
        let shown = self.texts.join("\n");
        let mut snippet = Snippet::source(shown.clone()).line_start(self.first);
        for it in marks {
            let above: usize =
                self.texts.iter().take(it.place.line - self.first).map(|it| it.len() + 1).sum();
            let span = extent(&shown, above, it.place.column - self.from);
            let label = (!it.label.is_empty()).then(|| printable(it.label));
            snippet = snippet.annotation(it.kind.span(span).label(label));
        }
        snippet
    }
}

/// The token that begins in a column of the line at `start`: a text in quotes, a word, or one character.
fn extent(text: &str, start: usize, column: usize) -> Range<usize> {
    let line = text[start..].split('\n').next().unwrap_or_default();
    let offset = line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(at, _)| at);
    let rest = &line[offset..];
    let length = match rest.chars().next() {
        None => 0,
        Some(quote @ ('"' | '\'')) => closing(rest, quote).unwrap_or(rest.trim_end().len()),
        Some(other) => {
            let word = rest.find(|it: char| it.is_whitespace() || ",:{}[]\"'=".contains(it));
            word.unwrap_or(rest.len()).max(other.len_utf8())
        }
    };
    start + offset..start + offset + length
}

/// Where a text in quotes ends that begins here.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        if character == quote && !escaped {
            return Some(at + 1);
        }
        escaped = character == '\\' && !escaped && quote == '"';
    }
    None
}

/// The place alone, where there is no line to show.
fn origin(shown: String, place: &Place) -> Origin<'static> {
    let origin = Origin::path(shown);
    if place.line == 0 { origin } else { origin.line(place.line).char_column(place.column) }
}

/// A JSON Pointer with its `#`; of a long one the end.
fn label(pointer: &str) -> String {
    if pointer.is_empty() {
        return String::new();
    }
    let count = pointer.chars().count();
    if count <= POINTER {
        return format!("#{pointer}");
    }
    let tail: String = pointer.chars().skip(count - POINTER).collect();
    let from = tail.find('/').unwrap_or(0);
    format!("#/…{}", &tail[from..])
}

/// A text of somebody else's, without what would move the cursor.
fn printable(text: &str) -> String {
    text.chars().map(|it| if it.is_control() && it != '\n' { '\u{fffd}' } else { it }).collect()
}
