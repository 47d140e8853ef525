//! The generated crate in use: requests are made, answers are read, matched and passed on, errors are shown.

use std::collections::BTreeMap;
use std::error::Error;

use jiff::Timestamp;
use provider_types::clerk::OAuthAccessToken;
use provider_types::pipedream::{
    Account, AccountId, App, ConfigurableProp, ConfigurablePropString, ConfiguredPropValue, CreateTokenOpts,
    CreateTokenResponse, PropOption, PropOptionValue, RunActionOpts,
};
use provider_types::runtime::{FromJiff, FromJson, ToJiff, ToJson};
use provider_types::workos::{
    AccessToken, DataIntegrationAccessTokenResponse as Answer,
    DataIntegrationAccessTokenResponseActive as Active,
    DataIntegrationAccessTokenResponseNotActiveError as Reason,
};
use serde_json::{Value, from_str, json, to_string, to_value};

type Outcome = Result<(), Box<dyn Error>>;

/// What an application does with the answer of WorkOS.
fn header(answer: &Answer, now: Timestamp) -> Result<String, Box<dyn Error>> {
    match answer {
        Answer::Active(Active { access_token: token, .. }) => {
            let ends: Option<Timestamp> = token.expires_at.as_ref().map(ToJiff::to_jiff).transpose()?;
            if ends.is_some_and(|it| it < now) {
                return Err("the token has ended".into());
            }
            Ok(format!("Bearer {}", token.access_token))
        }
        Answer::NotActive(it) if it.error == Reason::NotInstalled => Err("connect first".into()),
        Answer::NotActive(it) => Err(format!("connect again: {}", it.error).into()),
    }
}

#[test]
fn workos_answers_are_matched() -> Outcome {
    let now: Timestamp = "2025-12-31T12:00:00Z".parse()?;
    let ends = String::from_jiff(now + jiff::SignedDuration::from_hours(1))?;
    let token = AccessToken::new("gho_16C7", vec!["repo".to_owned()], Vec::new()).with_expires_at(ends);
    let answer = Answer::from(Active::new(token));
    assert_eq!(header(&answer, now)?, "Bearer gho_16C7");
    let later = header(&answer, "2026-01-01T00:00:00Z".parse()?).expect_err("it has ended");
    assert_eq!(later.to_string(), "the token has ended");
    let lapsed: Answer = from_str(r#"{"active": false, "error": "needs_reauthorization"}"#)?;
    assert_eq!(
        header(&lapsed, now).expect_err("there is no token").to_string(),
        "connect again: needs_reauthorization"
    );
    Ok(())
}

#[test]
fn pipedream_requests_are_made() -> Outcome {
    let request = RunActionOpts::new("gitlab-list-commits", "user-1234")
        .with_version("0.4.2")
        .with_configured_props(BTreeMap::from([
            ("branch".to_owned(), Some("main".into())),
            ("all".to_owned(), Some(ConfiguredPropValue::from(true))),
            ("since".to_owned(), None),
        ]));
    let expected = json!({
        "id": "gitlab-list-commits", "external_user_id": "user-1234", "version": "0.4.2",
        "configured_props": {"branch": "main", "all": true, "since": null},
    });
    assert_eq!(to_value(&request)?, expected);
    let request = CreateTokenOpts::new("user-1234", "proj_1").with_expires_in(600);
    assert_eq!(to_value(&request)?["expires_in"], 600);
    let option = PropOption::new("Newest").with_value(7);
    assert_eq!(option.value, Some(PropOptionValue::Integer(7)));
    let account = Account::new("apn_EOh2A4".parse()?).with_null_name().with_external_id("user-1234");
    assert_eq!(to_string(&account)?, r#"{"id":"apn_EOh2A4","name":null,"external_id":"user-1234"}"#);
    Ok(())
}

#[test]
fn pipedream_answers_are_used() -> Outcome {
    let text = format!(
        r#"{{"token": "ctok_{}", "expires_at": "2026-02-01T10:00:00Z", "connect_link_url": "https://x/", "new": 1}}"#,
        "0".repeat(32)
    );
    let answer = CreateTokenResponse::from_json_slice(text.as_bytes())?;
    assert!(answer.token.starts_with("ctok_") && answer.extra["new"] == 1);
    assert_eq!(answer.expires_at.to_jiff::<Timestamp>()?.as_second(), 1_769_940_000);
    assert_eq!(from_str::<Value>(&text)?, serde_json::from_slice::<Value>(&answer.to_json_vec()?)?);
    let props: Vec<ConfigurableProp> = from_str(
        r#"[{"type": "app", "name": "gitlab", "app": "gitlab"}, {"name": "branch", "type": "string"}]"#,
    )?;
    let names: Vec<&str> = props
        .iter()
        .filter_map(|it| match it {
            ConfigurableProp::String(ConfigurablePropString { name, .. }) => Some(name.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(names, ["branch"]);
    let accounts: BTreeMap<AccountId, Option<App>> =
        props.iter().map(|_| Ok(("apn_1".parse()?, None))).collect::<Result<_, Box<dyn Error>>>()?;
    assert!(accounts.contains_key("apn_1"), "it is found by its text");
    Ok(())
}

#[test]
fn clerk_tokens_are_made_and_changed() -> Outcome {
    let metadata = BTreeMap::from([("plan".to_owned(), json!("pro"))]);
    let mut token = OAuthAccessToken::new("eac_1", "u-1", "gho_1", "oauth_github", metadata)
        .with_label("Work")
        .with_scopes(vec!["repo".to_owned()]);
    token.expires_at = Some(Timestamp::from_second(1_769_940_000)?.as_second());
    token.extra.insert("since".to_owned(), json!(2020));
    let again: OAuthAccessToken = from_str(&to_string(&token)?)?;
    assert_eq!(again, token);
    assert_eq!(to_value(&again)?["object"], OAuthAccessToken::OBJECT);
    Ok(())
}

/// What a user of the application is shown.
#[test]
fn errors_can_be_shown() {
    let body = r#"{"active": true, "access_token": {"object": "access_token", "access_token": 7}}"#;
    let by_serde = from_str::<Answer>(body).expect_err("the token is no text").to_string();
    let by_bytes = Answer::from_json_slice(body.as_bytes()).expect_err("the token is no text").to_string();
    let expected =
        "/access_token/access_token: invalid type: integer `7`, expected a string (`active` is true)";
    assert!(by_serde.starts_with(expected), "{by_serde}");
    assert_eq!(by_serde, by_bytes);
    let refused: Box<dyn Error + Send + Sync> =
        "acc_1".parse::<AccountId>().expect_err("another prefix").into();
    assert_eq!(refused.to_string(), "\"acc_1\" does not match the pattern `^apn_[a-zA-Z0-9]+$`");
}
