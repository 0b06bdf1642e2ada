//! One's own account, organisations and accounts.

use actix_web::{get, patch, post, web};
use luoshi_app::people::accounts::{
    self, NewPost, NewUser, User, UserChange, UserQuery, UserTransition, UserWithPassword,
};
use luoshi_app::people::organisations::{
    self, NewHandover, NewOrganisation, OpenWork, Organisation, OrganisationChange, OrganisationQuery, Renaming,
};
use luoshi_app::people::own::{self, Me, NewPassword};
use luoshi_app::people::posts::{self, PostWanted};
use luoshi_app::people::receivers::{self, LeavingQuery, UserOpenWork};
use luoshi_app::sql::Page;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::http::extract::{Answer, Body, Found, Own, Query, Read, Write};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(get_me)
        .service(change_password)
        .service(switch_post)
        .service(list_organisations)
        .service(create_organisation)
        .service(update_organisation)
        .service(rename_organisation)
        .service(get_open_work)
        .service(hand_over_organisation)
        .service(list_users)
        .service(create_user)
        .service(get_user)
        .service(get_user_open_work)
        .service(update_user)
        .service(add_post)
        .service(transition_user);
}

/// Read one's own account and how much waits.
#[utoipa::path(operation_id = "get_me", tag = "people", responses((status = 200, body = Me)))]
#[get("/me")]
async fn get_me(Own(ctx): Own) -> Result<Found<Me>, Problem> {
    Ok(Found(own::me(&ctx).await?, None))
}

/// Change one's own password; other sessions of the account end.
#[utoipa::path(operation_id = "change_password", tag = "people", request_body = NewPassword, responses((status = 204, description = "Changed")))]
#[post("/me/password")]
async fn change_password(Own(ctx): Own, Body(input): Body<NewPassword>) -> Result<Answer<()>, Problem> {
    Ok(Answer(own::change_password(&ctx, input).await?))
}

/// Work in another of one's posts from now on; the next sign-in begins there.
#[utoipa::path(operation_id = "switch_post", tag = "people", request_body = PostWanted, responses((status = 204, description = "Switched")))]
#[post("/me/post")]
async fn switch_post(Write { ctx, body }: Write<PostWanted>) -> Result<Answer<()>, Problem> {
    Ok(Answer(posts::switch(&ctx, body).await?))
}

/// Give a person a further post; its roles wait for the security administrator.
#[utoipa::path(operation_id = "add_post", tag = "people", params(("id" = Uuid, Path)), request_body = NewPost, responses((status = 201, body = User)))]
#[post("/users/{id}/posts")]
async fn add_post(Write { ctx, body }: Write<NewPost>, id: web::Path<Uuid>) -> Result<Answer<User>, Problem> {
    Ok(Answer(accounts::add_post(&ctx, *id, body).await?))
}

/// List organisations in their official order.
#[utoipa::path(operation_id = "list_organisations", tag = "people", params(OrganisationQuery), responses((status = 200, body = Page<Organisation>)))]
#[get("/organisations")]
async fn list_organisations(
    Read(ctx): Read,
    Query(query): Query<OrganisationQuery>,
) -> Result<Found<Page<Organisation>>, Problem> {
    Ok(Found(organisations::list(&ctx, query).await?, None))
}

/// Make an organisation.
#[utoipa::path(operation_id = "create_organisation", tag = "people", request_body = NewOrganisation, responses((status = 201, body = Organisation)))]
#[post("/organisations")]
async fn create_organisation(write: Write<NewOrganisation>) -> Result<Answer<Organisation>, Problem> {
    Ok(Answer(organisations::create(&write.ctx, write.body).await?))
}

/// Change an organisation.
#[utoipa::path(operation_id = "update_organisation", tag = "people", request_body = OrganisationChange, responses((status = 200, body = Organisation)))]
#[patch("/organisations/{id}")]
async fn update_organisation(
    id: web::Path<Uuid>,
    write: Write<OrganisationChange>,
) -> Result<Answer<Organisation>, Problem> {
    Ok(Answer(organisations::update(&write.ctx, id.into_inner(), write.body).await?))
}

