//! Evidence over HTTP: upload as a form, facts as JSON, content as an attachment.

use actix_multipart::Multipart;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, web};
use chrono::NaiveDate;
use luoshi_app::evidence::commands::{self, EvidenceChange};
use luoshi_app::evidence::queries::{self, EvidenceFilter};
use luoshi_app::evidence::views::Evidence;
use luoshi_app::sql::Page;
use luoshi_domain::evidence::{EvidenceKind, Publicity};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::http::Door;
use crate::http::extract::{Answer, Found, Query, Read, Write};
use crate::http::problem::Problem;
use crate::http::upload;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(upload_evidence).service(list_evidence).service(get_evidence).service(update_evidence);
    config.service(void_evidence).service(download_evidence);
}

/// A file with its facts; the file comes last.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes a multipart form in the document")]
pub(super) struct EvidenceUpload {
    /// Title in the index of evidence; the name of the file unless said.
    title: Option<String>,
    /// Letter code of its kind.
    kind: EvidenceKind,
    /// The milestone it proves.
    milestone_id: Option<Uuid>,
    /// 出具单位.
    issuing_body: Option<String>,
    /// 文号.
    document_no: Option<String>,
    /// Date of the document.
    document_date: Option<NaiveDate>,
    /// Which page or cell proves what.
    proves: Option<String>,
    /// 公开属性; 不予公开 unless said.
    publicity: Option<Publicity>,
    /// 内部.
    is_internal: Option<bool>,
    /// docx, xlsx, pptx, pdf, ofd, jpg or png, at most 100 MB unless the operator set another limit.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// The bytes of a file.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "describes a download in the document")]
pub(super) struct FileContent(Vec<u8>);

/// Attaches a file to a report in the writer's hands.
#[utoipa::path(operation_id = "upload_evidence", tag = "evidence", params(("id" = Uuid, Path)), request_body(content = inline(EvidenceUpload), content_type = "multipart/form-data"), responses((status = 201, body = Evidence)))]
#[post("/reports/{id}/evidence")]
async fn upload_evidence(
    door: web::Data<Door>,
    request: HttpRequest,
    Read(mut ctx): Read,
    (id, form): (web::Path<Uuid>, Multipart),
) -> Result<Answer<Evidence>, Problem> {
    commands::may_upload(&ctx, *id).await?;
    let incoming = upload::receive(&door, &mut ctx, &request, form).await?;
    Ok(Answer(commands::upload(&ctx, *id, incoming).await?))
}

/// Evidence of a report or a task, in the order of upload.
#[utoipa::path(operation_id = "list_evidence", tag = "evidence", params(EvidenceFilter), responses((status = 200, body = Page<Evidence>)))]
#[get("/evidence")]
async fn list_evidence(
    Read(ctx): Read,
    Query(filter): Query<EvidenceFilter>,
) -> Result<Found<Page<Evidence>>, Problem> {
    Ok(Found(queries::list(&ctx, filter).await?, None))
}

/// The facts of one piece of evidence.
#[utoipa::path(operation_id = "get_evidence", tag = "evidence", params(("id" = Uuid, Path)), responses((status = 200, body = Evidence)))]
#[get("/evidence/{id}")]
async fn get_evidence(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<Evidence>, Problem> {
    let proof = queries::get(&ctx, *id).await?;
    let version = proof.version;
    Ok(Found(proof, Some(version)))
}

/// Mends the facts while the report is in the writer's hands.
#[utoipa::path(operation_id = "update_evidence", tag = "evidence", params(("id" = Uuid, Path)), request_body = EvidenceChange, responses((status = 200, body = Evidence)))]
#[patch("/evidence/{id}")]
async fn update_evidence(
    Write { ctx, body }: Write<EvidenceChange>,
    id: web::Path<Uuid>,
) -> Result<Answer<Evidence>, Problem> {
    Ok(Answer(commands::update(&ctx, *id, body).await?))
}

/// Takes evidence out of a report in the writer's hands; the row and the bytes stay.
#[utoipa::path(operation_id = "void_evidence", tag = "evidence", params(("id" = Uuid, Path)), responses((status = 200, body = Evidence)))]
#[delete("/evidence/{id}")]
async fn void_evidence(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Answer<Evidence>, Problem> {
    Ok(Answer(commands::void(&ctx, *id).await?))
}

/// The content as an attachment; taking away what is internal or not public is recorded.
#[utoipa::path(
    operation_id = "download_evidence",
    tag = "evidence",
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
#[get("/evidence/{id}/content")]
async fn download_evidence(Read(ctx): Read, id: web::Path<Uuid>) -> Result<HttpResponse, Problem> {
    let (proof, file) = queries::content(&ctx, *id).await?;
    Ok(upload::attachment(&proof, file))
}
