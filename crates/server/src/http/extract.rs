//! What a handler takes: the caller ([`Read`]), the caller with a body ([`Write`]), a query string ([`Query`]); and
//! what it gives ([`Found`], [`Answer`]).

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_MATCH, LOCATION};
use actix_web::{FromRequest, HttpRequest, HttpResponse, Responder, web};
use futures_util::StreamExt;
use luoshi_app::app::{Ctx, IdempotencyKey, IfMatch, RequestFacts};
use luoshi_app::error::{Error, FieldError};
use luoshi_app::people::session;
use luoshi_app::tx::Written;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Door;
use super::problem::Problem;

/// Largest JSON body.
const BODY_LIMIT: usize = 2 * 1024 * 1024;
/// A body that does not arrive within this time is refused (actix itself has no limit, trust.md T22).
const BODY_PATIENCE: Duration = Duration::from_secs(30);

type Later<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

/// The caller of a request without a body.
pub struct Read(pub Ctx);

/// The caller and the body of a write.
pub struct Write<T> {
    /// Who asks, with the idempotency key bound to this body.
    pub ctx: Ctx,
    /// The parsed body.
    pub body: T,
}

/// The caller even while a one-time password waits to be changed: for one's own account alone. No idempotency key is
/// bound, because its hash would cover passwords.
pub struct Own(pub Ctx);

/// The parsed body alone: of a request without a session, or beside [`Own`].
pub struct Body<T>(pub T);

/// A parsed query string; an unknown or unreadable field is named.
pub struct Query<T>(pub T);

impl FromRequest for Read {
    type Error = Problem;
    type Future = Later<Read>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Read(caller(&request, &[]).await?)) })
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Write<T> {
    type Error = Problem;
    type Future = Later<Write<T>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            // The caller first: a stranger's body is not read.
            let mut ctx = caller(&request, &[]).await?;
            let bytes = body(&request, payload).await?;
            ctx.request.key = key(&request, &bytes)?;
            Ok(Write { ctx, body: parse(&request, &bytes)? })
        })
    }
}

impl FromRequest for Own {
    type Error = Problem;
    type Future = Later<Own>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let (door, session, facts) = bearer(&request, &[])?;
            let facts = RequestFacts { key: None, ..facts };
            Ok(Own(session::newcomer(&door.app, session, facts).await?))
        })
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = Later<Body<T>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = body(&request, payload).await?;
            Ok(Body(parse(&request, &bytes)?))
        })
    }
}

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Problem;
    type Future = std::future::Ready<Result<Query<T>, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(read_query(request.query_string()).map(Query).map_err(Problem))
    }
}

fn read_query<T: DeserializeOwned>(query: &str) -> Result<T, Error> {
    // PostgreSQL knows no text with a NUL in it.
    if let Some((name, _)) = form_pairs(query).find(|(_, text)| text.contains('\0')) {
        return Err(Error::field(&format!("/{name}"), "control_character", "含有不可见的控制字符，请删去"));
    }
    serde_path_to_error::deserialize(serde_urlencoded::Deserializer::new(form_pairs(query)))
        .map_err(|error| unreadable(&error.path().to_string(), error.inner()))
}

/// Filters written as in the address of a list; whatever is wrong with them is wrong at `pointer`.
pub fn filter<T: DeserializeOwned + Default>(pointer: &str, written: Option<&str>) -> Result<T, Error> {
    let Some(written) = written.filter(|written| !written.is_empty()) else { return Ok(T::default()) };
    read_query(written.trim_start_matches('?')).map_err(|error| match error {
        Error::Invalid(faults) => Error::Invalid(
            faults.into_iter().map(|fault| FieldError { pointer: pointer.to_owned(), ..fault }).collect(),
        ),
        other => other,
    })
}

fn form_pairs(query: &str) -> form_urlencoded::Parse<'_> {
    form_urlencoded::parse(query.as_bytes())
}

/// The caller behind the bearer token.
pub async fn caller(request: &HttpRequest, body: &[u8]) -> Result<Ctx, Problem> {
    let (door, session, facts) = bearer(request, body)?;
    Ok(session::caller(&door.app, session, facts).await?)
}

/// The session behind the bearer token, and what else the request brought.
fn bearer<'a>(request: &'a HttpRequest, body: &[u8]) -> Result<(&'a web::Data<Door>, Uuid, RequestFacts), Error> {
    let door = door(request)?;
    let token = request
        .headers()
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .ok_or(Error::Unauthenticated)?;
    let session = door.tokens.check(token, door.app.clock.now().timestamp())?;
    Ok((door, session, RequestFacts { if_match: if_match(request), key: key(request, body)?, ..facts(request) }))
}

/// Where the request came from.
pub fn facts(request: &HttpRequest) -> RequestFacts {
    RequestFacts {
        request_id: request_id(request),
        address: door(request).ok().and_then(|door| door.proxies.caller(request)).map(|address| address.to_string()),
        ..RequestFacts::default()
    }
}

fn request_id(request: &HttpRequest) -> Option<String> {
    use actix_web::HttpMessage;
    request.extensions().get::<tracing_actix_web::RequestId>().map(ToString::to_string)
}

fn door(request: &HttpRequest) -> Result<&web::Data<Door>, Error> {
    request.app_data::<web::Data<Door>>().ok_or_else(|| Error::Internal("the door is not installed".into()))
}

