//! Reads of rounds, of those who work on them and of proposals.

use std::collections::BTreeMap;

use luoshi_domain::evaluation::assignment::{
    Candidate, PanelFault, PanelRules, Proposed, Speciality, Vacancy, faults, propose,
};
use luoshi_domain::evaluation::independence::{Conflict, conflicts};
use luoshi_domain::evaluation::rounds::RoundState;
use luoshi_domain::policy::{Action, Reach};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::views::{
    Assignments, Barred, EvaluatorAccounts, MeasurePanel, Proposal, ProposedEvaluator, ProposedPanel, Round, RoundList,
    RoundSummary,
};
use super::{independence, results, steps};
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, Filter, statement};

/// Which rounds to read.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct RoundQuery {
    /// Of this plan.
    pub plan_id: Option<Uuid>,
}

/// All rounds, latest first; there are a handful in the life of a plan.
pub async fn list(ctx: &Ctx, query: RoundQuery) -> Result<RoundList, Error> {
    ctx.require(Action::RoundRead)?;
    let mut filter = Filter::new();
    filter.bind(ctx.actor.account);
    filter.and_some("r.plan_id = {}", query.plan_id);
    let items: Vec<RoundSummary> = sql::rows(&ctx.app.db, filter.apply(include_str!("rounds.sql"))).await?;
    Ok(RoundList { items, may_create: ctx.reach(Action::RoundCommission) != Reach::No, as_of: ctx.now })
}

