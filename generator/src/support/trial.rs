//! Unions whose branches have to be tried.

use std::any::type_name;

use serde::de::Error;

use super::content::ContentError;
use super::decode::Decode;
use super::expected::add_to;
use super::kept::Again;
use super::memo::{Memo, Place, Verdict};
use super::place::position;

/// Tries the branches of a union one after the other on an instance that can be read more than once.
pub struct Trial<I, U> {
    instance: I,
    accepted: Option<U>,
    tally: Tally,
}

/// What became of the branches: what is done about it is the same for all types.
struct Tally {
    rule: Rule,
    memory: Option<Box<Memory>>,
    refused: Refusals,
    accepted: Option<&'static str>,
    /// A second branch that accepted.
    also: Option<&'static str>,
}

/// What is remembered of a union that can hold itself.
struct Memory {
    /// The name of the union.
    union: &'static str,
    /// What became of it when it was tried before.
    known: Option<Verdict>,
    /// Becomes that of the instance if it has none.
    memo: Memo,
}

enum Rule {
    First,
    Only,
}

/// The branches that refused.
struct Refusals(Vec<Refusal>);

struct Refusal {
    branch: &'static str,
    /// How far into the instance the reason lies.
    depth: usize,
    reason: String,
}

/// As many different reasons are given.
const REASONS: usize = 3;

impl<I, U> Trial<I, U> {
    /// The first branch that accepts is taken, later ones are not tried: `anyOf`.
    pub const fn first(instance: I) -> Self {
        Self::new(instance, Rule::First)
    }

    /// Exactly one of the branches has to accept: `oneOf`.
    pub const fn only(instance: I) -> Self {
        Self::new(instance, Rule::Only)
    }

    const fn new(instance: I, rule: Rule) -> Self {
        let refused = Refusals(Vec::new());
        let tally = Tally { rule, memory: None, refused, accepted: None, also: None };
        Self { instance, accepted: None, tally }
    }

    /// For a union that can hold itself: remembers which branch was taken, as long as something around it is tried.
    #[must_use]
    pub fn remembering<'de>(mut self) -> Self
    where
        I: Again<'de>,
    {
        let union = type_name::<U>();
        let known = self.instance.memo().and_then(|(memo, place)| memo.recall(place, union));
        self.tally.memory = Some(Box::new(Memory { union, known, memo: Memo::new() }));
        self
    }

    /// Tries a branch, if that can still make a difference.
    pub fn attempt<'de, T>(&mut self, branch: &'static str, wrap: fn(T) -> U) -> &mut Self
    where
        I: Again<'de>,
        T: Decode<'de>,
    {
        if self.tally.is_open(branch) {
            match self.instance.again::<T>(self.tally.memo()) {
                Ok(value) => {
                    if self.tally.accept(branch) {
                        self.accepted = Some(wrap(value));
                    }
                }
                Err(reason) => self.tally.refused.add(branch, reason),
            }
        }
        self
    }

    /// The value of the branch that was taken.
    ///
    /// # Errors
    ///
    /// If no branch accepted the instance, with the reasons of the branches that came closest; or if
    /// two did and one only may.
    pub fn finish<'de, E>(&mut self, expecting: &str) -> Result<U, E>
    where
        I: Again<'de>,
        E: Error,
    {
        let value = self.accepted.take().filter(|_| self.tally.also.is_none());
        if let Some(memory) = &self.tally.memory {
            self.tally.note(memory, self.instance.memo(), expecting);
        }
        value.ok_or_else(|| self.tally.refuse(expecting))
    }
}

impl Tally {
    /// Whether another branch can make a difference.
    #[inline(never)]
    fn is_open(&self, branch: &str) -> bool {
        match (self.known(), &self.rule) {
            (Some(Verdict::Taken(taken)), _) => *taken == branch,
            (Some(Verdict::Refused(_)), _) => false,
            (None, Rule::First) => self.accepted.is_none(),
            (None, Rule::Only) => self.also.is_none(),
        }
    }

    fn known(&self) -> Option<&Verdict> {
        self.memory.as_ref()?.known.as_ref()
    }

    fn memo(&self) -> Option<&Memo> {
        self.memory.as_ref().map(|it| &it.memo)
    }

    /// Notes what became of the union, if that was not known.
    #[inline(never)]
    fn note(&self, memory: &Memory, memo: Option<(&Memo, Place)>, expecting: &str) {
        if let (Some((memo, place)), None) = (memo, &memory.known) {
            let verdict = match (self.accepted, self.also) {
                (Some(branch), None) => Verdict::Taken(branch),
                _ => Verdict::Refused(self.in_words(expecting)),
            };
            memo.note(place, memory.union, verdict);
        }
    }

