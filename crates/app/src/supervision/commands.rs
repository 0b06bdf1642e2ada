//! Writing a notice: what it rests on is decided by the rules, and where they know no ground the writer says why.

use chrono::NaiveDate;
use luoshi_domain::policy::Action;
use luoshi_domain::supervision::{NoticeBasis, NoticeLevel, NoticeState, Watched, check_task, grounds};
use sea_orm::ActiveEnum;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::queries;
use super::views::Notice;
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::history::{self, Taken};
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// Longest text of a notice.
pub const LONG_TEXT: usize = 2_000;

/// A notice about a task, kept as a draft.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNotice {
    /// The task.
    pub task_id: Uuid,
    /// The rung.
    pub level: NoticeLevel,
    /// What the unit is asked to say and to do.
    pub demand: String,
    /// Why a rung is skipped, or the words of an instruction.
    pub reason: Option<String>,
    /// 批示: the reason is a leader's instruction.
    #[serde(default)]
    pub instruction: bool,
    /// Day of the interview; only for one.
    pub meet_on: Option<NaiveDate>,
}

/// Writes a draft.
pub async fn create(ctx: &Ctx, new: NewNotice) -> Result<Written<Notice>, Error> {
    ctx.write(Attempt::new("notice.create", "notice"), async |tx| {
        ctx.require(Action::NoticeDraft)?;
        if new.instruction {
            ctx.require(Action::NoticeSummon)?;
        }
        let task = queries::watch(ctx, &**tx, new.task_id).await?;
        let watched = task.watched();
        let draft = new.checked(ctx, &watched)?;
        check_task(&watched)?;
        let id = insert(ctx, tx, task.lead, &draft).await?;
        note(ctx, tx, id, "create", None, NoticeState::Draft, None).await?;
        let notice = queries::find(ctx, &**tx, id).await?;
        let detail = json!({ "to": NoticeState::Draft, "task": new.task_id, "level": new.level, "basis": draft.basis,
            "reason": draft.reason });
        let label = notice.label();
        tx.record(Event { action: "notice.create", object_type: "notice", object_id: Some(id), label: &label, detail })
            .await?;
        let version = notice.version;
        Ok(Reply::created(notice, version, format!("/api/v1/notices/{id}")))
    })
    .await
}

/// A draft whose texts are tidy and whose ground is known.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) task_id: Uuid,
    pub(super) level: NoticeLevel,
    pub(super) basis: NoticeBasis,
    pub(super) reason: Option<String>,
    pub(super) demand: String,
    pub(super) meet_on: Option<NaiveDate>,
    pub(super) follows: Option<Uuid>,
}

impl NewNotice {
    fn checked(&self, ctx: &Ctx, task: &Watched) -> Result<Draft, Error> {
        let mut fields = Fields::new();
        let demand = fields.required("/demand", &self.demand, LONG_TEXT);
        let reason = fields.optional("/reason", self.reason.as_deref(), LONG_TEXT);
        let basis = match grounds(self.level, task, ctx.today()) {
            _ if self.instruction => NoticeBasis::Instruction,
            Some(basis) => basis,
            None => NoticeBasis::Reasoned,
        };
        if reason.is_none() && basis == NoticeBasis::Instruction {
            fields.fault("/reason", "required", "请写明批示内容");
        } else if reason.is_none() && basis == NoticeBasis::Reasoned {
            fields.fault("/reason", "required", ungrounded(self.level));
        }
        check_meeting(&mut fields, self.level, self.meet_on, ctx.today());
        fields.done()?;
        let (task_id, level, meet_on) = (self.task_id, self.level, self.meet_on);
        Ok(Draft { task_id, level, basis, reason, demand, meet_on, follows: None })
    }
}

/// Which ground this rung lacks, and the way out.
const fn ungrounded(level: NoticeLevel) -> &'static str {
    match level {
        NoticeLevel::Urge => "这项任务没有逾期的事项，请写明催办理由",
        NoticeLevel::Supervision => "尚未亮红灯满 10 天，也没有逾期未反馈的催办，请写明直接督办的理由",
        NoticeLevel::Interview => "这项任务督办不足两次，请写明直接约谈的理由",
    }
}

/// An interview has a day from today on, other rungs have none.
pub(super) fn check_meeting(fields: &mut Fields, level: NoticeLevel, meet_on: Option<NaiveDate>, today: NaiveDate) {
    match (level, meet_on) {
        (NoticeLevel::Interview, None) => fields.fault("/meet_on", "required", "请选择约谈日期"),
        (NoticeLevel::Interview, Some(day)) if day < today => {
            fields.fault("/meet_on", "out_of_range", "约谈日期不能早于今天");
        }
        (NoticeLevel::Interview, Some(day)) => crate::tasks::draft::check_day(fields, "/meet_on", day),
        (_, Some(_)) => fields.fault("/meet_on", "not_applicable", "只有约谈才有日期，请去掉这一项"),
        (_, None) => {}
    }
}

/// Stores a draft addressed to the present lead of its task.
pub(super) async fn insert(ctx: &Ctx, tx: &Tx<'_>, lead: Uuid, draft: &Draft) -> Result<Uuid, Error> {
    let id = Uuid::now_v7();
    let values = [
        id.into(),
        draft.task_id.into(),
        draft.level.to_value().into(),
        draft.basis.to_value().into(),
        draft.reason.clone().into(),
        draft.demand.clone().into(),
        lead.into(),
        draft.meet_on.into(),
        draft.follows.into(),
        ctx.actor.account.into(),
        ctx.now.into(),
    ];
    let insert =
        "insert into notice (id, task_id, level, state, basis, reason, demand, addressee_id, meet_on, follows_id,
            created_by, created_at, updated_at)
         values ($1, $2, $3, 'DRAFT', $4, $5, $6, $7, $8, $9, $10, $11, $11)";
    sql::execute(&**tx, statement(insert, values)).await?;
    Ok(id)
}

/// Adds a step to the history of a notice.
pub(super) async fn note(
    ctx: &Ctx,
    tx: &Tx<'_>,
    id: Uuid,
    action: &str,
    from: Option<NoticeState>,
    to: NoticeState,
    comment: Option<&str>,
) -> Result<(), Error> {
    let (from, to) = (from.map(|state| state.to_value()), to.to_value());
    let taken = Taken {
        subject_type: "notice",
        subject_id: id,
        action,
        from: from.as_deref(),
        to: &to,
        comment,
        reason_codes: &[],
    };
    history::add(ctx, &**tx, taken).await
}
