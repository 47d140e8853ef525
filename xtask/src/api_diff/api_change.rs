//! What differs between two versions of a Rust API, and what semantic versioning makes of it.

use std::collections::BTreeMap;

use super::api::{Entry, Fact};

/// What a change asks of the crate's version, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Nothing that users compile against; at most docs and checks.
    Patch,
    /// More than before; all that compiled still does.
    Minor,
    /// Code of users may no longer compile.
    Breaking,
}

impl Level {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Breaking => "breaking",
        }
    }
}

/// One change of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiChange {
    pub(crate) level: Level,
    /// In words, Rust in backticks.
    pub(crate) words: String,
}

fn change(level: Level, words: String) -> ApiChange {
    ApiChange { level, words }
}

/// The changes of an item; `renamed` gives the new names of types that have others now.
pub(crate) fn between(old: &Entry, new: &Entry, renamed: &BTreeMap<String, String>) -> Vec<ApiChange> {
    if old.kind != new.kind {
        return vec![change(Level::Breaking, format!("was a {}, is a {}", old.kind, new.kind))];
    }
    let mut changes = Vec::new();
    match (old.borrows, new.borrows) {
        (false, true) => changes.push(change(Level::Breaking, "has a lifetime now".to_owned())),
        (true, false) => changes.push(change(Level::Breaking, "no longer has a lifetime".to_owned())),
        _ => {}
    }
    match (old.non_exhaustive, new.non_exhaustive) {
        (false, true) => {
            let words = match old.kind {
                "enum" => "`#[non_exhaustive]` now: a `match` needs an arm for what is to come",
                _ => "`#[non_exhaustive]` now: can't be built field by field",
            };
            changes.push(change(Level::Breaking, words.to_owned()));
        }
        (true, false) => changes.push(change(Level::Minor, "no longer `#[non_exhaustive]`".to_owned())),
        _ => {}
    }
    let before: BTreeMap<Fact, String> = old
        .facts
        .iter()
        .map(|(fact, detail)| (fact.with_new_names(renamed), with_new_names(detail, renamed)))
        .collect();
    for (fact, detail) in &before {
        match new.facts.get(fact) {
            Some(now) if now == detail => {}
            Some(now) => changes.push(change(Level::Breaking, fact.changed(detail, now))),
            None => changes.push(change(Level::Breaking, format!("{} is gone", fact.shown(detail)))),
        }
    }
    for (fact, detail) in new.facts.iter().filter(|(fact, _)| !before.contains_key(*fact)) {
        let exhaustive = !old.non_exhaustive && !new.non_exhaustive;
        let level = match fact {
            // Whoever matches, or builds a value field by field, has to know of it.
            Fact::Variant(_) | Fact::Field(_) if exhaustive => Level::Breaking,
            _ => Level::Minor,
        };
        changes.push(change(level, format!("{} is new", fact.shown(detail))));
    }
    changes
}

impl Fact {
    fn with_new_names(&self, renamed: &BTreeMap<String, String>) -> Self {
        match self {
            Self::Impl(name) => Self::Impl(with_new_names(name, renamed)),
            Self::Field(_) | Self::Variant(_) | Self::Target | Self::Function(_) | Self::Constant(_) => {
                self.clone()
            }
        }
    }

    fn shown(&self, detail: &str) -> String {
        match self {
            Self::Field(name) => format!("field `{name}: {detail}`"),
            Self::Variant(name) => format!("variant `{name}{detail}`"),
            Self::Target => format!("the `{detail}` inside"),
            Self::Function(name) => {
                format!(
                    "`{name}{}`",
                    detail
                        .trim_end_matches(" -> Self")
                        .replacen("mut self, ", "", 1)
                        .replacen("mut self", "", 1)
                )
            }
            Self::Constant(name) => format!("constant `{name}: {detail}`"),
            Self::Impl(name) if name.contains(' ') => name.clone(),
            Self::Impl(name) => format!("`impl {name}`"),
        }
    }

    fn changed(&self, old: &str, new: &str) -> String {
        match self {
            Self::Field(name) => format!("field `{name}` was `{old}`, is `{new}`"),
            Self::Variant(name) => format!("variant `{name}{old}` is `{name}{new}`"),
            Self::Target => format!("was `{old}` inside, is `{new}`"),
            Self::Function(name) => changed_arguments(name, old, new),
            Self::Constant(name) => format!("constant `{name}` was `{old}`, is `{new}`"),
            Self::Impl(name) => format!("`impl {name}` differs"),
        }
    }
}