/// The idempotency key, bound to method, path and body; `bytes` may also be a hash of an upload.
pub fn key(request: &HttpRequest, bytes: &[u8]) -> Result<Option<IdempotencyKey>, Error> {
    let Some(value) = request.headers().get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().filter(|key| (1..=200).contains(&key.len()));
    let key = key.ok_or_else(|| Error::field("/Idempotency-Key", "unreadable", "键为 1 到 200 个 ASCII 字符"))?;
    let mut hash = Sha256::new();
    hash.update(request.method().as_str());
    hash.update([0]);
    hash.update(request.uri().to_string());
    hash.update([0]);
    hash.update(bytes);
    Ok(Some(IdempotencyKey { key: key.to_owned(), request_hash: hex::encode(hash.finalize()) }))
}

fn if_match(request: &HttpRequest) -> IfMatch {
    let Some(value) = request.headers().get(IF_MATCH) else { return IfMatch::Missing };
    let version = value.to_str().ok().and_then(|value| value.strip_prefix('"')?.strip_suffix('"')?.parse().ok());
    // A tag that none of our answers carried cannot be the present version.
    IfMatch::Version(version.unwrap_or(-1))
}

async fn body(request: &HttpRequest, payload: Payload) -> Result<Vec<u8>, Problem> {
    let limit = BODY_LIMIT as u64;
    let too_large = || Problem(Error::TooLarge { limit });
    let declared = request.headers().get("content-length").and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| length > limit) {
        return Err(too_large());
    }
    let mut payload = payload;
    let read = async {
        let mut bytes = Vec::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_broken| Error::field("", "incomplete", "请求没有传完"))?;
            if bytes.len() + chunk.len() > BODY_LIMIT {
                return Err(too_large());
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    };
    tokio::time::timeout(BODY_PATIENCE, read)
        .await
        .unwrap_or_else(|_late| Err(Problem(Error::field("", "too_slow", "请求超过 30 秒没有传完，请重试"))))
}

fn parse<T: DeserializeOwned>(request: &HttpRequest, bytes: &[u8]) -> Result<T, Problem> {
    let json = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !json.is_some_and(|value| value.starts_with("application/json")) {
        return Err(Problem(Error::field("", "not_json", "请求正文须为 application/json")));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let parsed = serde_path_to_error::deserialize(&mut reader);
    let value = parsed.map_err(|error| Problem(unreadable(&error.path().to_string(), error.inner())))?;
    reader.end().map_err(|error| Problem(unreadable(".", &error)))?;
    Ok(value)
}

/// A parser's complaint as a field error: where, and what the parser expected.
fn unreadable(path: &str, error: &dyn std::fmt::Display) -> Error {
    let message = error.to_string();
    let named = message.split('`').nth(1).unwrap_or_default().to_owned();
    let steps = path.split(['.', '[', ']']).filter(|step| !step.is_empty() && *step != "?");
    let pointer = steps.fold(String::new(), |pointer, step| pointer + "/" + step);
    let (pointer, code, detail) = if message.starts_with("missing field") {
        (format!("{pointer}/{named}"), "required", "必填".to_owned())
    } else if message.starts_with("unknown field") {
        let pointer = if pointer.ends_with(&format!("/{named}")) { pointer } else { format!("{pointer}/{named}") };
        (pointer, "unknown_field", format!("没有“{named}”这一项"))
    } else if message.starts_with("duplicate field") {
        (format!("{pointer}/{named}"), "duplicate_field", "同一项出现了两次".to_owned())
    } else {
        (pointer, "unreadable", format!("无法识别：{message}"))
    };
    Error::Invalid(vec![FieldError::new(pointer, code, detail)])
}

/// A view read from the ledger, with its version where it can be edited.
pub struct Found<T>(pub T, pub Option<i32>);

impl<T: Serialize> Responder for Found<T> {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::Ok();
        response.insert_header((CACHE_CONTROL, "no-store"));
        if let Some(version) = self.1 {
            // For If-Match only: lights and permitted steps move without a new version, so nothing is answered with 304.
            response.insert_header((ETAG, format!("\"{version}\"")));
        }
        response.json(self.0)
    }
}

/// The answer to a write, new or kept.
pub struct Answer<T>(pub Written<T>);

impl<T: Serialize> Responder for Answer<T> {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        match self.0 {
            Written::Fresh(reply) => {
                respond(reply.status, reply.version, reply.location.as_deref(), false, &reply.body)
            }
            Written::Replayed(reply) => {
                respond(reply.status, reply.version, reply.location.as_deref(), true, &reply.body)
            }
        }
    }
}

fn respond<T: Serialize>(
    status: u16,
    version: Option<i32>,
    location: Option<&str>,
    replayed: bool,
    body: &T,
) -> HttpResponse {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let mut response = HttpResponse::build(status);
    response.insert_header((CACHE_CONTROL, "no-store"));
    if let Some(version) = version {
        response.insert_header((ETAG, format!("\"{version}\"")));
    }
    if let Some(location) = location {
        response.insert_header((LOCATION, location));
    }
    if replayed {
        response.insert_header(("Idempotency-Replayed", "true"));
    }
    if status == StatusCode::NO_CONTENT { response.finish() } else { response.json(body) }
}
