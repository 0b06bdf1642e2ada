//! Asking for a later due day: writing a request, kept as a draft or filed at once.

use chrono::NaiveDate;
use luoshi_domain::extensions::{ExtensionState, check_filing};
use luoshi_domain::policy::Action;
use sea_orm::ActiveEnum;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::queries;
use super::views::{Extension, ExtensionSubject};
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::history::{self, Taken};
use crate::sql::{self, statement};
use crate::tasks::commands::lock;
use crate::tasks::draft::check_day;
use crate::tasks::stored;
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// Longest text of a request.
pub const LONG_TEXT: usize = 2_000;

/// Asks that a task or one of its milestones be due later.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExtension {
    /// The milestone; missing for the task itself.
    pub milestone_id: Option<Uuid>,
    /// The due day asked for, later than the one that holds.
    pub asked_on: NaiveDate,
    /// 延期原因.
    pub cause: String,
    /// 目前进展.
    pub progress: String,
    /// Files it with the unit's leader at once; otherwise it stays a draft.
    #[serde(default)]
    pub submit: bool,
}

/// Writes a request; whoever is too late is refused before anything is stored.
pub async fn create(ctx: &Ctx, task_id: Uuid, new: NewExtension) -> Result<Written<Extension>, Error> {
    ctx.write(Attempt::new("extension.create", "extension"), async |tx| {
        ctx.require(Action::ExtensionWrite)?;
        let task = lock(ctx, tx, task_id).await?;
        ctx.allow(Action::ExtensionWrite, &task.target())?;
        let subjects = queries::subjects(ctx, &**tx, task_id).await?;
        let subject = new.checked(&subjects)?;
        let item = subject.item();
        check_filing(&item, ctx.today())?;
        let id = insert(ctx, tx, task_id, &new, subject.due_on, item.decided + 1).await?;
        let state = if new.submit { ExtensionState::UnitLeader } else { ExtensionState::Draft };
        let action = if new.submit { "submit" } else { "create" };
        note(ctx, tx, id, action, None, state, None).await?;
        stored::refresh(ctx, &**tx, task_id).await?;
        let request = queries::find(ctx, &**tx, id).await?;
        let detail = json!({ "to": state, "task": task_id, "milestone": new.milestone_id,
            "due_on": subject.due_on, "asked_on": new.asked_on, "leader_reasons": request.leader_reasons });
        let (name, label) = (format!("extension.{action}"), request.label());
        tx.record(Event { action: &name, object_type: "extension", object_id: Some(id), label: &label, detail })
            .await?;
        let version = request.version;
        Ok(Reply::created(request, version, format!("/api/v1/tasks/{task_id}/extensions")))
    })
    .await
}

impl NewExtension {
    /// The item it is about, or everything that is wrong with the request.
    fn checked<'a>(&self, subjects: &'a [ExtensionSubject]) -> Result<&'a ExtensionSubject, Error> {
        let mut fields = Fields::new();
        fields.required("/cause", &self.cause, LONG_TEXT);
        fields.required("/progress", &self.progress, LONG_TEXT);
        let subject = subjects.iter().find(|subject| subject.milestone_id == self.milestone_id);
        if let Some(subject) = subject {
            check_asked(&mut fields, self.asked_on, subject.due_on, subject.latest_on);
        } else {
            fields.fault("/milestone_id", "not_found", "这个里程碑不属于本任务，请刷新后重新选择");
        }
        fields.done()?;
        subject.ok_or(Error::NotFound)
    }
}

/// The day asked for lies after the one that holds, and a milestone's not after its task's.
pub fn check_asked(fields: &mut Fields, asked_on: NaiveDate, due_on: NaiveDate, latest_on: Option<NaiveDate>) {
    check_day(fields, "/asked_on", asked_on);
    if asked_on <= due_on {
        fields.fault("/asked_on", "not_later", format!("请选择晚于现定时限 {due_on} 的日期"));
    }
    if let Some(latest_on) = latest_on
        && asked_on > latest_on
    {
        let detail = format!("里程碑不能晚于任务的完成时限 {latest_on}，请先为任务申请延期");
        fields.fault("/asked_on", "after_task", detail);
    }
}

async fn insert(
    ctx: &Ctx,
    tx: &Tx<'_>,
    task: Uuid,
    new: &NewExtension,
    due_on: NaiveDate,
    number: u32,
) -> Result<Uuid, Error> {
    let id = Uuid::now_v7();
    let state = if new.submit { ExtensionState::UnitLeader } else { ExtensionState::Draft };
    let values = [
        id.into(),
        task.into(),
        new.milestone_id.into(),
        state.to_value().into(),
        i32::try_from(number).unwrap_or(i32::MAX).into(),
        due_on.into(),
        new.asked_on.into(),
        new.cause.trim().into(),
        new.progress.trim().into(),
        ctx.actor.account.into(),
        new.submit.then(|| ctx.today()).into(),
        ctx.now.into(),
    ];
    let insert =
        "insert into extension (id, task_id, milestone_id, state, number, due_on_before, asked_on, cause, progress,
            created_by, filed_on, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)";
    sql::execute(&**tx, statement(insert, values)).await?;
    Ok(id)
}

/// Adds a step to the history of a request.
pub async fn note(
    ctx: &Ctx,
    tx: &Tx<'_>,
    id: Uuid,
    action: &str,
    from: Option<ExtensionState>,
    to: ExtensionState,
    comment: Option<&str>,
) -> Result<(), Error> {
    let (from, to) = (from.map(|state| state.to_value()), to.to_value());
    let taken = Taken {
        subject_type: "extension",
        subject_id: id,
        action,
        from: from.as_deref(),
        to: &to,
        comment,
        reason_codes: &[],
    };
    history::add(ctx, &**tx, taken).await
}
