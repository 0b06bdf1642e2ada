//! Due days that the calendar gave follow a changed calendar: only those that lie ahead, never one that has passed or
//! that a person set, and never to a day before today.

mod clocks;

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::calendar::{Calendar, Period, PeriodKind, shanghai_today, window};
use luoshi_domain::tasks::SIGN_OFF_DAYS;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::app::Ctx;
use crate::error::Error;
use crate::reports::demands::{self, Moment};
use crate::sql::{self, statement};
use crate::tx::{Event, Tx};

/// How many due days are on another day now.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct Moved {
    cycles: usize,
    sign_offs: usize,
    notices: usize,
    closures: usize,
}

#[derive(Debug, Deserialize)]
struct CountedCycle {
    id: Uuid,
    name: String,
    kind: PeriodKind,
    period_from: NaiveDate,
    opens_on: NaiveDate,
    due_on: NaiveDate,
}

#[derive(Debug, Deserialize)]
struct SignOff {
    id: Uuid,
    label: String,
    issued_at: DateTime<Utc>,
    due_on: NaiveDate,
}

/// Counts again what was counted, each move with an event of its own.
pub(super) async fn follow(ctx: &Ctx, tx: &Tx<'_>) -> Result<Moved, Error> {
    let calendar = super::load(&**tx).await?;
    Ok(Moved {
        cycles: cycles(ctx, tx, &calendar).await?,
        sign_offs: sign_offs(ctx, tx, &calendar).await?,
        notices: clocks::notices(ctx, tx, &calendar).await?,
        closures: clocks::closures(ctx, tx, &calendar).await?,
    })
}

async fn cycles(ctx: &Ctx, tx: &Tx<'_>, calendar: &Calendar) -> Result<usize, Error> {
    let today = ctx.today();
    let sql =
        "select to_jsonb(c) as view from cycle c where due_by_rule and due_on >= $1 order by due_on, id for update";
    let counted: Vec<CountedCycle> = sql::rows(&**tx, statement(sql, [today.into()])).await?;
    let mut moved = 0;
    for cycle in counted {
        let counted = window(Period::of(cycle.kind, cycle.period_from), calendar).due_on;
        let due_on = counted.max(today).max(cycle.opens_on);
        if due_on == cycle.due_on {
            // Days that units have on top of it are counted by the calendar too.
            demands::due_moved(&**tx, Moment { now: ctx.now, today }, cycle.id).await?;
            continue;
        }
        let change = "update cycle set due_on = $2, version = version + 1 where id = $1";
        sql::execute(&**tx, statement(change, [cycle.id.into(), due_on.into()])).await?;
        demands::due_moved(&**tx, Moment { now: ctx.now, today }, cycle.id).await?;
        note(
            tx,
            ("cycle.reschedule", "cycle"),
            cycle.id,
            &cycle.name,
            Move { from: cycle.due_on, to: due_on, counted },
        )
        .await?;
        moved += 1;
    }
    Ok(moved)
}

async fn sign_offs(ctx: &Ctx, tx: &Tx<'_>, calendar: &Calendar) -> Result<usize, Error> {
    let today = ctx.today();
    let sql = include_str!("sign_offs.sql");
    let waiting: Vec<SignOff> = sql::rows(&**tx, statement(sql, [today.into()])).await?;
    let mut moved = 0;
    for task in waiting {
        let issued_on = shanghai_today(task.issued_at);
        let counted = calendar.nth_working_day_after(issued_on, SIGN_OFF_DAYS);
        let due_on = counted.max(today);
        if due_on == task.due_on {
            continue;
        }
        let change = "update task set sign_off_due_on = $2, version = version + 1, updated_at = $3 where id = $1";
        sql::execute(&**tx, statement(change, [task.id.into(), due_on.into(), ctx.now.into()])).await?;
        note(
            tx,
            ("task.reschedule_signoff", "task"),
            task.id,
            &task.label,
            Move { from: task.due_on, to: due_on, counted },
        )
        .await?;
        moved += 1;
    }
    Ok(moved)
}

/// From which day to which one; `counted` is what the calendar says, which may have passed already.
#[derive(Clone, Copy, Debug)]
struct Move {
    from: NaiveDate,
    to: NaiveDate,
    counted: NaiveDate,
}

async fn note(
    tx: &Tx<'_>,
    (action, object_type): (&str, &str),
    id: Uuid,
    label: &str,
    moved: Move,
) -> Result<(), Error> {
    let mut detail = json!({ "due_on": { "from": moved.from, "to": moved.to }, "because": "calendar.update" });
    // The calendar says a day that has passed: nobody is late by a change of the calendar, and the trail says so.
    if moved.counted < moved.to {
        detail["counted"] = json!(moved.counted);
    }
    tx.record(Event { action, object_type, object_id: Some(id), label, detail }).await
}
