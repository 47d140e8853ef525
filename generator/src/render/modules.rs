//! The files of a source: one, or where that would be long, one for the types of like names.
//!
//! Where a type is found does not depend on this: all are in the source's module. Which file a type
//! stands in follows from its name, so that a new definition moves none of the others unless its file
//! grows too long. Several files read better than one of 100,000 lines, and rustc translates them side
//! by side.

use std::collections::{BTreeMap, BTreeSet};

use super::GENERATED_MARK;
use super::imports::Imports;
use crate::names::snake;

/// A source of more lines is split.
const ALONE: usize = 20_000;
/// A file of more lines is split further, if names allow.
const TOGETHER: usize = 5_000;
/// Types of more lines with the same first words are worth a file.
const APART: usize = 1_000;
/// More words of a name than this tell no files apart.
const WORDS: usize = 6;

/// Text of some items, and what it uses.
#[derive(Debug, Default)]
pub(super) struct Piece {
    /// The type that it is about; empty for what is about several.
    pub(super) name: String,
    pub(super) text: String,
    pub(super) imports: Imports,
    /// Statics of the module of checks.
    pub(super) statics: Vec<String>,
    /// Other types of the source.
    pub(super) types: Vec<String>,
}

/// A type on its way to a file.
struct Sorted {
    piece: Piece,
    lines: usize,
    /// The words of its name.
    words: String,
}

/// Writes the files of a module, `checks` aside. `types` are in reading order, `rest` comes last.
pub(super) fn files(
    module: &str,
    head: &str,
    mut types: Vec<Piece>,
    rest: Piece,
    has_checks: bool,
) -> BTreeMap<String, String> {
    let lines: Vec<usize> =
        types.iter().map(|it| it.text.bytes().filter(|it| *it == b'\n').count()).collect();
    if lines.iter().sum::<usize>() > ALONE {
        let types = types.into_iter().zip(lines);
        let types = types.map(|(piece, lines)| Sorted { words: snake(&piece.name), lines, piece });
        return several(module, head, types.collect(), rest, has_checks);
    }
    types.push(rest);
    let (path, modules) = if has_checks {
        (format!("src/{module}/mod.rs"), "mod checks;\n\n")
    } else {
        (format!("src/{module}.rs"), "")
    };
    BTreeMap::from([(path, file(&format!("{head}\n{modules}"), types, "self::checks", Imports::default()))])
}

/// A file: its head, the `use` lines, and the items. The large texts of a source are copied into it, once, and
/// what they were copied from is given up on the way.
fn file(head: &str, pieces: Vec<Piece>, checks: &str, mut imports: Imports) -> String {
    let mut statics = BTreeSet::new();
    for it in &pieces {
        imports.absorb(&it.imports);
        statics.extend(it.statics.iter().cloned());
    }
    let imports = imports.lines_beside(checks, &statics);
    let length: usize = pieces.iter().map(|it| it.text.len() + 1).sum();
    let mut text = String::with_capacity(head.len() + imports.len() + 2 + length);
    text.extend([head, &imports, "\n\n"]);
    let mut separator = "";
    for it in pieces.into_iter().filter(|it| !it.text.is_empty()) {
        text.extend([separator, &it.text]);
        separator = "\n";
    }
    text
}

fn several(
    module: &str,
    head: &str,
    types: Vec<Sorted>,
    rest: Piece,
    has_checks: bool,
) -> BTreeMap<String, String> {
    let mut parts = BTreeMap::new();
    split(types, 0, &mut parts);
    let mut modules: Vec<String> = parts.keys().map(|name| format!("mod {name};\n")).collect();
    if has_checks {
        modules.push("mod checks;\n".to_owned());
    }
    modules.sort();
    let uses: Vec<String> = parts.keys().map(|name| format!("pub use self::{name}::*;\n")).collect();
    let mut files = BTreeMap::new();
    for (name, sorted) in parts {
        let pieces: Vec<Piece> = sorted.into_iter().map(|it| it.piece).collect();
        let own: BTreeSet<&str> = pieces.iter().map(|it| it.name.as_str()).collect();
        let sees_others = |piece: &Piece| {
            piece.types.iter().any(|it| !own.contains(it.as_str()) && mentions(&piece.text, it))
        };
        let mut imports = Imports::default();
        if pieces.iter().any(sees_others) {
            imports.add("super", "*");
        }
        let words =
            format!("//! Types of `{module}` whose names begin with `{}`.", name.trim_end_matches('_'));
        let head = format!("// {GENERATED_MARK}. Do not edit.\n\n{words}\n\n");
        files.insert(format!("src/{module}/{name}.rs"), file(&head, pieces, "super::checks", imports));
    }
    let mut text = format!("{head}\n{}\n{}", modules.concat(), uses.concat());
    if !rest.text.is_empty() {
        text = file(&format!("{text}\n"), vec![rest], "self::checks", Imports::default());
    }
    files.insert(format!("src/{module}/mod.rs"), text);
    files
}

