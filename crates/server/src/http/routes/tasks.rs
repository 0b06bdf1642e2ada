//! Tasks and milestones over HTTP.

use actix_web::{delete, get, patch, post, web};
use luoshi_app::sql::Page;
use luoshi_app::tasks::commands::{self, TaskChange};
use luoshi_app::tasks::draft::{NewMilestone, NewTask};
use luoshi_app::tasks::queries::{self, TaskFilter, TaskSummary, TaskView};
use luoshi_app::tasks::transition::{self, TaskTransition};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::http::extract::{Answer, Found, Query, Read, Write};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_tasks).service(create_task).service(get_task).service(update_task).service(transition_task);
    config.service(create_milestone).service(update_milestone).service(delete_milestone);
}

/// Tasks the caller may see, filtered and in a stable order.
#[utoipa::path(operation_id = "list_tasks", tag = "tasks", params(TaskFilter), responses((status = 200, body = Page<TaskSummary>)))]
#[get("/tasks")]
async fn list_tasks(Read(ctx): Read, Query(filter): Query<TaskFilter>) -> Result<Found<Page<TaskSummary>>, Problem> {
    Ok(Found(queries::list(&ctx, filter).await?, None))
}

/// Drafts a task from clauses.
#[utoipa::path(operation_id = "create_task", tag = "tasks", request_body = NewTask, responses((status = 201, body = TaskView)))]
#[post("/tasks")]
async fn create_task(Write { ctx, body }: Write<NewTask>) -> Result<Answer<TaskView>, Problem> {
    Ok(Answer(commands::create(&ctx, body).await?))
}

/// One task with its milestones, reports, history and what the caller may do.
#[utoipa::path(operation_id = "get_task", tag = "tasks", params(("id" = Uuid, Path)), responses((status = 200, body = TaskView)))]
#[get("/tasks/{id}")]
async fn get_task(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<TaskView>, Problem> {
    let task = queries::get(&ctx, *id).await?;
    let version = task.summary.version;
    Ok(Found(task, Some(version)))
}

/// Changes a draft.
#[utoipa::path(operation_id = "update_task", tag = "tasks", params(("id" = Uuid, Path)), request_body = TaskChange, responses((status = 200, body = TaskView)))]
#[patch("/tasks/{id}")]
async fn update_task(Write { ctx, body }: Write<TaskChange>, id: web::Path<Uuid>) -> Result<Answer<TaskView>, Problem> {
    Ok(Answer(commands::update(&ctx, *id, body).await?))
}

/// Takes one step of the workflow: issue, sign, return, close.
#[utoipa::path(operation_id = "transition_task", tag = "tasks", params(("id" = Uuid, Path)), request_body = TaskTransition, responses((status = 200, body = TaskView)))]
#[post("/tasks/{id}/transitions")]
async fn transition_task(
    Write { ctx, body }: Write<TaskTransition>,
    id: web::Path<Uuid>,
) -> Result<Answer<TaskView>, Problem> {
    Ok(Answer(transition::transition(&ctx, *id, body).await?))
}

/// Adds a milestone to a draft; `If-Match` is the version of the task.
#[utoipa::path(operation_id = "create_milestone", tag = "tasks", params(("id" = Uuid, Path)), request_body = NewMilestone, responses((status = 201, body = TaskView)))]
#[post("/tasks/{id}/milestones")]
async fn create_milestone(
    Write { ctx, body }: Write<NewMilestone>,
    id: web::Path<Uuid>,
) -> Result<Answer<TaskView>, Problem> {
    Ok(Answer(commands::create_milestone(&ctx, *id, body).await?))
}

/// Changes a milestone of a draft; `If-Match` is the version of the milestone.
#[utoipa::path(operation_id = "update_milestone", tag = "tasks", params(("id" = Uuid, Path)), request_body = NewMilestone, responses((status = 200, body = TaskView)))]
#[patch("/milestones/{id}")]
async fn update_milestone(
    Write { ctx, body }: Write<NewMilestone>,
    id: web::Path<Uuid>,
) -> Result<Answer<TaskView>, Problem> {
    Ok(Answer(commands::update_milestone(&ctx, *id, body).await?))
}

/// Takes a milestone out of a draft; `If-Match` is the version of the milestone.
#[utoipa::path(operation_id = "delete_milestone", tag = "tasks", params(("id" = Uuid, Path)), responses((status = 200, body = TaskView)))]
#[delete("/milestones/{id}")]
async fn delete_milestone(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Answer<TaskView>, Problem> {
    Ok(Answer(commands::delete_milestone(&ctx, *id).await?))
}
