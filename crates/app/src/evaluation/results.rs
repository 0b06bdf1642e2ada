//! Results: brought together by the rules from the score sheets that count, opened first to those who gave the scores and
//! released with the final report.

use luoshi_domain::evaluation::agreement;
use luoshi_domain::evaluation::rounds::RoundState;
use luoshi_domain::evaluation::scoring::{Grade, Opinion, own_total, result};
use luoshi_domain::light::LightCode;
use luoshi_domain::policy::{Action, Reach, Role};
use serde::Deserialize;
use uuid::Uuid;

use super::queries;
use super::views::{CriterionResult, GradeCounts, MeasureResult, Results, Round, ScopeMeasure};
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, statement};
use crate::tx::Tx;

/// Hundredths of a point as the number that people read.
pub(super) fn points(hundredths: i32) -> f64 {
    f64::from(hundredths) / 100.0
}

/// Which part of the results somebody reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of them.
    All,
    /// The measures that their organisation leads.
    Led(Uuid),
    /// The measures they evaluated.
    Evaluated(Uuid),
}

/// Which part the caller reads now: nothing before the scores are opened, then what they took part in; the commissioner the
/// draft, everybody else the final report, units what they lead (domain.md 5).
pub(super) fn reach(ctx: &Ctx, round: &Round) -> Option<Part> {
    let state = round.summary.state;
    let everything = ctx.reach(Action::ResultRead);
    if queries::leads(ctx, round) && state.is_opened() {
        return Some(Part::All);
    }
    let commissions = ctx.reach(Action::RoundCommission) != Reach::No;
    if commissions && (state.is_released() || matches!(state, RoundState::DraftReport | RoundState::Commenting)) {
        return Some(Part::All);
    }
    let evaluates = ctx.actor.roles.contains(&Role::Evaluator) && round.summary.mine.is_some();
    match everything {
        _ if evaluates && state.is_opened() && !state.is_released() => Some(Part::Evaluated(ctx.actor.account)),
        Reach::No => None,
        _ if !state.is_released() => None,
        Reach::Org => Some(Part::Led(ctx.actor.organisation)),
        Reach::Own | Reach::All => Some(Part::All),
    }
}

#[derive(Debug, Deserialize)]
struct Stored {
    measure: ScopeMeasure,
    part_number: Option<i32>,
    part_title: String,
    light: Option<LightCode>,
    sheets: Vec<Vec<Opinion>>,
}

/// The results of a round; before the caller may read them they are missing.
pub async fn list(ctx: &Ctx, id: Uuid) -> Result<Results, Error> {
    ctx.require(Action::ResultRead)?;
    let db = &ctx.app.db;
    let round = queries::find(ctx, db, id).await?;
    let part = reach(ctx, &round).ok_or(Error::NotFound)?;
    let (led, evaluated) = match part {
        Part::All => (None, None),
        Part::Led(organisation) => (Some(organisation), None),
        Part::Evaluated(account) => (None, Some(account)),
    };
    let values = [id.into(), led.into(), evaluated.into()];
    let stored: Vec<Stored> = sql::rows(db, statement(include_str!("results.sql"), values)).await?;
    let measures: Vec<MeasureResult> = stored.into_iter().map(|stored| brought_together(&round, stored)).collect();
    let units: Vec<Vec<i32>> =
        measures.iter().flat_map(|measure| measure.criteria.iter().map(|one| one.scores.clone())).collect();
    let summary = round.summary;
    Ok(Results {
        round_id: id,
        name: summary.name,
        state: summary.state,
        released_at: summary.released_at,
        release_hash: round.release_hash,
        frozen_at: summary.frozen_at,
        grades: grades(&measures),
        agreement_percent: agreement::percent(&units),
        alpha: agreement::alpha(&units),
        measures,
        is_part: part != Part::All,
        as_of: ctx.now,
    })
}

fn brought_together(round: &Round, stored: Stored) -> MeasureResult {
    let criteria = &round.criteria;
    let mut totals: Vec<i32> = stored.sheets.iter().filter_map(|sheet| own_total(criteria, sheet)).collect();
    totals.sort_unstable();
    let found = result(criteria, &stored.sheets, false);
    let enough = stored.sheets.len() >= round.rules.least as usize;
    let outcomes = found.as_ref().map_or(&[][..], |found| &found.outcomes);
    let by_criterion = outcomes.iter().zip(criteria).map(|(outcome, criterion)| {
        let mut scores = outcome.scores.clone();
        scores.sort_unstable();
        CriterionResult {
            code: outcome.code.clone(),
            name: criterion.name.clone(),
            scores,
            score: outcome.score.map(points),
            is_apart: outcome.is_apart,
        }
    });
    MeasureResult {
        criteria: by_criterion.collect(),
        measure: stored.measure,
        part_number: stored.part_number,
        part_title: stored.part_title,
        light: stored.light,
        totals: totals.into_iter().map(points).collect(),
        score: found.as_ref().filter(|_| enough).map(|found| points(found.score)),
        grade: found.as_ref().filter(|_| enough).map(|found| found.grade),
        is_apart: outcomes.iter().any(|outcome| outcome.is_apart),
    }
}

fn grades(measures: &[MeasureResult]) -> GradeCounts {
    let mut counts = GradeCounts::default();
    for measure in measures {
        let place = match measure.grade {
            Some(Grade::Excellent) => &mut counts.excellent,
            Some(Grade::Good) => &mut counts.good,
            Some(Grade::Fair) => &mut counts.fair,
            Some(Grade::Poor) => &mut counts.poor,
            None => &mut counts.none,
        };
        *place += 1;
    }
    counts
}

/// Opens the sealed trail and gives the hash over every sheet that counts, which is published with the results.
pub(super) async fn release(tx: &Tx<'_>, round: Uuid) -> Result<String, Error> {
    let opened = "insert into audit_event (id, at, actor_id, actor_login, actor_name, actor_organisation, actor_roles, action,
            object_type, object_id, object_label, outcome, reason, detail, request_id, address, on_behalf_of)
        select id, at, actor_id, actor_login, actor_name, actor_organisation, actor_roles, action, object_type, object_id,
            object_label, outcome, reason, detail, request_id, address, on_behalf_of
        from sealed_event
        where round_id = $1
        order by seq";
    sql::execute(&**tx, statement(opened, [round.into()])).await?;
    let hash =
        "select to_jsonb(encode(sha256(convert_to(coalesce(string_agg(s.hash, E'\\n' order by s.id), ''), 'UTF8')),
            'hex')) as view
        from evaluation_assignment g
        join scoresheet s on s.assignment_id = g.id
        where g.round_id = $1 and g.state = 'ACTIVE' and s.state = 'SUBMITTED'";
    sql::row(&**tx, statement(hash, [round.into()])).await?.ok_or(Error::NotFound)
}
