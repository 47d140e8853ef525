//! Texts to try: such as match a pattern, have a format, or are about as long as asked for.

use jsonschema::canonical::StringView;
use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::Number;

/// Longer texts are not made.
const LONGEST: u64 = 20_000;
/// Texts made of one part of a pattern.
const VARIANTS: usize = 8;

/// Texts that look like what a string schema accepts.
pub(crate) fn texts(view: &StringView) -> Vec<String> {
    let mut all: Vec<String> = view.patterns.iter().flat_map(|it| matching(it)).collect();
    for format in &view.formats {
        all.extend(of_format(format).map(str::to_owned));
    }
    let least = view.min_length.as_ref().and_then(Number::as_u64).unwrap_or(0);
    if least <= LONGEST {
        let least = usize::try_from(least).unwrap_or_default();
        all.extend(["a", "0", "A", "-", " ", "é"].map(|it| it.repeat(least.max(1))));
        all.extend((least == 0).then(String::new));
        // What matches a pattern may have to be longer.
        let short: Vec<String> = all.iter().filter(|it| it.chars().count() < least).cloned().collect();
        for text in short {
            let end = text.chars().last().unwrap_or('a');
            all.push(text.chars().chain(std::iter::repeat(end)).take(least).collect());
        }
    }
    all
}

/// Texts just outside the bounds of a string schema, or of no particular form.
pub(crate) fn texts_outside(view: &StringView) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(most) = view.max_length.as_ref().and_then(Number::as_u64).filter(|it| *it < LONGEST) {
        let most = usize::try_from(most).unwrap_or_default();
        found.push("a".repeat(most + 1));
        let longer = view.patterns.iter().flat_map(|it| matching(it)).filter_map(|it| {
            let last = it.chars().last()?;
            Some(it.chars().chain(std::iter::repeat(last)).take(most + 1).collect())
        });
        found.extend(longer);
    }
    found.extend(["", "a", "0", "!", "A", "aa", "a b"].map(str::to_owned));
    found.extend(view.excluded.iter().cloned());
    found.extend(view.excluded_patterns.iter().flat_map(|it| matching(it)));
    found
}

fn of_format(format: &str) -> impl Iterator<Item = &'static str> {
    let all = [
        ("date-time", "2020-01-01T00:00:00Z"),
        ("date", "2020-01-01"),
        ("time", "00:00:00Z"),
        ("duration", "P1D"),
        ("email", "a@example.com"),
        ("idn-email", "a@example.com"),
        ("hostname", "example.com"),
        ("idn-hostname", "example.com"),
        ("ipv4", "127.0.0.1"),
        ("ipv6", "::1"),
        ("uri", "https://example.com/"),
        ("uri-reference", "a"),
        ("iri", "https://example.com/"),
        ("iri-reference", "a"),
        ("uuid", "00000000-0000-4000-8000-000000000000"),
        ("uri-template", "{a}"),
        ("json-pointer", "/a"),
        ("relative-json-pointer", "0"),
        ("regex", "a"),
    ];
    let format = format.to_owned();
    all.into_iter().filter(move |(name, _)| *name == format).map(|(_, text)| text)
}

/// Some texts that match a pattern; none where its syntax is not understood.
pub(crate) fn matching(pattern: &str) -> Vec<String> {
    regex_syntax::parse(pattern).map(|it| of_part(&it)).unwrap_or_default()
}

fn of_part(part: &Hir) -> Vec<String> {
    match part.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![String::new()],
        HirKind::Literal(literal) => vec![String::from_utf8_lossy(&literal.0).into_owned()],
        HirKind::Class(class) => of_class(class),
        HirKind::Capture(capture) => of_part(&capture.sub),
        HirKind::Alternation(parts) => parts.iter().flat_map(of_part).take(VARIANTS).collect(),
        HirKind::Repetition(repetition) => {
            let counts = [repetition.min, repetition.min.saturating_add(1)];
            let allowed = counts.into_iter().filter(|it| repetition.max.is_none_or(|max| *it <= max));
            let inner = of_part(&repetition.sub);
            let repeated = allowed
                .filter(|it| *it <= 1000)
                .flat_map(|count| inner.iter().map(move |it| it.repeat(count as usize)));
            let mut texts: Vec<String> = repeated.take(VARIANTS).collect();
            texts.dedup();
            texts
        }
        HirKind::Concat(parts) => {
            let all: Vec<Vec<String>> = parts.iter().map(of_part).collect();
            let Some(first) =
                all.iter().map(|it| it.first().map(String::as_str)).collect::<Option<Vec<&str>>>()
            else {
                return Vec::new();
            };
            let mut texts = vec![first.concat()];
            for (at, variants) in all.iter().enumerate() {
                for variant in variants.iter().skip(1) {
                    let mut parts = first.clone();
                    parts[at] = variant;
                    texts.push(parts.concat());
                }
            }
            texts.truncate(VARIANTS * 2);
            texts
        }
    }
}

/// A few characters of a class, such as people type.
fn of_class(class: &Class) -> Vec<String> {
    let Class::Unicode(class) = class else { return Vec::new() };
    let usual = ['a', 'A', '0', '1', 'z', '-', '_', ' ', '.', '/'];
    let holds = |c: char| class.ranges().iter().any(|it| it.start() <= c && c <= it.end());
    let mut found: Vec<char> = usual.into_iter().filter(|it| holds(*it)).take(4).collect();
    if found.is_empty() {
        found.extend(class.ranges().first().map(regex_syntax::hir::ClassUnicodeRange::start));
    }
    found.into_iter().map(String::from).collect()
}
