//! The providers' answers, as a user of the generated crate reads them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use isotype_tests::{expected, folder};
use provider_types::clerk::OAuthAccessToken;
use provider_types::pipedream::{Account, ConfigurableProp, ConnectToken, Emitter};
use provider_types::workos::{
    AccessToken, DataIntegrationAccessTokenResponse as Response,
    DataIntegrationAccessTokenResponseNotActiveError as NotActiveError,
};
use serde_json::{Value, from_str, json, to_value};

const TOKEN: &str = r#"{
  "active": true,
  "access_token": {
    "object": "access_token",
    "access_token": "gho_16C7",
    "expires_at": "2025-12-31T23:59:59.000Z",
    "scopes": ["repo"],
    "missing_scopes": []
  }
}"#;

/// The answer with its token changed.
fn response(change: impl FnOnce(&mut Value)) -> String {
    let mut value: Value = from_str(TOKEN).expect("it is JSON");
    change(&mut value["access_token"]);
    value.to_string()
}

#[track_caller]
fn active(text: &str) -> AccessToken {
    match from_str(text).expect("the answer is valid") {
        Response::Active(it) => it.access_token,
        Response::NotActive(_) => panic!("a token can be used"),
    }
}

#[test]
fn an_active_answer_with_an_error_instead_of_a_token_is_refused() {
    let refused = from_str::<Response>(r#"{"active":true,"error":"not_installed"}"#);
    let message = refused.expect_err("there is no token").to_string();
    assert!(message.contains("`access_token` is required"), "{message}");
}

#[test]
fn an_inactive_answer_says_why() {
    let Ok(Response::NotActive(it)) = from_str(r#"{"active":false,"error":"needs_reauthorization"}"#) else {
        panic!("the answer is valid");
    };
    assert_eq!(it.error, NotActiveError::NeedsReauthorization);
    assert_eq!(it.error.as_str(), "needs_reauthorization");
}

#[test]
fn an_end_that_is_absent_is_refused_and_null_is_kept() {
    let without = response(|token| _ = token.as_object_mut().and_then(|it| it.remove("expires_at")));
    let message = from_str::<Response>(&without).expect_err("it is required").to_string();
    assert!(message.contains("expires_at"), "{message}");
    let null = response(|token| token["expires_at"] = Value::Null);
    assert_eq!(active(&null).expires_at, None);
    assert_eq!(written::<Response>(&null)["access_token"]["expires_at"], Value::Null);
}

#[test]
fn a_time_comes_back_as_it_was_written() {
    assert_eq!(active(TOKEN).expires_at.as_deref(), Some("2025-12-31T23:59:59.000Z"));
    assert_eq!(written::<Response>(TOKEN)["access_token"]["expires_at"], "2025-12-31T23:59:59.000Z");
}

#[test]
fn unknown_members_are_kept_at_every_level() {
    let text = response(|token| token["token_type"] = json!({"name": "bearer", "since": [2020, null]}));
    assert_eq!(written::<Response>(&text), from_str::<Value>(&text).expect("it is JSON"));
    let text = r#"{"request": 1, "error": "not_installed", "active": false, "notes": [{}]}"#;
    assert_eq!(written::<Response>(text), from_str::<Value>(text).expect("it is JSON"));
}

#[test]
fn an_answer_can_be_made_by_hand() {
    let token = AccessToken::new("gho_16C7", vec!["repo".to_owned()], Vec::new())
        .with_expires_at("2025-12-31T23:59:59.000Z");
    let answer = Response::from(provider_types::workos::DataIntegrationAccessTokenResponseActive::new(token));
    assert_eq!(to_value(answer).expect("it can be written"), from_str::<Value>(TOKEN).expect("it is JSON"));
}

#[test]
fn a_tag_that_comes_twice_is_refused() {
    for text in [
        r#"{"active":false,"active":false,"error":"not_installed"}"#,
        r#"{"error":"not_installed","error":"not_installed","active":false}"#,
    ] {
        let message = from_str::<Response>(text).expect_err("a member comes twice").to_string();
        assert!(message.contains("duplicate"), "{message}");
    }
}

#[test]
fn a_checked_text_is_made_by_its_check() {
    let good = format!("ctok_{}", "0".repeat(32));
    assert_eq!(&*ConnectToken::try_from(good.as_str()).expect("it fits"), good);
    let violation = "ctok_".parse::<ConnectToken>().expect_err("it does not fit").to_string();
    assert!(violation.contains("ctok_"), "{violation}");
}

/// What is said about bad documents, in `providers.txt`.
#[test]
fn errors_name_the_place_and_what_was_expected() {
    let mut table = String::from(
        "What the generated types say about bad documents.\nWritten by UPDATE_EXPECT=1 cargo test -p isotype-tests.\n",
    );
    let mut add = |document: &str, error: Option<String>| {
        let error = error.unwrap_or_else(|| panic!("accepted: {document}"));
        let _ = write!(table, "\n{document}\n  {error}\n");
    };
    for text in [
        r#"{"active":true,"error":"not_installed"}"#,
        r#"{"active":true,"access_token":{"object":"access_token","access_token":"t","scopes":[],"missing_scopes":[]}}"#,
        r#"{"active":true,"access_token":{"object":"token","access_token":"t","expires_at":null,"scopes":[],"missing_scopes":[]}}"#,
        r#"{"active":true,"access_token":{"object":"access_token","access_token":"t","expires_at":null,"scopes":["a",1],"missing_scopes":[]}}"#,
        r#"{"access_token":{"object":"access_token","access_token":"t","expires_at":7,"scopes":[],"missing_scopes":[]},"active":true}"#,
        r#"{"active":"true","error":"not_installed"}"#,
        r#"{"error":"not_installed"}"#,
        r#"{"active":false,"error":"gone"}"#,
        r#"{"active":false,"active":false,"error":"not_installed"}"#,
        "[true]",
        r#"{"active":false,"error":"not_installed"#,
    ] {
        add(text, error::<Response>(text));
    }
    for text in [
        r#"{"object":"oauth_access_token","external_account_id":"e","provider_user_id":"u","token":"t","expires_at":1.5,"provider":"p","public_metadata":{},"label":null}"#,
        r#"{"object":"oauth_access_token","external_account_id":"e","provider_user_id":"u","token":"t","expires_at":null,"provider":"p","public_metadata":[],"label":null}"#,
        r#"{"object":"oauth_access_token","external_account_id":"e","provider_user_id":"u","token":"t","expires_at":null,"provider":"p","public_metadata":{},"label":null,"scopes":null}"#,
    ] {
        add(text, error::<OAuthAccessToken>(text));
    }
    add(r#""ctok_1""#, error::<ConnectToken>(r#""ctok_1""#));
    add(r#"{"id":"1"}"#, error::<Account>(r#"{"id":"1"}"#));
    for text in [
        r#"{"name":"p","type":"strin"}"#,
        r#"{"name":"p"}"#,
        r#"{"name":"p","type":"$.airtable.tableId"}"#,
        r#"{"name":"p","type":"string","options":[{"label":"l"}]}"#,
        r#"{"name":"p","type":"string","options":[{"label":"l","value":1.5}]}"#,
        r#"{"name":"p","type":"$.interface.timer","default":{"cron":"* * *","intervalSeconds":5}}"#,
    ] {
        add(text, error::<ConfigurableProp>(text));
    }
    let emitter = r#"{"id":"dc_1","type":"TimerInterface"}"#;
    add(emitter, error::<Emitter>(emitter));
    expected::check(&BTreeMap::from([(folder().join("behaviour/providers.txt"), table)]), &[]);
}

fn error<T: serde::de::DeserializeOwned>(text: &str) -> Option<String> {
    from_str::<T>(text).err().map(|it| it.to_string())
}

fn written<T: serde::de::DeserializeOwned + serde::Serialize>(text: &str) -> Value {
    to_value(from_str::<T>(text).expect("the document is valid")).expect("what was read can be written")
}
