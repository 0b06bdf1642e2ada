//! The caller's own account: who am I, what waits for me, a new password; and the persona cards of the demonstration.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::people::check_password;
use luoshi_domain::policy::{Action, Reach, Role};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use utoipa::ToSchema;
use uuid::Uuid;

use super::attempts::{note_failure, refuse_early_attempt};
use super::delegations::Acting;
use super::posts::HeldPost;
use super::session;
use crate::app::{App, Ctx};
use crate::error::Error;
use crate::fields::Fields;
use crate::mail::rights_of_roles;
use crate::notifications;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};
use crate::views::OrgRef;
use crate::work::{self, WaitingCounts};

/// Who is signed in, and how much waits for them.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Me {
    /// The account.
    pub user: OwnAccount,
    /// Whether this is a demonstration with sample data.
    #[serde(default)]
    pub demo: bool,
    /// When it was read.
    #[serde(default)]
    pub as_of: DateTime<Utc>,
    /// The day in Shanghai.
    #[serde(default)]
    pub today: NaiveDate,
    /// The plan in force that was imported last.
    pub plan: Option<PlanInForce>,
    /// For whom the caller acts as a deputy now; the roles above are then those of that person.
    #[serde(default)]
    pub acting: Option<Acting>,
    /// The posts that the caller may use today, the first one first; one of them is the present one.
    #[serde(default)]
    pub posts: Vec<HeldPost>,
    /// For whom the caller may act as a deputy today.
    #[serde(default)]
    pub deputising: Vec<Acting>,
    /// Only what waits for the caller.
    pub counts: Waiting,
}

/// The caller's own account.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct OwnAccount {
    /// Its id.
    pub id: Uuid,
    /// Login name.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// Post, e.g. 统筹处主任科员.
    pub post: Option<String>,
    /// Where they work.
    pub organisation: OrgRef,
    /// Roles in force.
    pub roles: Vec<Role>,
    /// Nothing else is possible until the one-time password was changed.
    pub must_change_password: bool,
}

/// A plan where it is only named.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PlanInForce {
    /// Its id.
    pub id: Uuid,
    /// Full title.
    pub title: String,
    /// Title for narrow places.
    pub short_title: String,
}

/// How much waits for the caller.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct Waiting {
    /// Everything together.
    pub work: i64,
    /// Reports to write or to mend.
    pub reports: i64,
    /// Reports of others to review.
    pub review: i64,
    /// Messages that are new to the caller.
    pub notifications: i64,
}

/// A card of the demonstration: one click signs in as this person.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Persona {
    /// Login name.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// Their post.
    pub post: String,
    /// Short name of their organisation.
    pub organisation: String,
    /// Their roles.
    pub roles: Vec<Role>,
    /// How much waits for them.
    pub waiting: i64,
}

/// All cards of the demonstration.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Personas {
    /// In the order of the cards.
    pub personas: Vec<Persona>,
}

/// A new password of one's own.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    /// The password now.
    pub current_password: String,
    /// The password wanted: at least ten characters of three kinds, without the login name.
    pub new_password: String,
}

/// The caller with what waits for them.
pub async fn me(ctx: &Ctx) -> Result<Me, Error> {
    let values = [
        ctx.actor.account.into(),
        ctx.actor.organisation.into(),
        (ctx.reach(Action::PlanRead) != Reach::No).into(),
        notifications::rights(ctx).into(),
        ctx.today().into(),
        rights_of_roles().into(),
    ];
    let known: Option<Known> = sql::row(&ctx.app.db, statement(include_str!("me.sql"), values)).await?;
    let Known { mut user, plan, notifications, deputising, posts } = known.ok_or(Error::NotFound)?;
    user.roles.clone_from(&ctx.actor.roles);
    let behalf = |each: &&Deputising| ctx.actor.on_behalf == Some(each.person);
    let acting = deputising.iter().find(behalf).map(|each| each.acting.clone());
    let deputising = deputising.into_iter().map(|each| each.acting).collect();
    let WaitingCounts { work, reports, review } = work::counts(ctx).await?;
    let counts = Waiting { work, reports, review, notifications };
    Ok(Me { user, demo: ctx.app.demo, as_of: ctx.now, today: ctx.today(), plan, acting, posts, deputising, counts })
}

/// What `me.sql` answers.
#[derive(Debug, Deserialize)]
struct Known {
    user: OwnAccount,
    plan: Option<PlanInForce>,
    notifications: i64,
    deputising: Vec<Deputising>,
    posts: Vec<HeldPost>,
}

