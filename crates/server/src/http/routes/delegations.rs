//! Deputies for absence, and for whom a session acts.

use actix_web::{get, post, web};
use luoshi_app::people::delegations::{self, ActingFor, Delegation, Delegations, EndDelegation, NewDelegation};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::http::extract::{Answer, Found, Read, Write};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_delegations).service(create_delegation).service(end_delegation).service(switch_acting);
}

/// Read who stands in for whom, and whom one may name.
#[utoipa::path(operation_id = "list_delegations", tag = "people", responses((status = 200, body = Delegations)))]
#[get("/delegations")]
async fn list_delegations(Read(ctx): Read) -> Result<Found<Delegations>, Problem> {
    Ok(Found(delegations::list(&ctx).await?, None))
}

/// Name a deputy for one's own absence.
#[utoipa::path(operation_id = "create_delegation", tag = "people", request_body = NewDelegation, responses((status = 201, body = Delegation)))]
#[post("/delegations")]
async fn create_delegation(Write { ctx, body }: Write<NewDelegation>) -> Result<Answer<Delegation>, Problem> {
    Ok(Answer(delegations::create(&ctx, body).await?))
}

/// End a delegation before its last day.
#[utoipa::path(operation_id = "end_delegation", tag = "people", params(("id" = Uuid, Path)), request_body = EndDelegation, responses((status = 200, body = Delegation)))]
#[post("/delegations/{id}/end")]
async fn end_delegation(
    Write { ctx, body }: Write<EndDelegation>,
    id: web::Path<Uuid>,
) -> Result<Answer<Delegation>, Problem> {
    Ok(Answer(delegations::end(&ctx, *id, body).await?))
}

/// Act for an absent person from now on, or for oneself again; everything is recorded under both names.
#[utoipa::path(operation_id = "switch_acting", tag = "people", request_body = ActingFor, responses((status = 204, description = "Switched")))]
#[post("/me/acting")]
async fn switch_acting(Write { ctx, body }: Write<ActingFor>) -> Result<Answer<()>, Problem> {
    Ok(Answer(delegations::act(&ctx, body).await?))
}
