//! What is valid was not decided by us: the crate `jsonschema` agrees with every verdict that the
//! golden cases state and that the generated tests hold.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use isotype::schema::Dialect;
use isotype_tests::case::{self, Case};
use isotype_tests::translation::{translate, translated_pointer};
use isotype_tests::{project, vendored};
use jsonschema::{Draft, Validator};
use serde_json::{Value, json};
use syn::{Expr, GenericArgument, Item, ItemFn, Lit, PathArguments, Stmt, Type};

#[test]
fn golden_cases_state_what_the_specification_says_or_name_their_policy() {
    let mut wrong = String::new();
    for case in case::all() {
        let letter = letter(&case);
        for test in &case.tests {
            let agrees = letter.is_valid(&test.data) == test.valid;
            let place = format!("{}: {}: {}", case.path(), test.description, test.data);
            match &test.policy {
                None if !agrees => _ = writeln!(wrong, "{place}: the oracle disagrees"),
                Some(policy) if agrees => _ = writeln!(wrong, "{place}: needs no policy `{policy}`"),
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn letter(case: &Case) -> Validator {
    let schema = translate(&case.schema, case.policies.nullable);
    validator(&schema, case.dialect).unwrap_or_else(|error| panic!("{}: {error}", case.path()))
}

#[test]
fn instances_of_workos_are_judged_as_the_oracle_does() {
    check("workos");
}

#[test]
fn instances_of_clerk_are_judged_as_the_oracle_does() {
    check("clerk");
}

#[test]
fn instances_of_pipedream_are_judged_as_the_oracle_does() {
    check("pipedream");
}

/// Asks the oracle about each instance in the generated tests of a source.
///
/// The manifest reads two unions of Pipedream as the first match, but no instance shows it.
#[track_caller]
fn check(module: &str) {
    let mut oracle = Oracle::new(module);
    let (mut wrong, mut asked) = (String::new(), 0);
    for it in generated_instances(module) {
        let Some(valid) = oracle.verdict(&it.ty, &it.data) else { continue };
        asked += 1;
        if valid != it.accepted {
            let _ = writeln!(wrong, "{}: {}: the oracle says {valid}: {}", it.name, it.ty, it.data);
        }
    }
    assert!(asked > 5, "{module}: only {asked} instances");
    assert!(wrong.is_empty(), "{wrong}");
}

/// Knows the schemas of a source's types.
struct Oracle {
    /// The translated document, with a URI.
    document: Value,
    /// Where each type's schema stands in the document as it was.
    pointers: BTreeMap<String, String>,
    validators: BTreeMap<String, Validator>,
}

impl Oracle {
    fn new(module: &str) -> Self {
        let sources = vendored::sources();
        let source = sources.iter().find(|it| it.module == module).expect("the manifest has the source");
        let schema = serde_json::from_slice(&source.documents[0].bytes).expect("the document is JSON");
        let mut document = translate(&schema, source.policies.nullable);
        document["$id"] = json!("urn:document");
        Self { document, pointers: ledger(module), validators: BTreeMap::new() }
    }

    /// Whether an instance of a type is valid; `None` for types that have no schema of their own.
    fn verdict(&mut self, ty: &str, data: &Value) -> Option<bool> {
        if let Some(inner) = ty.strip_prefix("Option<").and_then(|it| it.strip_suffix('>')) {
            return if data.is_null() { Some(true) } else { self.verdict(inner, data) };
        }
        if !self.validators.contains_key(ty) {
            let target = translated_pointer(&self.document, self.pointers.get(ty)?);
            let schema = json!({
                "$schema": self.document["$schema"],
                "$ref": format!("urn:document#{target}"),
                "$defs": {"document": self.document},
            });
            let validator = validator(&schema, Dialect::Draft202012);
            let validator = validator.unwrap_or_else(|error| panic!("{ty}: {error}"));
            self.validators.insert(ty.to_owned(), validator);
        }
        Some(self.validators[ty].is_valid(data))
    }
}

fn validator(schema: &Value, dialect: Dialect) -> Result<Validator, String> {
    let draft = match dialect {
        Dialect::Draft4 | Dialect::OpenApi30 => Draft::Draft4,
        Dialect::Draft6 => Draft::Draft6,
        Dialect::Draft7 => Draft::Draft7,
        Dialect::Draft201909 => Draft::Draft201909,
        Dialect::Draft202012 | Dialect::OpenApi31 => Draft::Draft202012,
    };
    let options = jsonschema::options().with_draft(draft).should_validate_formats(false);
    options.build(schema).map_err(|error| error.to_string())
}

/// An instance in a generated test.
pub(super) struct Generated {
    /// Name of the test.
    pub(super) name: String,
    /// The type as it is written there.
    pub(super) ty: String,
    pub(super) data: Value,
    pub(super) accepted: bool,
}

/// Reads `generated/tests/<module>.rs`: one call a test, `comes_back::<Type>(r#"instance"#)` or `is_refused`.
pub(super) fn generated_instances(module: &str) -> Vec<Generated> {
    let path = project().join(format!("generated/tests/{module}.rs"));
    instances(&std::fs::read_to_string(&path).expect("the source has generated tests"))
}

/// The instances in the text of generated tests.
pub(super) fn instances(code: &str) -> Vec<Generated> {
    let file = syn::parse_file(code).expect("generated tests are Rust");
    let functions = file.items.iter().filter_map(|item| match item {
        Item::Fn(it) => Some(it),
        _ => None,
    });
    functions.map(|it| called(it).unwrap_or_else(|| panic!("{}: not one call", it.sig.ident))).collect()
}

fn called(function: &ItemFn) -> Option<Generated> {
    let [Stmt::Expr(Expr::Call(call), _)] = &function.block.stmts[..] else { return None };
    let Expr::Path(helper) = &*call.func else { return None };
    let helper = helper.path.segments.last()?;
    let PathArguments::AngleBracketed(types) = &helper.arguments else { return None };
    let GenericArgument::Type(ty) = types.args.first()? else { return None };
    let Expr::Lit(argument) = call.args.first()? else { return None };
    let Lit::Str(data) = &argument.lit else { return None };
    Some(Generated {
        name: function.sig.ident.to_string(),
        ty: written(ty)?,
        data: serde_json::from_str(&data.value()).ok()?,
        accepted: helper.ident == "comes_back",
    })
}

/// `Name` or `Option<Name>`, and anything else as its first name alone.
fn written(ty: &Type) -> Option<String> {
    let Type::Path(path) = ty else { return None };
    let segment = path.path.segments.last()?;
    let name = segment.ident.to_string();
    let PathArguments::AngleBracketed(types) = &segment.arguments else { return Some(name) };
    let Some(GenericArgument::Type(inner)) = types.args.first() else { return None };
    Some(format!("{name}<{}>", written(inner)?))
}

/// Where the schema of each type stands, by `generated/LEDGER.md`.
fn ledger(module: &str) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(project().join("generated/LEDGER.md")).expect("there is a ledger");
    let section =
        text.split("\n## ").find(|it| it.lines().next() == Some(module)).expect("each source has rows");
    let rows = section.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| `")?.split("` | `#");
        let (ty, rest) = (cells.next()?, cells.next()?);
        Some((ty.to_owned(), rest.split('`').next()?.to_owned()))
    });
    rows.collect()
}
