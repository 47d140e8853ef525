//! A schema's text as Markdown that rustdoc takes without a complaint.

/// Escapes what rustdoc would take for HTML or for a link to an item, and marks bare addresses.
/// Inline code and links that are sure to lead to no item stay as they are.
pub(super) fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let whole = match c {
            '\\' => rest[1..].starts_with(|it: char| it.is_ascii_punctuation()).then_some(2),
            '`' => code(rest),
            '[' => link(rest),
            '<' => marked(rest),
            'h' => address(rest),
            _ => None,
        };
        let length = whole.unwrap_or(c.len_utf8());
        let taken = &rest[..length];
        rest = &rest[length..];
        match (c, whole) {
            ('[', None) => out.push_str("\\["),
            ('<', None) if rest.starts_with(|it: char| it.is_alphabetic() || it == '/' || it == '!') => {
                out.push_str("\\<");
            }
            ('h', Some(_)) => out.extend(["<", taken, ">"]),
            _ => out.push_str(taken),
        }
    }
    out
}

/// The length of inline code at the start of a text.
fn code(text: &str) -> Option<usize> {
    let fence = text.bytes().take_while(|it| *it == b'`').count();
    let end = text[fence..].find(&text[..fence])?;
    Some(fence + end + fence)
}

/// The length of `[words](address)` at the start of a text, where rustdoc takes the address for no item's path.
fn link(text: &str) -> Option<usize> {
    let (words, target) = text[1..].split_once("](")?;
    let (target, _) = target.split_once(')')?;
    let leads_out = target.contains('/') || target.starts_with(['#', '?']) || target.starts_with("mailto:");
    let is_link = leads_out && !words.contains('[') && !target.contains(char::is_whitespace);
    is_link.then_some("[](".len() + words.len() + target.len() + ")".len())
}

/// The length of `<address>` at the start of a text.
fn marked(text: &str) -> Option<usize> {
    let length = "<".len() + address(&text[1..])?;
    text[length..].starts_with('>').then_some(length + ">".len())
}

/// The length of an address at the start of a text, without the sentence's own signs.
fn address(text: &str) -> Option<usize> {
    if !text.starts_with("http://") && !text.starts_with("https://") {
        return None;
    }
    let stops = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\'' | ')' | ']' | '`' | '|');
    let end = text.find(stops).unwrap_or(text.len());
    let length = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']).len();
    (length > "https://".len()).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::line;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(line(text), expect);
    }

    #[test]
    fn html_and_brackets_are_taken_as_they_are() {
        check("a <T> and <br/> of [x]", "a \\<T> and \\<br/> of \\[x]");
        check("1 < 2, `<T>` and [a](b/c)", "1 < 2, `<T>` and [a](b/c)");
        check(
            "<http or not> <https://example.com or not>",
            "\\<http or not> \\<<https://example.com> or not>",
        );
    }

    #[test]
    fn addresses_become_links() {
        check("see https://example.com/?a=b.", "see <https://example.com/?a=b>.");
        check("[here](https://example.com)", "[here](https://example.com)");
        check("<https://example.com>", "<https://example.com>");
        check(
            "(https://example.com), \"https://example.com\"",
            "(<https://example.com>), \"<https://example.com>\"",
        );
        check("of a link](https://example.com)", "of a link](<https://example.com>)");
    }

    #[test]
    fn links_to_what_may_be_an_item_are_words() {
        check("[a](b), [a](b::c), [`a`](b), [a](b c)", "\\[a](b), \\[a](b::c), \\[`a`](b), \\[a](b c)");
        check("[a](#b), [a](mailto:b@example.com), [a](/b)", "[a](#b), [a](mailto:b@example.com), [a](/b)");
    }
}
