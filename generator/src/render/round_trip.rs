//! Tests of the generated module: instances come back as they were, or are refused.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use proc_macro2::Literal;
use serde_json::{Map, Value};

use super::examples::term_of;
use super::types::type_text_for;
use super::{GENERATED_MARK, Imports, Input, docs, source};
use crate::config::{ExampleFile, Package};
use crate::diagnostic::{Diagnostics, Place};
use crate::model::{Field, Model, Origin, Presence, Root, Segment, Shape, TypeId, TypeUse};
use crate::names::{free, pascal, snake};
use crate::normalize::Normalizer;
use crate::schema::SchemaId;

/// An instance and the use of a type that it is one of.
struct Case {
    name: String,
    ty: TypeUse,
    text: String,
    accepted: bool,
}

impl Case {
    /// The function that tests it.
    fn verb(&self) -> &'static str {
        if self.accepted { "comes_back" } else { "is_refused" }
    }
}

/// The longest line, as in all that is generated.
const WIDTH: usize = 100;

/// Writes the tests of a module of the crate, if there is any instance to test.
pub(super) fn file(
    input: &Input<'_>,
    normalizer: &Normalizer<'_>,
    package: &Package,
) -> BTreeMap<String, String> {
    let mut cases = Cases { all: Vec::new(), names: BTreeSet::new(), judged: BTreeSet::new() };
    let uses = named_uses(input);
    for file in &input.source.examples {
        cases.file(&uses, file, true);
    }
    for file in &input.source.counterexamples {
        cases.file(&uses, file, false);
    }
    cases.annotated(input, normalizer);
    cases.of_media_types(input, normalizer);
    if cases.all.is_empty() {
        return BTreeMap::new();
    }
    let mut imports = Imports::default();
    let tests: Vec<String> = cases.all.iter().map(|case| test(input, case, &mut imports)).collect();
    let module = &input.source.module;
    let mut mentioned: BTreeSet<String> = BTreeSet::new();
    for case in &cases.all {
        mentioned.extend(case.ty.named().into_iter().map(|id| input.names[id].name.clone()));
    }
    let mentioned: Vec<String> = mentioned.into_iter().collect();
    let mut text = format!(
        "// {GENERATED_MARK}. Do not edit.\n\n//! Instances of the schemas of `{module}`: what is valid comes back as it was, the rest is refused.\n\n"
    );
    if let Some(feature) = input.source.feature() {
        let _ = write!(text, "#![cfg(feature = {})]\n\n", source::quoted(feature));
    }
    if input.names.has_foreign_letters() {
        text.push_str(source::FOREIGN_LETTERS);
    }
    let lines = imports.lines();
    if !lines.is_empty() {
        text.push_str(&lines);
        text.push_str("\n\n");
    }
    if !mentioned.is_empty() {
        text.push_str(&source::use_line(&format!("{}::{module}", package.crate_name()), &mentioned));
        text.push('\n');
    }
    let _ = write!(text, "#[cfg(feature = \"direct\")]\nuse {}::runtime;\n", package.crate_name());
    let called: BTreeSet<&str> = cases.all.iter().map(Case::verb).collect();
    let called: Vec<String> = called.into_iter().map(str::to_owned).collect();
    let unused = match &called[..] {
        [only] if only == "comes_back" => {
            "#[expect(dead_code, reason = \"no instance has to be refused\")]\n"
        }
        [_] => "#[expect(dead_code, reason = \"no instance has to come back\")]\n",
        _ => "",
    };
    let _ = write!(text, "\n{unused}mod support;\n\n{}\n\n", source::use_line("support", &called));
    text.push_str(&tests.join("\n"));
    BTreeMap::from([(format!("tests/{module}.rs"), text)])
}

/// Reports files of instances that name no type.
pub(crate) fn unknown_examples(input: &Input<'_>, diagnostics: &mut Diagnostics) {
    let uses = named_uses(input);
    for file in input.source.examples.iter().chain(&input.source.counterexamples) {
        if !uses.contains_key(&file.ty) {
            let place = Place { file: file.path.clone(), ..Place::default() };
            diagnostics
                .error(
                    "example-of-no-type",
                    place,
                    format!("the source `{}` has no type `{}`", input.source.module, file.ty),
                )
                .help("name the file `<Type>.<what>.json`, after a type or a definition of the source");
        }
    }
}

struct Cases {
    all: Vec<Case>,
    names: BTreeSet<String>,
    /// The instances that schemas show, each once for a type.
    judged: BTreeSet<(TypeUse, String)>,
}

