//! What the system administrator sees of mails: whether they go, what waits and why, and a test to oneself. Never a word
//! of what is in them.

use chrono::{DateTime, Duration, NaiveTime, Utc};
use luoshi_domain::policy::Action;
use luoshi_domain::rule::RuleError;
use sea_orm::{ActiveEnum, ConnectionTrait};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{MailKind, MailState};
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Written};
use crate::views::PersonRef;

/// How mails go.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct MailOverview {
    /// The mail server, e.g. `smtp.example.org:465`; null where none is connected.
    #[serde(default)]
    pub server: Option<String>,
    /// Who writes.
    #[serde(default)]
    pub sender: Option<String>,
    /// People with a confirmed address.
    pub readers: i64,
    /// Mails that are still to be sent.
    pub waiting: i64,
    /// Those among them that were tried already.
    pub failing: i64,
    /// Mails sent on this day in Shanghai.
    pub sent_today: i64,
    /// When the last mail was sent.
    pub last_sent_at: Option<DateTime<Utc>>,
    /// The fifty latest mails.
    pub mails: Vec<MailRow>,
    /// When it was read.
    #[serde(default)]
    #[schema(required = true)]
    pub as_of: DateTime<Utc>,
}

/// One mail, without its words.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct MailRow {
    /// Its id, which is also in its Message-ID.
    pub id: Uuid,
    /// What it is for.
    pub kind: MailKind,
    /// To whom.
    pub person: PersonRef,
    /// Where it stands.
    pub state: MailState,
    /// How often it was tried.
    pub attempts: i32,
    /// What the mail server said last, or a word of our own, e.g. `NOTHING_LEFT`.
    pub reason: Option<String>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it is tried again.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// When it was sent or given up.
    pub ended_at: Option<DateTime<Utc>>,
}

/// How mails go now.
pub async fn overview(ctx: &Ctx) -> Result<MailOverview, Error> {
    ctx.require(Action::MailWatch)?;
    read(ctx, &ctx.app.db).await
}

async fn read(ctx: &Ctx, db: &impl ConnectionTrait) -> Result<MailOverview, Error> {
    let midnight = ctx.today().and_time(NaiveTime::MIN).and_utc() - Duration::hours(8);
    let view: Option<MailOverview> = sql::row(db, statement(include_str!("state.sql"), [midnight.into()])).await?;
    let settings = ctx.app.settings.mail.as_ref();
    Ok(MailOverview {
        server: settings.map(|settings| format!("{}:{}", settings.host, settings.port)),
        sender: settings.map(|settings| settings.from.to_string()),
        as_of: ctx.now,
        ..view.ok_or(Error::NotFound)?
    })
}

/// Writes a test mail to the caller's own address; the overview says within seconds how it went.
pub async fn send_test(ctx: &Ctx) -> Result<Written<MailOverview>, Error> {
    ctx.write(Attempt::new("mail.test", "mail"), async |tx| {
        ctx.require(Action::MailWatch)?;
        if ctx.app.settings.mail.is_none() {
            return Err(RuleError::MailOff.into());
        }
        let address =
            "select to_jsonb(address) as view from mail_setting where account_id = $1 and address is not null";
        let address: Option<String> = sql::row(&**tx, statement(address, [ctx.actor.person.into()])).await?;
        address.ok_or(RuleError::MailAddressMissing)?;
        enqueue(ctx, &**tx, MailKind::Test).await?;
        let event =
            Event { action: "mail.test", object_type: "mail", object_id: None, label: &ctx.login, detail: json!({}) };
        tx.record(event).await?;
        Ok(Reply::done(read(ctx, &**tx).await?))
    })
    .await
}

/// Puts a mail to the caller into the outbox.
pub(super) async fn enqueue(ctx: &Ctx, tx: &impl ConnectionTrait, kind: MailKind) -> Result<(), Error> {
    let write = "insert into mail (id, account_id, kind, next_attempt_at, created_at) values ($1, $2, $3, $4, $4)";
    let values = [Uuid::now_v7().into(), ctx.actor.person.into(), kind.to_value().into(), ctx.now.into()];
    sql::execute(tx, statement(write, values)).await?;
    Ok(())
}