/// List accounts by organisation.
#[utoipa::path(operation_id = "list_users", tag = "people", params(UserQuery), responses((status = 200, body = Page<User>)))]
#[get("/users")]
async fn list_users(Read(ctx): Read, Query(query): Query<UserQuery>) -> Result<Found<Page<User>>, Problem> {
    Ok(Found(accounts::list(&ctx, query).await?, None))
}

/// Make an account with a one-time password; its roles act once approved.
#[utoipa::path(operation_id = "create_user", tag = "people", request_body = NewUser, responses((status = 201, body = UserWithPassword)))]
#[post("/users")]
async fn create_user(write: Write<NewUser>) -> Result<Answer<UserWithPassword>, Problem> {
    Ok(Answer(accounts::create(&write.ctx, write.body).await?))
}

/// Read one account.
#[utoipa::path(operation_id = "get_user", tag = "people", responses((status = 200, body = User)))]
#[get("/users/{id}")]
async fn get_user(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<User>, Problem> {
    let user = accounts::view(&ctx, id.into_inner()).await?;
    let version = user.version;
    Ok(Found(user, Some(version)))
}

/// Read what a person has under way that others must receive before they leave, by number; and who may receive it.
#[utoipa::path(operation_id = "get_user_open_work", tag = "people", params(("id" = Uuid, Path), LeavingQuery), responses((status = 200, body = UserOpenWork)))]
#[get("/users/{id}/open-work")]
async fn get_user_open_work(
    Read(ctx): Read,
    id: web::Path<Uuid>,
    Query(query): Query<LeavingQuery>,
) -> Result<Found<UserOpenWork>, Problem> {
    Ok(Found(receivers::open_work(&ctx, *id, query).await?, None))
}

/// Change an account, or ask for other roles.
#[utoipa::path(operation_id = "update_user", tag = "people", request_body = UserChange, responses((status = 200, body = User)))]
#[patch("/users/{id}")]
async fn update_user(id: web::Path<Uuid>, write: Write<UserChange>) -> Result<Answer<User>, Problem> {
    Ok(Answer(accounts::update(&write.ctx, id.into_inner(), write.body).await?))
}

/// Disable, enable, decide on roles, or reset the password.
#[utoipa::path(operation_id = "transition_user", tag = "people", request_body = UserTransition, responses((status = 200, body = UserWithPassword)))]
#[post("/users/{id}/transitions")]
async fn transition_user(
    id: web::Path<Uuid>,
    write: Write<UserTransition>,
) -> Result<Answer<UserWithPassword>, Problem> {
    Ok(Answer(accounts::transition(&write.ctx, id.into_inner(), write.body).await?))
}

/// Give an organisation another name from a day on; what was said before keeps the old one.
#[utoipa::path(operation_id = "rename_organisation", tag = "people", params(("id" = Uuid, Path)), request_body = Renaming, responses((status = 200, body = Organisation)))]
#[post("/organisations/{id}/names")]
async fn rename_organisation(
    Write { ctx, body }: Write<Renaming>,
    id: web::Path<Uuid>,
) -> Result<Answer<Organisation>, Problem> {
    Ok(Answer(organisations::rename(&ctx, *id, body).await?))
}

/// Look at the open work of an organisation before handing it over, and at its earlier handovers.
#[utoipa::path(operation_id = "get_open_work", tag = "people", params(("id" = Uuid, Path)), responses((status = 200, body = OpenWork)))]
#[get("/organisations/{id}/open-work")]
async fn get_open_work(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<OpenWork>, Problem> {
    Ok(Found(organisations::open_work(&ctx, *id).await?, None))
}

/// Hand the open work of an organisation to others, in one transaction with its people and its end.
#[utoipa::path(operation_id = "hand_over_organisation", tag = "people", params(("id" = Uuid, Path)), request_body = NewHandover, responses((status = 200, body = OpenWork)))]
#[post("/organisations/{id}/handovers")]
async fn hand_over_organisation(
    Write { ctx, body }: Write<NewHandover>,
    id: web::Path<Uuid>,
) -> Result<Answer<OpenWork>, Problem> {
    Ok(Answer(organisations::hand_over(&ctx, *id, body).await?))
}
