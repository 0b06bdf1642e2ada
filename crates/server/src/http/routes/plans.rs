//! Plans, measures and clauses over HTTP.

use actix_multipart::Multipart;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, get, patch, post, web};
use luoshi_app::error::Error;
use luoshi_app::plans::commands::{self, ClauseChange, MeasureChange, PlanTransition};
use luoshi_app::plans::import::{self, BorderCorrection, Document, ParsedPlan};
use luoshi_app::plans::queries::{
    self, ClauseView, Coverage, MeasureCell, MeasureView, PlanSummary, PlanView, PlanWindow,
};
use luoshi_app::plans::read::LARGEST_FILE;
use luoshi_app::plans::suggestions::{self, Suggestions};
use luoshi_app::plans::timeline::{self, PlanTimeline};
use luoshi_app::sql::Page;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::http::extract::{self, Answer, Found, Query, Read, Write};
use crate::http::form::{self, Form};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_plans).service(parse_plan).service(import_plan).service(get_plan).service(get_plan_source);
    config
        .service(transition_plan)
        .service(list_measures)
        .service(list_clauses)
        .service(get_coverage)
        .service(get_timeline);
    config.service(get_measure).service(update_measure).service(get_suggestions).service(update_clause);
}

/// A document to read.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes a multipart form in the document")]
struct PlanFile {
    /// .txt or .docx, at most 20 MB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A document to store.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes a multipart form in the document")]
struct PlanForm {
    /// .txt or .docx, at most 20 MB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// JSON of a list of corrected borders.
    borders: Option<String>,
    /// `true` puts the plan into force at once.
    activate: Option<String>,
}

/// Plans the caller may see; those in force first.
#[utoipa::path(operation_id = "list_plans", tag = "plans", responses((status = 200, body = Page<PlanSummary>)))]
#[get("/plans")]
async fn list_plans(Read(ctx): Read) -> Result<Found<Page<PlanSummary>>, Problem> {
    Ok(Found(queries::list(&ctx).await?, None))
}

/// Reads a document and shows its structure with findings; nothing is stored.
#[utoipa::path(operation_id = "parse_plan", tag = "plans", request_body(content = inline(PlanFile), content_type = "multipart/form-data"), responses((status = 200, body = ParsedPlan)))]
#[post("/plans/parse")]
async fn parse_plan(Read(ctx): Read, payload: Multipart) -> Result<Found<ParsedPlan>, Problem> {
    ctx.require(luoshi_domain::policy::Action::PlanImport)?;
    let document = document(form::read(payload, LARGEST_FILE).await?)?.0;
    let parsed = web::block(move || import::parse(&ctx, &document)).await.map_err(form::interrupted)??;
    Ok(Found(parsed, None))
}

/// Stores a document as a plan, with the original file and its SHA-256.
#[utoipa::path(operation_id = "import_plan", tag = "plans", request_body(content = inline(PlanForm), content_type = "multipart/form-data"), responses((status = 201, body = PlanSummary)))]
#[post("/plans")]
async fn import_plan(
    request: HttpRequest,
    Read(mut ctx): Read,
    payload: Multipart,
) -> Result<Answer<PlanSummary>, Problem> {
    ctx.require(luoshi_domain::policy::Action::PlanImport)?;
    let form = form::read(payload, LARGEST_FILE).await?;
    ctx.request.key = extract::key(&request, &form.bytes())?;
    let (document, borders, activate) = document(form)?;
    Ok(Answer(import::import(&ctx, document, &borders, activate).await?))
}

fn document(form: Form) -> Result<(Document, Vec<BorderCorrection>, bool), Error> {
    let borders = match form.text("borders") {
        None => Vec::new(),
        Some(json) => serde_json::from_str(json)
            .map_err(|error| Error::field("/borders", "unreadable", format!("无法识别：{error}")))?,
    };
    let activate = form.text("activate") == Some("true");
    let (file_name, bytes) = form.file.ok_or_else(|| Error::field("/file", "required", "请选择文件"))?;
    Ok((Document { file_name, bytes }, borders, activate))
}

/// A plan as its text, each sentence with what became of it.
#[utoipa::path(operation_id = "get_plan", tag = "plans", params(("id" = Uuid, Path)), responses((status = 200, body = PlanView)))]
#[get("/plans/{id}")]
async fn get_plan(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<PlanView>, Problem> {
    let plan = queries::get(&ctx, *id).await?;
    let version = plan.summary.version;
    Ok(Found(plan, Some(version)))
}

/// The original file.
#[utoipa::path(operation_id = "get_plan_source", tag = "plans", params(("id" = Uuid, Path)), responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
#[get("/plans/{id}/source")]
async fn get_plan_source(Read(ctx): Read, id: web::Path<Uuid>) -> Result<HttpResponse, Problem> {
    let source = queries::source(&ctx, *id).await?;
    let bytes = tokio::fs::read(ctx.app.files.path(&source.sha256)).await.map_err(Error::from)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, source.media_type))
        .insert_header((CONTENT_DISPOSITION, form::attachment(&source.file_name)))
        .insert_header(("Content-Security-Policy", "sandbox; default-src 'none'"))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .body(bytes))
}

