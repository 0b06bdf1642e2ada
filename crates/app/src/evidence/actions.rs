//! What a caller may do with a piece of evidence now: the same guards that the commands ask.

use luoshi_domain::duties::{self, Hand};
use luoshi_domain::evidence::EvidenceState;
use luoshi_domain::policy::{Action, Target};
use luoshi_domain::reports::ReportState;
use luoshi_domain::rule::RuleError;
use sea_orm::ActiveEnum;

use super::views::Evidence;
use crate::actions::AllowedAction;
use crate::app::Ctx;

impl Evidence {
    /// What rights to the report depend on.
    pub fn target(&self) -> Target {
        Target { lead: Some(self.place.lead.id), parties: Vec::new() }
    }

    /// What the right to mark the file depends on: it belongs to the unit that uploaded it first.
    pub fn file_target(&self) -> Target {
        Target { lead: self.standing.owner, parties: Vec::new() }
    }

    const fn report_is_open(&self) -> bool {
        matches!(self.place.report_state, ReportState::Draft | ReportState::Returned)
    }

    const fn is_before_the_office(&self) -> bool {
        matches!(self.state, EvidenceState::Submitted | EvidenceState::Verified | EvidenceState::Rejected)
    }
}

/// Facts are mended, and the file is replaced, while the report is in the writer's hands.
pub fn guard_edit(proof: &Evidence) -> Result<(), RuleError> {
    if proof.report_is_open() && proof.state == EvidenceState::Uploaded { Ok(()) } else { Err(RuleError::NotEditable) }
}

/// An upload that was never submitted is removed by its uploader, or by who carries the report on after them; what was submitted once stays (domain.md 2.4).
pub fn guard_removal(ctx: &Ctx, proof: &Evidence) -> Result<(), RuleError> {
    guard_edit(proof)?;
    if proof.submitted_at.is_some() {
        return Err(RuleError::EvidenceOnceSubmitted);
    }
    let keeps = proof.standing.keeper == Some(ctx.actor.account);
    if keeps || proof.uploaded_by.id == ctx.actor.account { Ok(()) } else { Err(RuleError::EvidenceOfAnother) }
}

/// Made void by its writer while the report is open, or by the office from its review on.
pub fn guard_void(ctx: &Ctx, proof: &Evidence) -> Result<(), RuleError> {
    if !proof.in_force() {
        return Err(RuleError::EvidenceNotInForce);
    }
    if ctx.may(Action::ReportWrite, &proof.target()) && guard_edit(proof).is_ok() {
        return Ok(());
    }
    let with_the_office = matches!(proof.place.report_state, ReportState::OfficeReview | ReportState::Approved);
    if ctx.may(Action::ReportOfficeReview, &proof.target()) && with_the_office {
        return Ok(());
    }
    Err(RuleError::NotEditable)
}

/// Judged while the report is before the office, and never by who wrote or passed it.
pub fn guard_judgement(ctx: &Ctx, proof: &Evidence) -> Result<(), RuleError> {
    let wrote = proof.standing.writers.iter().flatten().map(|person| Hand::of("create", *person));
    let hands = wrote.chain(proof.standing.hands.iter().cloned());
    duties::check(&ctx.actor, ("report", &ReportState::OfficeReview.to_value(), "judge"), hands)?;
    if !proof.in_force() {
        return Err(RuleError::EvidenceNotInForce);
    }
    if proof.place.report_state == ReportState::OfficeReview && proof.is_before_the_office() {
        Ok(())
    } else {
        Err(RuleError::StepNotPossible)
    }
}

/// The buttons beside a piece of evidence: what the caller has the right to and the moment is near for.
pub fn allowed(ctx: &Ctx, proof: &Evidence) -> Vec<AllowedAction> {
    let target = proof.target();
    let mut actions = Vec::new();
    if !proof.in_force() {
        return actions;
    }
    let writes = ctx.may(Action::ReportWrite, &target);
    if writes && proof.report_is_open() {
        actions.push(AllowedAction::of("update", false, guard_edit(proof)));
        actions.push(AllowedAction::of("replace", false, guard_edit(proof)));
        if guard_removal(ctx, proof).is_ok() {
            actions.push(AllowedAction::of("remove", false, Ok(())));
        }
    }
    if ctx.may(Action::ReportOfficeReview, &target) && proof.place.report_state == ReportState::OfficeReview {
        actions.push(AllowedAction::of("judge", false, guard_judgement(ctx, proof)));
    }
    if guard_void(ctx, proof).is_ok() && guard_removal(ctx, proof).is_err() {
        actions.push(AllowedAction::of("void", true, Ok(())));
    }
    if ctx.may(Action::EvidenceMark, &proof.file_target()) {
        actions.push(AllowedAction::of("mark", true, Ok(())));
    }
    actions
}
