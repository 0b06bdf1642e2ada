//! 证明力: the office judges each use of a file by itself (domain.md 2.4).

use luoshi_domain::evidence::{Strength, after_judgement};
use luoshi_domain::policy::Action;
use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::{Set, Unchanged};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::actions::guard_judgement;
use super::commands::{LONG_TEXT, changed_view, label, lock, record};
use super::entity;
use super::views::Evidence;
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::tx::{Attempt, Written};

/// What the reviewer finds about one use of a file.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceJudgement {
    /// 强、弱 or 无关.
    pub strength: Strength,
    /// Why; required for 弱 and 无关.
    pub reason: Option<String>,
}

/// Judges while the report is before the office; a later judgement takes the place of an earlier one.
pub async fn judge(ctx: &Ctx, id: Uuid, judgement: EvidenceJudgement) -> Result<Written<Evidence>, Error> {
    ctx.write(Attempt::on("evidence.judge", "evidence", id), async |tx| {
        let (report, proof) = lock(ctx, tx, id).await?;
        ctx.allow(Action::ReportOfficeReview, &report.target())?;
        ctx.expect_version(proof.version)?;
        let reason = judgement.checked()?;
        guard_judgement(ctx, &proof)?;
        let state = after_judgement(judgement.strength);
        let row = entity::ActiveModel {
            id: Unchanged(id),
            state: Set(state),
            strength: Set(Some(judgement.strength)),
            strength_reason: Set(reason.clone()),
            judged_by: Set(Some(ctx.actor.account)),
            judged_at: Set(Some(ctx.now)),
            version: Set(proof.version + 1),
            ..Default::default()
        };
        row.update(&**tx).await?;
        let detail = json!({
            "report": report.id, "milestone": proof.milestone_id, "from": proof.state, "to": state,
            "strength": judgement.strength, "reason": reason,
        });
        record(tx, "evidence.judge", id, &label(&report, &proof.title), detail).await?;
        changed_view(ctx, tx, id).await
    })
    .await
}

impl EvidenceJudgement {
    fn checked(&self) -> Result<Option<String>, Error> {
        let mut fields = Fields::new();
        let given = self.reason.as_deref();
        let reason = if self.strength.needs_reason() {
            Some(fields.required("/reason", given.unwrap_or_default(), LONG_TEXT))
        } else {
            fields.optional("/reason", given, LONG_TEXT)
        };
        fields.done()?;
        Ok(reason)
    }
}
