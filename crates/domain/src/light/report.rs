//! Which reports count as missed (domain.md 2.5): told at the due day, healed only by an approved report.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Amount, Reason};

/// How a report stands that a cycle asked for, as far as the light cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReportStanding {
    /// Approved, in time or late: an accepted submission heals what was missed.
    Approved,
    /// Waived while it was not late yet.
    Waived,
    /// With the office at the end of its due day or before it, and not approved yet.
    InTime,
    /// Not with the office by then, or waived too late to count.
    Open,
}

/// One report that a cycle asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportFacts {
    /// The period in words.
    pub cycle: String,
    /// Last day of the period.
    pub period_to: NaiveDate,
    /// The last day on which it is in time, for this unit.
    pub due_on: NaiveDate,
    /// How it stands.
    pub standing: ReportStanding,
    /// The measured value in it, once approved.
    pub value: Option<Amount>,
}

impl ReportFacts {
    /// Whether it counts as missed on `today`; on its due day it is not missed yet.
    pub fn is_missed(&self, today: NaiveDate) -> bool {
        self.standing == ReportStanding::Open && today > self.due_on
    }

    /// Whether it tells how far a measured task was at the end of its period: by its value, or by saying nothing.
    pub(super) fn is_closed(&self, today: NaiveDate) -> bool {
        match self.standing {
            ReportStanding::Approved => today > self.period_to,
            ReportStanding::Open => self.is_missed(today),
            // What the office has in time counts once it has decided; what it waived it does not want to know.
            ReportStanding::InTime | ReportStanding::Waived => false,
        }
    }
}

/// Rules 4 and 5 on reports: the row of missed ones that reaches up to the last report that is settled.
///
/// A report that lies with the office in time neither belongs to the row nor ends it, so that merely submitting never
/// turns a light; only an approved or duly waived report ends it.
pub(super) fn missed(reports: &[ReportFacts], today: NaiveDate, limit: u32) -> Option<Reason> {
    let mut reports: Vec<&ReportFacts> = reports.iter().filter(|report| settled(report, today)).collect();
    reports.sort_by_key(|report| (report.due_on, report.period_to));
    let row: Vec<&&ReportFacts> = reports.iter().rev().take_while(|report| report.is_missed(today)).collect();
    let last = row.first()?;
    let (count, cycle, due_on) = (u32::try_from(row.len()).unwrap_or(u32::MAX), last.cycle.clone(), last.due_on);
    if count >= limit {
        Some(Reason::ReportsMissed { count, cycle, due_on })
    } else {
        Some(Reason::ReportMissed { cycle, due_on })
    }
}

fn settled(report: &ReportFacts, today: NaiveDate) -> bool {
    matches!(report.standing, ReportStanding::Approved | ReportStanding::Waived) || report.is_missed(today)
}
