//! Naming a deputy, ending that, and acting by it.

use chrono::{Datelike, NaiveDate};
use luoshi_domain::delegation::{Absence, DelegationStage, LONGEST_DAYS, check_roles};
use luoshi_domain::policy::{Action, Role};
use luoshi_domain::rule::RuleError;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Delegation, find};
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// A deputy for the caller.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDelegation {
    /// Who stands in: somebody in use of the same unit.
    pub deputy_id: Uuid,
    /// First day, today or later.
    pub from_on: NaiveDate,
    /// Last day, at most 92 days in all.
    pub to_on: NaiveDate,
    /// Why, e.g. 出差.
    pub reason: String,
}

/// Ends a delegation before its last day.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndDelegation {
    /// Why, in a few words.
    pub comment: Option<String>,
}

/// For whom the session is to act.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActingFor {
    /// The delegation; null: for oneself again.
    pub delegation_id: Option<Uuid>,
}

/// Names a deputy for the caller.
pub async fn create(ctx: &Ctx, new: NewDelegation) -> Result<Written<Delegation>, Error> {
    ctx.write(Attempt::new("delegation.create", "delegation"), async |tx| {
        ctx.require(Action::DelegationWrite)?;
        if ctx.actor.on_behalf.is_some() {
            return Err(RuleError::DelegatedTwice.into());
        }
        // Two at once are looked at one after the other.
        let hold = "select 1 from account where id = $1 for update";
        sql::execute(&**tx, statement(hold, [ctx.actor.account.into()])).await?;
        let reason = new.checked(ctx, tx).await?;
        let id = Uuid::now_v7();
        let insert =
            "insert into delegation (id, account_id, deputy_id, organisation_id, from_on, to_on, reason, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)";
        let values = [
            id.into(),
            ctx.actor.account.into(),
            new.deputy_id.into(),
            ctx.actor.organisation.into(),
            new.from_on.into(),
            new.to_on.into(),
            reason.clone().into(),
            ctx.now.into(),
        ];
        sql::execute(&**tx, statement(insert, values)).await?;
        let view = find(ctx, &**tx, id).await?;
        let words = format!("{}至{}，{reason}", new.from_on.format("%Y-%m-%d"), new.to_on.format("%Y-%m-%d"));
        record(tx, "delegation.create", &view, view.deputy.id, &words).await?;
        let version = view.version;
        Ok(Reply::created(view, version, format!("/api/v1/delegations/{id}")))
    })
    .await
}

#[derive(Deserialize)]
struct Deputy {
    roles: Vec<Role>,
}

#[derive(Deserialize)]
struct Other {
    name: String,
    from_on: NaiveDate,
    to_on: NaiveDate,
}

impl NewDelegation {
    const fn absence(&self) -> Absence {
        Absence { from: self.from_on, to: self.to_on }
    }

    /// The reason tidied, or everything that is wrong; then the rules.
    async fn checked(&self, ctx: &Ctx, tx: &Tx<'_>) -> Result<String, Error> {
        let deputy = "select jsonb_build_object('roles', roles) as view from account
            where id = $1 and organisation_id = $2 and disabled_at is null
                and coalesce(person_id, id) <> public.person_of($3)";
        let values = [self.deputy_id.into(), ctx.actor.organisation.into(), ctx.actor.account.into()];
        let deputy: Option<Deputy> = sql::row(&**tx, statement(deputy, values)).await?;
        let mut fields = Fields::new();
        if deputy.is_none() {
            fields.fault("/deputy_id", "not_found", "请选择同一单位的在用人员");
        }
        if self.from_on < ctx.today() || self.from_on.year() > 2100 {
            fields.fault("/from_on", "out_of_range", "请从今天或以后开始");
        }
        if self.to_on < self.from_on {
            fields.fault("/to_on", "before_start", "结束日期不能早于开始日期");
        } else if self.absence().is_too_long() {
            let words = format!("最多 {LONGEST_DAYS} 天；时间更长请交接工作");
            fields.fault("/to_on", "out_of_range", words);
        }
        let reason = fields.required("/reason", &self.reason, 200);
        fields.done()?;
        check_roles(&ctx.actor.roles, &deputy.map(|deputy| deputy.roles).unwrap_or_default())?;
        self.check_free(ctx, tx).await?;
        Ok(reason)
    }

