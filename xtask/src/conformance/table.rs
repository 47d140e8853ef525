//! What came of a suite, for people: a table by keyword and dialect, and the list of disagreements.

use std::collections::{BTreeMap, BTreeSet};

use super::suite::Kind;
use super::{Judged, Verdicts};
use crate::report;

/// How many of how many.
#[derive(Clone, Copy, Default)]
struct Share {
    part: usize,
    whole: usize,
}

/// The figures of some cases.
#[derive(Clone, Copy, Default)]
struct Figures {
    generated: Share,
    agreeing: Share,
    lossless: Share,
}

impl Share {
    fn count(&mut self, is_part: bool) {
        self.part += usize::from(is_part);
        self.whole += 1;
    }

    fn text(self) -> String {
        if self.whole == 0 { "-".to_owned() } else { format!("{}/{}", self.part, self.whole) }
    }
}

impl Figures {
    fn add(&mut self, judged: &Judged<'_>) {
        self.generated.count(judged.missing.is_none());
        for (test, instance) in judged.tests.iter().zip(&judged.case.instances) {
            self.agreeing.count(test.agrees);
            if instance.valid {
                self.lossless.count(test.is_lossless);
            }
        }
    }

    fn texts(self) -> [String; 3] {
        [self.generated.text(), self.agreeing.text(), self.lossless.text()]
    }
}

/// The sections of the table: its title, and the kinds of cases in it.
const SECTIONS: [(&str, &[Kind]); 3] = [
    ("mandatory", &[Kind::Mandatory, Kind::Remote]),
    ("optional", &[Kind::Optional]),
    ("formats asserted", &[Kind::Format]),
];

/// The table.
pub(super) fn of(verdicts: &Verdicts<'_>) -> String {
    let mut text = String::new();
    for (title, kinds) in SECTIONS {
        let judged: Vec<&Judged<'_>> =
            verdicts.judged.iter().filter(|it| kinds.contains(&it.case.kind)).collect();
        if !judged.is_empty() {
            text += &section(title, &judged);
            text.push('\n');
        }
    }
    if !verdicts.left_out.is_empty() {
        let schemas = report::count(verdicts.left_out.len(), "schema");
        let line = format!("left out: {schemas} that refer to documents which the suite does not hold\n");
        text.push_str(&line);
    }
    text
}

fn section(title: &str, judged: &[&Judged<'_>]) -> String {
    let dialects: BTreeSet<&str> = judged.iter().map(|it| it.case.dialect.as_str()).collect();
    // The drafts first, by their numbers; then the dialects that are called by a year.
    let mut dialects: Vec<&str> = dialects.into_iter().collect();
    dialects.sort_by_key(|it| (!it.starts_with("draft-"), *it));
    let mut by_keyword: BTreeMap<&str, (Figures, BTreeMap<&str, Figures>)> = BTreeMap::new();
    let mut total = (Figures::default(), BTreeMap::<&str, Figures>::new());
    for judged in judged {
        let dialect = judged.case.dialect.as_str();
        let row = by_keyword.entry(&judged.case.keyword).or_default();
        for (all, of_dialect) in [(&mut row.0, &mut row.1), (&mut total.0, &mut total.1)] {
            all.add(judged);
            of_dialect.entry(dialect).or_default().add(judged);
        }
    }
    let mut rows = vec![row(title, ["generated", "agreeing", "lossless"], dialects.iter().copied())];
    let cells = |name: &str, (all, by_dialect): &(Figures, BTreeMap<&str, Figures>)| {
        let shares =
            dialects.iter().map(|it| by_dialect.get(it).map_or("-".to_owned(), |it| it.agreeing.text()));
        row(name, all.texts(), shares)
    };
    rows.extend(by_keyword.iter().map(|(keyword, figures)| cells(keyword, figures)));
    rows.push(cells("all", &total));
    report::columns(&rows)
}

fn row<T: Into<String>, U: Into<String>>(
    name: &str,
    figures: [T; 3],
    dialects: impl Iterator<Item = U>,
) -> Vec<String> {
    let figures = figures.into_iter().map(Into::into);
    std::iter::once(name.to_owned()).chain(figures).chain(dialects.map(Into::into)).collect()
}

/// A line for every test that is not as it should be, and for every schema that was left out.
pub(super) fn disagreements(verdicts: &Verdicts<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for Judged { case, missing, tests } in &verdicts.judged {
        if let Some(reason) = missing {
            lines.push(format!("no type: {} ({}): {reason}", case.id, case.about));
            continue;
        }
        for (test, instance) in tests.iter().zip(&case.instances) {
            let what = match (test.agrees, test.is_lossless) {
                (true, true) => continue,
                (true, false) => "changed",
                (false, _) if instance.valid => "refused",
                (false, _) => "accepted",
            };
            let (id, about, data) = (&case.id, &instance.about, instance.text.get());
            lines.push(format!("{what}: {id} ({}: {about}) {}: {}", case.about, short(data), test.reason));
        }
    }
    lines.extend(verdicts.left_out.iter().map(|it| format!("left out: {} ({})", it.id, it.about)));
    lines
}

fn short(text: &str) -> String {
    const LENGTH: usize = 80;
    if text.chars().count() <= LENGTH {
        return text.to_owned();
    }
    text.chars().take(LENGTH).chain(['…']).collect()
}
