//! What rights and rules ask about a report, read with or without a lock.

use luoshi_domain::duties::{self, Hand};
use luoshi_domain::evidence::{self, EvidenceKind, ProofFacts, Strength};
use luoshi_domain::policy::{Action, Target};
use luoshi_domain::reports::{ClaimedProof, CorrectionState, MOST_RETURNS, ReportAction, ReportState, Submission};
use luoshi_domain::reviews::News;
use luoshi_domain::rule::RuleError;
use luoshi_domain::tasks::{MilestoneState, TaskState};
use sea_orm::{ActiveEnum, ConnectionTrait};
use serde::Deserialize;
use uuid::Uuid;

use super::visible::visible_to;
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, Filter, statement};

/// The facts of one report on which rights and rules depend.
#[derive(Clone, Debug, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is one fact of a rule")]
pub struct ReportFacts {
    /// Its id.
    pub id: Uuid,
    /// Its task.
    pub task_id: Uuid,
    /// Its cycle.
    pub cycle_id: Uuid,
    /// Where it stands.
    pub state: ReportState,
    /// 本期进展.
    pub progress: String,
    /// 存在问题.
    pub problems: String,
    /// 本期无进展.
    pub no_change: bool,
    /// Why nothing changed.
    pub no_change_reason: Option<String>,
    /// 量化值.
    pub quantity: Option<f64>,
    /// Whether its task has a number to reach.
    pub counts: bool,
    /// How often it was returned.
    pub returns: i32,
    /// Who began it.
    pub created_by: Uuid,
    /// Who carries it on, after its writer left.
    pub kept_by: Option<Uuid>,
    /// Who last submitted it.
    pub submitted_by: Option<Uuid>,
    /// Whether a reviewer of the unit has looked at this submission.
    pub unit_opened: bool,
    /// Whether the office has looked at this submission.
    pub office_opened: bool,
    /// Where the latest request to correct it stands.
    pub correction: Option<CorrectionState>,
    /// The number of a later version that was not waived.
    pub superseded_by: Option<i32>,
    /// Whether a telephone call is to be made, or its result to be recorded.
    pub call_open: bool,
    /// What it says that the last approved report did not.
    pub news: News,
    /// Who took which step, and in whose name.
    pub hands: Vec<Hand>,
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
    /// The milestones it claims.
    pub claims: Vec<ClaimFacts>,
}

/// A claimed milestone as the rules see it.
#[derive(Clone, Debug, Deserialize)]
pub struct ClaimFacts {
    /// The milestone.
    pub milestone_id: Uuid,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub state: MilestoneState,
    /// 关键节点.
    pub is_key: bool,
    /// The kinds of evidence it asks for.
    pub expected_kinds: Vec<EvidenceKind>,
    /// Pieces of evidence in force behind it.
    pub proofs: Vec<ProofOfClaim>,
}

/// A piece of evidence behind a claim as the rules see it.
#[derive(Clone, Debug, Deserialize)]
pub struct ProofOfClaim {
    /// Its kind.
    pub kind: EvidenceKind,
    /// What the reviewer found.
    pub strength: Option<Strength>,
    /// Which of the five facts are known.
    pub facts: ProofFacts,
}

impl ClaimFacts {
    fn proof(&self) -> ClaimedProof {
        let complete = |proof: &&ProofOfClaim| {
            evidence::missing(proof.kind, proof.facts).is_empty()
                && evidence::kind_fits(proof.kind, &self.expected_kinds)
        };
        ClaimedProof {
            title: self.title.clone(),
            is_key: self.is_key,
            evidence: self.proofs.len(),
            complete: self.proofs.iter().filter(complete).count(),
        }
    }

    /// Whether the claim can be accepted on what was found about its evidence.
    pub fn is_acceptable(&self) -> bool {
        let judged: Vec<Option<Strength>> = self.proofs.iter().map(|proof| proof.strength).collect();
        judged.is_empty() || evidence::accepted_by_proof(&judged)
    }
}

