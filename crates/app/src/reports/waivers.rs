//! 免报 for many at once: all missing reports of a unit, or those on chosen tasks, with one reason.

use luoshi_domain::policy::Action;
use luoshi_domain::reports::{ReportAction, ReportState, WORKFLOW};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveEnum, ActiveModelTrait};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::cycle_page::{self, CyclePage};
use super::effects;
use super::entity;
use super::steps::ReportTransition;
use super::stored;
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::history::{self, Taken};
use crate::sql::{self, statement};
use crate::tasks;
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// Which reports of a cycle need not be written, and why.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// Every missing report of this unit.
    pub organisation_id: Option<Uuid>,
    /// The missing reports on these tasks.
    #[serde(default)]
    pub task_ids: Vec<Uuid>,
    /// Why.
    pub reason: String,
}

#[derive(Debug, Deserialize)]
struct Asked {
    task_id: Uuid,
    code: String,
    report_id: Option<Uuid>,
    state: ReportState,
}

#[derive(Debug, Deserialize)]
struct CycleName {
    name: String,
}

/// Waives every report in question that is missing; those with the office, approved or waived stay what they are.
pub async fn waive(ctx: &Ctx, id: Uuid, waiver: Waiver) -> Result<Written<CyclePage>, Error> {
    ctx.write(Attempt::on("cycle.waive", "cycle", id), async |tx| {
        ctx.require(Action::ReportWaive)?;
        let sql = "select to_jsonb(c) as view from cycle c where id = $1 for share";
        let cycle: CycleName = sql::row(&**tx, statement(sql, [id.into()])).await?.ok_or(Error::NotFound)?;
        let reason = waiver.checked()?;
        let asked = waiver.find(tx, id).await?;
        for each in &asked {
            match each.report_id {
                Some(report) => waive_begun(ctx, tx, report, &reason).await?,
                None => waive_unbegun(ctx, tx, (id, each.task_id), &reason).await?,
            }
        }
        let codes: Vec<&str> = asked.iter().map(|each| each.code.as_str()).collect();
        let detail = json!({ "organisation": waiver.organisation_id, "tasks": codes, "reason": reason });
        let event =
            Event { action: "cycle.waive", object_type: "cycle", object_id: Some(id), label: &cycle.name, detail };
        tx.record(event).await?;
        let page = cycle_page::view(ctx, &**tx, id).await?;
        let version = page.cycle.version;
        Ok(Reply::changed(page, version))
    })
    .await
}

impl Waiver {
    fn checked(&self) -> Result<String, Error> {
        let mut fields = Fields::new();
        let reason = fields.required("/reason", &self.reason, 2_000);
        if self.organisation_id.is_none() && self.task_ids.is_empty() {
            fields.fault("/organisation_id", "required", "请选择单位，或至少一个任务");
        }
        if self.task_ids.len() > 500 {
            fields.fault("/task_ids", "too_many", "一次最多 500 个任务，请分批办理");
        }
        fields.done()?;
        Ok(reason)
    }

    async fn find(&self, tx: &Tx<'_>, cycle: Uuid) -> Result<Vec<Asked>, Error> {
        let values = [cycle.into(), self.organisation_id.into(), self.task_ids.clone().into()];
        let mut asked: Vec<Asked> = sql::rows(&**tx, statement(include_str!("waivers.sql"), values)).await?;
        let mut fields = Fields::new();
        for (number, task) in self.task_ids.iter().enumerate() {
            if !asked.iter().any(|each| each.task_id == *task) {
                fields.fault(format!("/task_ids/{number}"), "not_found", "本期没有要求这个任务填报，请从列表中去掉");
            }
        }
        fields.done()?;
        // What has reached the office is not missing: the office decides on it one by one.
        let missing = |state| state != ReportState::OfficeReview && WORKFLOW.apply(state, ReportAction::Waive).is_ok();
        asked.retain(|each| missing(each.state));
        if asked.is_empty() {
            let pointer = if self.organisation_id.is_some() { "/organisation_id" } else { "/task_ids" };
            return Err(Error::field(pointer, "nothing_missing", "所选范围内没有待报的报告，不需要免报"));
        }
        Ok(asked)
    }
}

async fn waive_begun(ctx: &Ctx, tx: &Tx<'_>, report: Uuid, reason: &str) -> Result<(), Error> {
    let facts = stored::lock(ctx, &**tx, report).await?;
    let row = WORKFLOW.apply(facts.state, ReportAction::Waive)?;
    let step = ReportTransition {
        action: ReportAction::Waive,
        comment: Some(reason.to_owned()),
        reason_codes: Vec::new(),
        verdicts: Vec::new(),
    };
    effects::take(ctx, tx, &facts, row.to, &step).await
}

/// A report nobody has begun begins and ends as waived, with the reason in its history.
async fn waive_unbegun(ctx: &Ctx, tx: &Tx<'_>, (cycle, task): (Uuid, Uuid), reason: &str) -> Result<(), Error> {
    let id = Uuid::now_v7();
    let row = entity::ActiveModel {
        id: Set(id),
        task_id: Set(task),
        cycle_id: Set(cycle),
        state: Set(ReportState::Waived),
        created_by: Set(ctx.actor.account),
        created_at: Set(ctx.now),
        updated_at: Set(ctx.now),
        ..Default::default()
    };
    row.insert(&**tx).await?;
    let taken = Taken {
        subject_type: "report",
        subject_id: id,
        action: ReportAction::Waive.code(),
        from: None,
        to: &ReportState::Waived.to_value(),
        comment: Some(reason),
        reason_codes: &[],
    };
    history::add(ctx, &**tx, taken).await?;
    sql::execute(&**tx, statement(include_str!("latest.sql"), [id.into()])).await?;
    tasks::stored::refresh(ctx, &**tx, task).await
}
