//! The audit trail, for the audit administrator.

use actix_web::{get, web};
use luoshi_app::audit::queries::{self, AuditEvent, AuditQuery};
use luoshi_app::sql::Page;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::http::extract::{Found, Query, Read};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_audit_events).service(get_audit_event);
}

/// Read the audit trail, newest first.
#[utoipa::path(operation_id = "list_audit_events", tag = "audit", params(AuditQuery), responses((status = 200, body = Page<AuditEvent>)))]
#[get("/audit-events")]
async fn list_audit_events(
    Read(ctx): Read,
    Query(query): Query<AuditQuery>,
) -> Result<Found<Page<AuditEvent>>, Problem> {
    Ok(Found(queries::list(&ctx, query).await?, None))
}

/// Read one event.
#[utoipa::path(operation_id = "get_audit_event", tag = "audit", responses((status = 200, body = AuditEvent)))]
#[get("/audit-events/{id}")]
async fn get_audit_event(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<AuditEvent>, Problem> {
    Ok(Found(queries::view(&ctx, id.into_inner()).await?, None))
}