/// Sorts types into parts by the first letter of their names. Of a part that is long, the types with the
/// same first words get a part of their own where they are many; the others are sorted by the letter that follows
/// where they still are.
fn split(types: Vec<Sorted>, words: usize, parts: &mut BTreeMap<String, Vec<Sorted>>) {
    for (name, group) in grouped(types, words) {
        if group.iter().map(|it| it.lines).sum::<usize>() <= TOGETHER || words == WORDS {
            parts.entry(name).or_default().extend(group);
            continue;
        }
        let mut of_many: BTreeMap<String, usize> = BTreeMap::new();
        for it in &group {
            *of_many.entry(key(&it.words, words + 1)).or_default() += it.lines;
        }
        let is_many = |it: &Sorted| of_many[&key(&it.words, words + 1)] > APART;
        let (many, few): (Vec<_>, Vec<_>) = group.into_iter().partition(is_many);
        split(many, words + 1, parts);
        let is_long = few.iter().map(|it| it.lines).sum::<usize>() > TOGETHER;
        for it in few {
            let name = if is_long { lettered(&it.words, words) } else { name.clone() };
            parts.entry(name).or_default().push(it);
        }
    }
}

fn grouped(types: Vec<Sorted>, words: usize) -> BTreeMap<String, Vec<Sorted>> {
    let mut groups: BTreeMap<String, Vec<Sorted>> = BTreeMap::new();
    for it in types {
        groups.entry(key(&it.words, words)).or_default().push(it);
    }
    groups
}

/// The module for a name in snake case by its first letter, or its first words.
fn key(name: &str, words: usize) -> String {
    let key = match words {
        0 => name.chars().take(1).collect(),
        // No keyword, which what is left of a name may be.
        _ => snake(&name.split('_').take(words).collect::<Vec<_>>().join("_")),
    };
    if key == "checks" { "checks_".to_owned() } else { key }
}

/// The module for a name by its first words, and the letter that follows.
fn lettered(name: &str, words: usize) -> String {
    let lead: usize = name.split('_').take(words).map(|it| it.len() + 1).sum();
    let next = name.get(lead..).and_then(|it| it.chars().nth(usize::from(words == 0)));
    match next {
        // Two letters may be a keyword.
        Some(next) if words == 0 => snake(&format!("{}{next}", key(name, 0))),
        Some(next) => format!("{}_{next}", key(name, words).trim_end_matches('_')),
        None => key(name, words),
    }
}

/// Whether a line of code has the word.
fn mentions(text: &str, word: &str) -> bool {
    let code = text.lines().filter(|it| it.contains(word) && !it.trim_start().starts_with("///"));
    code.flat_map(|it| it.split(|c: char| !c.is_alphanumeric() && c != '_')).any(|it| it == word)
}

#[cfg(test)]
mod tests {
    use super::{Piece, files, key};

    fn piece(name: &str, lines: usize) -> Piece {
        let text = format!("pub struct {name};\n{}", "// more\n".repeat(lines - 1));
        Piece { name: name.to_owned(), text, ..Piece::default() }
    }

    #[track_caller]
    fn check(types: &[(&str, usize)], expect: &[&str]) {
        let types = types.iter().map(|(name, lines)| piece(name, *lines)).collect();
        let files = files("shop", "//! A shop.\n", types, Piece::default(), false);
        assert_eq!(files.keys().map(String::as_str).collect::<Vec<_>>(), expect);
    }

    #[test]
    fn a_small_source_is_one_file() {
        check(&[("Order", 10_000), ("Item", 10_000)], &["src/shop.rs"]);
    }

    #[test]
    fn a_large_source_is_split_by_names() {
        check(
            &[("Order", 4_000), ("OrderItem", 4_000), ("Oil", 300), ("Item", 4_000), ("Thing", 9_000)],
            &[
                "src/shop/i.rs",
                "src/shop/mod.rs",
                "src/shop/o.rs",
                "src/shop/order.rs",
                "src/shop/order_item.rs",
                "src/shop/thing.rs",
            ],
        );
    }

    #[test]
    fn what_shares_words_with_few_is_split_by_the_letter_that_follows() {
        let of = |names: [&'static str; 8]| names.map(|it| (it, 900));
        let graph =
            of(["Graph", "GraphApe", "GraphAsh", "GraphBee", "GraphCat", "GraphCow", "GraphDoe", "GraphElk"]);
        let others = of(["Ape", "Ash", "Asp", "Aster", "Auk", "Awl", "Axe", "Aye"]);
        check(
            &[&graph[..], &others[..], &[("Whale", 10_000)]].concat(),
            &[
                "src/shop/ap.rs",
                "src/shop/as_.rs",
                "src/shop/au.rs",
                "src/shop/aw.rs",
                "src/shop/ax.rs",
                "src/shop/ay.rs",
                "src/shop/graph.rs",
                "src/shop/graph_a.rs",
                "src/shop/graph_b.rs",
                "src/shop/graph_c.rs",
                "src/shop/graph_d.rs",
                "src/shop/graph_e.rs",
                "src/shop/mod.rs",
                "src/shop/whale.rs",
            ],
        );
    }

    #[test]
    fn a_part_sees_the_others_where_it_uses_their_types() {
        let mut order = piece("Order", 15_000);
        order.text.push_str("pub struct Lines(Vec<Item>);\n");
        order.types.push("Item".to_owned());
        let types = vec![order, piece("Item", 15_000)];
        let files = files("shop", "//! A shop.\n", types, Piece::default(), false);
        assert!(files["src/shop/order.rs"].contains("use super::*;"));
        assert!(!files["src/shop/item.rs"].contains("use super::*;"));
        assert!(
            files["src/shop/mod.rs"]
                .contains("mod item;\nmod order;\n\npub use self::item::*;\npub use self::order::*;\n")
        );
    }

    #[test]
    fn modules_are_not_called_like_keywords() {
        assert_eq!(key("type_", 1), "type_");
        assert_eq!(key("checks", 1), "checks_");
        assert_eq!(key("checks", 0), "c");
    }
}
