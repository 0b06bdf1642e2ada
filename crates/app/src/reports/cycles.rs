//! Reporting cycles: reading them with the state of their reports, and opening one.

use chrono::{Datelike, NaiveDate};
use luoshi_domain::calendar::{Period, PeriodKind, Window as Days, window};
use luoshi_domain::cycles::Basis;
use luoshi_domain::policy::{self, Action, Reach, cell};
use luoshi_domain::rule::RuleError;
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::demands::{self, Moment};
use super::views::Cycle;
use super::visible::seen;
use crate::app::Ctx;
use crate::calendar;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, Filter, Page, Window, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// Filters of the list of cycles.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct CycleFilter {
    /// Only cycles of this plan.
    pub plan_id: Option<Uuid>,
    /// Rows wanted, 1 to 200; 50 unless said.
    pub limit: Option<u64>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// Opens a cycle: the period of that kind in which the day lies.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCycle {
    /// The plan; the one in force unless said.
    pub plan_id: Option<Uuid>,
    /// How long the period is.
    pub kind: PeriodKind,
    /// Any day of the period.
    pub day: NaiveDate,
    /// Which tasks are asked; all open ones unless said.
    pub basis: Option<Basis>,
    /// First day of the window; the 25th of the last month of the period unless said.
    pub opens_on: Option<NaiveDate>,
    /// Last day of the window; the 5th working day after the period unless said.
    pub due_on: Option<NaiveDate>,
}

/// The cycles that match, latest period first.
pub async fn list(ctx: &Ctx, wanted: CycleFilter) -> Result<Page<Cycle>, Error> {
    ctx.require(Action::CycleRead)?;
    let window = Window { limit: wanted.limit, cursor: wanted.cursor };
    let limit = window.limit()?;
    let mut filter = Filter::new();
    filter.and_some("c.plan_id = {}", wanted.plan_id);
    let total = sql::count(&ctx.app.db, "cycle c", &filter).await?;
    if let Some((period_to, id)) = window.after::<(NaiveDate, Uuid)>()? {
        let (period_to, id) = (filter.bind(period_to), filter.bind(id));
        filter.and_plain(&format!("(c.period_to, c.id) < ({period_to}, {id})"));
    }
    let items = read(ctx, &ctx.app.db, filter, limit + 1).await?;
    Ok(sql::page(items, limit, total, ctx.now, |cycle| (cycle.period_to, cycle.id)))
}

async fn read(ctx: &Ctx, db: &impl ConnectionTrait, mut filter: Filter, limit: u64) -> Result<Vec<Cycle>, Error> {
    let today = filter.bind(ctx.today());
    let versions = seen(ctx, &mut filter, "v", "t");
    let seen = seen(ctx, &mut filter, "r", "t");
    let due = writes(ctx, &mut filter);
    let sql = include_str!("cycles.sql")
        .replace("/*limit*/", &limit.to_string())
        .replace("/*today*/", &today)
        .replace("/*seen*/", &seen)
        .replace("/*seen_version*/", &versions)
        .replace("/*due*/", &due);
    sql::rows(db, filter.apply(&sql)).await
}

/// Whose missing reports the caller may count: the office all, a unit those it leads, readers of approved reports none.
pub(super) fn writes(ctx: &Ctx, filter: &mut Filter) -> String {
    let full = ctx.actor.roles.iter().filter(|role| !policy::reads_approved_only(&[**role]));
    match full.map(|role| cell(*role, Action::ReportRead)).max() {
        Some(Reach::All) => "true".to_owned(),
        Some(Reach::Org) => format!("t.lead_org_id = {}", filter.bind(ctx.actor.organisation)),
        _ => "false".to_owned(),
    }
}

/// A cycle to open: everything about it is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opening {
    /// Of which plan.
    pub plan: Uuid,
    /// What it reports on.
    pub period: Period,
    /// Its window.
    pub days: Days,
    /// Whether the due day follows the calendar.
    pub by_rule: bool,
    /// Which tasks it asks.
    pub basis: Basis,
    /// Whether the house opens it by itself.
    pub automatic: bool,
}

