//! The public Rust API of a generated module, read off its text.
//!
//! From the text rather than the model, since the text is what users compile against: what a derive, a
//! constructor or a macro of the runtime gives them is seen here and nowhere else.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use isotype::Generated;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Attribute, Fields, ImplItem, Item, Meta, Token, Visibility};

/// The items of a module by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Api {
    pub(crate) items: BTreeMap<String, Entry>,
}

/// What users see of an item.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) kind: &'static str,
    /// Whether it is `#[non_exhaustive]`, so that more can come without breaking anyone.
    pub(crate) non_exhaustive: bool,
    /// Whether it borrows: who names the type has to give a lifetime.
    pub(crate) borrows: bool,
    /// What it offers, each with what has to stay the same about it.
    pub(crate) facts: BTreeMap<Fact, String>,
}

/// One thing that an item offers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fact {
    Field(String),
    Variant(String),
    /// What a name stands for, or a checked type holds.
    Target,
    Function(String),
    Constant(String),
    /// A trait, or conversions that come together.
    Impl(String),
}

/// Reads the API off the text of a module.
pub(crate) fn of(generated: &Generated) -> Result<Api> {
    // All files of a module are seen as one: types that were split off are there under the same paths.
    let texts = generated.files.iter().filter(|(path, _)| !path.starts_with("tests/"));
    let parse = |(path, text): (&String, &String)| {
        syn::parse_file(text).with_context(|| format!("internal error: {path} is no Rust"))
    };
    let files: Vec<syn::File> = texts.map(parse).collect::<Result<_>>()?;
    let items = || files.iter().flat_map(|it| &it.items);
    let mut api = Api::default();
    items().for_each(|it| api.declare(it));
    for item in items() {
        match item {
            Item::Impl(item) => api.implement(item),
            Item::Macro(item) => api.expand(&item.mac),
            _ => {}
        }
    }
    Ok(api)
}

impl Api {
    fn declare(&mut self, item: &Item) {
        let (name, generics, kind, attributes, facts) = match item {
            Item::Struct(it) if is_public(&it.vis) => {
                (&it.ident, &it.generics, "struct", &it.attrs[..], fields(&it.fields))
            }
            Item::Enum(it) if is_public(&it.vis) => {
                let payload = |fields: &Fields| match fields {
                    Fields::Unit => String::new(),
                    _ => shown(fields),
                };
                let facts = it.variants.iter();
                let facts = facts.map(|it| (Fact::Variant(it.ident.to_string()), payload(&it.fields)));
                (&it.ident, &it.generics, "enum", &it.attrs[..], facts.collect())
            }
            Item::Type(it) if is_public(&it.vis) => {
                let facts = vec![(Fact::Target, shown(&it.ty))];
                (&it.ident, &it.generics, "type alias", &it.attrs[..], facts)
            }
            _ => return,
        };
        let derives = attributes.iter().flat_map(derives).map(|it| (Fact::Impl(it), String::new()));
        let entry = Entry {
            kind,
            non_exhaustive: attributes.iter().any(|it| it.path().is_ident("non_exhaustive")),
            borrows: generics.lifetimes().next().is_some(),
            facts: facts.into_iter().chain(derives).collect(),
        };
        self.items.insert(name.to_string(), entry);
    }

    fn implement(&mut self, item: &syn::ItemImpl) {
        let syn::Type::Path(ty) = &*item.self_ty else { return };
        let Some(entry) = ty.path.segments.last().and_then(|it| self.items.get_mut(&it.ident.to_string()))
        else {
            return;
        };
        if let Some((path, _)) = &item.trait_ {
            // How the runtime reads a type is no business of its users.
            let is_ours = path.segments.last().is_some_and(|it| it.ident.to_string().ends_with("Codec"));
            if !is_ours {
                entry.facts.insert(Fact::Impl(shown(path)), String::new());
            }
            return;
        }
        for member in &item.items {
            match member {
                ImplItem::Fn(it) if is_public(&it.vis) => {
                    let arguments: Vec<String> = it.sig.inputs.iter().map(shown).collect();
                    let signature = format!("({}){}", arguments.join(", "), returned(&it.sig.output));
                    entry.facts.insert(Fact::Function(it.sig.ident.to_string()), signature);
                }
                ImplItem::Const(it) if is_public(&it.vis) => {
                    entry.facts.insert(Fact::Constant(it.ident.to_string()), shown(&it.ty));
                }
                _ => {}
            }
        }
    }