/// For whom the caller may act.
#[derive(Debug, Deserialize)]
struct Deputising {
    person: Uuid,
    #[serde(flatten)]
    acting: Acting,
}

/// The persona cards; outside the demonstration there are none.
pub async fn personas(app: &Arc<App>) -> Result<Personas, Error> {
    if !app.demo {
        return Ok(Personas { personas: Vec::new() });
    }
    let logins: Vec<String> = sql::rows(
        &app.db,
        statement(
            "select to_jsonb(a.login) as view
             from account a
             where a.is_sample and a.persona is not null and a.disabled_at is null
             order by a.persona, a.login",
            [],
        ),
    )
    .await?;
    let mut personas = Vec::with_capacity(logins.len());
    for login in logins {
        personas.push(card(me(&session::as_account(app, &login).await?).await?));
    }
    Ok(Personas { personas })
}

fn card(me: Me) -> Persona {
    Persona {
        login: me.user.login,
        name: me.user.name,
        post: me.user.post.unwrap_or_default(),
        organisation: me.user.organisation.short_name,
        roles: me.user.roles,
        waiting: me.counts.work,
    }
}

/// Replaces the caller's password and ends their other sessions.
pub async fn change_password(ctx: &Ctx, input: NewPassword) -> Result<Written<()>, Error> {
    check_new(ctx, &input)?;
    check_current(ctx, &input.current_password).await?;
    let hash = ctx.app.hasher.hash(&input.new_password).await?;
    let account = ctx.actor.person;
    ctx.write(Attempt::on("user.change_password", "user", account), async |tx| {
        sql::execute(
            &**tx,
            statement(
                "update account set password_hash = $2, must_change_password = false, password_changed_at = $3,
                    version = version + 1, updated_at = $3
                 where id = $1",
                [account.into(), hash.into(), ctx.now.into()],
            ),
        )
        .await?;
        end_sessions(tx, account, ctx.session, "password changed").await?;
        let (action, label) = ("user.change_password", ctx.login.as_str());
        tx.record(Event { action, object_type: "user", object_id: Some(account), label, detail: json!({}) }).await?;
        Ok(Reply::nothing(()))
    })
    .await
}

fn check_new(ctx: &Ctx, input: &NewPassword) -> Result<(), Error> {
    let mut fields = Fields::new();
    if input.current_password.len() > 200 {
        fields.fault("/current_password", "too_long", "密码最多 200 个字节");
    }
    match check_password(&input.new_password, &ctx.login) {
        Err(fault) => fields.fault("/new_password", fault.code(), fault.sentence()),
        Ok(()) if input.new_password == input.current_password => {
            fields.fault("/new_password", "unchanged", "新密码不能与现在的密码相同");
        }
        Ok(()) => {}
    }
    fields.done()
}

/// A session left open must not become a place to guess the password: wrong ones wait as at the login.
async fn check_current(ctx: &Ctx, password: &str) -> Result<(), Error> {
    let network = ctx.request.address.clone().unwrap_or_default();
    match refuse_early_attempt(&ctx.app, &ctx.login, &network).await {
        Err(Error::LoginRefused { retry_after }) => {
            return Err(Error::field("/current_password", "too_early", format!("请在 {retry_after} 秒后再试")));
        }
        other => other?,
    }
    let hash: Option<String> = sql::row(
        &ctx.app.db,
        statement(
            "select to_jsonb(password_hash) as view from account where id = $1 and password_hash is not null",
            [ctx.actor.person.into()],
        ),
    )
    .await?;
    if ctx.app.hasher.verify(password, hash.as_deref()).await? {
        return Ok(());
    }
    note_failure(&ctx.app, "user.change_password", &ctx.login, &network).await?;
    Err(Error::field("/current_password", "wrong_password", "现在的密码不对，请核对"))
}

/// Ends the account's sessions, all of them or all but one; it bites at the next request.
pub(super) async fn end_sessions(tx: &Tx<'_>, account: Uuid, except: Option<Uuid>, reason: &str) -> Result<(), Error> {
    sql::execute(
        &**tx,
        statement(
            "update session set revoked_at = $2, revoke_reason = $3
             where account_id = $1 and revoked_at is null and id is distinct from $4",
            [account.into(), tx.ctx().now.into(), reason.into(), except.into()],
        ),
    )
    .await?;
    Ok(())
}
