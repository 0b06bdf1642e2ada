//! Asking over HTTP: who asks ([`Caller`]), what ([`Ask`]), and what came back ([`Answer`]).

use std::{future::IntoFuture, pin::Pin, sync::Arc};

use actix_web::web;
use luoshi_server::{app::app::App, http::Door};
use reqwest::{Method, RequestBuilder, header::HeaderMap};
use serde_json::Value;
use uuid::Uuid;

use crate::world::World;

/// A person in front of the server. A new access token is signed for each request, so that time may pass.
#[derive(Clone)]
pub struct Caller {
    base: String,
    client: reqwest::Client,
    app: Arc<App>,
    door: web::Data<Door>,
    session: Option<(Uuid, Uuid)>,
    token: Option<String>,
}

impl Caller {
    pub fn signed_in(world: &World, account: Uuid, session: Uuid) -> Caller {
        Caller { session: Some((account, session)), ..Caller::stranger(world) }
    }

    pub fn stranger(world: &World) -> Caller {
        let base = format!("http://{}/api/v1", world.address);
        let (app, door) = (Arc::clone(&world.app), world.door.clone());
        Caller { base, client: world.client.clone(), app, door, session: None, token: None }
    }

    /// The same person with a token they were given.
    pub fn with_token(&self, token: &str) -> Caller {
        Caller { token: Some(token.to_owned()), session: None, ..self.clone() }
    }

    /// Their account.
    pub fn account(&self) -> String {
        self.session.unwrap().0.to_string()
    }

    /// A token as the server signs it now.
    pub fn token(&self) -> Option<String> {
        let signed =
            |(account, session)| self.door.tokens.sign(account, session, self.app.clock.now().timestamp()).unwrap();
        self.token.clone().or_else(|| self.session.map(signed))
    }

    /// An answer that goes on until somebody ends it.
    pub async fn stream(&self, path: &str, last_event: Option<&str>) -> reqwest::Response {
        let mut ask = self.ask(Method::GET, path);
        if let Some(last_event) = last_event {
            ask = ask.header("last-event-id", last_event);
        }
        ask.request.send().await.unwrap()
    }

    pub fn get(&self, path: &str) -> Ask {
        self.ask(Method::GET, path)
    }

    pub fn post(&self, path: &str) -> Ask {
        self.ask(Method::POST, path)
    }

    pub fn patch(&self, path: &str) -> Ask {
        self.ask(Method::PATCH, path)
    }

    pub fn put(&self, path: &str) -> Ask {
        self.ask(Method::PUT, path)
    }

    pub fn delete(&self, path: &str) -> Ask {
        self.ask(Method::DELETE, path)
    }

    pub fn ask(&self, method: Method, path: &str) -> Ask {
        let what = format!("{method} {path}");
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        if let Some(token) = self.token() {
            request = request.bearer_auth(token);
        }
        Ask { what, request }
    }
}

/// A request; awaiting it sends it.
pub struct Ask {
    what: String,
    request: RequestBuilder,
}

impl Ask {
    pub fn json(self, body: &Value) -> Ask {
        self.with(|request| request.json(body))
    }

    /// Raw bytes that claim to be JSON.
    pub fn raw(self, body: impl Into<reqwest::Body>) -> Ask {
        self.with(|request| request.header("content-type", "application/json").body(body))
    }

    /// Bytes without a claim what they are.
    pub fn body(self, body: &str) -> Ask {
        let body = body.to_owned();
        self.with(|request| request.body(body))
    }

    pub fn form(self, form: reqwest::multipart::Form) -> Ask {
        self.with(|request| request.multipart(form))
    }

    /// `If-Match` with the version of what was seen.
    pub fn seen(self, view: &Value) -> Ask {
        let version = view["version"].as_i64().unwrap_or_else(|| panic!("no version in {view}"));
        self.header("if-match", &format!("\"{version}\""))
    }

    /// `Idempotency-Key`.
    pub fn key(self, key: &str) -> Ask {
        self.header("idempotency-key", key)
    }

    pub fn header(self, name: &str, value: &str) -> Ask {
        self.with(|request| request.header(name, value))
    }

    fn with(self, change: impl FnOnce(RequestBuilder) -> RequestBuilder) -> Ask {
        Ask { what: self.what, request: change(self.request) }
    }
}

impl IntoFuture for Ask {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let response = self.request.send().await.unwrap_or_else(|error| panic!("{}: {error:?}", self.what));
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            if headers.get("content-type").is_some_and(|kind| kind == "text/event-stream") {
                // It has no end to wait for.
                return Answer { what: self.what, status, headers, bytes: Vec::new() };
            }
            let bytes = response.bytes().await.unwrap_or_else(|error| panic!("{}: {error:?}", self.what)).to_vec();
            Answer { what: self.what, status, headers, bytes }
        })
    }
}

/// What the server answered.
pub struct Answer {
    what: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The body of a good answer with exactly this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.what, self.text());
        if self.bytes.is_empty() { Value::Null } else { self.json() }
    }

    /// The bytes of a good answer with exactly this status.
    #[track_caller]
    pub fn expect_bytes(self, status: u16) -> Vec<u8> {
        assert_eq!(self.status, status, "{}: {}", self.what, self.text());
        self.bytes
    }

    /// The problem of a refusal with exactly this status and code.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.what, self.text());
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.what);
        let problem = self.json();
        assert_eq!(problem["code"], code, "{}: {problem}", self.what);
        assert_eq!(problem["status"], status, "{}: {problem}", self.what);
        problem
    }

    /// The pointers of the wrong fields of a 422.
    #[track_caller]
    pub fn wrong_fields(self) -> Vec<String> {
        let problem = self.refused(422, "invalid");
        let errors = problem["errors"].as_array().unwrap();
        errors.iter().map(|error| error["pointer"].as_str().unwrap().to_owned()).collect()
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{}: {error}: {}", self.what, self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}
