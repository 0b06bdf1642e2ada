//! The real server on a real PostgreSQL, driven over HTTP: one binary, one file per area.
//!
//! `world.rs` is what a test starts from, `story.rs` tells what usually happened before, `cluster.rs` gives each test a
//! database of its own. Time is a clock that the test sets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "in a test that is how to say no")]

mod adjustments;
mod ask;
mod audit;
mod bad_input;
mod cluster;
mod concurrency;
mod corrections;
mod coverage;
mod dashboard;
mod evidence;
mod extensions;
mod house;
mod lights;
mod people;
mod plans;
mod previews;
mod reports;
mod reviews;
mod scene;
mod search;
mod statements;
mod story;
mod supervision;
mod tables;
mod tasks;
mod world;
