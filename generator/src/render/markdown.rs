//! A schema's text as Markdown that rustdoc takes without a complaint.

/// Escapes what rustdoc would take for HTML or for a link to an item, and marks bare addresses.
/// Inline code and whole links stay as they are.
pub(super) fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '`' => code(rest).unwrap_or(1),
            '[' => match link(rest) {
                Some(length) => length,
                None => escaped(&mut out, rest),
            },
            '<' if rest[1..].starts_with("http") && rest.contains('>') => {
                rest.find('>').map_or(1, |it| it + 1)
            }
            '<' if rest[1..].starts_with(|it: char| it.is_alphabetic() || it == '/' || it == '!') => {
                escaped(&mut out, rest)
            }
            'h' if !before.is_alphanumeric() && !matches!(before, '(' | '"' | '\'' | '=') => {
                match address(rest) {
                    Some(length) => {
                        out.push('<');
                        out.push_str(&rest[..length]);
                        out.push('>');
                        before = '>';
                        rest = &rest[length..];
                        continue;
                    }
                    None => 1,
                }
            }
            c => c.len_utf8(),
        };
        out.push_str(&rest[..taken]);
        before = rest[..taken].chars().next_back().unwrap_or(' ');
        rest = &rest[taken..];
    }
    out
}

/// Puts a backslash before a sign, which is then taken as it is.
fn escaped(out: &mut String, rest: &str) -> usize {
    out.push('\\');
    rest.chars().next().map_or(0, char::len_utf8)
}

/// The length of inline code at the start of a text.
fn code(text: &str) -> Option<usize> {
    let fence = text.bytes().take_while(|it| *it == b'`').count();
    let end = text[fence..].find(&text[..fence])?;
    Some(fence + end + fence)
}

/// The length of `[words](address)` at the start of a text.
fn link(text: &str) -> Option<usize> {
    let words = text.find("](")?;
    if text[1..words].contains('[') {
        return None;
    }
    let end = text[words..].find(')')?;
    Some(words + end + 1)
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
        check("1 < 2, `<T>` and [a](b)", "1 < 2, `<T>` and [a](b)");
    }

    #[test]
    fn addresses_become_links() {
        check("see https://example.com/?a=b.", "see <https://example.com/?a=b>.");
        check("[here](https://example.com)", "[here](https://example.com)");
        check("<https://example.com>", "<https://example.com>");
    }
}
