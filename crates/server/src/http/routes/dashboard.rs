//! The cockpit over HTTP.

use actix_web::get;
use luoshi_app::dashboard::Dashboard;
use luoshi_app::dashboard::changes::{self, Changes, ChangesFilter};
use luoshi_app::dashboard::queries::{self, DashboardFilter};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::extract::{Found, Query, Read};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(get_dashboard).service(list_changes);
}

/// What stands where, what changed since the last frozen snapshot, and what waits for a decision.
#[utoipa::path(operation_id = "get_dashboard", tag = "dashboard", params(DashboardFilter), responses((status = 200, body = Dashboard)))]
#[get("/dashboard")]
async fn get_dashboard(Read(ctx): Read, Query(wanted): Query<DashboardFilter>) -> Result<Found<Dashboard>, Problem> {
    Ok(Found(queries::get(&ctx, &wanted).await?, None))
}

/// What is new, slipped, recovered, closed, stopped, re-owned or re-dated between two days.
#[utoipa::path(operation_id = "list_changes", tag = "dashboard", params(ChangesFilter), responses((status = 200, body = Changes)))]
#[get("/changes")]
async fn list_changes(Read(ctx): Read, Query(wanted): Query<ChangesFilter>) -> Result<Found<Changes>, Problem> {
    Ok(Found(changes::list(&ctx, &wanted).await?, None))
}
