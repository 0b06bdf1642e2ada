//! What a cycle would ask before it is opened: which units, how many reports, and how many they wrote this year already.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use luoshi_domain::calendar::{Period, PeriodKind, window};
use luoshi_domain::cycles::{Basis, usual_basis};
use luoshi_domain::policy::Action;
use sea_orm::ActiveEnum;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::cycles::find_plan;
use crate::app::Ctx;
use crate::calendar;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::views::OrgRef;

/// The cycle that one thinks of opening.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct PreviewWanted {
    /// The plan; the one in force unless said.
    pub plan_id: Option<Uuid>,
    /// How long the period is; a quarter unless said.
    pub kind: Option<PeriodKind>,
    /// Any day of the period; today unless said.
    pub day: Option<NaiveDate>,
    /// Which tasks would be asked; by the burden rule unless said.
    pub basis: Option<Basis>,
}

/// What the cycle would be and ask.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct CyclePreview {
    /// The period in words.
    pub name: String,
    /// How long it is.
    pub kind: PeriodKind,
    /// Which tasks it would ask.
    pub basis: Basis,
    /// First day of the window.
    pub opens_on: NaiveDate,
    /// Last day of the window.
    pub due_on: NaiveDate,
    /// Whether this period is open already.
    pub exists: bool,
    /// Reports it would ask for as of now.
    pub reports: i64,
    /// Tasks left out because of an agreement with their unit.
    pub excepted: i64,
    /// What it would cost each unit, in official order.
    pub units: Vec<UnitBurden>,
    /// When this was counted.
    pub as_of: DateTime<Utc>,
}

/// Reports of one unit.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct UnitBurden {
    /// The unit.
    pub organisation: OrgRef,
    /// Reports this cycle would ask of it.
    pub reports: i64,
    /// Reports other cycles asked of it for periods of the same year.
    pub asked_this_year: i64,
}

#[derive(Debug, Deserialize)]
struct Counted {
    exists: bool,
    reports: i64,
    excepted: i64,
    units: Vec<UnitBurden>,
}

/// Counts without opening anything.
pub async fn preview(ctx: &Ctx, wanted: PreviewWanted) -> Result<CyclePreview, Error> {
    ctx.require(Action::CycleWrite)?;
    let (kind, day) = (wanted.kind.unwrap_or(PeriodKind::Quarter), wanted.day.unwrap_or(ctx.today()));
    let mut fields = Fields::new();
    if !(2000..=2100).contains(&day.year()) {
        fields.fault("/day", "out_of_range", "请填写 2000 年到 2100 年之间的日期");
    }
    fields.done()?;
    let db = &ctx.app.db;
    let plan = find_plan(db, wanted.plan_id).await?;
    let period = Period::of(kind, day);
    let days = window(period, &calendar::load(db).await?);
    let basis = wanted.basis.unwrap_or(usual_basis(kind));
    let values = [plan.into(), kind.to_value().into(), period.from.into(), period.to.into(), basis.to_value().into()];
    let counted: Option<Counted> = sql::row(db, statement(include_str!("preview.sql"), values)).await?;
    let Counted { exists, reports, excepted, units } = counted.ok_or(Error::NotFound)?;
    Ok(CyclePreview {
        name: period.name_zh(),
        kind,
        basis,
        opens_on: days.opens_on,
        due_on: days.due_on,
        exists,
        reports,
        excepted,
        units,
        as_of: ctx.now,
    })
}
