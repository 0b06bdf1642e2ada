//! Adjustments of tasks over HTTP.

use actix_web::{get, post, web};
use luoshi_app::tasks::adjustments::commands::{self, NewAdjustment};
use luoshi_app::tasks::adjustments::queries;
use luoshi_app::tasks::adjustments::steps::{self, AdjustmentTransition};
use luoshi_app::tasks::adjustments::views::{Adjustment, TaskAdjustments};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::http::extract::{Answer, Found, Read, Write};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_adjustments).service(create_adjustment).service(transition_adjustment);
}

/// What of a task could be adjusted, what was asked for, and every version the task has had.
#[utoipa::path(operation_id = "list_adjustments", tag = "tasks", params(("id" = Uuid, Path)), responses((status = 200, body = TaskAdjustments)))]
#[get("/tasks/{id}/adjustments")]
async fn list_adjustments(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<TaskAdjustments>, Problem> {
    Ok(Found(queries::list(&ctx, *id).await?, None))
}

/// Asks for another content or lead of a task, for a stop, or for new days after it; a leader decides.
#[utoipa::path(operation_id = "create_adjustment", tag = "tasks", params(("id" = Uuid, Path)), request_body = NewAdjustment, responses((status = 201, body = Adjustment)))]
#[post("/tasks/{id}/adjustments")]
async fn create_adjustment(
    Write { ctx, body }: Write<NewAdjustment>,
    id: web::Path<Uuid>,
) -> Result<Answer<Adjustment>, Problem> {
    Ok(Answer(commands::create(&ctx, *id, body).await?))
}

/// Takes one step: submit, pass, return, escalate, approve, refuse, withdraw.
#[utoipa::path(operation_id = "transition_adjustment", tag = "tasks", params(("id" = Uuid, Path)), request_body = AdjustmentTransition, responses((status = 200, body = Adjustment)))]
#[post("/adjustments/{id}/transitions")]
async fn transition_adjustment(
    Write { ctx, body }: Write<AdjustmentTransition>,
    id: web::Path<Uuid>,
) -> Result<Answer<Adjustment>, Problem> {
    Ok(Answer(steps::transition(&ctx, *id, body).await?))
}