impl ReportFacts {
    /// What rights depend on.
    pub fn target(&self) -> Target {
        Target { lead: Some(self.lead), parties: self.parties.clone() }
    }

    /// What the audit trail calls it.
    pub fn label(&self) -> String {
        format!("{} {} {}", self.task_code, self.task_title, self.cycle_name)
    }

    /// Whether its writers may still change it.
    pub fn is_open(&self) -> bool {
        matches!(self.state, ReportState::Draft | ReportState::Returned)
    }

    /// Whether its correction is asked for and not answered.
    pub fn correction_asked(&self) -> bool {
        self.correction == Some(CorrectionState::Asked)
    }

    /// Whether the step is worth offering: an answer only while something is asked, a call only in place of a return.
    pub fn offers(&self, action: ReportAction) -> bool {
        match action {
            ReportAction::AgreeCorrection | ReportAction::RefuseCorrection => self.correction_asked(),
            ReportAction::RequestCall => self.returns >= MOST_RETURNS && !self.call_open,
            ReportAction::SettleCall | ReportAction::ReturnAfterCall => self.call_open,
            _ => true,
        }
    }

    /// Whether this caller may change it now.
    pub fn editable_by(&self, ctx: &Ctx) -> bool {
        self.is_open() && ctx.may(Action::ReportWrite, &self.target())
    }

    /// Refuses a judging step to whoever wrote, submitted or passed it, by whichever name.
    pub fn check_other(&self, ctx: &Ctx, action: &str) -> Result<(), RuleError> {
        let wrote = [Some(self.created_by), self.submitted_by, self.kept_by].into_iter().flatten();
        let hands = wrote.map(|person| Hand::of("create", person)).chain(self.hands.iter().cloned());
        duties::check(&ctx.actor, ("report", &self.state.to_value(), action), hands)
    }

    /// Calls the rule of submission with the facts it asks for.
    pub fn submission<R>(&self, check: impl FnOnce(&Submission<'_>) -> R) -> R {
        let claims: Vec<ClaimedProof> = self.claims.iter().map(ClaimFacts::proof).collect();
        check(&Submission {
            progress: &self.progress,
            no_change: self.no_change,
            no_change_reason: self.no_change_reason.as_deref(),
            is_counted: !self.counts || self.quantity.is_some(),
            claims: &claims,
        })
    }

    /// The claimed milestones.
    pub fn claimed(&self) -> Vec<Uuid> {
        self.claims.iter().map(|claim| claim.milestone_id).collect()
    }
}

/// The facts of a report that the caller may read.
pub async fn find(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<ReportFacts, Error> {
    read(ctx, db, id, "").await
}

/// The same, holding the task and the report until the transaction ends.
///
/// Everything that changes a report, its claims or its evidence takes these two locks in this order; the second
/// statement therefore reads what the last holder left.
pub async fn lock(ctx: &Ctx, tx: &impl ConnectionTrait, id: Uuid) -> Result<ReportFacts, Error> {
    let task = "select 1 from task where id = (select task_id from report where id = $1) for no key update";
    sql::execute(tx, statement(task, [id.into()])).await?;
    read(ctx, tx, id, "for no key update of r").await
}

async fn read(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid, lock: &str) -> Result<ReportFacts, Error> {
    let mut filter = Filter::new();
    filter.and("r.id = {}", id);
    visible_to(ctx, &mut filter);
    let sql = format!("{} {lock}", include_str!("facts.sql"));
    sql::row(db, filter.apply(&sql)).await?.ok_or(Error::NotFound)
}

/// What a deputy writes or submits is the work of both: the absent person does not review it either.
pub async fn note_behalf(ctx: &Ctx, db: &impl ConnectionTrait, report: Uuid) -> Result<(), Error> {
    let Some(person) = ctx.actor.on_behalf else { return Ok(()) };
    let noted = "update report set kept_by = $2 where id = $1";
    sql::execute(db, statement(noted, [report.into(), person.into()])).await?;
    Ok(())
}
