//! Writes the steps of a simple pattern down as code.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::pattern::{Sequence, Step, UNBOUNDED};
use crate::support::pattern_set::Set;

/// The value of the `static`.
pub(super) fn pattern(source: &Literal, sequences: &[Sequence]) -> TokenStream {
    if let [only] = sequences
        && let Some((anchors, steps)) = steps_of(only)
    {
        return quote!(Pattern::#anchors(#source, |at| #steps));
    }
    let sequences = sequences.iter().map(|it| match steps_of(it) {
        Some((anchors, steps)) => quote!(Walk::#anchors(text, |at| #steps)),
        None => plain(it),
    });
    quote!(Pattern::simple(#source, |text| #(#sequences)||*))
}

/// Where the steps are taken, and the steps, if they are needed.
fn steps_of(this: &Sequence) -> Option<(TokenStream, TokenStream)> {
    if let [] | [Step::Text(_)] = this.steps[..] {
        return None;
    }
    let anchors = match (this.from_start, this.to_end) {
        (true, true) if this.backwards => quote!(whole_from_end),
        (true, true) => quote!(whole),
        (true, false) => quote!(start),
        (false, true) => quote!(end),
        (false, false) => quote!(anywhere),
    };
    Some((anchors, all(&this.steps, this.backwards)))
}

/// What `str` can say by itself.
fn plain(this: &Sequence) -> TokenStream {
    let [Step::Text(part)] = &this.steps[..] else { return quote!(text.is_empty()) };
    let mut characters = part.chars();
    let part = match (characters.next(), characters.next()) {
        (Some(only), None) if !(this.from_start && this.to_end) => Literal::character(only),
        _ => super::text(part),
    };
    match (this.from_start, this.to_end) {
        (true, true) => quote!(text == #part),
        (true, false) => quote!(text.starts_with(#part)),
        (false, true) => quote!(text.ends_with(#part)),
        (false, false) => quote!(text.contains(#part)),
    }
}

/// All of the steps, one after the other.
fn all(steps: &[Step], backwards: bool) -> TokenStream {
    if let [Step::Choice(branches)] = steps {
        return choice(branches, backwards);
    }
    let mut steps: Vec<TokenStream> = steps.iter().map(|it| step(it, backwards)).collect();
    if backwards {
        steps.reverse();
    }
    quote!(#(#steps)&&*)
}

fn step(this: &Step, backwards: bool) -> TokenStream {
    match this {
        Step::Text(text) => {
            let text = super::text(text);
            quote!(at.text(#text))
        }
        Step::Class(set, min, max) => {
            let has = has(set);
            match (*min, *max) {
                (1, 1) => quote!(at.one(#has)),
                (1, UNBOUNDED) => quote!(at.some(#has)),
                (0, UNBOUNDED) => quote!(at.any(#has)),
                (min, max) => {
                    let (min, max) = (times(min), times(max));
                    quote!(at.class(#min, #max, #has))
                }
            }
        }
        Step::Group(steps, min, max) => {
            let steps = all(steps, backwards);
            match (*min, *max) {
                (0, 1) => quote!(at.optional(|at| #steps)),
                (0, UNBOUNDED) => quote!(at.repeated(|at| #steps)),
                (min, max) => {
                    let (min, max) = (times(min), times(max));
                    quote!(at.group(#min, #max, |at| #steps))
                }
            }
        }
        Step::Choice(branches) => {
            let branches = choice(branches, backwards);
            quote!((#branches))
        }
    }
}

fn choice(branches: &[Vec<Step>], backwards: bool) -> TokenStream {
    let branches = branches.iter().map(|steps| match &steps[..] {
        // They take nothing where they say no.
        [only @ (Step::Text(_) | Step::Class(..))] => step(only, backwards),
        steps => {
            let steps = all(steps, backwards);
            quote!(at.branch(|at| #steps))
        }
    });
    quote!(#(#branches)||*)
}

fn times(times: u32) -> TokenStream {
    if times == UNBOUNDED {
        return quote!(usize::MAX);
    }
    let times = Literal::u32_unsuffixed(times);
    quote!(#times)
}

/// Whether a character is in the set, as a closure.
fn has(set: &Set) -> TokenStream {
    let others = set.others();
    if set.ranges.is_empty() {
        return quote!(|_| false);
    }
    if others.is_empty() {
        return quote!(|_| true);
    }
    if others.len() < set.ranges.len() {
        let conditions = conditions(&others).map(|it| it.negated);
        return quote!(|it| #(#conditions)&&*);
    }
    let conditions = conditions(&set.ranges).map(|it| it.plain);
    quote!(|it| #(#conditions)||*)
}

/// Ranges that have a name together, the larger ones first; letters are more frequent than digits.
const NAMED: [(&[(char, char)], &str); 7] = [
    (&[('0', '9'), ('A', 'Z'), ('a', 'z')], "is_ascii_alphanumeric"),
    (&[('0', '9'), ('A', 'F'), ('a', 'f')], "is_ascii_hexdigit"),
    (&[('A', 'Z'), ('a', 'z')], "is_ascii_alphabetic"),
    (&[('a', 'z')], "is_ascii_lowercase"),
    (&[('A', 'Z')], "is_ascii_uppercase"),
    (&[('0', '9')], "is_ascii_digit"),
    (&[('\0', '\u{7f}')], "is_ascii"),
];

/// That a character is in a range, or that it is not.
struct Condition {
    plain: TokenStream,
    negated: TokenStream,
}

/// The conditions of which one has to hold for a character in the ranges.
fn conditions(ranges: &[(char, char)]) -> impl Iterator<Item = Condition> {
    let mut left = ranges.to_vec();
    let mut conditions = Vec::new();
    for (named, name) in NAMED {
        if named.iter().all(|range| left.contains(range)) {
            left.retain(|range| !named.contains(range));
            let name = Ident::new(name, Span::call_site());
            conditions.push(Condition { plain: quote!(it.#name()), negated: quote!(!it.#name()) });
        }
    }
    conditions.extend(left.iter().map(|(low, high)| {
        if low == high {
            Condition { plain: quote!(it == #low), negated: quote!(it != #low) }
        } else {
            let range = quote!((#low..=#high).contains(&it));
            Condition { plain: quote!(#range), negated: quote!(!#range) }
        }
    }));
    conditions.into_iter()
}