impl Cases {
    fn add(&mut self, base: &str, ty: TypeUse, text: String, accepted: bool) {
        let name = free(&snake(base), "_", |it| self.names.contains(it));
        self.names.insert(name.clone());
        self.all.push(Case { name, ty, text, accepted });
    }

    /// A file beside the schemas: its name begins with that of the type.
    fn file(&mut self, uses: &BTreeMap<String, TypeUse>, file: &ExampleFile, accepted: bool) {
        let Some(ty) = uses.get(&file.ty).cloned() else { return };
        let stem = file.path.rsplit('/').next().unwrap_or(&file.path).trim_end_matches(".json");
        let (lead, rest) = stem.split_once('.').unwrap_or((stem, ""));
        let verb = if accepted { "comes_back" } else { "is_refused" };
        let base = [snake(lead), rest.to_owned(), verb.to_owned()];
        let base: Vec<String> = base.into_iter().filter(|it| !it.is_empty()).collect();
        let text = String::from_utf8_lossy(&file.bytes).into_owned();
        self.add(&base.join("_"), ty, text, accepted);
    }

    /// The schemas' own examples: of types, of members, of objects put together from them, and of names for
    /// uses.
    fn annotated(&mut self, input: &Input<'_>, normalizer: &Normalizer<'_>) {
        let model = input.model;
        for id in model.ids() {
            let ty = &model[id];
            let name = snake(&input.names[id].name);
            let whole = TypeUse::Named(id);
            for (what, value) in annotations(&ty.docs) {
                self.judged(normalizer, &format!("{name}_{what}"), &whole, &ty.origin, value);
            }
            let Shape::Record(record) = &ty.shape else { continue };
            for field in &record.fields {
                if matches!(field.presence, Presence::Constant(_)) {
                    continue;
                }
                let base = format!("{name}_{}", field.wire);
                let origin = ty.origin.then(Segment::Member(field.wire.clone()));
                for (what, value) in annotations(&field.docs) {
                    self.judged(normalizer, &format!("{base}_{what}"), &field.ty, &origin, value);
                }
            }
            if let Some(value) = object_of_examples(model, id) {
                self.judged(normalizer, &format!("{name}_of_examples"), &whole, &ty.origin, &value);
            }
        }
        for (root, name) in roots(input) {
            for (what, value) in annotations(&root.docs) {
                let base = format!("{}_{what}", snake(&name));
                self.judged(normalizer, &base, &root.ty, &Origin::of(root.schema), value);
            }
        }
    }

    /// What OpenAPI documents show where a schema is used, for the types that their schemas became.
    fn of_media_types(&mut self, input: &Input<'_>, normalizer: &Normalizer<'_>) {
        let whole = input.model.ids().filter(|id| input.model[*id].origin.path.is_empty());
        let mut uses: BTreeMap<SchemaId, (String, TypeUse)> = whole
            .map(|id| (input.model[id].origin.schema, (input.names[id].name.clone(), TypeUse::Named(id))))
            .collect();
        uses.extend(roots(input).map(|(root, name)| (root.schema, (name, root.ty.clone()))));
        for (schema, value) in &input.schemas.examples {
            if let Some((name, ty)) = uses.get(schema) {
                let base = format!("{}_as_shown", snake(name));
                self.judged(normalizer, &base, ty, &Origin::of(*schema), value);
            }
        }
    }

    /// A value that the schema itself judges: `jsonschema` agrees, which the project's tests show.
    fn judged(
        &mut self,
        normalizer: &Normalizer<'_>,
        base: &str,
        ty: &TypeUse,
        origin: &Origin,
        value: &Value,
    ) {
        let Some(term) = term_of(normalizer, origin) else { return };
        if normalizer.takes(&term, value) {
            let text = serde_json::to_string_pretty(value).expect("a JSON value can be written");
            if !self.judged.insert((ty.clone(), text.clone())) {
                return;
            }
            self.add(&format!("{base}_comes_back"), ty.clone(), text, true);
        }
    }
}

/// The schemas that were asked for, each with its name or that of its type.
fn roots<'a>(input: &'a Input<'_>) -> impl Iterator<Item = (&'a Root, String)> {
    let roots = input.model.roots.iter().zip(&input.names.roots);
    roots.filter_map(|(root, alias)| {
        let of_type = || root.ty.named().first().map(|id| input.names[*id].name.clone());
        Some((root, alias.clone().or_else(of_type)?))
    })
}

