//! Extensions of due days over HTTP.

use actix_web::{get, post, web};
use luoshi_app::tasks::extensions::commands::{self, NewExtension};
use luoshi_app::tasks::extensions::queries;
use luoshi_app::tasks::extensions::steps::{self, ExtensionTransition};
use luoshi_app::tasks::extensions::views::{Extension, TaskExtensions};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::http::extract::{Answer, Found, Read, Write};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_extensions).service(create_extension).service(transition_extension);
}

/// What of a task could be extended, what was asked for, and what the caller may do about it.
#[utoipa::path(operation_id = "list_extensions", tag = "tasks", params(("id" = Uuid, Path)), responses((status = 200, body = TaskExtensions)))]
#[get("/tasks/{id}/extensions")]
async fn list_extensions(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<TaskExtensions>, Problem> {
    Ok(Found(queries::list(&ctx, *id).await?, None))
}

/// Asks that a task or one of its milestones be due later; refused once the due day has passed.
#[utoipa::path(operation_id = "create_extension", tag = "tasks", params(("id" = Uuid, Path)), request_body = NewExtension, responses((status = 201, body = Extension)))]
#[post("/tasks/{id}/extensions")]
async fn create_extension(
    Write { ctx, body }: Write<NewExtension>,
    id: web::Path<Uuid>,
) -> Result<Answer<Extension>, Problem> {
    Ok(Answer(commands::create(&ctx, *id, body).await?))
}

/// Takes one step: submit, pass, return, escalate, approve, refuse, withdraw.
#[utoipa::path(operation_id = "transition_extension", tag = "tasks", params(("id" = Uuid, Path)), request_body = ExtensionTransition, responses((status = 200, body = Extension)))]
#[post("/extensions/{id}/transitions")]
async fn transition_extension(
    Write { ctx, body }: Write<ExtensionTransition>,
    id: web::Path<Uuid>,
) -> Result<Answer<Extension>, Problem> {
    Ok(Answer(steps::transition(&ctx, *id, body).await?))
}
