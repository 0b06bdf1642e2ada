//! Batches of decomposition (domain.md 2.2): writing, consulting, approving, issuing, and what each version said.
//!
//! The rules stand in [`luoshi_domain::batches`]; start with [`commands`] for writing a batch, [`steps`] for its way and
//! [`comments`] for what units say. Whoever moves a batch holds it and all its tasks, so that no task changes on the way.

pub mod commands;
pub mod comments;
pub mod queries;
pub mod steps;
pub mod views;
