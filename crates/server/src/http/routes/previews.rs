//! Looking into evidence over HTTP: what a page may show of a file, and the bytes of pictures and PDF.

use actix_web::{HttpResponse, get, web};
use luoshi_app::evidence::preview::{self, Preview};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::http::extract::{Found, Read};
use crate::http::problem::Problem;
use crate::http::upload;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(preview_evidence).service(preview_evidence_content);
}

/// The bytes of a picture or PDF.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "describes a download in the document")]
struct PreviewContent(Vec<u8>);

/// What a page may show of a file: words of docx and xlsx, else how the content is shown; an internal file comes with its
/// watermark, and looking at what is internal or not public is recorded.
#[utoipa::path(operation_id = "preview_evidence", tag = "evidence", params(("id" = Uuid, Path)), responses((status = 200, body = Preview)))]
#[get("/evidence/{id}/preview")]
async fn preview_evidence(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<Preview>, Problem> {
    Ok(Found(preview::preview(&ctx, *id).await?, None))
}

/// The bytes of a picture or PDF for its preview, under the same headers as a download; other types have none.
#[utoipa::path(
    operation_id = "preview_evidence_content",
    tag = "evidence",
    params(("id" = Uuid, Path)),
    responses((status = 200, content(
        (inline(PreviewContent) = "application/pdf"),
        (inline(PreviewContent) = "image/jpeg"),
        (inline(PreviewContent) = "image/png"),
    )))
)]
#[get("/evidence/{id}/preview/content")]
async fn preview_evidence_content(Read(ctx): Read, id: web::Path<Uuid>) -> Result<HttpResponse, Problem> {
    let (proof, file) = preview::content(&ctx, *id).await?;
    Ok(upload::attachment(&proof, file))
}
