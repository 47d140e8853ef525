//! Expressions of tables: words, calls, lists and structs of such.
//!
//! Tables are most of what a large source has in its checks. They are built here rather than as tokens, which would
//! have to be taken apart again to lay them out.

use std::borrow::Cow;
use std::iter::Peekable;

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree, token_stream};
use quote::ToTokens;

/// The longest struct on one line, without its last brace.
const STRUCT: usize = 34;
/// A width that fits nowhere.
const BROKEN: usize = 1 << 30;

/// An expression: words, and a list where it ends with one.
#[derive(Debug)]
pub(super) struct Expression {
    pub(super) words: Cow<'static, str>,
    pub(super) list: Option<List>,
    /// Its width on one line.
    pub(super) width: usize,
    /// Calls of methods are broken in ways of their own.
    pub(super) is_chain: bool,
    /// Whether it is known how the formatter lays it out.
    pub(super) is_known: bool,
}

/// What stands between brackets, parentheses or braces.
#[derive(Debug)]
pub(super) struct List {
    pub(super) open: &'static str,
    pub(super) items: Vec<Expression>,
    pub(super) close: &'static str,
}

impl Expression {
    /// A path or a literal.
    pub(super) fn words(words: impl Into<Cow<'static, str>>) -> Self {
        Self::new(words.into(), None)
    }

    /// `name(..)`
    pub(super) fn call(name: &'static str, arguments: impl IntoIterator<Item = Self>) -> Self {
        Self::new(Cow::Borrowed(name), Some(List::new("(", arguments, ")")))
    }

    /// `&[..]`
    pub(super) fn slice(items: impl IntoIterator<Item = Self>) -> Self {
        Self::new(Cow::Borrowed("&"), Some(List::new("[", items, "]")))
    }

    /// `(..)`
    pub(super) fn tuple(items: impl IntoIterator<Item = Self>) -> Self {
        Self::new(Cow::Borrowed(""), Some(List::new("(", items, ")")))
    }

    /// `name { .. }`
    pub(super) fn fields(name: &'static str, fields: impl IntoIterator<Item = (&'static str, Self)>) -> Self {
        let fields = fields.into_iter().map(|(name, value)| {
            let chain = value.is_chain;
            let field = Self::new(Cow::Owned(format!("{name}: {}", value.words)), value.list);
            Self { is_chain: chain, ..field }
        });
        Self::new(Cow::Borrowed(name), Some(List::new(" {", fields, "}")))
    }

    /// `self.name(argument)`
    pub(super) fn method(self, name: &str, argument: Self) -> Self {
        let words = format!("{}.{name}", self.line());
        Self { is_chain: true, ..Self::new(Cow::Owned(words), Some(List::new("(", [argument], ")"))) }
    }

    fn new(words: Cow<'static, str>, list: Option<List>) -> Self {
        let width = words.len() + list.as_ref().map_or(0, |it| it.width(&words));
        let is_known = list.as_ref().is_none_or(|it| it.is_known(&words));
        Self { words, list, width, is_chain: false, is_known }
    }

    /// Reads an expression; `None` where it has another form.
    pub(super) fn read(tokens: TokenStream) -> Option<Self> {
        expression(&mut tokens.into_iter().peekable(), false)
    }

    /// The first name in it: of a path, what comes before the first colons.
    pub(super) fn name(&self) -> &str {
        first_name(&self.words)
    }

    /// What stands in its list.
    pub(super) fn items(&self) -> &[Self] {
        self.list.as_ref().map_or(&[], |it| &it.items)
    }

    /// Its text on one line.
    pub(super) fn line(&self) -> String {
        let mut text = self.words.clone().into_owned();
        if let Some(list) = &self.list {
            list.write(&mut text);
        }
        text
    }
}

fn first_name(words: &str) -> &str {
    let words = words.trim_start_matches('&');
    let end = words.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(words.len());
    // What is in front of a value of a struct is no name of its own.
    words[end..].strip_prefix(": ").map_or(&words[..end], first_name)
}

