//! My work over HTTP.

use actix_web::get;
use luoshi_app::work::{self, Work};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::extract::{Found, Read};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(get_work);
}

/// What waits for me, what is with others, what comes, what is late, what changed.
#[utoipa::path(operation_id = "get_work", tag = "work", responses((status = 200, body = Work)))]
#[get("/work")]
async fn get_work(Read(ctx): Read) -> Result<Found<Work>, Problem> {
    Ok(Found(work::get(&ctx).await?, None))
}
