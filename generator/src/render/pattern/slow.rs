//! Finds patterns that can take time exponential in the text.
//!
//! Most patterns are matched in time linear in the text, whatever they repeat. What looks around in the middle or
//! refers back is left to an engine that backtracks and has no limit.

use super::{Kind, Plan, plan};
use crate::diagnostic::Diagnostics;
use crate::schema::{Body, Documents, Location, Schemas};

/// Reports the patterns of which a text can be made that takes longer than anyone waits.
pub(crate) fn report(documents: &Documents, schemas: &Schemas, diagnostics: &mut Diagnostics) {
    let mut check = |pattern: &str, location: Location| {
        if repeats_repetitions(pattern) && matches!(plan(pattern), Some(Plan(Kind::Regress))) {
            diagnostics
                .warning(
                    "slow-pattern",
                    documents.place(&location),
                    format!("`{pattern}` may take time exponential in the text"),
                )
                .help(
                    "repeat no repetition in a pattern that looks around or refers back; mend it by a fixup",
                );
        }
    };
    for (_, schema) in schemas.iter() {
        let Body::Keywords(keywords) = &schema.body else { continue };
        if let Some(pattern) = &keywords.pattern {
            check(pattern, schema.location.child("pattern"));
        }
        for pattern in keywords.pattern_properties.keys() {
            check(pattern, schema.location.child("patternProperties").child(pattern));
        }
    }
}

/// Whether a group is repeated in which something is repeated without an end.
fn repeats_repetitions(pattern: &str) -> bool {
    // Whether each open group holds such a repetition.
    let mut open = vec![false];
    let mut closed = false;
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        let is_repeated = match character {
            '*' | '+' => true,
            '{' => characters.as_str().split_once('}').is_some_and(|(times, _)| times.ends_with(',')),
            _ => false,
        };
        if is_repeated {
            if closed {
                return true;
            }
            open.iter_mut().for_each(|it| *it = true);
        }
        closed = match character {
            '(' => {
                open.push(false);
                false
            }
            ')' => open.pop().unwrap_or_default() && !open.is_empty(),
            '[' => {
                skip_class(&mut characters);
                false
            }
            '\\' => {
                characters.next();
                false
            }
            _ => false,
        };
    }
    false
}

fn skip_class(characters: &mut std::str::Chars<'_>) {
    while let Some(character) = characters.next() {
        match character {
            ']' => return,
            '\\' => drop(characters.next()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::repeats_repetitions;

    #[test]
    fn sees_what_is_nested() {
        for pattern in ["(a+)+", "(a+b)*", "((a|b*)c)+", "(?:x{2,}){3,}", r"(?=(\)a+)*)", "(a*)+(b)"] {
            assert!(repeats_repetitions(pattern), "{pattern}");
        }
        for pattern in
            ["a+b+", "(a+)b+", "(ab)+", r"(a\+)+", "([a+*])+", "(a{2})*", "(a+)", "(a+)?b*", "", "(", "a)*"]
        {
            assert!(!repeats_repetitions(pattern), "{pattern}");
        }
    }
}
