//! Stage 4, name: every identifier, decided once, in document order.
//!
//! Takes the model and the places of its schemas, gives the names of types, fields, variants and
//! constants. A name depends on the type's own place and on the manifest; where two places want the
//! same name, the later one changes.
//!
//! Reading order: [`case`], [`reserved`], [`place`], [`authors`], [`variants`], [`lifetimes`].

mod authors;
mod case;
mod lifetimes;
mod place;
mod reserved;
mod variants;

use std::collections::BTreeMap;

use indexmap::IndexSet;

use crate::model::{Model, Origin, Presence, Rest, Segment, Shape, Type, TypeId};
use serde_json::Value;

use crate::config::Source;
use crate::schema::{DocumentId, Documents, Location, Schemas};

pub(crate) use self::case::{pascal, shouty, snake};
use self::lifetimes::Lifetimes;

/// All names of a source.
#[derive(Debug, Default)]
pub(crate) struct Names {
    types: Vec<TypeNames>,
    /// Names that stand for uses of other types, a root each.
    pub(crate) roots: Vec<Option<String>>,
    /// Types that did not get the name that their place gives: wanted and given name.
    pub(crate) changed: Vec<(TypeId, String)>,
    /// Which types borrow.
    pub(crate) lifetimes: Lifetimes,
}

/// The names of a type and in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct TypeNames {
    pub(crate) name: String,
    /// One a field, in order; of a constant member, its constant.
    pub(crate) fields: Vec<String>,
    /// The field for members that have none.
    pub(crate) rest: String,
    /// One a variant or known value, in order.
    pub(crate) variants: Vec<String>,
    /// The variant for what is not known.
    pub(crate) unknown: String,
    /// The struct of its required members, where it has one.
    pub(crate) parts: String,
    /// The struct of references to its members, where others are built on it.
    pub(crate) view: String,
}

impl std::ops::Index<TypeId> for Names {
    type Output = TypeNames;

    fn index(&self, id: TypeId) -> &TypeNames {
        &self.types[id.0 as usize]
    }
}

/// Names from the manifest, by the place of the schema.
pub(crate) type Renames = BTreeMap<Location, String>;

/// What the names of a source are made of, beside its model.
pub(crate) struct Words {
    /// A name a document.
    documents: Vec<String>,
    /// What authors call things beside their keys.
    authors: Renames,
    /// Whether types borrow their texts.
    borrow: bool,
}

impl Words {
    /// Collects them.
    pub(crate) fn new(source: &Source, documents: &Documents, schemas: &Schemas) -> Self {
        Self {
            documents: document_names(source, documents),
            authors: authors::names(schemas, documents),
            borrow: source.borrow,
        }
    }

    /// Whether a type name has a meaning in the modules already.
    fn is_reserved(&self, name: &str) -> bool {
        reserved::is_taken(name) || (self.borrow && name == "Cow")
    }
}

/// Decides every identifier.
pub(crate) fn name(model: &Model, schemas: &Schemas, words: &Words, renames: &Renames) -> Names {
    let mut ctx = Naming { schemas, words, renames, branches: BTreeMap::new() };
    let mut names = Names::default();
    if words.borrow {
        names.lifetimes = Lifetimes::of(model);
    }
    let mut taken: IndexSet<String> = IndexSet::new();
    // What an author named keeps its name, whatever is written inline elsewhere.
    let mut given: BTreeMap<TypeId, String> = BTreeMap::new();
    for id in model.ids().filter(|id| ctx.is_named_by_author(&model[*id].origin)) {
        given.insert(id, names.take(&ctx, id, &model[id].origin, &mut taken));
    }
    for root in &model.roots {
        let origin = Origin::of(root.schema);
        let wanted = root.is_alias.then(|| ctx.candidates(&origin));
        let name = wanted.map(|it| free_type(&it, |it| words.is_reserved(it), |it| taken.contains(it)));
        taken.extend(name.clone());
        names.roots.push(name);
    }
    for id in model.ids() {
        let ty = &model[id];
        let name = given.remove(&id).unwrap_or_else(|| names.take(&ctx, id, &ty.origin, &mut taken));
        let mut in_type = TypeNames { name, ..TypeNames::default() };
        ctx.name_inside(ty, &mut in_type);
        names.types.push(in_type);
    }
    for in_type in &mut names.types {
        in_type.parts = free_pascal(&longer(&in_type.name, "Parts"), |it| taken.contains(it));
        taken.insert(in_type.parts.clone());
        in_type.view = free_pascal(&longer(&in_type.name, "Ref"), |it| taken.contains(it));
        taken.insert(in_type.view.clone());
    }
    names
}

