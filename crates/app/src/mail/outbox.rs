//! Sending what waits: claim one, make its words, hand it over, note how that ended.
//!
//! A claim is a lease: a worker that dies before the text went over loses it, and another sends the mail. Right before the
//! text goes, the mail is noted as being handed over; one that is found in that state after its lease may have been sent,
//! so nobody sends it again. Its messages, where still open, stand in the digest of the next day.

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use luoshi_domain::mail::{MOST_ATTEMPTS, pause_after};
use sea_orm::{ActiveEnum, TransactionTrait};
use serde::Deserialize;
use uuid::Uuid;

use super::letter::{self, Written};
use super::smtp::{Outcome, hand_over};
use super::{MailKind, MailSettings, MailState};
use crate::app::App;
use crate::error::Error;
use crate::sql::{self, statement};

/// Digests are written and mails claimed one after the other.
pub(super) const LOCK: &str = "select pg_advisory_xact_lock(hashtext('mail'))";
/// Longer than all steps of handing over one mail together.
const LEASE: i64 = 10;
/// Most mails of one round.
const MOST: usize = 500;
/// What was sent is remembered this long.
const KEPT_DAYS: i64 = 400;

#[derive(Debug, Deserialize)]
struct Claimed {
    id: Uuid,
    kind: MailKind,
    attempts: i32,
}

/// Sends what waits until nothing is left, or the mail server is away.
pub(super) async fn empty(app: &Arc<App>, settings: &MailSettings) -> Result<(), Error> {
    give_up_what_is_unclear(app).await?;
    for _ in 0..MOST {
        let Some(claimed) = claim(app).await? else { break };
        if !send(app, settings, &claimed).await? {
            break;
        }
    }
    let old = app.clock.now() - Duration::days(KEPT_DAYS);
    let forget = "delete from mail where created_at < $1 and ended_at is not null";
    sql::execute(&app.db, statement(forget, [old.into()])).await?;
    Ok(())
}

/// What a worker left in the midst of handing over.
async fn give_up_what_is_unclear(app: &App) -> Result<(), Error> {
    let unclear = "update mail set state = 'UNCLEAR', reason = 'INTERRUPTED', ended_at = $1
        where state = 'HANDING_OVER' and claimed_until <= $1";
    sql::execute(&app.db, statement(unclear, [app.clock.now().into()])).await?;
    Ok(())
}

async fn claim(app: &App) -> Result<Option<Claimed>, Error> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    sql::execute(&tx, statement(LOCK, [])).await?;
    let claim = "update mail set claimed_until = $2, attempts = attempts + 1
        where id = (
            select id from mail
            where state = 'WAITING' and next_attempt_at <= $1 and (claimed_until is null or claimed_until <= $1)
            order by next_attempt_at, id
            limit 1)
        returning jsonb_build_object('id', id, 'kind', kind, 'attempts', attempts) as view";
    let claimed = sql::row(&tx, statement(claim, [now.into(), (now + Duration::minutes(LEASE)).into()])).await?;
    tx.commit().await?;
    Ok(claimed)
}

/// Sends one; `false` where the others need not be tried now.
async fn send(app: &App, settings: &MailSettings, claimed: &Claimed) -> Result<bool, Error> {
    let message = match letter::write(app, settings, claimed.id).await? {
        Written::Letter(message) => message,
        Written::NothingToSay => return note(app, claimed.id, MailState::Dropped, Some("NOTHING_LEFT")).await,
        Written::Unfit(reason) => return note(app, claimed.id, MailState::Refused, Some(&reason)).await,
    };
    let outcome = hand_over(settings, &message, || begin(app, claimed.id)).await?;
    tracing::info!(mail = %claimed.id, attempts = claimed.attempts, outcome = name(&outcome), "mail.handed_over");
    match outcome {
        Outcome::Taken => note(app, claimed.id, MailState::Sent, None).await,
        Outcome::Refused(words) => note(app, claimed.id, MailState::Refused, Some(&words)).await,
        Outcome::Unclear(words) => note(app, claimed.id, MailState::Unclear, Some(&words)).await,
        Outcome::Later(words) => postpone(app, claimed, &words).await.map(|()| true),
        Outcome::Away(words) => postpone(app, claimed, &words).await.map(|()| false),
        Outcome::Lost => Ok(true),
    }
}

const fn name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Taken => "taken",
        Outcome::Refused(_) => "refused",
        Outcome::Later(_) => "later",
        Outcome::Away(_) => "away",
        Outcome::Unclear(_) => "unclear",
        Outcome::Lost => "lost",
    }
}

/// The point of no return, kept before it is passed; `false` where the claim has run out meanwhile.
async fn begin(app: &App, id: Uuid) -> Result<bool, Error> {
    let begin = "update mail set state = 'HANDING_OVER' where id = $1 and state = 'WAITING' and claimed_until > $2";
    Ok(sql::execute(&app.db, statement(begin, [id.into(), app.clock.now().into()])).await? == 1)
}

async fn note(app: &App, id: Uuid, state: MailState, reason: Option<&str>) -> Result<bool, Error> {
    let note = "update mail set state = $2, reason = $3, ended_at = $4, claimed_until = null where id = $1";
    let values = [id.into(), state.to_value().into(), reason.into(), app.clock.now().into()];
    sql::execute(&app.db, statement(note, values)).await?;
    Ok(true)
}

/// Another try later. A digest waits until that of the next day takes its place; a test says at once what is wrong.
async fn postpone(app: &App, claimed: &Claimed, words: &str) -> Result<(), Error> {
    let tries = match claimed.kind {
        MailKind::Digest => i32::MAX,
        MailKind::Confirmation => MOST_ATTEMPTS,
        MailKind::Test => 1,
    };
    if claimed.attempts >= tries {
        note(app, claimed.id, MailState::Refused, Some(words)).await?;
        return Ok(());
    }
    let next: DateTime<Utc> = app.clock.now() + pause_after(claimed.attempts);
    let postpone =
        "update mail set state = 'WAITING', reason = $2, next_attempt_at = $3, claimed_until = null where id = $1";
    sql::execute(&app.db, statement(postpone, [claimed.id.into(), words.into(), next.into()])).await?;
    Ok(())
}
