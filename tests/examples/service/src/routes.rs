//! What the service knows of each provider's payloads.

use axum::http::StatusCode;
use axum::response::Response;
use provider_types::clerk::OAuthAccessToken;
use provider_types::pipedream::{Component, ConfigurableProp, ConfigurablePropBaseRef};
use provider_types::workos::{
    DataIntegrationAccessTokenResponse as TokenResponse,
    DataIntegrationAccessTokenResponseNotActiveError as Reason,
};
use serde_json::json;

use crate::payload::{Payload, forward};

/// The token of an account, or what the user has to do first.
pub(crate) async fn workos_token(Payload(answer): Payload<TokenResponse>) -> Response {
    match &answer {
        TokenResponse::Active(it) => {
            let token = &it.access_token;
            let facts =
                json!({"bearer": token.access_token, "scopes": token.scopes, "ends": token.expires_at});
            forward(StatusCode::OK, &facts, &answer)
        }
        TokenResponse::NotActive(it) => {
            let todo = match it.error {
                Reason::NeedsReauthorization => "ask the user to sign in again",
                Reason::NotInstalled => "ask the user to connect the account",
            };
            forward(StatusCode::CONFLICT, &json!({"todo": todo}), &answer)
        }
    }
}

/// The same of another provider, which knows OAuth 1.0 as well.
pub(crate) async fn clerk_token(Payload(token): Payload<OAuthAccessToken>) -> Response {
    let scheme = if token.token_secret.is_some() { "OAuth" } else { "Bearer" };
    let facts =
        json!({"scheme": scheme, "token": token.token, "scopes": token.scopes, "ends": token.expires_at});
    forward(StatusCode::OK, &facts, &token)
}

/// What a user has to fill in before a component runs.
pub(crate) async fn pipedream_component(Payload(component): Payload<Component>) -> Response {
    let asked: Vec<&String> = component.configurable_props.iter().filter_map(asked).collect();
    forward(StatusCode::OK, &json!({"component": component.key, "asked": asked}), &component)
}

/// The name of a prop that has to be filled in; what all props have in common is a view of each.
fn asked(prop: &ConfigurableProp) -> Option<&String> {
    let base = ConfigurablePropBaseRef::from(prop);
    let is = |flag: &Option<Option<bool>>| flag.flatten() == Some(true);
    let is_note = matches!(prop, ConfigurableProp::Alert(_));
    (!is_note && !is(base.optional) && !is(base.hidden) && !is(base.disabled)).then_some(base.name)
}
