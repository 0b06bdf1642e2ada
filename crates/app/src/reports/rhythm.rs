//! How a plan reports: which cycles open by themselves, and what the office agreed with single units.

use chrono::{DateTime, Utc};
use luoshi_domain::calendar::PeriodKind;
use luoshi_domain::cycles::{ExceptionRule, Frequency};
use luoshi_domain::policy::Action;
use luoshi_domain::rule::RuleError;
use sea_orm::{ActiveEnum, ConnectionTrait};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::demands::{self, Moment, Scope};
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};
use crate::views::OrgRef;

/// Which cycles of a plan open by themselves when their window opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rhythm {
    /// Quarters, for all open tasks.
    pub opens_quarters: bool,
    /// Months, for red tasks.
    pub opens_months: bool,
    /// Years, for all open tasks.
    pub opens_years: bool,
}

impl Rhythm {
    /// The kinds that open by themselves, the longest first.
    pub(super) fn kinds(self) -> impl Iterator<Item = PeriodKind> {
        let said = [
            (PeriodKind::Year, self.opens_years),
            (PeriodKind::Quarter, self.opens_quarters),
            (PeriodKind::Month, self.opens_months),
        ];
        said.into_iter().filter(|(_, opens)| *opens).map(|(kind, _)| kind)
    }
}

/// How a plan reports.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReportingRules {
    /// The plan.
    pub plan_id: Uuid,
    /// What opens by itself.
    pub rhythm: Rhythm,
    /// What was agreed with single units and is in force.
    pub exceptions: Vec<ReportingException>,
    /// Version for edits; 0 while the defaults hold.
    pub version: i32,
}

/// What the office agreed with one unit about its reports.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReportingException {
    /// Its id.
    pub id: Uuid,
    /// The unit.
    pub organisation: OrgRef,
    /// What was agreed.
    pub rule: ExceptionRule,
    /// Working days more, for `LATER`.
    pub extra_days: Option<i32>,
    /// How often, for `LESS_OFTEN`.
    pub frequency: Option<Frequency>,
    /// Why.
    pub reason: String,
    /// Who agreed for the office.
    pub created_by: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Version for edits.
    pub version: i32,
}

/// An agreement to make.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewException {
    /// The unit.
    pub organisation_id: Uuid,
    /// What is agreed.
    pub rule: ExceptionRule,
    /// Working days more, 1 to 60; for `LATER` alone.
    pub extra_days: Option<i32>,
    /// How often; for `LESS_OFTEN` alone.
    pub frequency: Option<Frequency>,
    /// Why.
    pub reason: String,
}

/// Why an agreement ends.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExceptionEnd {
    /// In words.
    pub reason: String,
}

/// How the plan reports now.
pub async fn get(ctx: &Ctx, plan: Uuid) -> Result<ReportingRules, Error> {
    ctx.require(Action::CycleWrite)?;
    view(&ctx.app.db, plan).await
}

async fn view(db: &impl ConnectionTrait, plan: Uuid) -> Result<ReportingRules, Error> {
    sql::row(db, statement(include_str!("rhythm.sql"), [plan.into()])).await?.ok_or(Error::NotFound)
}

async fn lock(tx: &Tx<'_>, plan: Uuid) -> Result<ReportingRules, Error> {
    sql::execute(&**tx, statement("select 1 from plan where id = $1 for no key update", [plan.into()])).await?;
    view(&**tx, plan).await
}

/// Says what opens by itself from now on; what is open stays open.
pub async fn update(ctx: &Ctx, plan: Uuid, rhythm: Rhythm) -> Result<Written<ReportingRules>, Error> {
    ctx.write(Attempt::on("plan.set_rhythm", "plan", plan), async |tx| {
        ctx.require(Action::CycleWrite)?;
        let before = lock(tx, plan).await?;
        ctx.expect_version(before.version)?;
        let store = "insert into reporting_rhythm
                (plan_id, opens_quarters, opens_months, opens_years, updated_by, updated_at, version)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (plan_id) do update
            set opens_quarters = $2, opens_months = $3, opens_years = $4, updated_by = $5, updated_at = $6, version = $7";
        let values = [
            plan.into(),
            rhythm.opens_quarters.into(),
            rhythm.opens_months.into(),
            rhythm.opens_years.into(),
            ctx.actor.account.into(),
            ctx.now.into(),
            (before.version + 1).into(),
        ];
        sql::execute(&**tx, statement(store, values)).await?;
        let (action, detail) = ("plan.set_rhythm", json!({ "from": before.rhythm, "to": rhythm }));
        tx.record(Event { action, object_type: "plan", object_id: Some(plan), label: "报送周期", detail }).await?;
        let after = view(&**tx, plan).await?;
        let version = after.version;
        Ok(Reply::changed(after, version))
    })
    .await
}

