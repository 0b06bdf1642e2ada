//! The way of a notice: one step at a time under the lock of its task; issuing starts the clock and gives the number.

use chrono::{Datelike, NaiveDate};
use luoshi_domain::duties;
use luoshi_domain::policy::{Action, Reach};
use luoshi_domain::rule::RuleError;
use luoshi_domain::supervision::{
    NoticeAction, NoticeBasis, NoticeLevel, NoticeState, WORKFLOW, check_answer, check_escalation, check_issue,
    check_task, clocks, grounds, printed_number,
};
use sea_orm::{ActiveEnum, Value};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::commands::{self, Draft, LONG_TEXT, check_meeting, note};
use super::queries;
use super::views::Notice;
use crate::actions::AllowedAction;
use crate::app::Ctx;
use crate::calendar;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tasks::draft::check_day;
use crate::tasks::stored;
use crate::tx::{Attempt, Event, Reply, Tx, Written};
use crate::views::hands;

/// A step with what it needs.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeTransition {
    /// The step.
    pub action: NoticeAction,
    /// The reason in words, or the minutes of an interview.
    pub comment: Option<String>,
    /// Other words for the demand, for `send`, `submit` and `escalate`.
    pub demand: Option<String>,
    /// Day of the interview, for `submit` of one and for `escalate` to one.
    pub meet_on: Option<NaiveDate>,
    /// 原因, for `answer`.
    pub cause: Option<String>,
    /// 措施, for `answer`.
    pub measure: Option<String>,
    /// 预计完成时间, for `answer`; a supervision notice needs it.
    pub expected_on: Option<NaiveDate>,
}

/// Every step from the present state that the caller has the right to, with the rule that stands against it now.
pub fn allowed(ctx: &Ctx, notice: &Notice) -> Vec<AllowedAction> {
    let target = notice.target();
    WORKFLOW
        .from(notice.state)
        .filter(|row| row.action.belongs_to(notice.level) && ctx.may(row.needs, &target))
        .map(|row| AllowedAction::of(row.action.code(), row.needs_comment, guard(ctx, notice, row.action)))
        .collect()
}

fn guard(ctx: &Ctx, notice: &Notice, action: NoticeAction) -> Result<(), RuleError> {
    if !action.belongs_to(notice.level) {
        return Err(RuleError::StepNotPossible);
    }
    duties::check(&ctx.actor, ("notice", &notice.state.to_value(), action.code()), hands(&notice.history))?;
    match action {
        step if step.issues() => {
            check_task(&notice.watched())?;
            let by_leader = ctx.reach(Action::NoticeSummon) != Reach::No;
            check_issue(notice.level, &notice.demands(ctx.app.settings.notices_a_month), by_leader)
        }
        NoticeAction::Answer => check_answer(notice.level, notice.state),
        NoticeAction::Escalate => check_escalation(notice.state, notice.reply_by, ctx.today()),
        _ => Ok(()),
    }
}

/// Takes one step; of two at once exactly one wins, since the task is locked and the state looked at again.
pub async fn transition(ctx: &Ctx, id: Uuid, step: NoticeTransition) -> Result<Written<Notice>, Error> {
    let name = event_name(step.action);
    ctx.write(Attempt::on(name, "notice", id), async |tx| {
        let notice = lock(ctx, tx, id).await?;
        allow_somewhere(ctx, &notice, step.action)?;
        ctx.expect_version(notice.version)?;
        let row = WORKFLOW.apply(notice.state, step.action)?;
        ctx.allow(row.needs, &notice.target())?;
        let step = step.checked(ctx, &notice, row.needs_comment)?;
        guard(ctx, &notice, step.action)?;
        change(ctx, tx, &notice, row.to, &step).await?;
        note(ctx, tx, id, step.action.code(), Some(notice.state), row.to, step.comment.as_deref()).await?;
        if step.action == NoticeAction::Escalate {
            climb(ctx, tx, &notice, &step).await?;
        }
        stored::refresh(ctx, &**tx, notice.task.id).await?;
        let view = queries::find(ctx, &**tx, id).await?;
        record(tx, name, &notice, &view, &step).await?;
        let version = view.version;
        Ok(Reply::changed(view, version))
    })
    .await
}

/// Holds the task, then reads the notice as the last holder left it.
async fn lock(ctx: &Ctx, tx: &Tx<'_>, id: Uuid) -> Result<Notice, Error> {
    let task = "select 1 from task where id = (select task_id from notice where id = $1) for update";
    sql::execute(&**tx, statement(task, [id.into()])).await?;
    queries::find(ctx, &**tx, id).await
}

