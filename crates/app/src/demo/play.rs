//! Plays the steps through the very commands that people use, with the clock set by hand.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, Utc};
use luoshi_domain::calendar::PeriodKind;
use luoshi_domain::evidence::EvidenceKind;
use luoshi_domain::policy::Role;
use luoshi_domain::reports::{ReportAction, ReturnReason, Verdict};
use uuid::Uuid;

use super::days::{Quarter, TaskDays};
use super::papers::{self, Facts};
use super::people::{Known, clauses, organisations};
use super::reports::Words;
use super::script::{SampleTask, Script};
use super::story::{Act, Step};
use crate::app::{App, Ctx};
use crate::dashboard::snapshots;
use crate::error::Error;
use crate::evidence::attaching::{self as evidence, Incoming};
use crate::evidence::form::NewEvidence;
use crate::evidence::inspect;
use crate::people::accounts::{self, UserChange};
use crate::people::session;
use crate::reports::claims::NewClaim;
use crate::reports::commands::{self as reports, NewReport, ReportChange};
use crate::reports::cycles::{self, NewCycle};
use crate::reports::steps::{self, ReportTransition, VerdictNote};
use crate::tasks::draft::{NewMilestone, NewTask};
use crate::tasks::transition::{TaskTransition, transition};
use crate::tasks::{commands as tasks, stored};

/// The stage with everything that was made on it so far.
pub(super) struct Stage<'a> {
    pub(super) room: Arc<App>,
    pub(super) script: &'a Script,
    days: &'a [TaskDays],
    quarters: &'a [Quarter],
    pub(super) plan: Uuid,
    clauses: HashMap<(i32, i32), Uuid>,
    organisations: HashMap<String, Known>,
    people: HashMap<String, Ctx>,
    cycles: HashMap<usize, Uuid>,
    tasks: HashMap<usize, Made>,
    reports: HashMap<(usize, usize), Filed>,
    papers: usize,
}

/// A task that was drafted, with its milestones in order.
pub(super) struct Made {
    pub id: Uuid,
    milestones: Vec<Uuid>,
}

/// A report that was begun.
pub(super) struct Filed {
    pub id: Uuid,
    claims: Vec<Uuid>,
}

