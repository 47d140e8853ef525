//! Tokens to text.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Formats items one by one and joins them by one blank line.
///
/// # Errors
///
/// Gives the tokens that are not an item: a fault of the generator.
pub(super) fn items_text(items: impl IntoIterator<Item = TokenStream>) -> Result<String, String> {
    let mut texts = Vec::new();
    for tokens in items {
        let shown = tokens.clone();
        let item: syn::Item = syn::parse2(tokens).map_err(|e| format!("{e} in `{shown}`"))?;
        texts.push(item_text(item));
    }
    Ok(texts.join("\n"))
}

/// Formats one item.
pub(super) fn item_text(item: syn::Item) -> String {
    if let syn::Item::Macro(item) = &item
        && let Some(text) = table_text(item)
    {
        return text;
    }
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
fn table_text(item: &syn::ItemMacro) -> Option<String> {
    let syn::MacroDelimiter::Brace(_) = item.mac.delimiter else { return None };
    let name = item.mac.path.get_ident()?;
    let mut head: Vec<TokenTree> = item.mac.tokens.clone().into_iter().collect();
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

/// Whether the tokens are `static NAME ..`.
pub(super) fn declares(tokens: &TokenStream, name: &str) -> bool {
    let mut tokens = tokens.clone().into_iter();
    let mut is = |word: &str| matches!(tokens.next(), Some(TokenTree::Ident(ident)) if ident == word);
    is("static") && is(name)
}
