//! Evidence over HTTP: upload as a form, facts as JSON, content as an attachment.

use actix_multipart::Multipart;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, web};
use chrono::NaiveDate;
use luoshi_app::evidence::archive::{self, ArchiveContents, ArchiveFilter};
use luoshi_app::evidence::attaching::{self, EvidenceReuse};
use luoshi_app::evidence::commands::{self, EvidenceChange, EvidenceMarks, EvidenceVoid};
use luoshi_app::evidence::held::{self, HeldDecision, HeldEvidence, HeldFilter};
use luoshi_app::evidence::judging::{self, EvidenceJudgement};
use luoshi_app::evidence::queries::{self, EvidenceFilter};
use luoshi_app::evidence::views::{Evidence, EvidenceDetail};
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
    config.service(reuse_evidence).service(replace_evidence).service(remove_evidence).service(void_evidence);
    config.service(judge_evidence).service(mark_evidence).service(download_evidence);
    config.service(get_evidence_archive_contents).service(download_evidence_archive);
    config.service(list_held_evidence).service(decide_held_evidence);
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
    /// The page or cell where the proof stands.
    page: Option<String>,
    /// Which sentence proves it.
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
    attaching::may_upload(&ctx, *id).await?;
    let incoming = upload::receive(&door, &mut ctx, &request, form).await?;
    Ok(Answer(attaching::upload(&ctx, *id, incoming).await?))
}

/// Uses a file that is evidence elsewhere already, without another upload.
#[utoipa::path(operation_id = "reuse_evidence", tag = "evidence", params(("id" = Uuid, Path)), request_body = EvidenceReuse, responses((status = 201, body = Evidence)))]
#[post("/reports/{id}/evidence/reuse")]
async fn reuse_evidence(
    Write { ctx, body }: Write<EvidenceReuse>,
    id: web::Path<Uuid>,
) -> Result<Answer<Evidence>, Problem> {
    Ok(Answer(attaching::reuse(&ctx, *id, body).await?))
}

/// Puts a new file in the place of an old one, which stays readable; what the form does not say stays as it was.
#[utoipa::path(operation_id = "replace_evidence", tag = "evidence", params(("id" = Uuid, Path)), request_body(content = inline(EvidenceUpload), content_type = "multipart/form-data"), responses((status = 201, body = Evidence)))]
#[post("/evidence/{id}/replacement")]
async fn replace_evidence(
    door: web::Data<Door>,
    request: HttpRequest,
    Read(mut ctx): Read,
    (id, form): (web::Path<Uuid>, Multipart),
) -> Result<Answer<Evidence>, Problem> {
    attaching::may_replace(&ctx, *id).await?;
    let incoming = upload::receive(&door, &mut ctx, &request, form).await?;
    Ok(Answer(attaching::replace(&ctx, *id, incoming).await?))
}

/// Evidence the caller may read, in the order of upload or the other way round.
#[utoipa::path(operation_id = "list_evidence", tag = "evidence", params(EvidenceFilter), responses((status = 200, body = Page<Evidence>)))]
#[get("/evidence")]
async fn list_evidence(
    Read(ctx): Read,
    Query(filter): Query<EvidenceFilter>,
) -> Result<Found<Page<Evidence>>, Problem> {
    Ok(Found(queries::list(&ctx, filter).await?, None))
}

