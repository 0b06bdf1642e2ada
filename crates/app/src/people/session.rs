//! Sessions: a row per signed-in browser, a rotating refresh token, and the caller behind each request.

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use luoshi_domain::people::login_delay_seconds;
use luoshi_domain::policy::{Actor, Role};
use sea_orm::{ConnectionTrait, TransactionTrait};
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::app::{App, Ctx, RequestFacts};
use crate::error::Error;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply};

/// Life of an access token; refreshing must happen within it.
pub const ACCESS_SECONDS: i64 = 600;
/// A lost answer may be asked for again within this time (trust.md T6).
const LOST_ANSWER_SECONDS: i64 = 10;

/// A signed-in browser with its secret for the cookie.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The session.
    pub session: Uuid,
    /// Whose it is.
    pub account: Uuid,
    /// Opaque refresh token of 256 bits, hex; only its hash is stored.
    pub refresh: String,
    /// Absolute end of the session.
    pub expires_at: DateTime<Utc>,
}

#[derive(Debug, Deserialize)]
struct AccountRow {
    id: Uuid,
    login: String,
    name: String,
    organisation_id: Uuid,
    organisation: String,
    roles: Vec<String>,
    password_hash: Option<String>,
    disabled_at: Option<DateTime<Utc>>,
}

const ACCOUNT: &str = "select jsonb_build_object('id', a.id, 'login', a.login, 'name', a.name,
        'organisation_id', o.id, 'organisation', o.short_name, 'roles', a.roles,
        'password_hash', a.password_hash, 'disabled_at', a.disabled_at) as view
     from account a join organisation o on o.id = a.organisation_id";

impl AccountRow {
    fn into_ctx(self, app: &Arc<App>, session: Option<Uuid>, request: RequestFacts) -> Ctx {
        Ctx {
            app: Arc::clone(app),
            actor: Actor {
                account: self.id,
                organisation: self.organisation_id,
                roles: self.roles.iter().filter_map(|role| Role::parse(role)).collect(),
            },
            login: self.login,
            name: self.name,
            organisation: self.organisation,
            session,
            now: app.clock.now(),
            request,
        }
    }
}

/// The caller behind an access token: its session must live and its account be enabled, looked up on each request so
/// that logout, disabling and role changes bite at once (trust.md T5).
pub async fn caller(app: &Arc<App>, session: Uuid, request: RequestFacts) -> Result<Ctx, Error> {
    let sql = format!(
        "{ACCOUNT} join session s on s.account_id = a.id
         where s.id = $1 and s.revoked_at is null and s.expires_at > $2 and a.disabled_at is null"
    );
    let row: Option<AccountRow> =
        sql::row(&app.db, statement(&sql, [session.into(), app.clock.now().into()])).await?;
    Ok(row.ok_or(Error::Unauthenticated)?.into_ctx(app, Some(session), request))
}

/// The context of an account for commands of our own: the command line, the demonstration, tests.
pub async fn as_account(app: &Arc<App>, login: &str) -> Result<Ctx, Error> {
    let sql = format!("{ACCOUNT} where a.login = $1");
    let row: Option<AccountRow> = sql::row(&app.db, statement(&sql, [login.to_lowercase().into()])).await?;
    let request = RequestFacts { if_match: crate::app::IfMatch::Any, ..RequestFacts::default() };
    Ok(row.ok_or(Error::NotFound)?.into_ctx(app, None, request))
}

/// Checks login and password; after wrong ones from the same network the next attempt must wait (trust.md T7, T8).
pub async fn login(
    app: &Arc<App>,
    login: &str,
    password: &str,
    user_agent: Option<&str>,
    request: RequestFacts,
) -> Result<Opened, Error> {
    let login = login.trim().to_lowercase();
    let network = request.address.clone().unwrap_or_default();
    refuse_early_attempt(app, &login, &network).await?;
    let sql = format!("{ACCOUNT} where a.login = $1");
    let account: Option<AccountRow> = sql::row(&app.db, statement(&sql, [login.clone().into()])).await?;
    let hash = account.as_ref().filter(|a| a.disabled_at.is_none()).and_then(|a| a.password_hash.as_deref());
    let fits = app.hasher.verify(password, hash).await?;
    match account {
        Some(account) if fits => {
            let ctx = account.into_ctx(app, None, request);
            open(&ctx, "session.login", user_agent, &network).await
        }
        _ => Err(note_failure(app, &login, &network).await?),
    }
}