/// Opens the cycle of a period; the same period of a plan has one cycle only.
pub async fn create(ctx: &Ctx, new: NewCycle) -> Result<Written<Cycle>, Error> {
    ctx.write(Attempt::new("cycle.create", "cycle"), async |tx| {
        ctx.require(Action::CycleWrite)?;
        let period = new.period()?;
        let usual = window(period, &calendar::load(&**tx).await?);
        let (days, by_rule) = new.days(period, usual)?;
        let plan = find_plan(&**tx, new.plan_id).await?;
        let basis = new.basis.unwrap_or(Basis::Open);
        let id = open(ctx, tx, &Opening { plan, period, days, by_rule, basis, automatic: false }).await?;
        let cycle = find(ctx, &**tx, id).await?;
        let version = cycle.version;
        Ok(Reply::created(cycle, version, format!("/api/v1/cycles/{id}")))
    })
    .await
}

/// Makes the cycle and its first demands, with an event.
pub(super) async fn open(ctx: &Ctx, tx: &Tx<'_>, new: &Opening) -> Result<Uuid, Error> {
    let id = Uuid::now_v7();
    insert(tx, id, new).await?;
    let at = Moment { now: ctx.now, today: ctx.today() };
    demands::open(&**tx, at, (id, new.basis, new.days.opens_on)).await?;
    let asked = "select to_jsonb(count(*)) as view from demand where cycle_id = $1";
    let asked: i64 = sql::row(&**tx, statement(asked, [id.into()])).await?.unwrap_or_default();
    let name = new.period.name_zh();
    let detail = json!({
        "plan": new.plan, "kind": new.period.kind, "basis": new.basis, "opens_on": new.days.opens_on,
        "due_on": new.days.due_on, "automatic": new.automatic, "asked": asked,
    });
    tx.record(Event { action: "cycle.create", object_type: "cycle", object_id: Some(id), label: &name, detail })
        .await?;
    Ok(id)
}

/// One cycle as the list shows it.
pub(super) async fn find(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<Cycle, Error> {
    let mut filter = Filter::new();
    filter.and("c.id = {}", id);
    read(ctx, db, filter, 1).await?.pop().ok_or(Error::NotFound)
}

impl NewCycle {
    fn period(&self) -> Result<Period, Error> {
        let mut fields = Fields::new();
        let days = [("/day", Some(self.day)), ("/opens_on", self.opens_on), ("/due_on", self.due_on)];
        for (pointer, day) in days {
            if day.is_some_and(|day| !(2000..=2100).contains(&day.year())) {
                fields.fault(pointer, "out_of_range", "请填写 2000 年到 2100 年之间的日期");
            }
        }
        fields.done()?;
        Ok(Period::of(self.kind, self.day))
    }

    /// The window asked for, or the usual one; and whether the due day is the usual one.
    fn days(&self, period: Period, usual: Days) -> Result<(Days, bool), Error> {
        let opens_on = self.opens_on.unwrap_or(usual.opens_on);
        let due_on = self.due_on.unwrap_or(usual.due_on);
        let mut fields = Fields::new();
        if opens_on < period.from {
            fields.fault("/opens_on", "out_of_range", format!("不早于本期首日 {}", period.from));
        }
        if due_on < opens_on {
            fields.fault("/due_on", "out_of_range", format!("不早于开始填报日 {opens_on}"));
        }
        fields.done()?;
        Ok((Days { opens_on, due_on }, due_on == usual.due_on))
    }
}

pub(crate) async fn find_plan(tx: &impl ConnectionTrait, wanted: Option<Uuid>) -> Result<Uuid, Error> {
    let plan = "select to_jsonb(id) as view from plan
        where case when $1::uuid is null then state = 'ACTIVE' else id = $1 end
        order by imported_at desc, id limit 1";
    let missing = || Error::field("/plan_id", "not_found", "没有这份方案，请先导入并启用方案");
    sql::row(tx, statement(plan, [wanted.into()])).await?.ok_or_else(missing)
}

async fn insert(tx: &Tx<'_>, id: Uuid, new: &Opening) -> Result<(), Error> {
    let row = json!({
        "id": id,
        "plan_id": new.plan,
        "kind": new.period.kind,
        "name": new.period.name_zh(),
        "period_from": new.period.from,
        "period_to": new.period.to,
        "opens_on": new.days.opens_on,
        "due_on": new.days.due_on,
        "baseline_due_on": new.days.due_on,
        "due_by_rule": new.by_rule,
        "basis": new.basis,
        "automatic": new.automatic,
        "version": 1,
    });
    let insert = "insert into cycle select * from jsonb_populate_record(null::cycle, $1)
        on conflict (plan_id, kind, period_from) do nothing";
    match sql::execute(&**tx, statement(insert, [row.into()])).await? {
        0 => Err(RuleError::CycleExists { name: new.period.name_zh() }.into()),
        _ => Ok(()),
    }
}
