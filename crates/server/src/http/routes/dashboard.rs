//! The cockpit over HTTP.

use actix_web::{get, web};
use chrono::NaiveDate;
use luoshi_app::dashboard::Dashboard;
use luoshi_app::dashboard::changes::{self, Changes, ChangesFilter};
use luoshi_app::dashboard::queries::{self, DashboardFilter};
use luoshi_app::dashboard::trend::{self, StoodFilter, StoodTask, Trend};
use luoshi_app::sql::Page;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::extract::{Found, Query, Read};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(get_dashboard).service(list_changes).service(get_trend).service(list_trend_tasks);
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

/// How many tasks were red and yellow at the end of each of the last twelve months, by part and by lead.
#[utoipa::path(operation_id = "get_trend", tag = "dashboard", params(DashboardFilter), responses((status = 200, body = Trend)))]
#[get("/trend")]
async fn get_trend(Read(ctx): Read, Query(wanted): Query<DashboardFilter>) -> Result<Found<Trend>, Problem> {
    Ok(Found(trend::get(&ctx, &wanted).await?, None))
}

/// How the tasks stood on the day of a snapshot, in the words of then.
#[utoipa::path(operation_id = "list_trend_tasks", tag = "dashboard", params(("day" = NaiveDate, Path), StoodFilter), responses((status = 200, body = Page<StoodTask>)))]
#[get("/trend/{day}/tasks")]
async fn list_trend_tasks(
    Read(ctx): Read,
    day: web::Path<NaiveDate>,
    Query(wanted): Query<StoodFilter>,
) -> Result<Found<Page<StoodTask>>, Problem> {
    Ok(Found(trend::stood(&ctx, *day, wanted).await?, None))
}
