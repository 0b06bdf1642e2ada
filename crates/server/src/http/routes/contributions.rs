//! What supporting organisations write for the lead's report, over HTTP.

use actix_multipart::Multipart;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, web};
use luoshi_app::reports::contributions::commands::{self, ContributionChange, NewContribution};
use luoshi_app::reports::contributions::files;
use luoshi_app::reports::contributions::lead::{self, ContributionRequest, TakenContribution};
use luoshi_app::reports::contributions::queries::{self, ContributionFilter};
use luoshi_app::reports::contributions::steps::{self, ContributionTransition};
use luoshi_app::reports::contributions::views::{Contribution, ContributionSummary};
use luoshi_app::reports::views::ReportView;
use luoshi_app::sql::Page;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::evidence::{EvidenceUpload, FileContent};
use crate::http::Door;
use crate::http::extract::{Answer, Found, Query, Read, Write};
use crate::http::problem::Problem;
use crate::http::upload;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_contributions).service(create_contribution).service(get_contribution);
    config.service(update_contribution).service(transition_contribution).service(upload_contribution_file);
    config.service(remove_contribution_file).service(download_contribution_file);
    config.service(ask_contributions).service(take_contribution);
}

/// What one's own organisation has to say in the tasks of others, begun or not; the office reads those of all.
#[utoipa::path(operation_id = "list_contributions", tag = "reports", params(ContributionFilter), responses((status = 200, body = Page<ContributionSummary>)))]
#[get("/contributions")]
async fn list_contributions(
    Read(ctx): Read,
    Query(filter): Query<ContributionFilter>,
) -> Result<Found<Page<ContributionSummary>>, Problem> {
    Ok(Found(queries::list(&ctx, filter).await?, None))
}

/// Begins the part of one's own organisation, with the words of its last one carried forward.
#[utoipa::path(operation_id = "create_contribution", tag = "reports", request_body = NewContribution, responses((status = 201, body = Contribution)))]
#[post("/contributions")]
async fn create_contribution(Write { ctx, body }: Write<NewContribution>) -> Result<Answer<Contribution>, Problem> {
    Ok(Answer(commands::create(&ctx, body).await?))
}

/// One part with its files and what the caller may do.
#[utoipa::path(operation_id = "get_contribution", tag = "reports", params(("id" = Uuid, Path)), responses((status = 200, body = Contribution)))]
#[get("/contributions/{id}")]
async fn get_contribution(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<Contribution>, Problem> {
    let part = queries::get(&ctx, *id).await?;
    let version = part.version;
    Ok(Found(part, Some(version)))
}

/// Changes the words of a part in its writer's hands.
#[utoipa::path(operation_id = "update_contribution", tag = "reports", params(("id" = Uuid, Path)), request_body = ContributionChange, responses((status = 200, body = Contribution)))]
#[patch("/contributions/{id}")]
async fn update_contribution(
    Write { ctx, body }: Write<ContributionChange>,
    id: web::Path<Uuid>,
) -> Result<Answer<Contribution>, Problem> {
    Ok(Answer(commands::update(&ctx, *id, body).await?))
}

/// Takes one step: submit, withdraw, resume; the lead's: waive.
#[utoipa::path(operation_id = "transition_contribution", tag = "reports", params(("id" = Uuid, Path)), request_body = ContributionTransition, responses((status = 200, body = Contribution)))]
#[post("/contributions/{id}/transitions")]
async fn transition_contribution(
    Write { ctx, body }: Write<ContributionTransition>,
    id: web::Path<Uuid>,
) -> Result<Answer<Contribution>, Problem> {
    Ok(Answer(steps::transition(&ctx, *id, body).await?))
}

/// Attaches a file to a part in its writer's hands.
#[utoipa::path(operation_id = "upload_contribution_file", tag = "reports", params(("id" = Uuid, Path)), request_body(content = inline(EvidenceUpload), content_type = "multipart/form-data"), responses((status = 201, body = Contribution)))]
#[post("/contributions/{id}/files")]
async fn upload_contribution_file(
    door: web::Data<Door>,
    request: HttpRequest,
    Read(mut ctx): Read,
    (id, form): (web::Path<Uuid>, Multipart),
) -> Result<Answer<Contribution>, Problem> {
    files::may_upload(&ctx, *id).await?;
    let incoming = upload::receive(&door, &mut ctx, &request, form).await?;
    Ok(Answer(files::upload(&ctx, *id, incoming).await?))
}

/// Takes a file out of a part in its writer's hands; the row and the bytes stay.
#[utoipa::path(operation_id = "remove_contribution_file", tag = "reports", params(("id" = Uuid, Path)), responses((status = 200, body = Contribution)))]
#[delete("/contribution-files/{id}")]
async fn remove_contribution_file(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Answer<Contribution>, Problem> {
    Ok(Answer(files::remove(&ctx, *id).await?))
}

/// The content as an attachment; taking away what is internal or not public is recorded.
#[utoipa::path(
    operation_id = "download_contribution_file",
    tag = "reports",
    params(("id" = Uuid, Path)),
    responses((status = 200, content(
        (inline(FileContent) = "application/pdf"),
        (inline(FileContent) = "application/ofd"),
        (inline(FileContent) = "image/jpeg"),
        (inline(FileContent) = "image/png"),
        (inline(FileContent) = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (inline(FileContent) = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (inline(FileContent) = "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    )))
)]
#[get("/contribution-files/{id}/content")]
async fn download_contribution_file(Read(ctx): Read, id: web::Path<Uuid>) -> Result<HttpResponse, Problem> {
    let (stored, file) = files::content(&ctx, *id).await?;
    Ok(upload::saved_as(&stored.file_name, &stored.media_type, stored.size, file))
}

/// Asks organisations of the task for their part, or reminds them: each once a day at most.
#[utoipa::path(operation_id = "ask_contributions", tag = "reports", params(("id" = Uuid, Path)), request_body = ContributionRequest, responses((status = 200, body = ReportView)))]
#[post("/reports/{id}/contribution-requests")]
async fn ask_contributions(
    Write { ctx, body }: Write<ContributionRequest>,
    id: web::Path<Uuid>,
) -> Result<Answer<ReportView>, Problem> {
    Ok(Answer(lead::ask(&ctx, *id, body).await?))
}

/// Takes the words of a submitted part over into the report, under the name of their source, and its files as evidence.
#[utoipa::path(operation_id = "take_contribution", tag = "reports", params(("id" = Uuid, Path)), request_body = TakenContribution, responses((status = 200, body = ReportView)))]
#[post("/reports/{id}/taken-contributions")]
async fn take_contribution(
    Write { ctx, body }: Write<TakenContribution>,
    id: web::Path<Uuid>,
) -> Result<Answer<ReportView>, Problem> {
    Ok(Answer(lead::take(&ctx, *id, body).await?))
}
