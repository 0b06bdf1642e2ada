//! Drawing up a book with one item per open task, changing its drafts, issuing it, and rolling over what stays open.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use luoshi_domain::annual::{self, Proposal};
use luoshi_domain::policy::Action;
use luoshi_domain::rule::RuleError;
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::queries;
use super::steps;
use super::views::{AnnualBook, AnnualItemView};
use crate::app::{App, Ctx};
use crate::error::Error;
use crate::fields::Fields;
use crate::people::session;
use crate::reports::cycles;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// Draws up the book of a year; a book that is there gets the items of tasks that came since.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBook {
    /// The plan; the one in force unless said.
    pub plan_id: Option<Uuid>,
    /// The year.
    pub year: i32,
}

/// Changes to a draft; what is not said stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemChange {
    /// 年度目标.
    pub target: Option<String>,
    /// Its due day, within the year of the book.
    pub due_on: Option<NaiveDate>,
}

/// Issues every draft of the book.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BookIssue {
    /// A word to the units.
    pub comment: Option<String>,
}

#[derive(Debug, Deserialize)]
struct OpenTask {
    id: Uuid,
    due_on: NaiveDate,
    deliverable: String,
    milestones: Vec<OpenMilestone>,
}

#[derive(Debug, Deserialize)]
struct OpenMilestone {
    title: String,
    due_on: NaiveDate,
}

#[derive(Debug, Deserialize)]
struct Draft {
    id: Uuid,
    label: String,
}

#[derive(Debug, Deserialize)]
struct Kept {
    id: Uuid,
}

/// Draws up a book by hand.
pub async fn create(ctx: &Ctx, new: NewBook) -> Result<Written<AnnualBook>, Error> {
    ctx.write(Attempt::new("annual.draw_up", "annual_book"), async |tx| {
        ctx.require(Action::AnnualDraft)?;
        let this_year = ctx.today().year();
        if !(this_year..=this_year + 1).contains(&new.year) {
            let detail = format!("请填写 {this_year} 年或 {} 年", this_year + 1);
            return Err(Error::field("/year", "out_of_range", detail));
        }
        annual::check_drawing_up(new.year, ctx.today())?;
        let plan = cycles::find_plan(&**tx, new.plan_id).await?;
        let (id, added) = draw_up(ctx, tx, (plan, new.year), false).await?;
        if added == 0 {
            return Err(RuleError::AnnualBookComplete { year: new.year }.into());
        }
        let book = queries::book(ctx, &**tx, id).await?;
        let version = book.version;
        Ok(Reply::created(book, version, format!("/api/v1/annual-books/{id}")))
    })
    .await
}

/// Makes the book unless it is there, and an item for every open task that has none; says how many were made.
async fn draw_up(ctx: &Ctx, tx: &Tx<'_>, (plan, year): (Uuid, i32), automatic: bool) -> Result<(Uuid, usize), Error> {
    let insert = "insert into annual_book (id, plan_id, year, automatic, drawn_up_at) values ($1, $2, $3, $4, $5)
        on conflict (plan_id, year) do nothing";
    let values = [Uuid::now_v7().into(), plan.into(), year.into(), automatic.into(), ctx.now.into()];
    sql::execute(&**tx, statement(insert, values)).await?;
    let book = "select to_jsonb(b) as view from annual_book b where plan_id = $1 and year = $2 for update";
    let book: Kept = sql::row(&**tx, statement(book, [plan.into(), year.into()])).await?.ok_or(Error::NotFound)?;
    let values = [plan.into(), year.into(), book.id.into()];
    let tasks: Vec<OpenTask> = sql::rows(&**tx, statement(include_str!("open_tasks.sql"), values)).await?;
    let rows: Vec<serde_json::Value> = tasks.iter().map(|task| task.row(year)).collect();
    let insert = "insert into annual_item (id, book_id, task_id, target, due_on, state, created_at, updated_at)
        select r.id, $1, r.task_id, r.target, r.due_on, 'DRAFT', $2, $2
        from jsonb_to_recordset($3) as r (id uuid, task_id uuid, target text, due_on date)";
    sql::execute(&**tx, statement(insert, [book.id.into(), ctx.now.into(), json!(rows).into()])).await?;
    let label = format!("{year}年折子工程");
    let detail = json!({ "plan": plan, "year": year, "items": rows.len(), "automatic": automatic });
    let (action, object_type, object_id) = ("annual.draw_up", "annual_book", Some(book.id));
    tx.record(Event { action, object_type, object_id, label: &label, detail }).await?;
    Ok((book.id, rows.len()))
}

impl OpenTask {
    fn row(&self, year: i32) -> serde_json::Value {
        let milestones: Vec<(String, NaiveDate)> =
            self.milestones.iter().map(|milestone| (milestone.title.clone(), milestone.due_on)).collect();
        let Proposal { target, due_on } = annual::propose(year, &milestones, self.due_on, &self.deliverable);
        json!({ "id": Uuid::now_v7(), "task_id": self.id, "target": target, "due_on": due_on })
    }
}

