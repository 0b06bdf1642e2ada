//! The search box over HTTP.

use actix_web::get;
use luoshi_app::search::{self as area, SearchFilter, SearchResult};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::extract::{Found, Query, Read};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(search);
}

/// Clauses, measures, tasks, reports, evidence, organisations and people that hold all the words, as far as the caller
/// may read them.
#[utoipa::path(operation_id = "search", tag = "search", params(SearchFilter), responses((status = 200, body = SearchResult)))]
#[get("/search")]
async fn search(Read(ctx): Read, Query(wanted): Query<SearchFilter>) -> Result<Found<SearchResult>, Problem> {
    Ok(Found(area::find(&ctx, &wanted).await?, None))
}
