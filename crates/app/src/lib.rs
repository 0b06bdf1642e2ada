//! What the house does: rows, queries and commands on PostgreSQL and files; no HTTP.
//!
//! Start with [`app::Ctx`] (who asks, when, with which rights) and [`tx`] (how every write is done). Each area has its
//! reads in `queries` and its writes in `commands`.

pub mod actions;
pub mod app;
pub mod error;
pub mod files;
pub mod people;
pub mod plans;
pub mod sql;
pub mod tx;
pub mod views;
