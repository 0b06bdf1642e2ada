//! Reporting cycles: reading them with the state of their reports, and opening one.

use chrono::{Datelike, NaiveDate};
use luoshi_domain::calendar::{self, Period, PeriodKind};
use luoshi_domain::policy::{self, Action, Reach, cell};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::views::Cycle;
use super::visible::seen;
use crate::app::Ctx;
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
fn writes(ctx: &Ctx, filter: &mut Filter) -> String {
    let full = ctx.actor.roles.iter().filter(|role| !policy::reads_approved_only(&[**role]));
    match full.map(|role| cell(*role, Action::ReportRead)).max() {
        Some(Reach::All) => "true".to_owned(),
        Some(Reach::Org) => format!("t.lead_org_id = {}", filter.bind(ctx.actor.organisation)),
        _ => "false".to_owned(),
    }
}

/// Opens the cycle of a period; the same period of a plan has one cycle only.
pub async fn create(ctx: &Ctx, new: NewCycle) -> Result<Written<Cycle>, Error> {
    ctx.write(Attempt::new("cycle.create", "cycle"), async |tx| {
        ctx.require(Action::CycleWrite)?;
        let period = new.period()?;
        let window = new.window(ctx, period)?;
        let plan = find_plan(tx, new.plan_id).await?;
        let id = Uuid::now_v7();
        insert(tx, id, plan, period, window).await?;
        let name = period.name_zh();
        let detail = json!({ "plan": plan, "kind": period.kind, "opens_on": window.opens_on, "due_on": window.due_on });
        tx.record(Event { action: "cycle.create", object_type: "cycle", object_id: Some(id), label: &name, detail })
            .await?;
        let mut filter = Filter::new();
        filter.and("c.id = {}", id);
        let cycle = read(ctx, &**tx, filter, 1).await?.pop().ok_or(Error::NotFound)?;
        let version = cycle.version;
        Ok(Reply::created(cycle, version, format!("/api/v1/cycles/{id}")))
    })
    .await
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

    fn window(&self, ctx: &Ctx, period: Period) -> Result<calendar::Window, Error> {
        let usual = calendar::window(period, &ctx.app.calendar);
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
        Ok(calendar::Window { opens_on, due_on })
    }
}

async fn find_plan(tx: &Tx<'_>, wanted: Option<Uuid>) -> Result<Uuid, Error> {
    let plan = "select to_jsonb(id) as view from plan
        where case when $1::uuid is null then state = 'ACTIVE' else id = $1 end
        order by imported_at desc, id limit 1";
    let missing = || Error::field("/plan_id", "not_found", "没有这份方案，请先导入并启用方案");
    sql::row(&**tx, statement(plan, [wanted.into()])).await?.ok_or_else(missing)
}

async fn insert(tx: &Tx<'_>, id: Uuid, plan: Uuid, period: Period, window: calendar::Window) -> Result<(), Error> {
    let row = json!({
        "id": id,
        "plan_id": plan,
        "kind": period.kind,
        "name": period.name_zh(),
        "period_from": period.from,
        "period_to": period.to,
        "opens_on": window.opens_on,
        "due_on": window.due_on,
        "version": 1,
    });
    let insert = "insert into cycle select * from jsonb_populate_record(null::cycle, $1)
        on conflict (plan_id, kind, period_from) do nothing";
    match sql::execute(&**tx, statement(insert, [row.into()])).await? {
        0 => Err(Error::Duplicate { field: "/day" }),
        _ => Ok(()),
    }
}
