//! Approving several unchanged reports at once: each by itself, each with its own event, each with its own answer.
//!
//! There is no transaction around all of them: what one report refuses stops no other, and the answer names every one.

use std::collections::HashSet;

use luoshi_domain::policy::{Action, Reach};
use luoshi_domain::reports::{ReportAction, ReportState};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::steps::{self, ReportTransition};
use super::stored;
use crate::actions::Refused;
use crate::app::{Ctx, IdempotencyKey, IfMatch};
use crate::error::Error;
use crate::fields::Fields;
use crate::tx::{Attempt, Event, Reply, Written};

/// Most reports in one go.
pub(super) const MOST: usize = 200;

/// Unchanged reports to pass on or approve, each in the version the reviewer has seen.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkApproval {
    /// 1 to 200 reports.
    pub reports: Vec<SeenReport>,
}

/// A report as the reviewer saw it in the list.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeenReport {
    /// The report.
    pub id: Uuid,
    /// Its version then; changed since, it is refused.
    pub version: i32,
}

/// What became of each report, in the order in which they were sent.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct BulkResult {
    /// How many went on.
    pub done: usize,
    /// How many were left as they were.
    pub refused: usize,
    /// One line for each.
    pub results: Vec<BulkLine>,
}

/// What became of one report.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct BulkLine {
    /// The report, or the task where none was begun yet.
    pub id: Uuid,
    /// Where it stands now; null when it was left as it was.
    pub state: Option<ReportState>,
    /// Why it was left as it was.
    pub refused: Option<Refused>,
}

/// Passes on or approves each report that says nothing new.
pub async fn approve(ctx: &Ctx, wanted: BulkApproval) -> Result<Written<BulkResult>, Error> {
    if ctx.reach(Action::ReportUnitReview) == Reach::No {
        ctx.require(Action::ReportOfficeReview)?;
    }
    wanted.check()?;
    if let Some(kept) = ctx.kept_answer().await? {
        return Ok(Written::Replayed(kept));
    }
    let mut results = Vec::with_capacity(wanted.reports.len());
    for seen in &wanted.reports {
        results.push(line(seen.id, approve_one(&ctx.about(seen), seen.id).await)?);
    }
    let done = results.iter().filter(|line| line.refused.is_none()).count();
    let result = BulkResult { done, refused: results.len() - done, results };
    ctx.write(Attempt::new("report.approve_unchanged", "report"), async |tx| {
        let label = format!("{done} / {}", result.results.len());
        let ids: Vec<Uuid> = result.results.iter().filter(|line| line.refused.is_none()).map(|line| line.id).collect();
        let detail = json!({ "done": ids, "refused": result.refused });
        let event =
            Event { action: "report.approve_unchanged", object_type: "report", object_id: None, label: &label, detail };
        tx.record(event).await?;
        Ok(Reply::done(result))
    })
    .await
}

impl BulkApproval {
    fn check(&self) -> Result<(), Error> {
        let mut fields = Fields::new();
        if self.reports.is_empty() || self.reports.len() > MOST {
            fields.fault("/reports", "out_of_range", format!("请选择 1 到 {MOST} 份报告"));
        }
        let mut known = HashSet::new();
        for (index, seen) in self.reports.iter().enumerate() {
            if !known.insert(seen.id) {
                fields.fault(format!("/reports/{index}/id"), "repeated", "同一份报告选了两次，请只保留一次");
            }
        }
        fields.done()
    }
}

impl Ctx {
    /// The same caller with one report of several in hand: its version, and its own part of the key, so that a request
    /// that was cut off half-way and sent again approves nothing twice and answers the same.
    pub(super) fn about(&self, seen: &SeenReport) -> Ctx {
        let mut ctx = self.part_of_key(&seen.id.to_string());
        ctx.request.if_match = IfMatch::Version(seen.version);
        ctx
    }

    /// The same caller with a part of the key of its own for one write of several.
    pub(super) fn part_of_key(&self, part: &str) -> Ctx {
        let mut ctx = self.clone();
        ctx.request.key = self
            .request
            .key
            .as_ref()
            .map(|key| IdempotencyKey { key: format!("{}:{part}", key.key), request_hash: key.request_hash.clone() });
        ctx
    }
}

async fn approve_one(ctx: &Ctx, id: Uuid) -> Result<ReportState, Error> {
    let facts = stored::find(ctx, &ctx.app.db, id).await?;
    let action = if facts.state == ReportState::UnitReview { ReportAction::Pass } else { ReportAction::Approve };
    let step = ReportTransition { action, comment: None, reason_codes: Vec::new(), verdicts: Vec::new() };
    Ok(match steps::transition_unchanged(ctx, id, step).await? {
        Written::Fresh(reply) => reply.body.head.state,
        Written::Replayed(reply) => serde_json::from_value(reply.body["state"].clone())
            .map_err(|error| Error::Internal(format!("a kept answer without its state: {error}")))?,
    })
}

/// A refusal is an answer; a fault of the house ends the rest, and sent again with the same key it goes on.
pub(super) fn line(id: Uuid, outcome: Result<ReportState, Error>) -> Result<BulkLine, Error> {
    let refused = |code: &str, detail: String| BulkLine {
        id,
        state: None,
        refused: Some(Refused { code: code.to_owned(), detail }),
    };
    match outcome {
        Ok(state) => Ok(BulkLine { id, state: Some(state), refused: None }),
        Err(Error::Rule(rule)) => Ok(refused(rule.code(), rule.to_string())),
        Err(Error::Stale { .. }) => Ok(refused("stale", "这份报告刚被改动，请刷新后再看".to_owned())),
        Err(Error::NotFound) => Ok(refused("not_found", "没有这份报告，请刷新列表".to_owned())),
        Err(Error::Forbidden { .. }) => Ok(refused("forbidden", "当前岗位不办理这份报告".to_owned())),
        Err(Error::Invalid(faults)) => {
            let said: Vec<String> = faults.into_iter().map(|fault| fault.detail).collect();
            Ok(refused("invalid", said.join("；")))
        }
        Err(error) => Err(error),
    }
}
