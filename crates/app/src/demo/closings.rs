//! What the sample people say around a closure: the unit point by point, two of the office on the spot.

use luoshi_domain::closing::{CheckResult, CheckWay, points};
use luoshi_domain::policy::Role;
use luoshi_domain::tasks::TaskAction;

use super::play::Stage;
use crate::app::Ctx;
use crate::error::Error;
use crate::tasks::closing::application::ClosureAnswer;
use crate::tasks::closing::commands::{NewSpotCheck, spot_check};
use crate::tasks::closing::silence;
use crate::tasks::queries::{self, TaskView};
use crate::tasks::transition::TaskTransition;

impl Stage<'_> {
    /// The step with what a closure needs; before an acceptance those who were asked have kept silent or checked.
    pub(super) async fn around_closure(
        &self,
        ctx: &Ctx,
        task: uuid::Uuid,
        step: TaskTransition,
    ) -> Result<TaskTransition, Error> {
        match step.action {
            TaskAction::ApplyClosure => {
                let task = queries::find(ctx, &ctx.app.db, task).await?;
                Ok(TaskTransition { answers: Some(answers(&task)), ..step })
            }
            TaskAction::AcceptClosure => {
                silence::consent(&ctx.app).await?;
                self.check_on_the_spot(ctx, task).await?;
                Ok(step)
            }
            _ => Ok(step),
        }
    }

    async fn check_on_the_spot(&self, ctx: &Ctx, id: uuid::Uuid) -> Result<(), Error> {
        let task = queries::find(ctx, &ctx.app.db, id).await?;
        if !task.summary.is_key {
            return Ok(());
        }
        let staff = self.holder(Role::OfficeStaff, ctx.now)?;
        let found = [
            (ctx, CheckWay::Original, "已核对原件，与所附佐证一致。"),
            (&staff, CheckWay::Visit, "已到现场查看，与申请所述一致。"),
        ];
        for (person, way, note) in found {
            let new = NewSpotCheck { way, result: CheckResult::Confirmed, note: note.to_owned() };
            spot_check(person, id, new).await?;
        }
        Ok(())
    }
}

fn answers(task: &TaskView) -> Vec<ClosureAnswer> {
    let proofs: Vec<uuid::Uuid> = task.evidence_index.iter().map(|line| line.id).collect();
    let answer = |point: &String| ClosureAnswer {
        text: format!("已按要求完成：{point}。"),
        evidence_ids: proofs.clone(),
    };
    points(&task.acceptance_standard).iter().map(answer).collect()
}
