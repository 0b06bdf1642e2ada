//! Signing in and out, the first set-up, one's own account, organisations and accounts.

use utoipa_actix_web::service_config::ServiceConfig;

/// The one-time link of a first start.
#[derive(Debug, Default)]
pub struct SetupLink;

/// The routes of this area.
pub fn configure(_config: &mut ServiceConfig<'_>) {}
