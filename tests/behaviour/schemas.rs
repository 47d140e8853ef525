//! The schemas that the generated types give: by the oracle, they judge as the types do.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use isotype::config::{Package, Source};
use isotype_tests::{case, generate};
use jsonschema::{Draft, Validator};
use provider_types::clerk::OAuthAccessToken;
use provider_types::pipedream::{Account, AccountId, ConfigurableProp, ConfiguredProps, PropOption};
use provider_types::schemas::{clerk, pipedream, workos};
use provider_types::workos::DataIntegrationAccessTokenResponse as Response;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use crate::oracle::generated_instances;

type Types = &'static [(&'static str, fn() -> Value)];

#[track_caller]
fn validator(schema: &Value) -> Validator {
    assert!(jsonschema::meta::is_valid(schema), "not a schema of 2020-12: {schema}");
    let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(false);
    options.build(schema).unwrap_or_else(|error| panic!("{error}: {schema}"))
}

/// Each instance of the generated tests is judged by the schema that its type gives.
#[track_caller]
fn check(module: &str, types: Types, least: usize) {
    let mut validators: BTreeMap<&str, Validator> = BTreeMap::new();
    for (name, schema) in types {
        validators.insert(name, validator(&schema()));
    }
    let (mut wrong, mut asked) = (String::new(), BTreeSet::new());
    for it in generated_instances(module) {
        let ty = it.ty.strip_prefix("Option<").and_then(|it| it.strip_suffix('>')).unwrap_or(&it.ty);
        let Some((name, validator)) = validators.get_key_value(ty) else { continue };
        asked.insert(*name);
        let valid = validator.is_valid(&it.data) || (it.data.is_null() && ty != it.ty);
        if valid != it.accepted {
            let _ = writeln!(wrong, "{}: the schema of {ty} says {valid}: {}", it.name, it.data);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(asked.len() >= least, "{module}: only {} types", asked.len());
}

#[test]
fn schemas_of_workos_judge_as_its_types() {
    check("workos", workos::ALL, 4);
}

#[test]
fn schemas_of_clerk_judge_as_its_types() {
    check("clerk", clerk::ALL, 1);
}

#[test]
fn schemas_of_pipedream_judge_as_its_types() {
    check("pipedream", pipedream::ALL, 60);
}

/// The golden cases' schemas, whatever their dialect and policies: the schema of a type says what it accepts.
#[test]
fn schemas_of_golden_cases_judge_as_their_types() {
    let features: BTreeSet<String> = BTreeSet::from(["schema".to_owned()]);
    let (mut wrong, mut asked) = (String::new(), 0);
    for case in case::all() {
        let package = Some(Package { name: "golden".to_owned(), features: features.clone() });
        let generated = generate(&Source { package, ..case.source() }).0.expect("a case is generated");
        let schemas = generated.schemas.expect("the crate has the feature");
        let Some(root) = generated.roots.first().filter(|it| schemas.types.contains(it)) else { continue };
        let mut schema: Value = serde_json::from_str(&schemas.text).expect("schemas are JSON");
        schema["$ref"] = json!(format!("#/$defs/{root}"));
        let validator = validator(&schema);
        asked += 1;
        for test in &case.tests {
            // A limit of our integers, which no schema says; formats, which the oracle does not assert here.
            let is_apart = matches!(test.policy.as_deref(), Some("number" | "formats"));
            if validator.is_valid(&test.data) != test.valid && !is_apart {
                let _ = writeln!(wrong, "{}: {}: {}", case.path(), test.description, test.data);
            }
        }
    }
    assert!(asked > 200, "only {asked} cases");
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_schema_stands_alone_and_says_what_it_is_about() {
    let schema = Account::schema();
    assert_eq!(schema["properties"]["id"], json!({"$ref": "#/$defs/AccountId"}));
    assert_eq!(schema["$defs"]["AccountId"]["pattern"], "^apn_[a-zA-Z0-9]+$");
    assert_eq!(schema["description"], "A user's account at an app.");
    let needed: Vec<&String> = schema["$defs"].as_object().expect("it has definitions").keys().collect();
    assert!(needed.len() < 10, "{needed:?}");
    assert_eq!(AccountId::schema().get("$defs"), None);
}

/// What schemars makes of a type, beside what the type gives itself.
#[track_caller]
fn check_generated<T: JsonSchema>(by: fn() -> SchemaGenerator, valid: &[Value], invalid: &[Value]) {
    let schema = by().into_root_schema_for::<T>().to_value();
    let validator = validator(&schema);
    for it in valid {
        assert!(validator.is_valid(it), "{it}: {schema}");
    }
    for it in invalid {
        assert!(!validator.is_valid(it), "{it}: {schema}");
    }
}

#[test]
fn schemars_knows_the_types() {
    let valid = [json!({"active": false, "error": "not_installed"})];
    let invalid = [json!({"active": true, "error": "not_installed"}), json!(1)];
    check_generated::<Response>(SchemaGenerator::default, &valid, &invalid);
    let inline = || SchemaSettings::draft2020_12().with(|it| it.inline_subschemas = true).into_generator();
    check_generated::<Response>(inline, &valid, &invalid);
    let option = json!({"label": "l", "value": "v"});
    check_generated::<Vec<PropOption>>(SchemaGenerator::default, &[json!([option])], &[json!([1])]);
    let prop = json!({"name": "p", "type": "string"});
    let unknown = json!({"name": "p", "type": "strin"});
    check_generated::<ConfigurableProp>(SchemaGenerator::default, &[prop], &[unknown]);
    check_generated::<ConfiguredProps>(SchemaGenerator::default, &[json!({"a": [1]})], &[json!([])]);
}

/// A user's own type, as it stands in the documents of a service.
#[test]
fn types_stand_in_a_users_schema() {
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is looked at")]
    struct Request {
        account: Account,
        token: OAuthAccessToken,
    }

    let mut generator = SchemaSettings::openapi3().into_generator();
    let schema = generator.subschema_for::<Request>();
    assert_eq!(schema.to_value(), json!({"$ref": "#/components/schemas/Request"}));
    let all = generator.take_definitions(true);
    assert_eq!(all["Request"]["properties"]["account"], json!({"$ref": "#/components/schemas/Account"}));
    assert_eq!(all["Account"]["properties"]["id"], json!({"$ref": "#/components/schemas/AccountId"}));
    assert!(all.contains_key("OAuthAccessToken") && all.contains_key("AccountId"));
}
