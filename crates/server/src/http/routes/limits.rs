//! The limits of the light rules over HTTP.

use actix_web::{get, put, web};
use luoshi_app::tasks::limits::{self, LightLimits, NewLimits};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::http::extract::{Answer, Found, Read, Write};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(get_light_limits).service(set_light_limits);
}

/// The limits by which lights of a plan are judged, with every decision on them.
#[utoipa::path(operation_id = "get_light_limits", tag = "tasks", params(("id" = Uuid, Path)), responses((status = 200, body = LightLimits)))]
#[get("/plans/{id}/light-limits")]
async fn get_light_limits(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<LightLimits>, Problem> {
    let limits = limits::get(&ctx, *id).await?;
    let version = limits.version;
    Ok(Found(limits, Some(version)))
}

/// Decides on the limits, for all tasks of the plan alike and from a later day on.
#[utoipa::path(operation_id = "set_light_limits", tag = "tasks", params(("id" = Uuid, Path)), request_body = NewLimits, responses((status = 200, body = LightLimits)))]
#[put("/plans/{id}/light-limits")]
async fn set_light_limits(
    Write { ctx, body }: Write<NewLimits>,
    id: web::Path<Uuid>,
) -> Result<Answer<LightLimits>, Problem> {
    Ok(Answer(limits::set(&ctx, *id, body).await?))
}