/// Who could never take this step, whatever the state, is told so before anything else.
fn allow_somewhere(ctx: &Ctx, notice: &Notice, action: NoticeAction) -> Result<(), Error> {
    let needs = WORKFLOW.rows.iter().find(|row| row.action == action).map(|row| row.needs);
    needs.map_or(Ok(()), |right| ctx.allow(right, &notice.target()))
}

impl NoticeTransition {
    fn bare(action: NoticeAction, comment: Option<String>) -> NoticeTransition {
        NoticeTransition { action, comment, demand: None, meet_on: None, cause: None, measure: None, expected_on: None }
    }

    /// The same step with its texts tidied, or everything that is wrong with it.
    fn checked(&self, ctx: &Ctx, notice: &Notice, needs_comment: bool) -> Result<NoticeTransition, Error> {
        let mut fields = Fields::new();
        let given = self.comment.as_deref();
        let comment = if needs_comment {
            Some(fields.required("/comment", given.unwrap_or_default(), LONG_TEXT))
        } else {
            fields.optional("/comment", given, LONG_TEXT)
        };
        let mut step = NoticeTransition::bare(self.action, comment);
        match self.action {
            NoticeAction::Answer => self.answer(&mut fields, notice, &mut step),
            NoticeAction::Send | NoticeAction::Submit | NoticeAction::Escalate => {
                self.wording(ctx, &mut fields, notice, &mut step);
            }
            _ => {}
        }
        let foreign = [
            (self.demand.is_some() && step.demand.is_none(), "/demand"),
            (self.meet_on.is_some() && step.meet_on.is_none(), "/meet_on"),
            (self.cause.is_some() && step.cause.is_none(), "/cause"),
            (self.measure.is_some() && step.measure.is_none(), "/measure"),
            (self.expected_on.is_some() && step.expected_on.is_none(), "/expected_on"),
        ];
        if !fields.is_faulty() {
            for (_, pointer) in foreign.into_iter().filter(|(foreign, _)| *foreign) {
                fields.fault(pointer, "not_applicable", "这一步不需要这一项，请去掉");
            }
        }
        fields.done()?;
        Ok(step)
    }

    /// 原因、措施、预计完成时间: a supervision notice wants all three, an urge notice the first two.
    fn answer(&self, fields: &mut Fields, notice: &Notice, step: &mut NoticeTransition) {
        step.cause = Some(fields.required("/cause", self.cause.as_deref().unwrap_or_default(), LONG_TEXT));
        step.measure = Some(fields.required("/measure", self.measure.as_deref().unwrap_or_default(), LONG_TEXT));
        step.expected_on = self.expected_on;
        match self.expected_on {
            Some(day) => check_day(fields, "/expected_on", day),
            None if notice.level == NoticeLevel::Supervision => {
                fields.fault("/expected_on", "required", "请填写预计完成时间");
            }
            None => {}
        }
    }

    /// What may still be put in other words before a notice goes out, or for the one that takes its place.
    fn wording(&self, ctx: &Ctx, fields: &mut Fields, notice: &Notice, step: &mut NoticeTransition) {
        step.demand = self.demand.as_deref().map(|words| fields.required("/demand", words, LONG_TEXT));
        let climbs = self.action == NoticeAction::Escalate;
        let level = if climbs { notice.level.above().unwrap_or(notice.level) } else { notice.level };
        let meet_on = if climbs { self.meet_on } else { self.meet_on.or(notice.meet_on) };
        check_meeting(fields, level, meet_on, ctx.today());
        step.meet_on = meet_on;
    }
}

/// What a step changes of the notice itself.
async fn change(
    ctx: &Ctx,
    tx: &Tx<'_>,
    notice: &Notice,
    to: NoticeState,
    step: &NoticeTransition,
) -> Result<(), Error> {
    match step.action {
        action if action.issues() => issue(ctx, tx, notice, step).await?,
        NoticeAction::Submit => {
            let words = "update notice set demand = coalesce($2, demand), meet_on = $3 where id = $1";
            sql::execute(&**tx, statement(words, [notice.id.into(), step.demand.clone().into(), step.meet_on.into()]))
                .await?;
        }
        NoticeAction::Answer => answered(ctx, tx, notice, step).await?,
        NoticeAction::Return => {
            let (_, reply_by) = clocks(notice.level, ctx.today(), &calendar::load(&**tx).await?);
            sql::execute(
                &**tx,
                statement("update notice set reply_by = $2 where id = $1", [notice.id.into(), reply_by.into()]),
            )
            .await?;
        }
        NoticeAction::Minute => {
            let minutes = "update notice set minutes = $2 where id = $1";
            sql::execute(&**tx, statement(minutes, [notice.id.into(), step.comment.clone().into()])).await?;
        }
        _ => {}
    }
    let moved = "update notice set state = $2, updated_at = $3, version = version + 1 where id = $1";
    sql::execute(&**tx, statement(moved, [notice.id.into(), to.to_value().into(), ctx.now.into()])).await?;
    Ok(())
}