/// Puts a plan into force.
#[utoipa::path(operation_id = "transition_plan", tag = "plans", params(("id" = Uuid, Path)), request_body = PlanTransition, responses((status = 200, body = PlanSummary)))]
#[post("/plans/{id}/transitions")]
async fn transition_plan(
    Write { ctx, body }: Write<PlanTransition>,
    id: web::Path<Uuid>,
) -> Result<Answer<PlanSummary>, Problem> {
    Ok(Answer(commands::transition(&ctx, *id, &body).await?))
}

/// The wall: every measure with its light, counts and tasks.
#[utoipa::path(operation_id = "list_measures", tag = "plans", params(("id" = Uuid, Path), PlanWindow), responses((status = 200, body = Page<MeasureCell>)))]
#[get("/plans/{id}/measures")]
async fn list_measures(
    Read(ctx): Read,
    id: web::Path<Uuid>,
    Query(window): Query<PlanWindow>,
) -> Result<Found<Page<MeasureCell>>, Problem> {
    Ok(Found(queries::wall(&ctx, *id, &window).await?, None))
}

/// The timeline: every measure with the tasks the caller may open and their milestones.
#[utoipa::path(operation_id = "get_timeline", tag = "plans", params(("id" = Uuid, Path)), responses((status = 200, body = PlanTimeline)))]
#[get("/plans/{id}/timeline")]
async fn get_timeline(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<PlanTimeline>, Problem> {
    Ok(Found(timeline::get(&ctx, *id).await?, None))
}

/// The clauses of a plan in the order of the text, each with the tasks behind it.
#[utoipa::path(operation_id = "list_clauses", tag = "plans", params(("id" = Uuid, Path), PlanWindow), responses((status = 200, body = Page<ClauseView>)))]
#[get("/plans/{id}/clauses")]
async fn list_clauses(
    Read(ctx): Read,
    id: web::Path<Uuid>,
    Query(window): Query<PlanWindow>,
) -> Result<Found<Page<ClauseView>>, Problem> {
    Ok(Found(queries::clauses(&ctx, *id, &window).await?, None))
}

/// How many clauses are carried by tasks or set aside with a reason.
#[utoipa::path(operation_id = "get_coverage", tag = "plans", params(("id" = Uuid, Path)), responses((status = 200, body = Coverage)))]
#[get("/plans/{id}/coverage")]
async fn get_coverage(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<Coverage>, Problem> {
    Ok(Found(queries::coverage(&ctx, *id).await?, None))
}

/// One measure with its sentences and the tasks behind each.
#[utoipa::path(operation_id = "get_measure", tag = "plans", params(("id" = Uuid, Path)), responses((status = 200, body = MeasureView)))]
#[get("/measures/{id}")]
async fn get_measure(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<MeasureView>, Problem> {
    let measure = queries::measure(&ctx, *id).await?;
    let version = measure.version;
    Ok(Found(measure, Some(version)))
}

/// What the words of a measure propose for its tasks: units, days, deliverables and evidence; nothing is stored.
#[utoipa::path(operation_id = "get_suggestions", tag = "plans", params(("id" = Uuid, Path)), responses((status = 200, body = Suggestions)))]
#[get("/measures/{id}/suggestions")]
async fn get_suggestions(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<Suggestions>, Problem> {
    Ok(Found(suggestions::of_measure(&ctx, *id).await?, None))
}

/// Changes the short titles of a measure.
#[utoipa::path(operation_id = "update_measure", tag = "plans", params(("id" = Uuid, Path)), request_body = MeasureChange, responses((status = 200, body = MeasureView)))]
#[patch("/measures/{id}")]
async fn update_measure(
    Write { ctx, body }: Write<MeasureChange>,
    id: web::Path<Uuid>,
) -> Result<Answer<MeasureView>, Problem> {
    Ok(Answer(commands::update_measure(&ctx, *id, body).await?))
}

/// Sets a clause aside with a reason, or takes the mark back.
#[utoipa::path(operation_id = "update_clause", tag = "plans", params(("id" = Uuid, Path)), request_body = ClauseChange, responses((status = 200, body = ClauseView)))]
#[patch("/clauses/{id}")]
async fn update_clause(
    Write { ctx, body }: Write<ClauseChange>,
    id: web::Path<Uuid>,
) -> Result<Answer<ClauseView>, Problem> {
    Ok(Answer(commands::update_clause(&ctx, *id, body).await?))
}