impl ToTokens for Expression {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let own: TokenStream = self.line().parse().expect("an expression as it is written has tokens");
        tokens.extend(own);
    }
}

impl List {
    fn new(open: &'static str, items: impl IntoIterator<Item = Expression>, close: &'static str) -> Self {
        Self { open, items: items.into_iter().collect(), close }
    }

    /// Lists of numbers are filled, and a call is as short as it can be around its only argument.
    fn is_known(&self, words: &str) -> bool {
        let is_number = |it: &Expression| it.words.starts_with(|c: char| c.is_ascii_digit() || c == '\'');
        let is_word = |it: &Expression| matches!(&*it.words, "true" | "false");
        let is_filled = |it: &Expression| it.list.is_none() && (is_number(it) || is_word(it));
        let is_bare =
            |it: &Expression| it.list.as_ref().is_some_and(|list| it.words.is_empty() || list.open == " {");
        let is_known = match (self.open, &self.items[..]) {
            ("(", [only]) => !words.is_empty() && (only.words.starts_with('&') || !is_bare(only)),
            ("[", [_, ..]) => !self.items.iter().all(is_filled),
            (" {", []) => false,
            _ => true,
        };
        is_known && self.items.iter().all(|it| it.is_known)
    }

    /// The width on one line, after words.
    fn width(&self, words: &str) -> usize {
        let items: usize = self.items.iter().map(|it| it.width).sum();
        let inner = items + 2 * self.items.len().saturating_sub(1);
        let name = words.trim_start_matches('&').len();
        match self.open {
            " {" if name + inner + 4 > STRUCT => BROKEN,
            " {" => inner + 5,
            _ => inner + 2,
        }
    }

    /// Writes the list on one line.
    pub(super) fn write(&self, text: &mut String) {
        let pad = if self.open == " {" { " " } else { "" };
        text.extend([self.open, pad]);
        for (index, item) in self.items.iter().enumerate() {
            text.extend([if index > 0 { ", " } else { "" }, &item.words]);
            if let Some(list) = &item.list {
                list.write(text);
            }
        }
        text.extend([pad, self.close]);
    }
}

/// Reads an expression up to a comma, a semicolon or the end.
fn expression(tokens: &mut Peekable<token_stream::IntoIter>, is_field: bool) -> Option<Expression> {
    let mut words = String::new();
    let mut last: Option<List> = None;
    let mut is_chain = false;
    while let Some(token) = tokens.next_if(|it| !is_end(it)) {
        if let Some(list) = last.take() {
            // Something follows what looked like the last list.
            if !list.is_known(&words) {
                return None;
            }
            list.write(&mut words);
            is_chain = true;
        }
        match token {
            TokenTree::Ident(it) => words.push_str(&it.to_string()),
            TokenTree::Literal(it) => words.push_str(&it.to_string()),
            TokenTree::Punct(it) if it.as_char() == ':' && it.spacing() == Spacing::Alone => {
                let is_path = words.ends_with(':');
                words.push_str(if is_field && !is_path { ": " } else { ":" });
            }
            TokenTree::Punct(it) if matches!(it.as_char(), ':' | '&' | '.' | '-') => {
                is_chain |= it.as_char() == '.';
                words.push(it.as_char());
            }
            // Closures, say.
            TokenTree::Punct(_) => return None,
            TokenTree::Group(group) => last = Some(list(&group)?),
        }
    }
    Some(Expression { is_chain, ..Expression::new(Cow::Owned(words), last) })
}

fn is_end(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(it) if it.as_char() == ',' || it.as_char() == ';')
}

fn list(group: &Group) -> Option<List> {
    let (open, close) = match group.delimiter() {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace => (" {", "}"),
        Delimiter::None => return None,
    };
    let mut items = Vec::new();
    let mut tokens = group.stream().into_iter().peekable();
    while tokens.peek().is_some() {
        items.push(expression(&mut tokens, open == " {")?);
        tokens.next();
    }
    Some(List { open, items, close })
}
