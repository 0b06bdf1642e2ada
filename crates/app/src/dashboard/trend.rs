//! The last twelve months: how many tasks were red and yellow at each month's end, and which ones they were.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use luoshi_domain::light::{LightCode, Reason};
use luoshi_domain::policy::Action;
use luoshi_domain::tasks::TaskState;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::queries::{DashboardFilter, unknown_plan};
use super::views::PartRef;
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, Filter, Page, Window};
use crate::tasks::queries::{codes, visible_to};
use crate::views::OrgRef;

/// Red and yellow tasks month by month, of the tasks that the caller may read now.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Trend {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// The plan; null when none is in force.
    pub plan_id: Option<Uuid>,
    /// Twelve months, the current one last.
    pub months: Vec<TrendMonth>,
    /// By part of the plan, in its order.
    pub parts: Vec<Course<PartRef>>,
    /// By the organisation that led then, in 建制 order.
    pub leads: Vec<Course<OrgRef>>,
}

/// A month of the trend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrendMonth {
    /// Its first day.
    pub month: NaiveDate,
    /// The day of its last snapshot; null for a month without one, and for the current month, which is now.
    pub day: Option<NaiveDate>,
}

/// One row through all months.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Course<T> {
    /// Whose row.
    pub of: T,
    /// One per month; null where nothing was kept.
    pub points: Vec<Option<TrendPoint>>,
}

/// How many tasks in scope stood how at the end of a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrendPoint {
    /// All: issued and not cancelled.
    pub tasks: u32,
    /// Red ones.
    pub overdue: u32,
    /// Yellow ones.
    pub at_risk: u32,
}

#[derive(Debug, Deserialize)]
struct Found {
    plan_id: Option<Uuid>,
    months: Vec<TrendMonth>,
    counted: Vec<Counted>,
    parts: Vec<PartRef>,
    leads: Vec<OrgRef>,
}

#[derive(Debug, Deserialize)]
struct Counted {
    month: NaiveDate,
    part: Uuid,
    lead: Uuid,
    #[serde(flatten)]
    point: TrendPoint,
}

/// The trend of the caller.
pub async fn get(ctx: &Ctx, wanted: &DashboardFilter) -> Result<Trend, Error> {
    ctx.require(Action::DashboardRead)?;
    let mut filter = Filter::new();
    visible_to(ctx, &mut filter);
    let (plan, today) = (filter.bind(wanted.plan_id), filter.bind(ctx.today()));
    let sql =
        include_str!("trend.sql").replace("/*plan*/", &plan).replace("/*today*/", &format!("{today}::date::timestamp"));
    let found: Option<Found> = sql::row(&ctx.app.db, filter.apply(&sql)).await?;
    let mut found = found.ok_or(Error::NotFound)?;
    if wanted.plan_id.is_some() && found.plan_id.is_none() {
        return Err(unknown_plan());
    }
    let now = ctx.today().with_day(1).unwrap_or(ctx.today());
    let known: Vec<NaiveDate> =
        found.months.iter().filter(|month| month.day.is_some()).map(|month| month.month).chain([now]).collect();
    found.months.push(TrendMonth { month: now, day: None });
    let months: Vec<NaiveDate> = found.months.iter().map(|month| month.month).collect();
    let courses = Courses { months: &months, known: &known, counted: &found.counted };
    let parts = found.parts.into_iter().map(|part| courses.of(part.id, part, |row| row.part)).collect();
    let leads = found.leads.into_iter().map(|lead| courses.of(lead.id, lead, |row| row.lead)).collect();
    Ok(Trend { as_of: ctx.now, plan_id: found.plan_id, months: found.months, parts, leads })
}

struct Courses<'a> {
    months: &'a [NaiveDate],
    known: &'a [NaiveDate],
    counted: &'a [Counted],
}

impl Courses<'_> {
    fn of<T>(&self, id: Uuid, of: T, key: impl Fn(&Counted) -> Uuid) -> Course<T> {
        let mut sums: HashMap<NaiveDate, TrendPoint> =
            self.known.iter().map(|month| (*month, TrendPoint::default())).collect();
        for row in self.counted.iter().filter(|row| key(row) == id) {
            let sum = sums.entry(row.month).or_default();
            sum.tasks += row.point.tasks;
            sum.overdue += row.point.overdue;
            sum.at_risk += row.point.at_risk;
        }
        Course { of, points: self.months.iter().map(|month| sums.get(month).copied()).collect() }
    }
}

/// Which tasks of a snapshot to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct StoodFilter {
    /// The plan; the one in force unless said.
    pub plan_id: Option<Uuid>,
    /// Number of a part.
    pub part: Option<i32>,
    /// The organisation that led then.
    pub lead: Option<Uuid>,
    /// Lights of then, e.g. `OVERDUE,AT_RISK`.
    pub light: Option<String>,
    /// At most so many, 50 unless said, 200 at most.
    pub limit: Option<u64>,
    /// Where the last page ended.
    pub cursor: Option<String>,
}

/// How a task stood on the day of a snapshot, in the words of then.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct StoodTask {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its title then.
    pub title: String,
    /// Its state then.
    pub state: TaskState,
    /// Its light then.
    pub light: LightCode,
    /// Why, gravest first.
    pub reasons: Vec<Reason>,
    /// Most days any reason was late.
    pub days_late: Option<i32>,
    /// Its due day then.
    pub due_on: NaiveDate,
    /// Its light now.
    pub light_now: LightCode,
    /// The organisation that led it then.
    pub lead: OrgRef,
}

/// The tasks in scope of one snapshot, of those that the caller may read now. A day without a snapshot has none.
pub async fn stood(ctx: &Ctx, day: NaiveDate, wanted: StoodFilter) -> Result<Page<StoodTask>, Error> {
    ctx.require(Action::DashboardRead)?;
    if !(2000..=2100).contains(&day.year()) {
        return Err(Error::NotFound);
    }
    let window = Window { limit: wanted.limit, cursor: wanted.cursor.clone() };
    let limit = window.limit()?;
    let mut filter = Filter::new();
    visible_to(ctx, &mut filter);
    filter.and("s.day = {}", day);
    filter.and_plain("s.state not in ('DRAFT', 'CANCELLED')");
    match wanted.plan_id {
        Some(plan) => filter.and("s.plan_id = {}", plan),
        None => filter.and_plain(
            "s.plan_id = (select id from plan where state = 'ACTIVE' order by imported_at desc, id desc limit 1)",
        ),
    };
    filter.and_some("s.lead_org_id = {}", wanted.lead);
    filter.and_some(
        "t.measure_id in (select m.id from measure m join plan_section c on c.id = m.section_id
            join plan_part p on p.id = c.part_id where p.number = {})",
        wanted.part,
    );
    filter.and_some("s.light = any({})", codes::<LightCode>("/light", wanted.light.as_deref())?);
    let from = "snapshot_task s join task t on t.id = s.task_id";
    let total = sql::count(&ctx.app.db, from, &filter).await?;
    if let Some((code, id)) = window.after::<(String, Uuid)>()? {
        let (code, id) = (filter.bind(code), filter.bind(id));
        filter.and_plain(&format!("(s.code, s.task_id) > ({code}, {id})"));
    }
    let sql = include_str!("stood.sql").replace("/*limit*/", &(limit + 1).to_string());
    let items: Vec<StoodTask> = sql::rows(&ctx.app.db, filter.apply(&sql)).await?;
    Ok(sql::page(items, limit, total, ctx.now, |task| (task.code.clone(), task.id)))
}