/// One piece of evidence with the files before and after it and its other uses.
#[utoipa::path(operation_id = "get_evidence", tag = "evidence", params(("id" = Uuid, Path)), responses((status = 200, body = EvidenceDetail)))]
#[get("/evidence/{id}")]
async fn get_evidence(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<EvidenceDetail>, Problem> {
    let proof = queries::detail(&ctx, *id).await?;
    let version = proof.evidence.version;
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

/// Takes back one's own upload that was never submitted; what it had replaced stands again.
#[utoipa::path(operation_id = "remove_evidence", tag = "evidence", params(("id" = Uuid, Path)), responses((status = 204)))]
#[delete("/evidence/{id}")]
async fn remove_evidence(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Answer<()>, Problem> {
    Ok(Answer(commands::remove(&ctx, *id).await?))
}

/// Says with a reason that evidence no longer proves anything; the row and the bytes stay.
#[utoipa::path(operation_id = "void_evidence", tag = "evidence", params(("id" = Uuid, Path)), request_body = EvidenceVoid, responses((status = 200, body = Evidence)))]
#[post("/evidence/{id}/void")]
async fn void_evidence(
    Write { ctx, body }: Write<EvidenceVoid>,
    id: web::Path<Uuid>,
) -> Result<Answer<Evidence>, Problem> {
    Ok(Answer(commands::void(&ctx, *id, body).await?))
}

/// Says how strongly this use of a file proves what it is used for.
#[utoipa::path(operation_id = "judge_evidence", tag = "evidence", params(("id" = Uuid, Path)), request_body = EvidenceJudgement, responses((status = 200, body = Evidence)))]
#[post("/evidence/{id}/judgement")]
async fn judge_evidence(
    Write { ctx, body }: Write<EvidenceJudgement>,
    id: web::Path<Uuid>,
) -> Result<Answer<Evidence>, Problem> {
    Ok(Answer(judging::judge(&ctx, *id, body).await?))
}

/// Says whether a file is public or internal, for every use of it.
#[utoipa::path(operation_id = "mark_evidence", tag = "evidence", params(("id" = Uuid, Path)), request_body = EvidenceMarks, responses((status = 200, body = Evidence)))]
#[post("/evidence/{id}/marks")]
async fn mark_evidence(
    Write { ctx, body }: Write<EvidenceMarks>,
    id: web::Path<Uuid>,
) -> Result<Answer<Evidence>, Problem> {
    Ok(Answer(commands::mark(&ctx, *id, body).await?))
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

/// How much a zip of a task, a milestone or a period would hold.
#[utoipa::path(operation_id = "get_evidence_archive_contents", tag = "evidence", params(ArchiveFilter), responses((status = 200, body = ArchiveContents)))]
#[get("/evidence-archive/contents")]
async fn get_evidence_archive_contents(
    Read(ctx): Read,
    Query(filter): Query<ArchiveFilter>,
) -> Result<Found<ArchiveContents>, Problem> {
    Ok(Found(archive::contents(&ctx, &filter).await?, None))
}

/// The evidence of a task, a milestone or a period in one zip with an index; each download is recorded.
#[utoipa::path(operation_id = "download_evidence_archive", tag = "evidence", params(ArchiveFilter), responses((status = 200, body = inline(FileContent), content_type = "application/zip")))]
#[get("/evidence-archive")]
async fn download_evidence_archive(
    door: web::Data<Door>,
    Read(ctx): Read,
    Query(filter): Query<ArchiveFilter>,
) -> Result<HttpResponse, Problem> {
    let _turn = upload::turn(&door).await?;
    Ok(upload::archive(archive::pack(&ctx, &filter).await?))
}

/// Uploads that were stopped by a mark of secrecy: one's own, or all for who decides.
#[utoipa::path(operation_id = "list_held_evidence", tag = "evidence", params(HeldFilter), responses((status = 200, body = Page<HeldEvidence>)))]
#[get("/held-evidence")]
async fn list_held_evidence(
    Read(ctx): Read,
    Query(filter): Query<HeldFilter>,
) -> Result<Found<Page<HeldEvidence>>, Problem> {
    Ok(Found(held::list(&ctx, filter).await?, None))
}

/// Releases or removes a stopped upload, with a reason.
#[utoipa::path(operation_id = "decide_held_evidence", tag = "evidence", params(("id" = Uuid, Path)), request_body = HeldDecision, responses((status = 200, body = HeldEvidence)))]
#[post("/held-evidence/{id}/decision")]
async fn decide_held_evidence(
    Write { ctx, body }: Write<HeldDecision>,
    id: web::Path<Uuid>,
) -> Result<Answer<HeldEvidence>, Problem> {
    Ok(Answer(held::decide(&ctx, *id, body).await?))
}
