//! Tokens to text.

use proc_macro2::{TokenStream, TokenTree};

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

/// Whether an identifier stands anywhere in the tokens.
pub(super) fn mentions(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => mentions(&group.stream(), name),
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// Whether the tokens are `static NAME ..`.
pub(super) fn declares(tokens: &TokenStream, name: &str) -> bool {
    let mut tokens = tokens.clone().into_iter();
    let mut is = |word: &str| matches!(tokens.next(), Some(TokenTree::Ident(ident)) if ident == word);
    is("static") && is(name)
}
