//! Third-party evaluation (domain.md 2.9): rounds, who evaluates, frozen material, score sheets and results.
//!
//! The rules stand in [`luoshi_domain::evaluation`]. Start with [`commands`] for setting a round up and [`steps`] for its
//! way; [`declaring`] and [`assigning`] keep evaluators independent, [`freezing`] fixes what counts, [`sheets`] takes
//! scores that nobody else can know of, [`results`] opens them.

pub mod assigning;
pub mod commands;
pub mod declaring;
pub(crate) mod freezing;
mod independence;
pub mod queries;
pub mod results;
pub mod sheets;
pub mod steps;
pub mod views;
