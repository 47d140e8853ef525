//! Generated types as requests and answers.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use provider_types::runtime::{FromJson, ToJson};
use serde_json::{Value, json};

/// A request's body, read as a generated type.
pub(crate) struct Payload<T>(pub(crate) T);

impl<S: Send + Sync, T: for<'de> FromJson<'de>> FromRequest<S> for Payload<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let body = Bytes::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        T::from_json_slice(&body).map(Self).map_err(|error| refusal(&error, &body))
    }
}

/// Says what is wrong with a body: 400 where it is no JSON, 422 where its schema says otherwise.
fn refusal(error: &serde_json::Error, body: &[u8]) -> Response {
    let is_json = serde_json::from_slice::<Value>(body).is_ok();
    let status = if is_json { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::BAD_REQUEST };
    let facts = json!({"error": error.to_string(), "line": error.line(), "column": error.column()});
    (status, [(header::CONTENT_TYPE, "application/json")], facts.to_string()).into_response()
}

/// Hands a payload on, as it came, below what is said of it.
pub(crate) fn forward<T: ToJson>(status: StatusCode, facts: &Value, payload: &T) -> Response {
    match payload.to_json_vec() {
        Ok(payload) => {
            let body = [format!(r#"{{"facts":{facts},"payload":"#).as_bytes(), &payload, b"}"].concat();
            (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
        }
        // A value that was changed by hand may be one that its schema refuses.
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}