    /// What a macro of the runtime writes: `name! { Type .. { entries } }`, or `name!(Type, ..)`; one says
    /// before the type what kind it is.
    fn expand(&mut self, mac: &syn::Macro) {
        let Some(name) = mac.path.segments.last().map(|it| it.ident.to_string()) else { return };
        let tokens: Vec<TokenTree> = mac.tokens.clone().into_iter().collect();
        let is_kind =
            |it: &&TokenTree| matches!(it, TokenTree::Ident(it) if *it == "enum" || *it == "struct");
        let Some(TokenTree::Ident(ty)) = tokens.iter().find(|it| !is_kind(it)) else { return };
        let Some(entry) = self.items.get_mut(&ty.to_string()) else { return };
        let groups = tokens.iter().filter_map(|it| match it {
            TokenTree::Group(group) => Some(group.stream()),
            _ => None,
        });
        let groups: Vec<TokenStream> = groups.collect();
        let facts: Vec<(Fact, String)> = match (name.as_str(), &groups[..]) {
            ("builder", [table]) => builder(table.clone()),
            ("union_codec", [table]) => conversions(table.clone()),
            // Reading and writing alone, which every type has.
            ("object_codec" | "literal_codec", _) => Vec::new(),
            ("choice_codec", _) => {
                vec![(Fact::Impl("conversions from and to text".to_owned()), String::new())]
            }
            ("into_owned", _) => vec![(Fact::Function("into_owned".to_owned()), "(self)".to_owned())],
            ("text_wrapper_codec", _) if entry.borrows => held("checked text", "Cow<'a, str>".to_owned()),
            ("text_wrapper_codec", _) => held("checked text", "String".to_owned()),
            ("wrapper_codec", [inner, _]) => held("checked value", shown(inner)),
            ("scalar_wrapper_codec", [inner, _]) => held("checked scalar", shown(inner)),
            ("plain_wrapper_codec", _) => {
                let inner: TokenStream = tokens.iter().skip(2).cloned().collect();
                held("plain value", shown(&inner))
            }
            _ => vec![(Fact::Impl(format!("what `{name}!` gives")), String::new())],
        };
        entry.facts.extend(facts);
    }
}