/// Opens a session without a password: persona cards of the demonstration only.
pub async fn login_as_persona(
    app: &Arc<App>,
    login: &str,
    user_agent: Option<&str>,
    request: RequestFacts,
) -> Result<Opened, Error> {
    if !app.demo {
        return Err(Error::NotFound);
    }
    let sql = format!("{ACCOUNT} where a.login = $1 and a.is_sample and a.disabled_at is null");
    let row: Option<AccountRow> = sql::row(&app.db, statement(&sql, [login.to_lowercase().into()])).await?;
    let network = request.address.clone().unwrap_or_default();
    let ctx = row.ok_or(Error::NotFound)?.into_ctx(app, None, request);
    open(&ctx, "session.login", user_agent, &network).await
}

async fn open(ctx: &Ctx, action: &'static str, user_agent: Option<&str>, network: &str) -> Result<Opened, Error> {
    let session = Uuid::now_v7();
    let refresh = secret()?;
    let expires_at = ctx.now + Duration::hours(ctx.app.settings.session_hours);
    let written = ctx
        .write(Attempt::on(action, "session", session), async |tx| {
            sql::execute(
                &**tx,
                statement(
                    "insert into session (id, account_id, created_at, last_seen_at, expires_at, address, user_agent)
                     values ($1, $2, $3, $3, $4, $5, $6)",
                    [
                        session.into(),
                        ctx.actor.account.into(),
                        ctx.now.into(),
                        expires_at.into(),
                        ctx.request.address.clone().into(),
                        user_agent.map(|agent| agent.chars().take(200).collect::<String>()).into(),
                    ],
                ),
            )
            .await?;
            insert_refresh(&**tx, session, &refresh, None, ctx.now).await?;
            sql::execute(
                &**tx,
                statement(
                    "with forgiven as (delete from login_failure where login = $1 and network = $2)
                     update account set last_login_at = $3 where id = $4",
                    [ctx.login.clone().into(), network.into(), ctx.now.into(), ctx.actor.account.into()],
                ),
            )
            .await?;
            tx.record(Event {
                action,
                object_type: "session",
                object_id: Some(session),
                label: &ctx.login,
                detail: json!({}),
            })
            .await?;
            Ok(Reply::done(()))
        })
        .await?;
    written.fresh()?;
    Ok(Opened { session, account: ctx.actor.account, refresh, expires_at })
}

#[derive(Debug, Deserialize)]
struct RefreshRow {
    session_id: Uuid,
    account_id: Uuid,
    issued_at: DateTime<Utc>,
    used_at: Option<DateTime<Utc>>,
    successor_used: bool,
    expires_at: DateTime<Utc>,
}

