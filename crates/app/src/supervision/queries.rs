//! Reading notices: who may see which, the list, and the facts about a task that a notice would concern.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::light::LightCode;
use luoshi_domain::policy::{Action, Reach, cell};
use luoshi_domain::supervision::{NoticeLevel, NoticeState, Watched};
use luoshi_domain::tasks::TaskState;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use uuid::Uuid;

use super::steps;
use super::views::Notice;
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::containing;
use crate::sql::{self, Filter, Page, Window, statement};
use crate::tasks::queries::{codes, visible_to};

/// Filters of the list of notices; lists are separated by commas.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct NoticeFilter {
    /// Only notices on this task.
    pub task_id: Option<Uuid>,
    /// Rungs, e.g. `URGE,SUPERVISION`.
    pub level: Option<String>,
    /// States, e.g. `ISSUED,RECEIVED`.
    pub state: Option<String>,
    /// The unit addressed.
    pub org: Option<Uuid>,
    /// Only those whose answer is late.
    pub late: Option<bool>,
    /// Words in number, code or title of the task.
    pub q: Option<String>,
    /// Rows wanted, 1 to 200; 50 unless said.
    pub limit: Option<u64>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// The condition under which the caller reads a notice `n`: who writes or signs notices reads drafts too, everybody
/// else what was issued, a unit what is addressed to it.
pub fn seen(ctx: &Ctx, filter: &mut Filter) -> String {
    let reads = |reach| ctx.actor.roles.iter().filter(move |role| cell(**role, Action::NoticeRead) == reach);
    let mut ways = Vec::new();
    if reads(Reach::All).any(|role| cell(*role, Action::NoticeDraft) == Reach::All) {
        return "true".to_owned();
    }
    if reads(Reach::All).next().is_some() {
        ways.push("n.issued_on is not null".to_owned());
    }
    if reads(Reach::Org).next().is_some() {
        let organisation = filter.bind(ctx.actor.organisation);
        ways.push(format!("n.issued_on is not null and n.addressee_id = {organisation}"));
    }
    if ways.is_empty() { "false".to_owned() } else { ways.join(" or ") }
}

/// The notices that match, last changed first.
pub async fn list(ctx: &Ctx, wanted: NoticeFilter) -> Result<Page<Notice>, Error> {
    ctx.require(Action::NoticeRead)?;
    let window = Window { limit: wanted.limit, cursor: wanted.cursor.clone() };
    let limit = window.limit()?;
    let mut filter = Filter::new();
    let seen = seen(ctx, &mut filter);
    filter.and_plain(&seen);
    narrow(ctx, &mut filter, &wanted)?;
    let total = sql::count(&ctx.app.db, "notice n join task t on t.id = n.task_id", &filter).await?;
    if let Some((updated_at, id)) = window.after::<(DateTime<Utc>, Uuid)>()? {
        let (updated_at, id) = (filter.bind(updated_at), filter.bind(id));
        filter.and_plain(&format!("(n.updated_at, n.id) < ({updated_at}, {id})"));
    }
    let items = read(ctx, &ctx.app.db, filter, limit + 1).await?;
    Ok(sql::page(items, limit, total, ctx.now, |notice| (notice.updated_at, notice.id)))
}

fn narrow(ctx: &Ctx, filter: &mut Filter, wanted: &NoticeFilter) -> Result<(), Error> {
    filter.and_some("n.task_id = {}", wanted.task_id);
    filter.and_some("n.level = any({})", codes::<NoticeLevel>("/level", wanted.level.as_deref())?);
    filter.and_some("n.state = any({})", codes::<NoticeState>("/state", wanted.state.as_deref())?);
    filter.and_some("n.addressee_id = {}", wanted.org);
    if wanted.late == Some(true) {
        filter.and("n.state in ('ISSUED', 'RECEIVED', 'RETURNED') and n.reply_by < {}", ctx.today());
    }
    let words = wanted.q.as_deref().map(str::trim).filter(|words| !words.is_empty());
    filter.and_some("t.title ilike {} or t.code ilike {} or n.printed_number ilike {}", words.map(containing));
    Ok(())
}

/// One notice as the caller may see it.
pub async fn get(ctx: &Ctx, id: Uuid) -> Result<Notice, Error> {
    ctx.require(Action::NoticeRead)?;
    find(ctx, &ctx.app.db, id).await
}

/// The same inside or outside of a transaction.
pub async fn find(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<Notice, Error> {
    let mut filter = Filter::new();
    filter.and("n.id = {}", id);
    let seen = seen(ctx, &mut filter);
    filter.and_plain(&seen);
    read(ctx, db, filter, 1).await?.pop().ok_or(Error::NotFound)
}

async fn read(ctx: &Ctx, db: &impl ConnectionTrait, mut filter: Filter, limit: u64) -> Result<Vec<Notice>, Error> {
    let today = filter.bind(ctx.today());
    let sql = include_str!("list.sql")
        .replace("/*today*/", &format!("{today}::date"))
        .replace("/*limit*/", &limit.to_string());
    let mut notices: Vec<Notice> = sql::rows(db, filter.apply(&sql)).await?;
    for notice in &mut notices {
        let late = notice.reply_by.filter(|_| notice.state.owes_answer());
        notice.days_late = late.map(|reply_by| (ctx.today() - reply_by).num_days()).filter(|days| *days > 0);
        notice.actions = steps::allowed(ctx, notice);
    }
    Ok(notices)
}

/// A task that a notice would concern, as the caller may see it.
#[derive(Clone, Debug, Deserialize)]
pub struct WatchedTask {
    /// Its lead.
    pub lead: Uuid,
    state: TaskState,
    light: LightCode,
    light_since: NaiveDate,
    is_late: bool,
    urge_unanswered: bool,
    supervisions: u32,
}

impl WatchedTask {
    /// What the rules ask about it.
    pub fn watched(&self) -> Watched {
        Watched {
            state: self.state,
            light: self.light,
            light_since: self.light_since,
            is_late: self.is_late,
            urge_unanswered: self.urge_unanswered,
            supervisions: self.supervisions,
        }
    }
}

/// Holds the task and reads what the rules ask about it; one that the caller may not see is missing.
pub async fn watch(ctx: &Ctx, db: &impl ConnectionTrait, task: Uuid) -> Result<WatchedTask, Error> {
    sql::execute(db, statement("select 1 from task where id = $1 for update", [task.into()])).await?;
    let mut filter = Filter::new();
    filter.and("t.id = {}", task);
    visible_to(ctx, &mut filter);
    let today = filter.bind(ctx.today());
    let sql = include_str!("watched.sql").replace("/*today*/", &today);
    sql::row(db, filter.apply(&sql)).await?.ok_or(Error::NotFound)
}
