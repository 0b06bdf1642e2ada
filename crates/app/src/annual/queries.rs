//! Reading annual books and their items, scoped like the tasks behind them; drafts are the office's alone.

use chrono::{Datelike, NaiveDate};
use luoshi_domain::annual::ItemState;
use luoshi_domain::light::LightCode;
use luoshi_domain::policy::{Action, Reach};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::steps;
use super::views::{AnnualBook, AnnualItem, AnnualItemView};
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::containing;
use crate::sql::{self, Filter, Page, Window};
use crate::tasks::queries::{codes, visible_to};

/// Filters of the list of books.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct BookFilter {
    /// Only books of this plan.
    pub plan_id: Option<Uuid>,
    /// Rows wanted, 1 to 200; 50 unless said.
    pub limit: Option<u64>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// Filters of the list of items; lists are separated by commas.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct ItemFilter {
    /// Only items of this plan.
    pub plan_id: Option<Uuid>,
    /// Items of this year's book, and those of earlier years that went on into it.
    pub year: Option<i32>,
    /// Items of this task.
    pub task_id: Option<Uuid>,
    /// States, e.g. `DRAFT,IN_PROGRESS`.
    pub state: Option<String>,
    /// Lights of the tasks, e.g. `OVERDUE`.
    pub light: Option<String>,
    /// Lead organisation of the task.
    pub org: Option<Uuid>,
    /// Only what went on from an earlier year, or only what did not.
    pub rolled_over: Option<bool>,
    /// Only what has no target yet, or only what has one.
    pub without_target: Option<bool>,
    /// Words in the code or title of the task, or in the target.
    pub q: Option<String>,
    /// Rows wanted, 1 to 200; 50 unless said.
    pub limit: Option<u64>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// The books, latest year first.
pub async fn books(ctx: &Ctx, wanted: BookFilter) -> Result<Page<AnnualBook>, Error> {
    ctx.require(Action::AnnualRead)?;
    let window = Window { limit: wanted.limit, cursor: wanted.cursor };
    let limit = window.limit()?;
    let mut filter = known_books(ctx);
    filter.and_some("b.plan_id = {}", wanted.plan_id);
    let total = sql::count(&ctx.app.db, "annual_book b", &filter).await?;
    if let Some((year, id)) = window.after::<(i32, Uuid)>()? {
        let (year, id) = (filter.bind(year), filter.bind(id));
        filter.and_plain(&format!("(b.year, b.id) < ({year}, {id})"));
    }
    let items = read_books(ctx, &ctx.app.db, filter, limit + 1).await?;
    Ok(sql::page(items, limit, total, ctx.now, |book| (book.year, book.id)))
}

/// A book in which the caller sees nothing is not there; who draws books up sees all of them.
fn known_books(ctx: &Ctx) -> Filter {
    let mut filter = Filter::new();
    if ctx.reach(Action::AnnualDraft) == Reach::No {
        let seen = scope_of(ctx, &mut filter);
        filter.and_plain(&format!(
            "exists (select 1 from annual_item i join task t on t.id = i.task_id where i.book_id = b.id and {seen})"
        ));
    }
    filter
}

async fn read_books(
    ctx: &Ctx,
    db: &impl ConnectionTrait,
    mut filter: Filter,
    limit: u64,
) -> Result<Vec<AnnualBook>, Error> {
    let seen = scope_of(ctx, &mut filter);
    let this_year = filter.bind(ctx.today().year());
    let sql = include_str!("books.sql")
        .replace("/*seen*/", &seen)
        .replace("/*this_year*/", &this_year)
        .replace("/*limit*/", &limit.to_string());
    let books: Vec<AnnualBook> = sql::rows(db, filter.apply(&sql)).await?;
    let with_actions = |book: AnnualBook| AnnualBook { actions: steps::of_book(ctx, &book), ..book };
    Ok(books.into_iter().map(with_actions).collect())
}

/// One book.
pub async fn get_book(ctx: &Ctx, id: Uuid) -> Result<AnnualBook, Error> {
    ctx.require(Action::AnnualRead)?;
    book(ctx, &ctx.app.db, id).await
}

