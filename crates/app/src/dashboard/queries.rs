//! Reading the cockpit in two statements: the counts, and everything that stands around them.

use chrono::NaiveDate;
use luoshi_domain::light::LightCode;
use luoshi_domain::policy::{Action, Reach};
use luoshi_domain::statistics::{MilestoneTally, Ratio, ReportTally, Tally, TaskFact, in_scope};
use luoshi_domain::tasks::TaskState;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::views::{
    Awaited, Breakdown, Dashboard, Decision, DecisionKind, KeyMilestone, ListFilter, PartRef, Rate, RateCode, RedTask,
    SnapshotRef, Tile,
};
use crate::app::Ctx;
use crate::error::Error;
use crate::reports::visible;
use crate::sql::{self, Filter};
use crate::tasks::queries::visible_to;
use crate::views::OrgRef;

/// Lights in the order in which they are told everywhere.
const LIGHTS: [LightCode; 7] = [
    LightCode::Overdue,
    LightCode::AtRisk,
    LightCode::OnTrack,
    LightCode::Completed,
    LightCode::CompletedLate,
    LightCode::NotStarted,
    LightCode::Inactive,
];
pub(super) const BASE: &str = include_str!("base.sql");
const IN_SCOPE: &str = "PENDING_SIGNOFF,SIGNOFF_RETURNED,IN_PROGRESS,PENDING_CLOSURE,CLOSED,SUSPENDED";

/// Which plan the cockpit is about.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct DashboardFilter {
    /// The plan; the one in force unless said.
    pub plan_id: Option<Uuid>,
}

#[derive(Debug, Deserialize)]
struct Frame {
    plan_id: Option<Uuid>,
    base: Option<SnapshotRef>,
    cycle_name: Option<String>,
    milestones_due: MilestoneTally,
    reports: ReportTally,
    red: Vec<RedTask>,
    decisions: Vec<Waiting>,
    milestones: Vec<KeyMilestone>,
    parts: Vec<PartRef>,
    leads: Vec<OrgRef>,
}

#[derive(Debug, Deserialize)]
struct Waiting {
    state: TaskState,
    count: u32,
    decision: Decision,
}

/// So many tasks of one part and lead with the same facts now and at the base.
#[derive(Clone, Copy, Debug, Deserialize)]
struct Group {
    part: Uuid,
    lead: Uuid,
    state: TaskState,
    light: LightCode,
    extended: bool,
    then: Option<LightCode>,
    tasks: u32,
}

impl Group {
    fn fact(&self) -> TaskFact {
        TaskFact { state: self.state, light: self.light, extended: self.extended }
    }

    /// The light it counts under now, if it counts.
    fn now(&self) -> Option<LightCode> {
        in_scope(self.state).then_some(self.light)
    }
}

/// The cockpit of the caller.
pub async fn get(ctx: &Ctx, wanted: &DashboardFilter) -> Result<Dashboard, Error> {
    ctx.require(Action::DashboardRead)?;
    let frame = frame(ctx, wanted.plan_id).await?;
    if wanted.plan_id.is_some() && frame.plan_id.is_none() {
        return Err(unknown_plan());
    }
    let groups = groups(ctx, frame.plan_id, frame.base.as_ref().map(|base| base.day)).await?;
    Ok(assemble(ctx, frame, &groups))
}

/// A plan that is asked for by an id that no plan has.
pub(super) fn unknown_plan() -> Error {
    Error::field("/plan_id", "not_found", "没有这份方案")
}

async fn frame(ctx: &Ctx, plan: Option<Uuid>) -> Result<Frame, Error> {
    let mut filter = Filter::new();
    visible_to(ctx, &mut filter);
    let seen = visible::seen(ctx, &mut filter, "r", "t");
    let (plan, today) = (filter.bind(plan), filter.bind(ctx.today()));
    let sql = include_str!("frame.sql")
        .replace("/*base*/", BASE)
        .replace("/*seen*/", &seen)
        .replace("/*plan*/", &plan)
        .replace("/*today*/", &format!("{today}::date"));
    sql::row(&ctx.app.db, filter.apply(&sql)).await?.ok_or(Error::NotFound)
}

async fn groups(ctx: &Ctx, plan: Option<Uuid>, base: Option<NaiveDate>) -> Result<Vec<Group>, Error> {
    let mut filter = Filter::new();
    visible_to(ctx, &mut filter);
    let (plan, base) = (filter.bind(plan), filter.bind(base));
    let sql = include_str!("groups.sql").replace("/*plan*/", &plan).replace("/*base*/", &base);
    sql::rows(&ctx.app.db, filter.apply(&sql)).await
}