    /// One deputy at a time, so that everybody knows whom to ask.
    async fn check_free(&self, ctx: &Ctx, tx: &Tx<'_>) -> Result<(), Error> {
        let open = "select jsonb_build_object('name', b.name, 'from_on', d.from_on, 'to_on', d.to_on) as view
            from delegation d join account b on b.id = d.deputy_id
            where d.account_id = $1 and d.ended_at is null and d.to_on >= $2
            order by d.from_on";
        let open: Vec<Other> =
            sql::rows(&**tx, statement(open, [ctx.actor.account.into(), ctx.today().into()])).await?;
        let taken =
            open.into_iter().find(|other| self.absence().overlaps(Absence { from: other.from_on, to: other.to_on }));
        match taken {
            Some(other) => Err(RuleError::DelegationOverlaps { name: other.name }.into()),
            None => Ok(()),
        }
    }
}

/// Ends a delegation before its last day; sessions that act by it are their own again at once.
pub async fn end(ctx: &Ctx, id: Uuid, input: EndDelegation) -> Result<Written<Delegation>, Error> {
    ctx.write(Attempt::on("delegation.end", "delegation", id), async |tx| {
        sql::execute(&**tx, statement("select 1 from delegation where id = $1 for update", [id.into()])).await?;
        ctx.require(Action::DelegationWrite)?;
        let before = find(ctx, &**tx, id).await?;
        ctx.expect_version(before.version)?;
        let mut fields = Fields::new();
        let words = fields.optional("/comment", input.comment.as_deref(), 200);
        fields.done()?;
        if !before.may_be_ended_by(ctx) {
            return Err(Error::Forbidden { action: Action::DelegationWrite.code() });
        }
        if before.stage == DelegationStage::Ended {
            return Err(RuleError::DelegationEnded.into());
        }
        let change = "update delegation set ended_at = $2, ended_by = $3, version = version + 1 where id = $1";
        let values = [id.into(), ctx.now.into(), ctx.actor.account.into()];
        sql::execute(&**tx, statement(change, values)).await?;
        let view = find(ctx, &**tx, id).await?;
        for person in [view.person.id, view.deputy.id].into_iter().filter(|person| *person != ctx.actor.account) {
            record(tx, "delegation.end", &view, person, words.as_deref().unwrap_or("提前结束")).await?;
        }
        let version = view.version;
        Ok(Reply::changed(view, version))
    })
    .await
}

/// Lets this session act for the absent person, or for its own account again.
pub async fn act(ctx: &Ctx, wanted: ActingFor) -> Result<Written<()>, Error> {
    let session = ctx.session.ok_or(Error::Unauthenticated)?;
    ctx.write(Attempt::on("session.act", "session", session), async |tx| {
        ctx.require(Action::OwnWrite)?;
        let mut name = None;
        if let Some(id) = wanted.delegation_id {
            let view = find(ctx, &**tx, id).await?;
            if view.deputy.id != ctx.actor.account {
                return Err(Error::NotFound);
            }
            if !view.may_act {
                return Err(RuleError::DelegationEnded.into());
            }
            name = Some(view.person.name);
        }
        let change = "update session set acting_for = $2 where id = $1";
        sql::execute(&**tx, statement(change, [session.into(), wanted.delegation_id.into()])).await?;
        let detail = json!({ "delegation_id": wanted.delegation_id, "for": name });
        let (action, label) = ("session.act", ctx.login.as_str());
        tx.record(Event { action, object_type: "session", object_id: Some(session), label, detail }).await?;
        Ok(Reply::nothing(()))
    })
    .await
}

/// The trail names both; the person of the event is told.
async fn record(tx: &Tx<'_>, action: &str, view: &Delegation, person: Uuid, words: &str) -> Result<(), Error> {
    let comment = format!("{}代{}：{words}", view.deputy.name, view.person.name);
    let detail = json!({ "delegation_id": view.id, "person": view.person.id, "deputy": view.deputy.id,
        "from_on": view.from_on, "to_on": view.to_on, "reason": view.reason, "comment": comment });
    tx.record(Event { action, object_type: "user", object_id: Some(person), label: &comment, detail }).await
}