fn held(what: &str, inner: String) -> Vec<(Fact, String)> {
    vec![(Fact::Impl(format!("conversions of a {what}")), String::new()), (Fact::Target, inner)]
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn fields(fields: &Fields) -> Vec<(Fact, String)> {
    let public = fields.iter().enumerate().filter(|(_, it)| is_public(&it.vis));
    let name =
        |at: usize, it: &syn::Field| it.ident.as_ref().map_or_else(|| at.to_string(), ToString::to_string);
    public.map(|(at, it)| (Fact::Field(name(at, it)), shown(&it.ty))).collect()
}

fn derives(attribute: &Attribute) -> Vec<String> {
    match &attribute.meta {
        Meta::List(list) if list.path.is_ident("derive") => {
            let parsed = list.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated);
            parsed.map(|all| all.iter().map(shown).collect()).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// `fn new(id: Id), ..extra,`, `with_name(name: impl Into<String>) | with_null_name,` and so on.
fn builder(table: TokenStream) -> Vec<(Fact, String)> {
    let mut facts = Vec::new();
    for entry in entries(table) {
        let constructor = entry.iter().position(|it| matches!(it, TokenTree::Ident(word) if word == "fn"));
        if let Some([TokenTree::Ident(name), TokenTree::Group(arguments)]) =
            constructor.and_then(|at| entry.get(at + 1..))
        {
            let asked = shown(&arguments.stream());
            facts.push((Fact::Function(name.to_string()), format!("({asked}) -> Self")));
            continue;
        }
        let mut names = entry.iter().filter_map(|it| match it {
            TokenTree::Ident(name) => Some(name.to_string()),
            _ => None,
        });
        let argument = entry.iter().find_map(|it| match it {
            TokenTree::Group(group) => Some(shown(&group.stream())),
            _ => None,
        });
        if let (Some(name), Some(argument)) = (names.next(), argument) {
            facts.push((Fact::Function(name), format!("(mut self, {argument}) -> Self")));
        }
        facts.extend(names.map(|it| (Fact::Function(it), "(mut self) -> Self".to_owned())));
    }
    facts
}

/// `Variant from Payload,` and so on.
fn conversions(table: TokenStream) -> Vec<(Fact, String)> {
    let payload = |entry: &[TokenTree]| match entry {
        [TokenTree::Ident(_), TokenTree::Ident(from), payload @ ..] if from == "from" => {
            let payload = shown(&payload.iter().cloned().collect::<TokenStream>());
            Some((Fact::Impl(format!("From<{payload}>")), String::new()))
        }
        _ => None,
    };
    entries(table).iter().filter_map(|it| payload(it)).collect()
}

fn entries(table: TokenStream) -> Vec<Vec<TokenTree>> {
    let tokens: Vec<TokenTree> = table.into_iter().collect();
    let is_comma = |it: &TokenTree| matches!(it, TokenTree::Punct(it) if it.as_char() == ',');
    tokens.split(is_comma).filter(|it| !it.is_empty()).map(<[_]>::to_vec).collect()
}

fn returned(output: &syn::ReturnType) -> String {
    match output {
        syn::ReturnType::Default => String::new(),
        syn::ReturnType::Type(_, ty) => format!(" -> {}", shown(ty)),
    }
}

/// Tokens as people space them.
fn shown(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    let tight = [
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        (" ::", "::"),
        (":: ", "::"),
        ("& ", "&"),
        (" :", ":"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (",)", ")"),
    ];
    for (loose, close) in tight {
        text = text.replace(loose, close);
    }
    text.trim_end_matches(',').to_owned()
}

#[cfg(test)]
mod tests {
    use isotype::Generated;

    use super::{Entry, Fact, of};

    fn entry(text: &str) -> Entry {
        let files = [("src/m.rs".to_owned(), text.to_owned())].into_iter().collect();
        let generated = Generated { module: "m".to_owned(), files, ..Generated::default() };
        of(&generated).unwrap().items.remove("T").expect("the type is public")
    }

    #[track_caller]
    fn check(text: &str, facts: &[(Fact, &str)]) {
        let expected = facts.iter().map(|(fact, detail)| (fact.clone(), (*detail).to_owned())).collect();
        assert_eq!(entry(text).facts, expected);
    }

    #[test]
    fn what_users_see_of_a_struct() {
        let name = || "with_a".to_owned();
        check(
            "#[derive(Clone, Eq)] #[non_exhaustive] pub struct T { pub a: Option<Option<String>>, b: u8 }
             impl T { pub const KIND: &'static str = \"t\"; fn no(&self) {} }
             impl ObjectCodec for T {} impl From<u8> for T {}
             builder! { T { fn new(a: impl Into<String>), ..extra, with_a(a: impl Into<String>) | with_null_a, } }
             object_codec! { T { .. => extra, } }",
            &[
                (Fact::Field("a".to_owned()), "Option<Option<String>>"),
                (Fact::Function("new".to_owned()), "(a: impl Into<String>) -> Self"),
                (Fact::Function(name()), "(mut self, a: impl Into<String>) -> Self"),
                (Fact::Function("with_null_a".to_owned()), "(mut self) -> Self"),
                (Fact::Constant("KIND".to_owned()), "&'static str"),
                (Fact::Impl("Clone".to_owned()), ""),
                (Fact::Impl("Eq".to_owned()), ""),
                (Fact::Impl("From<u8>".to_owned()), ""),
            ],
        );
        assert!(entry("#[non_exhaustive] pub struct T {}").non_exhaustive);
    }

    #[test]
    fn what_users_see_of_enums_and_newtypes() {
        check(
            "pub enum T { A(B), C } union_codec! { T, check = X { A from B, C, } }",
            &[
                (Fact::Variant("A".to_owned()), "(B)"),
                (Fact::Variant("C".to_owned()), ""),
                (Fact::Impl("From<B>".to_owned()), ""),
            ],
        );
        check(
            "pub struct T(Vec<f64>); wrapper_codec! { T(Vec<f64>) { min_items(2), } }",
            &[(Fact::Target, "Vec<f64>"), (Fact::Impl("conversions of a checked value".to_owned()), "")],
        );
        check(
            "pub enum T<'a> { A(B<'a>) } union_codec! { T<'de> { A from B<'de>, } } into_owned! { enum T { A } }",
            &[
                (Fact::Variant("A".to_owned()), "(B<'a>)"),
                (Fact::Function("into_owned".to_owned()), "(self)"),
                (Fact::Impl("From<B<'de>>".to_owned()), ""),
            ],
        );
        let text = "pub struct T<'a>(Cow<'a, str>); text_wrapper_codec! { T<'de> { max_length(2), } }";
        check(
            text,
            &[(Fact::Target, "Cow<'a, str>"), (Fact::Impl("conversions of a checked text".to_owned()), "")],
        );
        assert!(entry(text).borrows && !entry("pub struct T(String);").borrows);
        check("pub type T = BTreeMap<String, Vec<u8>>;", &[(Fact::Target, "BTreeMap<String, Vec<u8>>")]);
    }
}
