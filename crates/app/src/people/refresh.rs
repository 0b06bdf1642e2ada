//! Refresh tokens: each is good for one exchange, and one that comes back too late ends its session (trust.md T6).

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use sea_orm::{ConnectionTrait, TransactionTrait};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::session::{ACCESS_SECONDS, Opened, account_by_id, end};
use crate::app::{App, RequestFacts};
use crate::error::Error;
use crate::sql::{self, statement};

/// A lost answer may be asked for again within this time (trust.md T6).
const LOST_ANSWER_SECONDS: i64 = 10;

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
    let copied =
        row.used_at.is_some_and(|used| row.successor_used || now - used > Duration::seconds(LOST_ANSWER_SECONDS));
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
    let account = account_by_id(app, row.account_id).await?.ok_or(Error::Unauthenticated)?;
    let ctx = account.into_ctx(app, Some(row.session_id), request);
    end(&ctx, "session.revoke", "refresh token used twice").await
}

/// Stores the hash of a new token.
pub(super) async fn insert_refresh(
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

/// 256 random bits, hex.
pub(super) fn secret() -> Result<String, Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| Error::Internal(format!("random source: {error}")))?;
    Ok(hex::encode(bytes))
}

fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
