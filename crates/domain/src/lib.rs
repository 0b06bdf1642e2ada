//! What is true about plan tracking: states, calendars and lights as pure rules.
//!
//! Nothing here waits, reads a clock or touches a file: today and every fact are arguments, so each rule is a function
//! that a test can call. Start with [`tasks`] for the vocabulary.

pub mod adjustments;
pub mod annual;
pub mod batches;
pub mod bulletin;
pub mod burden;
pub mod calendar;
pub mod closing;
pub mod contributions;
pub mod cycles;
pub mod delegation;
pub mod duties;
pub mod evaluation;
pub mod evidence;
pub mod extensions;
pub mod handover;
pub mod light;
pub mod look_back;
pub mod mail;
pub mod notifications;
pub mod people;
pub mod plan_text;
pub mod plans;
pub mod policy;
pub mod posts;
pub mod receivers;
pub mod reports;
pub mod reviews;
pub mod rule;
pub mod statistics;
pub mod suggestions;
pub mod supervision;
pub mod tables;
pub mod tasks;
pub mod tracking;
pub mod workflow;
