//! Patterns of web addresses.
//!
//! Spec: RFC 6570, §2, with its erratum 6937 about the apostrophe.

use super::format::Format;

/// `/users/{id}{?page,size:3}`
pub static URI_TEMPLATE: Format = Format::new("uri-template", is_uri_template);

fn is_uri_template(text: &str) -> bool {
    let mut parts = text.split('{');
    parts.next().is_some_and(is_literal)
        && parts.all(|part| {
            part.split_once('}')
                .is_some_and(|(expression, rest)| is_expression(expression) && is_literal(rest))
        })
}

fn is_literal(text: &str) -> bool {
    let is_plain = |it: char| !it.is_control() && !" \"<>\\^`{|}".contains(it);
    percent_is_encoding(text) && text.chars().all(is_plain)
}

fn percent_is_encoding(text: &str) -> bool {
    let is_hex = |it: &str| it.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    text.split('%').skip(1).all(is_hex)
}

fn is_expression(text: &str) -> bool {
    let list = text.strip_prefix(|it| "+#./;?&=,!@|".contains(it)).unwrap_or(text);
    list.split(',').all(is_variable)
}

fn is_variable(text: &str) -> bool {
    let name = match text.split_once(':') {
        Some((name, length)) => {
            let is_number = length.bytes().all(|it| it.is_ascii_digit()) && !length.starts_with('0');
            if !is_number || !(1..=4).contains(&length.len()) {
                return false;
            }
            name
        }
        None => text.strip_suffix('*').unwrap_or(text),
    };
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || it == b'_' || it == b'%';
    percent_is_encoding(name) && name.split('.').all(|part| !part.is_empty() && part.bytes().all(is_plain))
}

#[cfg(test)]
mod tests {
    use super::URI_TEMPLATE;

    #[test]
    fn literals_and_expressions() {
        for text in ["", "/a'b%20ä", "{a}", "{+a.b,c*}", "{?a:4}{&b}", "{%41_1}"] {
            assert!(URI_TEMPLATE.accepts(text), "{text}");
        }
        for text in
            ["{", "}", "{}", "{a", "a}", "{a,}", "{a..b}", "{a:0}", "{a:12345}", "{a:1*}", "{a=b}", "{+}"]
        {
            assert!(!URI_TEMPLATE.accepts(text), "{text}");
        }
        for text in ["a b", "a%4", "a%", "{a%2}", "\u{7f}", "<a>", "{a:+1}", "{{a}}"] {
            assert!(!URI_TEMPLATE.accepts(text), "{text}");
        }
    }
}
