//! Tasks: decomposed from clauses, issued, signed for, carried by milestones, closed; and their stored lights.

pub mod adjustments;
pub mod batches;
pub mod closing;
pub mod commands;
pub mod draft;
pub mod extensions;
pub mod limits;
pub mod queries;
pub mod steps;
pub mod stored;
pub mod transition;
