//! Sessions: a row per signed-in browser, and the caller behind each request. Start with [`login`] and [`caller`].

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use luoshi_domain::calendar::shanghai_today;
use luoshi_domain::delegation::delegated;
use luoshi_domain::policy::{Actor, Role};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::attempts::{note_failure, refuse_early_attempt};
use super::refresh::{insert_refresh, secret};
use crate::app::{App, Ctx, IfMatch, RequestFacts};
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx};

/// Life of an access token; refreshing must happen within it.
pub const ACCESS_SECONDS: i64 = 600;

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
pub(super) struct AccountRow {
    id: Uuid,
    person: Uuid,
    accounts: Vec<Uuid>,
    login: String,
    name: String,
    organisation_id: Uuid,
    organisation: String,
    roles: Vec<String>,
    password_hash: Option<String>,
    disabled_at: Option<DateTime<Utc>>,
    must_change_password: bool,
    #[serde(default)]
    acting: Option<Absent>,
}

/// Whom a deputy acts for.
#[derive(Debug, Deserialize)]
struct Absent {
    account: Uuid,
    accounts: Vec<Uuid>,
    name: String,
    roles: Vec<Role>,
}

/// Whom the session acts for: looked at anew each time, so it ends with its last day, with either of the two leaving, and
/// never gives more than the absent person may do (domain.md 5).
const ACTING: &str = "jsonb_build_object('acting', (
    select jsonb_build_object('account', x.id, 'name', x.name, 'roles', x.roles, 'accounts', (
        select jsonb_agg(y.id) from account y where y.id = coalesce(x.person_id, x.id) or y.person_id = coalesce(x.person_id, x.id)))
    from delegation d
    join account x on x.id = d.account_id and x.disabled_at is null and x.organisation_id = a.organisation_id
    where d.id = s.acting_for and d.deputy_id = a.id and d.ended_at is null and $3 between d.from_on and d.to_on))";

/// An account a in its post, with the person p who signs in.
const ACCOUNT: &str = "select jsonb_build_object('id', a.id, 'person', p.id, 'login', p.login, 'name', p.name,
        'accounts', (select jsonb_agg(x.id) from account x where x.id = p.id or x.person_id = p.id),
        'organisation_id', o.id, 'organisation', o.short_name, 'roles', a.roles,
        'password_hash', p.password_hash, 'disabled_at', p.disabled_at,
        'must_change_password', p.must_change_password) as view
     from account a
     join account p on p.id = coalesce(a.person_id, a.id)
     join organisation o on o.id = a.organisation_id";

/// The post of the session: a further one only while it is held, else the first. Looked at anew each time, as above.
const IN_POST: &str = "a.id = coalesce((
        select x.id from account x
        where x.id = s.post_id and x.person_id = s.account_id and x.disabled_at is null
            and x.serves_from <= $3 and coalesce(x.serves_until, $3) >= $3), s.account_id)";

impl AccountRow {
    pub(super) fn into_ctx(self, app: &Arc<App>, session: Option<Uuid>, request: RequestFacts) -> Ctx {
        let roles = match &self.acting {
            Some(absent) => delegated(&absent.roles),
            None => self.roles.iter().filter_map(|role| Role::parse(role)).collect(),
        };
        let on_behalf = self.acting.as_ref().map(|absent| absent.account);
        let mut accounts = self.accounts;
        accounts.extend(self.acting.iter().flat_map(|absent| absent.accounts.iter().copied()));
        // Whatever is recorded names both.
        let name = match &self.acting {
            Some(absent) => format!("{}（代{}）", self.name, absent.name),
            None => self.name,
        };
        Ctx {
            app: Arc::clone(app),
            actor: Actor {
                account: self.id,
                person: self.person,
                accounts,
                organisation: self.organisation_id,
                roles,
                on_behalf,
            },
            login: self.login,
            name,
            organisation: self.organisation,
            session,
            now: app.clock.now(),
            request,
        }
    }
}

/// The caller behind an access token: its session must live and its account be enabled, looked up on each request so
/// that logout, disabling and role changes bite at once (trust.md T5). A one-time password opens nothing but its change.
pub async fn caller(app: &Arc<App>, session: Uuid, request: RequestFacts) -> Result<Ctx, Error> {
    let row = living(app, session).await?;
    if row.must_change_password {
        return Err(Error::PasswordChangeRequired);
    }
    Ok(row.into_ctx(app, Some(session), request))
}

/// The caller even with a one-time password: for reading and mending one's own account, and for leaving.
pub async fn newcomer(app: &Arc<App>, session: Uuid, request: RequestFacts) -> Result<Ctx, Error> {
    Ok(living(app, session).await?.into_ctx(app, Some(session), request))
}

async fn living(app: &App, session: Uuid) -> Result<AccountRow, Error> {
    let account = ACCOUNT.replacen(") as view", &format!(") || {ACTING} as view"), 1);
    let sql = format!(
        "{account} join session s on s.account_id = p.id
         where s.id = $1 and s.revoked_at is null and s.expires_at > $2 and p.disabled_at is null and {IN_POST}"
    );
    let now = app.clock.now();
    let row = sql::row(&app.db, statement(&sql, [session.into(), now.into(), shanghai_today(now).into()])).await?;
    row.ok_or(Error::Unauthenticated)
}

/// The account with this id, whatever its state.
pub(super) async fn account_by_id(app: &App, id: Uuid) -> Result<Option<AccountRow>, Error> {
    sql::row(&app.db, statement(&format!("{ACCOUNT} where a.id = $1"), [id.into()])).await
}

async fn account_by_login(app: &App, login: &str) -> Result<Option<AccountRow>, Error> {
    sql::row(
        &app.db,
        statement(&format!("{ACCOUNT} where a.login = $1 and a.person_id is null"), [login.to_lowercase().into()]),
    )
    .await
}

