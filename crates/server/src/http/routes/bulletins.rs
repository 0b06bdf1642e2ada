//! Snapshots and bulletins over HTTP.

use actix_web::{HttpResponse, get, patch, post, web};
use luoshi_app::bulletins::commands::{self, BulletinChange, NewBulletin};
use luoshi_app::bulletins::document;
use luoshi_app::bulletins::queries::{self, BulletinFilter};
use luoshi_app::bulletins::snapshots::{self, SnapshotFilter};
use luoshi_app::bulletins::steps::{self, BulletinTransition};
use luoshi_app::bulletins::views::{Bulletin, BulletinSummary, Snapshot};
use luoshi_app::sql::Page;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::http::extract::{Answer, Found, Query, Read, Write};
use crate::http::problem::Problem;
use crate::http::upload;

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_snapshots).service(get_snapshot).service(download_snapshot);
    config.service(list_bulletins).service(create_bulletin).service(get_bulletin).service(update_bulletin);
    config.service(transition_bulletin).service(download_bulletin);
}

/// The days that were kept, latest first.
#[utoipa::path(operation_id = "list_snapshots", tag = "bulletins", params(SnapshotFilter), responses((status = 200, body = Page<Snapshot>)))]
#[get("/snapshots")]
async fn list_snapshots(
    Read(ctx): Read,
    Query(wanted): Query<SnapshotFilter>,
) -> Result<Found<Page<Snapshot>>, Problem> {
    Ok(Found(snapshots::list(&ctx, wanted).await?, None))
}

/// A frozen snapshot: how the lights stood, what was made of it and what was corrected since.
#[utoipa::path(operation_id = "get_snapshot", tag = "bulletins", params(("id" = Uuid, Path)), responses((status = 200, body = Snapshot)))]
#[get("/snapshots/{id}")]
async fn get_snapshot(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<Snapshot>, Problem> {
    Ok(Found(snapshots::get(&ctx, *id).await?, None))
}

/// The whole of a frozen snapshot: the very bytes whose SHA-256 is told.
#[utoipa::path(operation_id = "download_snapshot", tag = "bulletins", params(("id" = Uuid, Path)), responses((status = 200, content_type = "application/json", body = serde_json::Value)))]
#[get("/snapshots/{id}/content")]
async fn download_snapshot(Read(ctx): Read, id: web::Path<Uuid>) -> Result<HttpResponse, Problem> {
    let (name, content) = snapshots::content(&ctx, *id).await?;
    Ok(upload::safe("application/json", &name).body(content))
}

/// Bulletins that the caller may read, last changed first.
#[utoipa::path(operation_id = "list_bulletins", tag = "bulletins", params(BulletinFilter), responses((status = 200, body = Page<BulletinSummary>)))]
#[get("/bulletins")]
async fn list_bulletins(
    Read(ctx): Read,
    Query(wanted): Query<BulletinFilter>,
) -> Result<Found<Page<BulletinSummary>>, Problem> {
    Ok(Found(queries::list(&ctx, wanted).await?, None))
}

/// Makes the draft of a bulletin from a frozen snapshot.
#[utoipa::path(operation_id = "create_bulletin", tag = "bulletins", request_body = NewBulletin, responses((status = 201, body = Bulletin)))]
#[post("/bulletins")]
async fn create_bulletin(Write { ctx, body }: Write<NewBulletin>) -> Result<Answer<Bulletin>, Problem> {
    Ok(Answer(commands::create(&ctx, body).await?))
}

/// One bulletin with its paper.
#[utoipa::path(operation_id = "get_bulletin", tag = "bulletins", params(("id" = Uuid, Path)), responses((status = 200, body = Bulletin)))]
#[get("/bulletins/{id}")]
async fn get_bulletin(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<Bulletin>, Problem> {
    let bulletin = queries::get(&ctx, *id).await?;
    let version = bulletin.version;
    Ok(Found(bulletin, Some(version)))
}

/// Writes the words of a draft.
#[utoipa::path(operation_id = "update_bulletin", tag = "bulletins", params(("id" = Uuid, Path)), request_body = BulletinChange, responses((status = 200, body = Bulletin)))]
#[patch("/bulletins/{id}")]
async fn update_bulletin(
    Write { ctx, body }: Write<BulletinChange>,
    id: web::Path<Uuid>,
) -> Result<Answer<Bulletin>, Problem> {
    Ok(Answer(commands::update(&ctx, *id, body).await?))
}

/// Takes one step: submit, approve (which issues and numbers it), return, discard.
#[utoipa::path(operation_id = "transition_bulletin", tag = "bulletins", params(("id" = Uuid, Path)), request_body = BulletinTransition, responses((status = 200, body = Bulletin)))]
#[post("/bulletins/{id}/transitions")]
async fn transition_bulletin(
    Write { ctx, body }: Write<BulletinTransition>,
    id: web::Path<Uuid>,
) -> Result<Answer<Bulletin>, Problem> {
    Ok(Answer(steps::transition(&ctx, *id, body).await?))
}

/// The paper as a file for Word and WPS.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "describes a download in the document")]
struct BulletinFile(Vec<u8>);

/// The bulletin as .docx.
#[utoipa::path(operation_id = "download_bulletin", tag = "bulletins", params(("id" = Uuid, Path)), responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", body = inline(BulletinFile))))]
#[get("/bulletins/{id}/document")]
async fn download_bulletin(Read(ctx): Read, id: web::Path<Uuid>) -> Result<HttpResponse, Problem> {
    let (name, bytes) = document::file(&ctx, *id).await?;
    Ok(upload::safe(DOCX, &name).body(bytes))
}
