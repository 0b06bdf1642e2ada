//! The clocks of notices and of applications for closure, counted again by a changed calendar.

use chrono::NaiveDate;
use luoshi_domain::calendar::Calendar;
use luoshi_domain::closing::{CONSENT_DAYS, REVIEW_DAYS};
use luoshi_domain::supervision::{NoticeLevel, clocks};
use serde::Deserialize;
use uuid::Uuid;

use super::{Move, note};
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, statement};
use crate::tx::Tx;

#[derive(Debug, Deserialize)]
struct OpenNotice {
    id: Uuid,
    label: String,
    level: NoticeLevel,
    issued_on: NaiveDate,
    asked_on: NaiveDate,
    receive_by: Option<NaiveDate>,
    reply_by: Option<NaiveDate>,
}

/// The days by which open notices are signed for and answered; one that came back is counted from its return.
pub(super) async fn notices(ctx: &Ctx, tx: &Tx<'_>, calendar: &Calendar) -> Result<usize, Error> {
    let today = ctx.today();
    let open: Vec<OpenNotice> = sql::rows(&**tx, statement(include_str!("notices.sql"), [today.into()])).await?;
    let mut moved = 0;
    for notice in open {
        let (receive_by, _) = clocks(notice.level, notice.issued_on, calendar);
        let (_, reply_by) = clocks(notice.level, notice.asked_on, calendar);
        let receive = follow(notice.receive_by, receive_by, today);
        let reply = follow(notice.reply_by, reply_by, today);
        if receive.is_none() && reply.is_none() {
            continue;
        }
        let change = "update notice set receive_by = coalesce($2, receive_by), reply_by = coalesce($3, reply_by),
                version = version + 1, updated_at = $4
            where id = $1";
        let days = [receive.map(|each| each.to).into(), reply.map(|each| each.to).into()];
        let [receive_on, reply_on] = days;
        sql::execute(&**tx, statement(change, [notice.id.into(), receive_on, reply_on, ctx.now.into()])).await?;
        for (name, each) in [("notice.reschedule_receipt", receive), ("notice.reschedule_reply", reply)] {
            if let Some(each) = each {
                note(tx, (name, "notice"), notice.id, &notice.label, each).await?;
            }
        }
        moved += 1;
    }
    Ok(moved)
}

/// Where a day that lies ahead goes; one that has passed stays, and none goes before today.
fn follow(kept: Option<NaiveDate>, counted: Option<NaiveDate>, today: NaiveDate) -> Option<Move> {
    let (from, counted) = (kept.filter(|day| *day >= today)?, counted?);
    let to = counted.max(today);
    (to != from).then_some(Move { from, to, counted })
}

#[derive(Debug, Deserialize)]
struct OpenClosure {
    id: Uuid,
    task_id: Uuid,
    label: String,
    applied_on: NaiveDate,
    review_due_on: NaiveDate,
    confirm_by: Option<NaiveDate>,
}

/// The days by which the office decides on applications for closure and supporting organisations confirm them.
pub(super) async fn closures(ctx: &Ctx, tx: &Tx<'_>, calendar: &Calendar) -> Result<usize, Error> {
    let today = ctx.today();
    let open: Vec<OpenClosure> = sql::rows(&**tx, statement(include_str!("closures.sql"), [])).await?;
    let mut moved = 0;
    for closure in open {
        let counted = |days| Some(calendar.nth_working_day_after(closure.applied_on, days));
        let review = follow(Some(closure.review_due_on), counted(REVIEW_DAYS), today);
        let confirm = follow(closure.confirm_by, counted(CONSENT_DAYS), today);
        let days = [
            ("update closure set review_due_on = $2 where id = $1", "task.reschedule_closure_review", review),
            (
                "update closure_support set due_on = $2 where closure_id = $1 and state = 'ASKED'",
                "task.reschedule_confirmation",
                confirm,
            ),
        ];
        for (change, name, each) in days {
            let Some(each) = each else { continue };
            sql::execute(&**tx, statement(change, [closure.id.into(), each.to.into()])).await?;
            note(tx, (name, "task"), closure.task_id, &closure.label, each).await?;
        }
        if review.is_some() || confirm.is_some() {
            let touched = "update task set version = version + 1, updated_at = $2 where id = $1";
            sql::execute(&**tx, statement(touched, [closure.task_id.into(), ctx.now.into()])).await?;
            moved += 1;
        }
    }
    Ok(moved)
}