fn assemble(ctx: &Ctx, frame: Frame, groups: &[Group]) -> Dashboard {
    let all = ListFilter { plan_id: frame.plan_id, ..ListFilter::default() };
    let tally = tally(groups.iter());
    let of_part = |part: PartRef| {
        let number = part.number.map(|number| number.to_string());
        let href = number.is_some().then(|| ListFilter { part: number, ..in_scope_list(&all) });
        breakdown(groups.iter().filter(|group| group.part == part.id), part.clone(), href)
    };
    let of_lead = |lead: OrgRef| {
        let href = Some(ListFilter { lead: Some(lead.id), ..in_scope_list(&all) });
        breakdown(groups.iter().filter(|group| group.lead == lead.id), lead.clone(), href)
    };
    Dashboard {
        as_of: ctx.now,
        today: ctx.today(),
        plan_id: frame.plan_id,
        tasks: tally.tasks(),
        href: in_scope_list(&all),
        tiles: LIGHTS.map(|light| tile(light, groups, frame.base.is_some(), &all)).to_vec(),
        rates: rates(&tally, &frame, &all),
        red: frame.red,
        decisions: decisions(ctx, &frame.decisions, &all),
        milestones: frame.milestones,
        parts: frame.parts.into_iter().map(of_part).collect(),
        leads: frame.leads.into_iter().map(of_lead).collect(),
        base: frame.base,
    }
}

fn tally<'a>(groups: impl Iterator<Item = &'a Group>) -> Tally {
    let mut tally = Tally::default();
    tally.extend(groups.map(|group| (group.fact(), group.tasks)));
    tally
}

fn breakdown<'a, T>(groups: impl Iterator<Item = &'a Group>, of: T, href: Option<ListFilter>) -> Breakdown<T> {
    let tally = tally(groups);
    Breakdown { of, counts: tally.lights, tasks: tally.tasks(), href }
}

fn tile(light: LightCode, groups: &[Group], compared: bool, all: &ListFilter) -> Tile {
    let count = |chosen: &dyn Fn(&Group) -> bool| -> u32 {
        groups.iter().filter(|group| chosen(group)).map(|group| group.tasks).sum()
    };
    let shows = |group: &Group| group.now() == Some(light);
    let showed = |group: &Group| group.then == Some(light);
    let entered = count(&|group| shows(group) && !showed(group));
    let left = count(&|group| showed(group) && !shows(group));
    let change = i32::try_from(i64::from(entered) - i64::from(left)).unwrap_or_default();
    Tile {
        light,
        count: count(&shows),
        change: compared.then_some(change),
        entered: compared.then_some(entered),
        left: compared.then_some(left),
        href: list_of(light, all),
    }
}

fn in_scope_list(all: &ListFilter) -> ListFilter {
    ListFilter { state: Some(IN_SCOPE.to_owned()), ..all.clone() }
}

/// The list of a light. Drafts are 未启动 and cancelled tasks 暂缓/终止 too, but neither is in scope.
fn list_of(light: LightCode, all: &ListFilter) -> ListFilter {
    let word = serde_json::to_value(light).ok().and_then(|code| code.as_str().map(str::to_owned));
    let state = match light {
        LightCode::NotStarted => Some("PENDING_SIGNOFF,SIGNOFF_RETURNED,IN_PROGRESS"),
        LightCode::Inactive => Some("SUSPENDED"),
        _ => None,
    };
    ListFilter { light: word, state: state.map(str::to_owned), ..all.clone() }
}

fn rates(tally: &Tally, frame: &Frame, all: &ListFilter) -> Vec<Rate> {
    let rate = |code, ratio: Ratio| Rate { code, ratio, percent: ratio.percent(), cycle_name: None, href: None };
    let listed = |code, ratio, href| Rate { href: Some(href), ..rate(code, ratio) };
    let of_cycle = |code, ratio| Rate { cycle_name: frame.cycle_name.clone(), ..rate(code, ratio) };
    let closed = ListFilter { state: Some("CLOSED".to_owned()), ..all.clone() };
    vec![
        listed(RateCode::Closing, tally.closing(), closed),
        rate(RateCode::ClosingOnTime, tally.closing_on_time()),
        rate(RateCode::ClosingExtended, tally.closing_extended()),
        listed(RateCode::ClosingLate, tally.closing_late(), list_of(LightCode::CompletedLate, all)),
        rate(RateCode::Milestones, frame.milestones_due.reached()),
        of_cycle(RateCode::Punctuality, frame.reports.punctuality()),
        of_cycle(RateCode::FirstPass, frame.reports.approved_first_time()),
    ]
}

fn decisions(ctx: &Ctx, waiting: &[Waiting], all: &ListFilter) -> Vec<Awaited> {
    let kinds = [
        (DecisionKind::SignoffReturned, TaskState::SignoffReturned, "SIGNOFF_RETURNED", Action::TaskReassign),
        (DecisionKind::Closure, TaskState::PendingClosure, "PENDING_CLOSURE", Action::TaskAccept),
    ];
    let mut sorted: Vec<Awaited> = Vec::new();
    for (kind, state, code, right) in kinds {
        let of_kind: Vec<&Waiting> = waiting.iter().filter(|item| item.state == state).collect();
        sorted.push(Awaited {
            kind,
            count: of_kind.first().map_or(0, |item| item.count),
            mine: ctx.reach(right) != Reach::No,
            href: ListFilter { state: Some(code.to_owned()), ..all.clone() },
            items: of_kind.into_iter().map(|item| item.decision.clone()).collect(),
        });
    }
    sorted
}
