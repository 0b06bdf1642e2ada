//! Reading extensions: who may see which request, and the page part of one task.

use luoshi_domain::extensions::{check_filing, leader_limits, leader_reasons};
use luoshi_domain::policy::{self, Action, Reach, cell};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::steps;
use super::views::{Extension, ExtensionSubject, TaskExtensions};
use crate::actions::AllowedAction;
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, Filter};
use crate::tasks::queries::visible_to;

/// The condition under which the caller reads a request, over the table aliases `extension` and `task`.
///
/// A draft concerns the lead's own people only. Office, parties and leaders read what was filed; evaluators,
/// commissioners and observers what was granted.
pub fn seen(ctx: &Ctx, filter: &mut Filter, extension: &str, task: &str) -> String {
    let roles = &ctx.actor.roles;
    let reaches = |reach| roles.iter().filter(move |role| cell(**role, Action::ExtensionRead) == reach);
    let takes_part = |role| !policy::reads_approved_only(&[role]) || cell(role, Action::ExtensionApprove) != Reach::No;
    let mut ways = Vec::new();
    if reaches(Reach::All).any(|role| takes_part(*role)) {
        ways.push(format!("{extension}.filed_on is not null"));
    } else if reaches(Reach::All).next().is_some() {
        ways.push(format!("{extension}.state = 'APPROVED'"));
    }
    if reaches(Reach::Org).next().is_some() {
        let organisation = filter.bind(ctx.actor.organisation);
        ways.push(format!(
            "{task}.lead_org_id = {organisation}
             or {extension}.filed_on is not null
                and exists (
                    select 1
                    from task_organisation party
                    where party.task_id = {task}.id and party.organisation_id = {organisation})"
        ));
    }
    if ways.is_empty() { "false".to_owned() } else { ways.join(" or ") }
}

/// Everything about the extensions of a task that the caller may see.
pub async fn list(ctx: &Ctx, task: Uuid) -> Result<TaskExtensions, Error> {
    ctx.require(Action::ExtensionRead)?;
    let db = &ctx.app.db;
    let subjects = subjects(ctx, db, task).await?;
    let mut filter = Filter::new();
    filter.and("x.task_id = {}", task);
    Ok(TaskExtensions { subjects, requests: read(ctx, db, filter).await?, as_of: ctx.now })
}

/// The task and its milestones as things whose due day could move; a task that the caller may not see is missing.
pub async fn subjects(ctx: &Ctx, db: &impl ConnectionTrait, task: Uuid) -> Result<Vec<ExtensionSubject>, Error> {
    let mut filter = Filter::new();
    filter.and("t.id = {}", task);
    visible_to(ctx, &mut filter);
    let mut subjects: Vec<ExtensionSubject> = sql::rows(db, filter.apply(include_str!("subjects.sql"))).await?;
    if subjects.is_empty() {
        return Err(Error::NotFound);
    }
    for subject in &mut subjects {
        let (item, writes) = (subject.item(), ctx.may(Action::ExtensionWrite, &subject.target()));
        subject.leader_limits = leader_limits(&item);
        let guard = check_filing(&item, ctx.today());
        subject.request = writes.then(|| AllowedAction::of("request_extension", false, guard));
    }
    Ok(subjects)
}

/// One request as the caller may see it, inside or outside a transaction.
pub async fn find(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<Extension, Error> {
    let mut filter = Filter::new();
    filter.and("x.id = {}", id);
    read(ctx, db, filter).await?.pop().ok_or(Error::NotFound)
}

async fn read(ctx: &Ctx, db: &impl ConnectionTrait, mut filter: Filter) -> Result<Vec<Extension>, Error> {
    visible_to(ctx, &mut filter);
    let seen = seen(ctx, &mut filter, "x", "t");
    filter.and_plain(&seen);
    let mut requests: Vec<Extension> = sql::rows(db, filter.apply(include_str!("list.sql"))).await?;
    for request in &mut requests {
        request.leader_reasons = leader_reasons(&request.item(request.due_on_before), request.asked_on);
        request.actions = steps::allowed(ctx, request);
    }
    Ok(requests)
}