/// One round, inside or outside a transaction.
pub async fn find(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<Round, Error> {
    ctx.require(Action::RoundRead)?;
    let runs = ctx.reach(Action::RoundStaff) == Reach::All;
    let values = [ctx.actor.account.into(), runs.into(), id.into()];
    let round: Option<Round> = sql::row(db, statement(include_str!("round.sql"), values)).await?;
    let mut round = round.ok_or(Error::NotFound)?;
    let state = round.summary.state;
    let unassigned = if state == RoundState::Frozen && leads(ctx, &round) {
        let panels = panels(ctx, db, &round, true).await?;
        panels.iter().filter(|panel| !panel.faults.is_empty()).count()
    } else {
        0
    };
    round.actions = steps::allowed(ctx, &round, unassigned);
    round.may_edit = ctx.reach(Action::RoundCommission) != Reach::No && state <= RoundState::Declaring;
    round.may_declare = ctx.reach(Action::RoundDeclare) != Reach::No
        && round.summary.mine.as_ref().is_some_and(|mine| mine.from_on.is_some())
        && state.is_staffed()
        && state != RoundState::Design;
    round.may_assign = may_assign(ctx, &round);
    round.has_results = results::reach(ctx, &round).is_some();
    Ok(round)
}

/// Whether the caller is the lead of the round.
pub(super) fn leads(ctx: &Ctx, round: &Round) -> bool {
    ctx.reach(Action::RoundLead) != Reach::No && round.facts.lead_id == Some(ctx.actor.account)
}

fn may_assign(ctx: &Ctx, round: &Round) -> bool {
    leads(ctx, round) && round.summary.state.is_staffed() && round.summary.state != RoundState::Design
}

/// Whether the caller sees who works on the round: its lead, and those who commission rounds.
fn runs(ctx: &Ctx, round: &Round) -> bool {
    ctx.reach(Action::RoundStaff) == Reach::All || leads(ctx, round)
}

/// Everybody who can be named for a round.
pub async fn evaluators(ctx: &Ctx) -> Result<EvaluatorAccounts, Error> {
    ctx.require(Action::RoundCommission)?;
    Ok(EvaluatorAccounts { items: sql::rows(&ctx.app.db, statement(include_str!("evaluators.sql"), [])).await? })
}

/// Who evaluates what: all of it for those who run the round, one's own part for an evaluator.
pub async fn assignments(ctx: &Ctx, id: Uuid) -> Result<Assignments, Error> {
    if ctx.reach(Action::RoundStaff) == Reach::No {
        ctx.require(Action::ScoreWrite)?;
    }
    let db = &ctx.app.db;
    let round = find(ctx, db, id).await?;
    let all = runs(ctx, &round);
    if !all && round.summary.mine.is_none() {
        return Err(Error::NotFound);
    }
    let items = panels(ctx, db, &round, all).await?;
    let most = round.rules.most(round.scope.len());
    Ok(Assignments { items, most: count(most), may_assign: may_assign(ctx, &round), as_of: ctx.now })
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The panels of a round; with their faults where everybody in them is seen.
pub(super) async fn panels(
    ctx: &Ctx,
    db: &impl ConnectionTrait,
    round: &Round,
    all: bool,
) -> Result<Vec<MeasurePanel>, Error> {
    let values = [round.summary.id.into(), ctx.actor.account.into(), all.into()];
    let mut panels: Vec<MeasurePanel> = sql::rows(db, statement(include_str!("assignments.sql"), values)).await?;
    if all {
        let found = faults_of(round.rules, &panels);
        for (panel, faults) in panels.iter_mut().zip(found) {
            panel.faults = faults;
        }
    }
    Ok(panels)
}

fn faults_of(rules: PanelRules, panels: &[MeasurePanel]) -> Vec<Vec<PanelFault>> {
    let active = |panel: &MeasurePanel| -> Vec<(Uuid, Speciality)> {
        let seated = panel.assignments.iter().filter(|assigned| !assigned.is_recused);
        seated.map(|assigned| (assigned.evaluator.id, assigned.speciality)).collect()
    };
    let mut loads: BTreeMap<Uuid, usize> = BTreeMap::new();
    for (id, _) in panels.iter().flat_map(active) {
        *loads.entry(id).or_default() += 1;
    }
    let judged = panels.iter().map(|panel| {
        let seated = active(panel);
        let kinds: Vec<Speciality> = seated.iter().map(|(_, kind)| *kind).collect();
        let carried: Vec<usize> = seated.iter().map(|(id, _)| loads[id]).collect();
        faults(rules, &kinds, &carried, panels.len())
    });
    judged.collect()
}

/// Proposes who evaluates what, with the reasons; equal facts give an equal proposal.
pub async fn proposal(ctx: &Ctx, id: Uuid) -> Result<Proposal, Error> {
    ctx.require(Action::RoundStaff)?;
    let db = &ctx.app.db;
    let round = find(ctx, db, id).await?;
    let Some(team) = round.team.as_ref().filter(|_| runs(ctx, &round)) else { return Err(Error::NotFound) };
    let today = ctx.today();
    let serving: Vec<_> = team.members.iter().filter(|member| member.to_on >= today).collect();
    let ids: Vec<Uuid> = serving.iter().map(|member| member.person.id).collect();
    let ties = independence::ties(db, &ids).await?;
    let subjects = independence::subjects(db, id).await?;
    let conflict = |evaluator: &Uuid, subject: &independence::StoredSubject| -> Vec<Conflict> {
        conflicts(*evaluator, ties.get(evaluator).map_or(&[], Vec::as_slice), &subject.subject(), today)
    };
    let vacancies: Vec<Vacancy> = subjects
        .iter()
        .map(|subject| {
            let barred = ids.iter().map(|id| (*id, conflict(id, subject))).filter(|(_, found)| !found.is_empty());
            Vacancy { measure: subject.subject().measure, seated: subject.seated.clone(), barred: barred.collect() }
        })
        .collect();
    let candidates: Vec<Candidate> =
        serving.iter().map(|member| Candidate { id: member.person.id, speciality: member.speciality }).collect();
    let proposed = propose(round.rules, &candidates, &vacancies);
    let mut loads: BTreeMap<Uuid, i64> = BTreeMap::new();
    for seat in proposed.iter().flat_map(|panel| &panel.seats) {
        *loads.entry(seat.evaluator_id).or_default() += 1;
    }
    let unfilled = count(proposed.iter().filter(|panel| !panel.faults.is_empty()).count());
    let items = explained(db, proposed, vacancies, &round).await?;
    let evaluators = serving.iter().map(|member| ProposedEvaluator {
        id: member.person.id,
        name: member.person.name.clone(),
        speciality: member.speciality,
        load: loads.get(&member.person.id).copied().unwrap_or_default(),
        has_declared: member.declared_at.is_some(),
    });
    let evaluators = evaluators.collect();
    Ok(Proposal { items, evaluators, unfilled, most: count(round.rules.most(round.scope.len())) })
}

/// Each panel with the words why somebody may not sit on it.
async fn explained(
    db: &impl ConnectionTrait,
    proposed: Vec<Proposed>,
    vacancies: Vec<Vacancy>,
    round: &Round,
) -> Result<Vec<ProposedPanel>, Error> {
    let mut items = Vec::new();
    for ((panel, vacancy), measure) in proposed.into_iter().zip(vacancies).zip(&round.scope) {
        let mut barred = Vec::new();
        for (evaluator_id, conflicts) in vacancy.barred {
            let because = independence::words(db, &conflicts).await?;
            barred.push(Barred { evaluator_id, conflicts, because });
        }
        items.push(ProposedPanel { measure: measure.clone(), seats: panel.seats, faults: panel.faults, barred });
    }
    Ok(items)
}