impl<'a> Stage<'a> {
    /// Sets the stage: who is there, and which sentences the tasks are made from.
    pub(super) async fn set(
        room: &Arc<App>,
        script: &'a Script,
        (days, quarters): (&'a [TaskDays], &'a [Quarter]),
        plan: Uuid,
    ) -> Result<Stage<'a>, Error> {
        let mut people = HashMap::new();
        for person in &script.people {
            people.insert(person.login.clone(), session::as_account(room, &person.login).await?);
        }
        Ok(Stage {
            room: Arc::clone(room),
            script,
            days,
            quarters,
            plan,
            clauses: clauses(room, plan).await?,
            organisations: organisations(room).await?,
            people,
            cycles: HashMap::new(),
            tasks: HashMap::new(),
            reports: HashMap::new(),
            papers: 0,
        })
    }

    /// Plays one step at its instant.
    pub(super) async fn play(&mut self, step: &Step) -> Result<(), Error> {
        self.room.clock.set(step.at);
        match step.act {
            Act::Dawn => return self.dawn(step).await,
            Act::Freeze => return self.freeze().await,
            _ => {}
        }
        let ctx = self.person(&step.login, step.at)?;
        match &step.act {
            Act::Open { cycle } => self.open(&ctx, *cycle).await,
            Act::Ask { login, roles } => self.ask(&ctx, login, roles).await,
            Act::Draft => self.draft(&ctx, step.task).await,
            Act::Take(taken) => self.take(&ctx, step.task, taken).await,
            Act::Begin { cycle } => self.begin(&ctx, step.task, *cycle).await,
            Act::Write { cycle, words, claims } => self.write(&ctx, (step.task, *cycle), words, claims).await,
            Act::Prove { cycle, milestone, number } => self.prove(&ctx, (step.task, *cycle), *milestone, *number).await,
            Act::AskParts { cycle } => self.ask_parts(&ctx, (step.task, *cycle)).await,
            Act::Part { cycle, part } => self.part(&ctx, (step.task, *cycle), part).await,
            Act::TakePart { cycle, part } => self.take_part(&ctx, (step.task, *cycle), part).await,
            Act::Move { cycle, action, comment, reasons } => {
                self.movement(&ctx, (step.task, *cycle), *action, (comment.clone(), reasons)).await
            }
            Act::Annual { year, moment } => self.annual(&ctx, *year, *moment).await,
            Act::Dawn | Act::Freeze => Ok(()),
        }
    }

    async fn freeze(&self) -> Result<(), Error> {
        stored::start_of_day(&self.room).await?;
        snapshots::take(&self.room).await?;
        Ok(())
    }

    pub(super) fn person(&self, login: &str, at: DateTime<Utc>) -> Result<Ctx, Error> {
        let ctx = self.people.get(login).ok_or_else(|| missing("person", login))?;
        Ok(Ctx { now: at, ..ctx.clone() })
    }

    /// Somebody of the cast who holds the role.
    pub(super) fn holder(&self, role: Role, at: DateTime<Utc>) -> Result<Ctx, Error> {
        let mut logins: Vec<&String> =
            self.people.iter().filter(|(_, ctx)| ctx.actor.roles.contains(&role)).map(|(login, _)| login).collect();
        logins.sort();
        let login = logins.first().ok_or_else(|| missing("person with the role", role.code()))?;
        self.person(login, at)
    }

    async fn dawn(&self, step: &Step) -> Result<(), Error> {
        let day = luoshi_domain::calendar::shanghai_today(step.at);
        stored::reevaluate(&self.room, &[self.made(step.task)?.id], day).await?;
        Ok(())
    }

    async fn open(&mut self, ctx: &Ctx, cycle: usize) -> Result<(), Error> {
        let quarter = self.quarters[cycle];
        let new = NewCycle {
            plan_id: Some(self.plan),
            kind: PeriodKind::Quarter,
            day: quarter.period.from,
            basis: None,
            opens_on: Some(quarter.window.opens_on),
            due_on: Some(quarter.window.due_on),
        };
        let opened = cycles::create(ctx, new).await?.fresh()?;
        self.cycles.insert(cycle, opened.id);
        Ok(())
    }

    async fn ask(&self, ctx: &Ctx, login: &str, roles: &[Role]) -> Result<(), Error> {
        let person = self.person(login, ctx.now)?.actor.account;
        let change = UserChange { roles: Some(roles.to_vec()), ..UserChange::default() };
        accounts::update(ctx, person, change).await?;
        Ok(())
    }

    async fn draft(&mut self, ctx: &Ctx, index: usize) -> Result<(), Error> {
        let new = self.new_task(&self.script.tasks[index], &self.days[index])?;
        let task = tasks::create(ctx, new).await?.fresh()?;
        let milestones = task.milestones.iter().map(|milestone| milestone.id).collect();
        self.tasks.insert(index, Made { id: task.summary.id, milestones });
        Ok(())
    }

    fn new_task(&self, task: &SampleTask, days: &TaskDays) -> Result<NewTask, Error> {
        let clause = |number: &i32| {
            let found = self.clauses.get(&(task.measure, *number)).copied();
            found.ok_or_else(|| missing("clause", &format!("{}-{number}", task.measure)))
        };
        let milestones = task.milestones.iter().zip(&days.milestones).map(|(milestone, due_on)| NewMilestone {
            title: milestone.title.clone(),
            deliverable: milestone.deliverable.clone(),
            due_on: *due_on,
            weight: milestone.weight,
            is_key: milestone.key,
        });
        Ok(NewTask {
            plan_id: self.plan,
            clause_ids: task.clauses.iter().map(clause).collect::<Result<_, _>>()?,
            title: task.title.clone(),
            deliverable: task.deliverable.clone(),
            deliverable_kinds: task.kinds.clone(),
            acceptance_standard: task.acceptance.clone(),
            lead_org_id: self.organisation(&task.lead)?.id,
            responsible_org_ids: self.ids(&task.responsible)?,
            supporting_org_ids: self.ids(&task.supporting)?,
            nature: task.nature,
            is_key: task.key,
            quantity: None,
            start_on: days.start,
            due_on: days.due,
            milestones: milestones.collect(),
        })
    }

    async fn take(&self, ctx: &Ctx, task: usize, taken: &TaskTransition) -> Result<(), Error> {
        let id = self.made(task)?.id;
        let step = self.around_closure(ctx, id, taken.clone()).await?;
        transition(ctx, id, step).await?;
        Ok(())
    }

    async fn begin(&mut self, ctx: &Ctx, task: usize, cycle: usize) -> Result<(), Error> {
        let cycle_id = self.cycle(cycle)?;
        let report = reports::create(ctx, NewReport { task_id: self.made(task)?.id, cycle_id }).await?.fresh()?;
        self.reports.insert((task, cycle), Filed { id: report.head.id, claims: Vec::new() });
        Ok(())
    }

    async fn write(&mut self, ctx: &Ctx, at: (usize, usize), words: &Words, claims: &[usize]) -> Result<(), Error> {
        let milestones = &self.made(at.0)?.milestones;
        let claims: Vec<Uuid> = claims.iter().map(|claim| milestones[*claim]).collect();
        let change = ReportChange {
            progress: Some(words.progress.clone()),
            no_change: Some(words.no_change_reason.is_some()),
            no_change_reason: Some(words.no_change_reason.clone()),
            problems: Some(words.problems.clone()),
            coordination: None,
            quantity: None,
            next_steps: Some(words.next_steps.clone()),
            expected_completion_on: Some(words.expected_completion_on),
            claims: Some(claims.iter().map(|id| NewClaim { milestone_id: *id, note: None }).collect()),
        };
        reports::update(ctx, self.filed(at)?.id, change).await?;
        if let Some(filed) = self.reports.get_mut(&at) {
            filed.claims = claims;
        }
        Ok(())
    }

    async fn prove(&mut self, ctx: &Ctx, at: (usize, usize), milestone: usize, number: usize) -> Result<(), Error> {
        let task = &self.script.tasks[at.0];
        let kind = task.kinds[(milestone + number) % task.kinds.len()];
        self.papers += 1;
        let (facts, bytes) = self.paper(task, kind, (self.made(at.0)?, milestone), ctx.today())?;
        let size = bytes.len() as u64;
        let stream = futures_util::stream::iter([Ok::<_, Error>(bytes)]);
        let received = self.room.files.receive(stream, size).await?;
        let file_type = inspect::inspect(received.path().to_owned(), facts.file_name.clone()).await?;
        evidence::upload(ctx, self.filed(at)?.id, Incoming { facts, received, file_type }).await?;
        Ok(())
    }

    /// A paper of this kind for the milestone, dated a few days before it is sent.
    fn paper(
        &self,
        task: &SampleTask,
        kind: EvidenceKind,
        (made, milestone): (&Made, usize),
        today: NaiveDate,
    ) -> Result<(NewEvidence, Vec<u8>), Error> {
        let fitting: Vec<_> = self.script.papers.iter().filter(|paper| paper.kind == kind).collect();
        let paper = fitting.get(self.papers % fitting.len().max(1)).ok_or_else(|| missing("paper", "of the kind"))?;
        let date = today - Days::new(3 + self.papers as u64 % 6);
        let wanted = &task.milestones[milestone].title;
        let facts = Facts {
            title: paper.title.replace("{task}", &task.title).replace("{milestone}", wanted),
            document_no: format!("{}第{}号", paper.document_no, self.papers),
            issuing_body: self.organisation(&paper.issuing_body)?.name.clone(),
            date: date.to_string(),
            task: task.title.clone(),
            milestone: wanted.clone(),
            proves: paper.proves.clone(),
            number: self.papers,
        };
        papers::send(kind, facts, made.milestones[milestone], date)
    }

    async fn movement(
        &self,
        ctx: &Ctx,
        at: (usize, usize),
        action: ReportAction,
        (comment, reasons): (Option<String>, &[ReturnReason]),
    ) -> Result<(), Error> {
        let filed = self.filed(at)?;
        let judged = if action == ReportAction::Approve { filed.claims.as_slice() } else { &[] };
        let accepted = |id: &Uuid| VerdictNote { milestone_id: *id, verdict: Verdict::Accepted, reason: None };
        let verdicts = judged.iter().map(accepted).collect();
        let step = ReportTransition { action, comment, reason_codes: reasons.to_vec(), verdicts };
        steps::transition(ctx, filed.id, step).await?;
        Ok(())
    }

    pub(super) fn cycle(&self, cycle: usize) -> Result<Uuid, Error> {
        self.cycles.get(&cycle).copied().ok_or_else(|| missing("cycle", &cycle.to_string()))
    }

    pub(super) fn made(&self, task: usize) -> Result<&Made, Error> {
        self.tasks.get(&task).ok_or_else(|| missing("task", &task.to_string()))
    }

    pub(super) fn filed(&self, at: (usize, usize)) -> Result<&Filed, Error> {
        self.reports.get(&at).ok_or_else(|| missing("report", &format!("{at:?}")))
    }

    pub(super) fn organisation(&self, code: &str) -> Result<&Known, Error> {
        self.organisations.get(code).ok_or_else(|| missing("organisation", code))
    }

    pub(super) fn ids(&self, codes: &[String]) -> Result<Vec<Uuid>, Error> {
        codes.iter().map(|code| Ok(self.organisation(code)?.id)).collect()
    }
}

fn missing(what: &str, which: &str) -> Error {
    Error::Internal(format!("sample data: no {what} {which}"))
}