    /// Notes that a branch accepted, and gives whether it is the first.
    #[inline(never)]
    fn accept(&mut self, branch: &'static str) -> bool {
        let is_first = self.accepted.is_none();
        *(if is_first { &mut self.accepted } else { &mut self.also }) = Some(branch);
        is_first
    }

    #[cold]
    #[inline(never)]
    fn refuse<E: Error>(&self, expecting: &str) -> E {
        E::custom(self.in_words(expecting))
    }

    fn in_words(&self, expecting: &str) -> String {
        if let Some(Verdict::Refused(words)) = self.known() {
            return words.clone();
        }
        match (self.accepted, self.also) {
            (Some(first), Some(second)) => {
                format!("`{first}` and `{second}` both accept this, expected exactly one ({expecting})")
            }
            _ => self.refused.in_words(expecting),
        }
    }
}

impl Refusals {
    #[cold]
    #[inline(never)]
    fn add(&mut self, branch: &'static str, reason: ContentError) {
        let reason = reason.into_message();
        self.0.push(Refusal { branch, depth: depth(&reason), reason });
    }

    #[cold]
    fn in_words(&self, expecting: &str) -> String {
        let Some(depth) = self.0.iter().map(|it| it.depth).max() else {
            return format!("expected {expecting}");
        };
        let mut reasons: Vec<(&str, String)> = Vec::new();
        let mut further = String::new();
        for it in &self.0 {
            if it.depth != depth {
                add_to(&mut further, "` or `", it.branch);
                continue;
            }
            match reasons.iter_mut().find(|(reason, _)| *reason == it.reason) {
                Some((_, branches)) => add_to(branches, "` or `", it.branch),
                None => reasons.push((&it.reason, it.branch.to_owned())),
            }
        }
        let mut text = String::new();
        let mut others = String::new();
        for (number, (reason, branches)) in reasons.iter().enumerate() {
            if number < REASONS {
                add_to(&mut text, "; ", &format!("{reason} (as `{branches}`)"));
            } else {
                add_to(&mut others, "` or `", branches);
            }
        }
        if !further.is_empty() {
            add_to(&mut others, "` or `", &further);
        }
        if !others.is_empty() {
            add_to(&mut text, "; ", &format!("nor is it `{others}`"));
        }
        text
    }
}

/// How far into the instance an error lies.
fn depth(message: &str) -> usize {
    if !message.starts_with('/') {
        return 0;
    }
    let path = position(message, ": ").map_or(message, |end| &message[..end]);
    path.bytes().filter(|byte| *byte == b'/').count()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::access::ValueAccess;
    use super::super::from_serde::FromSerde;
    use super::super::kept::Own;
    use super::*;

    type Flags = BTreeMap<String, bool>;
    type Counts = BTreeMap<String, u8>;

    fn content(text: &str) -> Own<'_> {
        FromSerde(&mut serde_json::Deserializer::from_str(text)).keep().unwrap()
    }

    #[track_caller]
    fn check(trial: &mut Trial<&Own<'_>, &'static str>, expect: Result<&str, &str>) {
        trial.attempt("Flag", |_: bool| "flag");
        trial.attempt("Flags", |_: Flags| "flags");
        trial.attempt("Counts", |_: Counts| "counts");
        let result = trial.finish::<ContentError>("something").map_err(|error| error.to_string());
        assert_eq!(result.as_ref().map(|it| *it).map_err(String::as_str), expect);
    }

    #[test]
    fn takes_a_branch() {
        check(&mut Trial::first(&content("true")), Ok("flag"));
        check(&mut Trial::first(&content("{}")), Ok("flags"));
        check(&mut Trial::only(&content(r#"{"a": 1}"#)), Ok("counts"));
    }

    #[test]
    fn says_why_none_was_taken() {
        check(
            &mut Trial::only(&content("{}")),
            Err("`Flags` and `Counts` both accept this, expected exactly one (something)"),
        );
        check(
            &mut Trial::first(&content(r#"{"a": "b"}"#)),
            Err("/a: invalid type: string \"b\", expected a boolean (as `Flags`); \
                 /a: invalid type: string \"b\", expected an integer from 0 to 255 (as `Counts`); \
                 nor is it `Flag`"),
        );
        let nothing = Trial::<_, &str>::first(&content("1")).finish::<ContentError>("nothing");
        assert_eq!(nothing.unwrap_err().to_string(), "expected nothing");
    }
}
