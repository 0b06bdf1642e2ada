//! Wrong passwords: counted per login and network, each making the next attempt wait longer (trust.md T7, T8).

use chrono::{DateTime, Duration, Utc};
use luoshi_domain::people::login_delay_seconds;
use serde::Deserialize;
use uuid::Uuid;

use crate::app::App;
use crate::error::Error;
use crate::sql::{self, statement};

/// One network may fail for so many different logins within the window; then all wait, so that one common password
/// cannot be tried on everybody (trust.md T7). Who signed in from there before does not wait, so that a stranger behind
/// the same address cannot shut anybody out (trust.md T8).
const NAMES_PER_WINDOW: i64 = 10;
const SPRAY_WINDOW: Duration = Duration::minutes(1);

#[derive(Debug, Deserialize)]
struct Seen {
    own: Option<Failures>,
    tenth: Option<DateTime<Utc>>,
}

#[derive(Debug, Deserialize)]
struct Failures {
    failures: i32,
    last_at: DateTime<Utc>,
}

/// Refuses an attempt that comes before its time: after wrong passwords for this login, or for many logins, from the
/// same network.
pub(super) async fn refuse_early_attempt(app: &App, login: &str, network: &str) -> Result<(), Error> {
    let now = app.clock.now();
    let seen: Option<Seen> = sql::row(
        &app.db,
        statement(
            "select jsonb_build_object(
                'own', (select to_jsonb(f) from login_failure f where login = $1 and network = $2),
                'tenth', (
                    select last_at from login_failure
                    where network = $2 and last_at > $3 and not exists (
                        select 1 from session s join account a on a.id = s.account_id
                        where a.login = $1 and s.address = $2 and s.revoked_at is null)
                    order by last_at desc offset $4 limit 1)) as view",
            [login.into(), network.into(), (now - SPRAY_WINDOW).into(), (NAMES_PER_WINDOW - 1).into()],
        ),
    )
    .await?;
    let Some(Seen { own, tenth }) = seen else { return Ok(()) };
    let own = own.map_or(0, |own| login_delay_seconds(own.failures) - (now - own.last_at).num_seconds());
    let spray = tenth.map_or(0, |tenth| (tenth + SPRAY_WINDOW - now).num_seconds() + 1);
    let wait = own.max(spray);
    if wait > 0 { Err(Error::LoginRefused { retry_after: wait }) } else { Ok(()) }
}

/// Counts a wrong password and says how long the next attempt must wait; `step` is what it was tried for.
pub(super) async fn note_failure(app: &App, step: &str, login: &str, network: &str) -> Result<Error, Error> {
    let now = app.clock.now();
    // A quiet hour forgives: the count starts again.
    let failures: Option<i32> = sql::row(
        &app.db,
        statement(
            "with forgotten as (delete from login_failure where last_at < $3 - interval '1 day' and login <> $1)
             insert into login_failure as f (login, network, failures, last_at) values ($1, $2, 1, $3)
             on conflict (login, network) do update
             set failures = case when f.last_at < $3 - interval '1 hour' then 1 else f.failures + 1 end, last_at = $3
             returning to_jsonb(failures) as view",
            [login.into(), network.into(), now.into()],
        ),
    )
    .await?;
    record_failure(app, step, login, network).await?;
    Ok(Error::LoginRefused { retry_after: login_delay_seconds(failures.unwrap_or(1)) })
}

async fn record_failure(app: &App, step: &str, login: &str, network: &str) -> Result<(), Error> {
    let shown: String = login.chars().take(60).collect();
    sql::execute(
        &app.db,
        statement(
            "insert into audit_event (id, at, actor_login, actor_name, action, object_type, object_label, outcome, reason, address)
             values ($1, $2, $3, '', $5, 'session', $3, 'REFUSED', 'login_refused', $4)",
            [Uuid::now_v7().into(), app.clock.now().into(), shown.into(), network.into(), step.into()],
        ),
    )
    .await?;
    Ok(())
}
