//! The service as a process, asked over HTTP.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails, in its helpers too")]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

struct Service {
    process: Child,
    address: String,
}

impl Service {
    fn start() -> Self {
        let mut service = Command::new(env!("CARGO_BIN_EXE_isotype-example-service"));
        let mut process = service.arg("0").stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap().to_owned();
        Self { process, address }
    }

    /// Posts a body; the status, and the answer.
    #[track_caller]
    fn post(&self, path: &str, body: &str) -> (u16, Value) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let (host, length) = (&self.address, body.len());
        let head =
            format!("POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}");
        write!(stream, "{head}\r\n\r\n{body}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.to_ascii_lowercase().contains("content-type: application/json"), "{answer}");
        (head.split(' ').nth(1).unwrap().parse().unwrap(), serde_json::from_str(body).unwrap())
    }

    /// Posts a body that is refused; the status, and what is said.
    #[track_caller]
    fn refused(&self, path: &str, body: &str) -> (u16, String) {
        let (status, answer) = self.post(path, body);
        (status, answer["error"].as_str().unwrap().to_owned())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn what_a_payload_means_is_told() {
    let service = Service::start();
    let (status, answer) =
        service.post("/workos/token", r#"{"error": "needs_reauthorization", "active": false}"#);
    assert_eq!((status, &answer["facts"]), (409, &json!({"todo": "ask the user to sign in again"})));
    let component = r#"{"key": "k", "name": "n", "version": "0.0.1", "configurable_props": [
        {"name": "app", "type": "app", "app": "notion"}, {"name": "note", "type": "alert", "content": "c"},
        {"name": "page", "type": "string", "optional": true}, {"name": "count", "type": "integer", "optional": null}]}"#;
    let (status, answer) = service.post("/pipedream/component", component);
    assert_eq!((status, &answer["facts"]["asked"]), (200, &json!(["app", "count"])));
}

/// Each vendored example comes back as it went out, with a member that no schema names.
#[test]
fn payloads_are_forwarded_unchanged() {
    let service = Service::start();
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../schemas");
    let routes = [
        ("workos", "DataIntegrationAccessTokenResponse.", "/workos/token"),
        ("clerk", "OAuthAccessToken.", "/clerk/token"),
        ("pipedream", "Component.", "/pipedream/component"),
    ];
    for (provider, ty, route) in routes {
        let files =
            fs::read_dir(schemas.join(provider).join("examples")).unwrap().map(|it| it.unwrap().path());
        let files: Vec<_> =
            files.filter(|it| it.file_name().unwrap().to_str().unwrap().starts_with(ty)).collect();
        assert!(files.len() > 1, "{provider}");
        for file in files {
            let mut payload: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
            payload["x-later"] = json!({"deep": [null, 1.5, "ü\n"]});
            let (status, answer) = service.post(route, &payload.to_string());
            assert!(status == 200 || status == 409, "{}: {answer}", file.display());
            assert_eq!(answer["payload"], payload, "{}", file.display());
        }
    }
}

#[test]
fn a_refusal_says_where_and_why() {
    let service = Service::start();
    let component = r#"{"key": "k", "name": "n", "version": "1", "configurable_props": []}"#;
    let prop = r#"[{"name": "a", "type": "strnig"}]"#;
    let unknown_prop = component.replace("\"1\"", "\"0.0.1\"").replace("[]", prop);
    let said = [
        service.refused("/workos/token", r#"{"active": true}"#),
        service.refused("/workos/token", r#"{"active": "yes"}"#),
        service.refused("/clerk/token", r#"{"object": "oauth_access_token", "token": 5}"#),
        service.refused("/clerk/token", "{\n  \"object\": "),
        service.refused("/pipedream/component", component),
        service.refused("/pipedream/component", &unknown_prop),
    ];
    let known = "expected \"alert\", \"any\", \"app\", \"boolean\" or 19 others";
    let unknown = format!(
        "/configurable_props/0: `type` is \"strnig\", did you mean \"string\"? ({known}) at line 1 column 100"
    );
    let expected = [
        (422, "`active` is true, so `access_token` is required at line 1 column 16"),
        (422, "`active` is \"yes\", expected true or false at line 1 column 17"),
        (422, "/token: invalid type: integer `5`, expected a string at line 1 column 43"),
        (400, "/object: EOF while parsing a value at line 2 column 12"),
        (422, "/version: \"1\" does not match the pattern `^\\d+.\\d+.\\d+$` at line 1 column 40"),
        (422, unknown.as_str()),
    ];
    assert_eq!(said.each_ref().map(|(status, text)| (*status, text.as_str())), expected);
}
