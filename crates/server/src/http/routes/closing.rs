//! What others say about closures, and looking back at closed tasks, over HTTP.

use actix_web::{get, post, web};
use luoshi_app::look_back::{self, LookBack, LookBacks, NewLookBackResult};
use luoshi_app::tasks::closing::commands::{self, ClosureReply, NewSpotCheck};
use luoshi_app::tasks::queries::TaskView;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::http::extract::{Answer, Found, Read, Write};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(reply_closure).service(record_spot_check);
    config.service(list_look_backs).service(create_look_back).service(record_look_back);
}

/// Confirms an application for closure as a supporting organisation, or objects to it.
#[utoipa::path(operation_id = "reply_closure", tag = "tasks", params(("id" = Uuid, Path)), request_body = ClosureReply, responses((status = 200, body = TaskView)))]
#[post("/tasks/{id}/closure-replies")]
async fn reply_closure(
    Write { ctx, body }: Write<ClosureReply>,
    id: web::Path<Uuid>,
) -> Result<Answer<TaskView>, Problem> {
    Ok(Answer(commands::reply(&ctx, *id, body).await?))
}

/// Records the caller's own check on the spot of an application for closure.
#[utoipa::path(operation_id = "record_spot_check", tag = "tasks", params(("id" = Uuid, Path)), request_body = NewSpotCheck, responses((status = 200, body = TaskView)))]
#[post("/tasks/{id}/spot-checks")]
async fn record_spot_check(
    Write { ctx, body }: Write<NewSpotCheck>,
    id: web::Path<Uuid>,
) -> Result<Answer<TaskView>, Problem> {
    Ok(Answer(commands::spot_check(&ctx, *id, body).await?))
}

/// Every sample of closed tasks that was drawn, with its seed and what looking again found.
#[utoipa::path(operation_id = "list_look_backs", tag = "plans", params(("id" = Uuid, Path)), responses((status = 200, body = LookBacks)))]
#[get("/plans/{id}/look-backs")]
async fn list_look_backs(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<LookBacks>, Problem> {
    Ok(Found(look_back::list(&ctx, *id).await?, None))
}

/// Draws a tenth of the tasks closed six months ago or longer that were in no draw since.
#[utoipa::path(operation_id = "create_look_back", tag = "plans", params(("id" = Uuid, Path)), responses((status = 201, body = LookBack)))]
#[post("/plans/{id}/look-backs")]
async fn create_look_back(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Answer<LookBack>, Problem> {
    Ok(Answer(look_back::create(&ctx, *id).await?))
}

/// Records what looking again at one task of the sample found.
#[utoipa::path(operation_id = "record_look_back", tag = "plans", params(("id" = Uuid, Path)), request_body = NewLookBackResult, responses((status = 200, body = LookBack)))]
#[post("/look-backs/{id}/results")]
async fn record_look_back(
    Write { ctx, body }: Write<NewLookBackResult>,
    id: web::Path<Uuid>,
) -> Result<Answer<LookBack>, Problem> {
    Ok(Answer(look_back::record(&ctx, *id, body).await?))
}
