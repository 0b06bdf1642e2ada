//! One reporting cycle, what it would cost, and how a plan reports, over HTTP.

use actix_web::{get, post, put, web};
use luoshi_app::reports::burden::{self, Burden, BurdenWanted};
use luoshi_app::reports::cycle_page::{self, CyclePage};
use luoshi_app::reports::deadlines::{self, NewDeadline};
use luoshi_app::reports::preview::{self, CyclePreview, PreviewWanted};
use luoshi_app::reports::rhythm::{self, ExceptionEnd, NewException, ReportingRules, Rhythm};
use luoshi_app::reports::waivers::{self, Waiver};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::http::extract::{Answer, Found, Query, Read, Write};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(get_burden)
        .service(preview_cycle)
        .service(get_cycle)
        .service(move_cycle_deadline)
        .service(waive_reports);
    config.service(get_reporting_rules).service(update_reporting_rules);
    config.service(create_reporting_exception).service(end_reporting_exception);
}

/// What a cycle would ask of each unit, counted without opening it.
#[utoipa::path(operation_id = "preview_cycle", tag = "reports", params(PreviewWanted), responses((status = 200, body = CyclePreview)))]
#[get("/cycle-preview")]
async fn preview_cycle(Read(ctx): Read, Query(wanted): Query<PreviewWanted>) -> Result<Found<CyclePreview>, Problem> {
    Ok(Found(preview::preview(&ctx, wanted).await?, None))
}

/// What is asked of each unit already, with a time where it was measured.
#[utoipa::path(operation_id = "get_burden", tag = "reports", params(BurdenWanted), responses((status = 200, body = Burden)))]
#[get("/burden")]
async fn get_burden(Read(ctx): Read, Query(wanted): Query<BurdenWanted>) -> Result<Found<Burden>, Problem> {
    Ok(Found(burden::get(&ctx, wanted).await?, None))
}

/// One cycle: how far each unit is, how its due day moved, what the caller may do.
#[utoipa::path(operation_id = "get_cycle", tag = "reports", params(("id" = Uuid, Path)), responses((status = 200, body = CyclePage)))]
#[get("/cycles/{id}")]
async fn get_cycle(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<CyclePage>, Problem> {
    let page = cycle_page::get(&ctx, *id).await?;
    let version = page.cycle.version;
    Ok(Found(page, Some(version)))
}

/// Moves the due day, for everybody or for one unit; refused once it has passed.
#[utoipa::path(operation_id = "move_cycle_deadline", tag = "reports", params(("id" = Uuid, Path)), request_body = NewDeadline, responses((status = 200, body = CyclePage)))]
#[post("/cycles/{id}/deadline")]
async fn move_cycle_deadline(
    Write { ctx, body }: Write<NewDeadline>,
    id: web::Path<Uuid>,
) -> Result<Answer<CyclePage>, Problem> {
    Ok(Answer(deadlines::move_deadline(&ctx, *id, body).await?))
}

/// Waives the missing reports of a unit or on chosen tasks, with one reason.
#[utoipa::path(operation_id = "waive_reports", tag = "reports", params(("id" = Uuid, Path)), request_body = Waiver, responses((status = 200, body = CyclePage)))]
#[post("/cycles/{id}/waivers")]
async fn waive_reports(Write { ctx, body }: Write<Waiver>, id: web::Path<Uuid>) -> Result<Answer<CyclePage>, Problem> {
    Ok(Answer(waivers::waive(&ctx, *id, body).await?))
}

/// Which cycles of a plan open by themselves, and what holds for single units.
#[utoipa::path(operation_id = "get_reporting_rules", tag = "reports", params(("id" = Uuid, Path)), responses((status = 200, body = ReportingRules)))]
#[get("/plans/{id}/reporting")]
async fn get_reporting_rules(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<ReportingRules>, Problem> {
    let rules = rhythm::get(&ctx, *id).await?;
    let version = rules.version;
    Ok(Found(rules, Some(version)))
}

/// Says which cycles open by themselves from now on.
#[utoipa::path(operation_id = "update_reporting_rules", tag = "reports", params(("id" = Uuid, Path)), request_body = Rhythm, responses((status = 200, body = ReportingRules)))]
#[put("/plans/{id}/reporting")]
async fn update_reporting_rules(
    Write { ctx, body }: Write<Rhythm>,
    id: web::Path<Uuid>,
) -> Result<Answer<ReportingRules>, Problem> {
    Ok(Answer(rhythm::update(&ctx, *id, body).await?))
}

/// Exempts a unit from reports, gives it more time, or asks it less often.
#[utoipa::path(operation_id = "create_reporting_exception", tag = "reports", params(("id" = Uuid, Path)), request_body = NewException, responses((status = 201, body = ReportingRules)))]
#[post("/plans/{id}/reporting-exceptions")]
async fn create_reporting_exception(
    Write { ctx, body }: Write<NewException>,
    id: web::Path<Uuid>,
) -> Result<Answer<ReportingRules>, Problem> {
    Ok(Answer(rhythm::except(&ctx, *id, body).await?))
}

/// Ends an agreement with a unit.
#[utoipa::path(operation_id = "end_reporting_exception", tag = "reports", params(("id" = Uuid, Path)), request_body = ExceptionEnd, responses((status = 200, body = ReportingRules)))]
#[post("/reporting-exceptions/{id}/end")]
async fn end_reporting_exception(
    Write { ctx, body }: Write<ExceptionEnd>,
    id: web::Path<Uuid>,
) -> Result<Answer<ReportingRules>, Problem> {
    Ok(Answer(rhythm::end(&ctx, *id, body).await?))
}