fn annotations(docs: &crate::model::Docs) -> impl Iterator<Item = (&'static str, &Value)> {
    docs.examples.iter().map(|it| ("example", it)).chain(docs.default.iter().map(|it| ("default", &**it)))
}

/// Objects in an example at most: members that hold each other multiply.
const OBJECTS: usize = 50;

/// An object of the examples that its members give, where each required one does.
pub(crate) fn object_of_examples(model: &Model, id: TypeId) -> Option<Value> {
    Examples { model, around: Vec::new(), left: OBJECTS }.object(id)
}

struct Examples<'m> {
    model: &'m Model,
    /// The types that are being made; none of them is made within itself.
    around: Vec<TypeId>,
    /// How many more objects may be made.
    left: usize,
}

impl Examples<'_> {
    fn object(&mut self, id: TypeId) -> Option<Value> {
        let Shape::Record(record) = &self.model[id].shape else { return None };
        if self.around.contains(&id) {
            return None;
        }
        self.left = self.left.checked_sub(1)?;
        self.around.push(id);
        let object = self.members(&record.fields);
        self.around.pop();
        object
    }

    fn members(&mut self, fields: &[Field]) -> Option<Value> {
        let mut object = Map::new();
        let mut found = false;
        for field in fields {
            let value = match &field.presence {
                Presence::Constant(value) => Some((**value).clone()),
                Presence::Required | Presence::Optional => self.member(field),
            };
            match (value, &field.presence) {
                (Some(value), presence) => {
                    found |= !matches!(presence, Presence::Constant(_));
                    object.insert(field.wire.clone(), value);
                }
                (None, Presence::Optional) => {}
                (None, Presence::Required | Presence::Constant(_)) => return None,
            }
        }
        found.then_some(Value::Object(object))
    }

    fn member(&mut self, field: &Field) -> Option<Value> {
        if let Some(example) = field.docs.examples.first() {
            return Some(example.clone());
        }
        let mut ty = &field.ty;
        while let TypeUse::Nullable(inner) | TypeUse::Boxed(inner) = ty {
            ty = inner;
        }
        let TypeUse::Named(id) = ty else { return None };
        let named = &self.model[*id];
        named.docs.examples.first().cloned().or_else(|| match &named.shape {
            Shape::Record(_) => self.object(*id),
            Shape::Choice(choice) => choice.values.first().map(|it| it.value.clone()),
            Shape::Union(_) | Shape::Wrapper(_) => None,
        })
    }
}

/// The uses that files' names speak of: those of the roots, nullable as they may be, and all types.
fn named_uses(input: &Input<'_>) -> BTreeMap<String, TypeUse> {
    let mut uses: BTreeMap<String, TypeUse> =
        input.model.ids().map(|id| (input.names[id].name.clone(), TypeUse::Named(id))).collect();
    for root in &input.model.roots {
        if let Some(key) = input.schemas[root.schema].location.tokens().last() {
            uses.insert(pascal(&key), root.ty.clone());
        }
    }
    uses
}

/// Writes a test as the formatter has it: what is no line goes on lines of its own.
fn test(input: &Input<'_>, case: &Case, imports: &mut Imports) -> String {
    let Case { name, text, .. } = case;
    let ty = type_text_for("'_", &case.ty, input.names, imports);
    let text = raw(text);
    let call = format!("{}::<{ty}>", case.verb());
    let line = format!("    {call}({text});");
    let call = if line.contains('\n') || line.len() > WIDTH {
        format!("    {call}(\n        {text},\n    );")
    } else {
        line
    };
    format!("#[test]\nfn {name}() {{\n{call}\n}}\n")
}