/// The notice goes out to the lead of this day: its clock starts, and a supervision notice gets its number.
async fn issue(ctx: &Ctx, tx: &Tx<'_>, notice: &Notice, step: &NoticeTransition) -> Result<(), Error> {
    let today = ctx.today();
    let (receive_by, reply_by) = clocks(notice.level, today, &calendar::load(&**tx).await?);
    let number = if notice.level == NoticeLevel::Supervision { Some(next_number(tx, today).await?) } else { None };
    let printed = number.map(|number| printed_number(&ctx.app.settings.notice_prefix, today, number));
    let values: [Value; 8] = [
        notice.id.into(),
        step.demand.clone().into(),
        notice.lead().into(),
        today.into(),
        receive_by.into(),
        reply_by.into(),
        number.map(|number| i32::try_from(number).unwrap_or(i32::MAX)).into(),
        printed.into(),
    ];
    let issued = "update notice set demand = coalesce($2, demand), addressee_id = $3, issued_on = $4, receive_by = $5,
            reply_by = $6, number = $7, printed_number = $8
        where id = $1";
    sql::execute(&**tx, statement(issued, values)).await?;
    Ok(())
}

/// The next number of the year. The row stays locked until the end of the transaction: what is rolled back gives its
/// number back, so that the numbers of a year have no gap.
async fn next_number(tx: &Tx<'_>, day: NaiveDate) -> Result<u32, Error> {
    let next = "insert into notice_counter as c (year, last) values ($1, 1)
        on conflict (year) do update set last = c.last + 1
        returning to_jsonb(last) as view";
    let number: Option<u32> = sql::row(&**tx, statement(next, [day.year().into()])).await?;
    number.ok_or_else(|| Error::Internal("the counter of notices gave no number".into()))
}

async fn answered(ctx: &Ctx, tx: &Tx<'_>, notice: &Notice, step: &NoticeTransition) -> Result<(), Error> {
    let values = [
        notice.id.into(),
        step.cause.clone().into(),
        step.measure.clone().into(),
        step.expected_on.into(),
        ctx.today().into(),
    ];
    let words = "update notice set answer_cause = $2, answer_measure = $3, answer_expected_on = $4, answered_on = $5
        where id = $1";
    sql::execute(&**tx, statement(words, values)).await?;
    Ok(())
}

/// Writes the draft of the next rung, which names the notice whose place it takes.
async fn climb(ctx: &Ctx, tx: &Tx<'_>, notice: &Notice, step: &NoticeTransition) -> Result<(), Error> {
    let level = notice.level.above().ok_or(RuleError::StepNotPossible)?;
    let draft = Draft {
        task_id: notice.task.id,
        level,
        basis: grounds(level, &notice.watched(), ctx.today()).unwrap_or(NoticeBasis::Reasoned),
        reason: step.comment.clone(),
        demand: step.demand.clone().unwrap_or_else(|| notice.demand.clone()),
        meet_on: step.meet_on,
        follows: Some(notice.id),
    };
    let id = commands::insert(ctx, tx, notice.lead(), &draft).await?;
    note(ctx, tx, id, "create", None, NoticeState::Draft, None).await
}

async fn record(
    tx: &Tx<'_>,
    name: &'static str,
    before: &Notice,
    after: &Notice,
    step: &NoticeTransition,
) -> Result<(), Error> {
    let detail = json!({
        "from": before.state,
        "to": after.state,
        "level": after.level,
        "task": after.task.id,
        "number": after.number,
        "reply_by": after.reply_by,
        "comment": step.comment,
    });
    let label = after.label();
    tx.record(Event { action: name, object_type: "notice", object_id: Some(after.id), label: &label, detail }).await
}

/// The name of a step in the audit trail.
const fn event_name(action: NoticeAction) -> &'static str {
    match action {
        NoticeAction::Send => "notice.send",
        NoticeAction::Submit => "notice.submit",
        NoticeAction::SendBack => "notice.send_back",
        NoticeAction::Sign => "notice.sign",
        NoticeAction::Summon => "notice.summon",
        NoticeAction::Receive => "notice.receive",
        NoticeAction::Answer => "notice.answer",
        NoticeAction::Settle => "notice.settle",
        NoticeAction::Return => "notice.return",
        NoticeAction::Minute => "notice.minute",
        NoticeAction::Escalate => "notice.escalate",
        NoticeAction::Discard => "notice.discard",
        NoticeAction::Void => "notice.void",
    }
}
