//! Wrong passwords: counted per login and network, each making the next attempt wait longer (trust.md T7, T8).

use chrono::{DateTime, Utc};
use luoshi_domain::people::login_delay_seconds;
use serde::Deserialize;
use uuid::Uuid;

use crate::app::App;
use crate::error::Error;
use crate::sql::{self, statement};

#[derive(Debug, Deserialize)]
struct Failures {
    failures: i32,
    last_at: DateTime<Utc>,
}

/// Refuses an attempt that comes before its time.
pub(super) async fn refuse_early_attempt(app: &App, login: &str, network: &str) -> Result<(), Error> {
    let failures: Option<Failures> = sql::row(
        &app.db,
        statement(
            "select to_jsonb(f) as view from login_failure f where login = $1 and network = $2",
            [login.into(), network.into()],
        ),
    )
    .await?;
    let Some(Failures { failures, last_at }) = failures else { return Ok(()) };
    let wait = login_delay_seconds(failures) - (app.clock.now() - last_at).num_seconds();
    if wait > 0 { Err(Error::LoginRefused { retry_after: wait }) } else { Ok(()) }
}

/// Counts a wrong password and says how long the next attempt must wait.
pub(super) async fn note_failure(app: &App, login: &str, network: &str) -> Result<Error, Error> {
    let now = app.clock.now();
    // A quiet hour forgives: the count starts again.
    let failures: Option<i32> = sql::row(
        &app.db,
        statement(
            "insert into login_failure as f (login, network, failures, last_at) values ($1, $2, 1, $3)
             on conflict (login, network) do update
             set failures = case when f.last_at < $3 - interval '1 hour' then 1 else f.failures + 1 end, last_at = $3
             returning to_jsonb(failures) as view",
            [login.into(), network.into(), now.into()],
        ),
    )
    .await?;
    record_failed_login(app, login, network).await?;
    Ok(Error::LoginRefused { retry_after: login_delay_seconds(failures.unwrap_or(1)) })
}

async fn record_failed_login(app: &App, login: &str, network: &str) -> Result<(), Error> {
    let shown: String = login.chars().take(60).collect();
    sql::execute(
        &app.db,
        statement(
            "insert into audit_event (id, at, actor_login, actor_name, action, object_type, object_label, outcome, reason, address)
             values ($1, $2, $3, '', 'session.login', 'session', $3, 'REFUSED', 'login_refused', $4)",
            [Uuid::now_v7().into(), app.clock.now().into(), shown.into(), network.into()],
        ),
    )
    .await?;
    Ok(())
}
