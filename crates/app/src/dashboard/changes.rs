//! What is new, slipped, recovered, closed, stopped, re-owned or re-dated between two snapshots, or since one.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use luoshi_domain::light::Reason;
use luoshi_domain::policy::Action;
use luoshi_domain::tracking::{ChangeKind, Standing, changes};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::queries::{BASE, unknown_plan};
use super::views::SnapshotRef;
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, Filter};
use crate::tasks::queries::visible_to;
use crate::views::OrgRef;

/// Between which days to compare.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ChangesFilter {
    /// The plan; the one in force unless said.
    #[serde(default)]
    pub plan_id: Option<Uuid>,
    /// The earlier day; its snapshot, else the last one before it. The base as of the later day unless said.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// The later day, read in the same way; now unless said.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// Only tasks that changed in one of these ways, e.g. `SLIPPED,REDATED`.
    #[serde(default)]
    pub change: Option<String>,
    /// Only tasks of this lead, then or now.
    #[serde(default)]
    pub lead: Option<Uuid>,
    /// Only tasks of the part with this number.
    #[serde(default)]
    pub part: Option<i32>,
}

impl ChangesFilter {
    fn kinds(&self) -> Result<Option<Vec<ChangeKind>>, Error> {
        let Some(wanted) = self.change.as_deref().filter(|wanted| !wanted.is_empty()) else { return Ok(None) };
        let kind = |code: &str| ChangeKind::ALL.into_iter().find(|kind| kind.code() == code.trim());
        let kinds: Option<Vec<ChangeKind>> = wanted.split(',').map(kind).collect();
        kinds.map(Some).ok_or_else(|| Error::field("/change", "unknown_value", "没有这种变化，请从列表选择"))
    }

    fn check(&self) -> Result<(), Error> {
        let mut fields = Fields::new();
        for (pointer, day) in [("/from", self.from), ("/to", self.to)] {
            if day.is_some_and(|day| !(2000..=2100).contains(&day.year())) {
                fields.fault(pointer, "out_of_range", "请填写 2000 年到 2100 年之间的日期");
            }
        }
        if self.to.zip(self.from).is_some_and(|(to, from)| to < from) {
            fields.fault("/to", "out_of_range", "后一个日期不早于前一个日期");
        }
        fields.done()
    }
}

/// What became different.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Changes {
    /// When it was read.
    #[serde(default)]
    pub as_of: DateTime<Utc>,
    /// The plan.
    pub plan_id: Option<Uuid>,
    /// The earlier snapshot; null when there is none so early, and then nothing is compared.
    pub from: Option<SnapshotRef>,
    /// The later snapshot; null for now.
    pub to: Option<SnapshotRef>,
    /// How many changed in each way, whatever `change` asks for; a task may count in several.
    #[serde(default)]
    #[schema(required = true)]
    pub counts: Vec<ChangeCount>,
    /// Tasks that changed, by code; at most 5,000.
    pub items: Vec<ChangedTask>,
}

/// How many tasks changed in one way.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct ChangeCount {
    /// The way.
    pub change: ChangeKind,
    /// How many.
    pub count: usize,
}

/// A task that changed, with how it stood before and after.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ChangedTask {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its title at the later day.
    pub title: String,
    /// Its lead at the later day.
    pub lead: OrgRef,
    /// Its lead before, where it is another.
    pub lead_before: Option<OrgRef>,
    /// Why its light is what it is at the later day.
    pub reasons: Vec<Reason>,
    /// In which ways it changed.
    #[serde(default)]
    pub changes: Vec<ChangeKind>,
    /// How it stood; null when it had not been issued.
    pub before: Option<Standing>,
    /// How it stands.
    pub after: Standing,
}

/// What changed between two days, of the tasks that the caller may read now.
pub async fn list(ctx: &Ctx, wanted: &ChangesFilter) -> Result<Changes, Error> {
    ctx.require(Action::DashboardRead)?;
    wanted.check()?;
    let kinds = wanted.kinds()?;
    let mut filter = Filter::new();
    visible_to(ctx, &mut filter);
    let (plan, from, to) = (filter.bind(wanted.plan_id), filter.bind(wanted.from), filter.bind(wanted.to));
    let today = filter.bind(ctx.today());
    filter.and_some("{}::uuid in (a.lead_org_id, b.lead_org_id)", wanted.lead);
    filter.and_some(
        "exists (select 1 from measure m join plan_section ps on ps.id = m.section_id join plan_part pp on pp.id = ps.part_id
            where m.id = t.measure_id and pp.number = {})",
        wanted.part,
    );
    let sql = include_str!("changes.sql")
        .replace("/*base*/", BASE)
        .replace("/*today*/", &format!("coalesce({to}::date, {today}::date)"))
        .replace("/*plan*/", &plan)
        .replace("/*from*/", &from)
        .replace("/*to*/", &to);
    let found: Option<Changes> = sql::row(&ctx.app.db, filter.apply(&sql)).await?;
    let mut found = found.ok_or(Error::NotFound)?;
    if wanted.plan_id.is_some() && found.plan_id.is_none() {
        return Err(unknown_plan());
    }
    for item in &mut found.items {
        item.changes = changes(item.before.as_ref(), &item.after);
    }
    // A task that was only signed for, or turned green at its start, stands differently but is no news.
    found.items.retain(|item| !item.changes.is_empty());
    let count = |change| found.items.iter().filter(|item| item.changes.contains(&change)).count();
    found.counts = ChangeKind::ALL.map(|change| ChangeCount { change, count: count(change) }).to_vec();
    if let Some(kinds) = kinds {
        found.items.retain(|item| kinds.iter().any(|kind| item.changes.contains(kind)));
    }
    found.as_of = ctx.now;
    Ok(found)
}
