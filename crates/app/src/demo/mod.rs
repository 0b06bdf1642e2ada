//! The demonstration: two years of a fictitious office at work on the plan, played through the product's own commands.
//!
//! [`load`] lays the days out around the day of loading (`days`), writes down who does what when (`story`, `reports`),
//! plays it in a room of its own (`play`, `staging`) and moves the outcome into the ledger at once. Every organisation,
//! account and task of it is marked as a sample; the accounts have no password.

mod annual;
mod batch;
mod bulletins;
mod closings;
mod days;
mod notices;
mod papers;
mod parts;
mod people;
mod picture;
mod play;
mod reports;
mod script;
mod staging;
mod story;

use std::sync::Arc;

use chrono::{Datelike, Days, NaiveDate};
use luoshi_domain::calendar::{Calendar, shanghai_today};
use luoshi_domain::policy::Role;
use sea_orm::{ConnectionTrait, TransactionTrait};
use serde_json::json;
use uuid::Uuid;

use crate::app::{App, Ctx};
use crate::calendar;
use crate::error::Error;
use crate::people::session;
use crate::plans::builtin;
use crate::sql::{self, statement};
use crate::tasks::stored;
use crate::tx::{Attempt, Event, Reply};
use days::{Quarter, TaskDays};
use play::Stage;
use reports::Setting;
use script::Script;
pub use script::Story;
use story::{Act, Step, at};

/// Loading takes as long as it takes.
const NO_LIMITS: &str =
    "select set_config('idle_in_transaction_session_timeout', '0', true), set_config('statement_timeout', '0', true)";

/// Why the demonstration was not loaded.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Somebody works with this ledger.
    #[error(
        "数据库中已有真实数据，不载入示例数据；请换一个空的数据目录（--data-dir）。 \
         There is real data here: load the demonstration into an empty data folder (--data-dir)."
    )]
    RealData,
    /// A fault below.
    #[error(transparent)]
    App(#[from] Error),
}

impl From<sea_orm::DbErr> for DemoError {
    fn from(error: sea_orm::DbErr) -> Self {
        DemoError::App(error.into())
    }
}

/// What became of a wish to load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// It is in the ledger now.
    Now {
        /// Its tasks.
        tasks: usize,
    },
    /// It was there already; nothing changed.
    Before,
}

/// Loads the demonstration as of today: all of it or nothing, once. `progress` hears how much is played, in percent.
pub async fn load(house: &Arc<App>, progress: impl Fn(usize)) -> Result<Loaded, DemoError> {
    // Held to the end: a second loader waits here and then finds the first one's work.
    let ledger = house.db.begin().await?;
    // It is idle while the rehearsal runs, and a second loader waits as long: no limit for what was forgotten may end them.
    sql::execute(&ledger, statement(NO_LIMITS, [])).await?;
    sql::execute(&ledger, statement("select pg_advisory_xact_lock(hashtext('demo.load'))", [])).await?;
    let loaded = "select to_jsonb(true) as view from setting where name = 'demo'";
    if sql::row(&ledger, statement(loaded, [])).await? == Some(true) {
        return Ok(Loaded::Before);
    }
    refuse_beside_real_data(&ledger).await?;
    let room = staging::open(house).await?;
    let tasks = rehearse(&room, house, progress).await?;
    // Nobody becomes real while the samples move in.
    sql::execute(&ledger, statement("lock table account, organisation, task in share row exclusive mode", [])).await?;
    refuse_beside_real_data(&ledger).await?;
    staging::move_in(&room, &ledger).await?;
    let (now, today) = (house.clock.now(), shanghai_today(house.clock.now()));
    let note = "insert into setting (name, value, updated_at) values ('demo', $1, $2)";
    sql::execute(&ledger, statement(note, [json!({ "day": today }).into(), now.into()])).await?;
    ledger.commit().await?;
    Ok(Loaded::Now { tasks })
}

async fn refuse_beside_real_data(ledger: &impl ConnectionTrait) -> Result<(), DemoError> {
    let sql = "select to_jsonb(exists (select 1 from account where not is_sample)
        or exists (select 1 from organisation where not is_sample)
        or exists (select 1 from task where not is_sample)) as view";
    match sql::row(ledger, statement(sql, [])).await? {
        Some(false) => Ok(()),
        _ => Err(DemoError::RealData),
    }
}

