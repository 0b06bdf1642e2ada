//! Closing a task (domain.md 2.8): the application point by point, the word of those who support it, checks on the spot.
//!
//! The step itself is one of the task's workflow ([`super::transition`]); here is what stands behind it.

pub mod application;
pub mod commands;
pub mod silence;
pub mod views;
