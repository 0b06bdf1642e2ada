//! The cockpit: what stands where, what changed since the last frozen snapshot, what waits for a decision.
//!
//! [`snapshots`] keeps what every task looked like at the start of each day; [`queries`], [`changes`] and [`trend`] read.

pub mod changes;
pub mod queries;
pub mod snapshots;
pub mod trend;
mod views;

pub use views::{
    Awaited, Breakdown, Dashboard, Decision, DecisionKind, KeyMilestone, LastAction, ListFilter, PartRef, Rate,
    RateCode, RedTask, SnapshotRef, Tile,
};
