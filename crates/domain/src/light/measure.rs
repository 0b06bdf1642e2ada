//! The light of a measure, made from the lights of its tasks (domain.md 2.5). Colours are counted, never averaged.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::LightCode;

/// How many tasks show each light, keyed by its code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub struct LightCounts {
    /// Tasks closed in time or within an extension.
    pub completed: u32,
    /// Tasks closed late.
    pub completed_late: u32,
    /// Tasks suspended.
    pub inactive: u32,
    /// Tasks not started.
    pub not_started: u32,
    /// Green tasks.
    pub on_track: u32,
    /// Yellow tasks.
    pub at_risk: u32,
    /// Red tasks.
    pub overdue: u32,
}

impl LightCounts {
    /// All tasks counted.
    pub fn total(&self) -> u32 {
        self.completed
            + self.completed_late
            + self.inactive
            + self.not_started
            + self.on_track
            + self.at_risk
            + self.overdue
    }
}

impl LightCounts {
    /// How many tasks show this light.
    pub fn of(&self, code: LightCode) -> u32 {
        let mut counts = *self;
        *counts.place(code)
    }

    /// Counts so many tasks more with this light.
    pub fn add(&mut self, code: LightCode, tasks: u32) {
        *self.place(code) += tasks;
    }

    fn place(&mut self, code: LightCode) -> &mut u32 {
        match code {
            LightCode::Completed => &mut self.completed,
            LightCode::CompletedLate => &mut self.completed_late,
            LightCode::Inactive => &mut self.inactive,
            LightCode::NotStarted => &mut self.not_started,
            LightCode::OnTrack => &mut self.on_track,
            LightCode::AtRisk => &mut self.at_risk,
            LightCode::Overdue => &mut self.overdue,
        }
    }
}

impl Extend<LightCode> for LightCounts {
    fn extend<T: IntoIterator<Item = LightCode>>(&mut self, codes: T) {
        for code in codes {
            self.add(code, 1);
        }
    }
}

/// The light of a measure and what stands behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MeasureLight {
    /// The worst light of its open tasks; completed only when every task is closed.
    pub code: LightCode,
    /// How many of its tasks show each light.
    pub counts: LightCounts,
}

/// Rolls the lights of a measure's tasks up. Leave out tasks that are not issued or were cancelled: they are no part
/// of the count (domain.md 2.13). With no task left the measure is `NOT_STARTED`.
///
/// [`LightCode`] is ordered so that the greatest code is the answer: any open task outweighs the closed ones, and among
/// closed ones a single late one shows.
pub fn roll_up(codes: impl IntoIterator<Item = LightCode>) -> MeasureLight {
    let codes: Vec<LightCode> = codes.into_iter().collect();
    let mut counts = LightCounts::default();
    counts.extend(codes.iter().copied());
    MeasureLight { code: codes.into_iter().max().unwrap_or(LightCode::NotStarted), counts }
}
