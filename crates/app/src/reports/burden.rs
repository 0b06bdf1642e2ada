//! What is asked of the units already, before the office asks for more: counts, and a time where it was measured.

use chrono::{DateTime, Utc};
use luoshi_domain::burden::{self, Measured};
use luoshi_domain::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::cycles::find_plan;
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, statement};
use crate::views::OrgRef;

/// Whose burden.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct BurdenWanted {
    /// The plan; the one in force unless said.
    pub plan_id: Option<Uuid>,
    /// Only this unit.
    pub org: Option<Uuid>,
}

/// What the units carry now.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Burden {
    /// When it was counted.
    pub as_of: DateTime<Utc>,
    /// How long writing a report took in the last 90 days; null where too few were measured.
    pub measured: Option<Measured>,
    /// Units that lead open tasks, in official order.
    pub units: Vec<Carried>,
}

/// What was asked of one unit.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Carried {
    /// The unit.
    pub organisation: OrgRef,
    /// Tasks in progress that it leads.
    pub open_tasks: i64,
    /// Of these red.
    pub red_tasks: i64,
    /// Reports asked of it in the last 30 days.
    pub reports_30: i64,
    /// Reports asked of it in the last 90 days.
    pub reports_90: i64,
    /// Parts it wrote for other leads in the last 90 days.
    pub parts_90: i64,
    /// Notices issued to it in the last 30 days.
    pub notices_30: i64,
    /// Notices issued to it in the last 90 days.
    pub notices_90: i64,
    /// What the reports of the last 90 days took, from the measured time; null without one.
    #[serde(default)]
    #[schema(required = true)]
    pub minutes_90: Option<i64>,
    /// What one more report on each open task would take; null without a measured time.
    #[serde(default)]
    #[schema(required = true)]
    pub minutes_next: Option<i64>,
}

/// Counts what each unit was asked and estimates from what was measured.
pub async fn get(ctx: &Ctx, wanted: BurdenWanted) -> Result<Burden, Error> {
    ctx.require(Action::CycleWrite)?;
    let db = &ctx.app.db;
    let plan = find_plan(db, wanted.plan_id).await?;
    let carried = statement(include_str!("burden.sql"), [plan.into(), ctx.now.into(), wanted.org.into()]);
    let units: Vec<Carried> = sql::rows(db, carried).await?;
    let times = [plan.into(), ctx.now.into(), burden::PAUSE_SECONDS.into()];
    let measured = burden::measured(sql::rows(db, statement(include_str!("burden_times.sql"), times)).await?);
    let with_minutes = |unit: Carried| Carried {
        minutes_90: measured.map(|measured| measured.minutes(unit.reports_90)),
        minutes_next: measured.map(|measured| measured.minutes(unit.open_tasks)),
        ..unit
    };
    Ok(Burden { as_of: ctx.now, measured, units: units.into_iter().map(with_minutes).collect() })
}
