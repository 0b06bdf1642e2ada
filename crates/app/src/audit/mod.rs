//! The audit trail, read only: events are written by [`crate::tx`] in the transaction of the change they tell about.

pub mod queries;