/// Changes a draft.
pub async fn update(ctx: &Ctx, id: Uuid, change: ItemChange) -> Result<Written<AnnualItemView>, Error> {
    ctx.write(Attempt::on("annual.update", "annual_item", id), async |tx| {
        let before = queries::view(ctx, &**tx, id, "for update of i").await?;
        ctx.require(Action::AnnualDraft)?;
        ctx.expect_version(before.item.version)?;
        if !steps::editable(ctx, &before) {
            return Err(RuleError::AnnualItemIssued.into());
        }
        let mut fields = Fields::new();
        let target = change.target.as_deref().map(str::trim).map(str::to_owned);
        fields.optional("/target", target.as_deref(), 2_000);
        let year = before.item.year;
        if change.due_on.is_some_and(|day| day.year() != year) {
            fields.fault("/due_on", "out_of_range", format!("请填写 {year} 年内的日期"));
        }
        fields.done()?;
        let update = "update annual_item
            set target = coalesce($2, target), due_on = coalesce($3, due_on), updated_at = $4, version = version + 1
            where id = $1";
        sql::execute(&**tx, statement(update, [id.into(), target.into(), change.due_on.into(), ctx.now.into()]))
            .await?;
        let after = queries::view(ctx, &**tx, id, "").await?;
        let detail = json!({
            "from": { "target": before.item.target, "due_on": before.item.due_on },
            "to": { "target": after.item.target, "due_on": after.item.due_on },
        });
        steps::record(tx, "annual.update", &after, detail).await?;
        let version = after.item.version;
        Ok(Reply::changed(after, version))
    })
    .await
}

/// Issues every draft of the book, all or none.
pub async fn issue(ctx: &Ctx, id: Uuid, issue: BookIssue) -> Result<Written<AnnualBook>, Error> {
    ctx.write(Attempt::on("annual.issue", "annual_book", id), async |tx| {
        ctx.require(Action::AnnualRead)?;
        sql::execute(&**tx, statement("select 1 from annual_book where id = $1 for update", [id.into()])).await?;
        let before = queries::book(ctx, &**tx, id).await?;
        ctx.require(Action::AnnualIssue)?;
        ctx.expect_version(before.version)?;
        let mut fields = Fields::new();
        let comment = fields.optional("/comment", issue.comment.as_deref(), 2_000);
        fields.done()?;
        steps::check_book(&before)?;
        let drafts = "select jsonb_build_object('id', i.id, 'label', t.code || ' ' || t.title) as view
            from annual_item i
            join task t on t.id = i.task_id
            where i.book_id = $1 and i.state = 'DRAFT'
            order by i.id
            for update of i";
        let drafts: Vec<Draft> = sql::rows(&**tx, statement(drafts, [id.into()])).await?;
        for draft in &drafts {
            let label = format!("{} {}年", draft.label, before.year);
            steps::issue_one(ctx, tx, (draft.id, &label), comment.as_deref()).await?;
        }
        let bump = "update annual_book set version = version + 1 where id = $1";
        sql::execute(&**tx, statement(bump, [id.into()])).await?;
        let label = format!("{}年折子工程", before.year);
        let detail = json!({ "issued": drafts.len(), "comment": comment });
        let (action, object_type, object_id) = ("annual.issue", "annual_book", Some(id));
        tx.record(Event { action, object_type, object_id, label: &label, detail }).await?;
        let after = queries::book(ctx, &**tx, id).await?;
        let version = after.version;
        Ok(Reply::changed(after, version))
    })
    .await
}

#[derive(Debug, Deserialize)]
struct PlanId {
    id: Uuid,
}

/// Draws up next year's book in November, once, and marks what stayed open at the end of its year.
pub async fn round(app: &Arc<App>) -> Result<(), Error> {
    let ctx = session::machine(app);
    roll_over(&ctx).await?;
    let Some(year) = annual::year_to_draw_up(ctx.today()) else { return Ok(()) };
    for plan in without_book(&app.db, year).await? {
        ctx.write(Attempt::new("annual.draw_up", "annual_book"), async |tx| {
            draw_up(&ctx, tx, (plan.id, year), true).await?;
            Ok(Reply::done(()))
        })
        .await?;
    }
    Ok(())
}

/// Plans in force with open tasks in a year that they reach, whose book nobody has drawn up.
async fn without_book(db: &impl ConnectionTrait, year: i32) -> Result<Vec<PlanId>, Error> {
    let sql = "select jsonb_build_object('id', p.id) as view
        from plan p
        where p.state = 'ACTIVE'
            and not exists (select 1 from annual_book b where b.plan_id = p.id and b.year = $1)
            and (p.period_to is null or extract(year from p.period_to) >= $1)
            and exists (select 1 from task t where t.plan_id = p.id and t.state = 'IN_PROGRESS')";
    sql::rows(db, statement(sql, [year.into()])).await
}

/// Marks what stayed open at the end of its year; what is marked stays as it is.
pub(crate) async fn roll_over(ctx: &Ctx) -> Result<(), Error> {
    let this_year = ctx.today().year();
    let open = "select jsonb_build_object('id', b.id) as view
        from annual_book b
        where b.year < $1
            and exists (
                select 1 from annual_item i where i.book_id = b.id and i.state = 'IN_PROGRESS' and i.rolled_over_on is null)";
    let books: Vec<Kept> = sql::rows(&ctx.app.db, statement(open, [this_year.into()])).await?;
    for book in books {
        ctx.write(Attempt::on("annual.roll_over", "annual_book", book.id), async |tx| {
            let mark = "update annual_item i
                set rolled_over_on = make_date(b.year + 1, 1, 1), updated_at = $2, version = i.version + 1
                from annual_book b
                where b.id = i.book_id and b.id = $1 and i.state = 'IN_PROGRESS' and i.rolled_over_on is null";
            let marked = sql::execute(&**tx, statement(mark, [book.id.into(), ctx.now.into()])).await?;
            let (action, object_type, detail) = ("annual.roll_over", "annual_book", json!({ "items": marked }));
            let label = "结转";
            tx.record(Event { action, object_type, object_id: Some(book.id), label, detail }).await?;
            Ok(Reply::done(()))
        })
        .await?;
    }
    Ok(())
}
