//! The first set-up behind a one-time link that only the terminal of the server shows.

use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use luoshi_app::app::App;
use luoshi_app::error::Error;
use luoshi_app::people::setup::{self, Setup};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::Door;
use crate::http::extract::{Body, Found, facts};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(get_setup).service(complete_setup);
}

/// The one-time link of a first start; it lives in memory alone and dies with its use.
#[derive(Debug, Default)]
pub struct SetupLink(Mutex<Option<String>>);

impl SetupLink {
    /// A new link if there is no account yet, otherwise none.
    pub async fn open(app: &App) -> Result<SetupLink, Error> {
        if !setup::needed(app).await? {
            return Ok(SetupLink::default());
        }
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).map_err(|error| Error::Internal(format!("random source: {error}")))?;
        Ok(SetupLink(Mutex::new(Some(hex::encode(bytes)))))
    }

    /// The link as a person opens it; the token stands behind `#`, so that no server or proxy logs it.
    pub fn address(&self, listen: SocketAddr) -> Option<String> {
        let host = match listen.ip() {
            ip if ip.is_unspecified() => SocketAddr::from(([127, 0, 0, 1], listen.port())),
            _ => listen,
        };
        self.token().map(|token| format!("http://{host}/setup#token={token}"))
    }

    /// Compares hashes, whose common prefix says nothing about the token's.
    fn fits(&self, token: &str) -> bool {
        self.token().is_some_and(|own| Sha256::digest(own) == Sha256::digest(token))
    }

    fn token(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn spend(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Whether the house has still to be set up.
#[derive(Debug, Serialize, ToSchema)]
pub struct SetupNeeded {
    /// There is no account yet.
    pub needed: bool,
}

/// Whether there is no account yet.
#[utoipa::path(operation_id = "get_setup", tag = "session", responses((status = 200, body = SetupNeeded)))]
#[get("/setup")]
async fn get_setup(door: web::Data<Door>) -> Result<Found<SetupNeeded>, Problem> {
    Ok(Found(SetupNeeded { needed: setup::needed(&door.app).await? }, None))
}

/// Make the office and the first four accounts.
#[utoipa::path(operation_id = "complete_setup", tag = "session", request_body = Setup, responses((status = 204, description = "Set up")))]
#[post("/setup")]
async fn complete_setup(
    door: web::Data<Door>,
    request: HttpRequest,
    Body(input): Body<Setup>,
) -> Result<HttpResponse, Problem> {
    if !door.setup.fits(&input.token) {
        return Err(Problem(Error::NotFound));
    }
    setup::complete(&door.app, input, facts(&request)).await?;
    door.setup.spend();
    Ok(HttpResponse::NoContent().finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_opens_with_its_token_until_it_was_used() {
        let link = SetupLink(Mutex::new(Some("abc".into())));
        let address = link.address(SocketAddr::from(([0, 0, 0, 0], 8080)));
        assert_eq!(address.as_deref(), Some("http://127.0.0.1:8080/setup#token=abc"));
        assert!(link.fits("abc") && !link.fits("ab") && !link.fits(""));
        link.spend();
        assert!(!link.fits("abc"));
        assert_eq!(link.address(SocketAddr::from(([127, 0, 0, 1], 1))), None);
    }
}
