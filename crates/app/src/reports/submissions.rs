//! Handing in several reports at once: finished drafts, and 本期无进展 on several tasks with one shared reason.
//!
//! Each report goes through the very commands of a single one, with its own event and its own answer: what one refuses
//! stops no other.

use std::collections::HashSet;

use luoshi_domain::policy::Action;
use luoshi_domain::reports::{ReportAction, ReportState};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::bulk::{BulkLine, BulkResult, MOST, SeenReport, line};
use super::commands::{self, NewReport, ReportChange};
use super::steps::{self, ReportTransition};
use super::views::ReportView;
use crate::app::{Ctx, IfMatch};
use crate::error::Error;
use crate::fields::Fields;
use crate::tx::{Attempt, Event, Reply, Written};

/// Drafts to submit, each in the version the writer has seen.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkSubmission {
    /// 1 to 200 reports.
    pub reports: Vec<SeenReport>,
}

/// 本期无进展 on several tasks.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkNoChange {
    /// The period.
    pub cycle_id: Uuid,
    /// 1 to 200 tasks on which nobody has begun a report of the period.
    pub task_ids: Vec<Uuid>,
    /// Why nothing changed, on all of them.
    pub reason: String,
}

/// Submits each draft by itself.
pub async fn submit(ctx: &Ctx, wanted: BulkSubmission) -> Result<Written<BulkResult>, Error> {
    ctx.require(Action::ReportWrite)?;
    let ids: Vec<Uuid> = wanted.reports.iter().map(|seen| seen.id).collect();
    let mut fields = Fields::new();
    check(&mut fields, "/reports", &ids, "/id");
    fields.done()?;
    if let Some(kept) = ctx.kept_answer().await? {
        return Ok(Written::Replayed(kept));
    }
    let mut results = Vec::with_capacity(ids.len());
    for seen in &wanted.reports {
        results.push(line(seen.id, submit_one(&ctx.about(seen), seen.id).await)?);
    }
    answer(ctx, "report.submit_several", results).await
}

/// Opens, marks and submits a report without news on each task.
pub async fn no_change(ctx: &Ctx, wanted: BulkNoChange) -> Result<Written<BulkResult>, Error> {
    ctx.require(Action::ReportWrite)?;
    let mut fields = Fields::new();
    let reason = fields.required("/reason", &wanted.reason, 500);
    check(&mut fields, "/task_ids", &wanted.task_ids, "");
    fields.done()?;
    if let Some(kept) = ctx.kept_answer().await? {
        return Ok(Written::Replayed(kept));
    }
    let mut results = Vec::with_capacity(wanted.task_ids.len());
    for task in &wanted.task_ids {
        let place = NewReport { task_id: *task, cycle_id: wanted.cycle_id };
        results.push(line(*task, no_change_one(ctx, place, &reason).await)?);
    }
    answer(ctx, "report.no_change_several", results).await
}

fn check(fields: &mut Fields, list: &str, ids: &[Uuid], place: &str) {
    if ids.is_empty() || ids.len() > MOST {
        fields.fault(list, "out_of_range", format!("请选择 1 到 {MOST} 项"));
    }
    let mut known = HashSet::new();
    for (index, id) in ids.iter().enumerate() {
        if !known.insert(id) {
            fields.fault(format!("{list}/{index}{place}"), "repeated", "同一项选了两次，请只保留一次");
        }
    }
}

async fn submit_one(ctx: &Ctx, id: Uuid) -> Result<ReportState, Error> {
    let step = ReportTransition {
        action: ReportAction::Submit,
        comment: None,
        reason_codes: Vec::new(),
        verdicts: Vec::new(),
    };
    Ok(seen(steps::transition(ctx, id, step).await?)?.1)
}

/// Each of the three writes has its own part of the key: sent again after an interruption it goes on where it stopped.
async fn no_change_one(ctx: &Ctx, place: NewReport, reason: &str) -> Result<ReportState, Error> {
    let part = |step: &str| ctx.part_of_key(&format!("{}:{step}", place.task_id));
    let (id, _) = seen(commands::create(&part("create"), place.clone()).await?)?;
    let change = ReportChange {
        no_change: Some(true),
        no_change_reason: Some(Some(reason.to_owned())),
        ..ReportChange::default()
    };
    let mut marking = part("update");
    // Made a moment ago by the same caller: there is no other version to have seen.
    marking.request.if_match = IfMatch::Any;
    commands::update(&marking, id, change).await?;
    let mut submitting = part("submit");
    submitting.request.if_match = IfMatch::Any;
    submit_one(&submitting, id).await
}

/// Id and state of a report that was written now or answered before.
fn seen(written: Written<ReportView>) -> Result<(Uuid, ReportState), Error> {
    match written {
        Written::Fresh(reply) => Ok((reply.body.head.id, reply.body.head.state)),
        Written::Replayed(reply) => serde_json::from_value::<ReportView>(reply.body)
            .map(|view| (view.head.id, view.head.state))
            .map_err(|error| Error::Internal(format!("a kept answer of another shape: {error}"))),
    }
}

async fn answer(ctx: &Ctx, action: &'static str, results: Vec<BulkLine>) -> Result<Written<BulkResult>, Error> {
    let done = results.iter().filter(|line| line.refused.is_none()).count();
    let result = BulkResult { done, refused: results.len() - done, results };
    ctx.write(Attempt::new(action, "report"), async |tx| {
        let label = format!("{done} / {}", result.results.len());
        let ids: Vec<Uuid> = result.results.iter().filter(|line| line.refused.is_none()).map(|line| line.id).collect();
        let detail = json!({ "done": ids, "refused": result.refused });
        tx.record(Event { action, object_type: "report", object_id: None, label: &label, detail }).await?;
        Ok(Reply::done(result))
    })
    .await
}
