//! Statics that hold tables, as the formatter lays them out.
//!
//! Tables are most of what a large source has in its checks, and of few forms: calls, lists and structs of such.
//! To parse them for the formatter would cost more than all the rest of writing them. What has another form, or
//! would be laid out in a way that is not known here, is left to the formatter.

use std::iter::Peekable;

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree, token_stream};

/// The width of lines, and what is left of it at least where they begin far to the right.
const WIDTH: usize = 89;
const LEAST: usize = 60;
const INDENT: usize = 4;
/// The longest struct on one line, without its last brace.
const STRUCT: usize = 34;
/// A width that fits nowhere.
const BROKEN: usize = 1 << 30;

/// The text of a `static`; `None` where the formatter has to be asked.
pub(super) fn text(item: &TokenStream) -> Option<String> {
    let mut tokens = item.clone().into_iter().peekable();
    let mut head = String::new();
    loop {
        match tokens.next()? {
            TokenTree::Ident(it) if it == "pub" => head.push_str("pub"),
            TokenTree::Group(it) if head == "pub" => head.extend(["(", &it.stream().to_string(), ") "]),
            TokenTree::Ident(it) if it == "static" => head.push_str("static "),
            TokenTree::Ident(it) => head.push_str(&it.to_string()),
            TokenTree::Punct(it) if it.as_char() == ':' => head.push_str(": "),
            TokenTree::Punct(it) if it.as_char() == '=' => break,
            TokenTree::Punct(_) | TokenTree::Group(_) | TokenTree::Literal(_) => return None,
        }
    }
    head.push_str(" = ");
    let table = expression(&mut tokens, false)?;
    let mut page = Page { text: String::new(), indent: 0, space: WIDTH };
    page.word(&head);
    page.expression(&table, 1)?;
    page.word(";");
    page.text.push('\n');
    Some(page.text)
}

/// An expression: words, and a list where it ends with one.
#[derive(Debug)]
struct Expression {
    words: String,
    list: Option<List>,
    /// Its width on one line.
    width: usize,
    /// Calls of methods are broken in ways of their own.
    is_chain: bool,
}

#[derive(Debug)]
struct List {
    open: &'static str,
    items: Vec<Expression>,
    close: &'static str,
}

/// Reads an expression up to a comma, a semicolon or the end.
fn expression(tokens: &mut Peekable<token_stream::IntoIter>, is_field: bool) -> Option<Expression> {
    let mut all = Expression { words: String::new(), list: None, width: 0, is_chain: false };
    while let Some(token) = tokens.next_if(|it| !is_end(it)) {
        if let Some(list) = all.list.take() {
            // Something follows what looked like the last list.
            write(&list, &mut all.words);
            all.is_chain = true;
        }
        match token {
            TokenTree::Ident(it) => all.words.push_str(&it.to_string()),
            TokenTree::Literal(it) => all.words.push_str(&it.to_string()),
            TokenTree::Punct(it) if it.as_char() == ':' && it.spacing() == Spacing::Alone => {
                let is_path = all.words.ends_with(':');
                all.words.push_str(if is_field && !is_path { ": " } else { ":" });
            }
            TokenTree::Punct(it) if matches!(it.as_char(), ':' | '&' | '.' | '-') => {
                all.is_chain |= it.as_char() == '.';
                all.words.push(it.as_char());
            }
            // Closures, say.
            TokenTree::Punct(_) => return None,
            TokenTree::Group(group) => all.list = Some(list(&group, &all.words)?),
        }
    }
    all.width = all.words.len() + all.list.as_ref().map_or(0, |it| width(it, &all.words));
    Some(all)
}

fn is_end(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(it) if it.as_char() == ',' || it.as_char() == ';')
}

/// Reads a list that follows some words.
fn list(group: &Group, words: &str) -> Option<List> {
    let (open, close) = match group.delimiter() {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace => (" {", "}"),
        Delimiter::None => return None,
    };
    let is_struct = open == " {";
    let mut items = Vec::new();
    let mut tokens = group.stream().into_iter().peekable();
    while tokens.peek().is_some() {
        items.push(expression(&mut tokens, is_struct)?);
        tokens.next();
    }
    // Lists of numbers are filled, and a call is as short as it can be around its only argument.
    let is_number = |it: &Expression| it.words.starts_with(|c: char| c.is_ascii_digit() || c == '\'');
    let is_word = |it: &Expression| matches!(it.words.as_str(), "true" | "false");
    let is_filled = |it: &Expression| it.list.is_none() && (is_number(it) || is_word(it));
    let is_bare =
        |it: &Expression| it.list.as_ref().is_some_and(|list| it.words.is_empty() || list.open == " {");
    let is_known = match (open, &items[..]) {
        ("(", [only]) => !words.is_empty() && (only.words.starts_with('&') || !is_bare(only)),
        ("[", [_, ..]) => !items.iter().all(is_filled),
        (" {", []) => false,
        _ => true,
    };
    is_known.then_some(List { open, items, close })
}

