//! Tokens to text.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Formats items one by one and joins them by one blank line.
///
/// # Errors
///
/// Gives the tokens that are not an item: a fault of the generator.
pub(super) fn items_text(items: impl IntoIterator<Item = TokenStream>) -> Result<String, String> {
    let mut text = String::new();
    for tokens in items {
        if !text.is_empty() {
            text.push('\n');
        }
        match table_text(&tokens) {
            Some(table) => text.push_str(&table),
            None => text.push_str(&item_text(parsed(syn::parse2(tokens))?)),
        }
    }
    Ok(text)
}

/// Adds doc lines as they print.
pub(super) fn push_docs(text: &mut String, indent: &str, lines: &[String]) {
    for line in lines {
        text.push_str(indent);
        text.push_str("///");
        if !line.is_empty() {
            text.push(' ');
            text.push_str(line.trim_end_matches(' '));
        }
        text.push('\n');
    }
}

/// An item that was written as text: formatted where a line of code is long.
pub(super) fn wrapped(text: String) -> Result<String, String> {
    let is_long = |line: &str| line.len() > SURE_TO_FIT && !line.trim_start().starts_with("///");
    if text.lines().any(is_long) { parsed(syn::parse_str(&text)).map(item_text) } else { Ok(text) }
}

/// No formatter wraps a shorter line.
const SURE_TO_FIT: usize = 80;

fn parsed(item: syn::Result<syn::Item>) -> Result<syn::Item, String> {
    item.map_err(|e| format!("an item that was written is not Rust: {e}"))
}

/// Formats one item.
fn item_text(item: syn::Item) -> String {
    let text = prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    });
    part_members(&text)
}

/// Puts a blank line between the members of an impl, as people do.
fn part_members(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let ends_member = line == "    }"
            || (line.starts_with("    const ") && line.ends_with(';'))
            || (line.starts_with("    pub const ") && line.ends_with(';'));
        if ends_member
            && lines.peek().is_some_and(|next| next.starts_with("    ") && !next.starts_with("     "))
        {
            out.push('\n');
        }
    }
    out
}

/// A call of a macro in braces, whose argument is a table in braces: a line an entry, which ends with a comma.
fn table_text(item: &TokenStream) -> Option<String> {
    let mut tokens = item.clone().into_iter();
    let TokenTree::Ident(name) = tokens.next()? else { return None };
    let TokenTree::Punct(mark) = tokens.next()? else { return None };
    let TokenTree::Group(argument) = tokens.next()? else { return None };
    if mark.as_char() != '!' || argument.delimiter() != Delimiter::Brace || tokens.next().is_some() {
        return None;
    }
    let mut head: Vec<TokenTree> = argument.stream().into_iter().collect();
    let Some(TokenTree::Group(table)) = head.pop() else { return None };
    let mut text = format!("{name}! {{\n    {} {{\n", line(head));
    let mut entry = Vec::new();
    for token in table.stream() {
        let ends = matches!(&token, TokenTree::Punct(it) if it.as_char() == ',');
        entry.push(token);
        if ends {
            let entry = line(std::mem::take(&mut entry));
            // Of alternatives, the later ones can stand on a line of their own.
            let entry = if entry.len() > 92 && !entry.contains('"') {
                entry.replacen(" | ", "\n            | ", 1)
            } else {
                entry
            };
            text.push_str("        ");
            text.push_str(&entry);
            text.push('\n');
        }
    }
    text.push_str("    }\n}\n");
    Some(text)
}

/// Tokens on one line, spaced as people do: patterns, types, simple expressions.
fn line(tokens: impl IntoIterator<Item = TokenTree>) -> String {
    let mut text = String::new();
    let mut joint = false;
    for token in tokens {
        let shown = match &token {
            TokenTree::Group(group) => {
                let inner = line(group.stream());
                match group.delimiter() {
                    Delimiter::Parenthesis => format!("({inner})"),
                    Delimiter::Bracket => format!("[{inner}]"),
                    Delimiter::Brace => format!("{{ {inner} }}"),
                    Delimiter::None => inner,
                }
            }
            token => token.to_string(),
        };
        if !joint && is_spaced(&text, &token) {
            text.push(' ');
        }
        text.push_str(&shown);
        joint = matches!(&token, TokenTree::Punct(it) if it.spacing() == Spacing::Joint);
    }
    text
}

/// Whether a space stands between the text and the token.
fn is_spaced(before: &str, token: &TokenTree) -> bool {
    if before.is_empty() || before.ends_with("::") {
        return false;
    }
    let after_sign = before.ends_with("=>") || before.ends_with([',', ':', '=', '|', '+']);
    match token {
        TokenTree::Punct(it) => after_sign || matches!(it.as_char(), '=' | '|' | '+'),
        TokenTree::Group(_) => after_sign,
        TokenTree::Ident(_) | TokenTree::Literal(_) => !before.ends_with(['<', '&', '-', '.', '(']),
    }
}

/// A `use` of several names, wrapped as rustfmt does.
pub(super) fn use_line(path: &str, names: &[String]) -> String {
    if let [name] = names {
        return format!("use {path}::{name};");
    }
    let short = format!("use {path}::{{{}}};", names.join(", "));
    if short.len() <= 100 {
        return short;
    }
    let mut lines = vec![String::new()];
    for name in names {
        let last = lines.last_mut().expect("there is always a line");
        let piece = format!("{name},");
        if last.is_empty() {
            *last = format!("    {piece}");
        } else if last.len() + 1 + piece.len() <= 100 {
            last.push(' ');
            last.push_str(&piece);
        } else {
            lines.push(format!("    {piece}"));
        }
    }
    format!("use {path}::{{\n{}\n}};", lines.join("\n"))
}

/// The name in `static NAME ..`.
pub(super) fn static_name(tokens: &TokenStream) -> Option<String> {
    let mut tokens = tokens.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Ident(word)), Some(TokenTree::Ident(name))) if word == "static" => {
            Some(name.to_string())
        }
        _ => None,
    }
}
