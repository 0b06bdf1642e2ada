//! Extensions of due days (domain.md 2.7): asking, deciding, and the list beside each task.
//!
//! The rules stand in [`luoshi_domain::extensions`]; start with [`commands`] for asking and [`steps`] for the way of a
//! request. Whoever changes one holds its task, so that lights and due days are written one after the other.

pub mod commands;
pub mod queries;
pub mod steps;
pub mod views;
