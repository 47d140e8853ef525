//! Writes down how a pattern is matched.
//!
//! Takes the plan; gives the `static` that the runtime matches by, and tells which engine the generated crate
//! needs for it. [`walk`] writes steps.

mod walk;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::pattern::Plan;

/// Parts of the runtime, and crates, that patterns need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Engines {
    /// `pattern_regex` and the `regex` crate.
    pub(crate) regex: bool,
    /// `pattern_automaton` and the `regex` crate.
    pub(crate) automaton: bool,
}

impl Engines {
    /// What either needs.
    pub(crate) fn add(&mut self, other: Self) {
        self.regex |= other.regex;
        self.automaton |= other.automaton;
    }

    /// What a plan needs.
    pub(crate) fn of(plan: &Plan) -> Self {
        match plan {
            Plan::Always | Plan::Simple(_) | Plan::Table(_) => Self::default(),
            Plan::Every(parts) => parts.iter().fold(Self::default(), |mut engines, part| {
                engines.add(Self::of(&part.plan));
                engines
            }),
            Plan::Regex(_) => Self { regex: true, automaton: false },
            Plan::Automaton => Self { regex: false, automaton: true },
        }
    }
}

/// The `static` of this name, and those that it is made up of.
pub(super) fn items(plan: &Plan, name: &str, source: &str) -> Vec<TokenStream> {
    let mut items = Vec::new();
    add_items(plan, name, source, &mut items);
    items
}

fn add_items(plan: &Plan, name: &str, source: &str, items: &mut Vec<TokenStream>) {
    let ident = Ident::new(name, Span::call_site());
    let text = text(source);
    let value = match plan {
        Plan::Always => quote!(Pattern::simple(#text, |_| true)),
        Plan::Simple(sequences) => walk::pattern(&text, sequences),
        Plan::Every(parts) => {
            let mut conditions = Vec::new();
            for (at, part) in parts.iter().enumerate() {
                let part_name = format!("{name}_PART_{}", at + 1);
                let part_ident = Ident::new(&part_name, Span::call_site());
                add_items(&part.plan, &part_name, &part.text, items);
                let not = part.negative.then(|| quote!(!));
                conditions.push(quote!(#not #part_ident.is_match(text)));
            }
            quote!(Pattern::simple(#text, |text| #(#conditions)&&*))
        }
        Plan::Table(table) => {
            let kinds = table.kinds.iter().map(|it| self::text(it));
            let others = table.others.iter().map(|(low, high, kind)| {
                let kind = Literal::u8_unsuffixed(*kind);
                quote!((#low, #high, #kind))
            });
            let rows = &table.rows;
            let count = Literal::usize_unsuffixed(rows.len());
            quote!(Pattern::simple(#text, |text| {
                static TABLE: Table<#count> = Table::new(&[#(#kinds),*], &[#(#others),*], [#(#rows),*]);
                TABLE.is_match(text)
            }))
        }
        Plan::Regex(expression) => {
            let expression = self::text(expression);
            quote!(Pattern::simple(#text, |text| {
                static EXPRESSION: Regex = Regex::new(#expression);
                EXPRESSION.is_match(text)
            }))
        }
        Plan::Automaton => quote!(Pattern::simple(#text, |text| {
            static EXPRESSION: Automaton = Automaton::new(#text);
            EXPRESSION.is_match(text)
        })),
    };
    items.push(quote!(static #ident: Pattern = #value;));
}

/// A string literal, raw where that spares escapes.
pub(super) fn text(text: &str) -> Literal {
    // A raw literal can't escape what nobody would see, or what turns the line around.
    let is_odd = |it: char| !matches!(it, '"' | '\'' | '\\') && it.escape_debug().len() > 1;
    if !text.contains('\\') || text.contains(is_odd) {
        return Literal::string(text);
    }
    // One `#` more than stand behind any quote.
    let behind_quotes = text.split('"').skip(1).map(|it| it.len() - it.trim_start_matches('#').len() + 1);
    let hashes = "#".repeat(behind_quotes.max().unwrap_or(0));
    format!("r{hashes}\"{text}\"{hashes}").parse().unwrap_or_else(|_| Literal::string(text))
}

#[cfg(test)]
mod tests {
    use super::items;
    use crate::pattern::plan;

    #[test]
    fn writes_statics() {
        let plan = plan("^(?!ab)[a-z]{3}(\"\\d+)?$").expect("a pattern");
        let items: Vec<String> =
            items(&plan, "ID_PATTERN", "^x\\d$").iter().map(ToString::to_string).collect();
        let file = syn::parse_file(&items.join("\n")).expect("Rust");
        assert_eq!(
            prettyplease::unparse(&file),
            r##"static ID_PATTERN_PART_1: Pattern = Pattern::whole(
    r#"^[a-z]{3}(?:\"[0-9]+)?$"#,
    |at| {
        at.class(3, 3, |it| it.is_ascii_lowercase())
            && at.optional(|at| at.text("\"") && at.some(|it| it.is_ascii_digit()))
    },
);
static ID_PATTERN_PART_2: Pattern = Pattern::simple(
    "^ab",
    |text| text.starts_with("ab"),
);
static ID_PATTERN: Pattern = Pattern::simple(
    r"^x\d$",
    |text| ID_PATTERN_PART_1.is_match(text) && !ID_PATTERN_PART_2.is_match(text),
);
"##
        );
    }
}
