//! Reading parts: the list of an organisation's own, one page, and the parts beside a report.

use chrono::NaiveDate;
use luoshi_domain::contributions::{ContributionState, Quoted, passage, quoted};
use luoshi_domain::policy::{Action, Reach};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use uuid::Uuid;

use super::views::{Contribution, ContributionSummary, ReportContribution};
use super::{lead, steps, stored};
use crate::app::Ctx;
use crate::error::Error;
use crate::reports::stored::ReportFacts;
use crate::reports::views::ReportView;
use crate::sql::{self, Filter, Page, Window};
use crate::tasks::queries::codes;

/// Filters of the list of parts; lists are separated by commas.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct ContributionFilter {
    /// Only parts for this cycle; the cycles whose window is open unless said.
    pub cycle_id: Option<Uuid>,
    /// Only parts of this task.
    pub task_id: Option<Uuid>,
    /// Only parts of this organisation, for the office; a unit reads its own.
    pub org: Option<Uuid>,
    /// States, e.g. `NOT_STARTED,DRAFT`.
    pub state: Option<String>,
    /// Rows wanted, 1 to 200; 50 unless said.
    pub limit: Option<u64>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// What the organisation has to say in the tasks of others, begun or not, in the order of the tasks' codes.
pub async fn list(ctx: &Ctx, wanted: ContributionFilter) -> Result<Page<ContributionSummary>, Error> {
    ctx.require(Action::ContributionRead)?;
    let window = Window { limit: wanted.limit, cursor: wanted.cursor.clone() };
    let limit = window.limit()?;
    let mut filter = Filter::new();
    narrow(ctx, &mut filter, &wanted)?;
    let from = "task_organisation d
        join task t on t.id = d.task_id
        join cycle y on y.plan_id = t.plan_id
        left join contribution c on c.task_id = t.id and c.cycle_id = y.id and c.organisation_id = d.organisation_id";
    let total = sql::count(&ctx.app.db, from, &filter).await?;
    if let Some((code, task, organisation)) = window.after::<(String, Uuid, Uuid)>()? {
        let (code, task) = (filter.bind(code), filter.bind(task));
        let organisation = filter.bind(organisation);
        filter.and_plain(&format!("(t.code, t.id, d.organisation_id) > ({code}, {task}, {organisation})"));
    }
    let sql = format!("{}limit {}", include_str!("list.sql"), limit + 1);
    let items: Vec<ContributionSummary> = sql::rows(&ctx.app.db, filter.apply(&sql)).await?;
    Ok(sql::page(items, limit, total, ctx.now, |part| (part.task.code.clone(), part.task.id, part.organisation.id)))
}

fn narrow(ctx: &Ctx, filter: &mut Filter, wanted: &ContributionFilter) -> Result<(), Error> {
    if ctx.reach(Action::ContributionRead) == Reach::All {
        filter.and_some("d.organisation_id = {}", wanted.org);
    } else {
        filter.and("d.organisation_id = {}", ctx.actor.organisation);
    }
    match wanted.cycle_id {
        Some(cycle) => filter.and("y.id = {}", cycle),
        None => filter.and("{}::date between y.opens_on and y.due_on", ctx.today()),
    };
    filter.and_some("t.id = {}", wanted.task_id);
    filter.and_plain("t.state = 'IN_PROGRESS' and t.start_on <= y.period_to or c.id is not null");
    let states = codes::<ContributionState>("/state", wanted.state.as_deref())?;
    filter.and_some("coalesce(c.state, 'NOT_STARTED') = any({})", states);
    Ok(())
}

/// The page of one part.
pub async fn get(ctx: &Ctx, id: Uuid) -> Result<Contribution, Error> {
    ctx.require(Action::ContributionRead)?;
    view(ctx, &ctx.app.db, id).await
}

/// The page as it is now, inside or outside of a transaction.
pub async fn view(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<Contribution, Error> {
    let facts = stored::find(ctx, db, id).await?;
    let mut filter = Filter::new();
    filter.and("c.id = {}", id);
    let mine = filter.bind(ctx.actor.organisation);
    let sql = include_str!("view.sql").replace("/*files*/", include_str!("files.sql")).replace("/*mine*/", &mine);
    let view: Option<Contribution> = sql::row(db, filter.apply(&sql)).await?;
    let mut view = view.ok_or(Error::NotFound)?;
    view.actions = steps::allowed(ctx, &facts);
    view.editable = facts.check_editable().is_ok() && ctx.may(Action::ContributionWrite, &facts.owner());
    Ok(view)
}

/// The parts beside a report, as a piece of its statement over `report r` and `task t`.
pub fn of_report_sql(ctx: &Ctx, filter: &mut Filter) -> String {
    let mine = filter.bind(ctx.actor.organisation);
    include_str!("of_report.sql").replace("/*files*/", include_str!("files.sql")).replace("/*mine*/", &mine)
}

/// What the report makes of each part, and what the lead may do about it.
pub fn judge(ctx: &Ctx, facts: &ReportFacts, view: &mut ReportView) {
    let today: NaiveDate = ctx.today();
    let (progress, problems) = (view.progress.clone(), view.problems.clone());
    for part in &mut view.contributions {
        part.quoted = made_of(part, &progress, &problems);
        if part.quoted == Quoted::Altered {
            part.passage = passage(&progress, &part.organisation.short_name);
        }
        if ctx.reach(Action::ContributionRead) == Reach::No {
            // Its files reach readers of approved reports as evidence of the report, or not at all.
            part.files.clear();
        }
        part.actions = lead::allowed(ctx, facts, part, today);
    }
}

/// Both texts count: what was said in either and is no longer said makes it altered.
fn made_of(part: &ReportContribution, progress: &str, problems: &str) -> Quoted {
    let taken = part.taken_at.is_some();
    let each = [(part.progress.as_deref(), progress), (part.problems.as_deref(), problems)];
    let said: Vec<Quoted> = each
        .into_iter()
        .filter_map(|(words, text)| words.filter(|words| !words.trim().is_empty()).map(|words| (words, text)))
        .map(|(words, text)| quoted(text, words, taken))
        .collect();
    if said.iter().all(|each| *each == Quoted::Verbatim) && !said.is_empty() {
        Quoted::Verbatim
    } else if taken && !said.is_empty() {
        Quoted::Altered
    } else {
        Quoted::Nowhere
    }
}
