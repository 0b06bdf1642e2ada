//! What others say about an application for closure: supporting organisations their word, the office its checks.

use luoshi_domain::closing::{CheckResult, CheckWay, SupportState};
use luoshi_domain::duties;
use luoshi_domain::policy::Action;
use luoshi_domain::rule::RuleError;
use luoshi_domain::tasks::TaskState;
use sea_orm::ActiveEnum;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::views::ClosureApplication;
use crate::actions::AllowedAction;
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tasks::commands::{finish, lock};
use crate::tasks::queries::TaskView;
use crate::tx::{Attempt, Written};
use crate::views::hands;

/// The word of a supporting organisation.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosureReply {
    /// 确认; false for 有异议.
    pub agrees: bool,
    /// In words; required for an objection.
    pub words: Option<String>,
}

/// One person's check on the spot.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSpotCheck {
    /// How.
    pub way: CheckWay,
    /// What was found.
    pub result: CheckResult,
    /// In words.
    pub note: String,
}

/// What the caller may say about the open application, as the page offers it.
pub fn allowed(ctx: &Ctx, task: &TaskView) -> Vec<AllowedAction> {
    let Some(application) = open(task) else { return Vec::new() };
    let mut actions = Vec::new();
    if ctx.may(Action::TaskConfirm, &task.target()) && asked(ctx, application) {
        actions.push(AllowedAction::of("confirm", false, check_other(ctx, task, "confirm")));
    }
    if ctx.may(Action::TaskSpotCheck, &task.target()) {
        actions.push(AllowedAction::of("spot_check", false, check_once(ctx, task, application)));
    }
    actions
}

fn open(task: &TaskView) -> Option<&ClosureApplication> {
    let waits = task.summary.state == TaskState::PendingClosure;
    task.closure.as_ref().filter(|_| waits).and_then(|closure| closure.application.as_ref())
}

fn asked(ctx: &Ctx, application: &ClosureApplication) -> bool {
    let own = |id| id == ctx.actor.organisation;
    application.supporters.iter().any(|each| own(each.organisation.id) && each.state == SupportState::Asked)
}

/// Whoever applied neither confirms nor checks it, by whichever name.
fn check_other(ctx: &Ctx, task: &TaskView, step: &str) -> Result<(), RuleError> {
    duties::check(&ctx.actor, ("task", &task.summary.state.to_value(), step), hands(&task.history))
}

fn check_once(ctx: &Ctx, task: &TaskView, application: &ClosureApplication) -> Result<(), RuleError> {
    check_other(ctx, task, "spot_check")?;
    let done = application.spot_checks.iter().any(|check| ctx.actor.is_one_of_them(check.by.id));
    if done { Err(RuleError::SpotCheckDone) } else { Ok(()) }
}

/// Confirms an application for closure as a supporting organisation, or objects to it.
pub async fn reply(ctx: &Ctx, id: Uuid, reply: ClosureReply) -> Result<Written<TaskView>, Error> {
    ctx.write(Attempt::on("task.confirm_closure", "task", id), async |tx| {
        let task = lock(ctx, tx, id).await?;
        ctx.allow(Action::TaskConfirm, &task.target())?;
        ctx.expect_version(task.summary.version)?;
        let mut fields = Fields::new();
        let given = reply.words.as_deref();
        let words = if reply.agrees {
            fields.optional("/words", given, 2_000)
        } else {
            Some(fields.required("/words", given.unwrap_or_default(), 2_000))
        };
        fields.done()?;
        let application = open(&task).filter(|each| asked(ctx, each)).ok_or(RuleError::StepNotPossible)?;
        check_other(ctx, &task, "confirm")?;
        let state = if reply.agrees { SupportState::Confirmed } else { SupportState::Objected };
        let answered = "update closure_support set state = $3, words = $4, answered_by = $5, answered_at = $6
            where closure_id = $1 and organisation_id = $2";
        let values = [
            application.id.into(),
            ctx.actor.organisation.into(),
            state.to_value().into(),
            words.clone().into(),
            ctx.actor.account.into(),
            ctx.now.into(),
        ];
        sql::execute(&**tx, statement(answered, values)).await?;
        let detail = json!({ "state": state, "words": words, "organisation": ctx.actor.organisation });
        finish(ctx, tx, id, "task.confirm_closure", detail).await
    })
    .await
}

/// Records a check on the spot; one person checks once, so that two checks are two people.
pub async fn spot_check(ctx: &Ctx, id: Uuid, new: NewSpotCheck) -> Result<Written<TaskView>, Error> {
    ctx.write(Attempt::on("task.spot_check", "task", id), async |tx| {
        let task = lock(ctx, tx, id).await?;
        ctx.allow(Action::TaskSpotCheck, &task.target())?;
        ctx.expect_version(task.summary.version)?;
        let mut fields = Fields::new();
        let note = fields.required("/note", &new.note, 2_000);
        fields.done()?;
        let application = open(&task).ok_or(RuleError::StepNotPossible)?;
        check_once(ctx, &task, application)?;
        let insert = "insert into spot_check (id, closure_id, way, result, note, checked_by, checked_at)
            values ($1, $2, $3, $4, $5, $6, $7)";
        let values = [
            Uuid::now_v7().into(),
            application.id.into(),
            new.way.to_value().into(),
            new.result.to_value().into(),
            note.into(),
            ctx.actor.account.into(),
            ctx.now.into(),
        ];
        sql::execute(&**tx, statement(insert, values)).await?;
        let detail = json!({ "way": new.way, "result": new.result });
        finish(ctx, tx, id, "task.spot_check", detail).await
    })
    .await
}
