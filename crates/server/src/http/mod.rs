//! The app on one screen: what the door holds, the middleware in order, the routes, health and the pages.

pub mod authz;
pub mod extract;
mod form;
pub mod live;
pub mod openapi;
pub mod origin;
pub mod problem;
pub mod routes;
pub mod security;
pub mod spa;
mod span;
pub mod token;
mod upload;

use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, Next, from_fn};
use actix_web::{App, HttpRequest, HttpResponse, web};
use luoshi_app::error::Error;
use sea_orm::ConnectionTrait;
use tokio::sync::Semaphore;
use tracing_actix_web::TracingLogger;
use utoipa_actix_web::AppExt;

use origin::Proxies;
use problem::Problem;
use routes::setup::SetupLink;
use token::TokenKeys;

/// Uploads at once; more wait for their turn (trust.md T22).
const UPLOADS_AT_ONCE: usize = 16;

/// What every handler finds behind the door.
pub struct Door {
    /// The house.
    pub app: Arc<luoshi_app::app::App>,
    /// Signs and checks access tokens.
    pub tokens: TokenKeys,
    /// The one-time link of a first start, until it was used.
    pub setup: SetupLink,
    /// Turns for uploads.
    pub uploads: Semaphore,
    /// Open streams of hints.
    pub live: Arc<live::Live>,
    /// Whose word on a caller's address is taken; nobody's, until told.
    pub proxies: Proxies,
    document: String,
}

impl Door {
    /// A door to the house.
    pub fn new(app: Arc<luoshi_app::app::App>, tokens: TokenKeys, setup: SetupLink) -> Result<Door, Error> {
        let document = openapi::document().to_json().map_err(|error| Error::Internal(error.to_string()))?;
        Ok(Door {
            app,
            tokens,
            setup,
            uploads: Semaphore::new(UPLOADS_AT_ONCE),
            live: Arc::default(),
            proxies: Proxies::default(),
            document,
        })
    }

    /// The same door behind these reverse proxies.
    #[must_use]
    pub fn behind(self, proxies: Proxies) -> Door {
        Door { proxies, ..self }
    }
}

/// The web application: one per worker, sharing the door.
pub fn application(
    door: web::Data<Door>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody + use<>>,
        Error = actix_web::Error,
        InitError = (),
    > + use<>,
> {
    let (app, _document) = App::new()
        // Before the scope of the API, which would take the path for one of its own.
        .route("/api/v1/openapi.json", web::get().to(document))
        .into_utoipa_app()
        .app_data(door)
        .app_data(web::PathConfig::default().error_handler(|_, _| Problem(Error::NotFound).into()))
        .configure(routes::configure)
        .split_for_parts();
    app.service(openapi::pages())
        .route("/healthz", web::get().to(healthz))
        .route("/readyz", web::get().to(readyz))
        .default_service(web::to(elsewhere))
        .wrap(security::headers())
        .wrap(Compress::default())
        .wrap(TracingLogger::<span::RequestSpan>::new())
        .wrap(from_fn(to_the_end))
}

/// Carries every request to its end, even when its client is gone. Actix alone would drop the handler half-way, and a
/// BEGIN dropped before its answer leaves the pooled connection in an open transaction (sqlx 0.9), in which later writes
/// of others would hang or get lost.
async fn to_the_end<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let running = actix_web::rt::spawn(async move { next.call(request).await });
    running.await.map_err(|panicked| Problem(Error::Internal(panicked.to_string())))?
}

async fn document(door: web::Data<Door>) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(door.document.clone())
}

/// Below `/api` what is not in the document does not exist; every other path is a page.
async fn elsewhere(request: HttpRequest) -> Result<HttpResponse, Problem> {
    if request.path().starts_with("/api/") { Err(Problem(Error::NotFound)) } else { Ok(spa::page(&request)) }
}

/// The process lives.
async fn healthz() -> HttpResponse {
    HttpResponse::Ok().body("ok")
}

/// The process can answer requests, which needs its database.
async fn readyz(door: web::Data<Door>) -> HttpResponse {
    match door.app.db.execute_unprepared("select 1").await {
        Ok(_) => HttpResponse::Ok().body("ok"),
        Err(error) => {
            tracing::warn!(%error, "database.unreachable");
            HttpResponse::ServiceUnavailable().body("database")
        }
    }
}
