//! What each person decides about their own mails: the address, the language, and the topics that are not wanted.

use chrono::{DateTime, Utc};
use lettre::Address;
use luoshi_domain::mail::MailTopic;
use luoshi_domain::policy::Action;
use sea_orm::{ActiveEnum, ConnectionTrait};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use utoipa::ToSchema;
use uuid::Uuid;

use super::MailLanguage;
use super::links::{Purpose, Token};
use crate::app::{App, Ctx, RequestFacts};
use crate::error::Error;
use crate::fields::Fields;
use crate::people::session;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// Most mails a day that ask whether an address is somebody's.
const CONFIRMATIONS_A_DAY: i64 = 5;
/// Longest address (RFC 5321).
const LONGEST: usize = 254;

/// What a person decided about their own mails.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct MailPreferences {
    /// Whether the operator connected a mail server at all.
    #[serde(default)]
    #[schema(required = true)]
    pub connected: bool,
    /// The address; null: no mails.
    pub address: Option<String>,
    /// Since when it is known that the person reads there; no digest goes to an address before.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When somebody was last asked at this address.
    pub asked_at: Option<DateTime<Utc>>,
    /// Language of the mails.
    pub language: MailLanguage,
    /// Topics about which no mail is wanted; the messages stay in the program.
    pub muted: Vec<MailTopic>,
    /// When the last digest was sent.
    pub last_digest_at: Option<DateTime<Utc>>,
    /// Version for If-Match; 0 before anything was decided.
    pub version: i32,
}

/// What a person wants from now on.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailPreferencesChange {
    /// The address; null removes it. A new one is asked for confirmation.
    pub address: Option<String>,
    /// Language of the mails.
    pub language: MailLanguage,
    /// Topics about which no mail is wanted.
    pub muted: Vec<MailTopic>,
}

/// What a link from a mail did.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Unsubscribed {
    /// The topic about which no more mails come; null: no more digests at all.
    pub topic: Option<MailTopic>,
}

const VIEW: &str = "select jsonb_build_object(
        'address', s.address,
        'confirmed_at', s.confirmed_at,
        'asked_at', case when s.confirmed_at is null then (
            select max(m.created_at) from mail m where m.account_id = $1 and m.kind = 'CONFIRMATION' and s.address is not null)
            end,
        'language', coalesce(s.language, 'zh'),
        'muted', coalesce(s.muted, '{}'),
        'last_digest_at', (
            select max(m.ended_at) from mail m where m.account_id = $1 and m.kind = 'DIGEST' and m.state = 'SENT'),
        'version', coalesce(s.version, 0)) as view
    from (select 1) as one
    left join mail_setting s on s.account_id = $1";

/// The caller's own decisions.
pub async fn get(ctx: &Ctx) -> Result<MailPreferences, Error> {
    ctx.require(Action::OwnRead)?;
    read(ctx, &ctx.app.db).await
}

async fn read(ctx: &Ctx, db: &impl ConnectionTrait) -> Result<MailPreferences, Error> {
    let view: Option<MailPreferences> = sql::row(db, statement(VIEW, [ctx.actor.person.into()])).await?;
    Ok(MailPreferences { connected: ctx.app.settings.mail.is_some(), ..view.ok_or(Error::NotFound)? })
}

/// Puts new decisions in the place of the old ones; a new address is asked whether it is the person's.
pub async fn update(ctx: &Ctx, change: MailPreferencesChange) -> Result<Written<MailPreferences>, Error> {
    ctx.write(Attempt::on("mail.update", "user", ctx.actor.person), async |tx| {
        ctx.require(Action::OwnWrite)?;
        lock(tx, ctx.actor.person).await?;
        let before = read(ctx, &**tx).await?;
        let change = change.checked()?;
        ctx.expect_version(before.version)?;
        let is_new = change.address != before.address;
        store(ctx, tx, &before, &change, is_new).await?;
        if change.address.is_some() && (is_new || before.confirmed_at.is_none()) {
            ask(ctx, tx).await?;
        }
        // The address itself is nobody's business but its owner's.
        let detail = json!({ "address_changed": is_new, "language": change.language, "muted": change.muted });
        record(tx, "mail.update", detail).await?;
        let view = read(ctx, &**tx).await?;
        let version = view.version;
        Ok(Reply::changed(view, version))
    })
    .await
}

/// One change at a time, also of what has no row yet.
async fn lock(tx: &Tx<'_>, account: Uuid) -> Result<(), Error> {
    sql::execute(&**tx, statement("select 1 from account where id = $1 for update", [account.into()])).await?;
    Ok(())
}

async fn store(
    ctx: &Ctx,
    tx: &Tx<'_>,
    before: &MailPreferences,
    change: &MailPreferencesChange,
    is_new: bool,
) -> Result<(), Error> {
    let store = "insert into mail_setting (account_id, address, confirmed_at, language, muted, version, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (account_id) do update
        set address = $2, confirmed_at = $3, language = $4, muted = $5, version = $6, updated_at = $7";
    let values = [
        ctx.actor.person.into(),
        change.address.clone().into(),
        before.confirmed_at.filter(|_| !is_new).into(),
        change.language.to_value().into(),
        codes(&change.muted).into(),
        (before.version + 1).into(),
        ctx.now.into(),
    ];
    sql::execute(&**tx, statement(store, values)).await?;
    Ok(())
}

