//! The routes, a file per area; each handler extracts, calls one function of the house, and wraps its answer.

pub mod people;

use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

/// Everything under `/api/v1`; a route that is not here does not exist.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(scope("/api/v1").configure(people::configure));
}
