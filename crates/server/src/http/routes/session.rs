//! Signing in and out: access tokens in the answer, the refresh token in a cookie that no script can read (trust.md T6).

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::{CACHE_CONTROL, USER_AGENT};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use luoshi_app::error::Error;
use luoshi_app::people::own::{self, Personas};
use luoshi_app::people::session::{self, ACCESS_SECONDS, Credentials, Opened};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::Door;
use crate::http::extract::{Body, Found, Own, facts};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(login).service(refresh_session).service(logout).service(list_personas).service(login_as_persona);
}

/// What a signed-in browser gets; the refresh token comes as a cookie.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tokens {
    /// Sent back as `Authorization: Bearer …`.
    pub access_token: String,
    /// Always `Bearer`.
    #[schema(pattern = "^Bearer$")]
    pub token_type: &'static str,
    /// Seconds until it must be refreshed.
    pub expires_in: i64,
}

/// Sign in with login name and password.
#[utoipa::path(operation_id = "login", tag = "session", request_body = Credentials, responses((status = 200, body = Tokens)))]
#[post("/auth/login")]
async fn login(
    door: web::Data<Door>,
    request: HttpRequest,
    Body(credentials): Body<Credentials>,
) -> Result<HttpResponse, Problem> {
    let opened = session::login(&door.app, &credentials, user_agent(&request), facts(&request)).await?;
    signed_in(&door, &request, &opened)
}

/// Exchange the refresh cookie for a new access token and a new cookie.
#[utoipa::path(operation_id = "refresh_session", tag = "session", responses((status = 200, body = Tokens)))]
#[post("/auth/refresh")]
async fn refresh_session(door: web::Data<Door>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let cookie = request.cookie(cookie_name(&request)).ok_or(Error::Unauthenticated)?;
    let opened = luoshi_app::people::refresh(&door.app, cookie.value(), facts(&request)).await?;
    signed_in(&door, &request, &opened)
}

/// End one's session.
#[utoipa::path(operation_id = "logout", tag = "session", responses((status = 204, description = "Signed out")))]
#[post("/auth/logout")]
async fn logout(Own(ctx): Own, request: HttpRequest) -> Result<HttpResponse, Problem> {
    session::logout(&ctx).await?;
    Ok(HttpResponse::NoContent().cookie(cookie(&request, "", Duration::ZERO)).finish())
}

/// The persons one can be in the demonstration.
#[utoipa::path(operation_id = "list_personas", tag = "session", responses((status = 200, body = Personas)))]
#[get("/auth/personas")]
async fn list_personas(door: web::Data<Door>) -> Result<Found<Personas>, Problem> {
    Ok(Found(own::personas(&door.app).await?, None))
}

/// Sign in as a person of the demonstration.
#[utoipa::path(operation_id = "login_as_persona", tag = "session", responses((status = 200, body = Tokens)))]
#[post("/auth/personas/{login}")]
async fn login_as_persona(
    door: web::Data<Door>,
    request: HttpRequest,
    persona: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let opened = session::login_as_persona(&door.app, &persona, user_agent(&request), facts(&request)).await?;
    signed_in(&door, &request, &opened)
}

fn signed_in(door: &Door, request: &HttpRequest, opened: &Opened) -> Result<HttpResponse, Problem> {
    let now = door.app.clock.now();
    let access_token = door.tokens.sign(opened.account, opened.session, now.timestamp())?;
    let life = Duration::seconds((opened.expires_at - now).num_seconds());
    Ok(HttpResponse::Ok()
        .cookie(cookie(request, &opened.refresh, life))
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(Tokens { access_token, token_type: "Bearer", expires_in: ACCESS_SECONDS }))
}

/// Over https a browser binds the cookie to this very host; over http, on one's own machine, to the paths that need it.
fn cookie(request: &HttpRequest, value: &str, life: Duration) -> Cookie<'static> {
    let secure = is_secure(request);
    Cookie::build(cookie_name(request), value.to_owned())
        .path(if secure { "/" } else { "/api/v1/auth" })
        .secure(secure)
        .http_only(true)
        .same_site(SameSite::Strict)
        .max_age(life)
        .finish()
}

fn cookie_name(request: &HttpRequest) -> &'static str {
    if is_secure(request) { "__Host-luoshi_refresh" } else { "luoshi_refresh" }
}

fn is_secure(request: &HttpRequest) -> bool {
    request.connection_info().scheme() == "https"
}

fn user_agent(request: &HttpRequest) -> Option<&str> {
    request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn over_https_the_cookie_is_bound_to_the_host() {
        let request = TestRequest::default().insert_header(("X-Forwarded-Proto", "https")).to_http_request();
        let cookie = cookie(&request, "abc", Duration::hours(8)).to_string();
        let expected = "__Host-luoshi_refresh=abc; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=28800";
        assert_eq!(cookie, expected);
    }

    #[test]
    fn over_http_the_cookie_goes_to_the_session_paths_alone() {
        let request = TestRequest::default().to_http_request();
        let cookie = cookie(&request, "", Duration::ZERO).to_string();
        assert_eq!(cookie, "luoshi_refresh=; HttpOnly; SameSite=Strict; Path=/api/v1/auth; Max-Age=0");
    }
}
