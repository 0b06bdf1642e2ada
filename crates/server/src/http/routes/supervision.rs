//! The ladder of supervision over HTTP: urge notices, supervision notices, interviews.

use actix_web::{get, post, web};
use luoshi_app::sql::Page;
use luoshi_app::supervision::commands::{self, NewNotice};
use luoshi_app::supervision::queries::{self, NoticeFilter};
use luoshi_app::supervision::steps::{self, NoticeTransition};
use luoshi_app::supervision::views::Notice;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::http::extract::{Answer, Found, Query, Read, Write};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_notices).service(get_notice).service(create_notice).service(transition_notice);
}

/// The notices the caller may see, last changed first.
#[utoipa::path(operation_id = "list_notices", tag = "supervision", params(NoticeFilter), responses((status = 200, body = Page<Notice>)))]
#[get("/notices")]
async fn list_notices(Read(ctx): Read, Query(wanted): Query<NoticeFilter>) -> Result<Found<Page<Notice>>, Problem> {
    Ok(Found(queries::list(&ctx, wanted).await?, None))
}

/// One notice with its history and what the caller may do about it.
#[utoipa::path(operation_id = "get_notice", tag = "supervision", params(("id" = Uuid, Path)), responses((status = 200, body = Notice)))]
#[get("/notices/{id}")]
async fn get_notice(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<Notice>, Problem> {
    let notice = queries::get(&ctx, *id).await?;
    let version = notice.version;
    Ok(Found(notice, Some(version)))
}

/// Writes the draft of a notice about a task; skipping a rung needs a reason.
#[utoipa::path(operation_id = "create_notice", tag = "supervision", request_body = NewNotice, responses((status = 201, body = Notice)))]
#[post("/notices")]
async fn create_notice(Write { ctx, body }: Write<NewNotice>) -> Result<Answer<Notice>, Problem> {
    Ok(Answer(commands::create(&ctx, body).await?))
}

/// Takes one step: send, submit, sign, summon, receive, answer, settle, return, escalate and the others of the table.
#[utoipa::path(operation_id = "transition_notice", tag = "supervision", params(("id" = Uuid, Path)), request_body = NoticeTransition, responses((status = 200, body = Notice)))]
#[post("/notices/{id}/transitions")]
async fn transition_notice(
    Write { ctx, body }: Write<NoticeTransition>,
    id: web::Path<Uuid>,
) -> Result<Answer<Notice>, Problem> {
    Ok(Answer(steps::transition(&ctx, *id, body).await?))
}
