//! What is true about plan tracking: states, calendars and lights as pure rules.
//!
//! Nothing here waits, reads a clock or touches a file: today and every fact are arguments, so each rule is a function
//! that a test can call. Start with [`tasks`] for the vocabulary.

pub mod adjustments;
pub mod calendar;
pub mod evidence;
pub mod extensions;
pub mod light;
pub mod people;
pub mod plan_text;
pub mod plans;
pub mod policy;
pub mod reports;
pub mod reviews;
pub mod rule;
pub mod statistics;
pub mod supervision;
pub mod tables;
pub mod tasks;
pub mod tracking;
pub mod workflow;