/// The name of a type with a word more.
fn longer(name: &str, word: &str) -> String {
    let longer = format!("{name}{word}");
    // Words part where a capital follows a small letter.
    if name.ends_with(|it: char| it.is_ascii_lowercase()) { longer } else { pascal(&longer) }
}

impl Names {
    /// A type as it is written where its lifetime, if it has one, goes by this name.
    pub(crate) fn with_lifetime(&self, id: TypeId, lifetime: &str) -> String {
        let name = &self[id].name;
        if self.lifetimes.has(id) { format!("{name}<{lifetime}>") } else { name.clone() }
    }

    /// Whether some name has letters beyond ASCII.
    pub(crate) fn has_foreign_letters(&self) -> bool {
        let of_types = self.types.iter().flat_map(|it| {
            let several = it.fields.iter().chain(&it.variants);
            several.chain([&it.name, &it.rest, &it.unknown, &it.parts, &it.view])
        });
        of_types.chain(self.roots.iter().flatten()).any(|it| !it.is_ascii())
    }

    /// Decides the name of a type, and notes when it is not the one that its place gives.
    fn take(
        &mut self,
        ctx: &Naming<'_>,
        id: TypeId,
        origin: &Origin,
        taken: &mut IndexSet<String>,
    ) -> String {
        let wanted = ctx.candidates(origin);
        let name = free_type(&wanted, |it| ctx.words.is_reserved(it), |it| taken.contains(it));
        if wanted.iter().all(|it| taken.contains(it)) {
            self.changed.extend(wanted.into_iter().next().map(|wanted| (id, wanted)));
        }
        taken.insert(name.clone());
        name
    }
}

/// The name that each document's root goes by: its title, or that of its file.
fn document_names(source: &Source, documents: &Documents) -> Vec<String> {
    let name = |id: DocumentId| {
        let title = documents.root(id).get("title").and_then(Value::as_str).filter(|it| it.len() <= 60);
        let stem =
            documents.path(id).rsplit('/').next().and_then(|it| it.split('.').next()).unwrap_or_default();
        let stem = if stem.is_empty() { &source.module } else { stem };
        pascal(title.unwrap_or(stem))
    };
    documents.ids().map(name).collect()
}

/// The first of the wanted names for a type that is free, or else of the last one's kin.
fn free_type(
    wanted: &[String],
    is_reserved: impl Fn(&str) -> bool,
    is_taken: impl Fn(&str) -> bool,
) -> String {
    let is_taken = |name: &str| is_reserved(name) || is_taken(name);
    for name in wanted {
        let name = if is_reserved(name) { format!("{name}Type") } else { name.clone() };
        if !is_taken(&name) {
            return name;
        }
    }
    free_pascal(wanted.last().map_or("Value", String::as_str), is_taken)
}

/// The wanted name of a type or variant, or with the first number that makes it free.
///
/// The underscore of a keyword goes where a number does: `Self_`, then `Self2`.
fn free_pascal(wanted: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(wanted) {
        return wanted.to_owned();
    }
    free(wanted.trim_end_matches('_'), "", |it| is_taken(it) || reserved::is_keyword(it))
}

/// The wanted name, or with the first number from 2 that makes it free.
pub(crate) fn free(wanted: &str, before: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(wanted) {
        return wanted.to_owned();
    }
    let numbered = (2..u32::MAX).map(|n| format!("{wanted}{before}{n}"));
    numbered.into_iter().find(|it| !is_taken(it)).unwrap_or_else(|| wanted.to_owned())
}

