//! Batches of decomposition over HTTP.

use actix_web::{delete, get, patch, post, web};
use luoshi_app::sql::Page;
use luoshi_app::tasks::batches::commands::{self, BatchChange, NewBatch};
use luoshi_app::tasks::batches::comments::{self, CommentAnswer, NewBatchComment};
use luoshi_app::tasks::batches::queries::{self, BatchQuery, DiffQuery};
use luoshi_app::tasks::batches::steps::{self, BatchTransition};
use luoshi_app::tasks::batches::views::{BatchDiff, BatchSummary, BatchView};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::http::extract::{Answer, Found, Query, Read, Write};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_batches).service(create_batch).service(get_batch).service(update_batch).service(delete_batch);
    config.service(transition_batch).service(comment_batch).service(answer_batch_comment).service(get_batch_diff);
}

/// Batches the caller may see, the latest first.
#[utoipa::path(operation_id = "list_batches", tag = "batches", params(BatchQuery), responses((status = 200, body = Page<BatchSummary>)))]
#[get("/batches")]
async fn list_batches(Read(ctx): Read, Query(query): Query<BatchQuery>) -> Result<Found<Page<BatchSummary>>, Problem> {
    Ok(Found(queries::list(&ctx, query).await?, None))
}

/// Begins a batch with the drafts of its scope.
#[utoipa::path(operation_id = "create_batch", tag = "batches", request_body = NewBatch, responses((status = 201, body = BatchView)))]
#[post("/batches")]
async fn create_batch(Write { ctx, body }: Write<NewBatch>) -> Result<Answer<BatchView>, Problem> {
    Ok(Answer(commands::create(&ctx, body).await?))
}

/// One batch with its tasks, what units said, what stands against the next step, and what the caller may do.
#[utoipa::path(operation_id = "get_batch", tag = "batches", params(("id" = Uuid, Path)), responses((status = 200, body = BatchView)))]
#[get("/batches/{id}")]
async fn get_batch(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<BatchView>, Problem> {
    let batch = queries::get(&ctx, *id).await?;
    let version = batch.version;
    Ok(Found(batch, Some(version)))
}

/// Changes the title or the tasks of a batch that is a draft.
#[utoipa::path(operation_id = "update_batch", tag = "batches", params(("id" = Uuid, Path)), request_body = BatchChange, responses((status = 200, body = BatchView)))]
#[patch("/batches/{id}")]
async fn update_batch(
    Write { ctx, body }: Write<BatchChange>,
    id: web::Path<Uuid>,
) -> Result<Answer<BatchView>, Problem> {
    Ok(Answer(commands::update(&ctx, *id, body).await?))
}

/// Takes back a batch that was never sent to the units; its tasks stay drafts.
#[utoipa::path(operation_id = "delete_batch", tag = "batches", params(("id" = Uuid, Path)), responses((status = 204)))]
#[delete("/batches/{id}")]
async fn delete_batch(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Answer<()>, Problem> {
    Ok(Answer(commands::delete(&ctx, *id).await?))
}

/// Takes one step: consult, submit, return, approve, issue, revise.
#[utoipa::path(operation_id = "transition_batch", tag = "batches", params(("id" = Uuid, Path)), request_body = BatchTransition, responses((status = 200, body = BatchView)))]
#[post("/batches/{id}/transitions")]
async fn transition_batch(
    Write { ctx, body }: Write<BatchTransition>,
    id: web::Path<Uuid>,
) -> Result<Answer<BatchView>, Problem> {
    Ok(Answer(steps::transition(&ctx, *id, body).await?))
}

/// Accepts proposed tasks or proposes a change, on behalf of the caller's unit.
#[utoipa::path(operation_id = "comment_batch", tag = "batches", params(("id" = Uuid, Path)), request_body = NewBatchComment, responses((status = 200, body = BatchView)))]
#[post("/batches/{id}/comments")]
async fn comment_batch(
    Write { ctx, body }: Write<NewBatchComment>,
    id: web::Path<Uuid>,
) -> Result<Answer<BatchView>, Problem> {
    Ok(Answer(comments::comment(&ctx, *id, body).await?))
}

/// Answers a proposal of a unit; what is adopted stands in the task at once.
#[utoipa::path(operation_id = "answer_batch_comment", tag = "batches", params(("id" = Uuid, Path)), request_body = CommentAnswer, responses((status = 200, body = BatchView)))]
#[post("/batches/{id}/answers")]
async fn answer_batch_comment(
    Write { ctx, body }: Write<CommentAnswer>,
    id: web::Path<Uuid>,
) -> Result<Answer<BatchView>, Problem> {
    Ok(Answer(comments::answer(&ctx, *id, body).await?))
}

/// What one version of a batch changed of another.
#[utoipa::path(operation_id = "get_batch_diff", tag = "batches", params(("id" = Uuid, Path), DiffQuery), responses((status = 200, body = BatchDiff)))]
#[get("/batches/{id}/diff")]
async fn get_batch_diff(
    Read(ctx): Read,
    id: web::Path<Uuid>,
    Query(query): Query<DiffQuery>,
) -> Result<Found<BatchDiff>, Problem> {
    Ok(Found(queries::difference(&ctx, *id, &query).await?, None))
}