/// One book as the list shows it.
pub(super) async fn book(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<AnnualBook, Error> {
    let mut filter = known_books(ctx);
    filter.and("b.id = {}", id);
    read_books(ctx, db, filter, 1).await?.pop().ok_or(Error::NotFound)
}

/// The items that match, in the order of the tasks.
pub async fn items(ctx: &Ctx, wanted: ItemFilter) -> Result<Page<AnnualItem>, Error> {
    ctx.require(Action::AnnualRead)?;
    let window = Window { limit: wanted.limit, cursor: wanted.cursor.clone() };
    let limit = window.limit()?;
    let mut filter = Filter::new();
    seen(ctx, &mut filter);
    narrow(ctx, &mut filter, &wanted)?;
    let from = "annual_item i join annual_book b on b.id = i.book_id join task t on t.id = i.task_id";
    let total = sql::count(&ctx.app.db, from, &filter).await?;
    if let Some((code, year, id)) = window.after::<(String, i32, Uuid)>()? {
        let (code, year, id) = (filter.bind(code), filter.bind(year), filter.bind(id));
        filter.and_plain(&format!("(t.code, b.year, i.id) > ({code}, {year}, {id})"));
    }
    let today = filter.bind(ctx.today());
    let sql = include_str!("items.sql").replace("/*today*/", &today).replace("/*limit*/", &(limit + 1).to_string());
    let items: Vec<AnnualItem> = sql::rows(&ctx.app.db, filter.apply(&sql)).await?;
    Ok(sql::page(items, limit, total, ctx.now, |item| (item.task.code.clone(), item.year, item.id)))
}

fn narrow(ctx: &Ctx, filter: &mut Filter, wanted: &ItemFilter) -> Result<(), Error> {
    filter.and_some("b.plan_id = {}", wanted.plan_id);
    if let Some(year) = wanted.year {
        of_year(filter, year, ctx.today());
    }
    filter.and_some("i.task_id = {}", wanted.task_id);
    filter.and_some("i.state = any({})", codes::<ItemState>("/state", wanted.state.as_deref())?);
    filter.and_some("t.light = any({})", codes::<LightCode>("/light", wanted.light.as_deref())?);
    filter.and_some("t.lead_org_id = {}", wanted.org);
    filter.and_some("(i.rolled_over_on is not null) = {}", wanted.rolled_over);
    filter.and_some("(i.target = '') = {}", wanted.without_target);
    let words = wanted.q.as_deref().map(str::trim).filter(|words| !words.is_empty());
    filter.and_some("t.title ilike {} or t.code ilike {} or i.target ilike {}", words.map(containing));
    Ok(())
}

/// Items of a year's book, and those of earlier ones that went on into it: into a year that has not begun nothing has.
pub(crate) fn of_year(filter: &mut Filter, year: i32, today: NaiveDate) {
    if year > today.year() {
        filter.and("b.year = {}", year);
        return;
    }
    let year = filter.bind(year);
    filter.and_plain(&format!(
        "b.year = {year} or b.year < {year} and i.rolled_over_on is not null
            and extract(year from i.rolled_over_on) <= {year}
            and (i.ended_on is null or extract(year from i.ended_on) >= {year})"
    ));
}

/// Narrows a filter over `annual_item i` and `task t` to what the caller may read.
pub(crate) fn seen(ctx: &Ctx, filter: &mut Filter) {
    visible_to(ctx, filter);
    if ctx.reach(Action::AnnualDraft) == Reach::No {
        filter.and_plain("i.state <> 'DRAFT'");
    }
}

/// The same as a condition by itself.
fn scope_of(ctx: &Ctx, filter: &mut Filter) -> String {
    let drafts = if ctx.reach(Action::AnnualDraft) == Reach::No { "i.state <> 'DRAFT'" } else { "true" };
    if ctx.reach(Action::AnnualRead) == Reach::All {
        return drafts.to_owned();
    }
    let org = filter.bind(ctx.actor.organisation);
    format!(
        "{drafts} and t.state <> 'DRAFT' and (t.lead_org_id = {org} or exists (
            select 1 from task_organisation party where party.task_id = t.id and party.organisation_id = {org}))"
    )
}

/// The page of one item.
pub async fn get(ctx: &Ctx, id: Uuid) -> Result<AnnualItemView, Error> {
    ctx.require(Action::AnnualRead)?;
    view(ctx, &ctx.app.db, id, "").await
}

/// The page as it is now; `lock` may hold the row.
pub(super) async fn view(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid, lock: &str) -> Result<AnnualItemView, Error> {
    let mut filter = Filter::new();
    filter.and("i.id = {}", id);
    seen(ctx, &mut filter);
    let today = filter.bind(ctx.today());
    let sql = format!("{} {lock}", include_str!("item.sql").replace("/*today*/", &today));
    let view: Option<AnnualItemView> = sql::row(db, filter.apply(&sql)).await?;
    let mut view = view.ok_or(Error::NotFound)?;
    view.editable = steps::editable(ctx, &view);
    view.actions = steps::allowed(ctx, &view);
    Ok(view)
}
