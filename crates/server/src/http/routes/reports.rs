//! Reporting cycles and progress reports over HTTP.

use actix_web::{get, patch, post, web};
use luoshi_app::reports::bulk::{self, BulkApproval, BulkResult};
use luoshi_app::reports::commands::{self, NewReport, ReportChange};
use luoshi_app::reports::cycles::{self, CycleFilter, NewCycle};
use luoshi_app::reports::queries::{self, ReportFilter, ReportLook};
use luoshi_app::reports::review_times::{self, ReviewTimes, ReviewTimesFilter};
use luoshi_app::reports::steps::{self, ReportTransition};
use luoshi_app::reports::submissions::{self, BulkNoChange, BulkSubmission};
use luoshi_app::reports::views::{Cycle, ReportSummary, ReportView};
use luoshi_app::sql::Page;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::http::extract::{Answer, Found, Query, Read, Write};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_cycles).service(create_cycle);
    config.service(list_reports).service(create_report).service(get_report).service(update_report);
    config
        .service(transition_report)
        .service(submit_reports)
        .service(report_no_change)
        .service(approve_reports)
        .service(get_review_times);
}

/// Reporting cycles, latest period first, each with how far its reports are.
#[utoipa::path(operation_id = "list_cycles", tag = "reports", params(CycleFilter), responses((status = 200, body = Page<Cycle>)))]
#[get("/cycles")]
async fn list_cycles(Read(ctx): Read, Query(filter): Query<CycleFilter>) -> Result<Found<Page<Cycle>>, Problem> {
    Ok(Found(cycles::list(&ctx, filter).await?, None))
}

/// Opens the cycle of the period in which a day lies.
#[utoipa::path(operation_id = "create_cycle", tag = "reports", request_body = NewCycle, responses((status = 201, body = Cycle)))]
#[post("/cycles")]
async fn create_cycle(Write { ctx, body }: Write<NewCycle>) -> Result<Answer<Cycle>, Problem> {
    Ok(Answer(cycles::create(&ctx, body).await?))
}

/// Reports the caller may see, last changed first unless asked otherwise.
#[utoipa::path(operation_id = "list_reports", tag = "reports", params(ReportFilter), responses((status = 200, body = Page<ReportSummary>)))]
#[get("/reports")]
async fn list_reports(
    Read(ctx): Read,
    Query(filter): Query<ReportFilter>,
) -> Result<Found<Page<ReportSummary>>, Problem> {
    Ok(Found(queries::list(&ctx, filter).await?, None))
}

/// Begins the report on a task for a cycle, with the texts of the last one carried forward.
#[utoipa::path(operation_id = "create_report", tag = "reports", request_body = NewReport, responses((status = 201, body = ReportView)))]
#[post("/reports")]
async fn create_report(Write { ctx, body }: Write<NewReport>) -> Result<Answer<ReportView>, Problem> {
    Ok(Answer(commands::create(&ctx, body).await?))
}

/// One report with its claims, evidence, history and what the caller may do.
#[utoipa::path(operation_id = "get_report", tag = "reports", params(("id" = Uuid, Path), ReportLook), responses((status = 200, body = ReportView)))]
#[get("/reports/{id}")]
async fn get_report(
    Read(ctx): Read,
    id: web::Path<Uuid>,
    Query(look): Query<ReportLook>,
) -> Result<Found<ReportView>, Problem> {
    let report = queries::get(&ctx, *id, look).await?;
    let version = report.head.version;
    Ok(Found(report, Some(version)))
}

/// Changes a report that is in the writer's hands.
#[utoipa::path(operation_id = "update_report", tag = "reports", params(("id" = Uuid, Path)), request_body = ReportChange, responses((status = 200, body = ReportView)))]
#[patch("/reports/{id}")]
async fn update_report(
    Write { ctx, body }: Write<ReportChange>,
    id: web::Path<Uuid>,
) -> Result<Answer<ReportView>, Problem> {
    Ok(Answer(commands::update(&ctx, *id, body).await?))
}

/// Takes one step: submit, withdraw, pass, return, approve, waive; corrections, and calls in place of a third return.
#[utoipa::path(operation_id = "transition_report", tag = "reports", params(("id" = Uuid, Path)), request_body = ReportTransition, responses((status = 200, body = ReportView)))]
#[post("/reports/{id}/transitions")]
async fn transition_report(
    Write { ctx, body }: Write<ReportTransition>,
    id: web::Path<Uuid>,
) -> Result<Answer<ReportView>, Problem> {
    Ok(Answer(steps::transition(&ctx, *id, body).await?))
}

/// Passes on or approves reports that say nothing new, each by itself; what is refused stops no other and is named.
#[utoipa::path(operation_id = "approve_reports", tag = "reports", request_body = BulkApproval, responses((status = 200, body = BulkResult)))]
#[post("/reports/approvals")]
async fn approve_reports(Write { ctx, body }: Write<BulkApproval>) -> Result<Answer<BulkResult>, Problem> {
    Ok(Answer(bulk::approve(&ctx, body).await?))
}

/// Submits several drafts, each by itself; what is refused stops no other and is named.
#[utoipa::path(operation_id = "submit_reports", tag = "reports", request_body = BulkSubmission, responses((status = 200, body = BulkResult)))]
#[post("/reports/submissions")]
async fn submit_reports(Write { ctx, body }: Write<BulkSubmission>) -> Result<Answer<BulkResult>, Problem> {
    Ok(Answer(submissions::submit(&ctx, body).await?))
}

/// Reports 本期无进展 on several tasks with one reason, each by itself; what is refused stops no other and is named.
#[utoipa::path(operation_id = "report_no_change", tag = "reports", request_body = BulkNoChange, responses((status = 200, body = BulkResult)))]
#[post("/reports/no-change")]
async fn report_no_change(Write { ctx, body }: Write<BulkNoChange>) -> Result<Answer<BulkResult>, Problem> {
    Ok(Answer(submissions::no_change(&ctx, body).await?))
}

/// How long the office takes over reports, and the reports behind the number.
#[utoipa::path(operation_id = "get_review_times", tag = "reports", params(ReviewTimesFilter), responses((status = 200, body = ReviewTimes)))]
#[get("/review-times")]
async fn get_review_times(
    Read(ctx): Read,
    Query(filter): Query<ReviewTimesFilter>,
) -> Result<Found<ReviewTimes>, Problem> {
    Ok(Found(review_times::get(&ctx, filter).await?, None))
}
