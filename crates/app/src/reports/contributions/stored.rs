//! What rights and rules ask about a part, read with or without a lock.

use chrono::{DateTime, Utc};
use luoshi_domain::contributions::{ContributionState, check_open};
use luoshi_domain::policy::{Action, Reach, Target};
use luoshi_domain::reports::ReportState;
use luoshi_domain::rule::RuleError;
use luoshi_domain::tasks::TaskState;
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use uuid::Uuid;

use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, Filter, statement};

/// The facts of one part on which rights and rules depend.
#[derive(Clone, Debug, Deserialize)]
pub struct ContributionFacts {
    /// Its id.
    pub id: Uuid,
    /// The task.
    pub task_id: Uuid,
    /// The period.
    pub cycle_id: Uuid,
    /// Whose part it is.
    pub organisation_id: Uuid,
    /// Its short name.
    pub organisation: String,
    /// Where it stands.
    pub state: ContributionState,
    /// 配合进展.
    pub progress: String,
    /// 存在问题.
    pub problems: String,
    /// When the lead last asked for it.
    pub asked_at: Option<DateTime<Utc>>,
    /// Counts changes.
    pub version: i32,
    /// Lead organisation of the task.
    pub lead: Uuid,
    /// Responsible and supporting organisations of the task.
    pub parties: Vec<Uuid>,
    /// Code of the task.
    pub task_code: String,
    /// Title of the task.
    pub task_title: String,
    /// Where the task stands.
    pub task_state: TaskState,
    /// The period in words.
    pub cycle_name: String,
    /// Where the latest version of the lead's report stands.
    pub report: Option<ReportState>,
}

impl ContributionFacts {
    /// The organisation itself: it alone writes its part.
    pub fn owner(&self) -> Target {
        Target { lead: None, parties: vec![self.organisation_id] }
    }

    /// The task: its lead asks and excuses.
    pub fn task(&self) -> Target {
        Target { lead: Some(self.lead), parties: self.parties.clone() }
    }

    /// What the step with this right is aimed at.
    pub fn target_of(&self, needs: Action) -> Target {
        if needs == Action::ContributionWrite { self.owner() } else { self.task() }
    }

    /// What the audit trail calls it.
    pub fn label(&self) -> String {
        format!("{} {} {} {}", self.task_code, self.task_title, self.cycle_name, self.organisation)
    }

    /// Whether its words can be changed now, whoever asks.
    pub fn check_editable(&self) -> Result<(), RuleError> {
        check_open(self.report)?;
        if self.task_state != TaskState::InProgress {
            return Err(RuleError::TaskNotInProgress);
        }
        match self.state {
            ContributionState::NotStarted | ContributionState::Draft => Ok(()),
            ContributionState::Submitted | ContributionState::Waived => Err(RuleError::NotEditable),
        }
    }
}

/// The condition under which the caller reads a part, over the aliases `contribution c` and `task t`.
///
/// Its organisation and the lead see it from the beginning, the other parties once it is submitted. Words that are not
/// submitted show to their own organisation only: see [`super::queries`].
pub fn seen(ctx: &Ctx, filter: &mut Filter) -> String {
    match ctx.reach(Action::ContributionRead) {
        Reach::All => "true".to_owned(),
        Reach::Org => {
            let mine = filter.bind(ctx.actor.organisation);
            format!(
                "c.organisation_id = {mine}
                 or t.lead_org_id = {mine}
                 or c.state = 'SUBMITTED'
                    and exists (
                        select 1
                        from task_organisation party
                        where party.task_id = t.id and party.organisation_id = {mine})"
            )
        }
        Reach::No | Reach::Own => "false".to_owned(),
    }
}

/// The facts of a part that the caller may see.
pub async fn find(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<ContributionFacts, Error> {
    let mut filter = Filter::new();
    filter.and("c.id = {}", id);
    let seen = seen(ctx, &mut filter);
    filter.and_plain(&seen);
    sql::row(db, filter.apply(include_str!("facts.sql"))).await?.ok_or(Error::NotFound)
}

/// The same, holding its task until the transaction ends, as everybody does who changes a report of it.
pub async fn lock(ctx: &Ctx, tx: &impl ConnectionTrait, id: Uuid) -> Result<ContributionFacts, Error> {
    let task = "select 1 from task where id = (select task_id from contribution where id = $1) for no key update";
    sql::execute(tx, statement(task, [id.into()])).await?;
    find(ctx, tx, id).await
}