/// Which arguments came and went, or both signatures where that does not tell.
fn changed_arguments(name: &str, old: &str, new: &str) -> String {
    let (before, after) = (arguments(old), arguments(new));
    let beyond = |all: &[String], others: &[String]| -> Vec<String> {
        all.iter().filter(|it| !others.contains(it)).map(|it| format!("`{it}`")).collect()
    };
    match (&beyond(&before, &after)[..], &beyond(&after, &before)[..]) {
        ([], added @ [_, ..]) => format!("`{name}` takes {} too", added.join(", ")),
        (removed @ [_, ..], []) => format!("`{name}` no longer takes {}", removed.join(", ")),
        _ => format!("was `{name}{old}`, is `{name}{new}`"),
    }
}

/// The arguments of `(a: A, b: B<C, D>) -> R`.
pub(crate) fn arguments(signature: &str) -> Vec<String> {
    let inside = signature.split(" -> ").next().unwrap_or_default();
    let inside = inside.strip_prefix('(').and_then(|it| it.strip_suffix(')')).unwrap_or(inside);
    let mut found = vec![String::new()];
    let mut depth = 0_i32;
    for c in inside.chars() {
        depth += match c {
            '<' | '(' | '[' => 1,
            '>' | ')' | ']' => -1,
            _ => 0,
        };
        if c == ',' && depth == 0 {
            found.push(String::new());
        } else if let Some(last) = found.last_mut() {
            last.push(c);
        }
    }
    found.iter().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect()
}

/// Puts the new names of types in the place of the old ones.
fn with_new_names(text: &str, renamed: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for c in text.chars().chain(['\n']) {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        out.push_str(renamed.get(&word).unwrap_or(&word));
        word.clear();
        out.push(c);
    }
    out.pop();
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Level, between};
    use crate::api_diff::api::{Entry, Fact};

    fn entry(non_exhaustive: bool, facts: &[(Fact, &str)]) -> Entry {
        let facts = facts.iter().map(|(fact, detail)| (fact.clone(), (*detail).to_owned())).collect();
        Entry { kind: "struct", non_exhaustive, borrows: false, facts }
    }

    #[track_caller]
    fn check(old: &Entry, new: &Entry, expected: &[(Level, &str)]) {
        let renamed = BTreeMap::from([("Old".to_owned(), "New".to_owned())]);
        let found = between(old, new, &renamed);
        let found: Vec<(Level, &str)> = found.iter().map(|it| (it.level, it.words.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_may_be_added() {
        let field = || (Fact::Field("a".to_owned()), "u8");
        check(&entry(true, &[]), &entry(true, &[field()]), &[(Level::Minor, "field `a: u8` is new")]);
        check(&entry(false, &[]), &entry(false, &[field()]), &[(Level::Breaking, "field `a: u8` is new")]);
        let eq = (Fact::Impl("Eq".to_owned()), "");
        check(&entry(false, &[]), &entry(false, &[eq]), &[(Level::Minor, "`impl Eq` is new")]);
    }

    #[test]
    fn lifetimes_that_came_and_went() {
        let owned = entry(true, &[]);
        let into_owned = (Fact::Function("into_owned".to_owned()), "(self)");
        let borrowing = Entry { borrows: true, ..entry(true, &[into_owned]) };
        let words = [(Level::Breaking, "has a lifetime now"), (Level::Minor, "`into_owned(self)` is new")];
        check(&owned, &borrowing, &words);
        let words =
            [(Level::Breaking, "no longer has a lifetime"), (Level::Breaking, "`into_owned(self)` is gone")];
        check(&borrowing, &owned, &words);
    }

    #[test]
    fn names_that_changed_are_no_change_of_their_users() {
        let field = |ty| (Fact::Field("a".to_owned()), ty);
        check(&entry(true, &[field("Vec<Old>")]), &entry(true, &[field("Vec<New>")]), &[]);
        let words = "field `a` was `Older`, is `New`";
        check(&entry(true, &[field("Older")]), &entry(true, &[field("New")]), &[(Level::Breaking, words)]);
    }

    #[test]
    fn arguments_that_came_and_went() {
        let new = |arguments| (Fact::Function("new".to_owned()), arguments);
        check(
            &entry(true, &[new("(a: Vec<(u8, u8)>) -> Self")]),
            &entry(true, &[new("(a: Vec<(u8, u8)>, b: impl Into<String>) -> Self")]),
            &[(Level::Breaking, "`new` takes `b: impl Into<String>` too")],
        );
        check(
            &entry(true, &[new("(a: u8, b: u8) -> Self")]),
            &entry(true, &[new("(b: u8) -> Self")]),
            &[(Level::Breaking, "`new` no longer takes `a: u8`")],
        );
    }
}
