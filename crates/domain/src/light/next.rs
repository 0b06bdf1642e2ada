//! The day on which a light turns by itself if nobody does anything.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{LightCode, TaskFacts, Thresholds, light};

/// What a light becomes by itself, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NextLight {
    /// The first day with the other colour.
    pub on: NaiveDate,
    /// That colour.
    pub code: LightCode,
}

/// The first day after `today` on which the light is another one if no fact changes; none if it stays for good.
///
/// A light turns only on the day after one of its dates, so only those days are tried.
pub fn next_change(facts: &TaskFacts, today: NaiveDate, thresholds: &Thresholds) -> Option<NextLight> {
    let now = light(facts, today, thresholds).code;
    let turning = turning_days(facts, thresholds).into_iter().filter(|day| *day > today);
    turning.map(|on| NextLight { on, code: light(facts, on, thresholds).code }).find(|next| next.code != now)
}

fn turning_days(facts: &TaskFacts, thresholds: &Thresholds) -> BTreeSet<NaiveDate> {
    let after = |day: NaiveDate, days: u32| day.checked_add_days(Days::new(u64::from(days) + 1));
    let grace = thresholds.grace_days;
    let milestones = facts.milestones.iter().flat_map(|m| [after(m.due_on, 0), after(m.due_on, grace)]);
    let reports = facts.reports.iter().flat_map(|r| [after(r.due_on, 0), after(r.period_to, 0)]);
    let findings = facts.findings.iter().map(|finding| after(finding.rectify_by, 0));
    let answer = facts.supervision.iter().map(|owed| after(owed.reply_by, 0));
    let own = [Some(facts.start_on), after(facts.due_on, 0)];
    own.into_iter().chain(milestones).chain(reports).chain(findings).chain(answer).flatten().collect()
}
