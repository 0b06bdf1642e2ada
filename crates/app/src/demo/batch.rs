//! A batch of further tasks before the units: one of them has proposed a change, the others have still to speak.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use luoshi_domain::batches::BatchAction;
use luoshi_domain::batches::comments::CommentVerdict;
use luoshi_domain::calendar::shanghai_today;
use luoshi_domain::evidence::EvidenceKind;
use luoshi_domain::policy::Role;
use luoshi_domain::tasks::Nature;
use serde::Deserialize;
use uuid::Uuid;

use super::days::worked_on_or_before;
use super::people::{Known, clauses, organisations};
use super::script::{Script, parse};
use super::story::at;
use crate::app::{App, Ctx};
use crate::calendar;
use crate::error::Error;
use crate::people::session;
use crate::sql::{self, statement};
use crate::tasks::batches::commands::{self as batches, NewBatch};
use crate::tasks::batches::comments::{self, NewBatchComment};
use crate::tasks::batches::steps::{self, BatchTransition};
use crate::tasks::batches::views::{BatchView, ProposedChange};
use crate::tasks::commands as tasks;
use crate::tasks::draft::{NewMilestone, NewTask};

#[derive(Deserialize)]
struct SampleBatch {
    title: String,
    tasks: Vec<Proposed>,
    proposal: Proposal,
}

#[derive(Deserialize)]
struct Proposed {
    measure: i32,
    clauses: Vec<i32>,
    title: String,
    deliverable: String,
    kinds: Vec<EvidenceKind>,
    acceptance: String,
    lead: String,
    supporting: Vec<String>,
    milestones: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    title: String,
    deliverable: String,
    /// How much of the task's days has passed by then.
    percent: u64,
    weight: i32,
    key: bool,
}

#[derive(Deserialize)]
struct Proposal {
    org: String,
    reason: String,
    acceptance: String,
}

/// How many days before the day of loading it was sent out.
const SENT: u64 = 4;
/// How many days after the day of loading units may speak.
const UNTIL: u64 = 10;

/// Plays it as of the working days before the day of loading; a plan that is nearly over gets no further tasks.
pub(super) async fn play(room: &Arc<App>, script: &Script, plan: Uuid) -> Result<(), Error> {
    let sample: SampleBatch = parse(include_str!("../../data/demo/batch.json"))?;
    let now = room.clock.now();
    let today = shanghai_today(now);
    let (from, until) = (today + Days::new(30), today + Days::new(210));
    let end = "select coalesce(to_jsonb(period_to), 'null') as view from plan where id = $1";
    let end: Option<Option<NaiveDate>> = sql::row(&room.db, statement(end, [plan.into()])).await?;
    if end.flatten().is_some_and(|end| end < until) {
        return Ok(());
    }
    let stage = Stage { room, script, today };
    let office = stage.person("office", Role::OfficeStaff, SENT, 0).await?;
    let (sentences, units) = (clauses(room, plan).await?, organisations(room).await?);
    let mut measures = Vec::new();
    for proposed in &sample.tasks {
        let task =
            tasks::create(&office, proposed.new_task(plan, &sentences, &units, (from, until))?).await?.fresh()?;
        measures.push(task.summary.measure.id);
    }
    measures.dedup();
    let new = NewBatch { plan_id: plan, title: sample.title.clone(), measure_ids: measures };
    let batch = batches::create(&office, new).await?.fresh()?;
    let consult = BatchTransition {
        action: BatchAction::Consult,
        comment: None,
        comments_due_on: Some(today + Days::new(UNTIL)),
    };
    let office = stage.person("office", Role::OfficeStaff, SENT, 1).await?;
    let batch = steps::transition(&office, batch.id, consult).await?.fresh()?;
    propose(&stage, &sample, &batch, until).await?;
    sql::execute(&room.db, statement("update batch set is_sample = true", [])).await?;
    room.clock.set(now);
    Ok(())
}

/// One unit asks for other words and a later day.
async fn propose(stage: &Stage<'_>, sample: &SampleBatch, batch: &BatchView, until: NaiveDate) -> Result<(), Error> {
    let unit = stage.person(&sample.proposal.org, Role::UnitReviewer, 2, 2).await?;
    let own = batch.tasks.iter().find(|task| task.content.lead.id == unit.actor.organisation);
    let comment = NewBatchComment {
        verdict: CommentVerdict::Propose,
        task_ids: own.map(|task| vec![task.content.id]),
        change: Some(ProposedChange {
            acceptance_standard: Some(sample.proposal.acceptance.clone()),
            due_on: Some(until + Days::new(30)),
            ..ProposedChange::default()
        }),
        reason: Some(sample.proposal.reason.clone()),
    };
    comments::comment(&unit, batch.id, comment).await?;
    Ok(())
}

impl Proposed {
    fn new_task(
        &self,
        plan: Uuid,
        sentences: &HashMap<(i32, i32), Uuid>,
        units: &HashMap<String, Known>,
        (from, until): (NaiveDate, NaiveDate),
    ) -> Result<NewTask, Error> {
        let lost = |what: &str| Error::Internal(format!("sample data: no {what} of the batch"));
        let clause = |number: &i32| sentences.get(&(self.measure, *number)).copied().ok_or_else(|| lost("clause"));
        let unit = |code: &String| units.get(code).map(|known| known.id).ok_or_else(|| lost("organisation"));
        let span = u64::try_from((until - from).num_days()).unwrap_or_default();
        let node = |node: &Node| NewMilestone {
            title: node.title.clone(),
            deliverable: node.deliverable.clone(),
            due_on: from + Days::new(span * node.percent / 100),
            weight: node.weight,
            is_key: node.key,
        };
        Ok(NewTask {
            plan_id: plan,
            clause_ids: self.clauses.iter().map(clause).collect::<Result<_, _>>()?,
            title: self.title.clone(),
            deliverable: self.deliverable.clone(),
            deliverable_kinds: self.kinds.clone(),
            acceptance_standard: self.acceptance.clone(),
            lead_org_id: unit(&self.lead)?,
            responsible_org_ids: Vec::new(),
            supporting_org_ids: self.supporting.iter().map(unit).collect::<Result<_, _>>()?,
            nature: Nature::OneOff,
            is_key: false,
            quantity: None,
            start_on: from,
            due_on: until,
            milestones: self.milestones.iter().map(node).collect(),
        })
    }
}

struct Stage<'a> {
    room: &'a Arc<App>,
    script: &'a Script,
    today: NaiveDate,
}

impl Stage<'_> {
    /// Somebody of this unit with this role, so many days before the day of loading.
    async fn person(&self, org: &str, role: Role, days: u64, hour: u32) -> Result<Ctx, Error> {
        let calendar = calendar::load(&self.room.db).await?;
        let day = worked_on_or_before(self.today - Days::new(days), &calendar);
        self.room.clock.set(at(day, 14 + hour, 0));
        let login = self.script.logins(org, role).first().copied().unwrap_or_default().to_owned();
        session::as_account(self.room, &login).await
    }
}