/// A text as a raw string, so that JSON reads as JSON; where that can't be, a string with escapes.
pub(super) fn raw(text: &str) -> String {
    let text = text.trim_end();
    // The compiler refuses what is not as it is seen, and more signs than these.
    let is_seen = !text.contains(docs::is_hidden) && !text.contains('\r');
    let hashes = (1..=255).map(|n| "#".repeat(n)).find(|it| !text.contains(&format!("\"{it}")));
    match hashes.filter(|_| is_seen) {
        Some(hashes) => format!("r{hashes}\"{text}\"{hashes}"),
        None => Literal::string(text).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::raw;
    use crate::config::{ExampleFile, InputFile, Package, Roots, Source};
    use crate::{CrateOptions, Generated, assemble, generate};

    /// The tests of a source of one schema.
    #[track_caller]
    fn tests(schema: &str, counterexamples: Vec<ExampleFile>) -> String {
        generated(schema, counterexamples).files["tests/shop.rs"].clone()
    }

    #[track_caller]
    fn generated(schema: &str, counterexamples: Vec<ExampleFile>) -> Generated {
        let file = InputFile { path: "shop.json".to_owned(), bytes: schema.as_bytes().to_vec() };
        let package = Package { name: "shop-types".to_owned(), ..Package::default() };
        let source = Source { counterexamples, package: Some(package), ..Source::new("shop", vec![file]) };
        let (generated, found) = generate(&source);
        assert_eq!(found, []);
        generated.expect("nothing was found wrong")
    }

    #[test]
    fn a_text_that_is_not_as_it_is_seen_has_escapes() {
        assert_eq!(raw(r##"{"a": "b"#}"##), r###"r##"{"a": "b"#}"##"###);
        assert_eq!(raw("\"a\u{202e}\r\n\""), r#""\"a\u{202e}\r\n\"""#);
        assert_eq!(raw("\"cross-\u{ad}cultural\""), r#""\"cross-\u{ad}cultural\"""#);
        assert!(raw(&format!("\"{}", "#".repeat(255))).starts_with("\"\\\"##"));
    }

    #[test]
    fn only_what_is_called_is_imported() {
        let wrong =
            ExampleFile { path: "Shop.wrong.json".to_owned(), ty: "Shop".to_owned(), bytes: b"7".to_vec() };
        let shown = tests(
            r#"{"type": "object", "properties": {"type": {"type": "string", "examples": ["a"]}}}"#,
            Vec::new(),
        );
        let refused = "#[expect(dead_code, reason = \"no instance has to be refused\")]\nmod support;\n\nuse support::comes_back;";
        assert!(shown.contains(refused), "{shown}");
        assert!(shown.contains("fn shop_type_example_comes_back()"), "{shown}");
        let both = tests(r#"{"type": "string", "enum": ["a", "b"], "default": "a"}"#, vec![wrong.clone()]);
        assert!(both.contains("\nmod support;\n\nuse support::{comes_back, is_refused};"), "{both}");
        let refused = tests(r#"{"enum": ["a", "b"]}"#, vec![wrong]);
        assert!(refused.contains("use support::is_refused;"), "{refused}");
        let scalar = tests(
            r#"{"type": "object", "properties": {"id": {"type": "string", "examples": ["a"]}}, "required": ["id", "of"]}"#,
            Vec::new(),
        );
        assert!(!scalar.contains("shop_types::shop") && scalar.contains("comes_back::<String>"), "{scalar}");
    }

    #[test]
    fn names_may_have_any_letters() {
        for (value, is_foreign) in [("Pʿal", true), ("Pal", false)] {
            let schema = format!(r#"{{"type": "string", "enum": ["{value}"], "default": "{value}"}}"#);
            let generated = generated(&schema, Vec::new());
            let lib = &assemble(std::slice::from_ref(&generated), &CrateOptions::default())["src/lib.rs"];
            for text in [lib, &generated.files["tests/shop.rs"]] {
                assert_eq!(text.contains("#![allow(confusable_idents, "), is_foreign, "{text}");
            }
        }
    }

    #[test]
    fn media_types_show_instances() {
        let text = r##"{"openapi": "3.1.0", "paths": {"/orders": {"get": {"operationId": "listOrders", "responses": {
            "200": {"content": {"application/json": {
                "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Order"}},
                "example": [{"id": 7}]}}}}}}},
            "components": {"schemas": {"Order": {
                "type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]}}}}"##;
        let root = "#/paths/~1orders/get/responses/200/content/application~1json/schema";
        let file = InputFile { path: "shop.json".to_owned(), bytes: text.as_bytes().to_vec() };
        let roots = Roots::Named(vec![root.to_owned()]);
        let package = Package { name: "shop-types".to_owned(), ..Package::default() };
        let source = Source { roots, package: Some(package), ..Source::new("shop", vec![file]) };
        let (generated, found) = generate(&source);
        assert_eq!(found, []);
        let files = generated.expect("nothing was found wrong").files;
        assert!(
            files["src/shop.rs"].contains("pub type ListOrdersResponse = Vec<Order>;"),
            "{}",
            files["src/shop.rs"]
        );
        let tests = &files["tests/shop.rs"];
        assert!(tests.contains("fn list_orders_response_as_shown_comes_back()"), "{tests}");
    }
}
