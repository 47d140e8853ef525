//! Statics that hold tables, as the formatter lays them out.
//!
//! To parse them for the formatter would cost more than all the rest of writing them. What would be laid out in a way
//! that is not known here is left to the formatter.

use proc_macro2::{TokenStream, TokenTree};

use super::expression::Expression;
use super::source::WIDTH;

/// What is left of a line at least where it begins far to the right.
const LEAST: usize = 60;
const INDENT: usize = 4;

/// Adds a `static` with a value; adds nothing, and says so, where the formatter has to be asked.
pub(super) fn push(text: &mut String, head: &str, value: &Expression) -> bool {
    if !value.is_known {
        return false;
    }
    let begin = text.len();
    let mut page = Page { text, indent: 0, space: WIDTH };
    page.word(head);
    page.word(" = ");
    let is_known = page.expression(value, 1).is_some();
    page.word(";");
    page.text.push('\n');
    if !is_known {
        text.truncate(begin);
    }
    is_known
}

/// The same for a `static` that is there as tokens.
pub(super) fn push_tokens(text: &mut String, item: &TokenStream) -> bool {
    read(item).is_some_and(|(head, value)| push(text, &head, &value))
}

/// What stands before the sign of equality, and after it.
fn read(item: &TokenStream) -> Option<(String, Expression)> {
    let mut tokens = item.clone().into_iter();
    let mut head = String::new();
    loop {
        match tokens.next()? {
            TokenTree::Ident(it) if it == "pub" => head.push_str("pub"),
            TokenTree::Group(it) if head == "pub" => head.extend(["(", &it.stream().to_string(), ") "]),
            TokenTree::Ident(it) if it == "static" => head.push_str("static "),
            TokenTree::Ident(it) => head.push_str(&it.to_string()),
            TokenTree::Punct(it) if it.as_char() == ':' => head.push_str(": "),
            TokenTree::Punct(it) if it.as_char() == '=' => break,
            TokenTree::Punct(_) | TokenTree::Group(_) | TokenTree::Literal(_) => return None,
        }
    }
    Some((head, Expression::read(tokens.collect())?))
}

/// Lines as they are filled.
struct Page<'t> {
    text: &'t mut String,
    indent: usize,
    /// What is left of the line.
    space: usize,
}

impl Page<'_> {
    fn word(&mut self, word: &str) {
        self.text.push_str(word);
        self.space = self.space.saturating_sub(word.len());
    }

    fn line(&mut self) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n(' ', self.indent));
        self.space = WIDTH.saturating_sub(self.indent).max(LEAST);
    }

    /// Writes an expression, after which so many characters have to stand on its last line.
    fn expression(&mut self, it: &Expression, after: usize) -> Option<()> {
        if it.width + after <= self.space {
            self.word(&it.words);
            if let Some(list) = &it.list {
                let begin = self.text.len();
                list.write(self.text);
                self.space -= self.text.len() - begin;
            }
            return Some(());
        }
        if it.is_chain {
            return None;
        }
        self.word(&it.words);
        let Some(list) = &it.list else { return Some(()) };
        self.word(list.open);
        self.indent += INDENT;
        for (index, item) in list.items.iter().enumerate() {
            self.line();
            let is_last = index + 1 == list.items.len();
            self.expression(item, usize::from(!is_last))?;
            self.word(",");
        }
        self.indent -= INDENT;
        self.line();
        self.word(list.close);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::push_tokens;
    use crate::render::source;

    fn text(item: &proc_macro2::TokenStream) -> Option<String> {
        let mut text = String::new();
        push_tokens(&mut text, item).then_some(text)
    }

    #[test]
    fn as_the_formatter_does() {
        let long = "a text that is so long that it does not fit beside others";
        for item in [
            quote!(
                static A: Check = Check(&[]);
            ),
            quote!(
                static A: Check = Check(&[Rule::Never, Rule::Types(Types::NULL.or(Types::STRING))]);
            ),
            quote!(pub(super) static A_CHECK: Check = Check(&[Rule::Values(&[Literal::Text(#long), Literal::Int(-5)])]);),
            quote!(
                static A: Check = Check(&[Rule::Items { after: 0, check: &Check::STRING }]);
            ),
            quote!(static A: Check = Check(&[Rule::Items { after: 0, check: &A }, Rule::Required(&["a", #long, "b"])]);),
            quote!(
                static A: Check = Check(&[Rule::Members {
                    properties: &[(
                        "a",
                        &Check(&[Rule::Properties(&[
                            ("b", &Check(&[Rule::OneOf(&[&B, &C, &D])])),
                            (
                                "c",
                                &Check(&[Rule::Values(&[
                                    Literal::Text("one"),
                                    Literal::Text("two"),
                                    Literal::Text("three"),
                                ])]),
                            ),
                        ])]),
                    )],
                    patterns: &[],
                    others: Some(&Check::NEVER),
                }]);
            ),
            quote!(
                static A: Pattern = Pattern::simple(
                    "^a$",
                    &[Sequence::whole(&[Step::class(&[('0', '9'), ('A', 'Z')], 1, u32::MAX)])],
                );
            ),
        ] {
            let ours = text(&item).expect("it is a table");
            assert_eq!(Ok(ours), source::formatted(item));
        }
    }

    #[test]
    fn what_is_left_to_the_formatter() {
        assert_eq!(
            text(&quote!(
                static A: [u8; 2] = [1, 2];
            )),
            None
        );
        assert_eq!(
            text(&quote!(
                static A: Pattern = Pattern::simple("a", |it| it.text("a") && it.end());
            )),
            None
        );
        let names = (0..9).map(|at| quote::format_ident!("A_LONG_NAME_{at}"));
        assert_eq!(text(&quote!(static A: Types = Types::NONE #(.or(Types::#names))*;)), None);
    }
}
