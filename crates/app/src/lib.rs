//! What the house does: rows, queries and commands on PostgreSQL and files; no HTTP.
//!
//! Start with [`app::Ctx`] (who asks, when, with which rights) and [`tx`] (how every write is done). Each area has its
//! reads in `queries` and its writes in `commands`.

pub mod actions;
pub mod annual;
pub mod app;
pub mod audit;
pub mod bulletins;
pub mod calendar;
pub mod dashboard;
pub mod demo;
pub mod error;
pub mod evaluation;
pub mod evidence;
pub mod exports;
pub mod fields;
pub mod files;
pub mod history;
pub mod live;
pub mod look_back;
pub mod mail;
pub mod notifications;
pub mod people;
pub mod plans;
pub mod reports;
pub mod search;
pub mod sql;
pub mod supervision;
pub mod tables;
pub mod tasks;
pub mod tx;
pub mod upkeep;
pub mod views;
pub mod work;
