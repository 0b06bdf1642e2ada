//! Reading adjustments: who may see which request, and the versions of one task.

use luoshi_domain::adjustments::{Purpose, changes, check_filing};
use luoshi_domain::policy::Action;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::steps;
use super::views::{Adjustment, AdjustmentSubject, TaskAdjustments, TaskVersion};
use crate::actions::AllowedAction;
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, Filter, statement};
use crate::tasks::extensions::queries::seen;
use crate::tasks::queries::visible_to;

/// The names and values that make the content of a task, for other statements to embed.
pub const CONTENT: &str = include_str!("content.sql");

/// Everything about the adjustments of a task that the caller may see.
pub async fn list(ctx: &Ctx, task: Uuid) -> Result<TaskAdjustments, Error> {
    ctx.require(Action::ExtensionRead)?;
    let db = &ctx.app.db;
    let subject = subject(ctx, db, task).await?;
    let mut filter = Filter::new();
    filter.and("x.task_id = {}", task);
    let requests = read(ctx, db, filter).await?;
    let versions: Vec<TaskVersion> = sql::rows(db, statement(include_str!("versions.sql"), [task.into()])).await?;
    let asking = if ctx.may(Action::ExtensionWrite, &subject.target()) { asking(&subject) } else { Vec::new() };
    let AdjustmentSubject { content, delivered, .. } = subject;
    Ok(TaskAdjustments { content, delivered, asking, requests, versions, as_of: ctx.now })
}

fn asking(subject: &AdjustmentSubject) -> Vec<AllowedAction> {
    let of = |purpose: Purpose| {
        let guard = check_filing(purpose, subject.task_state, subject.has_open);
        AllowedAction::of(purpose.code(), false, guard)
    };
    Purpose::ALL.into_iter().map(of).collect()
}

/// The task as something to be adjusted; one that the caller may not see is missing.
pub async fn subject(ctx: &Ctx, db: &impl ConnectionTrait, task: Uuid) -> Result<AdjustmentSubject, Error> {
    let mut filter = Filter::new();
    filter.and("t.id = {}", task);
    visible_to(ctx, &mut filter);
    let sql = include_str!("subject.sql").replace("/*content*/", CONTENT);
    sql::row(db, filter.apply(&sql)).await?.ok_or(Error::NotFound)
}

/// One request as the caller may see it, inside or outside a transaction.
pub async fn find(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<Adjustment, Error> {
    let mut filter = Filter::new();
    filter.and("x.id = {}", id);
    read(ctx, db, filter).await?.pop().ok_or(Error::NotFound)
}

async fn read(ctx: &Ctx, db: &impl ConnectionTrait, mut filter: Filter) -> Result<Vec<Adjustment>, Error> {
    visible_to(ctx, &mut filter);
    let seen = seen(ctx, &mut filter, "x", "t");
    filter.and_plain(&seen);
    let mut requests: Vec<Adjustment> = sql::rows(db, filter.apply(include_str!("list.sql"))).await?;
    for request in &mut requests {
        request.changes = changes(&request.before, &request.proposal.onto(&request.before));
        request.actions = steps::allowed(ctx, request);
    }
    Ok(requests)
}