struct Naming<'a> {
    schemas: &'a Schemas,
    words: &'a Words,
    renames: &'a Renames,
    /// Names of branches that are variants of a union.
    branches: BTreeMap<Location, String>,
}

impl Naming<'_> {
    /// Whether a type's name is a definition's key, a document's own, or from the manifest.
    fn is_named_by_author(&self, origin: &Origin) -> bool {
        let location = &self.schemas[origin.schema].location;
        let tokens: Vec<String> = location.tokens().collect();
        let is_named = self.renames.contains_key(location) || self.words.authors.contains_key(location);
        let is_definition = match &tokens[..] {
            [] => true,
            [.., keyword, _] => ["$defs", "definitions", "schemas"].contains(&keyword.as_str()),
            [_] => false,
        };
        origin.path.is_empty() && (is_definition || is_named)
    }

    /// The names that a type may have, best first: by what authors call things, and by the keys alone.
    fn candidates(&self, origin: &Origin) -> Vec<String> {
        let by_authors = self.type_name(origin, &self.words.authors);
        if self.words.authors.is_empty() {
            return vec![by_authors];
        }
        let by_keys = self.type_name(origin, &Renames::new());
        if by_authors == by_keys { vec![by_keys] } else { vec![by_authors, by_keys] }
    }

    fn type_name(&self, origin: &Origin, authors: &Renames) -> String {
        let location = &self.schemas[origin.schema].location;
        let given = place::Given { renames: self.renames, authors, branches: &self.branches };
        let mut name = place::name(location, self.document_name(location), &given);
        for segment in &origin.path {
            let word = match segment {
                Segment::Member(wire) => pascal(wire),
                Segment::Rest => "Value".to_owned(),
                Segment::Item(None) => "Item".to_owned(),
                Segment::Item(Some(index)) => format!("Item{}", index + 1),
                Segment::Branch(schema) => {
                    self.branches.get(&self.schemas[*schema].location).cloned().unwrap_or_default()
                }
                Segment::Part(part) => pascal(part),
            };
            name.push_str(&word);
        }
        pascal(&name)
    }

    fn document_name(&self, location: &Location) -> String {
        let name = self.words.documents.get(location.document.0 as usize);
        name.cloned().unwrap_or_else(|| format!("Document{}", location.document.0))
    }

    fn name_inside(&mut self, ty: &Type, names: &mut TypeNames) {
        match &ty.shape {
            Shape::Wrapper(_) => {}
            Shape::Record(record) => {
                for field in &record.fields {
                    let constant = matches!(field.presence, Presence::Constant(_));
                    let wanted = if constant { shouty(&field.wire) } else { snake(&field.wire) };
                    let is_taken = |it: &str| names.fields.iter().any(|field| field == it);
                    let before = if wanted.ends_with('_') { "" } else { "_" };
                    let name = free(&wanted, before, is_taken);
                    names.fields.push(name);
                }
                if !matches!(record.rest, Rest::Closed) {
                    names.rest = ["extra", "extra_members", "other_members"]
                        .into_iter()
                        .find(|it| !names.fields.iter().any(|field| field == it))
                        .unwrap_or("members_without_a_field")
                        .to_owned();
                }
            }
            Shape::Choice(choice) => {
                names.variants = variants::of_choice(choice);
                names.unknown = ["Unknown", "UnknownValue", "NotListed"]
                    .into_iter()
                    .find(|it| !names.variants.iter().any(|name| name == it))
                    .unwrap_or("ValueThatIsNotListed")
                    .to_owned();
            }
            Shape::Union(union) => {
                names.variants = variants::of_union(union, &names.name);
                for (variant, name) in union.variants.iter().zip(&names.variants) {
                    if let Some(schema) = variant.schema {
                        let location = self.schemas[schema].location.clone();
                        self.branches.entry(location).or_insert_with(|| name.clone());
                    }
                }
            }
        }
    }
}
