//! A type's item in the generated source.

use isotype::Generated;

/// The item of a type, with its docs: the file's path, the line of the item, and the text.
pub(crate) fn item<'g>(generated: &'g Generated, name: &str) -> Option<(&'g str, usize, String)> {
    generated.files.iter().filter(|(path, _)| path.starts_with("src/")).find_map(|(path, text)| {
        let (line, item) = within(text, name)?;
        Some((path.as_str(), line, item))
    })
}

/// Items stand at the left margin, with an empty line before and after each.
fn within(text: &str, name: &str) -> Option<(usize, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let declares = |line: &str| {
        let rest = ["pub struct ", "pub enum "].iter().find_map(|it| line.strip_prefix(it));
        let after = rest.and_then(|it| it.strip_prefix(name));
        after.is_some_and(|it| !it.starts_with(|it: char| it.is_alphanumeric() || it == '_'))
    };
    let at = lines.iter().position(|it| declares(it))?;
    let start = lines[..at].iter().rposition(|it| it.is_empty()).map_or(0, |it| it + 1);
    let length = lines[at..].iter().position(|it| it.is_empty()).unwrap_or(lines.len() - at);
    Some((at + 1, lines[start..at + length].join("\n")))
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn an_item_comes_with_its_docs() {
        let text = "use x;\n\npub struct AB(u8);\n\n/// It.\n///\n/// More.\npub struct A {\n    a: u8,\n}\n\nimpl A {}\n";
        let expect = "/// It.\n///\n/// More.\npub struct A {\n    a: u8,\n}";
        assert_eq!(within(text, "A"), Some((8, expect.to_owned())));
        assert_eq!(within(text, "AB"), Some((3, "pub struct AB(u8);".to_owned())));
        assert_eq!(within(text, "B"), None);
    }
}
