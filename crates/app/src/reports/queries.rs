//! Reading reports: the filtered list and the page of one report, both scoped by [`super::visible`].

use chrono::{DateTime, Utc};
use luoshi_domain::policy::{Action, Reach};
use luoshi_domain::reports::ReportState;
use luoshi_domain::reviews::{News, check_unchanged};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use uuid::Uuid;

use super::contributions;
use super::steps;
use super::stored::{self, ReportFacts};
use super::views::{ReportSummary, ReportView};
use super::visible::{seen, visible_to};
use crate::app::Ctx;
use crate::error::Error;
use crate::evidence;
use crate::evidence::views::Evidence;
use crate::fields::containing;
use crate::history;
use crate::sql::{self, Filter, Page, Window, statement};
use crate::tasks::queries::codes;

/// Filters of the list of reports; lists are separated by commas.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct ReportFilter {
    /// Only reports on this task.
    pub task_id: Option<Uuid>,
    /// Only reports for this cycle.
    pub cycle_id: Option<Uuid>,
    /// States, e.g. `UNIT_REVIEW,OFFICE_REVIEW`.
    pub state: Option<String>,
    /// Lead organisation of the task.
    pub org: Option<Uuid>,
    /// Only what waits for the caller: to write, to review in the unit, to review in the office.
    pub waiting_for_me: Option<bool>,
    /// The longest waiting first, instead of the last changed.
    pub oldest_first: Option<bool>,
    /// Words in code or title of the task.
    pub q: Option<String>,
    /// Rows wanted, 1 to 200; 50 unless said.
    pub limit: Option<u64>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// The reports that match, last changed first unless asked otherwise.
pub async fn list(ctx: &Ctx, wanted: ReportFilter) -> Result<Page<ReportSummary>, Error> {
    ctx.require(Action::ReportRead)?;
    let window = Window { limit: wanted.limit, cursor: wanted.cursor.clone() };
    let limit = window.limit()?;
    let (order, after) = if wanted.oldest_first == Some(true) { ("asc", ">") } else { ("desc", "<") };
    let mut filter = Filter::new();
    visible_to(ctx, &mut filter);
    narrow(ctx, &mut filter, &wanted)?;
    let total = sql::count(&ctx.app.db, "report r join task t on t.id = r.task_id", &filter).await?;
    if let Some((updated_at, id)) = window.after::<(DateTime<Utc>, Uuid)>()? {
        let (updated_at, id) = (filter.bind(updated_at), filter.bind(id));
        filter.and_plain(&format!("(r.updated_at, r.id) {after} ({updated_at}, {id})"));
    }
    let sql = include_str!("list.sql").replace("/*limit*/", &(limit + 1).to_string()).replace("/*order*/", order);
    let rows: Vec<Row> = sql::rows(&ctx.app.db, filter.apply(&sql)).await?;
    let items = rows.into_iter().map(Row::judged).collect();
    Ok(sql::page(items, limit, total, ctx.now, |report: &ReportSummary| (report.head.updated_at, report.head.id)))
}

/// A report of the list with the facts by which it is judged.
#[derive(Deserialize)]
struct Row {
    #[serde(flatten)]
    report: ReportSummary,
    news: News,
}

impl Row {
    fn judged(self) -> ReportSummary {
        ReportSummary { unchanged: check_unchanged(self.news).is_ok(), ..self.report }
    }
}

fn narrow(ctx: &Ctx, filter: &mut Filter, wanted: &ReportFilter) -> Result<(), Error> {
    filter.and_some("r.task_id = {}", wanted.task_id);
    filter.and_some("r.cycle_id = {}", wanted.cycle_id);
    filter.and_some("r.state = any({})", codes::<ReportState>("/state", wanted.state.as_deref())?);
    filter.and_some("t.lead_org_id = {}", wanted.org);
    let words = wanted.q.as_deref().map(str::trim).filter(|words| !words.is_empty());
    filter.and_some("t.title ilike {} or t.code ilike {}", words.map(containing));
    if wanted.waiting_for_me == Some(true) {
        waiting(ctx, filter);
    }
    Ok(())
}