/// Makes an agreement; it holds for running cycles from now on and for all that open later.
pub async fn except(ctx: &Ctx, plan: Uuid, new: NewException) -> Result<Written<ReportingRules>, Error> {
    ctx.write(Attempt::on("plan.except_unit", "plan", plan), async |tx| {
        ctx.require(Action::CycleWrite)?;
        lock(tx, plan).await?;
        let reason = new.checked()?;
        let name = unit_name(tx, new.organisation_id).await?;
        insert(ctx, tx, plan, (&new, &reason)).await?;
        demands::sync(&**tx, moment(ctx), Scope::default()).await?;
        demands::grant_later_days(&**tx, moment(ctx)).await?;
        let detail = json!({ "organisation": name, "rule": new.rule, "extra_days": new.extra_days,
            "frequency": new.frequency, "reason": reason });
        let action = "plan.except_unit";
        tx.record(Event { action, object_type: "plan", object_id: Some(plan), label: &name, detail }).await?;
        let after = view(&**tx, plan).await?;
        let version = after.version;
        Ok(Reply::created(after, version, format!("/api/v1/plans/{plan}/reporting")))
    })
    .await
}

#[derive(Debug, Deserialize)]
struct Agreed {
    plan_id: Uuid,
    name: String,
    version: i32,
}

/// Ends an agreement; due days already given to the unit in running cycles stay.
pub async fn end(ctx: &Ctx, id: Uuid, end: ExceptionEnd) -> Result<Written<ReportingRules>, Error> {
    ctx.write(Attempt::on("plan.end_exception", "plan", id), async |tx| {
        ctx.require(Action::CycleWrite)?;
        let sql = "select jsonb_build_object('plan_id', x.plan_id, 'name', o.name, 'version', x.version) as view
            from reporting_exception x
            join organisation o on o.id = x.organisation_id
            where x.id = $1 and x.ended_at is null
            for update of x";
        let agreed: Agreed = sql::row(&**tx, statement(sql, [id.into()])).await?.ok_or(Error::NotFound)?;
        ctx.expect_version(agreed.version)?;
        let mut fields = Fields::new();
        let reason = fields.required("/reason", &end.reason, 2_000);
        fields.done()?;
        let ended = "update reporting_exception set ended_at = $2, ended_by = $3, version = version + 1 where id = $1";
        let values = [id.into(), ctx.now.into(), ctx.actor.account.into()];
        sql::execute(&**tx, statement(ended, values)).await?;
        demands::sync(&**tx, moment(ctx), Scope::default()).await?;
        let (action, detail) = ("plan.end_exception", json!({ "organisation": agreed.name, "reason": reason }));
        let object_id = Some(agreed.plan_id);
        tx.record(Event { action, object_type: "plan", object_id, label: &agreed.name, detail }).await?;
        let after = view(&**tx, agreed.plan_id).await?;
        let version = after.version;
        Ok(Reply::changed(after, version))
    })
    .await
}

fn moment(ctx: &Ctx) -> Moment {
    Moment { now: ctx.now, today: ctx.today() }
}

async fn unit_name(tx: &Tx<'_>, id: Uuid) -> Result<String, Error> {
    let name = "select to_jsonb(name) as view from organisation where id = $1";
    let missing = || Error::field("/organisation_id", "not_found", "没有这个单位，请从列表中选择");
    sql::row(&**tx, statement(name, [id.into()])).await?.ok_or_else(missing)
}

async fn insert(ctx: &Ctx, tx: &Tx<'_>, plan: Uuid, (new, reason): (&NewException, &str)) -> Result<(), Error> {
    let insert = "insert into reporting_exception
            (id, plan_id, organisation_id, rule, extra_days, frequency, reason, created_by, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (plan_id, organisation_id) where ended_at is null do nothing";
    let values = [
        Uuid::now_v7().into(),
        plan.into(),
        new.organisation_id.into(),
        new.rule.to_value().into(),
        new.extra_days.into(),
        new.frequency.map(|frequency| frequency.to_value()).into(),
        reason.into(),
        ctx.actor.account.into(),
        ctx.now.into(),
    ];
    match sql::execute(&**tx, statement(insert, values)).await? {
        0 => Err(RuleError::ExceptionExists.into()),
        _ => Ok(()),
    }
}

impl NewException {
    fn checked(&self) -> Result<String, Error> {
        let mut fields = Fields::new();
        let reason = fields.required("/reason", &self.reason, 2_000);
        match (self.rule, self.extra_days) {
            (ExceptionRule::Later, Some(1..=60)) => {}
            (ExceptionRule::Later, _) => fields.fault("/extra_days", "out_of_range", "请填写 1 到 60 个工作日"),
            (_, Some(_)) => fields.fault("/extra_days", "not_wanted", "只有“延后”需要天数，请清空"),
            (_, None) => {}
        }
        match (self.rule, self.frequency) {
            (ExceptionRule::LessOften, None) => fields.fault("/frequency", "required", "请选择半年一次或一年一次"),
            (ExceptionRule::Exempt | ExceptionRule::Later, Some(_)) => {
                fields.fault("/frequency", "not_wanted", "只有“减频”需要频次，请清空");
            }
            _ => {}
        }
        fields.done()?;
        Ok(reason)
    }
}
