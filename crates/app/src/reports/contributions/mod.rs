//! What supporting and responsible organisations write for the lead's report (domain.md 2.4, 5).
//!
//! The rules stand in [`luoshi_domain::contributions`]. Start with [`commands`] for the organisation's own side and
//! [`lead`] for what the lead does with the parts; whoever changes one holds its task, as everybody who changes a report.

pub mod commands;
pub mod files;
pub mod lead;
pub mod queries;
pub mod steps;
pub mod stored;
pub mod views;
