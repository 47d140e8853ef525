//! From any text to a Rust identifier.

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

/// The name of a type or a variant.
pub(crate) fn pascal(text: &str) -> String {
    name(text, &Case { apply: str::to_pascal_case, is_applied: is_pascal, start: "X" })
}

/// The name of a field.
pub(crate) fn snake(text: &str) -> String {
    name(text, &Case { apply: str::to_snake_case, is_applied: is_snake, start: "x" })
}

/// The name of a constant.
pub(crate) fn shouty(text: &str) -> String {
    name(text, &Case { apply: str::to_shouty_snake_case, is_applied: |_| false, start: "X" })
}

/// A way to write words.
struct Case {
    apply: fn(&str) -> String,
    /// Whether a text is sure to be as `apply` leaves it. Most texts are, and to apply a case takes long.
    is_applied: fn(&str) -> bool,
    /// What goes before a name that begins with no letter.
    start: &'static str,
}

/// Applies a case until it changes nothing more (`a b` -> `AB` -> `Ab`), and makes an identifier.
fn name(text: &str, case: &Case) -> String {
    let mut name = if (case.is_applied)(text) { text.to_owned() } else { (case.apply)(&spell(text)) };
    for _ in 0..8 {
        if (case.is_applied)(&name) {
            break;
        }
        let next = (case.apply)(&name);
        if next == name {
            break;
        }
        name = next;
    }
    if !name.chars().next().is_some_and(unicode_start) {
        name = (case.apply)(&format!("{}{name}", case.start));
    }
    if super::reserved::is_keyword(&name) { format!("{name}_") } else { name }
}

/// Whether a text is words of ASCII letters and digits, each with one capital, its first letter.
fn is_pascal(text: &str) -> bool {
    let mut after_capital = false;
    text.starts_with(|it: char| it.is_ascii_uppercase())
        && text.bytes().all(|it| {
            let is_fine = it.is_ascii_alphanumeric() && !(after_capital && it.is_ascii_uppercase());
            after_capital = it.is_ascii_uppercase() || (after_capital && it.is_ascii_digit());
            is_fine
        })
}

/// Whether a text is words of small ASCII letters and digits, with one underscore between them.
fn is_snake(text: &str) -> bool {
    text.starts_with(|it: char| it.is_ascii_lowercase())
        && !text.ends_with('_')
        && !text.contains("__")
        && text.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_')
}

/// A text in words: signs that carry meaning are spelled out, others part words.
fn spell(text: &str) -> String {
    if text.starts_with(|it: char| it.is_ascii_alphabetic())
        && text.bytes().all(|it| it.is_ascii_alphanumeric())
    {
        return text.to_owned();
    }
    let text = text.replace('\'', "");
    if text.is_empty() {
        return "empty".to_owned();
    }
    let mut words = String::new();
    let chars: Vec<char> = text.chars().collect();
    let has_word = chars.iter().any(|it| unicode_continue(*it) && *it != '_');
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|it| chars[it]);
        let after = chars.get(at + 1).copied();
        let digit_after = after.is_some_and(|it| it.is_ascii_digit());
        let digit_before = before.is_some_and(|it| it.is_ascii_digit());
        let starts = before.is_none_or(|it| !unicode_continue(it));
        match c {
            _ if unicode_continue(c) && c != '_' => words.push(c),
            '[' if after == Some(']') => words.push_str(" array "),
            '+' if starts && digit_after => words.push_str(" plus "),
            '-' if starts && digit_after => words.push_str(" minus "),
            '.' if digit_before && digit_after => words.push_str(" point "),
            '_' | ' ' if has_word => words.push(' '),
            _ if has_word && !is_telling(c) => words.push(' '),
            _ => {
                words.push(' ');
                words.push_str(&sign(c));
                words.push(' ');
            }
        }
    }
    let words = words.trim();
    match words.chars().next() {
        None => "empty".to_owned(),
        Some(first) if first.is_ascii_digit() => {
            let plain = text.chars().all(|it| it.is_ascii_digit() || it == '.');
            format!("{} {words}", if plain { "n" } else { "v" }).replacen(' ', "", 1)
        }
        Some(_) => words.to_owned(),
    }
}

/// Signs that tell names apart even beside words.
fn is_telling(c: char) -> bool {
    matches!(c, '<' | '>' | '=' | '%' | '&' | '*' | '#' | '!' | '?' | '+')
        || (!c.is_ascii() && !c.is_whitespace())
}

fn sign(c: char) -> String {
    let name = match c {
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '#' => "hash",
        '@' => "at",
        '?' => "question",
        '$' => "dollar",
        '^' => "caret",
        '~' => "tilde",
        '"' => "quote",
        '`' => "backtick",
        '(' => "open",
        ')' => "close",
        '[' => "bracket",
        ']' => "end",
        '{' => "brace",
        '}' => "unbrace",
        '_' => "underscore",
        ' ' => "space",
        _ => return format!("u{:x}", u32::from(c)),
    };
    name.to_owned()
}

fn unicode_start(c: char) -> bool {
    c == '_' || unicode_ident::is_xid_start(c)
}

fn unicode_continue(c: char) -> bool {
    unicode_ident::is_xid_continue(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, type_name: &str, field: &str) {
        assert_eq!((pascal(text).as_str(), snake(text).as_str()), (type_name, field), "{text:?}");
    }

    #[test]
    fn words_are_kept() {
        check("needs_reauthorization", "NeedsReauthorization", "needs_reauthorization");
        check("fooBar", "FooBar", "foo_bar");
        check("a b", "Ab", "a_b");
        check("OAuthAccessToken", "OAuthAccessToken", "o_auth_access_token");
    }

    #[test]
    fn signs_are_spelled_where_they_tell() {
        check("$.discord.channel[]", "DiscordChannelArray", "discord_channel_array");
        check("+1", "Plus1", "plus_1");
        check("-1", "Minus1", "minus_1");
        check("", "Empty", "empty");
        check("<=", "LessEqual", "less_equal");
        check("1.5", "N1Point5", "n1_point_5");
        check("2025-01-01", "V20250101", "v2025_01_01");
    }

    #[test]
    fn what_counts_as_applied_is() {
        // All texts of up to six of these.
        let letters = ["", "a", "b", "A", "B", "1", "_"];
        let mut texts = vec![String::new()];
        for _ in 0..6 {
            texts =
                letters.iter().flat_map(|it| texts.iter().map(move |text| format!("{text}{it}"))).collect();
            texts.sort_unstable();
            texts.dedup();
        }
        for text in texts {
            assert!(!is_pascal(&text) || spell(&text).to_pascal_case() == text, "{text}");
            assert!(!is_snake(&text) || spell(&text).to_snake_case() == text, "{text}");
        }
    }

    #[test]
    fn keywords_get_an_underscore() {
        check("type", "Type", "type_");
        check("self", "Self_", "self_");
    }
}
