//! Tokens to text.

use proc_macro2::{Delimiter, Literal, Spacing, TokenStream, TokenTree};

/// Formats items one by one and joins them by one blank line.
///
/// # Errors
///
/// Gives the tokens that are not an item: a fault of the generator.
pub(super) fn items_text(items: impl IntoIterator<Item = TokenStream>) -> Result<String, String> {
    let items: Vec<String> = items.into_iter().map(formatted).collect::<Result<_, String>>()?;
    Ok(items.join("\n"))
}

/// Formats one item.
///
/// # Errors
///
/// As [`items_text`].
pub(super) fn formatted(item: TokenStream) -> Result<String, String> {
    parsed(syn::parse2(item)).map(item_text)
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

/// Adds the docs of a module.
pub(super) fn push_module_docs(text: &mut String, lines: &[String]) {
    for line in lines {
        text.extend([if line.is_empty() { "//!" } else { "//! " }, line, "\n"]);
    }
}

/// An item that was written as text: formatted where a line of code is long.
///
/// # Errors
///
/// As [`items_text`].
pub(super) fn wrapped(text: String) -> Result<String, String> {
    let is_long = |line: &str| line.len() > WIDTH && !line.trim_start().starts_with("///");
    if text.lines().any(is_long) { formatted_text(&text) } else { Ok(text) }
}

/// Formats one item that was written as text.
///
/// # Errors
///
/// As [`items_text`].
pub(super) fn formatted_text(text: &str) -> Result<String, String> {
    parsed(syn::parse_str(text)).map(item_text)
}

/// The formatter wraps no shorter line.
pub(super) const WIDTH: usize = 89;
/// The formatter wraps each longer line; between the two it decides.
const SURE_TO_WRAP: usize = 100;
/// The longest `Self { .. ` that the formatter keeps on one line.
const SMALL_STRUCT: usize = 34;

/// Arguments between parentheses: on one line that is indented like this, or a line each.
pub(super) fn arguments(indent: &str, open: &str, items: &[String], close: &str) -> String {
    let line = format!("{open}{}{close}", items.join(", "));
    if indent.len() + line.len() < SURE_TO_WRAP {
        return line;
    }
    let line = format!("\n{indent}    ");
    let items: String = items.iter().flat_map(|it| [&line, it.as_str(), ","]).collect();
    format!("{open}{items}\n{indent}{close}")
}

/// Adds a struct expression to an item that is written as text.
pub(super) fn push_struct(text: &mut String, open: &str, fields: &[String]) {
    let pad = if fields.is_empty() { "" } else { " " };
    let line = format!("{open}{pad}{}{pad}", fields.join(", "));
    if line.trim_start().len() <= SMALL_STRUCT {
        text.extend([&line, "}\n"]);
    } else {
        push_list(text, open, fields, "}");
    }
}

/// Adds a list, a line an item.
fn push_list(text: &mut String, open: &str, items: &[String], close: &str) {
    let indent = &open[..open.len() - open.trim_start().len()];
    text.extend([open, "\n"]);
    for item in items {
        text.extend([indent, "    ", item, ",\n"]);
    }
    text.extend([indent, close, "\n"]);
}

/// The attribute of a crate in which names have letters beyond ASCII: rustc warns of many of them.
pub(super) const FOREIGN_LETTERS: &str = "\
// Names are those of the schemas, in whatever letters.
#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]

";

/// A text as a literal.
pub(super) fn quoted(text: &str) -> String {
    Literal::string(text).to_string()
}

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

/// A call of a macro in braces, whose argument is a table in braces: a line an entry.
pub(super) fn table(name: &str, head: &str, entries: &[String]) -> String {
    let mut text = format!("{name}! {{\n    {head} {{\n");
    for entry in entries {
        // Of alternatives, the later ones can stand on a line of their own.
        let is_long = entry.len() + 1 > 92 && !entry.contains('"');
        let (first, rest) = entry.split_once(" | ").filter(|_| is_long).unwrap_or((entry, ""));
        let wrap = if rest.is_empty() { "" } else { "\n            | " };
        text.extend(["        ", first, wrap, rest, ",\n"]);
    }
    text.push_str("    }\n}\n");
    text
}

/// Tokens on one line, spaced as people do: patterns, types, simple expressions.
pub(super) fn line(tokens: impl IntoIterator<Item = TokenTree>) -> String {
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
