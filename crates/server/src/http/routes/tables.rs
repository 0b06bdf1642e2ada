//! Tables from Excel and back over HTTP: a checked upload with its lines, and exports as attachments.

use actix_multipart::Multipart;
use actix_web::body::SizedStream;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use luoshi_app::app::Ctx;
use luoshi_app::error::Error;
use luoshi_app::exports::commands as exports;
use luoshi_app::exports::{Export, NewExport};
use luoshi_app::sql::Page;
use luoshi_app::tables::commands::{self, ImportTransition, Upload};
use luoshi_app::tables::queries::{self, LineFilter};
use luoshi_app::tables::read::LARGEST_FILE;
use luoshi_app::tables::views::{ImportLine, ImportStep, TableImport};
use luoshi_domain::tables::TableKind;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::http::extract::{self, Answer, Found, Query, Read, Write};
use crate::http::form::{self, Form};
use crate::http::problem::Problem;
use crate::http::upload;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(create_table_import).service(get_table_import).service(list_table_import_lines);
    config.service(transition_table_import);
    config.service(create_export).service(get_export).service(download_export);
}

/// A table to check.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes a multipart form in the document")]
struct TableUpload {
    /// Which table it is.
    kind: TableKind,
    /// The plan; needed for tasks and milestones.
    plan_id: Option<Uuid>,
    /// .xlsx, or .csv in UTF-8 or GB18030, at most 20 MB and 10,000 lines.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// The bytes of a table.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "describes a download in the document")]
struct TableContent(Vec<u8>);

/// Checks a table and says, cell by cell, what stands against it and, line by line, what it would do; nothing else changes.
#[utoipa::path(operation_id = "create_table_import", tag = "tables", request_body(content = inline(TableUpload), content_type = "multipart/form-data"), responses((status = 201, body = TableImport)))]
#[post("/table-imports")]
async fn create_table_import(
    request: HttpRequest,
    Read(mut ctx): Read,
    payload: Multipart,
) -> Result<Answer<TableImport>, Problem> {
    commands::may_upload(&ctx)?;
    let form = form::read(payload, LARGEST_FILE).await?;
    ctx.request.key = extract::key(&request, &form.bytes())?;
    let upload = received(&ctx, form).await?;
    Ok(Answer(commands::check(&ctx, upload).await?))
}

async fn received(ctx: &Ctx, mut form: Form) -> Result<Upload, Error> {
    let word = form.text("kind").unwrap_or_default();
    let kind = serde_json::from_value(serde_json::json!(word))
        .map_err(|_unknown| Error::field("/kind", "unknown_code", format!("没有“{word}”这种表")))?;
    let plan = form.text("plan_id").map(str::parse);
    let plan_id = plan.transpose().map_err(|_none| Error::field("/plan_id", "not_found", "请选择方案"))?;
    let (file_name, bytes) = form.file.take().ok_or_else(|| Error::field("/file", "required", "请选择文件"))?;
    let bytes = futures_util::stream::iter([Ok::<_, Error>(bytes)]);
    let received = ctx.app.files.receive(bytes, LARGEST_FILE as u64).await?;
    Ok(Upload { kind, plan_id, file_name, received })
}

/// One import with its first faults, and how far it is while it runs.
#[utoipa::path(operation_id = "get_table_import", tag = "tables", params(("id" = Uuid, Path)), responses((status = 200, body = TableImport)))]
#[get("/table-imports/{id}")]
async fn get_table_import(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<TableImport>, Problem> {
    let import = queries::get(&ctx, *id).await?;
    let version = import.version;
    Ok(Found(import, Some(version)))
}

/// The lines of an import in the order of the sheet.
#[utoipa::path(operation_id = "list_table_import_lines", tag = "tables", params(("id" = Uuid, Path), LineFilter), responses((status = 200, body = Page<ImportLine>)))]
#[get("/table-imports/{id}/lines")]
async fn list_table_import_lines(
    Read(ctx): Read,
    id: web::Path<Uuid>,
    Query(filter): Query<LineFilter>,
) -> Result<Found<Page<ImportLine>>, Problem> {
    Ok(Found(queries::lines(&ctx, *id, filter).await?, None))
}

/// Applies a checked table as a whole, or stops one that is being applied.
#[utoipa::path(operation_id = "transition_table_import", tag = "tables", params(("id" = Uuid, Path)), request_body = ImportTransition, responses((status = 200, body = ImportStep)))]
#[post("/table-imports/{id}/transitions")]
async fn transition_table_import(
    Write { ctx, body }: Write<ImportTransition>,
    id: web::Path<Uuid>,
) -> Result<Answer<ImportStep>, Problem> {
    Ok(Answer(commands::transition(&ctx, *id, &body).await?))
}

/// Takes a table out: what the caller may see, as a file that is kept with its hash.
#[utoipa::path(operation_id = "create_export", tag = "tables", request_body = NewExport, responses((status = 201, body = Export)))]
#[post("/exports")]
async fn create_export(Write { ctx, body }: Write<NewExport>) -> Result<Answer<Export>, Problem> {
    let filter = extract::filter("/filter", body.filter.as_deref())?;
    Ok(Answer(exports::create(&ctx, body, filter).await?))
}

/// What an export of one's own is.
#[utoipa::path(operation_id = "get_export", tag = "tables", params(("id" = Uuid, Path)), responses((status = 200, body = Export)))]
#[get("/exports/{id}")]
async fn get_export(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<Export>, Problem> {
    Ok(Found(exports::get(&ctx, *id).await?, None))
}

/// The file as an attachment; every download is recorded.
#[utoipa::path(
    operation_id = "download_export",
    tag = "tables",
    params(("id" = Uuid, Path)),
    responses((status = 200, content(
        (inline(TableContent) = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (inline(TableContent) = "text/csv"),
    )))
)]
#[get("/exports/{id}/content")]
async fn download_export(Read(ctx): Read, id: web::Path<Uuid>) -> Result<HttpResponse, Problem> {
    let (export, file) = exports::content_of(&ctx, *id).await?;
    let size = u64::try_from(export.size).unwrap_or_default();
    let mut answer = upload::safe(export.format.media_type(), &export.file_name);
    Ok(answer.body(SizedStream::new(size, upload::chunks(file))))
}
