//! Unions whose branches have to be tried.

use serde::de::Error;

use super::content::{Content, ContentError, decode_from};
use super::decode::Decode;

/// Tries the branches of a union one after the other on an instance in memory.
pub struct Trial<'a, 'de, U> {
    content: &'a Content<'de>,
    rule: Rule,
    /// The branches that refused, in the order of the schema.
    refused: Vec<&'static str>,
    accepted: Option<(&'static str, U)>,
    /// A second branch that accepted.
    also: Option<&'static str>,
    closest: Option<Refusal>,
}

enum Rule {
    First,
    Only,
}

struct Refusal {
    branch: &'static str,
    depth: usize,
    reason: ContentError,
}

impl<'a, 'de, U> Trial<'a, 'de, U> {
    /// The first branch that accepts is taken, later ones are not tried: `anyOf`.
    pub const fn first(content: &'a Content<'de>) -> Self {
        Self::new(content, Rule::First)
    }

    /// Exactly one of the branches has to accept: `oneOf`.
    pub const fn only(content: &'a Content<'de>) -> Self {
        Self::new(content, Rule::Only)
    }

    const fn new(content: &'a Content<'de>, rule: Rule) -> Self {
        Self { content, rule, refused: Vec::new(), accepted: None, also: None, closest: None }
    }

    /// Tries a branch, if that can still make a difference.
    pub fn attempt<T>(&mut self, branch: &'static str, wrap: impl FnOnce(T) -> U) -> &mut Self
    where
        T: Decode<'de>,
    {
        match (&self.rule, &self.accepted) {
            (Rule::First, Some(_)) => return self,
            (Rule::Only, Some(_)) if self.also.is_some() => return self,
            _ => {}
        }
        match decode_from::<T>(self.content) {
            Ok(_) if self.accepted.is_some() => self.also = Some(branch),
            Ok(value) => self.accepted = Some((branch, wrap(value))),
            Err(reason) => self.refuse(branch, reason),
        }
        self
    }

    /// The value of the branch that was taken.
    ///
    /// # Errors
    ///
    /// If no branch accepted the instance, with the reason of the branch that came closest; or if
    /// two did and one only may.
    pub fn finish<E: Error>(&mut self, expecting: &str) -> Result<U, E> {
        match (self.accepted.take(), self.also) {
            (Some((_, value)), None) => Ok(value),
            (Some((first, _)), Some(second)) => Err(E::custom(format_args!(
                "`{first}` and `{second}` both accept this, expected exactly one ({expecting})"
            ))),
            (None, _) => Err(self.refusal(expecting)),
        }
    }

    #[cold]
    fn refuse(&mut self, branch: &'static str, reason: ContentError) {
        self.refused.push(branch);
        let depth = depth(&reason.to_string());
        if self.closest.as_ref().is_none_or(|closest| closest.depth < depth) {
            self.closest = Some(Refusal { branch, depth, reason });
        }
    }

    #[cold]
    fn refusal<E: Error>(&self, expecting: &str) -> E {
        match &self.closest {
            Some(Refusal { branch, reason, .. }) => E::custom(format_args!(
                "{reason} (as `{branch}`, which comes closest of `{}`)",
                self.refused.join("`, `")
            )),
            None => E::custom(format_args!("expected {expecting}")),
        }
    }
}

/// How far into the instance an error lies.
fn depth(message: &str) -> usize {
    if !message.starts_with('/') {
        return 0;
    }
    let path = message.split_once(": ").map_or(message, |(path, _)| path);
    path.bytes().filter(|byte| *byte == b'/').count()
}