/// Narrows a filter over `report r` and `task t` to what waits for the caller, by each right they hold.
pub fn waiting(ctx: &Ctx, filter: &mut Filter) {
    let (us, mine) = (filter.bind(history::persons_of(ctx)), filter.bind(ctx.actor.organisation));
    let hands = history::hands_sql(ctx, &us, &filter.bind(history::separated()));
    let others = format!(
        "not array_remove(array[r.created_by, r.submitted_by, r.kept_by], null) && {us}
            and not exists (select 1 from ({hands}) hand where hand.subject_id = r.id and hand.state = r.state)"
    );
    let steps = [
        (Action::ReportWrite, "r.state in ('DRAFT', 'RETURNED')".to_owned()),
        (Action::ReportUnitReview, format!("r.state = 'UNIT_REVIEW' and {others}")),
        (Action::ReportOfficeReview, format!("r.state = 'OFFICE_REVIEW' and {others}")),
    ];
    let mut ways = vec!["false".to_owned()];
    for (right, condition) in steps {
        match ctx.reach(right) {
            Reach::No | Reach::Own => {}
            Reach::Org => ways.push(format!("t.lead_org_id = {mine} and {condition}")),
            Reach::All => ways.push(condition),
        }
    }
    filter.and_plain(&ways.join(" or "));
}

/// How a report is read.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct ReportLook {
    /// Loaded before anybody looks at it: it does not count as opened.
    pub ahead: Option<bool>,
}

/// The page of one report. When a reviewer whose turn it is looks at it, the report counts as opened.
pub async fn get(ctx: &Ctx, id: Uuid, look: ReportLook) -> Result<ReportView, Error> {
    ctx.require(Action::ReportRead)?;
    let facts = stored::find(ctx, &ctx.app.db, id).await?;
    let view = show(ctx, &ctx.app.db, &facts).await?;
    if look.ahead != Some(true) {
        note_opened(ctx, &facts).await;
    }
    Ok(view)
}

/// The page as it is now, inside or outside of a transaction.
pub async fn view(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<ReportView, Error> {
    let facts = stored::find(ctx, db, id).await?;
    show(ctx, db, &facts).await
}

async fn show(ctx: &Ctx, db: &impl ConnectionTrait, facts: &ReportFacts) -> Result<ReportView, Error> {
    let mut filter = Filter::new();
    let id = filter.bind(facts.id);
    filter.and_plain(&format!("r.id = {id}"));
    let previous = seen(ctx, &mut filter, "p", "t");
    let versions = seen(ctx, &mut filter, "v", "t");
    let proofs = format!("e.report_id = {id} and {}", evidence::queries::IN_FORCE);
    let evidence = evidence::queries::rows_sql(ctx, &mut filter).replace("/*where*/", &proofs);
    let contributions = contributions::queries::of_report_sql(ctx, &mut filter);
    let sql = include_str!("view.sql")
        .replace("/*contributions*/", &contributions)
        .replace("/*seen_previous*/", &previous)
        .replace("/*seen_version*/", &versions)
        .replace("/*evidence*/", &evidence);
    let statement = filter.apply(&sql);
    let view: Option<ReportView> = sql::row(db, statement).await?;
    let mut view = view.ok_or(Error::NotFound)?;
    let today = ctx.today();
    let mut loose: Vec<Evidence> =
        std::mem::take(&mut view.evidence).into_iter().map(|proof| evidence::queries::finished(ctx, proof)).collect();
    for claim in &mut view.claims {
        claim.milestone = claim.milestone.clone().judged(today);
        let milestone = Some(claim.milestone.id);
        (claim.evidence, loose) = loose.into_iter().partition(|proof| proof.milestone_id == milestone);
    }
    view.evidence = loose;
    contributions::queries::judge(ctx, facts, &mut view);
    view.actions = steps::allowed(ctx, facts);
    view.editable = facts.editable_by(ctx);
    view.as_of = ctx.now;
    Ok(view)
}

/// From the first look of the next reviewer on, the writer cannot take the report back (domain.md 2.4).
async fn note_opened(ctx: &Ctx, facts: &ReportFacts) {
    let (needs, seen_already, column) = match facts.state {
        ReportState::UnitReview => (Action::ReportUnitReview, facts.unit_opened, "unit_opened_at"),
        ReportState::OfficeReview => (Action::ReportOfficeReview, facts.office_opened, "office_opened_at"),
        _ => return,
    };
    if seen_already || facts.check_other(ctx, "pass").is_err() || !ctx.may(needs, &facts.target()) {
        return;
    }
    let sql = format!("update report set {column} = $2 where id = $1 and version = $3 and {column} is null");
    let opened = statement(&sql, [facts.id.into(), ctx.now.into(), facts.version.into()]);
    if let Err(error) = sql::execute(&ctx.app.db, opened).await {
        // The page is read all the same; the next look tries again.
        tracing::warn!(report = %facts.id, %error, "report.opening_not_noted");
    }
}