/// The width of a list on one line.
fn width(list: &List, words: &str) -> usize {
    let items: usize = list.items.iter().map(|it| it.width).sum();
    let inner = items + 2 * list.items.len().saturating_sub(1);
    let name = words.trim_start_matches('&').len();
    match list.open {
        " {" if name + inner + 4 > STRUCT => BROKEN,
        " {" => inner + 5,
        _ => inner + 2,
    }
}

/// Writes a list on one line.
fn write(list: &List, text: &mut String) {
    let pad = if list.open == " {" { " " } else { "" };
    text.extend([list.open, pad]);
    for (index, item) in list.items.iter().enumerate() {
        text.extend([if index > 0 { ", " } else { "" }, &item.words]);
        if let Some(list) = &item.list {
            write(list, text);
        }
    }
    text.extend([pad, list.close]);
}

/// Lines as they are filled.
struct Page {
    text: String,
    indent: usize,
    /// What is left of the line.
    space: usize,
}

impl Page {
    fn word(&mut self, word: &str) {
        self.text.push_str(word);
        self.space = self.space.saturating_sub(word.len());
    }

    fn line(&mut self) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n(' ', self.indent));
        self.space = WIDTH.saturating_sub(self.indent).max(LEAST);
    }

    /// Writes an expression, after which so many characters have to stand on its last line.
    fn expression(&mut self, it: &Expression, after: usize) -> Option<()> {
        if it.width + after <= self.space {
            self.word(&it.words);
            if let Some(list) = &it.list {
                let begin = self.text.len();
                write(list, &mut self.text);
                self.space -= self.text.len() - begin;
            }
            return Some(());
        }
        if it.is_chain {
            return None;
        }
        self.word(&it.words);
        let Some(list) = &it.list else { return Some(()) };
        self.word(list.open);
        self.indent += INDENT;
        for (index, item) in list.items.iter().enumerate() {
            self.line();
            let is_last = index + 1 == list.items.len();
            self.expression(item, usize::from(!is_last))?;
            self.word(",");
        }
        self.indent -= INDENT;
        self.line();
        self.word(list.close);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::text;
    use crate::render::source;

    #[test]
    fn as_the_formatter_does() {
        let long = "a text that is so long that it does not fit beside others";
        for item in [
            quote!(
                static A: Check = Check(&[]);
            ),
            quote!(
                static A: Check = Check(&[Rule::Never, Rule::Types(Types::NULL.or(Types::STRING))]);
            ),
            quote!(pub(super) static A_CHECK: Check = Check(&[Rule::Values(&[Literal::Text(#long), Literal::Int(-5)])]);),
            quote!(
                static A: Check = Check(&[Rule::Items { after: 0, check: &Check::STRING }]);
            ),
            quote!(static A: Check = Check(&[Rule::Items { after: 0, check: &A }, Rule::Required(&["a", #long, "b"])]);),
            quote!(
                static A: Check = Check(&[Rule::Members {
                    properties: &[(
                        "a",
                        &Check(&[Rule::Properties(&[
                            ("b", &Check(&[Rule::OneOf(&[&B, &C, &D])])),
                            (
                                "c",
                                &Check(&[Rule::Values(&[
                                    Literal::Text("one"),
                                    Literal::Text("two"),
                                    Literal::Text("three"),
                                ])]),
                            ),
                        ])]),
                    )],
                    patterns: &[],
                    others: Some(&Check::NEVER),
                }]);
            ),
            quote!(
                static A: Pattern = Pattern::simple(
                    "^a$",
                    &[Sequence::whole(&[Step::class(&[('0', '9'), ('A', 'Z')], 1, u32::MAX)])],
                );
            ),
        ] {
            let ours = text(&item).expect("it is a table");
            assert_eq!(Ok(ours), source::formatted(item));
        }
    }

    #[test]
    fn what_is_left_to_the_formatter() {
        assert_eq!(
            text(&quote!(
                static A: [u8; 2] = [1, 2];
            )),
            None
        );
        assert_eq!(
            text(&quote!(
                static A: Pattern = Pattern::simple("a", |it| it.text("a") && it.end());
            )),
            None
        );
        let names = (0..9).map(|at| quote::format_ident!("A_LONG_NAME_{at}"));
        assert_eq!(text(&quote!(static A: Types = Types::NONE #(.or(Types::#names))*;)), None);
    }
}
