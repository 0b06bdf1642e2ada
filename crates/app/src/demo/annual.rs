//! The annual books of the sample office: each drawn up and issued before its year, most items closed at its end, the
//! others rolled over; of the present one a few wait for the office.

use chrono::{Days, NaiveDate};
use luoshi_domain::annual::{ItemAction, ItemConclusion};
use luoshi_domain::calendar::Calendar;
use luoshi_domain::policy::Role;
use serde::Deserialize;
use uuid::Uuid;

use super::days::worked_on_or_before;
use super::play::Stage;
use super::story::{Act, Step, at};
use crate::annual::book::{self, BookIssue, ItemChange, NewBook};
use crate::annual::steps::{self, ItemTransition};
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, statement};

/// What happens to the book of a year.
#[derive(Clone, Copy, Debug)]
pub(super) enum Moment {
    /// In November the office draws it up and writes the targets that no milestone gave.
    DrawnUp,
    /// In December its head issues it.
    Issued,
    /// At the end of each quarter units apply for closure of what they reached, and the office confirms.
    Closed,
    /// The year is over.
    RolledOver,
    /// Some units have just applied.
    Applied,
}

#[derive(Debug, Deserialize)]
struct Item {
    id: Uuid,
    org: String,
    title: String,
    target: String,
    due_on: NaiveDate,
    /// Every milestone of the year is handed in.
    reached: bool,
}

/// Every so many items one is not applied for, though it was reached.
const LEFT_OPEN: usize = 9;
/// Items that wait for the office on the day of loading.
const WAITING: usize = 3;

/// The steps of the books of the last year and the present one.
pub(super) fn moments(today: NaiveDate, calendar: &Calendar, (staff, head): (&str, &str)) -> Vec<Step> {
    let present = chrono::Datelike::year(&today);
    let mut steps = Vec::new();
    for year in [present - 1, present] {
        let days = [
            (Moment::DrawnUp, day(year - 1, 11, 6), staff),
            (Moment::Issued, day(year - 1, 12, 18), head),
            (Moment::Closed, day(year, 3, 30), head),
            (Moment::Closed, day(year, 6, 29), head),
            (Moment::Closed, day(year, 9, 29), head),
            (Moment::Closed, day(year, 12, 30), head),
            (Moment::RolledOver, day(year + 1, 1, 2), head),
        ];
        for (moment, day, login) in days {
            let worked = worked_on_or_before(day.unwrap_or(today), calendar);
            if worked < today {
                let act = Act::Annual { year, moment };
                steps.push(Step { at: at(worked, 9, 5), task: 0, login: login.to_owned(), act });
            }
        }
    }
    let lately = worked_on_or_before(today - Days::new(2), calendar);
    let act = Act::Annual { year: present, moment: Moment::Applied };
    steps.push(Step { at: at(lately, 11, 5), task: 0, login: head.to_owned(), act });
    steps
}

fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

impl Stage<'_> {
    pub(super) async fn annual(&self, ctx: &Ctx, year: i32, moment: Moment) -> Result<(), Error> {
        match moment {
            Moment::DrawnUp => self.draw_up(ctx, year).await,
            Moment::Issued => self.issue_book(ctx, year).await,
            Moment::Closed => self.close_items(ctx, year).await,
            Moment::RolledOver => book::roll_over(ctx).await,
            Moment::Applied => {
                for item in self.open_items(year).await?.iter().rev().filter(|item| item.reached).take(WAITING) {
                    self.apply(ctx, item, ItemConclusion::Done).await?;
                }
                Ok(())
            }
        }
    }

    async fn draw_up(&self, ctx: &Ctx, year: i32) -> Result<(), Error> {
        let new = NewBook { plan_id: Some(self.plan), year };
        book::create(ctx, new).await?;
        for item in self.items(year, "DRAFT").await?.into_iter().filter(|item| item.target.is_empty()) {
            let target = format!("按方案要求推进“{}”，形成年度工作成果清单（示例）", item.title);
            book::update(ctx, item.id, ItemChange { target: Some(target), due_on: None }).await?;
        }
        Ok(())
    }

    async fn issue_book(&self, ctx: &Ctx, year: i32) -> Result<(), Error> {
        let found = "select to_jsonb(id) as view from annual_book where plan_id = $1 and year = $2";
        let found: Option<Uuid> = sql::row(&ctx.app.db, statement(found, [self.plan.into(), year.into()])).await?;
        match found {
            Some(id) => book::issue(ctx, id, BookIssue::default()).await.map(drop),
            None => Ok(()),
        }
    }

    async fn close_items(&self, ctx: &Ctx, year: i32) -> Result<(), Error> {
        let reached = |item: &&Item| item.reached && item.due_on <= ctx.today() + Days::new(7);
        for (place, item) in self.open_items(year).await?.iter().filter(reached).enumerate() {
            if place % LEFT_OPEN == LEFT_OPEN - 1 {
                continue;
            }
            let mostly = place % 5 == 4;
            let conclusion = if mostly { ItemConclusion::MostlyDone } else { ItemConclusion::Done };
            if self.apply(ctx, item, conclusion).await? {
                steps::transition(ctx, item.id, plain(ItemAction::AcceptClosure)).await?;
            }
        }
        Ok(())
    }

    /// Whether the unit has somebody who may apply.
    async fn apply(&self, ctx: &Ctx, item: &Item, conclusion: ItemConclusion) -> Result<bool, Error> {
        let Some(login) = self.script.logins(&item.org, Role::UnitLeader).first().copied() else { return Ok(false) };
        let leader = self.person(login, ctx.now)?;
        let step = ItemTransition {
            conclusion: Some(conclusion),
            summary: Some("年度目标已按计划落实，成果清单已归档（示例）。".to_owned()),
            ..plain(ItemAction::ApplyClosure)
        };
        steps::transition(&leader, item.id, step).await?;
        Ok(true)
    }

    async fn open_items(&self, year: i32) -> Result<Vec<Item>, Error> {
        self.items(year, "IN_PROGRESS").await
    }

    async fn items(&self, year: i32, state: &str) -> Result<Vec<Item>, Error> {
        let items = "select jsonb_build_object('id', i.id, 'org', o.code, 'title', t.title, 'target', i.target,
                'due_on', i.due_on, 'reached', not exists (
                    select 1 from milestone m
                    where m.task_id = t.id and extract(year from m.due_on) = b.year and m.state not in ('SUBMITTED', 'ACCEPTED'))) as view
            from annual_item i
            join annual_book b on b.id = i.book_id
            join task t on t.id = i.task_id
            join organisation o on o.id = t.lead_org_id
            where b.plan_id = $1 and b.year = $2 and i.state = $3
            order by t.code, i.id";
        sql::rows(&self.room.db, statement(items, [self.plan.into(), year.into(), state.into()])).await
    }
}

const fn plain(action: ItemAction) -> ItemTransition {
    ItemTransition { action, comment: None, conclusion: None, summary: None }
}
