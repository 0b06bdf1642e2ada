//! Adjustments of tasks (domain.md 2.7): asking for another content or lead, for a stop, or for new days after it.
//!
//! The rules stand in [`luoshi_domain::adjustments`]; start with [`commands`] for asking, [`steps`] for the way of a
//! request and [`versions`] for what an approved one makes of the task.

pub mod commands;
pub mod proposal;
pub mod queries;
pub mod steps;
pub mod versions;
pub mod views;