/// Plays everything in the room.
async fn rehearse(room: &Arc<App>, house: &App, progress: impl Fn(usize)) -> Result<usize, Error> {
    let script = Script::read()?;
    let now = house.clock.now();
    let today = shanghai_today(now);
    room.clock.set(at(first_day(today), 9, 30));
    let plan = builtin::in_force(room).await?;
    people::insert(&session::machine(room), &script).await?;
    let days: Vec<TaskDays> = script.tasks.iter().map(|task| days::lay_out(task, today)).collect();
    let calendar = calendar::load(&room.db).await?;
    let quarters = days::quarters(today, &calendar);
    let steps = all_steps(&script, (&days, &quarters), &calendar, today);
    let mut stage = Stage::set(room, &script, (&days, &quarters), plan).await?;
    for (number, step) in steps.iter().enumerate() {
        stage.play(step).await?;
        let percent = (number + 1) * 100 / steps.len();
        if percent > number * 100 / steps.len() {
            progress(percent);
        }
    }
    room.clock.set(now);
    stored::start_of_day(room).await?;
    notices::play(room, &script).await?;
    batch::play(room, &script, plan).await?;
    bulletins::play(room, &script).await?;
    finish(&session::machine(room), plan, script.tasks.len()).await?;
    Ok(script.tasks.len())
}

/// Two weeks before the plan's work began.
fn first_day(today: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 6, 3).unwrap_or(today)
}

/// The last day of every month since the first report was asked for: the trend shows how each month ended.
fn month_ends(quarters: &[Quarter], today: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let first = quarters.iter().map(|quarter| quarter.window.opens_on).min().unwrap_or(today);
    first.iter_days().take_while(move |day| *day < today).filter(|day| (*day + Days::new(1)).day() == 1)
}

/// What everybody did, in the order in which it happened.
fn all_steps(
    script: &Script,
    (days, quarters): (&[TaskDays], &[Quarter]),
    calendar: &Calendar,
    today: NaiveDate,
) -> Vec<Step> {
    let staff = script.logins("office", Role::OfficeStaff);
    let mut steps: Vec<Step> = Vec::new();
    for (cycle, quarter) in quarters.iter().enumerate() {
        let opened_on = days::worked_on_or_before(quarter.window.opens_on, calendar);
        let login = staff.last().copied().unwrap_or_default().to_owned();
        steps.push(Step { at: at(opened_on, 8, 40), task: 0, login, act: Act::Open { cycle } });
        let frozen_on = quarter.window.due_on + Days::new(1);
        if frozen_on < today {
            steps.push(Step { at: at(frozen_on, 0, 1), task: 0, login: String::new(), act: Act::Freeze });
        }
    }
    for day in month_ends(quarters, today) {
        steps.push(Step { at: at(day, 0, 1), task: 0, login: String::new(), act: Act::Freeze });
    }
    let head = script.logins("office", Role::OfficeHead).first().copied().unwrap_or_default();
    steps.extend(annual::moments(today, calendar, (staff.first().copied().unwrap_or_default(), head)));
    let asked_on = days::worked_on_or_before(today - Days::new(1), calendar);
    let ask = Act::Ask { login: "dingyi", roles: &[Role::StatOfficer, Role::UnitReporter] };
    steps.push(Step { at: at(asked_on, 9, 20), task: 0, login: "maning".to_owned(), act: ask });
    for (index, task) in script.tasks.iter().enumerate() {
        let setting = Setting { task, index, days: &days[index], quarters, calendar, today };
        steps.extend(story::steps(&setting, script));
    }
    // Stable: what one task does at one instant keeps its order.
    steps.sort_by_key(|step| step.at);
    steps
}

/// Marks the tasks, judges all lights as of now and leaves a line in the trail.
async fn finish(ctx: &Ctx, plan: Uuid, tasks: usize) -> Result<(), Error> {
    stored::start_of_day(&ctx.app).await?;
    ctx.write(Attempt::on("demo.load", "plan", plan), async |tx| {
        sql::execute(&**tx, statement("update task set is_sample = true", [])).await?;
        let (action, label, detail) = ("demo.load", "示例数据", json!({ "tasks": tasks }));
        tx.record(Event { action, object_type: "plan", object_id: Some(plan), label, detail }).await?;
        Ok(Reply::done(()))
    })
    .await?;
    Ok(())
}
