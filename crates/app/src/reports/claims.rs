//! Claims: which milestones a report says are reached.

use luoshi_domain::rule::RuleError;
use luoshi_domain::tasks::MilestoneState;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tx::Tx;

/// Longest remark.
const LONG_TEXT: usize = 10_000;

/// A milestone that is said to be reached.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClaim {
    /// An open milestone of the task.
    pub milestone_id: Uuid,
    /// A remark for the reviewers.
    pub note: Option<String>,
}

#[derive(Debug, Deserialize)]
struct OursRow {
    id: Uuid,
    title: String,
    state: MilestoneState,
}

/// Ends a check of fields with the claims: every wrong field is named; then a milestone that is not open is refused.
pub async fn check(mut fields: Fields, tx: &Tx<'_>, task: Uuid, claims: &[NewClaim]) -> Result<Vec<NewClaim>, Error> {
    let ours = statement(
        "select jsonb_build_object('id', id, 'title', title, 'state', state) as view from milestone where task_id = $1",
        [task.into()],
    );
    let ours: Vec<OursRow> = sql::rows(&**tx, ours).await?;
    let checked = name_faults(&mut fields, claims, &ours);
    fields.done()?;
    let taken = |milestone: &&OursRow| {
        matches!(milestone.state, MilestoneState::Submitted | MilestoneState::Accepted)
            && claims.iter().any(|claim| claim.milestone_id == milestone.id)
    };
    match ours.iter().find(taken) {
        Some(milestone) => Err(RuleError::MilestoneNotOpen { title: milestone.title.clone() }.into()),
        None => Ok(checked),
    }
}

fn name_faults(fields: &mut Fields, claims: &[NewClaim], ours: &[OursRow]) -> Vec<NewClaim> {
    let mut checked: Vec<NewClaim> = Vec::new();
    for (index, claim) in claims.iter().enumerate() {
        let pointer = format!("/claims/{index}/milestone_id");
        if !ours.iter().any(|milestone| milestone.id == claim.milestone_id) {
            fields.fault(pointer, "not_found", "这个里程碑不属于本任务，请刷新后重新选择");
        } else if checked.iter().any(|other| other.milestone_id == claim.milestone_id) {
            fields.fault(pointer, "repeated", "同一个里程碑选了两次，请只保留一次");
        }
        let note = fields.optional(&format!("/claims/{index}/note"), claim.note.as_deref(), LONG_TEXT);
        checked.push(NewClaim { milestone_id: claim.milestone_id, note });
    }
    checked
}

/// Makes these the claims of the report.
pub async fn replace(tx: &Tx<'_>, report: Uuid, claims: &[NewClaim]) -> Result<(), Error> {
    sql::execute(&**tx, statement("delete from report_milestone where report_id = $1", [report.into()])).await?;
    for claim in claims {
        let insert = "insert into report_milestone (report_id, milestone_id, note) values ($1, $2, $3)";
        let words = [report.into(), claim.milestone_id.into(), claim.note.clone().into()];
        sql::execute(&**tx, statement(insert, words)).await?;
    }
    Ok(())
}
