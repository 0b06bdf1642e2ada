//! An application for closure: what the unit writes, checked against the acceptance standard, and what comes of it.

use luoshi_domain::closing::{CONSENT_DAYS, REVIEW_DAYS, points};
use luoshi_domain::tasks::{Conclusion, TaskAction};
use sea_orm::ActiveEnum;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::views::AnsweredPoint;
use crate::app::Ctx;
use crate::calendar;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tasks::queries::TaskView;
use crate::tasks::transition::TaskTransition;
use crate::tx::Tx;

/// The answer to one point of the acceptance standard, in the order of the points.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosureAnswer {
    /// What was done.
    pub text: String,
    /// Lines of the evidence index that prove it; none only where the conclusion is 未完成.
    #[serde(default)]
    pub evidence_ids: Vec<Uuid>,
}

/// Everything that is wrong with an application.
pub fn check(fields: &mut Fields, task: &TaskView, step: &TaskTransition) {
    fields.required("/summary", step.summary.as_deref().unwrap_or_default(), 5_000);
    fields.optional("/practice", step.practice.as_deref(), 5_000);
    if step.conclusion.is_none() {
        fields.fault("/conclusion", "required", "请选择办结结论");
    }
    let asked = points(&task.acceptance_standard).len();
    let answers = step.answers.as_deref().unwrap_or_default();
    if answers.len() != asked {
        fields.fault("/answers", "incomplete", format!("验收标准共 {asked} 点，请逐点答复"));
    }
    for (place, answer) in answers.iter().enumerate() {
        fields.required(&format!("/answers/{place}/text"), &answer.text, 2_000);
        let pointer = format!("/answers/{place}/evidence_ids");
        if answer.evidence_ids.iter().any(|id| task.evidence_index.iter().all(|line| line.id != *id)) {
            fields.fault(pointer, "not_found", "只能引用佐证目录中的佐证，请刷新后重新选择");
        } else if answer.evidence_ids.is_empty() && step.conclusion != Some(Conclusion::NotDone) {
            fields.fault(pointer, "required", "请选择证明这一点的佐证");
        }
    }
}

/// Keeps the application and asks the supporting organisations.
pub async fn file(ctx: &Ctx, tx: &Tx<'_>, task: &TaskView, step: &TaskTransition) -> Result<(), Error> {
    let (id, today) = (Uuid::now_v7(), ctx.today());
    let answers = step.answers.iter().flatten();
    let answered: Vec<AnsweredPoint> = points(&task.acceptance_standard)
        .into_iter()
        .zip(answers)
        .map(|(point, answer)| AnsweredPoint {
            point,
            text: answer.text.trim().to_owned(),
            evidence_ids: answer.evidence_ids.clone(),
        })
        .collect();
    let calendar = calendar::load(&**tx).await?;
    let practice = step.practice.as_deref().map(str::trim).filter(|words| !words.is_empty());
    let values = [
        id.into(),
        task.summary.id.into(),
        step.conclusion.map(|conclusion| conclusion.to_value()).into(),
        step.summary.as_deref().map(str::trim).into(),
        practice.into(),
        json!(answered).into(),
        ctx.actor.account.into(),
        today.into(),
        calendar.nth_working_day_after(today, REVIEW_DAYS).into(),
    ];
    let insert = "insert into closure (id, task_id, conclusion, summary, practice, answers, applied_by, applied_on,
            review_due_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    sql::execute(&**tx, statement(insert, values)).await?;
    let asked = "insert into closure_support (closure_id, organisation_id, state, due_on)
        select $1, organisation_id, 'ASKED', $3 from task_organisation where task_id = $2 and duty = 'SUPPORTING'";
    let by = calendar.nth_working_day_after(today, CONSENT_DAYS);
    sql::execute(&**tx, statement(asked, [id.into(), task.summary.id.into(), by.into()])).await?;
    Ok(())
}

/// Notes how the office decided on the open application.
pub async fn decide(ctx: &Ctx, tx: &Tx<'_>, task: Uuid, step: TaskAction) -> Result<(), Error> {
    let outcome = if step == TaskAction::AcceptClosure { "ACCEPTED" } else { "REJECTED" };
    let decided = "update closure set outcome = $2, decided_by = $3, decided_at = $4
        where task_id = $1 and outcome is null";
    let values = [task.into(), outcome.into(), ctx.actor.account.into(), ctx.now.into()];
    sql::execute(&**tx, statement(decided, values)).await?;
    Ok(())
}