fn codes(topics: &[MailTopic]) -> Vec<String> {
    let mut topics = topics.to_vec();
    topics.sort_unstable();
    topics.dedup();
    topics.into_iter().map(MailTopic::code).collect()
}

/// Writes the mail that asks; one that still waits goes to the new address by itself.
async fn ask(ctx: &Ctx, tx: &Tx<'_>) -> Result<(), Error> {
    let asked = "select jsonb_build_array(count(*), count(*) filter (where state = 'WAITING')) as view
        from mail where account_id = $1 and kind = 'CONFIRMATION' and created_at > $2";
    let since = ctx.now - chrono::Duration::days(1);
    let (asked, waiting): (i64, i64) =
        sql::row(&**tx, statement(asked, [ctx.actor.person.into(), since.into()])).await?.unwrap_or_default();
    if waiting > 0 {
        return Ok(());
    }
    if asked >= CONFIRMATIONS_A_DAY {
        return Err(Error::field("/address", "asked_too_often", "今天发出的确认邮件已有 5 封，请明天再试"));
    }
    super::state::enqueue(ctx, &**tx, super::MailKind::Confirmation).await
}

impl MailPreferencesChange {
    fn checked(self) -> Result<MailPreferencesChange, Error> {
        let mut fields = Fields::new();
        let address = fields.optional("/address", self.address.as_deref(), LONGEST);
        if !fields.is_faulty()
            && let Some(address) = &address
            && !(address.is_ascii() && address.parse::<Address>().is_ok())
        {
            fields.fault("/address", "unfit_address", "请填写完整的邮箱地址，如 name@example.org");
        }
        if self.muted.len() > MailTopic::ALL.len() {
            fields.fault("/muted", "too_many", "每个类别最多选一次");
        }
        fields.done()?;
        Ok(MailPreferencesChange { address, ..self })
    }
}

#[derive(Deserialize)]
struct Signed {
    secret: String,
    address: Option<String>,
}

/// The person behind a link, if the link is theirs.
async fn person(app: &Arc<App>, token: &Token<'_>, request: RequestFacts) -> Result<Ctx, Error> {
    let signed = "select jsonb_build_object('secret', encode(secret, 'hex'), 'address', address) as view
        from mail_setting where account_id = $1";
    let signed: Option<Signed> = sql::row(&app.db, statement(signed, [token.account.into()])).await?;
    let signed = signed.ok_or(Error::NotFound)?;
    let secret = hex::decode(&signed.secret).unwrap_or_default();
    if !token.is_signed_by(&secret, signed.address.as_deref().unwrap_or_default()) {
        return Err(Error::NotFound);
    }
    session::by_link(app, token.account, request).await
}

/// Stops mails about what the link names, and about nothing else; doing it twice is doing it once.
pub async fn unsubscribe(app: &Arc<App>, token: &str, request: RequestFacts) -> Result<Unsubscribed, Error> {
    let token = Token::parse(token)?;
    let Purpose::Unsubscribe(topic) = token.purpose else { return Err(Error::NotFound) };
    let ctx = person(app, &token, request).await?;
    let muted = topic.map_or_else(|| MailTopic::ALL.to_vec(), |topic| vec![topic]);
    let written = ctx.write(Attempt::on("mail.unsubscribe", "user", ctx.actor.person), async |tx| {
        let mute = "update mail_setting
            set muted = (select array_agg(distinct topic order by topic) from unnest(muted || $2::text[]) as topic),
                version = version + 1, updated_at = $3
            where account_id = $1 and not muted @> $2::text[]";
        let values = [ctx.actor.person.into(), codes(&muted).into(), ctx.now.into()];
        sql::execute(&**tx, statement(mute, values)).await?;
        record(tx, "mail.unsubscribe", json!({ "topic": topic })).await?;
        Ok(Reply::done(Unsubscribed { topic }))
    });
    written.await?.fresh()
}

/// Notes that somebody reads at the address and says it is the person's.
pub async fn confirm(app: &Arc<App>, token: &str, request: RequestFacts) -> Result<(), Error> {
    let token = Token::parse(token)?;
    if token.purpose != Purpose::Confirm {
        return Err(Error::NotFound);
    }
    let ctx = person(app, &token, request).await?;
    let written = ctx.write(Attempt::on("mail.confirm", "user", ctx.actor.person), async |tx| {
        let confirm = "update mail_setting set confirmed_at = $2, version = version + 1, updated_at = $2
            where account_id = $1 and address is not null and confirmed_at is null";
        sql::execute(&**tx, statement(confirm, [ctx.actor.person.into(), ctx.now.into()])).await?;
        record(tx, "mail.confirm", json!({})).await?;
        Ok(Reply::nothing(()))
    });
    written.await?.fresh()
}

async fn record(tx: &Tx<'_>, action: &str, detail: serde_json::Value) -> Result<(), Error> {
    let ctx = tx.ctx();
    let (object_type, object_id) = ("user", Some(ctx.actor.person));
    tx.record(Event { action, object_type, object_id, label: &ctx.login, detail }).await
}