/// Exchanges a refresh token for the next one. A token that comes back after its successor was used, or later than a
/// lost answer explains, ends the whole session: somebody holds a copy (trust.md T6).
pub async fn refresh(app: &Arc<App>, token: &str, request: RequestFacts) -> Result<Opened, Error> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let row: Option<RefreshRow> = sql::row(
        &tx,
        statement(
            "select jsonb_build_object('session_id', s.id, 'account_id', s.account_id, 'issued_at', r.issued_at,
                    'used_at', r.used_at, 'successor_used', r.successor_used, 'expires_at', s.expires_at) as view
             from refresh_token r
             join session s on s.id = r.session_id
             join account a on a.id = s.account_id
             where r.hash = $1 and s.revoked_at is null and s.expires_at > $2 and a.disabled_at is null
             for update of s, r",
            [digest(token).into(), now.into()],
        ),
    )
    .await?;
    let row = row.ok_or(Error::Unauthenticated)?;
    let idle = Duration::seconds(ACCESS_SECONDS) + Duration::minutes(app.settings.idle_minutes);
    if now - row.issued_at > idle {
        return Err(Error::Unauthenticated);
    }
    let copied = row
        .used_at
        .is_some_and(|used| row.successor_used || now - used > Duration::seconds(LOST_ANSWER_SECONDS));
    if copied {
        tx.rollback().await?;
        revoke(app, &row, request).await?;
        return Err(Error::Unauthenticated);
    }
    let next = rotate(&tx, &row, token, now).await?;
    tx.commit().await?;
    Ok(Opened { session: row.session_id, account: row.account_id, refresh: next, expires_at: row.expires_at })
}

async fn rotate(tx: &impl ConnectionTrait, row: &RefreshRow, token: &str, now: DateTime<Utc>) -> Result<String, Error> {
    let next = secret()?;
    // A token asked for again replaces the successor whose answer was lost: one living branch only.
    sql::execute(tx, statement("delete from refresh_token where parent_hash = $1", [digest(token).into()])).await?;
    sql::execute(
        tx,
        statement(
            "with spent as (update refresh_token set used_at = coalesce(used_at, $2) where hash = $1 returning parent_hash)
             update refresh_token set successor_used = true where hash in (select parent_hash from spent)",
            [digest(token).into(), now.into()],
        ),
    )
    .await?;
    insert_refresh(tx, row.session_id, &next, Some(token), now).await?;
    Ok(next)
}

async fn revoke(app: &Arc<App>, row: &RefreshRow, request: RequestFacts) -> Result<(), Error> {
    let sql = format!("{ACCOUNT} where a.id = $1");
    let account: Option<AccountRow> = sql::row(&app.db, statement(&sql, [row.account_id.into()])).await?;
    let ctx = account.ok_or(Error::Unauthenticated)?.into_ctx(app, Some(row.session_id), request);
    end(&ctx, "session.revoke", "refresh token used twice").await
}

/// Ends the caller's session.
pub async fn logout(ctx: &Ctx) -> Result<(), Error> {
    end(ctx, "session.logout", "logout").await
}

async fn end(ctx: &Ctx, action: &'static str, reason: &str) -> Result<(), Error> {
    let Some(session) = ctx.session else { return Ok(()) };
    ctx.write(Attempt::on(action, "session", session), async |tx| {
        sql::execute(
            &**tx,
            statement(
                "update session set revoked_at = $2, revoke_reason = $3 where id = $1 and revoked_at is null",
                [session.into(), ctx.now.into(), reason.into()],
            ),
        )
        .await?;
        let label = ctx.login.as_str();
        let detail = json!({ "reason": reason });
        tx.record(Event { action, object_type: "session", object_id: Some(session), label, detail }).await?;
        Ok(Reply::done(()))
    })
    .await?;
    Ok(())
}

async fn insert_refresh(
    db: &impl ConnectionTrait,
    session: Uuid,
    token: &str,
    parent: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sql::execute(
        db,
        statement(
            "insert into refresh_token (hash, session_id, issued_at, parent_hash) values ($1, $2, $3, $4)",
            [digest(token).into(), session.into(), now.into(), parent.map(digest).into()],
        ),
    )
    .await?;
    Ok(())
}

#[derive(Debug, Deserialize)]
struct Failures {
    failures: i32,
    last_at: DateTime<Utc>,
}

async fn refuse_early_attempt(app: &App, login: &str, network: &str) -> Result<(), Error> {
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

async fn note_failure(app: &App, login: &str, network: &str) -> Result<Error, Error> {
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

fn secret() -> Result<String, Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| Error::Internal(format!("random source: {error}")))?;
    Ok(hex::encode(bytes))
}

fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
