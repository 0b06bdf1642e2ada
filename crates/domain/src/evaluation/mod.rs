//! Third-party evaluation (domain.md 2.9): rounds, criteria, independence, assignment, scoring and agreement.
//!
//! Start with [`rounds`] for the way of a round. [`independence`] says who may not evaluate a measure, [`assignment`] who
//! does, [`criteria`] by what, and [`scoring`] how several opinions become one number. Worked examples: docs/evaluation.md.

pub mod agreement;
pub mod assignment;
pub mod criteria;
pub mod independence;
pub mod rounds;
pub mod scoring;
