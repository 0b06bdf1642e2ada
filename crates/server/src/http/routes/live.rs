//! The stream of hints over HTTP.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, get, web};
use luoshi_app::error::Error;
use luoshi_app::live::Hint;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::extract::Read;
use crate::http::problem::Problem;
use crate::http::{Door, live};

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(stream_events);
}

/// Hear that something changed: server-sent events `ready`, `reset` and `changed`, whose data is a list of hints. At most
/// three streams a person; `Last-Event-ID` goes on where a stream broke off.
#[utoipa::path(operation_id = "stream_events", tag = "live", params(("Last-Event-ID" = Option<String>, Header, description = "Id of the last event that was received")), responses((status = 200, body = Vec<Hint>, content_type = "text/event-stream")))]
#[get("/events")]
async fn stream_events(Read(ctx): Read, door: web::Data<Door>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let last_seen = request.headers().get("last-event-id").map(|id| id.to_str().unwrap_or_default());
    let last_seen = last_seen.filter(|id| !id.is_empty()).map(str::parse).transpose().map_err(|error: Error| error)?;
    let stream = live::open(&door.live, &ctx, last_seen).await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/event-stream"))
        .insert_header((CACHE_CONTROL, "no-store"))
        // Neither we nor a proxy may hold an event back to compress or collect it.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(stream))
}
