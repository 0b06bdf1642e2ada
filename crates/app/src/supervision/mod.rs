//! The ladder of supervision (domain.md 2.6): writing notices, their way, and what the system drafts by itself.
//!
//! The rules stand in [`luoshi_domain::supervision`]; start with [`commands`] for writing and [`steps`] for the way of a
//! notice. Whoever changes one holds its task, so that lights and notices are written one after the other.

pub mod commands;
pub mod drafts;
pub mod queries;
pub mod steps;
pub mod views;
