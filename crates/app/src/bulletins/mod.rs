//! Frozen snapshots kept whole, and the bulletins made from them.
//!
//! [`freezing`] writes down everything at the end of a cycle, once; [`snapshots`] lists what was kept; [`commands`],
//! [`steps`] and [`queries`] are the bulletins; [`document`] is the same paper as a file for Word and WPS.

pub mod commands;
pub mod document;
pub(crate) mod freezing;
pub mod queries;
pub mod snapshots;
pub mod steps;
pub mod views;