/// The context of an act of the machine's operator, who has no account and no roles.
pub fn operator(app: &Arc<App>) -> Ctx {
    Ctx {
        app: Arc::clone(app),
        actor: Actor::single(Uuid::nil(), Uuid::nil(), Vec::new()),
        login: "cli".to_owned(),
        name: "运维人员（命令行）".to_owned(),
        organisation: String::new(),
        session: None,
        now: app.clock.now(),
        request: RequestFacts { if_match: IfMatch::Any, ..RequestFacts::default() },
    }
}

/// The context of an act of the house itself, such as loading the plan that comes with it.
pub fn machine(app: &Arc<App>) -> Ctx {
    Ctx { login: "system".to_owned(), name: "系统".to_owned(), ..operator(app) }
}

/// The context of an account that acts by a link from a mail, without a session.
pub(crate) async fn by_link(app: &Arc<App>, account: Uuid, request: RequestFacts) -> Result<Ctx, Error> {
    let row = account_by_id(app, account).await?.filter(|row| row.disabled_at.is_none());
    Ok(row.ok_or(Error::NotFound)?.into_ctx(app, None, RequestFacts { if_match: IfMatch::Any, ..request }))
}

/// The context of an account for commands of our own: the command line, the demonstration, tests.
pub async fn as_account(app: &Arc<App>, login: &str) -> Result<Ctx, Error> {
    let row = account_by_login(app, login).await?.ok_or(Error::NotFound)?;
    let request = RequestFacts { if_match: IfMatch::Any, ..RequestFacts::default() };
    Ok(row.into_ctx(app, None, request))
}

/// What a person types to sign in.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// Login name; upper and lower case are the same.
    pub login: String,
    /// Password.
    pub password: String,
    /// A code from an authenticator; must be left out, because no account has one.
    pub totp: Option<String>,
}

impl Credentials {
    fn check(&self) -> Result<(), Error> {
        let mut fields = Fields::new();
        fields.required("/login", &self.login, 100);
        if !(1..=200).contains(&self.password.len()) {
            fields.fault("/password", "out_of_range", "请填写密码，最多 200 个字节");
        }
        if self.totp.is_some() {
            fields.fault("/totp", "not_enabled", "动态口令未启用，请去掉这一项");
        }
        fields.done()
    }
}

/// Checks login and password; after wrong ones from the same network the next attempt must wait (trust.md T7, T8).
pub async fn login(
    app: &Arc<App>,
    credentials: &Credentials,
    user_agent: Option<&str>,
    request: RequestFacts,
) -> Result<Opened, Error> {
    credentials.check()?;
    let login = credentials.login.trim().to_lowercase();
    let network = request.address.clone().unwrap_or_default();
    refuse_early_attempt(app, &login, &network).await?;
    let account = account_by_login(app, &login).await?;
    let hash = account.as_ref().filter(|a| a.disabled_at.is_none()).and_then(|a| a.password_hash.as_deref());
    let fits = app.hasher.verify(&credentials.password, hash).await?;
    match account {
        Some(account) if fits => {
            let ctx = account.into_ctx(app, None, request);
            open(&ctx, "session.login", user_agent, &network).await
        }
        _ => Err(note_failure(app, "session.login", &login, &network).await?),
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
            note_login(tx, network).await?;
            insert_session(tx, session, expires_at, user_agent).await?;
            insert_refresh(&**tx, session, &refresh, None, ctx.now).await?;
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

/// Forgives wrong passwords and notes the day; an account disabled a moment ago stays outside.
async fn note_login(tx: &Tx<'_>, network: &str) -> Result<(), Error> {
    let ctx = tx.ctx();
    let noted = sql::execute(
        &**tx,
        statement(
            "with forgiven as (delete from login_failure where login = $1 and network = $2)
             update account set last_login_at = $3 where id = $4 and disabled_at is null",
            [ctx.login.clone().into(), network.into(), ctx.now.into(), ctx.actor.account.into()],
        ),
    )
    .await?;
    if noted == 1 { Ok(()) } else { Err(Error::LoginRefused { retry_after: 0 }) }
}

/// Opens the session in the post in which the person worked last.
async fn insert_session(tx: &Tx<'_>, id: Uuid, expires_at: DateTime<Utc>, agent: Option<&str>) -> Result<(), Error> {
    let ctx = tx.ctx();
    let agent = agent.map(|agent| agent.chars().take(200).collect::<String>());
    sql::execute(
        &**tx,
        statement(
            "insert into session (id, account_id, created_at, last_seen_at, expires_at, address, user_agent, post_id)
             values ($1, $2, $3, $3, $4, $5, $6, (
                select x.id
                from account p
                join account x on x.person_id = p.id and x.disabled_at is null and cardinality(x.roles) > 0
                    and x.serves_from <= $7 and coalesce(x.serves_until, $7) >= $7
                where p.id = $2 and (x.id = p.last_post_id or cardinality(p.roles) = 0)
                order by x.id = p.last_post_id desc nulls last, x.created_at, x.id
                limit 1))",
            [
                id.into(),
                ctx.actor.account.into(),
                ctx.now.into(),
                expires_at.into(),
                ctx.request.address.clone().into(),
                agent.into(),
                ctx.today().into(),
            ],
        ),
    )
    .await?;
    Ok(())
}

/// Ends the caller's session.
pub async fn logout(ctx: &Ctx) -> Result<(), Error> {
    end(ctx, "session.logout", "logout").await
}

pub(super) async fn end(ctx: &Ctx, action: &'static str, reason: &str) -> Result<(), Error> {
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
