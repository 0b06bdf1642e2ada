//! The working-day calendar over HTTP.

use actix_web::{get, put, web};
use luoshi_app::calendar::{self, CalendarChange, CalendarYear, WorkCalendar};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::extract::{Answer, Found, Read, Write};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(get_calendar).service(update_calendar_year);
}

/// Holidays and weekend days worked in exchange (调休), by which every working day is counted.
#[utoipa::path(operation_id = "get_calendar", tag = "calendar", responses((status = 200, body = WorkCalendar)))]
#[get("/calendar")]
async fn get_calendar(Read(ctx): Read) -> Result<Found<WorkCalendar>, Problem> {
    Ok(Found(calendar::get(&ctx).await?, None))
}

/// Puts the days of one year; due days that were counted by them and lie ahead follow.
#[utoipa::path(operation_id = "update_calendar_year", tag = "calendar", params(("year" = i32, Path)), request_body = CalendarChange, responses((status = 200, body = CalendarYear)))]
#[put("/calendar/{year}")]
async fn update_calendar_year(
    Write { ctx, body }: Write<CalendarChange>,
    year: web::Path<i32>,
) -> Result<Answer<CalendarYear>, Problem> {
    Ok(Answer(calendar::update(&ctx, *year, body).await?))
}
