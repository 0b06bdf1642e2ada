//! The limits of the light rules in a plan: what holds, who decided it and from when (domain.md 2.5, 8).
//!
//! A decision never turns a light on the day it is made: it holds from a later day on, for every task of the plan alike.

use chrono::{DateTime, Days, NaiveDate, Utc};
use luoshi_domain::light::{RULE_VERSION, Thresholds};
use luoshi_domain::policy::{Action, Reach};
use sea_orm::{ConnectionTrait, Value};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::draft::check_day;
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// The limits of a plan.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct LightLimits {
    /// The plan.
    pub plan_id: Uuid,
    /// Version of the rules themselves.
    #[serde(default)]
    #[schema(required = true)]
    pub rule_version: i32,
    /// What holds today.
    #[serde(default)]
    #[schema(required = true)]
    pub in_force: Thresholds,
    /// Version of the decision that holds today; 0: the defaults.
    #[serde(default)]
    #[schema(required = true)]
    pub in_force_version: i32,
    /// What holds where nothing is decided.
    #[serde(default)]
    #[schema(required = true)]
    pub defaults: Thresholds,
    /// All decisions, latest first.
    pub decisions: Vec<LimitsDecision>,
    /// The first day from which a new decision may hold.
    #[serde(default = "never")]
    #[schema(required = true)]
    pub earliest_on: NaiveDate,
    /// Whether this caller may decide.
    #[serde(default)]
    #[schema(required = true)]
    pub editable: bool,
    /// Version for edits; 0 while nothing is decided.
    pub version: i32,
}

const fn never() -> NaiveDate {
    NaiveDate::MAX
}

/// One decision on the limits.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct LimitsDecision {
    /// Counts the decisions of the plan.
    pub version: i32,
    /// The limits.
    pub limits: Thresholds,
    /// First day on which they hold.
    pub effective_on: NaiveDate,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub set_by: String,
    /// When.
    pub set_at: DateTime<Utc>,
}

/// New limits with their reason.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLimits {
    /// All of them.
    pub limits: Thresholds,
    /// First day on which they hold; tomorrow at the earliest.
    pub effective_on: NaiveDate,
    /// Why.
    pub reason: String,
}

/// What holds in a plan, and what was decided.
pub async fn get(ctx: &Ctx, plan: Uuid) -> Result<LightLimits, Error> {
    ctx.require(Action::PlanRead)?;
    view(ctx, &ctx.app.db, plan).await
}

async fn view(ctx: &Ctx, db: &impl ConnectionTrait, plan: Uuid) -> Result<LightLimits, Error> {
    let found = sql::row(db, statement(include_str!("limits.sql"), [plan.into()])).await?;
    let mut view: LightLimits = found.ok_or(Error::NotFound)?;
    let today = ctx.today();
    let holds = view.decisions.iter().find(|decision| decision.effective_on <= today);
    (view.in_force, view.in_force_version) =
        holds.map_or((ctx.app.settings.thresholds, 0), |decision| (decision.limits, decision.version));
    view.defaults = ctx.app.settings.thresholds;
    view.rule_version = RULE_VERSION;
    view.earliest_on = today + Days::new(1);
    view.editable = ctx.reach(Action::LimitsWrite) != Reach::No;
    Ok(view)
}

/// Decides on the limits; the decision before it stays to be seen.
pub async fn set(ctx: &Ctx, plan: Uuid, new: NewLimits) -> Result<Written<LightLimits>, Error> {
    ctx.write(Attempt::on("plan.set_light_limits", "plan", plan), async |tx| {
        ctx.require(Action::LimitsWrite)?;
        sql::execute(&**tx, statement("select 1 from plan where id = $1 for no key update", [plan.into()])).await?;
        let before = view(ctx, &**tx, plan).await?;
        let reason = new.checked(before.earliest_on)?;
        ctx.expect_version(before.version)?;
        insert(ctx, tx, plan, (&new, &reason, before.version + 1)).await?;
        let detail = json!({ "from": before.decisions.first().map_or(before.defaults, |last| last.limits),
            "to": new.limits, "effective_on": new.effective_on, "reason": reason });
        let action = "plan.set_light_limits";
        tx.record(Event { action, object_type: "plan", object_id: Some(plan), label: "亮灯规则", detail }).await?;
        let after = view(ctx, &**tx, plan).await?;
        let version = after.version;
        Ok(Reply::changed(after, version))
    })
    .await
}

async fn insert(
    ctx: &Ctx,
    tx: &Tx<'_>,
    plan: Uuid,
    (new, reason, version): (&NewLimits, &str, i32),
) -> Result<(), Error> {
    let insert = "insert into light_limits (plan_id, version, grace_days, soon_days, lag_points, lag_red_points,
            missed_reports, effective_on, reason, set_by, set_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let number = |limit: u32| -> Value { i32::try_from(limit).unwrap_or(i32::MAX).into() };
    let values = [
        plan.into(),
        version.into(),
        number(new.limits.grace_days),
        number(new.limits.soon_days),
        number(new.limits.lag_points),
        number(new.limits.lag_red_points),
        number(new.limits.missed_reports),
        new.effective_on.into(),
        reason.into(),
        ctx.actor.account.into(),
        ctx.now.into(),
    ];
    sql::execute(&**tx, statement(insert, values)).await?;
    Ok(())
}

impl NewLimits {
    fn checked(&self, earliest_on: NaiveDate) -> Result<String, Error> {
        let mut fields = Fields::new();
        let reason = fields.required("/reason", &self.reason, 2_000);
        let limits = &self.limits;
        let bounds = [
            ("/limits/grace_days", limits.grace_days, 0, 60, "天"),
            ("/limits/soon_days", limits.soon_days, 0, 60, "天"),
            ("/limits/lag_points", limits.lag_points, 1, 100, "个百分点"),
            ("/limits/lag_red_points", limits.lag_red_points, 1, 100, "个百分点"),
            ("/limits/missed_reports", limits.missed_reports, 2, 12, "次"),
        ];
        for (pointer, value, low, high, unit) in bounds {
            if !(low..=high).contains(&value) {
                fields.fault(pointer, "out_of_range", format!("请填写 {low} 到 {high} {unit}"));
            }
        }
        if limits.lag_points > limits.lag_red_points {
            fields.fault("/limits/lag_red_points", "below_yellow", "红灯的差距不能小于黄灯的差距");
        }
        check_day(&mut fields, "/effective_on", self.effective_on);
        if self.effective_on < earliest_on {
            fields.fault("/effective_on", "out_of_range", format!("最早从 {earliest_on} 起生效，当天的灯不改"));
        }
        fields.done()?;
        Ok(reason)
    }
}
