//! Mails over HTTP: one's own settings, the links in mails, and the administrator's overview.

use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use luoshi_app::mail::preferences::{self, MailPreferences, MailPreferencesChange, Unsubscribed};
use luoshi_app::mail::state::{self, MailOverview};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::Door;
use crate::http::extract::{Answer, Found, Read, Write, facts};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(get_mail_preferences).service(update_mail_preferences);
    config.service(unsubscribe_mail).service(confirm_mail_address);
    config.service(get_mail_overview).service(send_test_mail);
}

/// What one decided about one's own mails.
#[utoipa::path(operation_id = "get_mail_preferences", tag = "mail", responses((status = 200, body = MailPreferences)))]
#[get("/me/mail")]
async fn get_mail_preferences(Read(ctx): Read) -> Result<Found<MailPreferences>, Problem> {
    let found = preferences::get(&ctx).await?;
    let version = found.version;
    Ok(Found(found, Some(version)))
}

/// Decide about one's own mails: address, language, topics; a new address is asked for confirmation.
#[utoipa::path(operation_id = "update_mail_preferences", tag = "mail", request_body = MailPreferencesChange, responses((status = 200, body = MailPreferences)))]
#[put("/me/mail")]
async fn update_mail_preferences(write: Write<MailPreferencesChange>) -> Result<Answer<MailPreferences>, Problem> {
    Ok(Answer(preferences::update(&write.ctx, write.body).await?))
}

/// Stop mails by a link from one of them (RFC 8058); works without signing in and changes that topic alone.
#[utoipa::path(operation_id = "unsubscribe_mail", tag = "mail", params(("token" = String, Path)), responses((status = 200, body = Unsubscribed)))]
#[post("/mail/unsubscribe/{token}")]
async fn unsubscribe_mail(
    door: web::Data<Door>,
    request: HttpRequest,
    token: web::Path<String>,
) -> Result<Found<Unsubscribed>, Problem> {
    Ok(Found(preferences::unsubscribe(&door.app, &token, facts(&request)).await?, None))
}

/// Confirm one's address by the link that was mailed to it.
#[utoipa::path(operation_id = "confirm_mail_address", tag = "mail", params(("token" = String, Path)), responses((status = 204, description = "Confirmed")))]
#[post("/mail/confirm/{token}")]
async fn confirm_mail_address(
    door: web::Data<Door>,
    request: HttpRequest,
    token: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    preferences::confirm(&door.app, &token, facts(&request)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// How mails go: what was sent, what waits and why.
#[utoipa::path(operation_id = "get_mail_overview", tag = "mail", responses((status = 200, body = MailOverview)))]
#[get("/mail")]
async fn get_mail_overview(Read(ctx): Read) -> Result<Found<MailOverview>, Problem> {
    Ok(Found(state::overview(&ctx).await?, None))
}

/// Send a test mail to one's own address.
#[utoipa::path(operation_id = "send_test_mail", tag = "mail", responses((status = 200, body = MailOverview)))]
#[post("/mail/test")]
async fn send_test_mail(Read(ctx): Read) -> Result<Answer<MailOverview>, Problem> {
    Ok(Answer(state::send_test(&ctx).await?))
}
