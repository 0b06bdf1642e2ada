//! The real server on a real PostgreSQL, driven over HTTP: one binary, one file per area.
//!
//! `world.rs` is what a test starts from, `story.rs` tells what usually happened before, `cluster.rs` gives each test a
//! database of its own. Time is a clock that the test sets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "in a test that is how to say no")]

mod adjustments;
mod annual;
mod archives;
mod ask;
mod audit;
mod bad_input;
mod batches;
mod bulletins;
mod burden;
mod calendar;
mod closing;
mod cluster;
mod concurrency;
mod contributions;
mod corrections;
mod coverage;
mod cycles;
mod dashboard;
mod delegations;
mod duties;
mod evaluation;
mod evidence;
mod extensions;
mod held;
mod house;
mod lights;
mod limits;
mod live;
mod mail;
mod mail_server;
mod notifications;
mod organisations;
mod people;
mod plans;
mod posts;
mod previews;
mod proofs;
mod receivers;
mod reports;
mod reviews;
mod scene;
mod search;
mod secrecy;
mod statements;
mod story;
mod submissions;
mod suggestions;
mod supervision;
mod tables;
mod tasks;
mod work;
mod world;
